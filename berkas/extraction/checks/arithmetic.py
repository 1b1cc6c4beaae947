"""Checks of arithmetic: rows that multiply, columns and fields that add up, amounts in words.

A sum that comes out is a second, independent reading of every number in it. Whole amounts may differ by one a row: documents round.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, product
from typing import Any, Final

from berkas.extraction.checks.outcomes import CheckContext, CheckOutcome, Values, broken, broken_rows, kept
from berkas.model import rules
from berkas.model.extraction import Severity
from berkas.values.number_words import parse_words

Number = int | float

_WHOLE: Final = 1.0
_CENT: Final = 0.011
_MOST_UNKNOWN: Final = 4
"""Amounts without a field, such as stamp duty and rounding, that together may explain a difference."""


def product_of_rows(said: rules.Product, values: Values, _context: CheckContext) -> Sequence[CheckOutcome]:
    """The factors of each row, less a discount in money or percent, give its amount."""
    rows = rows_of(values, said.table)
    found = [is_product(said, row) for row in rows]
    outcomes = [kept(said.table)] if rows and all(found) else []
    wrong = [index for index, one in enumerate(found) if one is False]
    message = "The factors of a row do not give its amount."
    return [*outcomes, *broken_rows("product_mismatch", message, said.table, wrong, column=said.equals)]


def is_product(said: rules.Product, row: Mapping[str, Any]) -> bool | None:
    """Whether the factors of a row give its amount; None when it lacks one of them."""
    factors = [number(row, name) for name in said.factors]
    amount = number(row, said.equals)
    if amount is None or any(factor is None for factor in factors):
        return None
    gross: Number = 1
    for factor in factors:
        gross *= factor or 0
    less = (number(row, said.less) if said.less else None) or 0
    close = rounding([amount, *(factor or 0 for factor in factors[1:])])
    return any(abs(net - amount) <= close for net in (gross - less, gross * (1 - less / 100), gross))


def column_sum(said: rules.ColumnSum, values: Values, _context: CheckContext) -> Sequence[CheckOutcome]:
    """A column adds up to one of its fields, or a warning about the first of them."""
    rows = rows_of(values, said.table)
    cells = [number(row, said.column) for row in rows]
    if not rows or (not said.exact and None in cells):
        return ()
    found = [cell for cell in cells if cell is not None]
    whole = round(sum(found), 2)
    close = 0.009 if said.exact else rounding(found) * len(rows)
    aims = {name: number(values, name) for name in said.equals}
    met = [name for name, aim in aims.items() if aim is not None and abs(abs(aim) - abs(whole)) <= close]
    if met:
        return (kept(said.table, *met),)
    if aims[said.equals[0]] is None:
        return ()
    message = "The rows do not add up to a printed sum."
    return (broken("column_sum_mismatch", message, said.table, said.equals[0], column=said.column),)


def sum_of_fields(said: rules.Sum, values: Values, context: CheckContext) -> Sequence[CheckOutcome]:
    """What is added and taken away gives the sum, or does so with the amounts that are printed between and have no field."""
    total = number(values, said.equals)
    start = next((name for name in said.of if number(values, name) is not None), None)
    if total is None or start is None:
        return ()
    names = (start, *(name for name in (*said.plus, *said.less) if number(values, name) is not None), said.equals)
    more = sum(number(values, name) or 0 for name in (start, *said.plus))
    less = sum(number(values, name) or 0 for name in said.less)
    rest = total - (more - less)
    close = rounding([total, more, less]) * 2
    if abs(rest) <= close:
        return (kept(*names),)
    inner = sum(number(values, name) or 0 for name in said.within)
    if inner and abs(rest + inner) <= close:
        return (kept(*names),)
    if _explains(rest, context.unknown_amounts(start, said.equals), close=rounding([total, more, less]) / 2):
        return (kept(start, said.equals),)
    message = "What is added and taken away does not give the sum."
    return (broken("sum_mismatch", message, *names, severity=Severity.ERROR),)


def rate_of_base(said: rules.Rate, values: Values, _context: CheckContext) -> Sequence[CheckOutcome]:
    """A field is its rate of its base; of several known rates the one that fits."""
    base, part = number(values, said.base), number(values, said.equals)
    printed = number(values, said.rate) if said.rate is not None else None
    rates = said.one_of if said.rate is None else (printed,) if printed is not None else ()
    if base is None or part is None or not rates:
        return ()
    less = [name for name in said.less if number(values, name) is not None]
    net = base - sum(number(values, name) or 0 for name in less)
    names = (said.base, *less, *((said.rate,) if said.rate is not None else ()), said.equals)
    if any(abs(net * rate / 100 - part) <= rounding([base, part]) * 2 for rate in rates):
        return (kept(*names),)
    return (broken("rate_mismatch", "An amount is not its rate of its base.", *names),)


def words_equal(said: rules.WordsEqual, values: Values, _context: CheckContext) -> Sequence[CheckOutcome]:
    """The amount in words is the amount in digits, or that without cents."""
    words, amount = values.get(said.words), number(values, said.number)
    spoken = parse_words(words) if isinstance(words, str) else None
    if spoken is None or amount is None:
        return ()
    if spoken in {amount, int(amount)}:
        return (kept(said.words, said.number),)
    return (broken("words_mismatch", "An amount in words is another than in digits.", said.words, said.number),)


def rounding(amounts: Iterable[Number]) -> float:
    """By how much a row or a sum may be off: a whole unit where no amount has cents, else a cent."""
    return _WHOLE if all(isinstance(amount, int) for amount in amounts) else _CENT


def rows_of(values: Values, table: str) -> list[dict[str, Any]]:
    """The rows of a table; none when it has no value."""
    rows = values.get(table)
    return rows if isinstance(rows, list) else []


def number(values: Mapping[str, Any], name: str) -> Number | None:
    """The value of a field or cell if it is a number."""
    value = values.get(name)
    return value if isinstance(value, int | float) else None


def _explains(rest: float, unknown: Sequence[float], *, close: float) -> bool:
    """Whether amounts, each added or taken away, make up a difference exactly."""
    for count in range(1, min(len(unknown), _MOST_UNKNOWN) + 1):
        for chosen in combinations(unknown[: 2 * _MOST_UNKNOWN], count):
            if any(
                abs(sum(sign * one for sign, one in zip(signs, chosen, strict=True)) - rest) <= close
                for signs in product((1, -1), repeat=count)
            ):
                return True
    return False
