"""Invented bank accounts: what a statement says, every balance following from the one before."""

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from berkas.evaluation.specimens.drawing import Truth
from berkas.evaluation.specimens.people import Person, make_company, make_person
from berkas.model.extraction import Scalar, Value
from berkas.values.amounts import as_number

_DEBITS: Final = (
    ("TRSF E-BANKING DB", True),
    ("BIAYA ADM", False),
    ("TARIKAN TUNAI ATM", False),
    ("PEMBAYARAN PLN POSTPAID", True),
    ("QRIS TOKO CONTOH", True),
    ("BI-FAST TRANSFER KE", True),
    ("PAJAK BUNGA", False),
    ("DEBIT DOMESTIK MINIMARKET", True),
)
_CREDITS: Final = (
    ("TRSF E-BANKING CR", True),
    ("SETORAN TUNAI", False),
    ("KR OTOMATIS GAJI", True),
    ("BUNGA", False),
    ("BI-FAST TRANSFER DARI", True),
    ("SWITCHING CR TRANSFER", True),
)


@dataclass(frozen=True, slots=True)
class Movement:
    """A line of a statement.

    Attributes:
        moment: When it was booked.
        value_day: From when it bears interest.
        details: Lines of the description, one to three.
        branch: Four digits.
        amount: Positive for a credit, negative for a debit.
        balance: After it.
    """

    moment: datetime
    value_day: date
    details: tuple[str, ...]
    branch: str
    amount: Decimal
    balance: Decimal


@dataclass(frozen=True, slots=True)
class Account:
    """An account over one month."""

    number: str
    holder: str
    street: str
    city: str
    branch: str
    start: date
    end: date
    opening: Decimal
    movements: tuple[Movement, ...]

    @property
    def closing(self) -> Decimal:
        """Balance at the end."""
        return self.movements[-1].balance

    @property
    def debits(self) -> Decimal:
        """Sum of all debits, positive."""
        return -sum((m.amount for m in self.movements if m.amount < 0), Decimal())

    @property
    def credits(self) -> Decimal:
        """Sum of all credits."""
        return sum((m.amount for m in self.movements if m.amount > 0), Decimal())


def make_account(rng: random.Random, *, lines: tuple[int, int], digits: int = 10, with_sen: bool = True) -> Account:
    """An account of somebody who does not exist.

    Args:
        rng: Makes every choice.
        lines: Least and most movements.
        digits: Of its number.
        with_sen: Some amounts have cents.
    """
    person = make_person(rng)
    start = date(rng.choice((2024, 2025, 2026)), rng.randrange(1, 13), 1)
    end = (start + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    balance = opening = Decimal(rng.randrange(2_000_000, 90_000_000)) + (
        Decimal(rng.randrange(100)) / 100 if with_sen else 0
    )
    movements = []
    for moment in sorted(_moment(rng, start, end) for _ in range(rng.randint(*lines))):
        amount = _amount(rng, balance, with_sen=with_sen)
        balance += amount
        name, has_party = rng.choice(_CREDITS if amount > 0 else _DEBITS)
        branch = f"{rng.randrange(1, 9999):04d}"
        movements.append(
            Movement(moment, moment.date(), _details(rng, name, has_party=has_party), branch, amount, balance)
        )
    return Account(
        number=f"{rng.randrange(10 ** (digits - 1), 10**digits)}",
        holder=make_company(rng) if rng.random() < 0.3 else person.name,
        street=_street(person),
        city=person.place.regency.removeprefix("KOTA "),
        branch=f"KCP {person.place.kecamatan}",
        start=start,
        end=end,
        opening=opening,
        movements=tuple(movements),
    )


def account_truth(account: Account, bank: str, **changed: Value) -> Truth:
    """Every field of a statement that prints everything; a layout overrules what it prints otherwise or not at all."""
    truth: Truth = {
        "bank": bank,
        "account_number": account.number,
        "account_holder": account.holder,
        "period_start": account.start.isoformat(),
        "period_end": account.end.isoformat(),
        "currency": "IDR",
        "branch": account.branch,
        "opening_balance": as_number(account.opening),
        "closing_balance": as_number(account.closing),
        "total_debit": as_number(account.debits),
        "total_credit": as_number(account.credits),
        "transactions": [movement_truth(movement) for movement in account.movements],
    }
    return truth | changed


def movement_truth(movement: Movement) -> dict[str, Scalar]:
    """A movement of a statement that prints everything."""
    return {
        "date": movement.moment.date().isoformat(),
        "time": f"{movement.moment:%H:%M:%S}",
        "value_date": movement.value_day.isoformat(),
        "description": " ".join(movement.details),
        "branch": movement.branch,
        "debit": as_number(-movement.amount) if movement.amount < 0 else None,
        "credit": as_number(movement.amount) if movement.amount > 0 else None,
        "balance": as_number(movement.balance),
    }


def without_columns(truth: Truth, *names: str) -> Truth:
    """The truth of a layout whose table lacks these columns."""
    rows = truth["transactions"]
    if not isinstance(rows, list):
        raise TypeError
    return truth | {"transactions": [row | dict.fromkeys(names) for row in rows]}


def _moment(rng: random.Random, start: date, end: date) -> datetime:
    day = start + timedelta(days=rng.randrange((end - start).days + 1))
    return datetime.combine(day, time(rng.randrange(24), rng.randrange(60), rng.randrange(60)))


def _amount(rng: random.Random, balance: Decimal, *, with_sen: bool) -> Decimal:
    amount = Decimal(rng.randrange(10, 4000) * 2_500)
    if with_sen and rng.random() < 0.3:
        amount += Decimal(rng.randrange(100)) / 100
    return -amount if rng.random() < 0.6 and amount < balance else amount


def _details(rng: random.Random, name: str, *, has_party: bool) -> tuple[str, ...]:
    if not has_party:
        return (name,)
    code = f"{rng.randrange(1, 31):02d}{rng.randrange(1, 13):02d}/FTSCY/WS{rng.randrange(10000, 99999)}"
    return (name, *((code,) if rng.random() < 0.5 else ()), make_person(rng).name)


def _street(person: Person) -> str:
    return f"{person.street} RT {person.rt_rw[:3]} RW {person.rt_rw[4:]}"
