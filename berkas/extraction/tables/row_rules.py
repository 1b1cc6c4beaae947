"""Rules that complete the rows of a table, by their kinds: what no cell says alone.

A rule takes its arguments, every row with its values and printed texts, and the values of the document's other fields, and gives
the rows anew. Cells that it made up are noted, for they are less sure than what was read.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from berkas.extraction.tables.written_factors import written_factors_of
from berkas.model import rules
from berkas.model.extraction import Scalar
from berkas.values.amounts import mark_of, parse_quantity
from berkas.values.conventions import is_currency
from berkas.values.units import is_unit

_LEEWAY: Final = timedelta(days=31)
"""Movements are booked some days beside the period that a statement names."""

_UNIT_BESIDE: Final = re.compile(r"[^\W\d_]\w*\.?$|(?<=\s)[^\W\d_]+")
_NUMBER_WITH_UNIT: Final = 2
"""Words of a quantity with its unit."""

_NUMBER_AND_UNIT: Final = re.compile(r"\s*(\d[\d.,]*)\s+([^\W\d_][\w./]*)\s*$")
_UNIT_OF_PRICE: Final = re.compile(r"(?:/|\bPER\b)\s*([^\W\d_][^\W\d]{0,11})\.?\s*$", re.IGNORECASE)

Number = int | float


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row on its way to its final values.

    Attributes:
        values: By column name; None where nothing was found.
        printed: Text of each cell that has one.
        derived: Names of columns whose value no cell says alone.
    """

    values: Mapping[str, Scalar]
    printed: Mapping[str, str]
    derived: frozenset[str] = field(default_factory=frozenset)

    def with_values(self, changed: Mapping[str, Scalar], *, is_derived: bool = False) -> "TableRow":
        """The row with other values."""
        more = frozenset(changed) if is_derived else frozenset()
        return TableRow({**self.values, **changed}, self.printed, self.derived | more)


Rows = Sequence[TableRow]
RowRule = Callable[[Any, Rows, Mapping[str, Any]], list[TableRow]]
"""Takes its arguments, the rows and the values of the document's other fields."""


def dates_of_period(said: rules.DatesOfPeriod, rows: Rows, values: Mapping[str, Any]) -> list[TableRow]:
    """Dates without a year get the one that puts them into the period; where none is known they stay without a value."""
    period = [date.fromisoformat(text) for name in (said.start, said.end) if (text := values.get(name))]
    return [row.with_values({name: _dated(row.values.get(name), period) for name in said.columns}) for row in rows]


def inherited_dates(said: rules.InheritedDates, rows: Rows, _values: Mapping[str, Any]) -> list[TableRow]:
    """A row whose date column is blank has the date of the row above."""
    done: list[TableRow] = []
    for row in rows:
        lost = [name for name in said.columns if row.values.get(name) is None and not row.printed.get(name)]
        if done and lost and any(row.values.get(name) is not None for name in row.values):
            first = said.columns[0]
            known = {first: done[-1].values.get(first)} if first in lost else {}
            done.append(row.with_values(known, is_derived=True))
        else:
            done.append(row)
    return done


def directions(said: rules.Directions, rows: Rows, values: Mapping[str, Any]) -> list[TableRow]:
    """Amounts of one column become debits and credits: by the running balance where it is printed, else by mark or sign.

    Banks mark debits only, so an amount without any mark is a credit. Where the newest row stands first, the balance before a row
    is that of the row below.
    """
    opening = values.get(said.opening) if said.opening else None
    down = _directed(said, rows, opening)
    if said.balance is None or len(rows) < 2:
        return [row for row, _ in down]
    up = _directed(said, rows[::-1], opening)[::-1]
    chosen = up if sum(fits for _, fits in up) > sum(fits for _, fits in down) else down
    return [row for row, _ in chosen]


