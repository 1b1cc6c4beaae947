"""Rows of a table that is printed in several grids, each with its rows numbered: what stands beside one number is one row.

Of each grid the numbers show where its rows are, the headings above them which columns it has, and the white between the words
where those end. A row of a further grid completes the row of the first that has its number.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Final

from berkas.extraction.tables.column_state import Canonical
from berkas.extraction.tables.cutting import words_of
from berkas.extraction.tables.heading_cells import HeadCell, HeadLabels, runs_of
from berkas.extraction.tables.rows import Row, Rows
from berkas.extraction.tables.table_roles import TableRoles
from berkas.layout.lines import Line, Piece
from berkas.model.template import Grids, TemplateField

_NUMBER: Final = re.compile(r"(\d{1,2})[.)|]?")
_MISREAD: Final = str.maketrans("IlO|", "1101")
_COLUMN_NUMBER: Final = re.compile(r"\(?\d{1,2}\)?")
_ASIDE: Final = 1.5
"""Numbers of one grid stand below each other within this many text heights."""

_LOST: Final = 3
"""Numbers that may be lost between two that were read."""

_MOST_PITCH: Final = 6.0
"""Rows follow each other closer than this many text heights."""

_UNEVEN: Final = 1.6
_HEAD_LINES: Final = 5
_STACKED: Final = 4.0
"""Lines of a head follow each other closer than this many text heights."""

_CELL_GAP: Final = 0.9
_OVERLAP: Final = 0.3
_LEAST_WHITE: Final = 0.2
_ALIGNED: Final = 0.4
"""Cells of one column begin within this many text heights of each other."""

_WIDE_GAINS: Final = 3.0
"""What white as wide as text is high counts, in cells that begin at its end."""

_LEAST_ROWS: Final = 2
_LEAST_WORTH: Final = 1.5
_STRANGER_COSTS: Final = 0.15
_LINE_COSTS: Final = 0.05
_BETWEEN: Final = 0.15
"""A title over two columns stands at most this part of their distance beside the middle between them."""


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A number at the beginning of a row."""

    number: int
    line: int
    piece: Piece


@dataclass(frozen=True, slots=True)
class _Stack:
    """A cell of a head, with the positions of its first and last line there."""

    cell: HeadCell
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _HeadColumn:
    """A column as its heading shows it.

    Attributes:
        name: Of the field; None where the heading is not known.
        likeness: Of its heading to one of the field, 0-100.
        center: Of the heading, in widths of the page.
    """

    name: str | None
    likeness: float
    center: float


@dataclass(frozen=True, slots=True)
class _Grid:
    """One grid as it was found.

    Attributes:
        numbers: Of its rows, from top to bottom.
        pitch: Usual distance of two rows, in widths of the page.
        head: Indexes of the lines of its head.
        columns: From left to right.
    """

    numbers: tuple[_Numbered, ...]
    pitch: float
    head: tuple[int, ...]
    columns: tuple[_HeadColumn, ...]

    def middle(self, number: int) -> float:
        """Height of the middle of a row; of one whose number was lost, by its neighbours."""
        below = min((one for one in self.numbers if one.number >= number), key=lambda one: one.number)
        return below.piece.middle - (below.number - number) * self.pitch


def find_grid_rows(lines: Sequence[Line], roles: TableRoles, grids: Grids, canonical: Canonical) -> Rows | None:
    """The rows of all grids, joined by their number.

    Args:
        lines: Of all pages.
        roles: Of the columns.
        grids: Which columns stand in which grid.
        canonical: Makes values of texts.

    Returns:
        None where the first grid has no row.
    """
    by_name = {field.name: field for field in roles.fields}
    others = [name for names in grids.further for name in names]
    first = [field for field in roles.fields if field.name not in others]
    wanted = [first, *([by_name[name] for name in (grids.number, *names)] for names in grids.further)]
    found = list(_grids(lines, wanted))
    if not found or found[0][0] != 0:
        return None
    rows: dict[int, Row] = {}
    used: set[int] = set()
    likeness: dict[str, float] = {}
    for position, grid in found:
        own = _rows(lines, grid)
        used |= {*grid.head, *(index for index, _ in _body(lines, grid))}
        likeness |= {one.name: one.likeness for one in grid.columns if one.name is not None}
        for number, cells in own.items():
            if position == 0:
                row = _row(lines, grid, number, cells, grids.number)
                if any(_has_value(row, by_name[name], canonical) for name in roles.starts):
                    rows[number] = row
            elif number in rows:
                more = {name: words_of(pieces) for name, pieces in cells.items() if name != grids.number}
                rows[number].cells.update(more)
                rows[number].apart.update(more)
    if not rows:
        return None
    left_over = _unread(lines, wanted, max(used))
    return Rows(tuple(rows[n] for n in sorted(rows)), frozenset(likeness), frozenset(used), {}, left_over, likeness)


