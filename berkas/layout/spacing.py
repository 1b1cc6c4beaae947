"""Names whose spaces recognition lost or invented, mended by the other places where the same name stands.

Large or bold capitals are read with full confidence as PT CONTOHLOGISTIK or BERSA MA. A name of a company mostly stands in more
places than one: letterhead, account, signature. The spacing of most of them is right; without a majority nothing is known.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from berkas.layout.lines import Line

_SHORT: Final = 2
"""A word of so few letters is suspicious, unless it is usual in names."""

_USUAL: Final = frozenset(
    {"PT", "CV", "UD", "PD", "FA", "TB", "RS", "DR", "IR", "H", "HJ", "M", "II", "DI", "BIN", "AL", "NU", "DE", "VAN"}
)
_LONG: Final = 13
"""Words of more letters are rarely one."""

_LEAST_LETTERS: Final = 6


def spaced_like_others(name: str, lines: Sequence[Line]) -> tuple[str, bool]:
    """The name as most places of the document space it, and whether its spacing is beyond doubt.

    Args:
        name: In capitals.
        lines: Of the whole document.
    """
    letters = _letters(name)
    if len(letters) < _LEAST_LETTERS:
        return name, True
    own = _unpunctuated(name)
    found = Counter(spaced for line in lines for spaced in _occurrences(letters, line)) or Counter([own])
    best = max(found, key=lambda spaced: (found[spaced], -_doubts(spaced), len(spaced)))
    is_alone = len(found) == 1 or found[best] > max(count for spaced, count in found.items() if spaced != best)
    return (name if best == own else best), is_alone and (found[best] > 1 or not _doubts(best))


def _occurrences(letters: str, line: Line) -> Iterator[str]:
    """Where a line has these letters from the beginning of a word to the end of one, with the spaces of the line."""
    words = [_unpunctuated(piece.text.upper()) for piece in line.pieces]
    for start in range(len(words)):
        joined = ""
        for end in range(start, len(words)):
            joined += _letters(words[end])
            if joined == letters and words[start]:
                yield " ".join(word for word in words[start : end + 1] if word)
                break
            if not letters.startswith(joined):
                break


def _doubts(spaced: str) -> int:
    words = spaced.split()
    return sum((len(word) <= _SHORT and word not in _USUAL) + (len(word) > _LONG) for word in words)


def _letters(text: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", text)


def _unpunctuated(text: str) -> str:
    return " ".join(re.sub(r"[^A-Z0-9 ]", " ", text).split())
