"""Normalisers of registers: numbers of businesses, fields of business, certificates, and order among brothers and sisters."""

import re
from collections.abc import Mapping
from itertools import takewhile
from typing import Final

from berkas.model.extraction import Scalar
from berkas.values.context import NormaliseContext, Normaliser
from berkas.values.identifiers import birth_certificate, kbli, nib
from berkas.values.number_words import is_number_word, parse_words

READ_AS_DIGIT: Final = str.maketrans(
    {"O": "0", "o": "0", "D": "0", "Q": "0", "I": "1", "l": "1", "L": "1", "|": "1", "Z": "2", "S": "5", "s": "5", "G": "6",
     "b": "6", "B": "8"}
)  # fmt: skip
_DIGITS: Final = re.compile(r"(?<![A-Za-z0-9])[\dOoDQIlL|ZSsGbB](?:[ .-]?[\dOoDQIlL|ZSsGbB])+")
_CERTIFICATE: Final = re.compile(r"\d{4} ?[-–] ?[A-Z]{2} ?[-–] ?\d{8} ?[-–] ?\d{4,5}")
_ROMAN: Final = re.compile(r"(?<=\d) ?/ ?([IVXL1|]+) ?/ ?(?=\d{4})")
_READ_AS_ONE: Final = str.maketrans({"L": "I", "1": "I", "|": "I"})
_LONGEST_ORDINAL: Final = 2
_LONGEST_NUMBER: Final = 200
"""Characters that are looked at for a number."""

_NUMBER: Final = re.compile(r"(?<![A-Z0-9.])[A-Z0-9.]*\d[A-Z0-9.]*(?: ?[-/–.] ?[A-Z0-9.]+)*")

_SCALES: Final = (
    ("ribu", 10**3), ("thousand", 10**3), ("juta", 10**6), ("million", 10**6), ("mil[iy]ar", 10**9), ("billion", 10**9),
)  # fmt: skip


def business_number(value: str, _context: NormaliseContext) -> Scalar:
    """Thirteen digits, alone or among other words; letters that are usual misreadings of digits are taken as such."""
    for found in _DIGITS.finditer(value):
        digits = nib.compact(found.group().translate(READ_AS_DIGIT))
        if nib.is_valid(digits):
            return digits
    return None


def business_field(value: str, _context: NormaliseContext) -> Scalar:
    """Five digits whose first two are a division of the classification; the number of a row before them is left out."""
    for word in value.split():
        digits = kbli.compact(word.translate(READ_AS_DIGIT)) if any(map(str.isdigit, word)) else ""
        if kbli.is_valid(digits):
            return digits
    return None


def certificate_number(value: str, _context: NormaliseContext) -> Scalar:
    """The number of a certificate of a registry in capitals without spaces; a month in Roman digits has no L."""
    upper = _ROMAN.sub(lambda found: "/" + found[1].translate(_READ_AS_ONE) + "/", value.upper())
    found = _CERTIFICATE.search(upper) or _NUMBER.search(upper[:_LONGEST_NUMBER])
    return birth_certificate.compact(found.group()).strip(".-/") if found else None


def ordinal(value: str, _context: NormaliseContext) -> Scalar:
    """Which one of several, as a number: 2, ke-2, KEDUA, DUA, PERTAMA."""
    words = re.findall(r"[A-Z]+|\d+", value.upper())
    for position, word in enumerate(words):
        if word.isdigit():
            return int(word) if len(word) <= _LONGEST_ORDINAL else None
        if word == "PERTAMA":
            return 1
        # DUA of KEDUA, DUA BELAS of KE DUA BELAS
        first = word.removeprefix("KE")
        more = takewhile(is_number_word, words[position + 1 :])
        spoken = parse_words(" ".join((first, *more))) if parse_words(first) is not None else None
        if spoken:
            return int(spoken)
    return None


def unit_scale(value: str, _context: NormaliseContext) -> Scalar:
    """What amounts are to be multiplied by: 1000 for ribuan, a million for jutaan."""
    return next((scale for word, scale in _SCALES if re.search(rf"\b{word}", value, re.IGNORECASE)), None)


NORMALISERS: Final[Mapping[str, Normaliser]] = {
    "nib": business_number,
    "kbli": business_field,
    "certificate_number": certificate_number,
    "ordinal": ordinal,
    "unit_scale": unit_scale,
}
"""By name; docs/templates.md lists them."""
