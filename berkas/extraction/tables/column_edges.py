"""Edges between the columns of a table: in the white that the words of all its rows leave between its headings."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from itertools import accumulate, pairwise
from statistics import median
from typing import Final

from berkas.extraction.tables.heading_model import Column, Heading
from berkas.layout.lines import Line

_STEPS: Final = 1000
"""Resolution of the search for white between columns, in parts of the page's width."""

_PLACES: Final = _STEPS + 2
"""Of changes: one for each step, and one for what ends at the last."""

_WORD_GAP: Final = 0.4
"""A space between words is narrower than this many text heights; it is no white between columns."""

_SPACE: Final = 0.8
"""White that is wider than this many text heights parts two columns."""

_SAME_PLACE: Final = 0.012
"""Headings of two pages that are nearer than so much of the page's width are at the same place."""


def _is_alike(one: Heading, other: Heading) -> bool:
    """Whether the headings of two pages stand at the same places, so that their rows together show the edges."""
    places = {column.name: column for column in other.columns}
    return len(one.columns) == len(other.columns) and all(
        column.name in places
        and abs(column.left - places[column.name].left) < _SAME_PLACE
        and abs(column.right - places[column.name].right) < _SAME_PLACE
        for column in one.columns
    )


class Coverages:
    """How many lines have text over each step of the page's width, for the bodies of a table over many pages."""

    def __init__(
        self,
        lines: Sequence[Line],
        bodies: Sequence[tuple[Heading, Sequence[int]]],
        codes: AbstractSet[str] = frozenset(),
    ) -> None:
        """Look at the bodies.

        Args:
            lines: Of all pages.
            bodies: Each as its heading and the indexes of its lines.
            codes: Names of columns of codes.
        """
        self._codes = codes
        self._headings = [heading for heading, _ in bodies]
        self._changes = [_changes(lines[index] for index in own) for _, own in bodies]
        self._made: dict[tuple[int, ...], list[int]] = {}
        heights = [lines[index].height for _, own in bodies for index in own]
        self._space = _SPACE * median(heights) * _STEPS if heights else 0.0

    def edges(self, number: int) -> list[tuple[float, tuple[str, ...]]]:
        """Right edge and names of each column of a body, from left to right; the last one has no edge."""
        heading = self._headings[number]
        return _edges(heading.columns, self._of_those_alike(heading), self._space, self._codes)

    def _of_those_alike(self, heading: Heading) -> list[int]:
        """Of all bodies whose headings stand at the same places: together they show the edges."""
        alike = tuple(n for n, other in enumerate(self._headings) if _is_alike(heading, other))
        if alike not in self._made:
            changes = (self._changes[n] for n in alike)
            self._made[alike] = list(accumulate(map(sum, zip([0] * _PLACES, *changes, strict=True))))
        return self._made[alike]


def _changes(lines: Iterable[Line]) -> list[int]:
    """At each step of the page's width, how many texts begin there less those that ended before it."""
    changes = [0] * _PLACES
    for line in lines:
        for left, right in _spans(line):
            first, last = max(0, int(left * _STEPS)), min(_STEPS, int(right * _STEPS))
            if first <= last:
                changes[first] += 1
                changes[last + 1] -= 1
    return changes


