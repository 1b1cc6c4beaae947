"""Amounts and dates as papers print them."""

from datetime import date
from decimal import Decimal
from typing import Final, Literal

Locale = Literal["id", "en"]
"""``id`` prints 1.234.567,89 and ``en`` 1,234,567.89."""

MONTHS: Final = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
ENGLISH_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SHORT_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")

_UNITS: Final = (
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas",
)  # fmt: skip
_SCALES: Final = ((10**9, "miliar"), (10**6, "juta"), (10**3, "ribu"))


def money(amount: int | float | Decimal, locale: Locale = "id", *, decimals: int = 0) -> str:
    """An amount with its thousands grouped."""
    text = f"{amount:,.{decimals}f}"
    return text if locale == "en" else text.translate(str.maketrans(",.", ".,"))


def long_date(day: date, months: tuple[str, ...] = MONTHS) -> str:
    """``7 Maret 2026``."""
    return f"{day.day} {months[day.month - 1]} {day.year}"


def in_words(number: int) -> str:
    """A whole number below a trillion in Indonesian words, as after ``Terbilang``."""
    if number < 12:
        return _UNITS[number]
    if number < 20:
        return f"{_UNITS[number - 10]} belas"
    if number < 100:
        return _joined(f"{_UNITS[number // 10]} puluh", number % 10)
    if number < 200:
        return _joined("seratus", number - 100)
    if number < 1000:
        return _joined(f"{_UNITS[number // 100]} ratus", number % 100)
    if number < 2000:
        return _joined("seribu", number - 1000)
    scale, name = next((scale, name) for scale, name in _SCALES if number >= scale)
    return _joined(f"{in_words(number // scale)} {name}", number % scale)


def _joined(words: str, rest: int) -> str:
    return f"{words} {in_words(rest)}" if rest else words