def _has_value(row: Row, field: TemplateField, canonical: Canonical) -> bool:
    printed = row.texts.get(field.name)
    return bool(printed) and canonical(field, str(printed)) is not None


def _row(lines: Sequence[Line], grid: _Grid, number: int, cells: Mapping[str, Sequence[Piece]], counter: str) -> Row:
    numbered = next((one for one in grid.numbers if one.number == number), grid.numbers[0])
    line = lines[numbered.line]
    row = Row(line.page, grid.middle(number), line.height)
    row.cells.update({name: words_of(pieces) for name, pieces in cells.items()})
    if numbered.number == number:
        row.cells[counter] = [numbered.piece.word]
    return row


def _grids(lines: Sequence[Line], wanted: Sequence[Sequence[TemplateField]]) -> Iterator[tuple[int, _Grid]]:
    """The grids from top to bottom, each with the position of its columns among those that are wanted."""
    labels = [HeadLabels(fields) for fields in wanted]
    above = -1
    position = 0
    for numbers in _runs(lines):
        worth, best, head, columns = _best_head(lines, numbers, above, labels, position)
        if worth >= _LEAST_WORTH:
            yield best, _Grid(numbers, _pitch(numbers), head, columns)
            position = best + 1
            above = numbers[-1].line
        if position == len(wanted):
            return


def _best_head(
    lines: Sequence[Line], numbers: Sequence[_Numbered], above: int, labels: Sequence[HeadLabels], position: int
) -> tuple[float, int, tuple[int, ...], tuple[_HeadColumn, ...]]:
    """What stands above numbers as the head of a grid from a position on: its worth, which grid, its lines and columns."""
    found = [
        (_worth(columns, count), index, head, columns)
        for count, head in enumerate(_heads(lines, numbers, above), start=1)
        for index in range(position, len(labels))
        if (columns := _columns(_head_cells([lines[one] for one in head]), labels[index]))
    ]
    return max(found, key=lambda one: one[0], default=(0.0, 0, (), ()))


def _unread(lines: Sequence[Line], wanted: Sequence[Sequence[TemplateField]], last: int) -> tuple[int, ...]:
    """Lines of further grids below those that were read: another document, or a sheet on which this one goes on."""
    labels = [HeadLabels(fields) for fields in wanted]
    found: list[int] = []
    for numbers in _runs(lines[last + 1 :], is_further=True):
        before = numbers[0].number - 1
        below = [replace(one, line=one.line + last + 1, number=one.number - before) for one in numbers]
        if _best_head(lines, below, last, labels, 0)[0] >= _LEAST_WORTH:
            found += [one.line for one in below]
    return tuple(found)


def _runs(lines: Sequence[Line], *, is_further: bool = False) -> Iterator[tuple[_Numbered, ...]]:
    """Numbers that count up below each other from 1 on; the first may be lost where enough others follow.

    Args:
        lines: Where they may stand.
        is_further: They may begin with any number, as on a second sheet.
    """
    candidates = list(_candidates(lines))
    taken: set[int] = set()
    for start, first in enumerate(candidates):
        if first.number < 1 or (first.number > _LOST and not is_further) or first.line in taken:
            continue
        run = [first]
        for other in candidates[start + 1 :]:
            if _goes_on(lines, run, other):
                run.append(other)
        if len(run) >= _LEAST_ROWS + (0 if is_further else 2 * (first.number - 1)):
            taken |= {one.line for one in run}
            yield tuple(run)


