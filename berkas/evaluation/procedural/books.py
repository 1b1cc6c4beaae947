"""Invented bank accounts over a period: the contents of statements of the grammar, every balance following from the one before."""

import random
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Final

from berkas.evaluation.procedural.vocabulary import Banking, Trade
from berkas.evaluation.specimens.people import make_person
from berkas.evaluation.specimens.wording import SHORT_MONTHS

_LEAST_BALANCE: Final = Decimal(50_000)
_FULL_DAY: Final = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Movement:
    """A booking.

    Attributes:
        value_day: From when it bears interest.
        lines: Of its description.
        amount: Positive for a credit, negative for a debit.
        balance: After it.
    """

    day: date
    clock: time
    value_day: date
    lines: tuple[str, ...]
    branch: str
    reference: str
    amount: Decimal
    balance: Decimal


@dataclass(frozen=True, slots=True)
class Book:
    """An account over a period.

    Attributes:
        currency: ISO 4217.
        is_whole_month: The period is a calendar month.
    """

    bank: str
    number: str
    holder: str
    street: str
    city: str
    branch: str
    product: str
    currency: str
    start: date
    end: date
    opening: Decimal
    movements: tuple[Movement, ...]
    is_whole_month: bool

    @property
    def closing(self) -> Decimal:
        """Balance at the end."""
        return self.movements[-1].balance

    @property
    def debits(self) -> Decimal:
        """Sum of all debits, positive."""
        return -sum((movement.amount for movement in self.movements if movement.amount < 0), Decimal())

    @property
    def credits(self) -> Decimal:
        """Sum of all credits."""
        return sum((movement.amount for movement in self.movements if movement.amount > 0), Decimal())


def make_book(rng: random.Random, banking: Banking, trade: Trade, *, has_cents: bool) -> Book:
    """An account of somebody who does not exist.

    Args:
        rng: Makes every choice.
        banking: Banks and kinds of movements.
        trade: Names and places.
        has_cents: Some amounts are not whole.
    """
    start, end, is_whole_month = _period(rng)
    is_foreign = has_cents and rng.random() < 0.06
    scale = Decimal(rng.choice((1, 1, 10))) / (10_000 if is_foreign else 1)
    least = _LEAST_BALANCE * scale
    balance = opening = _cents(rng, Decimal(rng.randrange(500_000, 90_000_000)) * scale, has_cents=has_cents)
    most = rng.choices((5, 20, 50, 95), (18, 42, 30, 10))[0]
    days = (end - start).days + 1
    count = rng.randint(most // 3, most)
    moments = sorted(
        (start + timedelta(days=rng.randrange(days)), rng.randrange(_FULL_DAY)) for _ in range(max(1, count))
    )
    movements = []
    for day, second in moments:
        amount = Decimal(rng.choice((rng.randrange(10, 900) * 1000, rng.randrange(1_000_000, 9_000_000)))) * scale
        amount = _cents(rng, amount, has_cents=has_cents and rng.random() < 0.4)
        is_debit = rng.random() < 0.6 and amount < balance - least
        amount = -amount if is_debit else amount
        balance += amount
        lines = _filled(rng, rng.choice(banking.debits if is_debit else banking.credits), day, trade)
        value_day = day - timedelta(days=1) if rng.random() < 0.1 and day > start else day
        clock = time(second // 3600, second // 60 % 60, second % 60)
        branch, reference = f"{rng.randrange(1, 9999):04d}", f"{rng.randrange(10**6, 10**9)}"
        movements.append(Movement(day, clock, value_day, lines, branch, reference, amount, balance))
    person = make_person(rng)
    firm = rng.choice(trade.forms).format(f"{rng.choice(trade.first_words)} {rng.choice(trade.firm_words)}")
    holder = firm if rng.random() < 0.4 else person.name
    digits = rng.choice((10, 10, 12, 13, 15))
    return Book(
        bank=rng.choice(banking.banks), number=f"{rng.randrange(10 ** (digits - 1), 10**digits)}",
        holder=holder.upper() if rng.random() < 0.75 else holder.title() if holder is person.name else holder,
        street=rng.choice(trade.streets[0]).format(rng.randrange(1, 150)),
        city=rng.choice(trade.cities[0]), branch=rng.choice(banking.branches),
        product=rng.choice(banking.products), currency=rng.choice(("USD", "SGD")) if is_foreign else "IDR",
        start=start, end=end, opening=opening,
        movements=tuple(movements), is_whole_month=is_whole_month,
    )  # fmt: skip


def _period(rng: random.Random) -> tuple[date, date, bool]:
    """Mostly a calendar month; else some days, which may cross the end of a year."""
    first = date(rng.choice((2023, 2024, 2025, 2026)), rng.randrange(1, 13), 1)
    if rng.random() < 0.72:
        return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1), True
    start = (
        date(first.year, 12, rng.randrange(10, 28))
        if rng.random() < 0.35
        else first + timedelta(days=rng.randrange(27))
    )
    return start, start + timedelta(days=rng.choice((6, 13, 29, 30, 45, 60))), False


def _cents(rng: random.Random, amount: Decimal, *, has_cents: bool) -> Decimal:
    whole = amount.quantize(Decimal(1)) if amount > 1 else Decimal(1)
    return whole + Decimal(rng.randrange(100)) / 100 if has_cents else whole


def _filled(rng: random.Random, pattern: str, day: date, trade: Trade) -> tuple[str, ...]:
    """Lines of a description: parts of a pattern, in capitals or as they are, sometimes on one line."""
    firm = f"{rng.choice(('PT', 'CV', 'UD'))} {rng.choice(trade.first_words)} {rng.choice(trade.firm_words)}".upper()
    place = rng.choice(trade.cities[0]).split(",")[0].split(" - ")[0].strip("0123456789 ").upper()
    text = pattern.format(
        n=rng.randrange(1000, 10_000), d=rng.randrange(1, 30), dm=f"{day:%d/%m}",
        my=f"{SHORT_MONTHS[day.month - 1].upper()} {day.year}",
        name=make_person(rng).name, firm=firm, place=place,
    )  # fmt: skip
    lines = text.split("|")
    return (" ".join(lines),) if rng.random() < 0.15 else tuple(lines)
