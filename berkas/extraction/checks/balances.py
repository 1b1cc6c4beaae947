"""The running balance of a statement: each printed balance follows from the one before it in time, wherever that stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from berkas.extraction.checks.arithmetic import Number, number, rows_of
from berkas.extraction.checks.outcomes import CheckContext, CheckOutcome, Values, broken, broken_rows, kept
from berkas.model import rules
from berkas.model.extraction import Severity

_CENT: Final = 0.009


@dataclass(frozen=True, slots=True)
class Trail:
    """What following the balance through a table showed.

    Attributes:
        compared: How many printed balances could be compared.
        wrong: Indexes of the rows whose balance does not follow.
        fits: Indexes of the rows whose movement and balance both follow.
    """

    compared: int
    wrong: tuple[int, ...]
    fits: frozenset[int]


def running_balance(said: rules.RunningBalance, values: Values, _context: CheckContext) -> Sequence[CheckOutcome]:
    """Every printed balance follows from the one before; opening, movements and closing agree."""
    rows = rows_of(values, said.table)
    opening = number(values, said.opening) if said.opening else None
    trail = follow(said, rows, opening)
    outcomes: list[CheckOutcome] = []
    if trail.wrong:
        message = "A balance does not follow from the one before."
        outcomes += broken_rows(
            "balance_mismatch", message, said.table, trail.wrong, column=said.balance, severity=Severity.ERROR
        )
    elif trail.compared:
        outcomes.append(kept(said.table, *((said.opening,) if said.opening and opening is not None else ())))
    return [*outcomes, *_closing(said, values, rows, opening)]


def follow(said: rules.RunningBalance, rows: Sequence[Mapping[str, Any]], opening: Number | None) -> Trail:
    """Follow the balance, from top to bottom or, where that fits better, from bottom to top: the newest may stand first."""
    down = _followed(said, rows, opening)
    if len(rows) < 2 or not down.wrong:
        return down
    up = _followed(said, rows[::-1], opening)
    if up.compared - len(up.wrong) <= down.compared - len(down.wrong):
        return down
    last = len(rows) - 1
    return Trail(up.compared, tuple(sorted(last - index for index in up.wrong)), frozenset(last - i for i in up.fits))


def movement(said: rules.RunningBalance, row: Mapping[str, Any]) -> Number:
    """What a row adds to the balance."""
    return (number(row, said.credit) or 0) - (number(row, said.debit) or 0)


def _followed(said: rules.RunningBalance, rows: Sequence[Mapping[str, Any]], opening: Number | None) -> Trail:
    balance = opening
    compared, wrong, fits = 0, [], set()
    for index, row in enumerate(rows):
        if balance is not None:
            balance += movement(said, row)
        printed = number(row, said.balance)
        if printed is None:
            continue
        if balance is not None:
            compared += 1
            if abs(balance - printed) >= _CENT:
                wrong.append(index)
                if _goes_on(said, rows, index, balance):
                    continue
            else:
                fits.add(index)
        balance = printed
    return Trail(compared, tuple(wrong), frozenset(fits))


def _goes_on(said: rules.RunningBalance, rows: Sequence[Mapping[str, Any]], index: int, balance: Number) -> bool:
    """Whether the next printed balance follows from what the balance of a row should be: then that one alone is wrong."""
    for row in islice(rows, index + 1, None):
        balance += movement(said, row)
        printed = number(row, said.balance)
        if printed is not None:
            return abs(balance - printed) < _CENT
    return False


def _closing(
    said: rules.RunningBalance, values: Values, rows: Sequence[Mapping[str, Any]], opening: Number | None
) -> Sequence[CheckOutcome]:
    closing = number(values, said.closing) if said.closing else None
    if opening is None or closing is None or not rows or said.opening is None or said.closing is None:
        return ()
    if abs(opening + sum(movement(said, row) for row in rows) - closing) < _CENT:
        return (kept(said.table, said.opening, said.closing),)
    message = "Opening balance and rows do not give the closing balance."
    return (broken("closing_balance_mismatch", message, said.table, said.closing, severity=Severity.ERROR),)
