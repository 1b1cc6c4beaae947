"""Contents of held-out bank statements: an invented account whose balances run, in words of its own."""

import random
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Final

from berkas.evaluation.specimens.people import make_company, make_person
from berkas.model.extraction import Scalar, Value

_OUT: Final = (
    ("TRSF E-BANKING DB", "{dm}/FTSCY/WS95{n}", "{name}"),
    ("KARTU DEBIT", "TOKO CONTOH {n} JAKARTA"),
    ("TARIKAN ATM {dm}", "ATM SPECIMEN MALL LT.{d}"),
    ("BYR VIA E-BANKING", "{dm}/WSID{n}", "PLN POSTPAID 5{n}{n}"),
    ("PEMBAYARAN QRIS", "WARUNG CONTOH {d}"),
    ("BI-FAST DB", "BIF TRANSFER KE {n}", "{name}", "SEWA RUKO BULAN INI"),
    ("TRANSFER KE {name}", "REF {n}{n}"),
    ("SWITCHING DB", "TRANSFER KE 014", "{name}"),
)
_IN: Final = (
    ("TRSF E-BANKING CR", "{dm}/FTSCY/WS95{n}", "{firm}", "PEMBAYARAN INV {n}"),
    ("SETORAN TUNAI", "{n}-CAB SPECIMEN"),
    ("BI-FAST CR", "BIF TRANSFER DR {n}", "{firm}"),
    ("KR OTOMATIS", "LLG-SPECIMEN BANK", "{firm}"),
    ("SETORAN VIA CDM", "TANGGAL :{dm} {n}"),
    ("TRANSFER DARI {name}",),
)
_LEAST_BALANCE: Final = 50_000_00
_DAWN: Final = time(6, 0)
_OUT_FEE: Final = ("BIAYA ADM",)
_OUT_TAX: Final = ("PAJAK BUNGA",)
_IN_INTEREST: Final = ("BUNGA",)


