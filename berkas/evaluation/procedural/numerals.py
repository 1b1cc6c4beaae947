"""Amounts, quantities and days as the documents of a convention print them, and amounts in English words."""

import random
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from berkas.evaluation.specimens.wording import ENGLISH_MONTHS, MONTHS, SHORT_MONTHS

Currency = Literal["IDR", "USD", "SGD", "EUR", "JPY"]

_SIGNS: Final[dict[Currency, tuple[str, ...]]] = {
    "IDR": ("Rp", "Rp.", "IDR", "Rp", "RP"),
    "USD": ("$", "US$", "USD", "USD $"),
    "SGD": ("S$", "SGD"),
    "EUR": ("€", "EUR"),
    "JPY": ("¥", "JPY"),
}
_SEPARATORS: Final = {"id": (".", ","), "en": (",", "."), "swiss": ("'", "."), "space": (" ", ","), "bare": ("", ".")}
_MARKED: Final = ("never", "totals", "sums", "always")

SMALL_NUMBERS: Final = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS: Final = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES: Final = ((10**9, "billion"), (10**6, "million"), (10**3, "thousand"), (100, "hundred"))


@dataclass(frozen=True, slots=True)
class Convention:
    """How a document prints money.

    Attributes:
        currency: ISO 4217.
        separators: Name of the pair of separators.
        decimals: Printed ones.
        sign: Of the currency.
        is_glued: No space between sign and number.
        is_behind: The sign stands behind the number.
        marked: Which amounts bear the sign: ``never``, ``totals``, ``sums``, ``always``.
        tail: Behind whole amounts, such as ``,-``.
        has_parentheses: Around what is taken off; else a minus, or nothing.
        has_minus: Before what is taken off.
    """

    currency: Currency
    separators: str
    decimals: int
    sign: str
    is_glued: bool
    is_behind: bool
    marked: str
    tail: str
    has_parentheses: bool
    has_minus: bool

    def number(self, amount: Decimal, decimals: int | None = None) -> str:
        """An amount without a sign of its currency."""
        places = self.decimals if decimals is None else decimals
        group, point = _SEPARATORS[self.separators]
        text = f"{abs(amount):,.{places}f}"
        text = text.replace(",", "\0").replace(".", point).replace("\0", group)
        return ("-" if amount < 0 else "") + text + (self.tail if places == 0 else "")

    def money(self, amount: Decimal, level: str = "always") -> str:
        """An amount with the sign of its currency where this level of amount bears it: ``cell``, ``sums`` or ``totals``."""
        text = self.number(amount)
        wanted = {"cell": ("always",), "sums": ("always", "sums"), "totals": ("always", "sums", "totals")}
        if self.marked not in wanted.get(level, _MARKED):
            return text
        space = "" if self.is_glued else " "
        return f"{text}{space}{self.sign}" if self.is_behind else f"{self.sign}{space}{text}"

    def taken_off(self, amount: Decimal, level: str = "sums") -> str:
        """An amount that is subtracted."""
        text = self.money(abs(amount), level)
        if self.has_parentheses:
            return f"({text})"
        return f"-{text}" if self.has_minus else text

    def quantity(self, value: Decimal) -> str:
        """A quantity, with decimals only where it has some."""
        if value == value.to_integral_value():
            return self.number(value, 0).removesuffix(self.tail) if self.tail else self.number(value, 0)
        return self.number(value, 1 if value * 10 == (value * 10).to_integral_value() else 2)

    def shows_currency(self, *levels: str) -> bool:
        """Whether an amount of these levels bears the sign."""
        return any(self.sign in self.money(Decimal(1), level) for level in levels)


def make_convention(rng: random.Random, currency: Currency) -> Convention:
    """A convention that documents in this currency have."""
    if currency == "IDR":
        separators = rng.choices(("id", "en", "swiss", "space", "bare"), (60, 31, 2, 4, 3))[0]
        decimals = rng.choices((0, 2), (65, 35))[0]
    else:
        separators = rng.choices(("en", "id", "swiss", "space"), (84, 8, 4, 4))[0]
        decimals = 0 if currency == "JPY" else 2
    return Convention(
        currency=currency,
        separators=separators,
        decimals=decimals,
        sign=rng.choice(_SIGNS[currency]),
        is_glued=rng.random() < 0.5,
        is_behind=currency != "IDR" and rng.random() < 0.1,
        marked=rng.choices(_MARKED, (22, 30, 20, 28))[0],
        tail=",-" if currency == "IDR" and not decimals and rng.random() < 0.08 else "",
        has_parentheses=rng.random() < 0.3,
        has_minus=rng.random() < 0.6,
    )


DateForm = Literal[
    "dmy_slash", "dmy_dash", "dmy_dot", "dmy_short", "iso", "long", "abbreviated", "dashed", "us_long", "us", "compact",
    "day_slash", "day_month", "day_dash",
]  # fmt: skip

_DAY_FIRST: Final[tuple[DateForm, ...]] = (
    "dmy_slash", "dmy_slash", "dmy_dash", "dmy_dot", "dmy_short", "iso", "long", "long", "abbreviated", "abbreviated", "dashed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Calendar:
    """How a document prints days: the form, and the language of months (``id`` or ``en``).

    The forms ``day_*`` have no year: that of statements stands in their period.
    """

    form: DateForm
    language: str

    def day(self, day: date) -> str:
        """A day."""
        months = MONTHS if self.language == "id" else ENGLISH_MONTHS
        month = months[day.month - 1]
        short = SHORT_MONTHS[day.month - 1] if self.language == "id" else ENGLISH_MONTHS[day.month - 1][:3]
        return {
            "dmy_slash": f"{day:%d/%m/%Y}", "dmy_dash": f"{day:%d-%m-%Y}", "dmy_dot": f"{day:%d.%m.%Y}",
            "dmy_short": f"{day:%d/%m/%y}", "iso": f"{day:%Y-%m-%d}", "long": f"{day.day} {month} {day.year}",
            "abbreviated": f"{day:%d} {short} {day.year}", "dashed": f"{day:%d}-{short}-{day.year}",
            "us_long": f"{month} {day.day}, {day.year}", "us": f"{day:%m/%d/%Y}", "compact": f"{day.day} {short} {day:%y}",
            "day_slash": f"{day:%d/%m}", "day_month": f"{day:%d} {short}", "day_dash": f"{day:%d}-{short}",
        }[self.form]  # fmt: skip


def make_calendar(rng: random.Random, language: str, *, is_american: bool = False) -> Calendar:
    """A form of days; the month stands first only where the document is American, or written out in English."""
    if is_american:
        return Calendar(rng.choice(("us", "us_long", "us", "iso")), "en")
    if language == "en" and rng.random() < 0.15:
        return Calendar("us_long", "en")
    return Calendar(rng.choice(_DAY_FIRST), language)


def in_english(number: int) -> str:
    """A whole number below a trillion in English words."""
    if number < 20:
        return SMALL_NUMBERS[number]
    if number < 100:
        return _TENS[number // 10] + (f"-{SMALL_NUMBERS[number % 10]}" if number % 10 else "")
    scale, name = next((scale, name) for scale, name in _SCALES if number >= scale)
    rest = number % scale
    return f"{in_english(number // scale)} {name}" + (f" {in_english(rest)}" if rest else "")
