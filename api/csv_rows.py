"""Documents as rows of CSV in the long form: one row per value, the same columns for every type of document.

A table's cells are rows, too: ``row`` counts from 1 and ``column`` names the cell's column. A document without values is one row
without a field, so that none is missing. Cells that a spreadsheet would take for a formula begin with an apostrophe.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import Final

from api.schemas import wire_time
from berkas.model.extraction import Boxes
from tables.queries.document_rows import DocumentRow
from tables.queries.extractions import ExtractionRow

COLUMNS: Final = (
    "documentId", "type", "status", "filename", "externalRef", "customer", "createdAt", "extractionId",
    "field", "row", "column", "value", "confidence", "page",
)  # fmt: skip

MARK: Final = "\ufeff"
"""By which Excel knows UTF-8."""

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER: Final = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)

Cell = str | int | float | None


def safe(value: Cell) -> Cell:
    """The cell, harmless to a spreadsheet: text that begins like a formula and is no number gets an apostrophe."""
    if isinstance(value, str) and value.startswith(_FORMULA) and not _NUMBER.fullmatch(value):
        return f"'{value}"
    return value


def lines_of(rows: Iterable[Iterable[Cell]]) -> str:
    """CSV of rows (RFC 4180, UTF-8)."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([safe(cell) for cell in row] for row in rows)
    return buffer.getvalue()


def rows_of(document: DocumentRow, extraction: ExtractionRow | None) -> Iterator[list[Cell]]:
    """The rows of a document and its newest extraction; pages count from 1, for people."""
    head: list[Cell] = [
        document.id,
        document.type,
        document.status,
        document.filename,
        document.external_ref,
        document.customer.name if document.customer else None,
        wire_time(document.created_at),
        extraction.id if extraction else None,
    ]
    if extraction is None or not extraction.fields:
        yield [*head, *[None] * 6]
        return
    for name, value in extraction.fields.items():
        confidence, boxes = extraction.field_confidences.get(name), extraction.field_bounding_boxes.get(name)
        if not isinstance(value, list):
            yield [*head, name, None, None, value, confidence, _page(boxes, 0)]
            continue
        for number, row in enumerate(value):
            for column, cell in row.items():
                yield [*head, name, number + 1, column, cell, confidence, _page(boxes, number)]


def _page(boxes: Boxes | None, number: int) -> int | None:
    if isinstance(boxes, tuple):
        boxes = boxes[number] if number < len(boxes) else None
    return boxes.page + 1 if boxes else None