def units_of_quantities(said: rules.UnitsOfQuantities, rows: Rows, _values: Mapping[str, Any]) -> list[TableRow]:
    """Without a column of units, the word beside the quantity, or behind the slash of the price, is the unit.

    Where the two stand so near to each other that both are in the column of units, the number is the quantity. A word that is no
    known unit is one where nothing stands behind it, and other rows have it too or most have known ones: else a description begins
    there.
    """
    done = []
    found = Counter(
        unit
        for row in rows
        if _lacks(row, said.unit) and (unit := _unit(said, row))
        if is_unit(unit) or len(row.printed.get(said.quantity, "").split()) <= _NUMBER_WITH_UNIT
    )
    is_usual = 2 * sum(count for unit, count in found.items() if is_unit(unit)) > len(rows)
    known = {unit for unit, count in found.items() if is_unit(unit) or count > 1 or is_usual}
    for row in rows:
        joined = _NUMBER_AND_UNIT.match(row.printed.get(said.unit, "")) if _lacks(row, said.quantity) else None
        if joined:
            values = {said.quantity: parse_quantity(joined[1]), said.unit: joined[2].upper()}
            done.append(row.with_values(values, is_derived=True))
        else:
            unit = _unit(said, row) if _lacks(row, said.unit) else None
            done.append(row.with_values({said.unit: unit}) if unit in known else row)
    return done


def leading_numbers(said: rules.LeadingNumbers, rows: Rows, _values: Mapping[str, Any]) -> list[TableRow]:
    """Without a column of numbers, those that begin the leftmost text of the rows in order, or are all of it, are the numbers."""
    if any(row.values.get(said.number) is not None for row in rows):
        return list(rows)
    for position, name in enumerate(said.texts, start=1):
        least = len(rows) / 2 if position < len(said.texts) else max(2, len(rows) / 2)
        texts = [str(row.values.get(name) or "") for row in rows]
        numbered = [re.match(rf"0*{count}\b[.)]?(?:\s*(?=\S)|$)", text) for count, text in enumerate(texts, start=1)]
        if sum(found is not None for found in numbered) >= least:
            return [
                row.with_values({said.number: count, name: text[found.end() :] or None}) if found else row
                for count, (row, text, found) in enumerate(zip(rows, texts, numbered, strict=True), start=1)
            ]
    return list(rows)


def numbered_in_order(said: rules.NumberedInOrder, rows: Rows, _values: Mapping[str, Any]) -> list[TableRow]:
    """Where half the rows or more carry their position as number, a row whose number was not read gets its position."""
    numbers = [row.values.get(said.number) for row in rows]
    if 2 * sum(number == position for position, number in enumerate(numbers, start=1)) < len(rows):
        return list(rows)
    return [
        row if row.values.get(said.number) == position else row.with_values({said.number: position}, is_derived=True)
        for position, row in enumerate(rows, start=1)
    ]


def lost_factor(said: rules.LostFactor, rows: Rows, _values: Mapping[str, Any]) -> list[TableRow]:
    """A factor whose cell was not read is the product divided by the other, where both other rows and the division are plain.

    A single digit far from other text is the first thing that recognition loses in a dark picture.
    """
    products = [_is_plain_product(said, row) for row in rows]
    if not any(products) or any(product is False for product in products):
        return list(rows)
    return [
        row.with_values({said.factor: _quotient(said, row)}, is_derived=True) if _lacks(row, said.factor) else row
        for row in rows
    ]


def written_factors(said: rules.WrittenFactors, rows: Rows, _values: Mapping[str, Any]) -> list[TableRow]:
    """Factors that a text of the row writes out, where no columns hold them and they give its amount."""
    done = []
    for row in rows:
        amount = row.values.get(said.equals)
        printed = row.printed.get(said.text, "")
        is_whole = not _lacks(row, said.quantity) and not _lacks(row, said.price)
        found = written_factors_of(printed, amount) if isinstance(amount, Number) and not is_whole else None
        if found is None:
            done.append(row)
            continue
        values: dict[str, Scalar] = {
            said.text: found.text or None,
            said.quantity: found.quantity,
            said.price: found.price,
        }
        more = {said.unit: found.unit, said.less: found.less or None}
        done.append(row.with_values(values | {name: value for name, value in more.items() if name and value}))
    return done


