"""Exports as CSV: plain, for programs, or as Excel with Indonesian settings takes it.

Plain CSV (RFC 4180, UTF-8) has commas between cells and points in decimals. For Excel there are a byte order mark, by which it
knows UTF-8, semicolons between cells and commas in decimals, as Windows is set in Indonesia; there is no ``sep=`` line, for Excel
then ignores the mark. Text that Excel would turn into a number or a date, an NIK or an RT/RW, is written as ``="3174…"``: the only
form in a CSV file that stays text when the file is opened by a double click.

In both, cells that a spreadsheet would take for a formula begin with an apostrophe, as OWASP advises.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from api.documents.export_rows import DOCUMENT_COLUMNS, LONG_COLUMNS, Cell, ExportedDocument, Table, column_names
from api.schemas import wire_time
from berkas.refusals import Conflict

MARK: Final = "\ufeff"
"""By which Excel knows UTF-8."""

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_HARMLESS: Final = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?|[+-]|\+[\d ()./-]+", re.ASCII)
"""Numbers, signs that stand for themselves such as the blood type ``-``, and telephone numbers: they call no function."""

_CONVERTED: Final = re.compile(
    r"[\W_]*\d.*"  # numbers, dates, times, fractions, percentages, amounts in most currencies
    r"|[a-z]{3,10}[\s.,/-]*\d{1,4}([\s.,/-]+\d{1,4})?"  # Mei 2026, Dec-25
    r"|rp\.?\s*\d.*|true|false|benar|salah",
    re.IGNORECASE | re.DOTALL,
)
"""Text that Excel may show as something else."""

_MOST_LITERAL: Final = 255
"""Characters of a text within a formula of Excel; nothing that long is taken for a number or a date."""

EXACT_BELOW: Final = 10**15
"""Spreadsheets keep fifteen digits of a number."""


@dataclass(frozen=True, slots=True)
class CsvForm:
    """How a file is written.

    Attributes:
        is_wide: One row per document, not one per value.
        is_for_excel: For a double click in Excel, not for a program.
        has_mark: Begins with a byte order mark; one for Excel always does.
    """

    is_wide: bool = False
    is_for_excel: bool = False
    has_mark: bool = False

    def head(self, fields: Sequence[str]) -> str:
        """What the file begins with: the names of its columns.

        Args:
            fields: Every field that a document of the export may have, for the wide layout.
        """
        names = (*DOCUMENT_COLUMNS, *column_names(DOCUMENT_COLUMNS, fields).values()) if self.is_wide else LONG_COLUMNS
        return (MARK if self.has_mark or self.is_for_excel else "") + self.lines([names])

    def document(self, document: ExportedDocument, fields: Sequence[str]) -> str:
        """The lines of one document.

        Raises:
            Conflict: It was read anew meanwhile and has a field that the head does not name.
        """
        return self.lines([self._wide(document, fields)] if self.is_wide else document.long_rows())

    def lines(self, rows: Iterable[Iterable[Cell]]) -> str:
        """CSV of rows."""
        buffer = io.StringIO(newline="")
        written = excel_text if self.is_for_excel else plain_text
        csv.writer(buffer, delimiter=";" if self.is_for_excel else ",").writerows(map(written, row) for row in rows)
        return buffer.getvalue()

    def _wide(self, document: ExportedDocument, fields: Sequence[str]) -> Iterator[Cell]:
        yield from document.summary()
        values: dict[str, Cell] = dict.fromkeys(fields)
        for name, value in document.values():
            if name not in values:
                raise Conflict("Documents were read by another template during the export. Try again.")
            values[name] = self._table(value) if isinstance(value, list) else value
        yield from values.values()

    def _table(self, rows: Table) -> Cell:
        """A table in a cell: its rows as JSON or, for Excel where nobody could read them, how many there are."""
        if self.is_for_excel:
            return len(rows)
        return json.dumps([_plain_row(row) for row in rows], ensure_ascii=False, separators=(",", ":"))


def plain_text(value: Cell) -> str | int | float | None:
    """A cell for programs: numbers as they are, days and moments in ISO 8601."""
    if isinstance(value, datetime):
        return wire_time(value)
    if isinstance(value, date):
        return value.isoformat()
    return safe(value) if isinstance(value, str) else value


def excel_text(value: Cell) -> str | int | None:
    """A cell for Excel with Indonesian settings."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return excel_number(value)
    if value is not None and len(value) <= _MOST_LITERAL and _CONVERTED.fullmatch(value) and value.isprintable():
        quoted = value.replace('"', '""')
        return f'="{quoted}"'
    return None if value is None else safe(value)


def excel_number(value: float) -> str | int:
    """A number with a decimal comma; one of more digits than spreadsheets keep as text."""
    if abs(value) >= EXACT_BELOW:
        return f'="{Decimal(repr(value)):f}"'
    return value if isinstance(value, int) else f"{Decimal(repr(value)):f}".replace(".", ",")


def safe(value: str) -> str:
    """The text, harmless to a spreadsheet: what begins like a formula and is no number gets an apostrophe."""
    return f"'{value}" if value.startswith(_FORMULA) and not _HARMLESS.fullmatch(value) else value


def _plain_row(row: Mapping[str, Cell]) -> dict[str, Cell]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}
