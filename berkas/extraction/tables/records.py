"""Lines into rows: which lines begin a row, and to which row the lines between belong.

A line with a value that begins a row and a number beside it is the anchor of a row. Where the two stand on lines of their own, the
pair is the anchor. Lines of text belong to the anchor above, below or around them, as most rows of the table show: cells of several
lines may be aligned at their top, middle or bottom.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import Final

from berkas.layout.lines import Line

NEXT_LINE: Final = 2.3
"""A line that is further away than this many text heights does not continue a row."""

_UNOWNED_ABOVE: Final = 1.2
_UNOWNED_BELOW: Final = 0.5
_AGAINST_ALIGNMENT: Final = 2.0
_SMALLER_GAP: Final = 1.5
_LEAST_HEIGHT: Final = 1e-6
_PADDED: Final = 1.75
"""Rows that are further apart than this many text heights have white around them, which the lines of one cell have not."""

_FEW: Final = 2
_AS_FAR: Final = 0.92
_UNEVEN: Final = 0.15
"""Words of one line stand uneven by so many heights."""


class Align(StrEnum):
    """Which line of a row its numbers stand on."""

    TOP = "top"
    MIDDLE = "middle"
    BOTTOM = "bottom"


_UNUSUAL: Final = {Align.TOP: 0.0, Align.MIDDLE: 0.4, Align.BOTTOM: 0.9}


@dataclass(frozen=True, slots=True)
class LineKind:
    """What a line of a table holds.

    Attributes:
        has_start: A value that begins a row.
        has_numbers: A number that a row has beside it.
        is_text: Text only, in columns of text: it may continue a row.
        filled: Names of the columns that have a value which begins, counts or measures a row.
        numbers_at: Height of the middle of its numbers, in widths of the page; None without any.
        texts_at: Heights of the middles of its first and last line of free text; None without any.
    """

    has_start: bool
    has_numbers: bool
    is_text: bool
    filled: frozenset[str] = frozenset()
    numbers_at: float | None = None
    texts_at: tuple[float, float] | None = None


@dataclass(slots=True)
class Record:
    """The lines of a row.

    Attributes:
        anchors: Indexes of the lines with its values.
        texts: Indexes of its other lines.
        has_start: Whether a value that begins a row is among them.
        numbers: Index of the line with its numbers, which is its middle where rows are centred.
        settled: How clearly its text is its own, 0-1: by how much another way to part the lines around it would be worse.
    """

    anchors: tuple[int, ...]
    has_start: bool
    numbers: int = -1
    texts: list[int] = field(default_factory=list)
    settled: float = 1.0

    @property
    def lines(self) -> list[int]:
        """All of its lines, from top to bottom."""
        return sorted([*self.anchors, *self.texts])


def anchors_of(
    indexes: Sequence[int], kinds: Mapping[int, LineKind], lines: Sequence[Line], *, starts_alone: bool
) -> list[Record]:
    """The anchors of rows; a value that begins a row and numbers on two lines near each other are one.

    Args:
        indexes: Of the lines of the body.
        kinds: What each holds.
        lines: Of the document.
        starts_alone: A value that begins a row makes one also without numbers.
    """
    marked = [index for index in indexes if kinds[index].has_start or kinds[index].has_numbers]
    found: list[Record] = []
    position = 0
    while position < len(marked):
        index = marked[position]
        following = marked[position + 1] if position + 1 < len(marked) else None
        is_half = following is not None and _are_halves(kinds[index], kinds[following], may_share=starts_alone)
        if following is not None and is_half and is_near(lines, index, following):
            numbers = following if kinds[following].has_numbers else index
            found.append(Record((index, following), has_start=True, numbers=numbers))
            position += 2
            continue
        kind = kinds[index]
        if kind.has_numbers or starts_alone:
            found.append(Record((index,), has_start=kind.has_start, numbers=index))
        position += 1
    return found


def is_near(lines: Sequence[Line], above: int, below: int) -> bool:
    """Whether two lines are so near that they may be of one row."""
    one, other = lines[above], lines[below]
    return one.page == other.page and abs(other.middle - one.middle) < NEXT_LINE * max(one.height, other.height)


def with_texts(
    records: Sequence[Record], indexes: Sequence[int], kinds: Mapping[int, LineKind], lines: Sequence[Line]
) -> Align:
    """Give every record its lines of text, and tell how the rows are aligned.

    Args:
        records: Anchors from top to bottom; they get their texts.
        indexes: Of the lines of the body.
        kinds: What each line holds.
        lines: Of the document.
    """
    pages: dict[int, list[Record]] = {}
    for record in records:
        pages.setdefault(lines[record.anchors[0]].page, []).append(record)
    first = min(pages, default=0)
    titles = _group_headings(records, indexes, kinds, lines)
    texts = [index for index in indexes if kinds[index].is_text and index not in titles]
    parts = [
        _Part(
            own,
            [i for i in texts if lines[i].page == page],
            lines,
            kinds,
            is_first=page == first,
        )
        for page, own in pages.items()
    ]
    costs = {align: sum(part.cost(align) for part in parts) for align in Align}
    best = min(Align, key=lambda align: costs[align] + _UNUSUAL[align])
    for part in parts:
        part.give(best)
    return best


def _group_headings(
    records: Sequence[Record], indexes: Sequence[int], kinds: Mapping[int, LineKind], lines: Sequence[Line]
) -> set[int]:
    """Lines of text that stand as far from their neighbours as rows do: titles of groups of rows, not part of one."""
    anchors = {index for record in records for index in record.anchors}
    near = [(one, other) for one, other in pairwise(indexes) if is_near(lines, one, other)]
    pitches = [lines[other].middle - lines[one].middle for one, other in near if one in anchors and other in anchors]
    if len(pitches) < _FEW:
        return set()
    pitch = min(pitches)
    if pitch < _PADDED * lines[indexes[0]].height:
        return set()
    inner = sorted(anchors)
    return {
        index
        for before, index, after in zip(indexes, indexes[1:], indexes[2:], strict=False)
        if kinds[index].is_text
        and index not in anchors
        and inner[0] < after
        and lines[index].middle - lines[before].middle >= _AS_FAR * pitch
        and lines[after].middle - lines[index].middle >= _AS_FAR * pitch
    }


def _are_halves(one: LineKind, other: LineKind, *, may_share: bool) -> bool:
    """Whether one has what begins a row, and the other its numbers; or each a share of the numbers, where rows may have several.

    No column has a value on both lines.
    """
    if one.has_start == other.has_start or not one.filled.isdisjoint(other.filled):
        return False
    return one.has_numbers != other.has_numbers or (one.has_numbers and may_share)


class _Part:
    """The rows of one page, and the lines of text between them."""

    def __init__(
        self,
        records: Sequence[Record],
        texts: Sequence[int],
        lines: Sequence[Line],
        kinds: Mapping[int, LineKind],
        *,
        is_first: bool,
    ) -> None:
        self._records, self._lines, self._kinds = records, lines, kinds
        # on a further page text may go on from the page before
        self._unowned_above = _UNOWNED_ABOVE if is_first else _UNOWNED_BELOW
        tops = [record.anchors[0] for record in records]
        self._taken = {index for record in records for index in record.anchors}
        free = [index for index in texts if index not in self._taken]
        for record in records:  # what stands between the halves of an anchor is within the row
            record.texts = [index for index in free if record.anchors[0] < index < record.anchors[-1]]
        inner = {index for record in records for index in record.texts}
        self._between: list[list[int]] = [[] for _ in range(len(records) + 1)]
        for index in free:
            if index not in inner:
                self._between[sum(top < index for top in tops)].append(index)
        self._choices = [self._cuts(position) for position in range(len(self._between))]

    def cost(self, align: Align) -> float:
        """How badly an alignment fits."""
        return self._best(align)[0]

    def give(self, align: Align) -> None:
        """Give the lines of text to the rows."""
        _, cuts = self._best(align)
        margins = [self._margin(position, cuts, align) for position in range(len(cuts))]
        for position, (above, below) in enumerate(cuts):
            if position:
                self._records[position - 1].texts += above
            if position < len(self._records):
                self._records[position].texts += below
        for position, record in enumerate(self._records):
            record.settled = min(1.0, *margins[position : position + 2])

    def _margin(self, position: int, cuts: Sequence[tuple[list[int], list[int]]], align: Align) -> float:
        """By how much the next best way to part the lines between two rows is worse, all other lines as they are."""

        def cost_of(above: list[int], below: list[int], own: float) -> float:
            cost = own
            if position:
                cost += self._row_cost(self._records[position - 1], cuts[position - 1][1], above, align)
            if position < len(self._records):
                cost += self._row_cost(self._records[position], below, cuts[position + 1][0], align)
            return cost

        costs = {
            (tuple(above), tuple(below)): cost_of(above, below, own) for above, below, own in self._choices[position]
        }
        chosen = costs.pop((tuple(cuts[position][0]), tuple(cuts[position][1])))
        return max(0.0, min(costs.values(), default=chosen + 1) - chosen)

    def _cuts(self, position: int) -> list[tuple[list[int], list[int], float]]:
        """Ways to part the lines between two anchors: those of the row above, those of the row below, and what that costs."""
        texts = self._between[position]
        above = self._records[position - 1].anchors[-1] if position else None
        below = self._records[position].anchors[0] if position < len(self._records) else None
        most_above = self._chain(above, texts) if above is not None else 0
        most_below = self._chain(below, texts[::-1]) if below is not None else 0
        if above is None or below is None:
            return self._outer_cuts(texts, most_above, most_below, is_first=above is None)
        gaps = self._gaps([above, *texts, below])
        widest = max(gaps)
        found = []
        for cut in range(len(texts) + 1):
            own, rest = texts[: min(cut, most_above)], texts[max(cut, len(texts) - most_below) :]
            lost = len(texts) - len(own) - len(rest)
            found.append((own, rest, _SMALLER_GAP * (widest - gaps[cut]) + _UNOWNED_BELOW * lost))
        return found

    def _outer_cuts(
        self, texts: Sequence[int], most_above: int, most_below: int, *, is_first: bool
    ) -> list[tuple[list[int], list[int], float]]:
        if is_first:
            return [
                ([], list(texts[len(texts) - count :]), self._unowned_above * (most_below - count))
                for count in range(most_below + 1)
            ]
        return [(list(texts[:count]), [], _UNOWNED_BELOW * (most_above - count)) for count in range(most_above + 1)]

    def _chain(self, start: int, texts: Sequence[int]) -> int:
        """How many lines follow each other from an anchor without a wide gap."""
        count, last = 0, start
        for index in texts:
            if abs(index - last) > 1 and not self._is_within(last, index):
                break
            if not is_near(self._lines, min(last, index), max(last, index)):
                break
            count, last = count + 1, index
        return count

    def _is_within(self, one: int, other: int) -> bool:
        """Whether nothing but parts of the same row stands between two lines."""
        return all(index in self._taken for index in range(min(one, other) + 1, max(one, other)))

    def _gaps(self, indexes: Sequence[int]) -> list[float]:
        """Between the free texts of lines that follow each other, in heights of text."""
        return [
            (self._edge(below, 0) - self._edge(above, 1))
            / max(self._lines[above].height, self._lines[below].height, _LEAST_HEIGHT)
            for above, below in pairwise(indexes)
        ]

    def _edge(self, index: int, side: int) -> float:
        """Where the free text of a line begins (0) or ends (1)."""
        texts = self._kinds[index].texts_at
        return texts[side] if texts else self._lines[index].middle

    def _best(self, align: Align) -> tuple[float, list[tuple[list[int], list[int]]]]:
        """The cheapest way to part all lines, by dynamic programming from top to bottom."""
        states = [(cost, [(above, below)]) for above, below, cost in self._choices[0]]
        for position, record in enumerate(self._records, start=1):
            following = []
            for above, below, cost in self._choices[position]:
                options = [
                    (so_far + cost + self._row_cost(record, way[-1][1], above, align), way) for so_far, way in states
                ]
                best, way = min(options, key=lambda option: option[0])
                following.append((best, [*way, (above, below)]))
            states = following
        return min(states, key=lambda state: state[0])

    def _row_cost(self, record: Record, before: Sequence[int], after: Sequence[int], align: Align) -> float:
        """How far the numbers of a row are from where its text says that they should be, in heights."""
        first, last = self._lines[record.anchors[0]], self._lines[record.anchors[-1]]
        if align is Align.TOP and before:
            return (
                _AGAINST_ALIGNMENT * (first.middle - self._lines[before[0]].middle) / max(first.height, _LEAST_HEIGHT)
            )
        if align is Align.BOTTOM and after:
            return _AGAINST_ALIGNMENT * (self._lines[after[-1]].middle - last.middle) / max(last.height, _LEAST_HEIGHT)
        numbers = self._kinds[record.numbers].numbers_at
        texts = [
            place
            for index in (*before, *record.anchors, *record.texts, *after)
            for place in self._kinds[index].texts_at or ()
        ]
        if numbers is None or not texts:
            return 0.0
        wanted = {Align.TOP: min(texts), Align.MIDDLE: (min(texts) + max(texts)) / 2, Align.BOTTOM: max(texts)}[align]
        return max(0.0, abs(numbers - wanted) / max(first.height, _LEAST_HEIGHT) - _UNEVEN)
