"""Values without labels that their place tells: items of a numbered list, the tallest texts of a document."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from berkas.extraction.propose.layout import Layout, Place, Way
from berkas.layout.cells import Cell, Pieces, block_below
from berkas.model.strategies import Listed, Tallest

_ITEM: Final = re.compile(r"(\d{1,2})[.)](.*)")
_LEAST_ITEMS: Final = 3
"""Numbered lines in order, below each other, that make a list."""

_MOST_LINES: Final = 4
_ASIDE: Final = 2.0
"""Left edges of the numbers of a list differ by less than this many text heights."""

_MOST: Final = 12
"""Tallest texts that are looked at."""


@dataclass(frozen=True, slots=True)
class _Item:
    """A line that begins with a number and a full stop.

    Attributes:
        number: Before the full stop.
        cell: The whole line, number included.
        pieces: What follows the number.
    """

    number: int
    cell: Cell
    pieces: Pieces


def listed(layout: Layout, wanted: Listed) -> Iterator[Place]:
    """What stands behind a number of a list whose items have no labels, alone and with the lines that go on with it."""
    items = layout.once(_items)
    stops = {item.cell.line for item in items}
    for item in items:
        if item.number != wanted.number or not item.pieces:
            continue
        pieces = item.pieces
        yield Place(pieces, Way.STRATEGY)
        value = replace(item.cell, pieces=item.pieces)
        for below in block_below(layout.cells, value, most=_MOST_LINES - 1, stops=stops | layout.labelled):
            pieces += below.pieces
            yield Place(pieces, Way.STRATEGY)


def _items(layout: Layout) -> list[_Item]:
    """The items of the longest list: numbers that count up below each other, no line of which has a label behind its number."""
    best: list[_Item] = []
    run: list[_Item] = []
    for item in _numbered_cells(layout):
        height = item.cell.height
        is_next = (
            bool(run)
            and item.number == run[-1].number + 1
            and item.cell.page == run[-1].cell.page
            and abs(item.cell.left - run[0].cell.left) < _ASIDE * height
        )
        run = [*run, item] if is_next else [item]
        best = max(best, run, key=len)
    return best if len(best) >= _LEAST_ITEMS else []


def _numbered_cells(layout: Layout) -> Iterator[_Item]:
    for line in layout.cells:
        for position, cell in enumerate(line):
            found = _ITEM.fullmatch(cell.pieces[0].text)
            if found is None or cell.line in layout.taken or cell.line in layout.labelled:
                continue
            glued = (replace(cell.pieces[0], text=found[2]),) if found[2].strip() else ()
            rest = glued + cell.pieces[1:]
            # a wide gap may part the number from its text
            if not rest and position + 1 < len(line):
                rest = line[position + 1].pieces
            yield _Item(int(found[1]), cell, rest)


def tallest(layout: Layout, _wanted: Tallest) -> Iterator[Place]:
    """The cells of the first page by their height, the tallest first; a title may stand before what is wanted."""
    cells = [cell for line in layout.cells for cell in line if cell.page == 0 and cell.line not in layout.taken]
    for cell in sorted(cells, key=lambda cell: -cell.height)[:_MOST]:
        yield Place(cell.pieces, Way.STRATEGY)
