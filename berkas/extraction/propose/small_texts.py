"""Small texts that need no label: a time of the day, a word that says the value by itself."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from berkas.extraction.propose.layout import Layout, Place, Way
from berkas.extraction.propose.printing import printed_of
from berkas.layout.cells import Pieces
from berkas.layout.folding import fold
from berkas.layout.lines import Line
from berkas.model.strategies import Clock, Words

_TIME: Final = re.compile(r"(?:[01]?\d|2[0-3])[:.][0-5]\d(?:[:.][0-5]\d)?")
_BEHIND_DATE: Final = re.compile(r"(?:^|[-/T])(?:[01]?\d|2[0-3]):[0-5]\d(?:(?::[0-5]\d)+|(?![:.\d]))")
_DATE: Final = re.compile(r"\d{1,4}(?:[-/.]\d{1,2}[-/.]|[- ][A-Z]{3,9}[- ])\d{2,4}", re.IGNORECASE)
_HALF: Final = re.compile(r"[AP]\.?M\.?", re.IGNORECASE)
_MOST_PIECES: Final = 3
_MOST_WORDS: Final = 3


def clock(layout: Layout, _wanted: Clock) -> Iterator[Place]:
    """Every time of the day outside tables: first those that stand on the line of a date."""
    lines = [line for index, line in enumerate(layout.lines) if index not in layout.taken]
    for line in sorted(lines, key=lambda line: _DATE.search(line.text) is None):
        has_date = _DATE.search(line.text) is not None
        for pieces in _times(line):
            # with a point it may be an amount
            if has_date or ":" in printed_of(pieces):
                yield Place(pieces, Way.STRATEGY)


def _times(line: Line) -> Iterator[Pieces]:
    """Each time with its seconds, and the half of the day behind it; one with a point between its numbers stands alone."""
    start = 0
    while start < len(line.pieces):
        windows = [line.pieces[start:end] for end in range(start + 1, min(start + _MOST_PIECES, len(line.pieces)) + 1)]
        texts = [(pieces, printed_of(pieces)) for pieces in windows]
        found = next((pieces for pieces, text in reversed(texts) if _TIME.fullmatch(text)), ())
        found = found or next((pieces for pieces, text in texts if _BEHIND_DATE.search(text)), ())
        if found:
            following = line.pieces[start + len(found) : start + len(found) + 1]
            yield found + following if following and _HALF.fullmatch(following[0].text) else found
        start += max(len(found), 1)


def words(layout: Layout, wanted: Words) -> Iterator[Place]:
    """Each of the words where a cell begins with it, outside tables, in the order of the lines."""
    known = _folded(tuple(wanted.any))
    for cells in layout.cells:
        for cell in cells:
            if cell.line in layout.taken:
                continue
            texts = [fold(piece.text) for piece in cell.pieces[:_MOST_WORDS]]
            found = next((end for end in range(len(texts), 0, -1) if "".join(texts[:end]) in known), 0)
            if found:
                yield Place(cell.pieces[:found], Way.STRATEGY)


@lru_cache(maxsize=64)
def _folded(texts: Sequence[str]) -> frozenset[str]:
    return frozenset(map(fold, texts))
