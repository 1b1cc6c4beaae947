"""`berkas demo`."""

import asyncio
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from rich.text import Text

from berkas.evaluation.scoring import Comparison, Tally, compare
from berkas.evaluation.specimens.demo_set import DemoPaper, demo_papers
from berkas.model.extraction import FieldValue
from berkas.model.statuses import DocumentStatus
from berkas.reading.ocr.model_files import are_prepared
from berkas.settings import Settings
from deployments.client import ApiRefused, Client
from deployments.commands.models import prepare_models
from deployments.commands.showing import Output, shown
from deployments.commands.up import command_here, login_here, run_stack, show_addresses
from deployments.failures import ExitCode
from deployments.key_making import make_key
from deployments.local_stack import LocalStack, Ports, Prepared
from tables.engine import connected
from tables.queries import organisations
from templates_registry import registry

console = Output()

_SHOWN_FIELDS: Final = 5
_NAME_WIDTH: Final = 18
"""Of the names of fields, unless one is longer."""

_LOOK_SECONDS: Final = 1.0
"""How often to look at each paper: some ten of them keep below the usual limit of reads."""

_AFTERWARDS: Final = (
    "[dim]The stack has stopped; everything is kept. `make up` runs it again, and the links above work again.[/]"
)

_READ: Final = (DocumentStatus.EXTRACTED, DocumentStatus.REQUIRES_REVIEW)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One paper and what became of it.

    Attributes:
        paper: What was sent.
        document: As the API tells it in the end.
        comparisons: Every value beside what is drawn.
    """

    paper: DemoPaper
    document: dict[str, Any]
    comparisons: tuple[Comparison, ...]

    @property
    def is_read(self) -> bool:
        """Whether it has fields."""
        return self.document["status"] in _READ

    @property
    def sums(self) -> Tally:
        """The comparisons as counts."""
        tally = Tally()
        for comparison in self.comparisons:
            tally += comparison.tally()
        return tally


def demo(*, api_port: int | None = None, prefect_port: int | None = None) -> None:
    """Show SPECIMEN papers going through the whole stack: upload, sealed file, run, reading, fields.

    In a terminal it then goes on until Ctrl-C, so that the links can be followed; elsewhere it ends. What it makes stays in
    the data folder; `berkas up` shows it again.

    Args:
        api_port: Port of the API; 0 takes any free one.
        prefect_port: Port of the Prefect server; likewise.
    """
    settings = Settings()
    if not are_prepared(settings.models_dir):
        prepare_models(settings.models_dir)
    papers = demo_papers()
    readings: list[_Reading] = []

    async def on_ready(stack: LocalStack, prepared: Prepared) -> None:
        show_addresses(stack, prepared)
        client = Client(stack.api_url, prepared.api_key or await _new_key(stack, settings))
        try:
            await _send(client, papers, readings)
        except* ApiRefused as refusals:
            console.print(f"[red]The API refused a document:[/] {refusals.exceptions[0]}")
        finally:
            await client.close()
        _say_what_next(prepared, login_here(stack))
        if sys.stdin.isatty() and console.is_terminal:
            # the links above are for people, who need the stack to follow them
            console.print("[bold]Everything is still running: look around.[/] Ctrl-C stops it.")
            await asyncio.Event().wait()

    code = run_stack(settings, Ports(api_port, prefect_port), on_ready)
    if readings:
        console.print(_AFTERWARDS)
    all_read = sum(reading.is_read for reading in readings) == len(papers)
    sys.exit(code or (ExitCode.OK if all_read else ExitCode.FAILED))


async def _send(client: Client, papers: Sequence[DemoPaper], readings: list[_Reading]) -> None:
    """Upload every paper and show each as soon as it is read."""
    started = time.monotonic()
    uploads = [await _upload(client, paper) for paper in papers]
    known = sum(upload["deduped"] for upload in uploads)
    console.print(f"[dim]•[/] {len(papers)} documents uploaded in {time.monotonic() - started:.1f} s; reading them")
    if known:
        console.print(f"[dim]•[/] {known} of them were read by an earlier demo: the same bytes are read once")
    console.print()
    async with asyncio.TaskGroup() as group:
        for paper, upload in zip(papers, uploads, strict=True):
            group.create_task(_follow(client, paper, upload["document"]["id"], readings))
    _sum_up(readings, time.monotonic() - started)


def _say_what_next(prepared: Prepared, login: Path) -> None:
    """Say how to send a document of one's own; the first key once more, for the lines above have gone by."""
    command = command_here()
    key = (
        f"export BERKAS_API_KEY={prepared.api_key}"
        if prepared.api_key
        else f"export BERKAS_API_KEY=…   # that of the first start, or of {command} keys create NAME"
    )
    console.print("\nYour own documents, in another terminal while this or `make up` runs:")
    for line in (key, f"{command} upload FILE-OR-FOLDER"):
        console.print(Text(f"  {line}"), soft_wrap=True)
    console.print(Text(f"The pages of the runs ask once for user and password: {login}"), soft_wrap=True)


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