ROW_RULES: Final[Mapping[str, RowRule]] = {
    "dates_of_period": dates_of_period,
    "inherited_dates": inherited_dates,
    "directions": directions,
    "units_of_quantities": units_of_quantities,
    "leading_numbers": leading_numbers,
    "numbered_in_order": numbered_in_order,
    "lost_factor": lost_factor,
    "written_factors": written_factors,
}
"""By the kind of a rule in `berkas.model.rules`."""


def _lacks(row: TableRow, name: str) -> bool:
    return row.values.get(name) is None


def _dated(value: Scalar, period: Sequence[date]) -> Scalar:
    """A date; one of the form ``--MM-DD`` is completed, or None when no period is known."""
    if not isinstance(value, str) or not value.startswith("--"):
        return value
    for year in sorted({day.year for day in period}, reverse=True):
        try:
            day = date.fromisoformat(f"{year}{value[1:]}")
        except ValueError:
            continue
        if min(period) - _LEEWAY <= day <= max(period) + _LEEWAY:
            return day.isoformat()
    return None


def _directed(said: rules.Directions, rows: Rows, balance: Scalar) -> list[tuple[TableRow, bool]]:
    """Each row with its sides, and whether they follow from its balance."""
    done = []
    for row in rows:
        debit, credit, fits = _sides(said, row, balance)
        printed = row.values.get(said.balance) if said.balance else None
        if isinstance(printed, Number):
            balance = printed
        elif isinstance(balance, Number):
            balance = round(balance + (credit or 0) - (debit or 0), 2)
        done.append((row.with_values({said.debit: debit, said.credit: credit}), fits))
    return done


def _sides(said: rules.Directions, row: TableRow, balance: Scalar) -> tuple[Number | None, Number | None, bool]:
    debit, credit = (_movement(row.values.get(name)) for name in (said.debit, said.credit))
    printed = row.values.get(said.balance) if said.balance else None
    step = round(printed - balance, 2) if isinstance(printed, Number) and isinstance(balance, Number) else None
    if debit is not None or credit is not None:
        return debit, credit, step is not None and abs((credit or 0) - (debit or 0) - step) < 0.01
    amount = _movement(row.values.get(said.amount))
    if amount is None:
        return None, None, False
    if step is not None and abs(step) == amount:
        return (None, amount, True) if step > 0 else (amount, None, True)
    mark = (mark_of(row.printed.get(said.mark, "")) if said.mark else None) or mark_of(row.printed.get(said.amount, ""))
    return (amount, None, False) if mark == "debit" else (None, amount, False)


def _movement(value: Scalar) -> Number | None:
    """A movement without its sign; zero is none."""
    return abs(value) if isinstance(value, Number) and value else None


def _is_plain_product(said: rules.LostFactor, row: TableRow) -> bool | None:
    """Whether a row's amount is the product of its factors, and nothing is taken off; None when one of them is missing."""
    factor, other, amount = (row.values.get(name) for name in (said.factor, said.other, said.equals))
    if not isinstance(factor, Number) or not isinstance(other, Number) or not isinstance(amount, Number):
        return None
    return _has_no_discount(said, row) and abs(factor * other - amount) < 1


def _has_no_discount(said: rules.LostFactor, row: TableRow) -> bool:
    return said.less is None or row.values.get(said.less) is None


def _quotient(said: rules.LostFactor, row: TableRow) -> int | None:
    other, amount = row.values.get(said.other), row.values.get(said.equals)
    if not isinstance(other, Number) or not isinstance(amount, Number) or other <= 0 or amount <= 0:
        return None
    return round(amount / other) if amount % other == 0 and _has_no_discount(said, row) else None


def _unit(said: rules.UnitsOfQuantities, row: TableRow) -> str | None:
    found = _UNIT_BESIDE.search(row.printed.get(said.quantity, "").strip())
    if found and not is_currency(found.group()):  # 2 Rp 15.000: the sign belongs to the price
        return found.group().upper()
    of_price = _UNIT_OF_PRICE.search(row.printed.get(said.price, "")) if said.price else None
    return of_price[1].upper() if of_price else None
