"""Amounts, quantities, dates and words of amounts as a document prints them, by one convention for the whole document."""

import random
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from lokal import terbilang

Language = Literal["id", "en"]
Separators = Literal["dotted", "comma", "swiss", "space", "bare"]

_MARKS: Final[dict[Separators, tuple[str, str]]] = {
    "dotted": (".", ","), "comma": (",", "."), "swiss": ("'", "."), "space": (" ", ","), "bare": ("", "."),
}  # fmt: skip
MONTHS: Final[dict[Language, tuple[str, ...]]] = {
    "id": ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December"),
}  # fmt: skip
_SHORT: Final[dict[Language, tuple[str, ...]]] = {
    "id": ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"),
    "en": tuple(month[:3] for month in MONTHS["en"]),
}
_NUMERIC_DATES: Final = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%d-%m-%y", "%m/%d/%Y")
_DATES: Final[dict[str, tuple[str, ...]]] = {
    "id": ("%d/%m/%Y", "%d/%m/%Y", "%d-%m-%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%d-%m-%y", "%Y-%m-%d", "long", "long",
    "long",
           "long0", "short", "short-", "short-yy", "LONG"),
    "en": ("%d/%m/%Y", "%Y-%m-%d", "long", "long0", "short", "short-", "short-yy", "month first", "short month first"),
    "us": ("%m/%d/%Y", "%m/%d/%Y", "month first", "month first", "short month first", "%Y-%m-%d"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Convention:
    """How a document prints figures.

    Attributes:
        language: Of month names and words.
        currency: Code of ISO 4217.
        separators: Of thousands and decimals.
        decimals: Printed with amounts.
        mark: Of the currency, such as ``Rp``.
        is_glued: Whether the mark touches the figure.
        is_behind: Whether the mark follows the figure.
        minus: How amounts are printed that are taken away.
        tail: Behind whole amounts, such as ``,-``.
        date_form: A form of `Convention.day`.
        scale: Minor units in one of the currency.
    """

    language: Language
    currency: str
    separators: Separators
    decimals: int
    mark: str
    is_glued: bool
    is_behind: bool
    minus: Literal["sign", "parentheses", "none"]
    tail: str
    date_form: str
    scale: int

    def figure(self, minor: int) -> str:
        """An amount without its currency."""
        return self.number(Decimal(minor) / self.scale, decimals=self.decimals) + self.tail

    def number(self, value: Decimal, *, decimals: int) -> str:
        """A number with its thousands grouped."""
        group, point = _MARKS[self.separators]
        return f"{value:,.{decimals}f}".replace(",", "\0").replace(".", point).replace("\0", group)

    def quantity(self, value: Decimal) -> str:
        """A quantity with as many decimals as it has."""
        whole = value == value.to_integral_value()
        return self.number(value, decimals=0 if whole else max(0, -int(value.normalize().as_tuple().exponent)))

    def money(self, minor: int) -> str:
        """An amount with its currency."""
        return self.marked(self.figure(minor))

    def marked(self, figure: str) -> str:
        """A printed figure with the currency before or behind it."""
        space = "" if self.is_glued else " "
        return f"{figure} {self.mark}" if self.is_behind else f"{self.mark}{space}{figure}"

    def less(self, printed: str) -> str:
        """An amount that is taken away."""
        return {"sign": f"-{printed}", "parentheses": f"({printed})", "none": printed}[self.minus]

    def day(self, day: date) -> str:
        """A date."""
        months, short = MONTHS[self.language], _SHORT[self.language]
        forms = {
            "long": f"{day.day} {months[day.month - 1]} {day.year}",
            "long0": f"{day:%d} {months[day.month - 1]} {day.year}",
            "LONG": f"{day:%d} {months[day.month - 1].upper()} {day.year}",
            "short": f"{day:%d} {short[day.month - 1]} {day.year}",
            "short-": f"{day:%d}-{short[day.month - 1]}-{day.year}",
            "short-yy": f"{day:%d}-{short[day.month - 1]}-{day:%y}",
            "month first": f"{months[day.month - 1]} {day.day}, {day.year}",
            "short month first": f"{short[day.month - 1]} {day:%d}, {day.year}",
        }
        return forms.get(self.date_form) or f"{day:{self.date_form}}"

    def long_day(self, day: date) -> str:
        """A date as letters have it, whatever the form of the others."""
        if self.date_form in {"%m/%d/%Y", "month first", "short month first"}:
            return f"{MONTHS[self.language][day.month - 1]} {day.day}, {day.year}"
        return f"{day.day} {MONTHS[self.language][day.month - 1]} {day.year}"

    @property
    def is_numeric_date(self) -> bool:
        """Whether day and month are both printed as figures without the year before them."""
        return self.date_form in _NUMERIC_DATES


def make_convention(rng: random.Random, *, language: Language, currency: str, is_american: bool = False) -> Convention:
    """By chance, the usual ones more often."""
    if currency == "IDR":
        separators: Separators = rng.choices(
            ("dotted", "comma", "bare", "space"), (80, 15, 3, 2) if language == "id" else (35, 62, 2, 1)
        )[0]  # fmt: skip
        mark = rng.choices(("Rp", "Rp.", "IDR"), (60, 20, 20) if language == "id" else (25, 10, 65))[0]
        decimals = rng.choices((0, 2), (70, 30) if separators != "comma" else (50, 50))[0]
    else:
        separators = rng.choices(("comma", "swiss", "space", "bare"), (92, 3, 2, 3))[0]
        mark = rng.choice(("$", "$", "US$", "USD") if is_american else ("US$", "USD", "USD"))
        decimals = 2
    return Convention(
        language=language, currency=currency, separators=separators, decimals=decimals, mark=mark,
        is_glued=mark in {"$", "US$"} or (mark in {"Rp", "Rp."} and rng.random() < 0.35),
        is_behind=mark in {"USD", "IDR"} and rng.random() < 0.15,
        minus=rng.choice(("sign", "parentheses", "none")),
        tail=",-" if currency == "IDR" and decimals == 0 and separators == "dotted" and rng.random() < 0.08 else "",
        date_form=rng.choice(_DATES["us" if is_american else language]),
        scale=1 if currency == "IDR" else 100,
    )  # fmt: skip


def make_bank_convention(rng: random.Random, *, language: Language, currency: str, is_whole: bool) -> Convention:
    """Of a bank's statement: amounts in hundredths, mostly printed with them."""
    separators: Separators = rng.choices(
        ("comma", "dotted", "space", "bare"), (58, 38, 2, 2) if currency == "IDR" else (94, 0, 3, 3)
    )[0]
    mark = rng.choice(("Rp", "IDR")) if currency == "IDR" else "USD"
    return Convention(
        language=language, currency=currency, separators=separators, decimals=0 if is_whole else 2, mark=mark,
        is_glued=False, is_behind=False,
        minus=rng.choice(("sign", "none")), tail="", date_form=rng.choice(_DATES[language][:-2]), scale=100,
    )  # fmt: skip


def spelled(minor: int, convention: Convention) -> str:
    """An amount in words, in small letters: rupiah in either language, dollars in English with their cents as a fraction."""
    if convention.currency == "IDR":
        return f"{terbilang(minor) if convention.language == 'id' else in_english(minor)} rupiah"
    return f"{in_english(minor // 100)} and {minor % 100:02d}/100 dollars"


_ONES: Final = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
"thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]  # fmt: skip
_TENS: Final = ["-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def in_english(number: int) -> str:
    """A whole number in English words.

    >>> in_english(1_250_017)
    'one million two hundred fifty thousand seventeen'
    """
    if number < 20:
        return _ONES[number]
    if number < 100:
        return _TENS[number // 10] + (f"-{_ONES[number % 10]}" if number % 10 else "")
    for scale, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= scale:
            rest = f" {in_english(number % scale)}" if number % scale else ""
            return f"{in_english(number // scale)} {name}{rest}"
    raise ValueError(number)


def as_value(minor: int, scale: int) -> int | float:
    """Money as a number, whole when it is."""
    return minor // scale if minor % scale == 0 else minor / scale
