"""Columns of a table by where the texts of its lines stand, and the cells of a line by them."""

from collections.abc import Sequence
from itertools import accumulate
from statistics import median
from typing import Final

from berkas.layout.cells import Pieces
from berkas.layout.lines import Line, Piece

MOST_COLUMNS: Final = 60
"""What has more is no table that somebody printed to be read."""

Edges = Sequence[tuple[float, float]]
"""Left and right edge of the texts of each column, from left to right."""

_STEPS: Final = 1000
_SPACE: Final = 0.6
"""A space between words is narrower than this many text heights."""

_APART: Final = 0.5
"""Least white between two columns, in text heights."""

_CROSSING: Final = 0.1
"""The part of the lines of a long table that may have text in the white between two columns."""

_LABEL_PIECES: Final = 5


def is_labelled(line: Line) -> bool:
    """Whether a line begins with a label and a colon."""
    for number, piece in enumerate(line.pieces[: _LABEL_PIECES + 1]):
        if piece.after_colon:
            before = line.pieces[number - 1] if number else None
            return before is not None and not before.text[-1].isdigit()
        if not any(map(str.isalpha, piece.text)) and number:
            return False
    return False


def columns_of(lines: Sequence[Line]) -> Edges:
    """Where the columns of lines stand: each where hardly a line has white."""
    if not lines:
        return ()
    changes = [0] * (_STEPS + 2)
    for line in lines:
        for left, right in _spans(line):
            changes[_step(left)] += 1
            changes[_step(right) + 1] -= 1
    tolerated = int(_CROSSING * len(lines)) if len(lines) >= 2 * 5 else 0
    least = _APART * median(line.height for line in lines) * _STEPS
    columns: list[tuple[int, int]] = []
    for step, count in enumerate(accumulate(changes)):
        if count <= tolerated:
            continue
        if columns and step - columns[-1][1] <= least:
            columns[-1] = (columns[-1][0], step)
        else:
            columns.append((step, step))
    return [(first / _STEPS, last / _STEPS) for first, last in columns]


def cells_of_line(line: Line, edges: Edges, *, is_regular: bool) -> tuple[Pieces, ...]:
    """What each column holds of a line; a text across columns, as on a line of totals, is that of one of them."""
    cells: list[list[Piece]] = [[] for _ in edges]
    if is_regular:
        for piece in line.pieces:
            cells[_column_of(piece.left, piece.right, edges)].append(piece)
    else:
        for run in _texts(line):
            cells[_column_of(run[0].left, run[-1].right, edges)].extend(run)
    return tuple(map(tuple, cells))


def _column_of(left: float, right: float, edges: Edges) -> int:
    """The column that a text shares most with, else the nearest."""
    return max(range(len(edges)), key=lambda index: min(right, edges[index][1]) - max(left, edges[index][0]))


def _texts(line: Line) -> list[list[Piece]]:
    runs: list[list[Piece]] = []
    for piece in line.pieces:
        if runs and piece.left - runs[-1][-1].right <= _SPACE * line.height:
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return runs


def _spans(line: Line) -> list[tuple[float, float]]:
    return [(run[0].left, max(piece.right for piece in run)) for run in _texts(line)]


def _step(place: float) -> int:
    return int(min(max(place, 0.0), 1.0) * _STEPS)
