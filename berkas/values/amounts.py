"""Numbers as Indonesian papers print them: two conventions of separators live side by side, so it is decided once per document.

Money has forms such as ``Rp1.234.567,89``, ``IDR 1,234,567.89``, ``25.000,-``, ``(12.500)``, ``150,000.00 DB``, ``1'165'500.00``,
``1 050 000,00``, ``$24,529.24`` and ``55.000/pcs``.
"""

import re
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from typing import Final, overload


class NumberLocale(StrEnum):
    """Which separator ends the whole part of a number."""

    DECIMAL_COMMA = "decimal_comma"
    DECIMAL_POINT = "decimal_point"


DEFAULT_LOCALE: Final = NumberLocale.DECIMAL_COMMA
"""Of Indonesian law and school; software from abroad prints the other one."""

_NUMBER: Final = re.compile(r"(?<![\d.,/])(?:\d{1,3}(?:[.,]\d{3})+|\d+)(?:[.,]\d{1,2})?(?![\d/-]|[.,]\d)")
_NO_MONEY: Final = re.compile(r"[.,]\s*-{1,2}$")
_NEGATIVE: Final = re.compile(r"^\s*[-–−]|^\s*\(.*\)\s*$|[-–−]\s*$")
_DEBIT_MARK: Final = re.compile(r"(?:\b|(?<=\d))(DB|DR|D)\W*$", re.IGNORECASE)
_CREDIT_MARK: Final = re.compile(r"(?:\b|(?<=\d))(CR|KR|K|C)\W*$", re.IGNORECASE)
_SIGNS: Final = r"(?:RP|IDR|USD|SGD|EUR|GBP|JPY|MYR|AUD|CNY|CHF|HKD|CAD|NZD|THB|INR|RM|US\$|SG?\$|AU?\$|HK\$|NZ\$|C\$)"
_CURRENCY: Final = re.compile(
    rf"\b{_SIGNS}(?!\w)(?:\.| \.(?=\d{{3}}))?|{_SIGNS}\.?(?=\s*[\d(+-])|(?<=\d){_SIGNS}(?!\w)|[$€£¥₹฿]", re.IGNORECASE
)
_PER_UNIT: Final = re.compile(r"(?<=\d)(?:[.,]-)?\s*(?:/|\bPER\b)\s*[^\W\d][\w.]*\s*$", re.IGNORECASE)
_APOSTROPHE: Final = re.compile(r"(?<=\d)['’`´](?=\d{3}(?!\d))")
_SPACE_GROUPS: Final = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?=[.,]\d{1,2}(?!\d)|(?![\d.,]))")
_MISREAD: Final = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "|": "1", "S": "5", "B": "8"})
_DIGITS: Final = re.compile(r"\d[\d.,\s]*\d|\d")
_MOST_DIGITS: Final = 18


@overload
def number_locale(texts: Iterable[str], *, default: NumberLocale = DEFAULT_LOCALE) -> NumberLocale: ...


@overload
def number_locale(texts: Iterable[str], *, default: None) -> NumberLocale | None: ...


def number_locale(texts: Iterable[str], *, default: NumberLocale | None = DEFAULT_LOCALE) -> NumberLocale | None:
    """The convention that most numbers of a document show beyond doubt, or the default.

    A number shows it by both separators (``1.234,56``), by two repeated ones (``1.234.567``) or by two decimals (``12,50``).
    """
    votes: Counter[NumberLocale] = Counter()
    for text in texts:
        for found in _NUMBER.findall(_APOSTROPHE.sub("", text)):
            locale = _shown_by(found)
            if locale is not None:
                votes[locale] += 1
    return votes.most_common(1)[0][0] if votes else default


def parse_amount(
    text: str, locale: NumberLocale = DEFAULT_LOCALE, *, groups_by_space: bool = False
) -> int | float | None:
    """An amount of money, negative in parentheses or with a minus; marks of debit and credit are not signs.

    Args:
        text: As printed.
        locale: Of the document; a number that shows its own convention overrules it.
        groups_by_space: The document parts thousands by spaces.

    Returns:
        An int when the amount is whole, else a float with at most two decimals; None when there is no number.
    """
    plain = re.sub(r"\d+(?:[.,]\d+)?\s*%", " ", _PER_UNIT.sub("", _APOSTROPHE.sub("", text)))
    plain = _CURRENCY.sub(" ", plain).strip()
    if groups_by_space:
        plain = _SPACE_GROUPS.sub(lambda number: number[0].replace(" ", ""), plain)
    mark = _DEBIT_MARK.search(plain) or _CREDIT_MARK.search(plain)
    if mark:
        plain = plain[: mark.start()].rstrip()
    negative = bool(_NEGATIVE.search(_NO_MONEY.sub("", plain)))
    plain = _NO_MONEY.sub("", plain).strip(" ()+-–−=*#@")
    value = _decimal(plain, locale, is_money=True)
    if value is None:
        return None
    return as_number(-value if negative else value)


