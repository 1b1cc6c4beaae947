"""Reading order: where running text is set in two columns beside each other, the left one is read before the right one.

Tables and forms have white between their columns too, but are read line by line: only columns that sentences fill are apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from operator import attrgetter
from statistics import mean, median
from typing import Final

from berkas.layout.lines import Line, Piece
from berkas.layout.whites import White, shared, whites_of

_GUTTER: Final = 1.2
"""Least white between two columns of text, in text heights."""

_MARGIN: Final = 0.2
"""White this near to an edge of the text, as a part of its width, is no gutter."""

_LEAST_LINES: Final = 4
"""Of each column."""

_LEAST_WORDS: Final = 3.0
"""On a usual line of a column of text."""

_FILLED: Final = 0.65
"""The usual part of a column's width that a line of running text takes."""

_MOST_DIGITS: Final = 0.25
"""Of the words of running text with digits among them; a table has more."""

_FAR: Final = 2.4
"""Lines with more white between them than this many heights are of different blocks."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Lines that follow each other with white between two columns: the index of the first, behind the last, and the white."""

    first: int
    end: int
    gutter: White


def in_reading_order(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines as they are read: those across two columns of text cut in two, the left column first.

    Args:
        lines: Of all pages in order, from top to bottom.
    """
    pages = groupby(lines, key=attrgetter("page"))
    return tuple(line for _, own in pages for line in _of_page(list(own)))


def _of_page(lines: Sequence[Line]) -> tuple[Line, ...]:
    found: list[Line] = []
    done = 0
    for run in _runs(lines):
        found += lines[done : run.first]
        left, right = _sides(lines[run.first : run.end], run.gutter)
        found += (*left, *right)
        done = run.end
    return (*found, *lines[done:])


def _runs(lines: Sequence[Line]) -> list[_Run]:
    left = min(line.pieces[0].left for line in lines)
    right = max(piece.right for line in lines for piece in line.pieces[-1:])
    margin = _MARGIN * (right - left)
    runs: list[_Run] = []
    position = 0
    while position < len(lines):
        run = _run(lines, position, left + margin, right - margin)
        if run is not None and _is_running_text(lines[run.first : run.end], run.gutter):
            runs.append(run)
            position = run.end
        else:
            # what is long and no text is not looked at again from each of its lines
            position = max(position + 1, run.end - 2 * _LEAST_LINES if run is not None else 0)
    return runs


def _run(lines: Sequence[Line], first: int, low: float, high: float) -> _Run | None:
    """The longest run from a line on with a common white between two places."""
    least = _GUTTER * lines[first].height
    common = whites_of(lines[first], least, left=low, right=high)
    end = first + 1
    while common and end < len(lines) and not _is_far(lines[end - 1], lines[end]):
        narrowed = shared(common, whites_of(lines[end], least, left=low, right=high), least)
        if not narrowed:
            break
        common = narrowed
        end += 1
    if not common or end - first < _LEAST_LINES:
        return None
    return _Run(first, end, max(common, key=lambda white: white[1] - white[0]))


def _is_far(one: Line, other: Line) -> bool:
    return other.middle - one.middle > _FAR * max(one.height, other.height)


def _sides(lines: Sequence[Line], gutter: White) -> tuple[list[Line], list[Line]]:
    middle = (gutter[0] + gutter[1]) / 2
    sides: tuple[list[Line], list[Line]] = ([], [])
    for line in lines:
        for number, side in enumerate(sides):
            pieces = tuple(piece for piece in line.pieces if (piece.left + piece.right > 2 * middle) == bool(number))
            if pieces:
                side.append(_part(line, pieces))
    return sides


def _part(line: Line, pieces: tuple[Piece, ...]) -> Line:
    if len(pieces) == len(line.pieces):
        return line
    return replace(
        line, pieces=pieces, middle=median(p.middle for p in pieces), height=median(p.height for p in pieces)
    )


def _is_running_text(lines: Sequence[Line], gutter: White) -> bool:
    sides = _sides(lines, gutter)
    return all(len(side) >= _LEAST_LINES and _is_column(side) for side in sides)


def _is_column(side: Sequence[Line]) -> bool:
    words = [piece.text for line in side for piece in line.pieces]
    left = median(line.pieces[0].left for line in side)
    right = max(line.pieces[-1].right for line in side)
    filled = median((line.pieces[-1].right - left) / max(right - left, 1e-6) for line in side)
    has_gaps = sum(b.left - a.right > 2 * line.height for line in side for a, b in pairwise(line.pieces))
    digits = sum(any(map(str.isdigit, word)) for word in words) / len(words)
    return (
        mean(len(line.pieces) for line in side) >= _LEAST_WORDS
        and filled >= _FILLED
        and digits <= _MOST_DIGITS
        and has_gaps <= len(side) // 4
        and not any(piece.after_colon for line in side for piece in line.pieces[:3])
    )
