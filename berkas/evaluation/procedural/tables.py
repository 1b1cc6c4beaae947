"""Tables: columns as wide as their content needs, rows of several kinds, lines around cells or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from berkas.evaluation.procedural.page import Page, Type
from berkas.evaluation.specimens.drawing import Align

Ruling = Literal["grid", "columns", "rows", "head", "none"]
"""Lines: around every cell; between columns; between rows; above and below the headings and at the end; none."""

Place = Literal["top", "middle", "bottom"]


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column.

    Attributes:
        name: Key of its cells.
        title: Heading; line breaks stay.
        align: Of its cells.
        head_align: Of its heading.
        is_wide: Takes the width that the others leave, and wraps.
        width: In points; 0 until the columns are fitted.
    """

    name: str
    title: str
    align: Align = "left"
    head_align: Align = "left"
    is_wide: bool = False
    width: float = 0


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row.

    Attributes:
        cells: Lines of each cell by column; what stands before a tab is set left in its cell, what is behind it right.
        text: Instead of cells: stands across the columns before the first cell that is given, or across all.
        is_bold: Set in the bold face.
        align: Of the text.
    """

    cells: Mapping[str, Sequence[str]] = field(default_factory=dict)
    text: str = ""
    is_bold: bool = False
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class TableLook:
    """How a table is drawn.

    Attributes:
        cell: How cells are set.
        bold: How bold rows are set.
        head: How headings are set.
        ruling: Its lines.
        place: Where cells of fewer lines stand in their row.
        bar: Colour behind the headings, or None.
        zebra: Colour behind every other row, or None.
        padding: Left and right of a cell, above and below it.
    """

    cell: Type
    bold: Type
    head: Type
    ruling: Ruling = "grid"
    place: Place = "top"
    bar: str | None = None
    zebra: str | None = None
    padding: tuple[float, float] = (4, 3)


@dataclass(frozen=True, slots=True)
class Table:
    """Columns, rows, look; its columns are fitted to a width."""

    columns: Sequence[TableColumn]
    rows: Sequence[TableRow]
    look: TableLook

    @property
    def width(self) -> float:
        """Of all columns."""
        return sum(column.width for column in self.columns)

    def left_of(self, name: str) -> float:
        """Distance of the left edge of a column from that of the table."""
        return sum(column.width for column in self.columns[: self._position(name)])

    def heading_height(self) -> float:
        """Height of the headings."""
        across = self.look.padding[0]
        lines = max(len(self.look.head.wrap(c.title, c.width - 2 * across)) for c in self.columns)
        return lines * self.look.head.leading + 2 * self.look.padding[1]

    def draw_heading(self, page: Page, x: float, y: float) -> float:
        """The headings; gives the y below them."""
        height, (across, above) = self.heading_height(), self.look.padding
        if self.look.bar:
            page.area(x, y, self.width, height, ink=self.look.bar)
        left = x
        for column in self.columns:
            lines = self.look.head.wrap(column.title, column.width - 2 * across)
            top = y + (height - len(lines) * self.look.head.leading) / 2 if self.look.place == "middle" else y + above
            for line in lines:
                _in_cell(page, left + across, top, line, self.look.head, (column.width - 2 * across, column.head_align))
                top += self.look.head.leading
            left += column.width
        if self.look.ruling != "none":
            page.rule(x, y, x + self.width)
            page.rule(x, y + height, x + self.width)
        self._uprights(page, (x, y), height, 0)
        return y + height

    def row_height(self, row: TableRow) -> float:
        """Height of a row with its padding."""
        style = self.look.bold if row.is_bold else self.look.cell
        lines = [len(self._lines(column, row)) for column in self.columns if column.name in row.cells]
        if row.text:
            lines.append(len(style.wrap(row.text, self._span(row) - 2 * self.look.padding[0])))
        return max(lines, default=1) * style.leading + 2 * self.look.padding[1]

    def draw_row(self, page: Page, x: float, y: float, row: TableRow, *, number: int) -> float:
        """A row; gives the y below it."""
        height, (across, above) = self.row_height(row), self.look.padding
        style = self.look.bold if row.is_bold else self.look.cell
        if self.look.zebra and number % 2:
            page.area(x, y, self.width, height, ink=self.look.zebra)
        if row.text:
            room = self._span(row) - 2 * across
            for index, line in enumerate(style.wrap(row.text, room)):
                _in_cell(page, x + across, y + above + index * style.leading, line, style, (room, row.align))
        left = x
        for column in self.columns:
            lines = self._lines(column, row)
            free = height - 2 * above - len(lines) * style.leading
            top = y + above + {"top": 0.0, "middle": free / 2, "bottom": free}[self.look.place]
            for index, line in enumerate(lines):
                room = column.width - 2 * across
                _in_cell(page, left + across, top + index * style.leading, line, style, (room, column.align))
            left += column.width
        if self.look.ruling in ("grid", "rows"):
            page.rule(x, y + height, x + self.width, width=0.4)
        self._uprights(page, (x, y), height, self._span(row) if row.text else 0)
        return y + height

    def close(self, page: Page, x: float, bottom: float) -> None:
        """The last level line."""
        if self.look.ruling != "none":
            page.rule(x, bottom, x + self.width)

    def _uprights(self, page: Page, at: tuple[float, float], height: float, span: float) -> None:
        """Upright lines of a row: its outer edges, and those between columns that no text stands across."""
        if self.look.ruling in ("grid", "columns"):
            x, y = at
            edge = 0.0
            for column in self.columns:
                if edge in (0.0, span) or edge > span:
                    page.upright(x + edge, y, y + height, width=0.5)
                edge += column.width
            page.upright(x + edge, y, y + height, width=0.5)

    def _position(self, name: str) -> int:
        return next(place for place, column in enumerate(self.columns) if column.name == name)

    def _span(self, row: TableRow) -> float:
        if not row.cells:
            return self.width
        return sum(c.width for c in self.columns[: min(self._position(name) for name in row.cells)])

    def _lines(self, column: TableColumn, row: TableRow) -> list[str]:
        style = self.look.bold if row.is_bold else self.look.cell
        texts = row.cells.get(column.name, ())
        if not column.is_wide:
            return list(texts)
        return [line for text in texts for line in style.wrap(text, column.width - 2 * self.look.padding[0])]


_LEAST_WIDE: Final = 96
"""Least width of a column that wraps, in points."""

_MOST_NARROW: Final = 110


def fit(table: Table, width: float) -> Table | None:
    """The table with its columns fitted to a width; None when they do not fit."""
    across, look = table.look.padding[0], table.look
    found = []
    for column in table.columns:
        if column.is_wide:
            found.append(column)
            continue
        texts = [text for row in table.rows for text in row.cells.get(column.name, ())]
        words = [word for line in column.title.split("\n") for word in line.split(" ")]
        flat = [text.replace("\t", "  ") for text in texts]
        content = max((max(look.bold.width(text), look.cell.width(text)) for text in flat), default=0)
        heading = max(look.head.width(word) for word in words)
        found.append(replace(column, width=max(content, heading) + 2 * across + 2))
    wide = [column for column in found if column.is_wide]
    free = width - sum(column.width for column in found)
    if any(column.width > _MOST_NARROW + 20 for column in found) or free < _LEAST_WIDE * len(wide):
        return None
    shared = [replace(c, width=free / len(wide)) if c.is_wide else c for c in found]
    return replace(table, columns=shared)


def _in_cell(page: Page, x: float, y: float, text: str, style: Type, room: tuple[float, Align]) -> None:
    width, align = room
    if "\t" in text:
        first, text = text.split("\t", 1)
        page.write(x, y, first, style)
        align = "right"
    at = {"left": x, "right": x + width, "center": x + width / 2}[align]
    page.write(at, y, text, style.fitted(text, width) if text else style, align=align)