def parse_quantity(text: str, locale: NumberLocale = DEFAULT_LOCALE) -> int | float | None:
    """A quantity, with or without a unit behind it; one separator followed by three digits groups only as the document does."""
    found = _DIGITS.search(_APOSTROPHE.sub("", text))
    value = _decimal(found.group(), locale, is_money=False) if found else None
    return None if value is None else as_number(value)


def parse_percent(text: str) -> int | float | None:
    """A percentage of 0-100, with or without its sign."""
    found = re.search(r"(\d{1,3}(?:[.,]\d{1,2})?)\s*%", text) or re.fullmatch(r"\D*(\d{1,3}(?:[.,]\d{1,2})?)\D*", text)
    if found is None:
        return None
    value = Decimal(found[1].replace(",", "."))
    return as_number(value) if value <= 100 else None


def mark_of(text: str) -> str | None:
    """``debit`` or ``credit``, as an amount or a column of marks says (DB, D, DR; CR, K), or by its sign; None when it does not."""
    if _DEBIT_MARK.search(text):
        return "debit"
    if _CREDIT_MARK.search(text):
        return "credit"
    sign = re.match(r"\s*(?:RP\.?|IDR)?\s*([+-])", text, re.IGNORECASE)
    if sign is None:
        return None
    return "debit" if sign[1] == "-" else "credit"


def as_number(value: Decimal) -> int | float:
    """An int when it is whole, else a float."""
    return int(value) if value == value.to_integral_value() else float(value)


def _first_number(text: str) -> str:
    """The first run of digits and separators, and the groups of three digits that a space parts from it.

    A number with separators is whole: what follows is another one, unless it is a bare group that lost its separator.
    """
    number = ""
    tokens = text.split()
    # a rate or a count may stand before the amount: PPh 23 1.250.000
    while (
        len(tokens) > 1 and re.fullmatch(r"\d{1,2}", tokens[0]) and re.fullmatch(r"\d{1,3}(?:[.,]\d{2,3})+", tokens[-1])
    ):
        tokens = tokens[1:]
    for token in tokens:
        if not number:
            number = token
        elif _continues(number, token):
            lost = re.findall(r"[.,]", number) if number[-1] not in ".," else []
            number += "".join(lost[-1:]) + token
        else:
            break
    return number


def _continues(number: str, token: str) -> bool:
    if not re.fullmatch(r"\d{3}(?:[.,]\d*)*", token) or re.search(r"[.,]\d{1,2}$", number):
        return False
    return number[-1] in ".," or not re.search(r"[.,]", number) or bool(re.fullmatch(r"\d{3}", token))


def _shown_by(number: str) -> NumberLocale | None:
    separators = [char for char in number if char in ".,"]
    if not separators:
        return None
    last = separators[-1]
    decimals = len(number) - number.rindex(last) - 1
    if len(set(separators)) == 2 or (len(separators) == 1 and decimals in {1, 2}):
        return NumberLocale.DECIMAL_COMMA if last == "," else NumberLocale.DECIMAL_POINT
    if len(separators) > 1 and decimals == 3:
        return NumberLocale.DECIMAL_POINT if last == "," else NumberLocale.DECIMAL_COMMA
    return None


def _decimal(text: str, locale: NumberLocale, *, is_money: bool) -> Decimal | None:
    number = _first_number(text.translate(_MISREAD) if any(map(str.isdigit, text)) else text)
    if not re.fullmatch(r"\d[\d.,]*", number) or sum(map(str.isdigit, number)) > _MOST_DIGITS:
        return None
    number = number.rstrip(".,")
    separators = [char for char in number if char in ".,"]
    if not separators:
        return Decimal(number)
    last = separators[-1]
    tail = len(number) - number.rindex(last) - 1
    if len(set(separators)) == 2:
        mark = last if tail != 3 or not is_money else ""
    elif len(separators) > 1:
        mark = last if tail in {1, 2} and is_money else ""
    elif tail != 3:
        mark = last
    elif is_money:
        mark = ""
    else:
        mark = "," if locale is NumberLocale.DECIMAL_COMMA else "."
        mark = mark if mark == last else ""
    if not mark:
        return Decimal(re.sub(r"[.,]", "", number))
    whole, _, part = number.rpartition(mark)
    return Decimal(f"{re.sub(r'[.,]', '', whole)}.{part}")
