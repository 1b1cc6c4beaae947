"""Amounts in Indonesian words (terbilang): a second, independent reading of the total of an invoice or receipt."""

import re
from typing import Final

from rapidfuzz import fuzz, process

_UNITS: Final = {word: number for number, word in enumerate(
    ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
)}  # fmt: skip
_SCALES: Final = {"ribu": 10**3, "juta": 10**6, "miliar": 10**9, "triliun": 10**12}
_EXPANDED: Final = {
    "seratus": "satu ratus", "seribu": "satu ribu", "sepuluh": "satu puluh", "sebelas": "satu belas", "sejuta": "satu juta",
    "milyar": "miliar", "trilyun": "triliun", "kosong": "nol",
}  # fmt: skip
_FILLING: Final = frozenset({"rupiah", "rp", "idr", "sen", "saja", "terbilang"})
_KNOWN: Final = (*_UNITS, *_SCALES, *_EXPANDED, "belas", "puluh", "ratus", *_FILLING)
_LEAST_RATIO: Final = 75


_ENGLISH: Final = frozenset(
    ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
     "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy",
     "eighty", "ninety", "hundred", "thousand", "million", "billion")
)  # fmt: skip


def is_number_word(text: str) -> bool:
    """Whether a printed word says a number or a part of one, in Indonesian or English."""
    words = re.findall(r"[a-z]+", text.lower())
    return bool(words) and all((word in _KNOWN and word not in _FILLING) or word in _ENGLISH for word in words)


def parse_words(text: str) -> int | None:
    """The number that words say; small reading errors and lost spaces between words are mended. None when they say none."""
    total = group = unit = 0
    is_anything = False
    for word in _words(text):
        if word in _UNITS:
            unit = _UNITS[word]
        elif word == "belas":
            group, unit = group + 10 + unit, 0
        elif word == "puluh":
            group, unit = group + unit * 10, 0
        elif word == "ratus":
            group, unit = group + unit * 100, 0
        elif word in _SCALES:
            total, group, unit = total + (group + unit) * _SCALES[word], 0, 0
        else:
            return None
        is_anything = True
    return total + group + unit if is_anything else None


def _words(text: str) -> list[str]:
    found: list[str] = []
    for run in re.findall(r"[a-z]+", text.lower()):
        for part in _split(run):
            if part not in _FILLING:
                found += _EXPANDED.get(part, part).split()
    return found


def _split(run: str) -> list[str]:
    """A run of letters as known words; one that is none stays as it is and spoils the number."""
    if run in _KNOWN:
        return [run]
    parts, rest = [], run
    while rest:
        head = next((word for word in sorted(_KNOWN, key=len, reverse=True) if rest.startswith(word)), None)
        if head is None:
            break
        parts.append(head)
        rest = rest[len(head) :]
    if not rest:
        return parts
    best = process.extractOne(run, _KNOWN, scorer=fuzz.ratio, score_cutoff=_LEAST_RATIO)
    return [best[0]] if best else [run]
