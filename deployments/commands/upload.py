"""`berkas upload`."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

from cyclopts.types import ExistingFile
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from berkas.settings import Settings
from deployments.client import Client
from deployments.commands.showing import shown
from deployments.failures import ExitCode
from deployments.stack_state import StackFolder

console = Console(highlight=False)


def upload(file: ExistingFile, *, type: str | None = None, password: bool = False, url: str | None = None) -> None:
    """Upload one file, wait, and show what was read. The API key is taken from BERKAS_API_KEY.

    Args:
        file: PDF, JPEG, PNG, HEIC, WebP or TIFF.
        type: Document type; skips classification.
        password: Ask for the password of a PDF.
        url: Base URL of the API; that of the local stack when left out.
    """
    key = os.environ.get("BERKAS_API_KEY")
    running = StackFolder(Settings().data_dir).running()
    base_url = url or (running.api_url if running else None)
    if not key or not base_url:
        missing = (
            "Set BERKAS_API_KEY to an API key; `berkas keys create NAME` makes one"
            if not key
            else "No local stack is running: start `berkas up`, or give --url"
        )
        console.print(f"[red]{missing}.[/]")
        sys.exit(ExitCode.USAGE)
    fields = {"type": type} if type else {}
    if password:
        fields["pdfPassword"] = console.input("Password of the PDF: ", password=True)
    try:
        document, is_known = asyncio.run(_upload(Client(base_url, key), file, fields))
    except TimeoutError:
        console.print("[yellow]It is stored, but not read yet; ask for it later.[/]")
        sys.exit(ExitCode.FAILED)
    _print(document, is_known=is_known)


async def _upload(client: Client, file: Path, fields: dict[str, str]) -> tuple[dict[str, Any], bool]:
    try:
        content = await asyncio.to_thread(file.read_bytes)
        uploaded = await client.upload(file.name, content, **fields)
        return await client.wait(uploaded["document"]["id"]), uploaded["deduped"]
    finally:
        await client.close()


def _print(document: dict[str, Any], *, is_known: bool) -> None:
    if is_known:
        console.print("[dim]•[/] these bytes are here already; this is what was read of them")
    extraction = document["extraction"]
    parts = [document["id"], document["type"] or "of no type yet", document["status"]]
    parts += [f"confidence {extraction['confidenceScore']}"] if extraction else [document["errorMessage"] or ""]
    console.print("[bold]{}[/]  {}  {}  {}".format(*map(escape, parts)), soft_wrap=True)
    if extraction is None:
        return
    table = Table("Field", "Value", "Conf.")
    for name, value in extraction["fields"].items():
        table.add_row(name, escape(_shown(value)), str(extraction["fieldConfidences"].get(name, "")))
    console.print(table)
    for finding in extraction["findings"]:
        console.print(f"[yellow]![/] {escape(finding['message'])}", soft_wrap=True)


def _shown(value: Any) -> str:  # noqa: ANN401 - JSON
    if isinstance(value, list):
        return "\n".join(" · ".join(shown(cell) for cell in row.values() if cell is not None) for row in value)
    return "" if value is None else shown(value)
