"""Sheets of a workbook as they grow: rows in the XML of the format, kept compressed.

Every text is an inline string: nothing in a value can become a formula, a link or a number.

Source of the limits and of the escapes: ECMA-376 part 1, sections 18.3 and 22.9.2.19, and Excel's specifications and limits.
"""

import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Final

from xlsxwriter.utility import xl_col_to_name

from api.documents.book_frame import Style, style_ids
from api.documents.csv_rows import EXACT_BELOW
from api.documents.export_rows import Cell
from berkas.refusals import ExportTooLarge

MOST_ROWS: Final = 1_048_575
"""Of a sheet, beside its head."""

MOST_COLUMNS: Final = 16_384
MOST_CHARACTERS: Final = 32_767
"""Of a cell, in UTF-16; longer text is cut, and says so."""

MOST_SHEET_BYTES: Final = 1024**3
"""Of a sheet's rows in the file, not compressed."""

_MOST_NAME: Final = 31
_RESERVED_NAMES: Final = ("history",)
_CUT: Final = " … (cut)"
_WIDTHS: Final = (9, 60)
"""Narrowest and widest column, in characters."""

_FIRST_DAY: Final = date(1900, 3, 1)
"""Before it Excel counts a day that never was."""

_EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - spreadsheets know no time zones
_ESCAPED: Final = re.compile(r"_x[0-9A-Fa-f]{4}_|[\x00-\x08\x0b-\x1f]")
_IMPOSSIBLE: Final = re.compile("[\ud800-\udfff\ufffe\uffff]")
_XML: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_PIECE_BYTES: Final = 64 * 1024


@dataclass(slots=True)
class Sheet:
    """The rows of one sheet, as they will be in the file, compressed.

    Attributes:
        name: On its tab.
        columns: Names of columns and their places, from 0; more are added as they come.
        rows: How many there are beside the head.
        spooled_bytes: What they take in memory.
        sheet_bytes: What they take in the file.
        numbers: Places of columns that hold numbers.
    """

    name: str
    columns: dict[str, int]
    rows: int = 0
    spooled_bytes: int = 0
    sheet_bytes: int = 0
    numbers: set[int] = field(default_factory=set)
    _widths: dict[int, int] = field(default_factory=dict)
    _letters: list[str] = field(default_factory=list)
    _parts: list[bytes] = field(default_factory=list)
    _compressor: "zlib._Compress" = field(default_factory=lambda: zlib.compressobj(1))

    def add(self, values: Iterable[tuple[str, Cell]]) -> None:
        """Add a row.

        Args:
            values: By column; a column that is not there yet is added at the right.

        Raises:
            ExportTooLarge: The sheet has no place for it.
        """
        number = self.rows + 2
        cells: dict[int, str] = {}
        for name, value in values:
            place = self.columns.setdefault(name, len(self.columns))
            if value is not None and value != "":
                letters = self._letters_of(place)
                content, length = _cell(f"{letters}{number}", value)
                cells[place] = content
                self._widths[place] = max(self._widths.get(place, 0), length)
                if isinstance(value, int | float):
                    self.numbers.add(place)
        if self.rows >= MOST_ROWS or len(self.columns) > MOST_COLUMNS:
            raise ExportTooLarge
        self.rows += 1
        self._write(f'<row r="{number}">{"".join(cells[place] for place in sorted(cells))}</row>')

    def width(self, place: int) -> int:
        """Of a column, in characters: as wide as what it holds, within limits."""
        heading = len(next(name for name, at in self.columns.items() if at == place)) + 3  # and the arrow of the filter
        return min(max(self._widths.get(place, 0) + 1, heading, _WIDTHS[0]), _WIDTHS[1])

    def has_numbers(self, place: int) -> bool:
        """Whether a column holds numbers."""
        return place in self.numbers

    def content(self) -> Iterator[bytes]:
        """The rows in XML; once, when all are there."""
        self._parts.append(self._compressor.flush())
        decompressor = zlib.decompressobj()
        for part in self._parts:
            data = decompressor.decompress(part, _PIECE_BYTES)
            while data:
                yield data
                data = decompressor.decompress(decompressor.unconsumed_tail, _PIECE_BYTES)

    def _write(self, row: str) -> None:
        data = row.encode()
        self.sheet_bytes += len(data)
        if self.sheet_bytes > MOST_SHEET_BYTES:
            raise ExportTooLarge
        if compressed := self._compressor.compress(data):
            self._parts.append(compressed)
            self.spooled_bytes += len(compressed)

    def _letters_of(self, place: int) -> str:
        while len(self._letters) <= place:
            self._letters.append(xl_col_to_name(len(self._letters)))
        return self._letters[place]


def sheet_name(wanted: str, taken: Iterable[str]) -> str:
    """A name that Excel takes for a sheet: of 31 characters at most, without those that have a meaning, and of its own.

    Args:
        wanted: What it should be.
        taken: Names of the other sheets; case does not make two of them different.
    """
    others = {*(name.lower() for name in taken), *_RESERVED_NAMES}
    plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", "_", wanted).strip("' ") or "Table"
    name, number = plain[:_MOST_NAME].rstrip("' "), 1
    while name.lower() in others:
        number += 1
        name = f"{plain[: _MOST_NAME - len(str(number)) - 1]}_{number}"
    return name


def _cell(reference: str, value: str | float | date) -> tuple[str, int]:
    """A cell in XML, and how many characters wide it is."""
    if isinstance(value, datetime):
        moment = value.astimezone(UTC).replace(tzinfo=None)
        return _number(reference, (moment - _EPOCH) / timedelta(days=1), Style.MOMENT), 19
    if isinstance(value, date):
        if value < _FIRST_DAY:
            return _text(reference, value.isoformat())
        return _number(reference, (value - _EPOCH.date()).days, Style.DAY), 10
    if isinstance(value, str):
        return _text(reference, value)
    if abs(value) >= EXACT_BELOW:
        return _text(reference, f"{Decimal(repr(value)):f}")
    shown = f"{value:,}"
    return _number(reference, value, Style.WHOLE if isinstance(value, int) else Style.DECIMAL), len(shown) + 1


def _number(reference: str, value: float, style: Style) -> str:
    return f'<c r="{reference}" s="{style_ids()[style]}"><v>{value!r}</v></c>'


def _text(reference: str, value: str) -> tuple[str, int]:
    if len(value) > MOST_CHARACTERS // 2 and len(units := value.encode("utf-16-le", "replace")) > 2 * MOST_CHARACTERS:
        value = units[: 2 * (MOST_CHARACTERS - len(_CUT))].decode("utf-16-le", "ignore") + _CUT
    text = _ESCAPED.sub(_escaped, _IMPOSSIBLE.sub("\ufffd", value)).translate(_XML)
    style = style_ids()[Style.TEXT]
    return f'<c r="{reference}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>', len(value)


def _escaped(found: re.Match[str]) -> str:
    """A control character as the format writes it; what only looks like such an escape is made one that says itself."""
    text = found[0]
    return f"_x005F{text}" if len(text) > 1 else f"_x{ord(text):04X}_"