def _edges(
    columns: Sequence[Column], coverage: Sequence[int], space: float, codes: AbstractSet[str]
) -> list[tuple[float, tuple[str, ...]]]:
    """The edges of columns.

    Args:
        columns: As their headings stand.
        coverage: How many lines have text over each step of the page's width.
        space: Least width of white that parts two columns for certain, in steps.
        codes: Names of columns of codes.
    """
    places = sorted({(column.left, column.right) for column in columns})
    names = [tuple(c.name for c in columns if (c.left, c.right) == place) for place in places]
    found: list[tuple[float, tuple[str, ...]]] = []
    for left, right, own, other in zip(places, places[1:], names, names[1:], strict=False):
        # cells may reach beyond their heading into the white between it and the next one, but not under the next one
        low, high = sorted((_step(left[1]), _step(right[0])))
        stretches = _white(coverage, low, high)
        wide = [(first, last) for first, last in stretches if last - first >= space] or stretches
        if _is_bare(coverage, right) and not _is_bare(coverage, left):
            chosen = wide[0]  # the text of the right column begins left of its heading, which is centred
        elif _is_bare(coverage, left) and not _is_bare(coverage, right):
            chosen = wide[-1]
        elif not codes.isdisjoint(other) and not _is_bare(coverage, right):
            chosen = wide[-1]  # codes are short; descriptions left of them may have parts with white between them
        else:
            chosen = max(stretches, key=lambda stretch: stretch[1] - stretch[0])
        found.append(((chosen[0] + chosen[1]) / 2 / _STEPS, own))
    found.append((float("inf"), names[-1]))
    return (_edges_in_order(places, names, coverage, space) if _has_empty(found, coverage) else []) or found


def _edges_in_order(
    places: Sequence[tuple[float, float]], names: Sequence[tuple[str, ...]], coverage: Sequence[int], space: float
) -> list[tuple[float, tuple[str, ...]]]:
    """The white between the texts, where these are as many as the headings and each is nearest to its own by their order.

    Headings may be set left over cells that are set right, so that a cell stands under the heading behind its own.
    """
    texts = _texts(coverage, space)
    if len(texts) != len(places):
        return []
    for number, (first, last) in enumerate(texts):
        before = places[number - 1][0] if number else 0.0
        behind = places[number + 1][1] if number + 1 < len(places) else 1.0
        if first < _step(before) or last > _step(behind):
            return []
    edges = [(one[1] + other[0]) / 2 / _STEPS for one, other in pairwise(texts)]
    return list(zip([*edges, float("inf")], names, strict=True))


def _has_empty(edges: Sequence[tuple[float, tuple[str, ...]]], coverage: Sequence[int]) -> bool:
    """Whether no line has text in one of the columns."""
    ends = [0, *(_step(edge) for edge, _ in edges)]
    return any(not any(coverage[begin:end]) for begin, end in pairwise(ends))


def _texts(coverage: Sequence[int], space: float) -> list[tuple[int, int]]:
    """Where text stands in any of the lines, from left to right; less white than a space parts nothing."""
    texts: list[tuple[int, int]] = []
    for step in (step for step, count in enumerate(coverage) if count):
        if texts and step - texts[-1][1] <= space:
            texts[-1] = (texts[-1][0], step)
        else:
            texts.append((step, step))
    return texts


def _step(edge: float) -> int:
    return int(min(max(edge, 0.0), 1.0) * _STEPS)


def _is_bare(coverage: Sequence[int], place: tuple[float, float]) -> bool:
    """Whether no line has text under a heading."""
    return not any(coverage[_step(place[0]) : _step(place[1]) + 1])


def _spans(line: Line) -> list[tuple[float, float]]:
    """Where a line has text, small gaps between words included."""
    spans: list[tuple[float, float]] = []
    for piece in line.pieces:
        if spans and piece.left - spans[-1][1] < _WORD_GAP * line.height:
            spans[-1] = (spans[-1][0], max(spans[-1][1], piece.right))
        else:
            spans.append((piece.left, piece.right))
    return spans


def _white(coverage: Sequence[int], low: int, high: int) -> list[tuple[int, int]]:
    """The stretches with the least text, from left to right; at least one."""
    least = min(coverage[low : high + 1])
    stretches: list[tuple[int, int]] = []
    for step in range(low, high + 1):
        if coverage[step] != least:
            continue
        if stretches and stretches[-1][1] == step - 1:
            stretches[-1] = (stretches[-1][0], step)
        else:
            stretches.append((step, step))
    return stretches