async def _follow(client: Client, paper: DemoPaper, document_id: str, readings: list[_Reading]) -> None:
    """Wait for one document, note it and show it."""
    document = await client.wait(document_id, every=_LOOK_SECONDS)
    extraction = document["extraction"] or {"fields": {}, "fieldConfidences": {}}
    found = [
        FieldValue(name, value, None, extraction["fieldConfidences"].get(name, 0), None)
        for name, value in extraction["fields"].items()
    ]
    readings.append(_Reading(paper, document, tuple(compare(paper.truth, found))))
    _show(readings[-1])


def _show(reading: _Reading) -> None:
    document = reading.document
    extraction = document["extraction"]
    status = document["status"]
    colour = {DocumentStatus.EXTRACTED: "green", DocumentStatus.REQUIRES_REVIEW: "yellow"}.get(status, "red")
    lines = [Text.assemble((reading.paper.filename, "bold"), f"  {document['type']}  ", (status, colour))]
    if extraction is None:
        lines[0].append(f"  {document['errorCode']}: {document['errorMessage']}")
    else:
        lines[0].append(f"  confidence {extraction['confidenceScore']}")
        names = _telling(document["type"], extraction["fields"])
        width = max(_NAME_WIDTH, *(len(name) + 2 for name in names)) if names else _NAME_WIDTH
        for name in names:
            line = Text.assemble((f"  {name:<{width}}", "dim"), f"{_shown(extraction['fields'][name]):<50} ")
            line.append(str(extraction["fieldConfidences"].get(name, "")), "dim")
            lines.append(line)
        sums = reading.sums
        lines.extend(Text(f"  ! {finding['message']}", "yellow") for finding in extraction["findings"])
        lines.append(Text(f"  {sums.right} of {sums.values} values as drawn", "dim"))
        for one in reading.comparisons:
            if not one.is_right:
                lines.append(Text(f"  {one.field}: drawn {_shown(one.expected)}, read {_shown(one.found)}", "yellow"))
    seconds = document["timings"]["parsingSeconds"] or 0
    lines.append(Text(f"  read in {seconds:.2f} s, run {document['flowRunUrl']}\n", "dim"))
    for line in lines:
        console.print(line, soft_wrap=True)


def _telling(document_type: str, fields: dict[str, Any]) -> list[str]:
    """Names of the fields that say most: the required ones, then others, of those that were found."""
    required = [field.name for field in registry.latest(document_type).fields if field.required]
    names = [*required, *(name for name in fields if name not in required)]
    return [name for name in names if fields.get(name) is not None][:_SHOWN_FIELDS]


def _shown(value: Any) -> str:  # noqa: ANN401 - JSON
    if value is None:
        return "nothing"
    return f"{len(value)} rows" if isinstance(value, list) else shown(value)


def _sum_up(readings: Sequence[_Reading], seconds: float) -> None:
    statuses = Counter(reading.document["status"] for reading in readings)
    right = sum(reading.sums.right for reading in readings)
    values = sum(reading.sums.values for reading in readings)
    ends = ", ".join(f"{count} {status}" for status, count in statuses.most_common())
    console.print(
        f"[bold]{len(readings)} documents in {seconds:.0f} s[/]: {ends}; {right} of {values} values as drawn."
    )
