"""How the results of `berkas upload` are written: tables in a terminal, plain lines in a pipe, JSON lines when asked for."""

import sys
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final, Literal

import msgspec
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from berkas.model.statuses import DocumentStatus
from deployments.commands.showing import NOTHING, harmless, shown, write_cells
from deployments.commands.upload_runs import UploadResult

_COLOURS: Final = {DocumentStatus.EXTRACTED: "green", DocumentStatus.REQUIRES_REVIEW: "yellow"}
_WHOLE: Final = 24
"""Cells of at most this many characters are never broken into two lines."""

_BROKEN: Final = 16
"""Columns of longer ones get at least this many characters."""


def show(result: UploadResult, console: Console) -> None:
    """Write a result for people; in a pipe one line for each field and each row of a table, its cells parted by tabs."""
    _line(_head(result), console)
    document = result.document
    extraction = document["extraction"] if document else None
    if result.is_known:
        _line(Text("• these bytes are here already; this is what was read of them", "dim"), console)
    if extraction is None:
        return
    fields: dict[str, Any] = extraction["fields"]
    tables = {name: value for name, value in fields.items() if isinstance(value, list)}
    rows = [
        (name, f"{len(value)} rows" if name in tables else shown(value), _confidence(extraction, name))
        for name, value in fields.items()
    ]
    _table("", ("Field", "Value", "Conf."), rows, console)
    for name, value in tables.items():
        columns = list(dict.fromkeys(column for row in value for column in row))
        cells = [(str(number), *(shown(row.get(column)) for column in columns)) for number, row in enumerate(value, 1)]
        if cells:
            _table(name, ("#", *columns), cells, console)
    for finding in extraction["findings"]:
        _line(Text(f"! {finding['message']}", "yellow"), console)


def show_json(result: UploadResult) -> None:
    """Write a result as one line of JSON: file, deduped, document, and what went wrong."""
    told: dict[str, Any] = {"file": result.source.name}
    if result.document is not None:
        told |= {"deduped": result.is_known, "document": result.document}
    if result.problem:
        told["error"] = {"code": result.problem_code, "message": result.problem}
    sys.stdout.write(msgspec.json.encode(told).decode() + "\n")
    sys.stdout.flush()


def show_sum(results: Sequence[UploadResult], console: Console) -> None:
    """Write how many files ended how."""
    ends = Counter(
        "not read yet"
        if result.problem_code == "not_read_yet"
        else str((result.document or {}).get("status", "refused"))
        for result in results
    )
    said = ", ".join(f"{count} {end}" for end, count in ends.most_common())
    _line(Text(f"{len(results)} files: {said}", "bold"), console)


def _head(result: UploadResult) -> Text:
    document = result.document
    if document is None:
        return Text.assemble((harmless(result.source.name), "bold"), "  ", ("refused", "red"), f"  {result.problem}")
    status = document["status"]
    line = Text.assemble(
        (document["id"], "bold"), f"  {document['type'] or 'of no type yet'}  ", (status, _COLOURS.get(status, "red"))
    )
    if document["extraction"]:
        line.append(f"  confidence {document['extraction']['confidenceScore']}")
    line.append(f"  {harmless(result.source.name)}", "dim")
    if reason := result.problem or document["errorMessage"]:
        line.append(f"  {reason}")
    return line


def _confidence(extraction: dict[str, Any], field: str) -> str:
    return str(extraction["fieldConfidences"].get(field, NOTHING))


def _table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]], console: Console) -> None:
    if not console.is_terminal:
        for row in (head, *rows) if title else rows:
            write_cells(console, [title, *row] if title else row)
        return
    widths = [max(len(cell) for cell in column) for column in zip(head, *rows, strict=True)]
    # a number or a date that is broken in two misleads; only longer texts are
    needed = sum(width if width <= _WHOLE else _BROKEN for width in widths) + 3 * len(widths)
    if needed > console.width:
        _records(title, head, rows, console)
        return
    table = Table(title=title or None, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for number, name in enumerate(head):
        is_number = name in {"#", "Conf."} or (title and all(_is_number(row[number]) for row in rows))
        justify: Literal["left", "right"] = "right" if is_number else "left"
        table.add_column(name, justify=justify, overflow="fold", no_wrap=widths[number] <= _WHOLE)
    for row in rows:
        table.add_row(*map(Text, row))
    console.print(table)


def _records(title: str, head: Sequence[str], rows: Sequence[Sequence[str]], console: Console) -> None:
    """A table that is wider than the terminal: each row as a line of names and values."""
    _line(Text(title, "italic"), console)
    for row in rows:
        line = Text(f"{row[0]:>4}")
        for name, cell in zip(head[1:], row[1:], strict=True):
            line.append(f"  {name} ", "dim").append(cell)
        console.print(line)


def _is_number(cell: str) -> bool:
    return cell == NOTHING or cell.lstrip("-").replace(".", "").replace(",", "").isdigit()


def _line(text: Text, console: Console) -> None:
    console.print(text, soft_wrap=True)
