"""Rules that complete the rows of a table, by the names that templates give: what no cell says alone.

A rule takes every row with its values and its printed texts, and gives the rows anew.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from berkas.model.extraction import Scalar
from berkas.values.amounts import mark_of

_LEEWAY: Final = timedelta(days=31)
"""Movements are booked some days beside the period that a statement names."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row on its way to its final values.

    Attributes:
        values: By column name; None where nothing was found.
        printed: Text of each cell that has one.
    """

    values: Mapping[str, Scalar]
    printed: Mapping[str, str]

    def with_values(self, **changed: Scalar) -> "TableRow":
        """The row with other values."""
        return TableRow({**self.values, **changed}, self.printed)


RowRule = Callable[[Sequence[TableRow], Mapping[str, Any]], list[TableRow]]
"""Takes the rows and the values of the document's other fields."""


def dates_of_period(rows: Sequence[TableRow], values: Mapping[str, Any]) -> list[TableRow]:
    """Dates without a year get the one that puts them into the period of the statement."""
    period = [date.fromisoformat(text) for name in ("period_start", "period_end") if (text := values.get(name))]
    return [
        row.with_values(**{name: _dated(row.values.get(name), period) for name in ("date", "value_date")})
        for row in rows
    ]


def directions(rows: Sequence[TableRow], values: Mapping[str, Any]) -> list[TableRow]:
    """Amounts of one column become debits and credits: by the running balance where it is printed, else by mark or sign.

    Banks mark debits only, so an amount without any mark is a credit.
    """
    balance = values.get("opening_balance")
    done = []
    for row in rows:
        debit, credit = _sides(row, balance)
        printed = row.values.get("balance")
        if isinstance(printed, int | float):
            balance = printed
        elif isinstance(balance, int | float):
            balance = round(balance + (credit or 0) - (debit or 0), 2)
        done.append(row.with_values(debit=debit, credit=credit))
    return done


def units_of_quantities(rows: Sequence[TableRow], _values: Mapping[str, Any]) -> list[TableRow]:
    """Without a column of units, the word beside the quantity is the unit."""
    return [
        row.with_values(unit=_unit(row.printed.get("quantity", ""))) if row.values.get("unit") is None else row
        for row in rows
    ]


def leading_numbers(rows: Sequence[TableRow], _values: Mapping[str, Any]) -> list[TableRow]:
    """Without a column of numbers, those that begin the leftmost text of the rows in order are the numbers."""
    if any(row.values.get("no") is not None for row in rows):
        return list(rows)
    for name, least in (("code", len(rows) / 2), ("description", max(2, len(rows) / 2))):
        texts = [str(row.values.get(name) or "") for row in rows]
        numbered = [re.match(rf"0*{position}\b[.)]?\s*(?=\S)", text) for position, text in enumerate(texts, start=1)]
        if sum(found is not None for found in numbered) >= least:
            return [
                row.with_values(no=position, **{name: text[found.end() :]}) if found else row
                for position, (row, text, found) in enumerate(zip(rows, texts, numbered, strict=True), start=1)
            ]
    return list(rows)


def numbered_in_order(rows: Sequence[TableRow], _values: Mapping[str, Any]) -> list[TableRow]:
    """Where half the rows or more carry their position as number, a row whose number was not read gets its position."""
    numbers = [row.values.get("no") for row in rows]
    if 2 * sum(number == position for position, number in enumerate(numbers, start=1)) < len(rows):
        return list(rows)
    return [row.with_values(no=position) for position, row in enumerate(rows, start=1)]


def lost_quantities(rows: Sequence[TableRow], _values: Mapping[str, Any]) -> list[TableRow]:
    """A quantity whose cell was not read is the amount divided by the price, where both other rows and the division are plain.

    A single digit far from other text is the first thing that recognition loses in a dark picture.
    """
    products = [_product(row) for row in rows]
    if not any(products) or any(product is False for product in products):
        return list(rows)
    return [row.with_values(quantity=_quotient(row)) if row.values.get("quantity") is None else row for row in rows]


ROW_RULES: Final[Mapping[str, RowRule]] = {
    "dates_of_period": dates_of_period,
    "directions": directions,
    "units_of_quantities": units_of_quantities,
    "leading_numbers": leading_numbers,
    "numbered_in_order": numbered_in_order,
    "lost_quantities": lost_quantities,
}
"""By name; docs/templates.md lists them."""


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


def _sides(row: TableRow, balance: Scalar) -> tuple[int | float | None, int | float | None]:
    debit, credit = (_movement(row.values.get(name)) for name in ("debit", "credit"))
    if debit is not None or credit is not None:
        return debit, credit
    amount = _movement(row.values.get("amount"))
    if amount is None:
        return None, None
    printed = row.values.get("balance")
    if isinstance(printed, int | float) and isinstance(balance, int | float):
        change = round(printed - balance, 2)
        if abs(change) == amount:
            return (None, amount) if change > 0 else (amount, None)
    mark = mark_of(row.printed.get("mark", "")) or mark_of(row.printed.get("amount", ""))
    return (amount, None) if mark == "debit" else (None, amount)


def _movement(value: Scalar) -> int | float | None:
    """A movement without its sign; zero is none."""
    return abs(value) if isinstance(value, int | float) and value else None


def _product(row: TableRow) -> bool | None:
    """Whether a row's amount is its quantity times its price, and nothing is taken off; None when one of them is missing."""
    quantity, price, amount = (row.values.get(name) for name in ("quantity", "unit_price", "amount"))
    if not all(isinstance(value, int | float) for value in (quantity, price, amount)):
        return None
    return row.values.get("discount") is None and abs(quantity * price - amount) < 1  # type: ignore[operator]


def _quotient(row: TableRow) -> int | None:
    price, amount = row.values.get("unit_price"), row.values.get("amount")
    if not isinstance(price, int | float) or not isinstance(amount, int | float) or price <= 0 or amount <= 0:
        return None
    return round(amount / price) if amount % price == 0 and row.values.get("discount") is None else None


def _unit(printed: str) -> str | None:
    found = re.search(r"[^\W\d_][^\W\d]*\.?$|(?<=\s)[^\W\d_]+", printed.strip())
    return found.group().upper() if found else None
