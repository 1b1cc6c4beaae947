"""Cells of a page without a table: runs of text on a line, and the blocks that they form below each other."""

import statistics
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter
from typing import Final

from berkas.layout.lines import Line, Piece

Pieces = tuple[Piece, ...]

_GAP = 1.6
"""A gap wider than this many text heights parts two cells."""

_OTHER_SIZE = 1.6
"""The least ratio of the heights of letters of two sizes."""

_BELOW = 2.3
"""The next line of a block is nearer than this many text heights."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A run of text on one line.

    Attributes:
        line: Index of its line.
        page: Page index.
        pieces: At least one.
        middle: Height of its middle, in widths of the page, like every length.
        height: Of its own text; a line may hold texts of several sizes.
    """

    line: int
    page: int
    pieces: Pieces
    middle: float
    height: float

    @property
    def text(self) -> str:
        """Its pieces, separated by spaces."""
        return " ".join(piece.text for piece in self.pieces)

    @property
    def left(self) -> float:
        """Left edge."""
        return self.pieces[0].left

    @property
    def right(self) -> float:
        """Right edge."""
        return max(piece.right for piece in self.pieces)

    @property
    def center(self) -> float:
        """Middle between left and right."""
        return (self.left + self.right) / 2


def cells_of(lines: Sequence[Line]) -> list[list[Cell]]:
    """The cells of each line, from left to right."""
    return [list(_cut(index, line)) for index, line in enumerate(lines)]


class Align(StrEnum):
    """What the cells of a block have in line."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


_EDGES: Final[Mapping[Align, Callable[[Cell], float]]] = {
    Align.LEFT: attrgetter("left"),
    Align.CENTER: attrgetter("center"),
    Align.RIGHT: attrgetter("right"),
}


def block_below(
    cells: Sequence[Sequence[Cell]],
    top: Cell,
    *,
    most: int,
    align: Align = Align.LEFT,
    stops: Collection[int] = (),
    reach: float = _BELOW,
) -> list[Cell]:
    """The cells that stand below a cell in the same column, line by line without a break.

    Args:
        cells: Of all lines.
        top: Where to begin.
        most: How many at most.
        align: What they have in line.
        stops: Lines that end the block.
        reach: How many heights the next line is away at most.
    """
    found: list[Cell] = []
    above = top
    for line in cells[top.line + 1 :]:
        if len(found) == most or not line or line[0].page != above.page or line[0].line in stops:
            break
        distance = line[0].middle - above.middle
        if distance > reach * max(above.height, line[0].height):
            break
        cell = next((cell for cell in line if _is_under(cell, top, align)), None)
        if cell is None:
            continue
        found.append(cell)
        above = cell
    return found


def _is_under(cell: Cell, top: Cell, align: Align) -> bool:
    edge = _EDGES[align]
    return abs(edge(cell) - edge(top)) < 1.5 * max(cell.height, top.height)


def _cut(index: int, line: Line) -> Iterator[Cell]:
    run: list[Piece] = []
    for piece in line.pieces:
        if run and _is_apart(run[-1], piece):
            yield _cell(index, line, run)
            run = []
        run.append(piece)
    if run:
        yield _cell(index, line, run)


def _is_apart(one: Piece, other: Piece) -> bool:
    """Whether another cell begins: what stands behind a colon is the value of a label; letters of another size are another text."""
    least, most = sorted((one.height, other.height))
    return other.after_colon or other.left - one.right > _GAP * least or most > _OTHER_SIZE * least


def _cell(index: int, line: Line, run: Sequence[Piece]) -> Cell:
    middle, height = (statistics.median(values) for values in ([p.middle for p in run], [p.height for p in run]))
    return Cell(index, line.page, tuple(run), middle, height)
