"""White between texts: where no text stands on lines that follow each other, from left to right, in widths of the page."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from berkas.layout.lines import Line

White = tuple[float, float]
"""Left and right edge of what is bare."""

MOST_WHITES: Final = 60
"""Of one line; what a hostile line has more is taken for text."""


def whites_of(line: Line, least: float, *, left: float = 0.0, right: float = 1.0) -> list[White]:
    """The white of a line within an area, what is narrower than ``least`` left out."""
    found: list[White] = []
    edge = left
    for piece in line.pieces:
        if piece.left - edge >= least:
            found.append((edge, piece.left))
            if len(found) >= MOST_WHITES:
                return found
        edge = max(edge, piece.right)
    if right - edge >= least:
        found.append((edge, right))
    return found


def inner_whites(line: Line, least: float) -> list[White]:
    """The white between the texts of a line."""
    return whites_of(line, least, left=line.pieces[0].left, right=line.pieces[0].left)


def shared(some: Sequence[White], others: Sequence[White], least: float) -> list[White]:
    """What of the white of both, each in order, is at least so wide."""
    return [one for one in _common(some, others) if one[1] - one[0] >= least]


def covered(whites: Sequence[White], others: Iterable[White], least: float) -> list[White | None]:
    """Of each white its widest part that others leave white, None where that is too narrow."""
    left: list[list[White]] = [[] for _ in whites]
    for other in others:
        for index, white in enumerate(whites):
            low, high = max(white[0], other[0]), min(white[1], other[1])
            if high - low >= least:
                left[index].append((low, high))
    return [max(parts, key=lambda part: part[1] - part[0], default=None) for parts in left]


def _common(some: Sequence[White], others: Sequence[White]) -> Iterator[White]:
    one = other = 0
    while one < len(some) and other < len(others):
        low, high = max(some[one][0], others[other][0]), min(some[one][1], others[other][1])
        if high > low:
            yield low, high
        if some[one][1] < others[other][1]:
            one += 1
        else:
            other += 1
