"""Dates that registers and contracts say in Indonesian words: DUA PULUH EMPAT MEI TAHUN DUA RIBU SEPULUH.

>>> from datetime import date
>>> parse_spoken_date("dua belas bulan Agustus tahun dua ribu dua puluh empat", today=date(2026, 1, 1))
datetime.date(2024, 8, 12)
>>> parse_spoken_date("TIGA PULUH FEBRUARI SERIBU SEMBILAN RATUS SEMBILAN PULUH", today=date(2026, 1, 1)) is None
True
"""

import re
from datetime import date
from typing import Final

from berkas.values.dates import is_likely_year, month_of
from berkas.values.number_words import is_number_word, parse_words

_BETWEEN: Final = frozenset({"BULAN", "TAHUN", "TANGGAL"})
_LONGEST_DAY: Final = 3
_LONGEST_NUMBER: Final = 4

_LONGEST_YEAR: Final = 8
_MONTH_LETTERS: Final = 3
_LEAST_JOINED: Final = 7
"""Letters of two words of numbers together, at least."""


def parse_spoken_date(text: str, *, today: date) -> date | None:
    """The first date in words in a text: a day and a year in words or digits around the name of a month, at least one in words.

    Args:
        text: As printed.
        today: Of the reading; years far from it are misreadings.
    """
    words = [word for word in re.findall(r"[A-Z]+|\d+", text.upper()) if word not in _BETWEEN]
    for position, word in enumerate(words):
        month = month_of(word) if len(word) >= _MONTH_LETTERS and not _is_of_number(word) else None
        if month is None:
            continue
        before, after = _run(words[:position][::-1])[::-1], _run(words[position + 1 :])
        day, year = _number(before[-_LONGEST_DAY:]), _number(after[:_LONGEST_YEAR])
        if (
            day is None
            or year is None
            or not (is_likely_year(year, today=today) and any(map(str.isalpha, "".join(before + after))))
        ):
            continue
        try:
            return date(year, month, day)
        except ValueError:
            continue
    return None


def _run(words: list[str]) -> list[str]:
    """The words from the first on that are of a number; digits are one alone."""
    if words and words[0].isdigit():
        return words[:1]
    end = next((n for n, word in enumerate(words) if not _is_of_number(word)), len(words))
    return words[:end]


def _is_of_number(word: str) -> bool:
    """Whether a word is of a number; several may stand together without a space."""
    return is_number_word(word) or (len(word) >= _LEAST_JOINED and parse_words(word) is not None)


def _number(words: list[str]) -> int | None:
    if not words:
        return None
    if words[0].isdigit():
        return int(words[0]) if len(words[0]) <= _LONGEST_NUMBER else None
    found = parse_words(" ".join(words))
    return int(found) if found is not None else None
