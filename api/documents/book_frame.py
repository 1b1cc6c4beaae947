"""The workbook without its rows, made by XlsxWriter: sheets, heads that stay in view, filters, widths, styles."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache
from typing import Final, Protocol

import xlsxwriter

_STYLE_OF: Final = re.compile(r'<c r="[A-Z]+2" s="(\d+)"')
_A4: Final = 9
_MOST_PRINTED: Final = 14
"""Columns that can still be read when they share a page."""


class Style(IntEnum):
    """How a cell is shown."""

    TEXT = 0
    WHOLE = 1
    DECIMAL = 2
    DAY = 3
    MOMENT = 4


_FORMATS: Final = {
    Style.TEXT: "@", Style.WHOLE: "#,##0", Style.DECIMAL: "#,##0.00######", Style.DAY: "yyyy-mm-dd",
    Style.MOMENT: "yyyy-mm-dd hh:mm:ss",
}  # fmt: skip


_ALIGNED: Final = {style: {"align": "left"} for style in (Style.DAY, Style.MOMENT)}
"""So that a day does not touch the text at its right."""


class FramedSheet(Protocol):
    """What a sheet is framed by."""

    @property
    def name(self) -> str:
        """On its tab."""

    @property
    def columns(self) -> Mapping[str, int]:
        """Names of columns and their places, from 0."""

    @property
    def rows(self) -> int:
        """How many it will have beside its head."""

    def width(self, place: int) -> int:
        """Of a column, in characters."""

    def has_numbers(self, place: int) -> bool:
        """Whether a column holds numbers, which stand at the right."""


def frame(sheets: Sequence[FramedSheet]) -> bytes:
    """The workbook without its rows: the head of each sheet and, on the first, a cell of each style below it."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.set_properties({"title": "Documents", "author": "Berkas"})
        heading = {"bold": True, "bg_color": "#DCE6F1", "bottom": 1, "num_format": "@"}
        headings = book.add_format(heading), book.add_format(heading | {"align": "right"})
        styles = [book.add_format({"num_format": _FORMATS[style]} | _ALIGNED.get(style, {})) for style in Style]
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            last = len(sheet.columns) - 1
            for name, place in sheet.columns.items():
                page.write_string(0, place, name, headings[sheet.has_numbers(place)])
                page.set_column(place, place, sheet.width(place))
            page.write_blank(max(sheet.rows, 1), last, None, styles[0])  # so that the sheet knows its size
            for place, style in enumerate(styles if sheet is sheets[0] else ()):
                page.write_blank(1, place, None, style)
            page.freeze_panes(1, 1)
            page.autofilter(0, 0, max(sheet.rows, 1), last)
            page.set_landscape()
            page.set_paper(_A4)
            page.repeat_rows(0)
            if last < _MOST_PRINTED:
                page.fit_to_pages(1, 0)
    return file.getvalue()


@dataclass(frozen=True, slots=True)
class _StyleSheet:
    name: str = "Styles"
    columns: Mapping[str, int] = field(default_factory=lambda: {style.name: style.value for style in Style})
    rows: int = 0

    def width(self, place: int) -> int:
        return place

    def has_numbers(self, place: int) -> bool:
        return place > 0


@cache
def style_ids() -> tuple[str, ...]:
    """What a cell refers to each style by: the same in every workbook whose first sheet has headings of both kinds."""
    with zipfile.ZipFile(io.BytesIO(frame([_StyleSheet()]))) as made:
        return tuple(_STYLE_OF.findall(made.read("xl/worksheets/sheet1.xml").decode()))
