"""The block of sums: labels, the sign of the currency in a column of its own or not at all, amounts set right."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from berkas.evaluation.procedural.page import Page, Type

SumsRuling = Literal["none", "grid", "rows", "last", "above_last"]


@dataclass(frozen=True, slots=True)
class SumRow:
    """A sum as printed; ``sign`` stands in a column of its own unless it is empty."""

    label: str
    value: str
    sign: str = ""
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums below each other.

    Attributes:
        rows: From the top down.
        plain: How they are set.
        strong: How the strong ones are set.
        ruling: Their lines: none, around cells, between rows, around the last, above the last.
        has_right_labels: Labels are set against the amounts.
        bar: Colour behind the last, or None.
        colon: Behind labels; empty for none.
    """

    rows: Sequence[SumRow]
    plain: Type
    strong: Type
    ruling: SumsRuling = "none"
    has_right_labels: bool = False
    bar: str | None = None
    colon: str = ""
    padding: float = 3

    def height(self, width: float) -> float:
        """Of all rows."""
        return sum(self._row_height(row, width) for row in self.rows)

    def draw(self, page: Page, x: float, y: float, width: float) -> None:
        """From the top down."""
        for number, row in enumerate(self.rows):
            height, is_last = self._row_height(row, width), number == len(self.rows) - 1
            style = self._style(row)
            if is_last and self.bar:
                page.area(x, y, width, height, ink=self.bar)
                style = style.inked("#ffffff")
            if self.ruling == "grid" or (self.ruling == "last" and is_last):
                page.outline(x, y, width, height)
            elif self.ruling == "rows" or (self.ruling == "above_last" and is_last):
                page.rule(x, y, x + width)
            self._draw_row(page, (x, y), row, style, width)
            y += height

    def _draw_row(self, page: Page, at: tuple[float, float], row: SumRow, style: Type, width: float) -> None:
        x, y = at[0], at[1] + self.padding
        room = self._label_room(row, width)
        for number, line in enumerate(style.wrap(row.label, room)):
            top = y + number * style.leading
            if self.has_right_labels:
                page.write(x + self.padding + room, top, line, style.fitted(line, room), align="right")
            else:
                page.write(x + self.padding, top, line, style.fitted(line, room))
        if self.colon:
            page.write(x + self.padding + room + 2, y, self.colon, style)
        if row.sign:
            page.write(x + width - self._value_room() - style.width(row.sign) - 6, y, row.sign, style)
        page.write(x + width - self.padding, y, row.value, style, align="right")

    def _row_height(self, row: SumRow, width: float) -> float:
        style = self._style(row)
        return len(style.wrap(row.label, self._label_room(row, width))) * style.leading + 2 * self.padding

    def _style(self, row: SumRow) -> Type:
        return self.strong if row.is_strong else self.plain

    def _value_room(self) -> float:
        return max(self._style(row).width(row.value) for row in self.rows) + 2 * self.padding

    def _label_room(self, row: SumRow, width: float) -> float:
        signs = max(self._style(one).width(one.sign) for one in self.rows)
        colon = self.plain.width(self.colon) + 4 if self.colon else 0
        return max(40, width - self._value_room() - (signs + 8 if signs else 4) - colon - 2 * self.padding)
