"""Tables: widths of columns from what stands in them, lines, stripes, and breaking over pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from berkas.evaluation.procedural_judge.boxes import BLACK, Box, Pen, Text

Ruling = Literal["grid", "rows", "columns", "head", "none", "outer"]
Valign = Literal["top", "middle", "bottom"]

_THIN: Final = 0.5


@dataclass(frozen=True, slots=True)
class Cell:
    """A text over one column or more."""

    text: Text
    span: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table.

    Attributes:
        cells: From the left; their spans cover all columns.
        is_head: Whether it is of the heading.
        fill: Its ground.
        least: Least height, for rows of a form that stay empty.
    """

    cells: tuple[Cell, ...]
    is_head: bool = False
    fill: str | None = None
    least: float = 0


@dataclass(frozen=True, slots=True)
class GridStyle:
    """How a table looks.

    Attributes:
        ruling: Which lines are drawn.
        pad_x: Room left and right in a cell.
        pad_y: Room above and below in a cell.
        valign: Where shorter cells of a row stand.
        zebra: Ground of every second row.
        color: Of the lines.
    """

    ruling: Ruling = "grid"
    pad_x: float = 3
    pad_y: float = 2.5
    valign: Valign = "top"
    zebra: str | None = None
    color: str = BLACK


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows over columns of given widths."""

    lines: Sequence[Line]
    widths: Sequence[float]
    style: GridStyle

    def height(self, width: float) -> float:
        """Of all rows."""
        return sum(map(self.line_height, self.lines))

    def line_height(self, line: Line) -> float:
        """Of the highest cell, with its room."""
        return max(
            line.least, *(cell.text.height(width - 2 * self.style.pad_x) for cell, _, width in self._placed(line))
        ) + 2 * self.style.pad_y  # fmt: skip

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        """Grounds, texts, lines."""
        top, edges, body = y, [y], 0
        for line in self.lines:
            high = self.line_height(line)
            body += not line.is_head
            fill = line.fill or (self.style.zebra if not line.is_head and body % 2 == 0 else None)
            if fill:
                pen.fill(x, y, (sum(self.widths), high), fill)
            for cell, left, wide in self._placed(line):
                inner = wide - 2 * self.style.pad_x
                spare = high - 2 * self.style.pad_y - cell.text.height(inner)
                shift = 0.0 if line.is_head else {"top": 0.0, "middle": spare / 2, "bottom": spare}[self.style.valign]
                cell.text.draw(pen, x + left + self.style.pad_x, y + self.style.pad_y + shift, inner)
            if self.style.ruling in {"grid", "columns"}:
                self._uprights(pen, line, x, (y, y + high))
            y += high
            edges.append(y)
        self._levels(pen, x, top, edges)

    def _placed(self, line: Line) -> list[tuple[Cell, float, float]]:
        placed, column, left = [], 0, 0.0
        for cell in line.cells:
            width = sum(self.widths[column : column + cell.span])
            placed.append((cell, left, width))
            column, left = column + cell.span, left + width
        return placed

    def _uprights(self, pen: Pen, line: Line, x: float, ends: tuple[float, float]) -> None:
        for at in [*(left for _, left, _ in self._placed(line)), sum(self.widths)]:
            pen.line((x + at, ends[0]), (x + at, ends[1]), width=_THIN, color=self.style.color)

    def _levels(self, pen: Pen, x: float, top: float, edges: Sequence[float]) -> None:
        heads = sum(line.is_head for line in self.lines)
        outer = {top, edges[heads], edges[-1]}
        levels = {"grid": set(edges), "rows": set(edges), "none": set()}.get(self.style.ruling, outer)
        right = x + sum(self.widths)
        for level in sorted(levels):
            pen.line((x, level), (right, level), width=_THIN, color=self.style.color)
        if self.style.ruling == "outer":
            for at in (x, right):
                pen.line((at, top), (at, edges[-1]), width=_THIN, color=self.style.color)


Carry = Callable[[int], tuple[Line, Line]]
"""Rows that carry a sum from page to page, given the number of rows before it: at the foot, and at the head of the next."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table that goes on over pages.

    Attributes:
        head: Repeated on every page, if it is.
        rows: Of the body.
        widths: Of the columns, in points.
        style: How it looks.
        is_head_repeated: Whether later pages have the heading too.
        carry: Rows that carry the sum.
        foot: Rows that stay with the last row of the body.
    """

    head: Sequence[Line]
    rows: Sequence[Line]
    widths: Sequence[float]
    style: GridStyle
    is_head_repeated: bool = True
    carry: Carry | None = None
    foot: Sequence[Line] = ()

    def pieces(self, first: float, later: float) -> list[Box]:
        """Parts for this page and the next ones; the first may be empty of rows, then it is left out for the caller to see.

        Args:
            first: Room on this page.
            later: Room on a whole page.
        """
        parts: list[Box] = []
        lines, done, room = list(self.head), 0, first
        while True:
            last = self._fitting(lines, done, room)
            if last < len(self.rows):
                carried = self.carry(last) if self.carry else None
                body = [*lines, *self.rows[done:last], *(carried[:1] if carried else ())]
                parts.append(self._grid(body if last > done else []))
                lines = [*(self.head if self.is_head_repeated else ()), *(carried[1:] if carried and last else ())]
                done, room = last, later
            else:
                parts.append(self._grid([*lines, *self.rows[done:], *self.foot]))
                return parts

    def _fitting(self, lines: Sequence[Line], done: int, room: float) -> int:
        """Number of rows up to the end of this page; all of them only when the foot fits too."""
        carried = self.carry(0)[:1] if self.carry else ()
        used = self._grid([*lines, *carried]).height(0)
        heights = [self._grid([row]).height(0) for row in self.rows[done:]]
        if self._grid([*lines, *self.foot]).height(0) + sum(heights) <= room:
            return len(self.rows)
        last = done
        for high in heights[:-1]:  # the last row never stands alone with nothing but the foot
            used += high
            if used > room:
                break
            last += 1
        if last == done and lines and room > 500:
            return done + 1
        return last

    def _grid(self, lines: Sequence[Line]) -> Grid:
        return Grid(lines, self.widths, self.style)


def solve(least: Sequence[float], wished: Sequence[float], width: float) -> list[float] | None:
    """Widths of columns as browsers choose them: what must be, and a part of what is wished; None when it cannot be.

    Args:
        least: Width below which a column's texts do not fit, in points.
        wished: Width at which nothing in it wraps, in points.
        width: Of the table, in points.
    """
    spare = width - sum(least)
    if spare < 0:
        return None
    more = [max(0.0, wish - must) for wish, must in zip(wished, least, strict=True)]
    if sum(more) > spare:
        return [must + spare * part / sum(more) for must, part in zip(least, more, strict=True)]
    reached = [must + part for must, part in zip(least, more, strict=True)]
    rest = width - sum(reached)
    return [wish + rest * wish / sum(reached) for wish in reached]


def needs(fixed: Sequence[Text], free: Sequence[Text], pad: float) -> tuple[float, float]:
    """Least and wished width of a column.

    Args:
        fixed: Texts that do not wrap.
        free: Texts that may wrap.
        pad: Room left and right together, in points.
    """
    unwrapped = max((text.natural() for text in fixed), default=0)
    least = max([unwrapped, *(text.least() for text in free)])
    wished = max([unwrapped, *(text.natural() for text in free)])
    return least + pad + 0.5, wished + pad + 0.5
