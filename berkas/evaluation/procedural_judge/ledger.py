"""An invented account: bookings whose balances run to the last sen, over a month or any other period."""

import calendar
import random
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from berkas.evaluation.procedural_judge import statement_words
from berkas.evaluation.procedural_judge.figures import Language
from berkas.evaluation.procedural_judge.firms import Firm, invented_word, make_firm, make_person
from berkas.evaluation.procedural_judge.sales import make_bank

_LEAST: Final = 50_000_00
"""Balance in sen below which nothing is booked out."""

_SHOPS: Final = ("WARUNG {}", "MINIMART {}", "RM {}", "TOKO {}", "APOTEK {}", "SPBU {}")
_PLACES: Final = ("BANDUNG", "SOLO", "KUTA", "DEPOK TIMUR", "MALANG KOTA", "BATAM CTR", "PALU")
_BRANCHES: Final = ("KCP {}", "KC {}", "{}", "KCU {}")
_FIRST_HOUR: Final = 6
_LAST_YEAR: Final = 2026


@dataclass(frozen=True, slots=True)
class Booking:
    """A line of a statement; money in sen or cents.

    Attributes:
        moment: When it was booked.
        value_day: From when it bears interest.
        lines: Its description.
        branch: Digits of the branch or teller.
        reference: Of the transaction.
        amount: Positive for a credit, negative for a debit.
        balance: After it.
    """

    moment: datetime
    value_day: date
    lines: tuple[str, ...]
    branch: str
    reference: str
    amount: int
    balance: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything that a statement can print; bookings from the oldest."""

    bank: str
    holder: Firm
    holder_name: str
    account: str
    branch: str
    currency: str
    start: date
    end: date
    opening: int
    bookings: tuple[Booking, ...]

    @property
    def closing(self) -> int:
        """Balance at the end."""
        return self.bookings[-1].balance

    @property
    def debits(self) -> int:
        """Sum of all debits, positive."""
        return -sum(booking.amount for booking in self.bookings if booking.amount < 0)

    @property
    def credits(self) -> int:
        """Sum of all credits."""
        return sum(booking.amount for booking in self.bookings if booking.amount > 0)


def make_ledger(rng: random.Random, *, language: Language, is_whole: bool) -> Ledger:
    """An account of somebody who does not exist.

    Args:
        rng: Makes every choice.
        language: Of the descriptions.
        is_whole: Whether no amount has sen.
    """
    start, end = _period(rng)
    holder = make_firm(rng)
    name = holder.name if rng.random() < 0.45 else make_person(rng)
    currency = "IDR" if is_whole or rng.random() < 0.92 else "USD"
    least, most = (800_000, 60_000_000) if currency == "IDR" else (900, 70_000)
    opening = rng.randrange(least, most) * 100 + (0 if is_whole else rng.randrange(100))
    bookings: list[Booking] = []
    balance = opening
    is_upper = rng.random() < 0.5
    digits = rng.choice((10, 10, 11, 13, 15))
    branch = f"{rng.randrange(1, 9999):04d}"
    for moment in _moments(rng, start, end):
        amount = _amount(rng, balance, currency, is_whole=is_whole)
        balance += amount
        lines = tuple(
            _filled(rng, line, moment.date())
            for line in rng.choice((statement_words.IN if amount > 0 else statement_words.OUT)[language])
        )
        bookings.append(
            Booking(
                moment=moment, value_day=max(start, moment.date() - timedelta(days=rng.random() < 0.1)),
                lines=tuple(line.upper() for line in lines) if is_upper else lines, branch=rng.choice((branch,
                f"{rng.randrange(1, 9999):04d}")),
                reference=f"{rng.choice(('FT', 'TRX', 'S', ''))}{rng.randrange(10**7, 10**8)}", amount=amount,
                balance=balance,
            )
        )  # fmt: skip
    if currency == "IDR":
        bookings += _month_end(rng, bookings[-1], end, statement_words.MONTH_END[language])
    return Ledger(
        bank=make_bank(rng), holder=holder, holder_name=name.upper() if rng.random() < 0.6 else name,
        account=f"{rng.randrange(10 ** (digits - 1), 10**digits)}",
        branch=rng.choice(_BRANCHES).format(invented_word(rng)), currency=currency, start=start, end=end,
        opening=opening, bookings=tuple(bookings),
    )  # fmt: skip


def _period(rng: random.Random) -> tuple[date, date]:
    if rng.random() < 0.68:
        year = rng.choice((2023, 2024, 2025, 2026))
        month = rng.randrange(1, 11 if year == _LAST_YEAR else 13)
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    start = date(2023, 8, 3) + timedelta(days=rng.randrange(1050))
    if rng.random() < 0.2:
        start = date(rng.choice((2023, 2024, 2025)), 12, rng.randrange(5, 28))
    return start, start + timedelta(days=rng.choice((9, 13, 20, 29, 30, 45, 61)))


def _moments(rng: random.Random, start: date, end: date) -> list[datetime]:
    count = rng.choice((3, 6, 10, 14, 20, 28, 40, 62))
    days = (end - start).days
    found: set[datetime] = set()
    while len(found) < count:
        clock = time(rng.randrange(_FIRST_HOUR, 22), rng.randrange(60), rng.randrange(60))
        found.add(datetime.combine(start + timedelta(days=rng.randrange(days)), clock))
    return sorted(found)


def _amount(rng: random.Random, balance: int, currency: str, *, is_whole: bool) -> int:
    if currency == "USD":
        amount = rng.randrange(4_00, 6_500_00)
        return -amount if rng.random() < 0.6 and amount < balance - 100_00 else amount
    amount = (
        rng.choice((rng.randrange(10, 600) * 1000, rng.randrange(250_000, 14_000_000), rng.randrange(2, 80) * 2500))
        * 100
    )
    if not is_whole and rng.random() < 0.25:
        amount += rng.randrange(100)
    return -amount if rng.random() < 0.6 and amount < balance - _LEAST else amount


def _month_end(rng: random.Random, last: Booking, end: date, names: tuple[str, str, str]) -> list[Booking]:
    """Interest, the tax on it and the fee, now and then."""
    if rng.random() < 0.45:
        return []
    found: list[Booking] = []
    interest = rng.randrange(40, 9000) * 500
    for number, (name, amount) in enumerate(
        zip(names, (interest, -interest // 5, -rng.choice((1_000_000, 1_250_000, 1_500_000))), strict=True)
    ):
        before = found[-1] if found else last
        moment = datetime.combine(end, time(23, 50 + number, 0))
        booked = replace(
            last, moment=moment, value_day=end, lines=(name,), amount=amount, balance=before.balance + amount
        )
        found.append(replace(booked, reference=f"S{rng.randrange(10**7, 10**8)}"))
    return found


def _filled(rng: random.Random, line: str, day: date) -> str:
    number = rng.randrange
    return line.format(
        person=make_person(rng), firm=make_firm(rng).name, bank=make_bank(rng),
        shop=rng.choice(_SHOPS).format(invented_word(rng)), place=rng.choice(_PLACES),
        n4=number(1000, 10**4), n6=number(10**5, 10**6), n8=number(10**7, 10**8), n10=number(10**9, 10**10),
        dm=f"{day:%d/%m}",
    )  # fmt: skip
