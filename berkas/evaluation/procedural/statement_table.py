"""The movements of a statement as a table: how amounts show their direction, where time, remarks and balances stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, Literal

from berkas.evaluation.procedural.books import Book, Movement
from berkas.evaluation.procedural.draft import Draft
from berkas.evaluation.procedural.flow import Carry
from berkas.evaluation.procedural.numerals import Calendar, Convention, DateForm
from berkas.evaluation.procedural.tables import Place, Table, TableColumn, TableLook, TableRow, fit
from berkas.evaluation.specimens.drawing import INK, Align
from berkas.model.extraction import Scalar
from berkas.values.amounts import as_number

Direction = Literal["columns", "mark_column", "marked", "signed", "parentheses", "trailing_minus"]
"""How an amount shows whether it is a debit: a column for each, a mark beside it, a mark in its cell, a sign."""

_MARKS: Final = (("DB", "CR"), ("D", "K"), ("DR", "CR"), ("D", "C"), ("DB", ""), ("DB", "KR"), ("Dr", "Cr"))
_ROW_FORMS: Final[tuple[DateForm, ...]] = (
    "dmy_slash", "dmy_slash", "dmy_short", "dmy_short", "dmy_dash", "iso", "abbreviated", "abbreviated", "dashed", "compact",
    "day_slash", "day_slash", "day_month", "day_dash", "dmy_dot",
)  # fmt: skip
_NUMERIC: Final = frozenset({"debit", "credit", "amount", "balance", "fee"})
_DROPPED_FIRST: Final = ("fee", "party", "category", "reference", "value_date", "branch", "no", "time")


@dataclass(frozen=True, slots=True)
class MovementStyle:
    """How movements are printed.

    Attributes:
        direction: Of amounts.
        marks: Of debits and credits, where there are marks.
        gap: Between an amount and its mark.
        blank: In the column that a movement does not use.
        time: ``none``, ``column``, ``behind`` the day or ``below`` it.
        has_seconds: Of times.
        zone: Behind a time.
        has_plus: Before credits that show signs.
        is_daily: Only the last movement of a day shows a balance.
        is_newest_first: Of the order of rows.
        is_raised: The first line of a description stands above the line of its day.
        is_pending: The last movement has ``PEND`` for its day.
        opening: ``row``, ``dated_row`` or ``none``: the opening balance among the rows.
        closing: The same for the closing balance.
        has_totals: A row of totals.
        sign: Of the currency in headings; empty for none.
        has_day_once: Only the first movement of a day shows the day.
        balance_mark: Behind balances, such as ``CR``; empty for none.
    """

    direction: Direction
    marks: tuple[str, str]
    gap: str
    blank: str
    time: str
    has_seconds: bool
    zone: str
    has_plus: bool
    is_daily: bool
    is_newest_first: bool
    is_raised: bool
    is_pending: bool
    opening: str
    closing: str
    has_totals: bool
    sign: str
    has_day_once: bool
    balance_mark: str


def make_style(draft: Draft, book: Book, convention: Convention) -> MovementStyle:
    """How the movements of a document are printed."""
    rng = draft.rng
    directions: tuple[Direction, ...] = ("columns", "mark_column", "marked", "signed", "parentheses", "trailing_minus")
    newest = rng.random() < 0.12
    opening = rng.choices(("row", "dated_row", "none"), (28, 16, 56))[0]
    return MovementStyle(
        direction=rng.choices(directions, (52, 12, 14, 17, 3, 2))[0],
        marks=rng.choice(_MARKS), gap=rng.choice((" ", " ", "  ", "")),
        blank=rng.choice(("", "", "-", convention.number(Decimal()), convention.number(Decimal()))),
        time=rng.choices(("none", "column", "behind", "below"), (56, 10, 18, 16))[0],
        has_seconds=rng.random() < 0.6, zone=rng.choice(("", "", " WIB")), has_plus=rng.random() < 0.6,
        is_daily=rng.random() < 0.1, is_newest_first=newest, is_raised=rng.random() < 0.08,
        is_pending=not newest and rng.random() < 0.04 and len(book.movements) > 2, opening=opening,
        closing=rng.choices(("row", "none"), (30, 70))[0], has_totals=rng.random() < 0.3,
        sign=book.currency if rng.random() < 0.22 else "",
        has_day_once=not newest and rng.random() < 0.05,
        balance_mark=rng.choice((" CR", " Cr", "CR")) if rng.random() < 0.04 else "",
    )  # fmt: skip


def movement_table(
    draft: Draft, book: Book, convention: Convention, language: str, width: float
) -> tuple[Table, Carry]:
    """The table fitted to a width, and the balances carried from page to page; states the movements and their columns."""
    style = make_style(draft, book, convention)
    form = draft.rng.choice(_ROW_FORMS)
    names, look = _names(draft, style), _look(draft)
    if "balance" not in names:
        style = replace(style, opening="none", closing="none", is_daily=False)
    movements = list(reversed(book.movements)) if style.is_newest_first else list(book.movements)
    shown = [_shows_balance(style, movements, place) for place in range(len(movements))]
    while True:
        rows = list(_rows(draft, (book, movements, shown), style, (convention, Calendar(form, language)), names))
        table = Table(tuple(_columns(draft, names, style)), tuple(row for row, _ in rows), look)
        if (fitted := fit(table, width)) is not None:
            break
        names = _fewer(names)
    _state(draft, style, convention)
    draft.truth["transactions"] = [
        _row_truth(movement, names, style, has_balance=has_balance, is_last=movement is book.movements[-1])
        for movement, has_balance in zip(movements, shown, strict=True)
    ]
    draft.signature.append("".join(name[0] for name in names) + style.direction[0] + look.ruling[0])
    has_carry = "balance" in names and not style.is_newest_first and draft.maybe(0.35)
    return fitted, _carry(draft, [balance for _, balance in rows], convention) if has_carry else lambda _: None


def _state(draft: Draft, style: MovementStyle, convention: Convention) -> None:
    if style.opening != "none":
        draft.state("opening_balance")
    if style.closing != "none":
        draft.state("closing_balance")
    if style.has_totals and style.direction == "columns":
        draft.state("total_debit", "total_credit")
    if style.sign or convention.shows_currency("cell"):
        draft.state("currency")


def _names(draft: Draft, style: MovementStyle) -> list[str]:
    chances = {
        "no": 0.17,
        "value_date": 0.17,
        "branch": 0.22,
        "reference": 0.2,
        "category": 0.08,
        "party": 0.05,
        "fee": 0.03,
    }
    extras = {name for name, chance in chances.items() if draft.maybe(chance)}
    amounts = ["debit", "credit"] if draft.maybe(0.8) else ["credit", "debit"]
    if style.direction != "columns":
        amounts = ["amount"]
    if style.direction == "mark_column":
        amounts = ["amount", "mark"] if draft.maybe(0.7) else ["mark", "amount"]
    front = ["date", *(["time"] if style.time == "column" else []), *(["value_date"] if "value_date" in extras else [])]
    middle = ["description", *(name for name in ("party", "category", "branch", "reference") if name in extras)]
    if draft.maybe(0.3):
        draft.rng.shuffle(middle)
    balance = ["balance"] if draft.maybe(0.93) else []
    return [
        *(["no"] if "no" in extras else []),
        *front,
        *middle,
        *(["fee"] if "fee" in extras else []),
        *amounts,
        *balance,
    ]


def _fewer(names: Sequence[str]) -> list[str]:
    dropped = next(name for name in _DROPPED_FIRST if name in names)
    return [name for name in names if name != dropped]


def _look(draft: Draft) -> TableLook:
    rng, look = draft.rng, draft.look
    bar = rng.choice((look.accent, "#dddddd", "#eeeeee")) if rng.random() < 0.38 else None
    places: tuple[Place, ...] = ("top", "middle", "bottom")
    factor = rng.choice((0.85, 0.9, 1)) if look.size > 7.5 else 1
    ruling = rng.choice(draft.family.rulings)
    return TableLook(
        cell=look.type(factor), bold=look.type(factor, is_bold=True),
        head=look.type(factor, is_bold=rng.random() < 0.75, ink="#ffffff" if bar == look.accent else INK),
        ruling=ruling, place=rng.choices(places, (72, 22, 6))[0], bar=bar,
        zebra="#f3f3f3" if ruling != "grid" and rng.random() < 0.25 else None, padding=(rng.uniform(2, 5), rng.uniform(1, 4.5)),
    )  # fmt: skip


def _columns(draft: Draft, names: Sequence[str], style: MovementStyle) -> Iterator[TableColumn]:
    heads: Align | None = draft.rng.choice((None, None, "center", "left"))
    joint = draft.rng.choice(("\n", "\n", "/"))
    for name in names:
        title = draft.label(f"col_{name}", joint=joint)
        if style.sign and name in _NUMERIC:
            title = f"{title} ({style.sign})"
        align: Align = "right" if name in _NUMERIC else "left"
        yield TableColumn(name, title, align, heads or align, is_wide=name in ("description", "party"))


def _rows(
    draft: Draft,
    contents: tuple[Book, list[Movement], list[bool]],
    style: MovementStyle,
    prints: tuple[Convention, Calendar],
    names: Sequence[str],
) -> Iterator[tuple[TableRow, Decimal | None]]:
    """Rows with the balance after them."""
    book, movements, shown = contents
    convention, calendar = prints
    day = calendar.day(book.start) if style.opening == "dated_row" else ""
    opening = (_balance_row(draft, "opening_balance", convention.money(book.opening, "cell"), day), book.opening)
    closing = (_balance_row(draft, "closing_balance", convention.money(book.closing, "cell"), ""), book.closing)
    first, last = (closing, opening) if style.is_newest_first else (opening, closing)
    has_first, has_last = style.opening != "none", style.closing != "none"
    if style.is_newest_first:
        has_first, has_last = has_last, has_first
    if has_first:
        yield first
    for number, (movement, has_balance) in enumerate(zip(movements, shown, strict=True), start=1):
        is_last = movement is book.movements[-1]
        cells = _cells(draft, (number, movement), style, prints, has_balance=has_balance, is_last=is_last)
        if style.has_day_once and number > 1 and movements[number - 2].day == movement.day:
            cells["date"] = ["", *cells["date"][1:]] if style.time != "behind" else [cells["date"][0].split(" ")[-1]]
        found = {name: cells[name] for name in names}
        yield TableRow(_raised(found) if style.is_raised and len(movement.lines) > 1 else found), movement.balance
    if style.has_totals and style.direction == "columns":
        totals = {"debit": [convention.money(book.debits, "cell")], "credit": [convention.money(book.credits, "cell")]}
        yield TableRow(totals, draft.label("totals"), is_bold=draft.maybe(0.6)), None
    if has_last:
        yield last


def _raised(cells: dict[str, list[str]]) -> dict[str, list[str]]:
    """Everything but the description a line lower."""
    return {name: cell if name == "description" else ["", *cell] for name, cell in cells.items()}


def _balance_row(draft: Draft, key: str, amount: str, day: str) -> TableRow:
    cells = {"description": [draft.label(key)], "balance": [amount]}
    return TableRow(cells | ({"date": [day]} if day else {}))


def _cells(
    draft: Draft,
    numbered: tuple[int, Movement],
    style: MovementStyle,
    prints: tuple[Convention, Calendar],
    *,
    has_balance: bool,
    is_last: bool,
) -> dict[str, list[str]]:
    number, movement = numbered
    convention, calendar = prints
    rng, is_debit = draft.rng, movement.amount < 0
    day = "PEND" if style.is_pending and is_last else calendar.day(movement.day)
    clock = f"{movement.clock:%H:%M:%S}" if style.has_seconds else f"{movement.clock:%H:%M}"
    days = {"behind": [f"{day} {clock}"], "below": [day, clock + style.zone]}.get(style.time, [day])
    amount = convention.money(abs(movement.amount), "cell")
    return {
        "no": [str(number)], "date": days, "time": [clock], "value_date": [calendar.day(movement.value_day)],
        "description": list(movement.lines), "branch": [movement.branch], "reference": [movement.reference],
        "debit": [amount if is_debit else style.blank], "credit": [style.blank if is_debit else amount],
        "amount": [_directed(amount, style, is_debit=is_debit)], "mark": [style.marks[0 if is_debit else 1] or " "],
        "balance": [convention.money(movement.balance, "cell") + style.balance_mark] if has_balance else [""],
        "category": [rng.choice(("TRF", "QR", "ADM", "ATM"))], "party": [rng.choice(draft.family.trade.people)],
        "fee": [convention.number(Decimal(rng.choice((0, 2500, 6500))))],
    }  # fmt: skip


def _directed(amount: str, style: MovementStyle, *, is_debit: bool) -> str:
    match style.direction:
        case "marked":
            mark = style.marks[0 if is_debit else 1]
            return f"{amount}{style.gap}{mark}" if mark else amount
        case "signed":
            return f"-{amount}" if is_debit else f"+{amount}" if style.has_plus else amount
        case "parentheses":
            return f"({amount})" if is_debit else amount
        case "trailing_minus":
            return f"{amount}-" if is_debit else amount
    return amount


def _shows_balance(style: MovementStyle, movements: Sequence[Movement], place: int) -> bool:
    """Whether a row shows its balance: every one, or the newest of each day."""
    if not style.is_daily:
        return True
    neighbour = place - 1 if style.is_newest_first else place + 1
    return not 0 <= neighbour < len(movements) or movements[neighbour].day != movements[place].day


def _row_truth(
    movement: Movement, names: Sequence[str], style: MovementStyle, *, has_balance: bool, is_last: bool
) -> dict[str, Scalar]:
    has_time = style.time in ("behind", "below") or "time" in names
    clock = f"{movement.clock:%H:%M:%S}" if style.has_seconds else f"{movement.clock:%H:%M}"
    return {
        "date": None if style.is_pending and is_last else movement.day.isoformat(),
        "time": clock if has_time else None,
        "value_date": movement.value_day.isoformat() if "value_date" in names else None,
        "description": " ".join(movement.lines),
        "branch": movement.branch if "branch" in names else None,
        "debit": as_number(-movement.amount) if movement.amount < 0 else None,
        "credit": as_number(movement.amount) if movement.amount > 0 else None,
        "balance": as_number(movement.balance) if "balance" in names and has_balance else None,
    }


def _carry(draft: Draft, balances: Sequence[Decimal | None], convention: Convention) -> Carry:
    """Balances at the end of a page and the beginning of the next."""
    forward, brought = draft.label("carried_forward"), draft.label("brought_forward")

    def carry(count: int) -> tuple[TableRow, TableRow] | None:
        balance = balances[count - 1] if count else None
        if balance is None:
            return None
        cells = {"balance": [convention.money(balance, "cell")]}
        return TableRow(cells | {"description": [forward]}), TableRow(cells | {"description": [brought]})

    return carry
