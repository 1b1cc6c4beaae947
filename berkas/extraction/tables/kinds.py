"""Kinds of printed cells, by their shape alone: what a column holds may be known by its cells when its heading is not."""

import re
from collections.abc import Iterable
from enum import Enum, auto
from typing import Final


class Kind(Enum):
    """What the text of a cell looks like."""

    DATE = auto()
    TIME = auto()
    AMOUNT = auto()
    NUMBER = auto()
    PERCENT = auto()
    MARK = auto()
    TEXT = auto()


_MONTH: Final = (
    "JAN(?:UARI|UARY)?|[FP]EB(?:RUARI|RUARY)?|MAR(?:ET|CH)?|MRT|APR(?:IL)?|MEI|MAY|JUN[IE]?|JUL[IY]?|AG(?:US?T?(?:US)?|T|S)|AUG(?:UST)?|"
    "SEPT?(?:EMBER)?|O[KC]T(?:OBER)?|NO[VP](?:EMBER)?|DE[SC](?:EMBER)?"
)
_DATE: Final = re.compile(
    rf"\d{{4}}-\d\d-\d\d(?!\d)|\d{{1,2}}[-/]\d{{1,2}}(?:[-/]\d{{2,4}})?(?![\d/.,-])|\d{{1,2}}\.\d{{1,2}}\.\d{{2,4}}(?!\d)"
    rf"|\d{{1,2}}[ ,-]{{0,2}}(?:{_MONTH})\b|(?:{_MONTH})\.? \d{{1,2}}\b",
    re.IGNORECASE,
)
_TIME: Final = re.compile(
    r"(?:[01]?\d|2[0-3])[:.][0-5]\d(?:[:.][0-5]\d)?(?:\s*(?:WIB|WITA|WIT|AM|PM))?$", re.IGNORECASE
)
_SIGN: Final = r"[+\-–−(]?\s*"
_CURRENCY: Final = r"(?:(?:RP|IDR|USD|US\$|SGD|S\$|EUR|GBP|JPY|MYR|RM|AUD|A\$|CHF)\.?|[$€£¥])?\s*"
_AMOUNT: Final = re.compile(
    rf"{_SIGN}{_CURRENCY}{_SIGN}(?:\d{{1,3}}(?:[.,'’ ]\d{{3}})+(?:[.,]\d{{1,2}})?|\d+[.,]\d{{2}})"
    r"(?:\s*[.,]\s*-{1,2})?\)?\s*[-+]?\s*(?:DB|DR|CR|D|K|C|IDR|USD|/\s*\w+\.?)?$",
    re.IGNORECASE,
)
_WITH_CURRENCY: Final = re.compile(
    r"(?:RP|IDR|USD|SGD|EUR|MYR|RM|US\$|S\$|[$€£¥])\.?\s*-?\d[\d.,]*(?:\s*,-)?$", re.IGNORECASE
)
_NUMBER: Final = re.compile(r"[+-]?\d{1,6}(?:[.,]\d{1,3})?(?:\s*[A-Za-z²³.]{1,8})?$")
_PERCENT: Final = re.compile(r"[+-]?\d{1,3}(?:[.,]\d{1,3})?\s*%$")
_MARK: Final = re.compile(r"(?:DB|CR|DR|D|K|C|KR|DEBET|DEBIT|KREDIT|CREDIT)$", re.IGNORECASE)

_MONEY: Final = re.compile(r"(?<![\d./-])(?:\d{1,3}(?:[.,'’]\d{3})+(?:[.,]\d{1,2})?|\d+[.,]\d{2})(?![\d./%-])")
"""An amount somewhere in a line: groups of three digits, or two decimals."""

LEAST_SHARE: Final = 0.6
"""A column is of a kind when at least this part of its cells are."""


def kind_of(text: str) -> Kind:
    """The kind of a cell."""
    plain = text.strip(" :;|")
    if _PERCENT.match(plain):
        return Kind.PERCENT
    if _TIME.match(plain):
        return Kind.TIME
    if _DATE.match(plain):
        return Kind.DATE
    if _AMOUNT.match(plain) or _WITH_CURRENCY.match(plain):
        return Kind.AMOUNT
    if _NUMBER.match(plain):
        return Kind.NUMBER
    return Kind.MARK if _MARK.match(plain) else Kind.TEXT


def share_of(texts: Iterable[str], *kinds: Kind) -> float:
    """Which part of the cells is of one of these kinds, 0-1; 0 when there are none."""
    found = [kind_of(text) in kinds for text in texts]
    return sum(found) / len(found) if found else 0.0


def has_money(text: str) -> bool:
    """Whether an amount stands somewhere in a text."""
    return _MONEY.search(text) is not None


def begins_with_date(text: str) -> bool:
    """Whether a text begins with a date."""
    return _DATE.match(text.strip(" :;|")) is not None
