"""Amounts in words (terbilang), Indonesian or English: a second, independent reading of the total of an invoice or receipt."""

import re
from collections.abc import Iterable, Sequence
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


_ENGLISH_UNITS: Final = {word: number for number, word in enumerate(
    ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
     "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
)}  # fmt: skip
_ENGLISH_TENS: Final = {word: 10 * number for number, word in enumerate(
    ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2
)}  # fmt: skip
_ENGLISH_SCALES: Final = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_ENGLISH: Final = frozenset((*_ENGLISH_UNITS, *_ENGLISH_TENS, "hundred", *_ENGLISH_SCALES))
_ENGLISH_FILLING: Final = frozenset(
    ("and", "only", "say", "in", "words", "us", "usd", "sgd", "aud", "gbp", "eur", "idr", "rp", "rupiah", "rupiahs", "dollar",
     "dollars", "pound", "pounds", "sterling", "euro", "euros", "singapore", "american", "australian", "saja")
)  # fmt: skip
_MAJOR: Final = frozenset({"dollar", "dollars", "pound", "pounds", "euro", "euros", "rupiah", "rupiahs"})
_MOST_WORDS: Final = 60
"""No amount is longer; what is, is other text."""

_CENTS: Final = frozenset({"cent", "cents", "sen", "pence", "penny"})


def is_number_word(text: str) -> bool:
    """Whether a printed word says a number or a part of one, in Indonesian or English."""
    words = re.findall(r"[a-z]+", text.lower())
    return bool(words) and all((word in _KNOWN and word not in _FILLING) or word in _ENGLISH for word in words)


def parse_words(text: str) -> float | None:
    """The number that words say, in Indonesian or English; hundredths are its fraction. None when they say none.

    In Indonesian small reading errors and lost spaces between words are mended.

    >>> parse_words("Satu juta lima ribu rupiah"), parse_words("USD Two Hundred Five and Seventy-One Cents only")
    (1005000, 205.71)
    """
    words = re.findall(r"[a-z]+", text.lower())
    return _in_english(words) if not _ENGLISH.isdisjoint(words) else _in_indonesian(_expanded(words))


def _in_indonesian(words: Sequence[str]) -> int | None:
    total = group = unit = 0
    for word in words:
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
    return total + group + unit if words else None


def _in_english(words: Sequence[str]) -> float | None:
    """Words of a number; with CENTS those behind the currency, or behind the last AND, are hundredths."""
    if len(words) > _MOST_WORDS:
        return None
    if _CENTS.isdisjoint(words):
        return _whole_in_english(words)
    # behind the name of the currency, else behind the last AND
    joints = [at for at, word in enumerate(words) if word in _MAJOR] or [
        at for at, word in enumerate(words) if word == "and"
    ]
    if not joints:
        return None
    whole = _whole_in_english(words[: joints[-1]])
    hundredths = _whole_in_english([word for word in words[joints[-1] :] if word not in _CENTS])
    return None if whole is None or hundredths is None or hundredths >= 100 else round(whole + hundredths / 100, 2)


def _whole_in_english(words: Sequence[str]) -> int | None:
    total = group = 0
    is_anything = False
    for word in words:
        if word in _ENGLISH_FILLING:
            continue
        if word in _ENGLISH_SCALES:
            total, group = total + max(group, 1) * _ENGLISH_SCALES[word], 0
        elif word == "hundred":
            group = max(group, 1) * 100
        elif word in _ENGLISH:
            group += _ENGLISH_UNITS.get(word, 0) + _ENGLISH_TENS.get(word, 0)
        else:
            return None
        is_anything = True
    return total + group if is_anything else None


def _expanded(words: Iterable[str]) -> list[str]:
    found: list[str] = []
    for run in words:
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
