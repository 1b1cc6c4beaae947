"""`berkas upload`."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from berkas.settings import Settings
from deployments.client import ApiRefused, Client
from deployments.stack_state import StackFolder

console = Console(highlight=False)


def upload(file: Path, *, type: str | None = None, password: bool = False, url: str | None = None) -> None:
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
            "Set BERKAS_API_KEY to an API key"
            if not key
            else "No local stack is running: start `berkas up`, or give --url"
        )
        console.print(f"[red]{missing}.[/]")
        sys.exit(2)
    fields = {"type": type} if type else {}
    if password:
        fields["pdfPassword"] = console.input("Password of the PDF: ", password=True)
    try:
        document = asyncio.run(_upload(Client(base_url, key), file, fields))
    except ApiRefused as refusal:
        console.print(f"[red]{refusal}[/]")
        sys.exit(1)
    _print(document)


async def _upload(client: Client, file: Path, fields: dict[str, str]) -> dict[str, Any]:
    try:
        content = await asyncio.to_thread(file.read_bytes)
        document = await client.upload(file.name, content, **fields)
        return await client.wait(document["id"])
    finally:
        await client.close()


def _print(document: dict[str, Any]) -> None:
    console.print(
        f"[bold]{document['id']}[/]  {document['type']}  {document['status']}  {document['errorMessage'] or ''}"
    )
    extraction = document["extraction"]
    if extraction is None:
        return
    table = Table("Field", "Value", "Conf.")
    for name, value in extraction["fields"].items():
        table.add_row(name, _shown(value), str(extraction["fieldConfidences"].get(name, "")))
    console.print(table)
    for finding in extraction["findings"]:
        console.print(f"[yellow]![/] {finding['message']}")


def _shown(value: Any) -> str:  # noqa: ANN401 - JSON
    if isinstance(value, list):
        return "\n".join(" · ".join(str(cell) for cell in row.values() if cell is not None) for row in value)
    return "" if value is None else str(value)