@dataclass(frozen=True, slots=True)
class Movement:
    """One booking. Amounts in sen, as the balance must run without rounding; one of debit and credit is 0.

    Attributes:
        day: When it was booked.
        clock: At what time.
        value_day: From when it counts.
        lines: Its description.
        branch: Code of the branch or teller.
        debit: Money out.
        credit: Money in.
        balance: After it.
    """

    day: date
    clock: time
    value_day: date
    lines: tuple[str, ...]
    branch: str
    debit: int
    credit: int
    balance: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything that a statement can print."""

    holder: str
    address: tuple[str, str]
    account: str
    branch: str
    start: date
    end: date
    opening: int
    movements: tuple[Movement, ...]

    @property
    def closing(self) -> int:
        """Balance at the end, in sen."""
        return self.movements[-1].balance

    @property
    def total_debit(self) -> int:
        """Money out, in sen."""
        return sum(movement.debit for movement in self.movements)

    @property
    def total_credit(self) -> int:
        """Money in, in sen."""
        return sum(movement.credit for movement in self.movements)

    def truth(self, *, bank: str, printed: Collection[str], columns: Collection[str]) -> dict[str, Value]:
        """Canonical values of what a layout prints.

        Args:
            bank: Name of the bank.
            printed: Wire names of the fields that it prints.
            columns: Names of the values that its table shows; description, debit and credit are always shown.
        """
        values: dict[str, Scalar] = {
            "bank": bank, "account_number": self.account, "account_holder": self.holder,
            "period_start": self.start.isoformat(), "period_end": self.end.isoformat(), "currency": "IDR",
            "branch": self.branch, "opening_balance": rupiah(self.opening), "closing_balance": rupiah(self.closing),
            "total_debit": rupiah(self.total_debit), "total_credit": rupiah(self.total_credit),
        }  # fmt: skip
        rows = [_row(movement, frozenset(columns)) for movement in self.movements]
        known: dict[str, Value] = {name: value if name in printed else None for name, value in values.items()}
        return known | {"transactions": rows}


def rupiah(sen: int) -> int | float:
    """Rupiah, whole when there are no sen."""
    return sen // 100 if sen % 100 == 0 else sen / 100


def _row(movement: Movement, columns: frozenset[str]) -> dict[str, Scalar]:
    return {
        "date": movement.day.isoformat(),
        "time": movement.clock.isoformat() if "time" in columns else None,
        "value_date": movement.value_day.isoformat() if "value_date" in columns else None,
        "description": " ".join(movement.lines),
        "branch": movement.branch if "branch" in columns else None,
        "debit": rupiah(movement.debit) if movement.debit else None,
        "credit": rupiah(movement.credit) if movement.credit else None,
        "balance": rupiah(movement.balance) if "balance" in columns else None,
    }


def make_ledger(rng: random.Random, *, has_sen: bool = True, most: int = 90) -> Ledger:
    """One month of an account; the balance never falls below nothing."""
    month = date(2024, 6, 1) + timedelta(days=31 * rng.randrange(26))
    start = month.replace(day=1)
    end = (start + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    person = make_person(rng)
    holder = make_company(rng) if rng.random() < 0.4 else person.name
    opening = rng.randrange(500_000, 40_000_000) * 100 + (rng.randrange(100) if has_sen else 0)
    movements: list[Movement] = []
    balance = opening
    stamps = sorted((rng.randrange(end.day), _clock(rng)) for _ in range(rng.randrange(8, most)))
    for number, (day, clock) in enumerate(stamps):
        movement = _movement(rng, start + timedelta(days=day), balance, has_sen=has_sen)
        if number >= len(stamps) - 3 and len(stamps) > 12:
            movement = _month_end(movement, len(stamps) - number, end, has_sen=has_sen)
        else:
            movement = replace(movement, clock=clock)
        balance += movement.credit - movement.debit
        movements.append(replace(movement, balance=balance))
    return Ledger(
        holder, (person.street, person.place.regency), f"9{rng.randrange(10**9):09d}", f"KCP {person.place.kecamatan}",
        start, end, opening, tuple(movements),
    )  # fmt: skip


def _movement(rng: random.Random, booked: date, balance: int, *, has_sen: bool) -> Movement:
    amount = rng.choice((rng.randrange(15, 900) * 1000, rng.randrange(1_000_000, 9_000_000))) * 100
    amount += rng.randrange(100) if has_sen and rng.random() < 0.3 else 0
    is_out = rng.random() < 0.6 and amount < balance - _LEAST_BALANCE
    lines = tuple(_filled(line, rng, booked) for line in rng.choice(_OUT if is_out else _IN))
    counts = booked - timedelta(days=rng.random() < 0.1 and booked.day > 1)
    branch = f"{rng.randrange(1, 1000):04d}"
    return Movement(booked, _DAWN, counts, lines, branch, amount if is_out else 0, 0 if is_out else amount, 0)


def _clock(rng: random.Random) -> time:
    return time(rng.randrange(6, 22), rng.randrange(60), rng.randrange(60))


def _month_end(movement: Movement, left: int, end: date, *, has_sen: bool) -> Movement:
    """Interest, the tax on it and the fee are booked on the last day."""
    late = replace(movement, day=end, value_day=end, clock=time(23, 50 + 3 - left, 0))
    match left:
        case 3:
            return replace(late, lines=_IN_INTEREST, debit=0, credit=1_234_56 if has_sen else 1_234_00)
        case 2:
            return replace(late, lines=_OUT_TAX, debit=246_91 if has_sen else 246_00, credit=0)
    return replace(late, lines=_OUT_FEE, debit=15_000_00, credit=0)


def _filled(line: str, rng: random.Random, booked: date) -> str:
    return line.format(
        n=rng.randrange(1000, 10_000), d=rng.randrange(1, 9), dm=f"{booked:%d/%m}", name=make_person(rng).name,
        firm=make_company(rng),
    )  # fmt: skip
