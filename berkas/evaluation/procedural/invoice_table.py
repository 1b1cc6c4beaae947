"""The lines of an invoice as a table: which columns, in which order, what is merged, and what stands between the lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from berkas.evaluation.procedural.draft import Draft
from berkas.evaluation.procedural.flow import Carry
from berkas.evaluation.procedural.numerals import Convention
from berkas.evaluation.procedural.sales import Item, Sale
from berkas.evaluation.procedural.tables import Place, Table, TableColumn, TableLook, TableRow, fit
from berkas.evaluation.specimens.drawing import INK, Align
from berkas.model.extraction import Scalar
from berkas.values.amounts import as_number

_EXTRAS: Final = ("weight", "batch", "expiry", "warehouse", "currency", "tax", "date", "net", "ordered")
_ORDERS: Final = (
    ("no", "code", "description", "quantity", "unit", "unit_price", "discount", "amount"),
    ("no", "code", "description", "quantity", "unit", "unit_price", "discount", "amount"),
    ("no", "description", "code", "unit", "quantity", "unit_price", "discount", "amount"),
    ("no", "quantity", "unit", "code", "description", "unit_price", "discount", "amount"),
    ("code", "description", "unit_price", "discount", "quantity", "unit", "amount"),
    ("description", "no", "code", "unit_price", "quantity", "unit", "discount", "amount"),
)
_NUMERIC: Final = frozenset({"quantity", "unit_price", "discount", "amount", "weight", "net", "ordered"})
_DROPPED_FIRST: Final = (*_EXTRAS, "code", "no", "unit", "discount", "quantity")


@dataclass(frozen=True, slots=True)
class ItemStyle:
    """How lines are printed.

    Attributes:
        has_unit_in_quantity: ``2 pcs`` in one cell.
        has_unit_in_price: ``25.000/pcs``; only where the unit is printed elsewhere too.
        has_code_in_description: The code before the description in its cell; it belongs to the text then.
        is_discount_in_percent: Else in money.
        blank: Printed for no discount.
        number_form: Of the running number.
        sign: Of the currency in the headings of amounts; empty for none.
        is_tabbed: The sign of the currency is set left in cells of amounts.
    """

    has_unit_in_quantity: bool
    has_unit_in_price: bool
    has_code_in_description: bool
    is_discount_in_percent: bool
    blank: str
    number_form: str
    sign: str
    is_tabbed: bool


def item_table(
    draft: Draft, sale: Sale, convention: Convention, foot: Sequence[TableRow], width: float
) -> tuple[Table, Carry]:
    """The table fitted to a width, and the sums carried from page to page; states the lines and what their columns show.

    Args:
        draft: In the making.
        sale: The contents.
        convention: How money is printed.
        foot: Rows of sums at its foot, with amounts in the last column; empty for none.
        width: In points.
    """
    names = _names(draft, sale)
    if foot:
        names = [*(name for name in names if name != "amount"), "amount"]
    style = _style(draft, convention, names)
    look = _look(draft)
    while True:
        table = _table(draft, sale, (names, style, look), convention)
        table = replace(table, rows=(*table.rows, *foot))
        if (fitted := fit(table, width)) is not None:
            break
        names = _fewer(names)
    draft.truth["line_items"] = [
        _row_truth(number, item, names, style) for number, item in enumerate(sale.items, start=1)
    ]
    if style.sign or convention.shows_currency("cell"):
        draft.state("currency")
    draft.signature.append("".join(name[0] for name in names) + look.ruling[0])
    return fitted, _no_carry if foot or not draft.maybe(0.5) else _carry(draft, sale, fitted.rows, convention)


def _names(draft: Draft, sale: Sale) -> list[str]:
    """Names of the columns in their order."""
    chances = {
        "no": 0.62,
        "code": 0.3,
        "description": 1,
        "quantity": 0.93,
        "unit": 0.5,
        "unit_price": 0.9,
        "discount": 0,
        "amount": 1,
    }
    if any(item.discount for item in sale.items):
        chances["discount"] = 0.93
    order = list(draft.rng.choice(_ORDERS))
    if draft.maybe(0.08):
        middle = order[1:-1]
        draft.rng.shuffle(middle)
        order = [order[0], *middle, order[-1]]
    names = [name for name in order if draft.maybe(chances[name])]
    for _ in range(draft.rng.choices((0, 1, 2), (78, 16, 6))[0]):
        extra = draft.rng.choice(_EXTRAS)
        if extra not in names:
            names.insert(draft.rng.randrange(1, len(names)), extra)
    return names


def _fewer(names: Sequence[str]) -> list[str]:
    dropped = next(name for name in _DROPPED_FIRST if name in names)
    return [name for name in names if name != dropped]


def _style(draft: Draft, convention: Convention, names: Sequence[str]) -> ItemStyle:
    merged = "unit" not in names and "quantity" in names and draft.maybe(0.4)
    return ItemStyle(
        has_unit_in_quantity=merged,
        has_unit_in_price=(merged or "unit" in names) and draft.maybe(0.06),
        has_code_in_description="code" not in names and draft.maybe(0.07),
        is_discount_in_percent=draft.maybe(0.6),
        blank=draft.rng.choice(("", "-", "0", "0")) if draft.maybe(0.6) else "",
        number_form=draft.rng.choice(("{0}", "{0}", "{0}.", "{0:02d}")),
        sign=convention.sign if convention.marked != "always" and draft.maybe(0.18) else "",
        is_tabbed=convention.marked == "always" and not convention.is_behind and draft.maybe(0.3),
    )


def _look(draft: Draft) -> TableLook:
    rng, look = draft.rng, draft.look
    ruling = rng.choice(draft.family.rulings)
    bar = rng.choice((look.accent, "#dddddd", "#eeeeee")) if rng.random() < 0.42 else None
    ink = "#ffffff" if bar == look.accent else INK
    places: tuple[Place, ...] = ("top", "middle", "bottom")
    factor = rng.choice((0.9, 1, 1))
    return TableLook(
        cell=look.type(factor), bold=look.type(factor, is_bold=True),
        head=look.type(factor * rng.choice((0.9, 1)), is_bold=rng.random() < 0.75, ink=ink),
        ruling=ruling, place=rng.choices(places, (74, 18, 8))[0], bar=bar,
        zebra="#f2f2f2" if ruling != "grid" and rng.random() < 0.2 else None, padding=(rng.uniform(2.5, 6), rng.uniform(1.5, 5)),
    )  # fmt: skip


def _columns(draft: Draft, names: Sequence[str], sign: str) -> Iterator[TableColumn]:
    numbers: Align = draft.rng.choices(("right", "center", "left"), (86, 9, 5))[0]
    heads: Align | None = draft.rng.choice((None, None, "center", "left"))
    joint = draft.rng.choice(("\n", "\n", "/", " / "))
    for name in names:
        title = draft.label(f"col_{name}", joint=joint)
        if sign and name in ("unit_price", "amount"):
            title = f"{title} ({sign})"
        align: Align = (
            numbers if name in _NUMERIC else "center" if name in ("no", "unit") and draft.maybe(0.5) else "left"
        )
        yield TableColumn(name, title, align, heads or align, is_wide=name == "description")


def _table(draft: Draft, sale: Sale, form: tuple[Sequence[str], ItemStyle, TableLook], convention: Convention) -> Table:
    names, style, look = form
    rows = []
    for number, item in enumerate(sale.items, start=1):
        cells = _cells(draft, (number, item), style, convention)
        rows.append(TableRow({name: cells[name] for name in names}))
    return Table(tuple(_columns(draft, names, style.sign)), tuple(_with_others(draft, rows)), look)


def _with_others(draft: Draft, rows: Sequence[TableRow]) -> Iterator[TableRow]:
    """Rows of items with headings of sections and notes between them, and empty rows behind them."""
    has_sections = len(rows) > 3 and draft.maybe(0.09)
    has_note = len(rows) > 2 and draft.maybe(0.05)
    for number, row in enumerate(rows):
        if has_sections and number % 3 == 0:
            yield TableRow(text=draft.rng.choice(draft.family.trade.sections), is_bold=True)
        if has_note and number == len(rows) - 1:
            yield TableRow(text=draft.rng.choice(draft.family.trade.notes))
        yield row
    if len(rows) < 8 and draft.maybe(0.12):
        for _ in range(draft.rng.randint(2, 9 - len(rows))):
            yield TableRow()


def _cells(draft: Draft, numbered: tuple[int, Item], style: ItemStyle, convention: Convention) -> dict[str, list[str]]:
    number, item = numbered
    rng = draft.rng

    def money(amount: Decimal) -> str:
        text = convention.money(amount, "cell")
        return f"{convention.sign}\t{text.replace(convention.sign, '').strip()}" if style.is_tabbed else text

    quantity = convention.quantity(item.quantity)
    price = money(item.price)
    first = f"{item.code} {item.description}" if style.has_code_in_description else item.description
    percent = f"{item.discount_percent.normalize():f}".replace(".", convention.number(Decimal("1.1"), 1)[1])
    reduction = f"{percent}%" if style.is_discount_in_percent else convention.number(item.discount)
    return {
        "no": [style.number_form.format(number)],
        "code": [item.code],
        "description": [first, *item.details],
        "quantity": [f"{quantity} {item.unit}" if style.has_unit_in_quantity else quantity],
        "unit": [item.unit],
        "unit_price": [f"{price}/{item.unit}" if style.has_unit_in_price else price],
        "discount": [style.blank if not item.discount else reduction],
        "amount": [money(item.amount)],
        "weight": [convention.number(Decimal(rng.randrange(5, 900)) / 10, 1)],
        "batch": [f"{rng.choice('ABC')}{rng.randrange(1000, 9999)}"],
        "expiry": [f"{rng.randrange(1, 13):02d}/{rng.randrange(2027, 2030)}"],
        "warehouse": [rng.choice(("GD1", "GD2", "A-03"))],
        "currency": [convention.currency],
        "tax": [rng.choice(("11%", "0%", "11%")) if style.is_discount_in_percent else convention.number(item.amount * 11 / 100)],
        "date": [f"{rng.randrange(1, 28):02d}/{rng.randrange(1, 13):02d}"],
        "net": [convention.money(item.price - item.price * item.discount_percent / 100, "cell")],
        "ordered": [convention.quantity(item.quantity + rng.choice((0, 0, 1, 5)))],
    }  # fmt: skip


def _row_truth(number: int, item: Item, names: Sequence[str], style: ItemStyle) -> dict[str, Scalar]:
    first = f"{item.code} {item.description}" if style.has_code_in_description else item.description
    none = 0 if style.blank == "0" else None
    reduction = item.discount_percent if style.is_discount_in_percent else item.discount
    has_unit = "unit" in names or style.has_unit_in_quantity
    values: dict[str, Scalar] = {
        "no": number, "code": item.code, "description": " ".join((first, *item.details)), "quantity": as_number(item.quantity),
        "unit": item.unit, "unit_price": as_number(item.price), "amount": as_number(item.amount),
        "discount": as_number(reduction) if item.discount else none,
    }  # fmt: skip
    return {name: value if name in names or (name == "unit" and has_unit) else None for name, value in values.items()}


def _no_carry(_: int) -> None:
    """Nothing is carried from page to page."""


def _carry(draft: Draft, sale: Sale, rows: Sequence[TableRow], convention: Convention) -> Carry:
    forward, brought = draft.label("carried_forward"), draft.label("brought_forward")

    def carry(count: int) -> tuple[TableRow, TableRow] | None:
        items = sale.items[: sum("amount" in row.cells for row in rows[:count])]
        if not items:
            return None
        cells = {"amount": [convention.money(sum((item.amount for item in items), Decimal()), "cell")]}
        return TableRow(cells, forward, align="right"), TableRow(cells, brought, align="right")

    return carry
