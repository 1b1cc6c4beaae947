"""`berkas demo`."""

import asyncio
import sys
from typing import Any

from rich.console import Console
from rich.table import Table

from berkas.extraction.models import are_prepared
from berkas.settings import Settings
from berkas.specimens.demo_set import DemoPaper, demo_papers
from deployments.client import Client
from deployments.commands.models import prepare_models
from deployments.commands.up import run_stack, show_addresses
from deployments.key_making import make_key
from deployments.local_stack import LocalStack, Ports, Prepared
from tables.engine import connected
from tables.queries import organisations

console = Console(highlight=False)
_SHOWN_FIELDS = 4


def demo(*, api_port: int | None = None, prefect_port: int | None = None) -> None:
    """Show SPECIMEN papers going through the whole stack: upload, sealed file, run, reading, fields.

    What it makes stays in the data folder; `berkas up` shows it again in both user interfaces.

    Args:
        api_port: Port of the API; 0 takes any free one.
        prefect_port: Port of the Prefect server; likewise.
    """
    settings = Settings()
    if not are_prepared(settings.models_dir):
        prepare_models(settings.models_dir)
    failures: list[str] = []

    async def on_ready(stack: LocalStack, prepared: Prepared) -> None:
        show_addresses(stack, prepared)
        failures.extend(await _show(stack, settings, prepared))

    code = run_stack(settings, Ports(api_port, prefect_port), on_ready)
    for line in failures:
        console.print(f"[red]{line}[/]")
    sys.exit(code or bool(failures))


async def _show(stack: LocalStack, settings: Settings, prepared: Prepared) -> list[str]:
    """Upload every paper, wait, and print what was read; lines about what did not end well."""
    key = prepared.api_key or await _new_key(stack, settings)
    client = Client(stack.api_url, key)
    try:
        papers = demo_papers()
        uploads = [await _upload(client, paper) for paper in papers]
        console.print(f"[dim]•[/] {len(papers)} papers are uploaded; reading them")
        documents = await asyncio.gather(*(client.wait(upload["id"]) for upload in uploads))
    finally:
        await client.close()
    _print(papers, documents)
    return [
        f"{paper.filename}: {document['status']} {document['errorCode'] or ''}"
        for paper, document in zip(papers, documents, strict=True)
        if document["status"] not in {"extracted", "requires_review"}
    ]


async def _new_key(stack: LocalStack, settings: Settings) -> str:
    """The first key was shown at an earlier start and is stored nowhere, so the demo gets one of its own."""
    async with connected(stack.settings(settings)):
        organisation = (await organisations.list_organisations())[0]
        return await make_key(settings, organisation.id, "Demo", scopes=("read", "write"))


async def _upload(client: Client, paper: DemoPaper) -> dict[str, Any]:
    fields = {"externalRef": f"demo-{paper.filename}"}
    if paper.password:
        fields["pdfPassword"] = paper.password
    return await client.upload(paper.filename, paper.content, **fields)


def _print(papers: tuple[DemoPaper, ...], documents: list[dict[str, Any]]) -> None:
    table = Table(
        "File", "Type", "Status", "Conf.", "Fields", title="What was read", title_justify="left", show_lines=True
    )
    for paper, document in zip(papers, documents, strict=True):
        extraction = document["extraction"] or {"fields": {}, "confidenceScore": None}
        found = [(name, value) for name, value in extraction["fields"].items() if value is not None]
        right = sum(paper.truth.get(name) == value for name, value in found)
        lines = [f"[dim]{name}[/] {value}" for name, value in found[:_SHOWN_FIELDS]]
        lines.append(f"[dim]… {len(found)} fields found, {right} exactly as drawn[/]")
        colour = "green" if document["status"] == "extracted" else "yellow"
        table.add_row(
            paper.filename, str(document["type"]), f"[{colour}]{document['status']}[/]",
            str(extraction["confidenceScore"] or ""), "\n".join(lines),
        )  # fmt: skip
    console.print(table)
    console.print("The runs in the Prefect UI:")
    for paper, document in zip(papers, documents, strict=True):
        console.print(f"  {paper.filename:24} {document['flowRunUrl']}", soft_wrap=True)
