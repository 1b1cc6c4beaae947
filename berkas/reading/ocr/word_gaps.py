"""Where the words of a recognised line end, decided by the gaps between its letters in the picture.

The recogniser invents spaces beside wide letters (JA WA, DEWI SPECI MEN) and loses some. Every gap is measured against the line's
own letter spacing and its own word gaps. Measured on 4 180 spaces and 26 000 other gaps of drawn lines in 21 faces, names with many
wide letters: of 558 invented spaces 20 are left, one real one is taken away, and 22 of 74 lost ones are found. A pattern behind the
letters, as cards have it, closes gaps: a space that the recogniser wrote is only taken away where others of its line are plain.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from statistics import median
from typing import Final

import cv2
import numpy as np

from berkas.reading.images import Pixels

_JOINED_BELOW: Final = 0.04
"""A space that the recogniser wrote is none where its gap exceeds those between letters by less; in heights of the line."""

_PLAIN: Final = 0.15
"""Other word gaps of a line are plain to see where they exceed the gaps between letters by so much: no pattern hides them."""

_FAR: Final = 1.4
"""Letters whose middles are so far from each other belong to two words, whatever lies between them; no letter is so wide."""

_PARTED_ABOVE: Final = 0.17
"""A gap without a space that it wrote parts words where it exceeds them by more."""

_UNSURE: Final = 0.03
"""A gap so near to that bound leaves the space in doubt."""

_OF_WORD_GAPS: Final = 0.5
"""A space that it wrote is doubted where its gap is narrower than this part of the line's other ones."""

_LIKE_WORD_GAPS: Final = 0.75
"""A gap inside a word is a lost space where it is as wide as this part of the line's word gaps."""

_INK: Final = 0.03
"""Part of a column's pixels below which the column is empty."""

_MARGIN: Final = 0.12
"""Upper and lower part of a line's picture that may hold other lines."""

_LEAST_WORD_GAP: Final = 0.02


@dataclass(frozen=True, slots=True)
class Spacing:
    """How the letters of a line form words.

    Attributes:
        starts: Number of the first letter of every word but the first.
        unsure: Those of them, and of the spaces that were taken away, that the picture leaves in doubt.
    """

    starts: tuple[int, ...]
    unsure: frozenset[int]


def bounds_of_words(text: str, letters: str) -> list[tuple[int, int]]:
    """First letter of each word and the one behind its last, by the spaces of the text; each letter alone where both disagree.

    >>> bounds_of_words("Nomor： 0867", "Nomor：0867")
    [(0, 6), (6, 10)]
    """
    words = text.split()
    if "".join(words) != letters:
        return [(place, place + 1) for place in range(len(letters))]
    return list(pairwise((0, *accumulate(map(len, words)))))


def spacing_of(
    crop: Pixels, letters: str, columns: Sequence[float], parted: Sequence[int], written: frozenset[int]
) -> Spacing:
    """The words of a line.

    Args:
        crop: Picture of the line.
        letters: Of the line, without spaces.
        columns: Middle of every letter, in pixels from the left.
        parted: Number of the first letter of every word but the first, as the recogniser has it.
        written: Those of them before which it wrote a space; others it parted for their distance alone.
    """
    gaps = _gaps(crop, columns)
    inner = [gap for number, gap in enumerate(gaps, 1) if number not in parted]
    if not inner:
        return Spacing(tuple(parted), frozenset())
    usual = median(inner)
    words = [gaps[number - 1] - usual for number in written]
    starts, unsure = [], set()
    for number, gap in enumerate(gaps, 1):
        beyond = gap - usual
        others = _word_gap(words, beyond, is_one=number in written)
        if number in written:
            # the recogniser is nearly always right; only a line whose other spaces are plain to see can contradict it
            is_narrow = others is not None and others >= _PLAIN and beyond < _OF_WORD_GAPS * others
            is_space = not is_narrow or beyond >= _JOINED_BELOW
            is_sure = not is_narrow or beyond < _JOINED_BELOW
        else:
            # a 1 and a hyphen stand in wide gaps of their own
            is_text = letters[number - 1].isalpha() and letters[number].isalpha()
            is_lost = is_text and others is not None and beyond >= _LIKE_WORD_GAPS * others
            is_far = number in parted and columns[number] - columns[number - 1] >= _FAR * crop.shape[0]
            is_space = is_far or (beyond >= _PARTED_ABOVE and (number in parted or is_lost))
            is_sure = is_far or not (is_space or number in parted) or abs(beyond - _PARTED_ABOVE) > _UNSURE
        if is_space:
            starts.append(number)
        if not is_sure:
            unsure.add(number)
    return Spacing(tuple(starts), frozenset(unsure))


def _word_gap(words: Sequence[float], own: float, *, is_one: bool) -> float | None:
    """The usual gap between the other words of a line; None where there are no others."""
    others = list(words)
    if is_one:
        others.remove(own)
    return max(median(others), _LEAST_WORD_GAP) if others else None


def _gaps(crop: Pixels, columns: Sequence[float]) -> list[float]:
    """The widest empty stretch between the middles of neighbouring letters, in heights of the line."""
    height = crop.shape[0]
    grey = cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY)
    level, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    ink = grey < level
    if ink.mean() > 0.5:  # light letters on dark ground
        ink = ~ink
    margin = max(1, round(height * _MARGIN))
    empty = ink[margin : height - margin].sum(axis=0) <= _INK * height
    edges = np.flatnonzero(np.diff(np.concatenate(([False], empty, [False])).astype(np.int8))).tolist()
    begins, ends = edges[::2], edges[1::2]
    found = []
    for left, right in pairwise(columns):
        widest, number = 0.0, bisect_left(ends, left)
        while number < len(begins) and begins[number] < right:
            widest = max(widest, min(ends[number], right) - max(begins[number], left))
            number += 1
        found.append(widest / height)
    return found
