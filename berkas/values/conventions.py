"""Conventions of a document, decided once from everything that it prints: decimal mark, order of day and month, currency.

Each has its certainty. Values that depend on a convention that nothing decides, such as 03/04/2026 in an invoice in dollars, are
unsure, however clearly they were read.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from berkas.values.amounts import DEFAULT_LOCALE, NumberLocale, number_locale

_NUMERIC_DATE: Final = re.compile(r"(?<![\d/.-])(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?![\d/-]|\.\d)")
_MONTH_NAME: Final = (
    r"(?:JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?|AUG(?:UST)?|SEPT?(?:EMBER)?|OCT(?:OBER)?|NOV(?:EMBER)?|"
    r"DEC(?:EMBER)?)"
)
_MONTH_THEN_DAY: Final = re.compile(rf"\b{_MONTH_NAME}\.? \d{{1,2}}(?:ST|ND|RD|TH)?,? \d{{4}}\b", re.IGNORECASE)
_INDONESIAN: Final = re.compile(
    r"\b(?:TANGGAL|TGL|NOMOR|JUMLAH|HARGA|KEPADA|JATUH TEMPO|PERIODE|REKENING|KETERANGAN|JALAN|JL|ALAMAT|BARANG|RUPIAH|RP|IDR)\b",
    re.IGNORECASE,
)
_ENGLISH: Final = re.compile(
    r"\b(?:BILL(?:ED)? TO|SHIP TO|INVOICE DATE|DUE DATE|DATE|AMOUNT|TOTAL|BALANCE|QUANTITY|QTY|DESCRIPTION|PAYMENT|STATEMENT)\b",
    re.IGNORECASE,
)
_SPACED: Final = re.compile(
    r"(?<![\d.,/-])\d{1,3}(?: \d{3})+(?:[.,]\d{2})(?!\d)|(?<![\d.,/-])\d{1,3}(?: \d{3}){2,}(?![\d.,])"
)
_OTHERWISE_GROUPED: Final = re.compile(r"(?<![\d.,])\d{1,3}(?:[.,]\d{3})+(?!\d)")

_CODES: Final = (
    "IDR",
    "USD",
    "SGD",
    "EUR",
    "GBP",
    "JPY",
    "MYR",
    "AUD",
    "CNY",
    "CHF",
    "HKD",
    "THB",
    "INR",
    "CAD",
    "NZD",
)
_SIGNS: Final = {
    "RP": "IDR", "US$": "USD", "S$": "SGD", "SG$": "SGD", "A$": "AUD", "AU$": "AUD", "HK$": "HKD", "C$": "CAD", "NZ$": "NZD",
    "RM": "MYR", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "฿": "THB", "$": "USD",
}  # fmt: skip
_BEFORE_AMOUNT: Final = re.compile(
    r"(?<![A-Z$])(US\$|SG\$|S\$|AU\$|A\$|HK\$|NZ\$|C\$|RP|RM|[€£¥₹฿$]|" + "|".join(_CODES) + r")\.?\s*[-+(]?\s*\d",
    re.IGNORECASE,
)
_BEHIND_AMOUNT: Final = re.compile(r"\d\s*(" + "|".join(_CODES) + r"|[€£¥₹฿$])(?![A-Z\d])", re.IGNORECASE)
_IN_BRACKETS: Final = re.compile(r"\(\s*(RP|RM|US\$|S\$|[€£¥$]|" + "|".join(_CODES) + r")\.?\s*\)", re.IGNORECASE)

_DOLLARS: Final = {
    "AUD": re.compile(r"\b(?:AUSTRALIA|A\.?B\.?N\.?)\b"), "SGD": re.compile(r"\b(?:SINGAPORE|SINGAPURA|UEN)\b"),
    "CAD": re.compile(r"\bCANADA\b"), "NZD": re.compile(r"\bNEW ZEALAND\b"), "HKD": re.compile(r"\bHONG ?KONG\b"),
    "USD": re.compile(r"\b(?:USD|UNITED STATES|U\.?S\.?A\.?|[A-Z]{2},? \d{5})\b|US\$"),
}  # fmt: skip
"""What tells whose dollars a bare sign stands for."""

_ENOUGH_ENGLISH: Final = 2
_SURE: Final = 0.99
_LIKELY: Final = 0.9
_UNDECIDED: Final = 0.6


@dataclass(frozen=True, slots=True)
class Conventions:
    """How a document writes numbers and dates; certainties are 0-1.

    Attributes:
        decimal: Which mark ends the whole part of a number.
        decimal_certainty: Of that.
        groups_by_space: Thousands are parted by spaces.
        is_month_first: In 03/04/2026 the month stands first.
        date_certainty: Of that; values that depend on it are no surer.
        currency: Code of ISO 4217 of most amounts; None when none is printed.
        currency_certainty: Of that.
        dollar: Code of the currency that a bare dollar sign stands for: of the one country with dollars that is named.
    """

    decimal: NumberLocale = DEFAULT_LOCALE
    decimal_certainty: float = _LIKELY
    groups_by_space: bool = False
    is_month_first: bool = False
    date_certainty: float = _SURE
    currency: str | None = None
    currency_certainty: float = 0.0
    dollar: str = "USD"


DEFAULT: Final = Conventions()


def conventions_of(texts: Sequence[str]) -> Conventions:
    """The conventions of a document.

    Args:
        texts: Its lines.
    """
    words = [word for text in texts for word in text.split()]
    decimal = number_locale(words)
    has_shown = number_locale(words, default=None) is not None
    month_first, date_certainty = _date_order(texts)
    currency, currency_certainty = _currency(texts)
    return Conventions(
        decimal,
        _SURE if has_shown else _LIKELY,
        groups_by_space(texts),
        month_first,
        date_certainty,
        currency,
        currency_certainty,
        _dollar(texts),
    )


def groups_by_space(texts: Iterable[str]) -> bool:
    """Whether thousands are parted by spaces: such numbers stand in the document, and more than those with marks between."""
    votes: Counter[bool] = Counter()
    for text in texts:
        votes[True] += len(_SPACED.findall(text))
        votes[False] += len(_OTHERWISE_GROUPED.findall(text))
    return votes[True] >= 2 and votes[True] > votes[False]


def currency_in(text: str) -> str | None:
    """The code of the first currency that stands beside an amount or in brackets; None when none does."""
    found = [match for pattern in (_BEFORE_AMOUNT, _BEHIND_AMOUNT, _IN_BRACKETS) if (match := pattern.search(text))]
    if not found:
        return None
    sign = min(found, key=lambda match: match.start())[1].upper()
    return _SIGNS.get(sign, sign)


def is_currency(word: str) -> bool:
    """Whether a word is the code or the sign of a currency."""
    plain = word.strip(".").upper()
    return plain in _CODES or plain in _SIGNS


def depends_on_date_order(text: str) -> bool:
    """Whether the date in a text would be another one with day and month the other way round."""
    found = _NUMERIC_DATE.search(text)
    return found is not None and int(found[1]) <= 12 and int(found[3]) <= 12 and found[1].zfill(2) != found[3].zfill(2)


def _date_order(texts: Iterable[str]) -> tuple[bool, float]:
    """Whether the month stands first, and how sure that is."""
    votes: Counter[str] = Counter()
    for text in texts:
        for one, _, other, _ in _NUMERIC_DATE.findall(text):
            if int(one) > 12 >= int(other):
                votes["day"] += 1
            elif int(other) > 12 >= int(one):
                votes["month"] += 1
        votes["named"] += len(_MONTH_THEN_DAY.findall(text))
        votes["indonesian"] += len(_INDONESIAN.findall(text))
        votes["english"] += len(_ENGLISH.findall(text))
    if votes["day"] and votes["month"]:
        is_month = votes["month"] > votes["day"]
        return is_month, _UNDECIDED
    if votes["day"] or votes["month"]:
        return votes["month"] > 0, _SURE
    if votes["indonesian"] or votes["english"] < _ENOUGH_ENGLISH:
        return False, _SURE
    return votes["named"] > 0, _UNDECIDED


def _dollar(texts: Iterable[str]) -> str:
    capitals = [text.upper() for text in texts]
    named = [code for code, country in _DOLLARS.items() if any(country.search(text) for text in capitals)]
    return named[0] if len(named) == 1 else "USD"


def _currency(texts: Iterable[str]) -> tuple[str | None, float]:
    votes = Counter(code for text in texts if (code := currency_in(text)) is not None)
    if not votes:
        return None, 0.0
    (code, count), *_ = votes.most_common(1)
    share = count / votes.total()
    return code, share * (_SURE if count > 1 else _LIKELY)
