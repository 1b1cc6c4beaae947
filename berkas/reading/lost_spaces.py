"""Spaces that the library which reads text layers loses, where a letter is set closer to the space before it than usual.

A line's own spacing tells: between the letters of its words nothing is left but what the typeface and rounding leave, the same
everywhere; where more is left, a space was.
"""

import itertools
import statistics
from collections.abc import Iterator, Sequence
from typing import Final

from berkas.reading.glyphs import Break, Glyph

_SPACE: Final = 0.085
"""In heights of a character's box: what is left of a narrow space when the next letter is set closer."""

_UNEVEN: Final = 4
"""Minimum width of a space in lines with uneven distances, in median deviations."""

_LEAST_GAPS: Final = 6
"""Minimum distances of a line for a judgement of its spacing."""

_WORD_BREAK: Final = Break(is_line=False)


def with_lost_spaces(items: Sequence[Glyph | Break]) -> Iterator[Glyph | Break]:
    """The characters of a page with a break where a space was lost.

    Args:
        items: Glyphs and breaks in the order of the file.
    """
    line: list[Glyph | Break] = []
    for item in items:
        if isinstance(item, Break) and item.is_line:
            yield from _mended(line)
            yield item
            line = []
        else:
            line.append(item)
    yield from _mended(line)


def _mended(line: Sequence[Glyph | Break]) -> Iterator[Glyph | Break]:
    gaps = [_gap(one, other) for one, other in itertools.pairwise(line)]
    known = [gap for gap in gaps if gap is not None and abs(gap) < 1]
    if len(known) < _LEAST_GAPS:
        yield from line
        return
    usual = statistics.median(known)
    deviation = statistics.median(abs(gap - usual) for gap in known)
    least = usual + max(_SPACE, _UNEVEN * deviation)
    is_wide = [gap is not None and least < gap < 1 for gap in gaps]
    word = 0
    for position, item in enumerate(line):
        if isinstance(item, Break):
            word = position + 1
        yield item
        if position < len(gaps) and is_wide[position] and not _is_set_apart(is_wide, gaps, word):
            yield _WORD_BREAK


def _is_set_apart(is_wide: Sequence[bool], gaps: Sequence[float | None], start: int) -> bool:
    """Whether the letters of a word are set apart on purpose: more than a third of its distances are wide."""
    end = next((at for at in range(start, len(gaps)) if gaps[at] is None), len(gaps))
    return sum(is_wide[start:end]) * 3 > end - start and end - start > 2


def _gap(one: Glyph | Break, other: Glyph | Break) -> float | None:
    """Between two letters of a word, or a letter and a figure, in heights of their boxes; None beside a break.

    None between figures, which are set at distances of their own, and beside a 1, whose own white is as wide as a space.
    """
    if isinstance(one, Break) or isinstance(other, Break) or "1" in (one.text, other.text):
        return None
    if not (one.text.isalnum() and other.text.isalnum()) or not (one.text.isalpha() or other.text.isalpha()):
        return None
    return (other.left - one.right) / max(one.bottom - one.top, 1e-6)
