"""The table of an invoice's lines: any columns in any order, rows between them that are no lines, sums carried over pages."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from berkas.evaluation.procedural_judge.boxes import Align, Text
from berkas.evaluation.procedural_judge.draft import Draft
from berkas.evaluation.procedural_judge.figures import as_value
from berkas.evaluation.procedural_judge.grids import Carry, Cell, GridStyle, Line, Ruling, Table, needs, solve
from berkas.evaluation.procedural_judge.sales import Item, Sale

FIELDS: Final = ("no", "code", "description", "quantity", "unit", "unit_price", "discount", "amount")
_EXTRAS: Final = ("batch", "expiry", "weight", "store", "tax", "day", "note")
_MONEY: Final = frozenset({"price", "amount"})
_WRAPPING: Final = frozenset({"name", "note"})


@dataclass(frozen=True, slots=True)
class Shape:
    """How the lines are printed.

    Attributes:
        columns: From the left.
        unit_in: The column that has the unit: its own, that of the quantity, or none.
        discount: Whether discounts are printed in percent, as percent without sign, or as money; empty for no such column.
        money: ``figure`` or ``marked``, with the currency.
        price: Pattern of prices.
        number: Pattern of the running number.
        decimals: Least decimals of quantities.
        nothing: What stands where a line has no discount.
    """

    columns: tuple[str, ...]
    unit_in: str
    discount: str
    money: str
    price: str
    number: str
    decimals: int
    nothing: str


def make_shape(draft: Draft, sale: Sale) -> Shape:
    """Choose columns and forms of cells."""
    rng = draft.rng
    discount = rng.choice(("percent", "bare", "money")) if any(item.percent for item in sale.items) else ""
    has_quantity = bool(discount) or draft.chance(0.95 if not sale.is_service else 0.8)
    unit_in = rng.choices(("unit", "quantity", ""), (50, 28, 22))[0] if has_quantity else ""
    columns = ["no"] * draft.chance(0.62) + ["code"] * draft.chance(0.35) + ["name"]
    extras = [name for name in _EXTRAS if draft.chance(0.06) and (name != "tax" or sale.has("ppn"))][:2]
    middle = (
        ["quantity"] * has_quantity + ["unit"] * (unit_in == "unit") + ["price"] * (has_quantity and draft.chance(0.92))
    )
    if discount and "price" not in middle:
        middle.append("price")
    columns += [*middle, *(["discount"] if discount else []), "amount"]
    for extra in extras:
        columns.insert(rng.randrange(columns.index("name") + 1, len(columns)), extra)
    _reorder(draft, columns)
    draft.note("-".join(columns))
    return Shape(
        tuple(columns), unit_in, discount, money=rng.choices(("figure", "marked"), (72, 28))[0],
        price=rng.choices(("{0}", "@ {0}", "{0}/{1}"), (88, 6, 6))[0] if unit_in else "{0}",
        number=rng.choices(("{}", "{}.", "{:02d}"), (75, 18, 7))[0], decimals=rng.choices((0, 2), (93, 7))[0],
        nothing=rng.choice(("", "-")),
    )  # fmt: skip


def _reorder(draft: Draft, columns: list[str]) -> None:
    """Give the columns another order now and then; the amount stays last most times."""
    rng = draft.rng
    move = rng.choices(
        ("none", "quantity first", "code behind", "price before", "unit before", "shuffled"), (52, 10, 8, 10, 6, 14)
    )[0]
    if move == "quantity first" and "quantity" in columns:
        moved = [name for name in ("quantity", "unit") if name in columns]
        rest = [name for name in columns if name not in moved]
        at = rest.index("no") + 1 if "no" in rest and rng.random() < 0.5 else 0
        columns[:] = [*rest[:at], *moved, *rest[at:]]
    elif move == "code behind" and "code" in columns:
        columns.remove("code")
        columns.insert(columns.index("name") + 1, "code")
    elif move == "price before" and "price" in columns:
        columns.remove("price")
        columns.insert(columns.index("quantity"), "price")
    elif move == "unit before" and "unit" in columns:
        columns.remove("unit")
        columns.insert(columns.index("quantity"), "unit")
    elif move == "shuffled":
        first, inner = columns[:1], columns[1:-1]
        rng.shuffle(inner)
        columns[:] = [*first, *inner, columns[-1]]


def make_table(draft: Draft, sale: Sale, width: float, foot: Sequence[tuple[str, str, bool]]) -> Table:
    """The table and the truth of its lines.

    Args:
        draft: Of the document.
        sale: What is sold.
        width: Of the table, in points.
        foot: Labels, figures and whether they are the total, of sums that stand in the table.
    """
    shape = make_shape(draft, sale)
    ruling: Ruling = draft.rng.choices(("grid", "rows", "columns", "head", "none", "outer"), (34, 16, 14, 22, 6, 8))[0]
    draft.note(ruling)
    style = GridStyle(
        ruling=ruling,
        pad_x=draft.rng.choice((2.5, 3, 4, 5)), pad_y=draft.rng.choice((1, 2, 3, 4.5)), valign=draft.rng.choices(("top",
        "middle", "bottom"), (62, 28, 10))[0],
        zebra=draft.tint if draft.chance(0.18) else None,
    )  # fmt: skip
    titles = _titles(draft, shape, sale)
    cells = [_cells(draft, shape, item, number, sale) for number, item in enumerate(sale.items, start=1)]
    rows_of_truth = [_truth(draft, shape, item, number, sale.scale) for number, item in enumerate(sale.items, start=1)]
    draft.truth["line_items"] = [dict(row) for row in rows_of_truth]
    widths, factor = _fitted(
        draft,
        shape,
        titles,
        [*cells, *([""] * (len(titles) - 1) + [value] for _, value, _ in foot)],
        (style.pad_x, width),
    )
    aligns = _aligns(draft, shape)
    ink = draft.ink.scaled(factor)
    color = "#ffffff" if draft.chance(0.12) else ink.color
    fill = draft.dark if color == "#ffffff" else draft.tint if draft.chance(0.4) else None
    head_ink = replace(ink.bold() if draft.chance(0.8) or fill == draft.dark else ink, color=color)
    centred = draft.chance(0.35)
    head = Line(
        tuple(Cell(Text(title, head_ink, "center" if centred else align)) for title, align in zip(titles, aligns,
        strict=True)),
        is_head=True, fill=fill,
    )  # fmt: skip
    lines = [
        Line(tuple(Cell(Text(words, ink, align)) for words, align in zip(row, aligns, strict=True))) for row in cells
    ]
    body = _with_others(draft, lines, len(shape.columns), Text("", ink))
    carry = _carry(draft, sale, shape, Text("", ink)) if len(body) == len(sale.items) else None
    feet = [_foot_line(draft, shape, Text(label, ink), Text(value, ink), is_total) for label, value, is_total in foot]
    return Table(
        [head], body, widths, style, is_head_repeated=draft.chance(0.85), carry=carry, foot=feet,
    )  # fmt: skip


def _foot_line(draft: Draft, shape: Shape, label: Text, value: Text, is_total: bool) -> Line:
    """A sum below the amounts; the label over the columns before them."""
    ink = label.ink.bold() if is_total else label.ink
    return Line(
        (Cell(replace(label, ink=ink, align="right"), len(shape.columns) - 1), Cell(replace(value, ink=ink, align="right"))),
        fill=draft.tint if is_total and draft.chance(0.3) else None,
    )  # fmt: skip


def _titles(draft: Draft, shape: Shape, sale: Sale) -> list[str]:
    found: list[str] = []
    for name in shape.columns:
        title = draft.other_word(f"col_{name}", without=found)
        if name == "discount" and shape.discount == "bare":
            title = f"{title} (%)"
        elif name in _MONEY and "(" not in title and draft.chance(0.12):
            mark = draft.rng.choice(("IDR", "Rp")) if sale.currency == "IDR" else "USD"
            title = f"{title} ({draft.tell('currency', sale.currency, mark)})"
        elif "(rp)" in title.lower() and sale.currency == "IDR":
            draft.tell("currency", sale.currency, title[-3:-1])
        elif "(rp)" in title.lower():
            title = title[:-5]
        found.append(title)
    return [title.replace(" / ", "\n") if "/" in title and draft.chance(0.6) else title for title in found]


def _cells(draft: Draft, shape: Shape, item: Item, number: int, sale: Sale) -> list[str]:
    how, rng = draft.how, draft.rng
    money = how.figure if shape.money == "figure" else how.money
    if shape.money == "marked":
        draft.tell("currency", sale.currency, how.mark)
    quantity = how.number(item.quantity, decimals=2) if shape.decimals else how.quantity(item.quantity)
    if shape.unit_in == "quantity":
        quantity = f"{quantity} {item.unit}"
    reduction = {"percent": f"{item.percent}%", "bare": f"{item.percent}", "money": how.figure(item.reduction)}.get(
        shape.discount, ""
    )
    texts = {
        "no": shape.number.format(number), "code": item.code, "name": "\n".join((item.name, *item.details)),
        "quantity": quantity,
        "unit": item.unit, "price": shape.price.format(money(item.price), item.unit), "amount": money(item.amount),
        "discount": reduction if item.percent else shape.nothing, "batch": f"{rng.choice('ABKM')}{rng.randrange(1000, 9999)}",
        "expiry": f"{rng.randrange(1, 13):02d}/{rng.randrange(27, 31)}", "weight": how.number(Decimal(rng.randrange(5,
        900)) / 10, decimals=1),
        "store": rng.choice(("G1", "G2", "PST")), "day": how.day(item.day), "note": rng.choice(("", "ok",
        "promo" if how.language == "en" else "titip")),
    }  # fmt: skip
    if "tax" in shape.columns:
        rate = how.number(sale.sum_of("ppn").percent, decimals=-int(sale.sum_of("ppn").percent.as_tuple().exponent))
        texts["tax"] = draft.tell("ppn_rate", as_value(int(sale.sum_of("ppn").percent * 1000), 1000), f"{rate}%")
    return [texts[name] for name in shape.columns]


def _truth(draft: Draft, shape: Shape, item: Item, number: int, scale: int) -> dict[str, str | int | float | None]:
    has = shape.columns.__contains__
    quantity = int(item.quantity) if item.quantity == int(item.quantity) else float(item.quantity)
    reduction = as_value(item.reduction, scale) if shape.discount == "money" else item.percent
    draft.printed.setdefault("line_items", []).extend((item.name, draft.how.figure(item.amount)))
    return {
        "no": number if has("no") else None, "code": item.code if has("code") else None, "description": " ".join((item.name,
        *item.details)),
        "quantity": quantity if has("quantity") else None, "unit": item.unit.upper() if shape.unit_in else None,
        "unit_price": as_value(item.price, scale) if has("price") else None,
        "discount": (reduction or None) if has("discount") else None, "amount": as_value(item.amount, scale),
    }  # fmt: skip


def _fitted(
    draft: Draft, shape: Shape, titles: Sequence[str], cells: Sequence[Sequence[str]], room: tuple[float, float]
) -> tuple[list[float], float]:
    """Widths of the columns, and by how much the type had to become smaller for them."""
    pad, width = room
    for step in range(14):
        ink = draft.ink.scaled(1 - 0.05 * step)
        found = []
        for place, name in enumerate(shape.columns):
            texts = [
                Text(row[place], ink if number < len(cells) - 9 else ink.bold()) for number, row in enumerate(cells)
            ]
            heading = Text(titles[place], ink.bold())
            free, fixed = ([*texts, heading], []) if name in _WRAPPING else ([heading], texts)
            found.append(needs(fixed, free, 2 * pad))
        least = [must + 45 if name == "name" else must for (must, _), name in zip(found, shape.columns, strict=True)]
        widths = solve(least, [wish for _, wish in found], width)
        if widths:
            return widths, 1 - 0.05 * step
    raise ValueError(shape.columns)


def _aligns(draft: Draft, shape: Shape) -> list[Align]:
    rng = draft.rng
    money: Align = rng.choices(("right", "left", "center"), (86, 6, 8))[0]
    counts: Align = rng.choice(("right", "center", "center", "left"))
    own: dict[str, Align] = {
        "name": "left", "code": rng.choice(("left", "left", "center")), "price": money, "amount": money, "quantity": counts,
        "discount": counts,
        "no": rng.choice(("center", "center", "left", "right")), "unit": rng.choice(("left", "center")), "note": "left",
        "weight": counts,
    }  # fmt: skip
    return [own.get(name, "center") for name in shape.columns]


def _with_others(draft: Draft, lines: Sequence[Line], count: int, empty: Text) -> list[Line]:
    """The lines with headings of sections between them or empty rows behind them."""
    found = list(lines)
    is_indonesian = draft.how.language == "id"
    if len(found) >= 4 and draft.chance(0.1):
        names = ("Bagian I", "Bagian II") if is_indonesian else ("Section A", "Section B")
        for at, name in ((len(found) // 2, names[1]), (0, names[0])):
            found.insert(
                at,
                Line(
                    (Cell(replace(empty, words=name, ink=empty.ink.bold()), count),),
                    fill=draft.tint if draft.chance(0.5) else None,
                ),
            )
    elif len(found) < 9 and draft.chance(0.12):
        found += [Line((Cell(empty),) * count, least=empty.ink.line) for _ in range(10 - len(found))]
    return found


def _carry(draft: Draft, sale: Sale, shape: Shape, empty: Text) -> Carry | None:
    if not draft.chance(0.6):
        return None
    labels = (draft.word("carried"), draft.word("brought"))

    def lines(done: int) -> tuple[Line, Line]:
        figure = draft.how.figure(sum(item.amount for item in sale.items[:done]))
        made = [
            Line(
                (
                    Cell(replace(empty, words=label, align="right"), len(shape.columns) - 1),
                    Cell(replace(empty, words=figure, align="right")),
                )
            )
            for label in labels
        ]
        return made[0], made[1]

    return lines
