"""Blocks and tables from the top of the first page to the last, with a head and a foot on every page."""

from collections.abc import Callable
from dataclasses import dataclass, field

from berkas.evaluation.procedural.blocks import Block, Space
from berkas.evaluation.procedural.page import Page
from berkas.evaluation.procedural.tables import Table, TableRow

Carry = Callable[[int], tuple[TableRow, TableRow] | None]
"""Gives for a number of printed rows the last row of a page and the first of the next, such as a sum carried forward."""


@dataclass(slots=True)
class Flow:
    """Places content on pages. Lengths in points.

    Attributes:
        page: Where.
        left: Left edge of the content.
        right: Right edge.
        top: Of the content of every page.
        bottom: Where content ends, above the foot.
        foot: Gives the block at the foot of a page by its number from 1; None for none.
        head: Gives the block at the head of the second page and those after it.
        y: Where the next block goes.
        number: Of the page, from 1.
    """

    page: Page
    left: float
    right: float
    top: float
    bottom: float
    foot: Callable[[int], Block | None] = field(default=lambda _: None)
    head: Callable[[int], Block | None] = field(default=lambda _: None)
    y: float = 0
    number: int = 1

    def __post_init__(self) -> None:
        self.y = self.top

    @property
    def width(self) -> float:
        """Of the content."""
        return self.right - self.left

    def place(self, block: Block, *, gap: float = 8) -> None:
        """A block below what was placed, on the next page where it does not fit."""
        height = block.height(self.width)
        if self.y + height > self.bottom and self.y > self.top:
            self.turn()
        block.draw(self.page, self.left, self.y, self.width)
        self.y += height + (0 if isinstance(block, Space) else gap)

    def place_table(self, table: Table, *, carry: Carry = lambda _: None, repeats_head: bool = True) -> None:
        """A table below what was placed, its headings again on every page.

        Args:
            table: Fitted to the width.
            carry: Rows at the end of a page and the beginning of the next.
            repeats_head: Headings stand on every page, not on the first only.
        """
        if self.y + table.heading_height() + 40 > self.bottom:
            self.turn()
        self.y = table.draw_heading(self.page, self.left, self.y)
        for number, row in enumerate(table.rows):
            carried = carry(number)
            reserve = table.row_height(carried[0]) if carried else 0
            if self.y + table.row_height(row) + reserve > self.bottom:
                if carried:
                    self._draw(table, carried[0], number)
                table.close(self.page, self.left, self.y)
                self.turn()
                if repeats_head:
                    self.y = table.draw_heading(self.page, self.left, self.y)
                if carried:
                    self._draw(table, carried[1], number)
            self._draw(table, row, number)
        table.close(self.page, self.left, self.y)
        self.y += 8

    def turn(self) -> None:
        """End this page and begin another."""
        self._end_page()
        self.page.next_page()
        self.number += 1
        self.y = self.top
        if block := self.head(self.number):
            self.place(block)

    def finish(self) -> None:
        """The foot of the last page."""
        self._end_page()

    def _end_page(self) -> None:
        if block := self.foot(self.number):
            block.draw(self.page, self.left, self.bottom + 6, self.width)

    def _draw(self, table: Table, row: TableRow, number: int) -> None:
        self.y = table.draw_row(self.page, self.left, self.y, row, number=number)
