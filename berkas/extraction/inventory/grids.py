"""Tables of any document: headings and rows by the white that their lines have in common, or by drawn lines; nothing is named."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from berkas.extraction.inventory import columns as cut
from berkas.extraction.inventory.grid_rows import Grid, Row, assembled, is_table, title_above
from berkas.layout.lines import Line
from berkas.layout.whites import White, covered, inner_whites, whites_of

_GUTTER: Final = 0.9
"""Least white between two cells of the first line of a table, in text heights."""

_KEPT: Final = 0.4
"""What the further lines must leave of it, in text heights."""

_ROW_GAP: Final = 3.5
"""The most from one line of a table to the next, in text heights."""

_MOST_IRREGULAR: Final = 2
"""Lines in a row that cross white of a table and still belong to it, such as that of the total."""

_LONG: Final = 40
"""A run of this many lines that is no table is not looked at again from each of its lines."""

_LEAST_LINES: Final = 3
"""With several cells."""


@dataclass(slots=True)
class _Run:
    """Lines that follow each other with white in common.

    Attributes:
        lines: Indexes of the lines.
        regular: Those of them that cross no white.
    """

    lines: list[int]
    regular: list[int]


def find_grids(lines: Sequence[Line], taken: frozenset[int], *, most: int) -> list[Grid]:
    """The tables of a document without drawn lines, in order.

    Args:
        lines: In reading order.
        taken: Indexes of lines that belong to tables already.
        most: Tables to look for.
    """
    found: list[Grid] = []
    position = 0
    while position < len(lines) and len(found) < most:
        run = None if position in taken else _run(lines, position, taken)
        if run is None:
            position += 1
            continue
        grid = _grid(lines, run)
        if grid is not None:
            found.append(grid)
            position = max(grid.lines) + 1
        else:
            position = run.lines[-1] if len(run.lines) >= _LONG else position + 1
    return found


def _run(lines: Sequence[Line], first: int, taken: frozenset[int]) -> _Run | None:
    """The lines from one on that leave white between its texts white."""
    line = lines[first]
    whites: list[White] = inner_whites(line, _GUTTER * line.height)
    if not whites or cut.is_labelled(line):
        return None
    run = _Run([first], [first])
    irregular = 0
    for index in range(first + 1, len(lines)):
        other = lines[index]
        if index in taken or _is_apart(lines[index - 1], other) or cut.is_labelled(other):
            break
        least = _KEPT * min(line.height, other.height)
        kept = [one for one in covered(whites, whites_of(other, least), least) if one is not None]
        if len(kept) == len(whites):
            whites, irregular = kept, 0
            run.regular.append(index)
        elif irregular < _MOST_IRREGULAR and _is_total(other, len(kept), len(whites)):
            irregular += 1
        else:
            break
        run.lines.append(index)
    return run if len(run.regular) >= _LEAST_LINES else None


def _is_total(line: Line, kept: int, whites: int) -> bool:
    """Whether a line that crosses some white of a table belongs to it: it leaves most of it, and is more than one text."""
    return whites > 1 and 2 * kept >= whites and bool(inner_whites(line, _GUTTER * line.height))


def _is_apart(one: Line, other: Line) -> bool:
    return one.page != other.page or not 0 <= other.middle - one.middle <= _ROW_GAP * max(one.height, other.height)


def _grid(lines: Sequence[Line], run: _Run) -> Grid | None:
    """The table of a run; None where the lines are not one."""
    counts = {index: len(inner_whites(lines[index], _GUTTER * lines[index].height)) + 1 for index in run.regular}
    several = [count for count in counts.values() if count > 1]
    usual = median(several) if several else 0
    # what stands above with less cells is the head of the document
    start = next((index for index in run.regular if counts[index] >= 0.5 * usual and counts[index] > 1), None)
    if start is None:
        return None
    regular = [index for index in run.regular if index >= start]
    kept = [index for index in run.lines if index >= start]
    edges = cut.columns_of([lines[index] for index in regular if counts[index] > 1])
    if not 2 <= len(edges) <= cut.MOST_COLUMNS:
        return None
    rows = [
        Row(index, cut.cells_of_line(lines[index], edges, is_regular=index in counts), lines[index].middle)
        for index in kept
    ]
    grid = assembled(lines, rows)
    if grid is None or not is_table(grid):
        return None
    return title_above(lines, grid)
