"""`berkas upload`."""

import asyncio
import json
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Never

from cyclopts import Parameter
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.text import Text

from berkas.settings import Settings
from deployments.client import Client
from deployments.commands import upload_output
from deployments.commands.showing import Output
from deployments.commands.upload_runs import Tell, UploadResult, upload_all
from deployments.commands.upload_sources import NothingToUpload, Source, sources_of
from deployments.failures import ExitCode
from deployments.stack_state import StackFolder

console = Output()
errors = Output(stderr=True)

_CUSTOMER_ID = re.compile(r"cus_[0-9A-HJKMNP-TV-Z]{26}")


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class UploadOptions:
    """What is sent with every file.

    Attributes:
        type: Document type of all of them; skips classification.
        reference: Your own reference, to find them by.
        customer: Name or id (cus_…) of the customer whom they belong to.
        metadata: A JSON object to keep with them.
        password: Of locked PDFs: ask for it, or read it as the first line of standard input when that is no terminal.
    """

    type: str | None = None
    reference: str | None = None
    customer: str | None = None
    metadata: str | None = None
    password: Annotated[bool, Parameter(negative="")] = False

    def fields(self) -> dict[str, str]:
        """The fields of the upload's form that were given, but for the password."""
        name = "customerId" if self.customer and _CUSTOMER_ID.fullmatch(self.customer) else "customerName"
        if self.metadata is not None and not _is_object(self.metadata):
            _refuse("""--metadata must be a JSON object, such as '{"branch": "Bandung"}'.""")
        given = {"type": self.type, "externalRef": self.reference, name: self.customer, "metadata": self.metadata}
        return {name: value for name, value in given.items() if value is not None}


def upload(
    *files: Annotated[Path, Parameter(allow_leading_hyphen=True)],
    options: UploadOptions | None = None,
    as_json: Annotated[bool, Parameter(name="--json", negative="")] = False,
    url: str | None = None,
) -> None:
    """Upload files, wait, and show what was read.

    Args:
        files: Files, folders, or - for standard input: PDF, JPEG, PNG, HEIC, WebP or TIFF.
        options: What is sent with every file.
        as_json: Write each result as one line of JSON.
        url: Base URL of the API; that of the local stack when left out.
    """
    chosen = options or UploadOptions()
    try:
        sources = sources_of([str(file) for file in files])
    except NothingToUpload as error:
        _refuse(str(error))
    fields = chosen.fields()
    client = Client(*_address(url))
    if chosen.password:
        fields["pdfPassword"] = _password(sources)
    results = asyncio.run(_upload(client, sources, fields, as_json=as_json))
    if len(sources) > 1 and not as_json:
        upload_output.show_sum(results, console)
    sys.exit(ExitCode.OK if all(result.is_read for result in results) else ExitCode.FAILED)


def _address(url: str | None) -> tuple[str, str]:
    """Base URL and key of the API."""
    key = os.environ.get("BERKAS_API_KEY")
    running = StackFolder(Settings().data_dir).running()
    base_url = url or (running.api_url if running else None)
    if not key:
        _refuse("Set BERKAS_API_KEY to an API key; `berkas keys create NAME` makes one.")
    if not base_url:
        _refuse("No local stack is running: start `berkas up`, or give --url.")
    return base_url, key


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


def _password(sources: Sequence[Source]) -> str:
    if sys.stdin.isatty():
        return errors.input("Password of the PDF: ", password=True)
    if any(source.path is None for source in sources):
        _refuse("Standard input is either a file or the password: give the file by its path.")
    return sys.stdin.readline().rstrip("\r\n")


async def _upload(
    client: Client, sources: Sequence[Source], fields: dict[str, str], *, as_json: bool
) -> list[UploadResult]:
    results: list[UploadResult] = []
    with _progress(as_json=as_json) as progress:
        task = progress.add_task("Reading", total=len(sources))
        try:
            async for result in upload_all(client, sources, fields, tell=_teller(progress)):
                results.append(result)
                if as_json:
                    upload_output.show_json(result)
                else:
                    upload_output.show(result, progress.console if console.is_terminal else console)
                progress.update(task, advance=1)
        finally:
            await client.close()
    return results


def _progress(*, as_json: bool) -> Progress:
    """A bar on the terminal, above which results are written; on standard error when those go elsewhere."""
    terminal: Console = console if console.is_terminal and not as_json else errors
    columns: list[Any] = [
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
    ]  # fmt: skip
    return Progress(*columns, console=terminal, transient=True, disable=not terminal.is_terminal)


def _teller(progress: Progress) -> Tell:
    """Says a line above the bar, or on standard error where there is none."""
    place = errors if progress.disable else progress.console
    return lambda line: place.print(Text(f"• {line}", "dim"), soft_wrap=True)


def _refuse(reason: str) -> Never:
    errors.print(Text(reason, "red"), soft_wrap=True)
    sys.exit(ExitCode.USAGE)