def _candidates(lines: Sequence[Line]) -> Iterator[_Numbered]:
    for index, line in enumerate(lines):
        piece = line.pieces[0]
        found = _NUMBER.fullmatch(piece.text.translate(_MISREAD))
        if found is not None:
            yield _Numbered(int(found[1]), index, piece)


def _goes_on(lines: Sequence[Line], run: Sequence[_Numbered], other: _Numbered) -> bool:
    last = run[-1]
    steps = other.number - last.number
    if lines[other.line].page != lines[last.line].page or not 1 <= steps <= _LOST:
        return False
    height = last.piece.height
    if abs(_center(other.piece) - _center(run[0].piece)) > _ASIDE * height:
        return False
    distance = (other.piece.middle - last.piece.middle) / steps
    most = _UNEVEN * _pitch(run) if len(run) > 1 else _MOST_PITCH * height
    return 0 < distance < most


def _pitch(numbers: Sequence[_Numbered]) -> float:
    """The distance of two rows; of a single one the greatest that there may be."""
    if len(numbers) == 1:
        return _MOST_PITCH * numbers[0].piece.height
    return median(
        (other.piece.middle - one.piece.middle) / (other.number - one.number) for one, other in pairwise(numbers)
    )


def _center(piece: Piece) -> float:
    return (piece.left + piece.right) / 2


def _heads(lines: Sequence[Line], numbers: Sequence[_Numbered], above: int) -> Iterator[tuple[int, ...]]:
    """The line right above the first row of a grid, then with one more above it, and so on: its head is one of these."""
    found: tuple[int, ...] = ()
    first = numbers[0]
    below, top = lines[first.line], first.piece.middle - (first.number - 0.5) * _pitch(numbers)
    for index in range(first.line - 1, max(above, first.line - 1 - _HEAD_LINES - first.number), -1):
        line = lines[index]
        if line.middle > top:
            below = line  # of the first row: its number was not read, or a cell runs over several lines
            continue
        if line.page != below.page or below.middle - line.middle > _STACKED * max(line.height, below.height):
            return
        found = (index, *found)
        below = line
        yield found


def _worth(columns: Sequence[_HeadColumn], line_count: int) -> float:
    """How well columns are known; strangers and further lines count against a head."""
    known = sum(one.likeness / 100 for one in columns)
    return known - _STRANGER_COSTS * sum(one.name is None for one in columns) - _LINE_COSTS * line_count


def _head_cells(lines: Sequence[Line]) -> list[_Stack]:
    """The cells of a head from left to right, texts above each other joined; titles over several are left out."""
    runs = [
        (number, run)
        for number, line in enumerate(lines)
        for run in runs_of([p for p in line.pieces if not _COLUMN_NUMBER.fullmatch(p.text)], _CELL_GAP * line.height)
    ]
    plain = [(number, run) for number, run in runs if sum(_overlaps(run, other) for n, other in runs if n > number) < 2]
    groups: list[list[tuple[int, list[Piece]]]] = []
    for number, run in plain:
        near = [group for group in groups if any(n != number and _overlaps(run, other) for n, other in group)]
        joined = [item for group in near for item in group] + [(number, run)]
        groups = [group for group in groups if group not in near] + [joined]
    cells = sorted((_cell(group) for group in groups), key=lambda one: one.cell.left)
    return [one for place, one in enumerate(cells) if not _is_over(cells[place - 1 : place + 2])]


def _cell(group: Sequence[tuple[int, Sequence[Piece]]]) -> _Stack:
    texts = tuple(" ".join(piece.text for piece in row) for _, run in group for row in _lines_within(run))
    pieces = [piece for _, run in group for piece in run]
    numbers = [number for number, _ in group]
    cell = HeadCell(texts, min(piece.left for piece in pieces), max(piece.right for piece in pieces))
    return _Stack(cell, min(numbers), max(numbers))


def _lines_within(run: Sequence[Piece]) -> Iterator[Sequence[Piece]]:
    """The one line of a title, or both where two stand so close that they were taken for one."""
    if any(other.left < one.right - _OVERLAP * (one.right - one.left) for one, other in pairwise(run)):
        between = (min(piece.middle for piece in run) + max(piece.middle for piece in run)) / 2
        yield [piece for piece in run if piece.middle < between]
        yield [piece for piece in run if piece.middle >= between]
    else:
        yield run


