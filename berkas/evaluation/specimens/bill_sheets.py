"""What layouts of invoices over a `Bill` share: cells of their table, sums below it."""

from collections.abc import Sequence
from typing import Final

from berkas.evaluation.specimens.bills import Item
from berkas.evaluation.specimens.drawing import Column, Sheet
from berkas.evaluation.specimens.wording import Locale, money

LEFT: Final = 40
RIGHT: Final = 555

BASIC: Final = frozenset(
    {"invoice_number", "invoice_date", "due_date", "seller_name", "seller_address", "buyer_name", "buyer_address", "currency",
     "subtotal", "total_amount", "ppn_rate", "ppn_amount", "bank_name", "bank_account_number", "bank_account_name"}
)  # fmt: skip
"""Wire names of the fields that every layout prints."""


def bill_cells(item: Item, locale: Locale, *, decimals: int = 0, suffix: str = "") -> dict[str, str]:
    """Printed texts of a line by column name; the description is left to the layout."""
    is_whole = item.quantity == int(item.quantity)
    return {
        "no": str(item.no), "code": item.code, "quantity": money(item.quantity, locale, decimals=0 if is_whole else 1),
        "unit": item.unit, "unit_price": money(item.price, locale, decimals=decimals) + suffix,
        "amount": money(item.amount, locale, decimals=decimals) + suffix,
        "discount": money(item.discount, locale, decimals=decimals) if item.discount else "-",
    }  # fmt: skip


def description_lines(sheet: Sheet, item: Item, column: Column) -> list[str]:
    """The description of a line and its details, wrapped to their column."""
    width = column.right - column.left
    return [line for text in (item.description, *item.details) for line in sheet.wrap(text, width)]


def sums_below(sheet: Sheet, y: float, rows: Sequence[tuple[str, str]], *, label_right: float) -> float:
    """Labels set against their amounts, the last pair bold; gives the y after them."""
    for number, (label, value) in enumerate(rows):
        is_last = number == len(rows) - 1
        sheet.text(label_right, y + number * 15, label, bold=is_last, align="right")
        sheet.text(RIGHT - 4, y + number * 15, value, bold=is_last, align="right")
    return y + len(rows) * 15


def names_of(columns: Sequence[Column]) -> frozenset[str]:
    """Names of the columns of a table."""
    return frozenset(column.name for column in columns)
