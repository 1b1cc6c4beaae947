"""Labels and their values, in the many ways in which documents put them beside, above or below each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from berkas.evaluation.procedural.page import Page, Type

Arrangement = Literal[
    "colon",
    "plain",
    "glued",
    "spread",
    "right_labels",
    "above",
    "below",
    "boxes_above",
    "boxes_below",
    "ruled",
    "strip",
]
"""How labels stand to their values:

- ``colon``: values in a column of their own, a colon before each;
- ``plain``: the same without colons;
- ``glued``: label, colon, value in one text;
- ``spread``: labels at the left edge, values at the right one;
- ``right_labels``: labels set right, against the values;
- ``above``, ``below``: the label on a line of its own above or below its value;
- ``boxes_above``, ``boxes_below``: a grid of boxes, the label above or below its value;
- ``ruled``: a grid of two columns;
- ``strip``: one row of columns without lines, labels above.
"""

Pair = tuple[str, str]

_PADDING = 3.0


@dataclass(frozen=True, slots=True)
class Pairs:
    """Labels with values.

    Attributes:
        rows: Label and value of each; a value may have line breaks.
        arrangement: How they stand.
        label: How labels are set.
        value: How values are set.
        columns: Of the grid, where there is one.
        colon: Between label and value.
    """

    rows: Sequence[Pair]
    arrangement: Arrangement
    label: Type
    value: Type
    columns: int = 3
    colon: str = ":"

    def height(self, width: float) -> float:
        """Of all rows."""
        if self._is_grid():
            return sum(self._grid_height(row, width) for row in self._grid_rows())
        return sum(self._row_height(row, width) for row in self.rows)

    def draw(self, page: Page, x: float, y: float, width: float) -> None:
        """All rows."""
        if self._is_grid():
            self._draw_grid(page, x, y, width)
            return
        for row in self.rows:
            self._draw_row(page, x, y, row, width)
            y += self._row_height(row, width)

    def _is_grid(self) -> bool:
        return self.arrangement in ("boxes_above", "boxes_below", "strip")

    def _across(self) -> int:
        return len(self.rows) if self.arrangement == "strip" else min(self.columns, len(self.rows))

    def _grid_rows(self) -> list[Sequence[Pair]]:
        step = self._across()
        return [self.rows[start : start + step] for start in range(0, len(self.rows), step)]

    def _cell_width(self, width: float) -> float:
        return width / self._across() - 2 * _PADDING

    def _grid_height(self, row: Sequence[Pair], width: float) -> float:
        own = self._cell_width(width)
        labels = max(len(self.label.wrap(label, own)) for label, _ in row) * self.label.leading
        return labels + max(len(self.value.wrap(value, own)) for _, value in row) * self.value.leading + 2 * _PADDING

    def _draw_grid(self, page: Page, x: float, y: float, width: float) -> None:
        own = self._cell_width(width)
        for row in self._grid_rows():
            height = self._grid_height(row, width)
            for place, (label, value) in enumerate(row):
                left = x + place * (own + 2 * _PADDING)
                if self.arrangement != "strip":
                    page.outline(left, y, own + 2 * _PADDING, height)
                parts = [(label, self.label), (value, self.value)]
                if self.arrangement == "boxes_below":
                    parts.reverse()
                top = y + _PADDING
                for text, style in parts:
                    top = _put(page, left + _PADDING, top, text, style, own)
            y += height

    def _label_width(self, width: float) -> float:
        lines = (line for label, _ in self.rows for line in label.split("\n"))
        return min(max(map(self.label.width, lines)) + 4, width * 0.55)

    def _value_left(self, width: float) -> float:
        colon = self.value.width(f"{self.colon} ") if self.arrangement == "colon" else 4
        return self._label_width(width) + (2 * _PADDING if self.arrangement == "ruled" else colon + 2)

    def _glue(self, row: Pair) -> str:
        label = row[0].replace("\n", " / ")
        return f"{label}{self.colon} {row[1]}" if label else row[1]

    def _row_height(self, row: Pair, width: float) -> float:
        label, value = row
        match self.arrangement:
            case "glued":
                return len(self.value.wrap(self._glue(row), width)) * self.value.leading
            case "above" | "below":
                lines = len(self.value.wrap(value, width)) * self.value.leading
                return lines + len(self.label.wrap(label, width)) * self.label.leading + 3
        left = self._value_left(width)
        labels = len(self.label.wrap(label, self._label_width(width))) * self.label.leading
        values = len(self.value.wrap(value, width - left - _PADDING)) * self.value.leading
        return max(labels, values) + (2 * _PADDING if self.arrangement == "ruled" else 0)

    def _draw_row(self, page: Page, x: float, y: float, row: Pair, width: float) -> None:
        label, value = row
        match self.arrangement:
            case "glued":
                _put(page, x, y, self._glue(row), self.value, width)
            case "above":
                _put(page, x, _put(page, x, y, label, self.label, width), value, self.value, width)
            case "below":
                _put(page, x, _put(page, x, y, value, self.value, width), label, self.label, width)
            case _:
                self._draw_columns(page, x, y, row, width)

    def _draw_columns(self, page: Page, x: float, y: float, row: Pair, width: float) -> None:
        label, value = row
        own, left = self._label_width(width), self._value_left(width)
        if self.arrangement == "ruled":
            height = self._row_height(row, width)
            page.outline(x, y, own + _PADDING, height)
            page.outline(x + own + _PADDING, y, width - own - _PADDING, height)
            x, y, width = x + _PADDING, y + _PADDING, width - _PADDING
            left = own + _PADDING
        lines = self.label.wrap(label, own)
        for number, line in enumerate(lines):
            if self.arrangement == "right_labels":
                page.write(x + own, y + number * self.label.leading, line, self.label.fitted(line, own), align="right")
            else:
                page.write(x, y + number * self.label.leading, line, self.label.fitted(line, own))
        if self.arrangement == "colon" and label:
            page.write(x + own, y, self.colon, self.value)
        room = width - left - _PADDING
        for number, line in enumerate(self.value.wrap(value, room)):
            style = self.value.fitted(line, room)
            if self.arrangement == "spread":
                page.write(x + width, y + number * self.value.leading, line, style, align="right")
            else:
                page.write(x + left, y + number * self.value.leading, line, style)


def _put(page: Page, x: float, y: float, text: str, style: Type, width: float) -> float:
    for line in style.wrap(text, width):
        page.write(x, y, line, style.fitted(line, width))
        y += style.leading
    return y
