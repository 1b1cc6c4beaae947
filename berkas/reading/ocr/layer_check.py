"""Comparing some lines of a text layer with what OCR reads at their places in the picture of the page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from rapidfuzz.distance import Indel

from berkas.model.geometry import Word
from berkas.reading.images import Pixels
from berkas.reading.layer_doubts import likeness

SAMPLED: Final = 24
"""Runs of words that are compared: a card has as many, and a page of print four times as many."""

_CELL_GAP: Final = 1.5
"""A gap wider than this part of the words' height ends a run: pictures of lines should hold text."""

_LEAST_CHARACTERS: Final = 3
_PADDING: Final = 0.1
_LEAST_EQUAL: Final = 0.85
"""Part of the runs that both read alike, without which the layer is not believed."""

_LEAST_SIMILAR: Final = 0.985
"""The same of characters."""

_BOTH: Final = 0.99
"""Certainty of a word that the layer and OCR give alike: two readings that agree were right in 99.6 % of lines."""

_DIFFERENT: Final = 0.8
_ALIKE: Final = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‐": "-"})

Recognise = Callable[[list[Pixels]], Sequence[str]]
"""The text of each picture of a line."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Words that follow each other on a line.

    Attributes:
        words: Their indexes on the page.
        text: Without spaces.
    """

    words: tuple[int, ...]
    text: str


def certified(words: Sequence[Word], picture: Pixels, recognise: Recognise) -> tuple[Word, ...] | None:
    """The words of a text layer with the certainty that a comparison gives them; None where the layer cannot be believed.

    Args:
        words: Of the layer.
        picture: Of the page as seen, whole.
        recognise: Reads pictures of lines.
    """
    sampled = _sample([run for run in _runs(words) if len(run.text) >= _LEAST_CHARACTERS])
    pairs = [(run, crop) for run in sampled if (crop := _crop(words, run, picture)).size]
    if not pairs:
        return None
    read = recognise([crop for _, crop in pairs])
    compared = [(run, _plain(text)) for (run, _), text in zip(pairs, read, strict=True)]
    equal = [run.text == text for run, text in compared]
    similar = [Indel.normalized_similarity(run.text, text) * len(run.text) for run, text in compared]
    characters = sum(len(run.text) for run, _ in compared)
    if sum(equal) < _LEAST_EQUAL * len(compared) or sum(similar) < _LEAST_SIMILAR * characters:
        return None
    # what was not compared is right as often as what was (rule of succession)
    certainty = [min(_BOTH, round((sum(equal) + 1) / (len(equal) + 2), 4))] * len(words)
    for (run, _), is_equal in zip(compared, equal, strict=True):
        for index in run.words:
            certainty[index] = _BOTH if is_equal else _DIFFERENT
    return tuple(replace(word, confidence=sure) for word, sure in zip(words, certainty, strict=True))


def _runs(words: Sequence[Word]) -> list[_Run]:
    runs: list[list[int]] = []
    for index, word in enumerate(words):
        before = words[runs[-1][-1]] if runs else None
        if before is not None and before.line == word.line:
            gap = word.box.x - before.box.right
            # lengths across and down are parts of different sides; sheets are no more than 1.5 times longer than wide
            if -word.box.h < gap < _CELL_GAP * word.box.h:
                runs[-1].append(index)
                continue
        runs.append([index])
    return [_Run(tuple(run), _plain("".join(words[index].text for index in run))) for run in runs]


def _sample(runs: list[_Run]) -> list[_Run]:
    """Runs of all parts of the page, and the least likely ones."""
    if len(runs) <= SAMPLED:
        return runs
    half = SAMPLED // 2
    unlikely = sorted(range(len(runs)), key=lambda index: likeness(runs[index].text) / len(runs[index].text))[:half]
    spread = [index * len(runs) // half for index in range(half)]
    return [runs[index] for index in sorted({*unlikely, *spread})]


def _crop(words: Sequence[Word], run: _Run, picture: Pixels) -> Pixels:
    height, width = picture.shape[:2]
    boxes = [words[index].box for index in run.words]
    top, bottom = min(box.y for box in boxes) * height, max(box.bottom for box in boxes) * height
    padding = (bottom - top) * _PADDING
    left, right = min(box.x for box in boxes) * width - padding, max(box.right for box in boxes) * width + padding
    return picture[max(0, round(top - padding)) : round(bottom + padding), max(0, round(left)) : round(right)]


def _plain(text: str) -> str:
    return "".join(text.split()).translate(_ALIKE)
