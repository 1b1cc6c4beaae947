"""Tables with drawn lines: which words stand in which box, from the lines of a page and the boxes that its drawing has."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

from berkas.extraction.inventory.grid_rows import Grid, is_table, text_of, title_above
from berkas.layout.cells import Pieces
from berkas.layout.lines import Line, Piece
from berkas.model.geometry import BoundingBox, RuledTable

_LEAST_FILLED: Final = 0.4
_LEAST_COLUMNS: Final = 2
_MOST_CELLS: Final = 20_000
"""Boxes of one table; a drawing has more only to keep somebody busy."""

_INSIDE: Final = 0.5
"""Of the pieces of a line that belong to a table, for the line to belong to it."""

Boxes = Sequence[Sequence[list[Piece]]]
"""The pieces in each box, row by row."""


def ruled_grids(lines: Sequence[Line], tables: Sequence[RuledTable]) -> Iterator[Grid]:
    """The tables of a document with drawn lines; not a form, whose boxes hold labels and values.

    Args:
        lines: In reading order.
        tables: As the drawing has them.
    """
    for table in tables:
        if len(table.column_edges) < _LEAST_COLUMNS or len(table.column_edges) * len(table.row_boxes) > _MOST_CELLS:
            continue
        grid = _grid(lines, table)
        if grid is not None:
            yield title_above(lines, grid)


def _grid(lines: Sequence[Line], table: RuledTable) -> Grid | None:
    boxes: list[list[list[Piece]]] = [[[] for _ in table.column_edges] for _ in table.row_boxes]
    used = []
    for index, line in enumerate(lines):
        if line.page != table.box.page:
            continue
        placed = [(place, piece) for piece in line.pieces if (place := _place(piece.word.box, table)) is not None]
        if len(placed) >= _INSIDE * len(line.pieces):
            used.append(index)
        for (row, column), piece in placed:
            boxes[row][column].append(piece)
    rows = [tuple(map(tuple, row)) for row in boxes if any(row)]
    filled = sum(bool(cell) for row in rows for cell in row)
    if len(rows) < _LEAST_COLUMNS or not used or filled < _LEAST_FILLED * len(rows) * len(table.column_edges):
        return None
    head = rows[0]
    has_heading = not any(any(map(str.isdigit, text_of(cell))) for cell in head) and sum(map(bool, head)) > 1
    grid = Grid(table.box.page, frozenset(used), head if has_heading else None, tuple(rows[has_heading:]))
    return grid if _is_more_than_a_form(grid) else None


def _is_more_than_a_form(grid: Grid) -> bool:
    """Drawn lines make a table of words too, where it has headings and more than labels beside values."""
    columns = len(grid.rows[0])
    texts = [text_of(row[0]) for row in grid.rows if row[0]]
    has_labels = columns % 2 == 0 and len({*texts}) == len(texts) and not any(map(_has_digit, texts))
    if grid.headings is not None and columns > 2 and not (has_labels and columns == 4 and _alternates(grid)):
        return True
    return is_table(grid)


def _alternates(grid: Grid) -> bool:
    """Whether the third column holds words alone, as that of labels, and the second one not."""
    third = [text_of(row[2]) for row in grid.rows if row[2]]
    second = [text_of(row[1]) for row in grid.rows if row[1]]
    return not any(map(_has_digit, third)) and any(map(_has_digit, second))


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def _place(box: BoundingBox, table: RuledTable) -> tuple[int, int] | None:
    """Row and column of a word by its middle."""
    column = bisect_right([left for left, _ in table.column_edges], box.center_x) - 1
    row = bisect_right([one.y for one in table.row_boxes], box.center_y) - 1
    if row < 0 or column < 0:
        return None
    is_inside = box.center_x <= table.column_edges[column][1] and box.center_y <= table.row_boxes[row].bottom
    return (row, column) if is_inside else None


def pieces_of(grid: Grid) -> Pieces:
    """Everything that stands in a table."""
    rows = (*((grid.headings,) if grid.headings else ()), *grid.rows)
    return tuple(piece for row in rows for cell in row for piece in cell)
