"""Which row of a table became which: by what the rows hold, so that a removed or inserted row shifts nothing.

Rows with the same content belong together; the longest sequence of them that kept its order anchors the tables to each other.
Rows between two anchors that have cells in common are one row that was edited. It takes n log n steps and a fixed number of
comparisons, whatever the rows are: a client sends them.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

from berkas.model.extraction import Scalar

Row = Mapping[str, Scalar]

_MOST_PAIRS: Final = 10_000
"""Rows before times rows after, of all gaps of a table together that are compared row by row."""


@dataclass(frozen=True)
class RowMatches:
    """What became of the rows of a table.

    Attributes:
        before: For each row after, the index of the row that it was before; None for an added one.
        unchanged: Indexes of the rows after that hold what they held before.
    """

    before: tuple[int | None, ...]
    unchanged: frozenset[int]

    @cached_property
    def after(self) -> dict[int, int]:
        """The index after of each row before that was not removed."""
        return {old: new for new, old in enumerate(self.before) if old is not None}


def match_rows(before: Sequence[Row], after: Sequence[Row]) -> RowMatches:
    """Match the rows of a table with those that it had; an empty cell is like one that is missing."""
    old_keys, new_keys = _numbered(before), _numbered(after)
    place = {key: index for index, key in enumerate(old_keys)}
    anchors = _ordered([(place[key], new) for new, key in enumerate(new_keys) if key in place])
    matched = {new: old for old, new in anchors}
    old_rows, new_rows = [content for content, _ in old_keys], [content for content, _ in new_keys]
    gaps = _gaps(anchors, len(before), len(after))
    # of equal rows the nearest one; then a row that moved, which is still the same row; then rows that were edited
    taken = set(matched.values())
    for old, new in (*gaps, (range(len(before)), range(len(after)))):
        rest = [i for i in old if i not in taken], [j for j in new if j not in matched]
        found = _equal(old_rows, new_rows, *rest)
        matched |= found
        taken.update(found.values())
    left = _MOST_PAIRS
    for old_rest, new_rest in _smallest_first(gaps, taken, matched):
        pairs = len(old_rest) * len(new_rest)
        if pairs <= left:
            left -= pairs
            matched |= _edited(before, after, old_rest, new_rest)
        else:
            matched |= _edited_in_place(before, after, old_rest, new_rest)
    unchanged = frozenset(new for new, old in matched.items() if old_rows[old] == new_rows[new])
    return RowMatches(tuple(matched.get(new) for new in range(len(after))), unchanged)


_Content = frozenset[tuple[str, Scalar]]
_Key = tuple[_Content, int]


def _numbered(rows: Sequence[Row]) -> list[_Key]:
    """What each row holds, and which of the rows that hold it it is."""
    seen: Counter[_Content] = Counter()
    keys: list[_Key] = []
    for row in rows:
        content = frozenset((name, value) for name, value in row.items() if value is not None)
        keys.append((content, seen[content]))
        seen[content] += 1
    return keys


def _ordered(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of pairs whose first numbers rise, where the second ones rise: patience sorting."""
    tops: list[int] = []
    piles: list[int] = []
    links: list[int] = []
    for index, (old, _) in enumerate(pairs):
        pile = bisect_left(tops, old)
        links.append(piles[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(old)
            piles.append(index)
        else:
            tops[pile], piles[pile] = old, index
    found = []
    index = piles[-1] if piles else -1
    while index >= 0:
        found.append(pairs[index])
        index = links[index]
    return found[::-1]


def _gaps(anchors: Sequence[tuple[int, int]], before: int, after: int) -> list[tuple[range, range]]:
    edges = [(-1, -1), *anchors, (before, after)]
    return [
        (range(old + 1, next_old), range(new + 1, next_new))
        for (old, new), (next_old, next_new) in pairwise(edges)
        if next_old > old + 1 and next_new > new + 1
    ]


def _smallest_first(
    gaps: Sequence[tuple[range, range]], taken: Collection[int], matched: Collection[int]
) -> list[tuple[list[int], list[int]]]:
    """What is left of the gaps, in an order in which a large one takes nothing from the small ones."""
    rests = [([i for i in old if i not in taken], [j for j in new if j not in matched]) for old, new in gaps]
    return sorted(rests, key=lambda rest: len(rest[0]) * len(rest[1]))


def _equal(
    before: Sequence[_Content], after: Sequence[_Content], old: Sequence[int], new: Sequence[int]
) -> dict[int, int]:
    """Rows of a part that hold the same, in order."""
    free: dict[_Content, list[int]] = {}
    for index in reversed(old):
        free.setdefault(before[index], []).append(index)
    return {j: free[after[j]].pop() for j in new if free.get(after[j])}


def _edited(before: Sequence[Row], after: Sequence[Row], old: Sequence[int], new: Sequence[int]) -> dict[int, int]:
    """Rows of a gap that have cells in common, in order, so that as many cells as may be are unchanged."""
    best = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            like = _likeness(before[old[i]], after[new[j]])
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + like)
    found = {}
    i = j = 0
    while i < len(old) and j < len(new):
        like = _likeness(before[old[i]], after[new[j]])
        if like and best[i][j] == best[i + 1][j + 1] + like:
            found[new[j]] = old[i]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _edited_in_place(
    before: Sequence[Row], after: Sequence[Row], old: Sequence[int], new: Sequence[int]
) -> dict[int, int]:
    """Rows of a gap that is too large, each with the one that stands where it stood, where they have cells in common."""
    return {j: i for i, j in zip(old, new, strict=False) if _likeness(before[i], after[j])}


def _likeness(one: Row, other: Row) -> int:
    """How many cells are filled and alike."""
    return sum(value is not None and other.get(name) == value for name, value in one.items())