def _is_over(cells: Sequence[_Stack]) -> bool:
    """Whether the middle one of three cells is a title over both others: above them and between their centres."""
    if len(cells) < 3:
        return False
    left, own, right = cells
    middle, width = (left.cell.center + right.cell.center) / 2, right.cell.center - left.cell.center
    return own.last < min(left.first, right.first) and abs(own.cell.center - middle) < _BETWEEN * width


def _overlaps(one: Sequence[Piece], other: Sequence[Piece]) -> bool:
    shared = min(one[-1].right, other[-1].right) - max(one[0].left, other[0].left)
    return shared > _OVERLAP * min(one[-1].right - one[0].left, other[-1].right - other[0].left)


def _columns(cells: Sequence[_Stack], labels: HeadLabels) -> tuple[_HeadColumn, ...]:
    """The columns that cells head, from left to right; each name once, the most alike first."""
    pairs = sorted(
        ((ratio, index, name) for index, one in enumerate(cells) for name, ratio in labels.matches(one.cell).items()),
        key=lambda pair: -pair[0],
    )
    names: dict[int, tuple[str, float]] = {}
    for ratio, index, name in pairs:
        if index not in names and all(name != taken for taken, _ in names.values()):
            names[index] = (name, ratio)
    known = [names.get(index, (None, 0.0)) for index in range(len(cells))]
    return tuple(_HeadColumn(name, ratio, one.cell.center) for (name, ratio), one in zip(known, cells, strict=True))


def _body(lines: Sequence[Line], grid: _Grid) -> Iterator[tuple[int, Piece]]:
    """The pieces of the rows of a grid, each with the index of its line."""
    page = lines[grid.numbers[0].line].page
    top = grid.middle(1) - grid.pitch / 2
    bottom = grid.numbers[-1].piece.middle + grid.pitch / 2
    numbers = {id(one.piece) for one in grid.numbers}
    for index, line in enumerate(lines):
        if line.page == page and index not in grid.head:
            yield from ((index, p) for p in line.pieces if top < p.middle < bottom and id(p) not in numbers)


def _rows(lines: Sequence[Line], grid: _Grid) -> dict[int, dict[str, list[Piece]]]:
    """By the number of each row, the pieces of its cells by column."""
    body = list(_body(lines, grid))
    pieces = [piece for _, piece in body]
    edges = [_edge(pieces, one.center, other.center) for one, other in pairwise(grid.columns)]
    last = grid.numbers[-1].number
    middles = {number: grid.middle(number) for number in range(1, last + 1)}
    found: dict[int, dict[str, list[Piece]]] = {number: {} for number in middles}
    own = {one.line: one.number for one in grid.numbers}
    for index, piece in body:
        # what stands on one line with a number is of its row, also where a picture leans
        number = own.get(index) or min(middles, key=lambda one: abs(middles[one] - piece.middle))
        name = grid.columns[sum(_center(piece) > edge for edge in edges)].name
        if name is not None and re.search(r"\w|-", piece.text):
            found[number].setdefault(name, []).append(piece)
    return found


def _edge(pieces: Sequence[Piece], left: float, right: float) -> float:
    """Where a column ends, between the middles of its heading and of the next: in white at whose right end most cells begin."""
    if not pieces:
        return (left + right) / 2
    height = median(piece.height for piece in pieces)
    best, end = (0.0, (left + right) / 2), left
    for begin, stop in sorted(
        (piece.left, piece.right) for piece in pieces if piece.right > left and piece.left < right
    ):
        white = begin - end
        if white >= _LEAST_WHITE * height:
            aligned = sum(abs(piece.left - begin) < _ALIGNED * height for piece in pieces)
            worth = aligned + _WIDE_GAINS * min(1.0, white / height)
            best = max(best, (worth, (begin + end) / 2), key=lambda one: one[0])
        end = max(end, stop)
    return best[1] if best[0] or end >= right else (end + right) / 2
