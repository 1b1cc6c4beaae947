"""Checks of arithmetic: lines and totals of an invoice, balances of a statement.

A sum that comes out is a second, independent reading of every number in it. Amounts may differ by a rupiah per line: papers round.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any, Final

from berkas.extraction.checks.outcomes import CheckContext, CheckOutcome, Values, broken, broken_rows, kept
from berkas.model.extraction import Severity
from berkas.values.number_words import parse_words

_ROUNDING: Final = 1.0
_CENT: Final = 0.01
_TOTALS: Final = (
    "subtotal",
    "discount",
    "dpp",
    "ppn_amount",
    "shipping",
    "withholding",
    "down_payment",
    "total_amount",
)


def line_amounts(values: Values, _context: CheckContext) -> Sequence[CheckOutcome]:
    """Quantity times price less discount is the amount of each line, and the lines add up to the subtotal."""
    rows = _rows(values, "line_items")
    amounts = [_number(row, "amount") for row in rows]
    if not rows or any(amount is None for amount in amounts):
        return ()
    outcomes = []
    products = [_is_product(row) for row in rows]
    if all(products):
        outcomes.append(kept("line_items"))
    wrong = [index for index, product in enumerate(products) if product is False]
    message = "Quantity and price of a line do not give its amount."
    outcomes += broken_rows("line_amount_mismatch", message, "line_items", wrong, column="amount")
    whole = sum(amount for amount in amounts if amount is not None)
    aims = {name: _number(values, name) for name in ("subtotal", "dpp", "total_amount")}
    met = [name for name, aim in aims.items() if aim is not None and abs(aim - whole) <= _ROUNDING * len(rows)]
    if met:
        outcomes.append(kept("line_items", *met))
    elif aims["subtotal"] is not None:
        message = "The lines do not add up to the subtotal."
        outcomes.append(broken("line_sum_mismatch", message, "line_items", "subtotal", column="amount"))
    return outcomes


def invoice_total(values: Values, _context: CheckContext) -> Sequence[CheckOutcome]:
    """Subtotal, discount, tax and the rest give the total; the tax is the rate of its base."""
    outcomes = []
    base, rate, tax = (_number(values, name) for name in ("dpp", "ppn_rate", "ppn_amount"))
    if base is not None and rate is not None and tax is not None:
        if abs(base * rate / 100 - tax) <= _ROUNDING * 2:
            outcomes.append(kept("dpp", "ppn_rate", "ppn_amount"))
        else:
            outcomes.append(
                broken("ppn_mismatch", "The tax is not its rate of its base.", "dpp", "ppn_rate", "ppn_amount")
            )
    total = _number(values, "total_amount")
    start = _number(values, "subtotal")
    if start is None:
        start = base
    if total is None or start is None:
        return outcomes
    more = (tax or 0) + (_number(values, "shipping") or 0)
    less = sum(_number(values, name) or 0 for name in ("discount", "withholding", "down_payment"))
    printed = tuple(name for name in _TOTALS if _number(values, name) is not None and name != "dpp")
    if abs(start + more - less - total) <= _ROUNDING * 2:
        outcomes.append(kept(*printed))
    else:
        message = "Subtotal, discount and tax do not give the total."
        outcomes.append(broken("total_mismatch", message, *printed, severity=Severity.ERROR))
    return outcomes


def amount_in_words(values: Values, _context: CheckContext) -> Sequence[CheckOutcome]:
    """The total in words is the total in digits, or the total without sen."""
    words, total = values.get("amount_in_words"), _number(values, "total_amount")
    said = parse_words(words) if isinstance(words, str) else None
    if said is None or total is None:
        return ()
    if said in {total, int(total)}:
        return (kept("amount_in_words", "total_amount"),)
    return (
        broken("words_mismatch", "The total in words is another than in digits.", "amount_in_words", "total_amount"),
    )


def dates_of_invoice(values: Values, _context: CheckContext) -> Sequence[CheckOutcome]:
    """The due date is the date and the days of payment; the number of an invoice often names its month; nothing is due before."""
    issued, due = (_date(values, name) for name in ("invoice_date", "due_date"))
    if issued is None:
        return ()
    outcomes = []
    days = re.search(r"\d+", str(values.get("payment_terms") or ""))
    if due is not None and due < issued:
        outcomes.append(broken("due_before_issued", "The due date lies before the date.", "invoice_date", "due_date"))
    elif due is not None and days and (due - issued).days == int(days[0]):
        outcomes.append(kept("invoice_date", "due_date", "payment_terms"))
    if re.search(rf"{issued:%Y}\W?{issued:%m}|{issued:%m}\W{issued:%Y}", str(values.get("invoice_number") or "")):
        outcomes.append(kept("invoice_date"))
    return outcomes


def running_balance(values: Values, _context: CheckContext) -> Sequence[CheckOutcome]:
    """Every printed balance follows from the one before and the movements between."""
    rows = _rows(values, "transactions")
    balance = _number(values, "opening_balance")
    compared, wrong = 0, []
    for index, row in enumerate(rows):
        if balance is not None:
            balance += _movement(row)
        printed = _number(row, "balance")
        if printed is None:
            continue
        if balance is not None:
            compared += 1
            if abs(balance - printed) >= _CENT:
                wrong.append(index)
                if _goes_on(rows, index, balance):
                    continue
        balance = printed
    if wrong:
        message = "A balance does not follow from the one before."
        return broken_rows(
            "balance_mismatch", message, "transactions", wrong, column="balance", severity=Severity.ERROR
        )
    if not compared:
        return ()
    known = ("opening_balance",) if _number(values, "opening_balance") is not None else ()
    return (kept("transactions", *known),)


def statement_totals(values: Values, _context: CheckContext) -> Sequence[CheckOutcome]:
    """Opening balance and movements give the closing balance; the printed totals are those of the rows."""
    rows = _rows(values, "transactions")
    sums = {name: round(sum(_number(row, name) or 0 for row in rows), 2) for name in ("debit", "credit")}
    outcomes = []
    for name, printed in (("debit", "total_debit"), ("credit", "total_credit")):
        total = _number(values, printed)
        if total is None or not rows:
            continue
        if abs(total - sums[name]) < _CENT:
            outcomes.append(kept("transactions", printed))
        else:
            message = "The rows do not add up to a printed total."
            outcomes.append(broken("statement_total_mismatch", message, "transactions", printed, column=name))
    opening, closing = _number(values, "opening_balance"), _number(values, "closing_balance")
    if opening is not None and closing is not None and rows:
        if abs(opening + sums["credit"] - sums["debit"] - closing) < _CENT:
            outcomes.append(kept("transactions", "opening_balance", "closing_balance"))
        else:
            outcomes.append(
                broken(
                    "closing_balance_mismatch",
                    "Opening balance and rows do not give the closing balance.",
                    "transactions",
                    "closing_balance",
                    severity=Severity.ERROR,
                )
            )
    return outcomes


def _goes_on(rows: Sequence[Mapping[str, Any]], index: int, balance: float) -> bool:
    """Whether the next printed balance follows from what the balance of a row should be: then that one alone is wrong."""
    for row in islice(rows, index + 1, None):
        balance += _movement(row)
        printed = _number(row, "balance")
        if printed is not None:
            return abs(balance - printed) < _CENT
    return False


def _movement(row: Mapping[str, Any]) -> int | float:
    """What a row adds to the balance."""
    return (_number(row, "credit") or 0) - (_number(row, "debit") or 0)


def _is_product(row: Mapping[str, Any]) -> bool | None:
    """Whether a line's amount is its quantity times its price less its discount, in rupiah or percent; None when it lacks one."""
    quantity, price, amount = (_number(row, name) for name in ("quantity", "unit_price", "amount"))
    if quantity is None or price is None or amount is None:
        return None
    gross, discount = quantity * price, _number(row, "discount") or 0
    return any(abs(net - amount) <= _ROUNDING for net in (gross - discount, gross * (1 - discount / 100), gross))


def _rows(values: Values, name: str) -> list[dict[str, Any]]:
    rows = values.get(name)
    return rows if isinstance(rows, list) else []


def _date(values: Mapping[str, Any], name: str) -> date | None:
    value = values.get(name)
    return date.fromisoformat(value) if isinstance(value, str) else None


def _number(values: Mapping[str, Any], name: str) -> int | float | None:
    value = values.get(name)
    return value if isinstance(value, int | float) else None
