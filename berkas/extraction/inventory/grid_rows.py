"""From the lines of a table to its headings and rows, and what makes a table of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Final

from berkas.extraction.propose.printing import printed_of
from berkas.layout.cells import Pieces
from berkas.layout.lines import Line

_MOST_HEADING_LINES: Final = 3
_WITHIN_HEADING: Final = 1.7
"""The most from one line of a heading to the next, in text heights."""

_CONTINUES: Final = 0.85
"""A line nearer to the one above than this part of the usual distance goes on with its row."""

_TOLERANCE: Final = 1.05

_NEAR: Final = 1.45
"""The same, in text heights, where distances tell nothing."""

_LEAST_ROWS: Final = 2
_LEAST_ROWS_WITHOUT_HEADING: Final = 4
_LEAST_FILLED: Final = 0.5
_MOSTLY: Final = 0.6
_NEARLY_ALL: Final = 0.9
"""Of the second of two columns, numbers: a form has a name or an address among its values."""

_MOST_WORDS: Final = 12
"""Of a usual cell; more is running text. And of a title."""

_TITLE_REACH: Final = 3.0
"""A title stands at most this many text heights above its table."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row, or a line of one.

    Attributes:
        line: Index of its first line.
        cells: By column; an empty one has no pieces.
        middle: Height of its middle, in widths of the page.
    """

    line: int
    cells: tuple[Pieces, ...]
    middle: float

    @property
    def filled(self) -> int:
        """How many cells hold something."""
        return sum(map(bool, self.cells))


@dataclass(frozen=True, slots=True)
class Grid:
    """A table.

    Attributes:
        page: Page index.
        lines: Indexes of all its lines, the title among them.
        headings: By column; None where it has none.
        rows: From top to bottom.
        title: What stands above it.
    """

    page: int
    lines: frozenset[int]
    headings: tuple[Pieces, ...] | None
    rows: tuple[tuple[Pieces, ...], ...]
    title: Pieces = ()


def text_of(pieces: Pieces) -> str:
    """The text of a cell."""
    return printed_of(pieces)


def assembled(lines: Sequence[Line], found: Sequence[Row]) -> Grid | None:
    """The table of lines; None where none is left of it."""
    head = _heading_count(lines, found)
    rows = _joined(lines, found[head:])
    if not rows:
        return None
    used = frozenset(row.line for row in found[:head]) | frozenset(index for _, own in rows for index in own)
    headings = _merged([row.cells for row in found[:head]]) if head else None
    return Grid(lines[found[0].line].page, used, headings, tuple(cells for cells, _ in rows))


def is_table(grid: Grid) -> bool:
    """Whether rows say something by their columns: not labels with their values, not signatures beside each other, no letter."""
    width = len(grid.rows[0])
    filled = sum(bool(cell) for row in grid.rows for cell in row)
    words = [len(cell) for row in grid.rows for cell in row if cell]
    if filled < _LEAST_FILLED * width * len(grid.rows) or not words or median(words) > _MOST_WORDS:
        return False
    numeric = [_numeric_share(grid, column) for column in range(width)]
    if grid.headings is None:
        return width > 2 and len(grid.rows) >= _LEAST_ROWS_WITHOUT_HEADING and max(numeric[1:]) >= _MOSTLY
    if sum(map(bool, grid.headings)) * 2 <= width or len(grid.rows) < _LEAST_ROWS:
        return False
    return max(numeric) >= _MOSTLY if width > 2 else numeric[1] >= _NEARLY_ALL


def title_above(lines: Sequence[Line], grid: Grid) -> Grid:
    """The table with the line above it as its title, where that can be one."""
    top = min(grid.lines)
    if top == 0:
        return grid
    first, above = lines[top], lines[top - 1]
    distance = first.middle - above.middle
    is_near = above.page == grid.page and 0 < distance <= _TITLE_REACH * max(above.height, first.height)
    text = text_of(above.pieces)
    is_one_text = all(other.left - one.right < 2 * above.height for one, other in pairwise(above.pieces))
    is_title = len(above.pieces) <= _MOST_WORDS and not text.endswith((".", ",", ";")) and any(map(str.isalpha, text))
    if not (is_near and is_one_text and is_title) or any(piece.after_colon for piece in above.pieces):
        return grid
    return replace(grid, title=above.pieces, lines=grid.lines | {top - 1})


def is_numeric(text: str) -> bool:
    """Whether a cell is a number, a date or a code: half of its letters and digits are digits."""
    digits = sum(map(str.isdigit, text))
    return digits > 0 and 2 * digits >= sum(map(str.isalnum, text))


def _numeric_share(grid: Grid, column: int) -> float:
    cells = [text_of(row[column]) for row in grid.rows if row[column]]
    return sum(map(is_numeric, cells)) / len(grid.rows) if cells else 0.0


def _heading_count(lines: Sequence[Line], found: Sequence[Row]) -> int:
    """How many lines the headings take: the first ones, as long as they hold no number and stand near to each other."""
    count = 0
    for row in found[:_MOST_HEADING_LINES]:
        if any(any(map(str.isdigit, text_of(cell))) for cell in row.cells):
            break
        if count and lines[row.line].middle - found[count - 1].middle > _WITHIN_HEADING * lines[row.line].height:
            break
        count += 1
    # words alone: the first line is the heading, as far as anybody knows
    return count if count < len(found) else 1


def _joined(lines: Sequence[Line], found: Sequence[Row]) -> list[tuple[tuple[Pieces, ...], list[int]]]:
    """The rows, each with the lines that go on with its texts; what stands below the last one without being a row is left out."""
    several = [row for row in found if row.filled > 1]
    usual = median(b.middle - a.middle for a, b in pairwise(several)) if len(several) > 1 else 0.0
    # where every row begins with something, a line that does not goes on with the one above
    reach = usual if several and all(row.cells[0] for row in several) else _CONTINUES * usual
    rows: list[tuple[tuple[Pieces, ...], list[int]]] = []
    above: Row | None = None
    for row in found:
        near = reach if not row.cells[0] else _CONTINUES * usual
        if (
            above is not None
            and rows
            and _goes_on(row, above, max(near, 0 if row.cells[0] else _NEAR * lines[row.line].height))
        ):
            cells, own = rows[-1]
            rows[-1] = (_merged([cells, row.cells]), [*own, row.line])
        else:
            rows.append((row.cells, [row.line]))
        above = row
    while rows and sum(map(bool, rows[-1][0])) < 2:
        rows.pop()
    return rows


def _goes_on(row: Row, above: Row, reach: float) -> bool:
    """Whether a line goes on with the texts of the row above: words alone, nearer than the rows are to each other."""
    if row.filled > 1 and row.cells[0]:
        return False
    if any(is_numeric(text_of(cell)) for cell in row.cells if cell):
        return False
    return row.middle - above.middle <= _TOLERANCE * reach


def _merged(rows: Sequence[tuple[Pieces, ...]]) -> tuple[Pieces, ...]:
    return tuple(tuple(piece for row in rows for piece in row[column]) for column in range(len(rows[0])))
