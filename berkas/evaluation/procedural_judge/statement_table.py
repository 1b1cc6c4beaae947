"""The bookings of a statement: debits and credits apart, marked, glued or signed; dates with or without year."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal

from berkas.evaluation.procedural_judge.boxes import Align, Text
from berkas.evaluation.procedural_judge.draft import Draft
from berkas.evaluation.procedural_judge.figures import as_value
from berkas.evaluation.procedural_judge.grids import Carry, Cell, GridStyle, Line, Ruling, Table, needs, solve
from berkas.evaluation.procedural_judge.ledger import Booking, Ledger
from berkas.model.extraction import Scalar

Amounts = Literal["two", "marked", "glued", "signed"]
Clock = Literal["none", "inline", "below", "column"]

_SCALE: Final = 100
_MARKS: Final = (("DB", "CR"), ("D", "K"), ("D", "C"), ("DB", "KR"), ("Db", "Cr"))
_GLUED: Final = ((" DB", ""), (" DB", " CR"), ("DB", "CR"), (" D", " K"), (" DR", ""))
_SIGNS: Final = (("-{}", "+{}"), ("-{}", "{}"), ("- {}", "+ {}"), ("({})", "{}"))
_WRAPPING: Final = frozenset({"text"})
_NUMBERS: Final = frozenset({"debit", "credit", "amount", "balance"})


@dataclass(frozen=True, slots=True)
class Form:
    """How bookings are printed.

    Attributes:
        columns: From the left.
        amounts: How debits and credits are marked.
        marks: Of debit and credit.
        nothing: In a cell without movement.
        clock: Where the time stands.
        seconds: Whether it has seconds.
        zone: Behind the time.
        date: Pattern of the date.
        has_day_once: Whether a date is printed only where it changes.
        balance: On every row, on the last of each day, or on none.
        is_newest_first: Order of the rows.
        pattern: Of figures in cells.
        side: Behind a balance.
        pending: Number of the newest bookings that have a word instead of a date.
    """

    columns: tuple[str, ...]
    amounts: Amounts
    marks: tuple[str, str]
    nothing: str
    clock: Clock
    seconds: str
    zone: str
    date: str
    has_day_once: bool
    balance: Literal["rows", "days", "none"]
    is_newest_first: bool
    pattern: str
    side: str
    pending: int


def make_form(draft: Draft, ledger: Ledger) -> Form:
    """Choose columns and forms of cells."""
    rng = draft.rng
    amounts: Amounts = rng.choices(("two", "marked", "glued", "signed"), (50, 18, 18, 14))[0]
    balance: Literal["rows", "days", "none"] = rng.choices(("rows", "days", "none"), (82, 10, 8))[0]
    clock: Clock = rng.choices(("none", "inline", "below", "column"), (56, 16, 16, 12))[0]
    marks = {"two": ("", ""), "marked": rng.choice(_MARKS), "glued": rng.choice(_GLUED), "signed": rng.choice(_SIGNS)}[
        amounts
    ]
    columns = ["no"] * draft.chance(0.13) + ["date"] + ["time"] * (clock == "column") + ["value"] * draft.chance(0.22)
    columns += _with_moved(draft, ["text", *(["branch"] * draft.chance(0.2)), *(["reference"] * draft.chance(0.18))])
    money = {"two": ["debit", "credit"], "marked": ["amount", "mark"], "glued": ["amount"], "signed": ["amount"]}[
        amounts
    ]
    if draft.chance(0.12):
        money.reverse()
    columns += [*money, *(["balance"] if balance != "none" else [])]
    draft.note("-".join(columns))
    return Form(
        tuple(columns), amounts, marks, nothing=rng.choice(("", "", "0", "-")), clock=clock, seconds=rng.choice((":%S",
        ":%S", "")),
        zone=rng.choice(("", "", " WIB")), date=_date_pattern(draft, ledger), balance=balance,
        is_newest_first=draft.chance(0.12),
        pattern=f"{draft.how.mark} {{}}" if draft.chance(0.06) else "{}", side=rng.choice((" CR",
        " K")) if draft.chance(0.06) else "",
        pending=rng.choice((1, 2)) if clock == "none" and draft.chance(0.05) else 0,
        has_day_once=clock == "none" and balance == "rows" and draft.chance(0.07),
    )  # fmt: skip


def _with_moved(draft: Draft, columns: list[str]) -> list[str]:
    """The description last or between now and then."""
    if draft.chance(0.2):
        draft.rng.shuffle(columns)
    return columns


def _date_pattern(draft: Draft, ledger: Ledger) -> str:
    rng = draft.rng
    is_long = (ledger.end - ledger.start).days > 300
    with_year = ("%d/%m/%y", "%d/%m/%Y", "%d-%m-%Y", "short", "short-", "short-yy", "%Y-%m-%d", "%d.%m.%y")
    without = ("%d/%m", "%d/%m", "%d-%m", "short none", "short- none")
    return rng.choice(with_year if is_long or rng.random() < 0.62 else without)


def day_text(draft: Draft, form: Form, day: datetime) -> str:
    """A date of a booking."""
    if form.date.endswith(" none"):
        short = replace(draft.how, date_form="short").day(day.date()).split()
        return ("-" if "-" in form.date else " ").join(short[:2])
    return replace(draft.how, date_form=form.date).day(day.date())


def make_table(draft: Draft, ledger: Ledger, width: float, edges: tuple[bool, bool, bool]) -> Table:
    """The table and the truth of its rows.

    Args:
        draft: Of the document.
        ledger: What is booked.
        width: Of the table, in points.
        edges: Whether it has a row of the opening balance, of the totals, and of the closing balance.
    """
    form = make_form(draft, ledger)
    ruling: Ruling = draft.rng.choices(("grid", "rows", "columns", "head", "none", "outer"), (24, 18, 10, 32, 8, 8))[0]
    draft.note(ruling)
    style = GridStyle(
        ruling=ruling, pad_x=draft.rng.choice((2, 2.5, 3.5)), pad_y=draft.rng.choice((0.8, 1.5, 2.5, 4)),
        valign=draft.rng.choices(("top", "middle", "bottom"), (74, 18, 8))[0],
        zebra=draft.tint if draft.chance(0.18) else None,
    )  # fmt: skip
    rows = _rows(draft, form, ledger)
    draft.truth["transactions"] = [dict(truth) for _, truth in rows]
    titles = _titles(draft, form, ledger)
    cells = [[texts[name] for name in form.columns] for texts, _ in rows]
    money = max(
        (draft.how.figure(amount) for amount in (ledger.debits, ledger.credits, ledger.closing, ledger.opening)),
        key=len,
    )
    widths, factor = _fitted(
        draft,
        form,
        titles,
        [*cells, [money if name in _NUMBERS else "" for name in form.columns]],
        (style.pad_x, width),
    )
    ink = draft.ink.scaled(factor)
    aligns = _aligns(draft)
    lines = [
        Line(
            tuple(
                Cell(Text(words, ink, aligns.get(name, "left"))) for words, name in zip(row, form.columns, strict=True)
            )
        )
        for row in cells
    ]
    body = _edged(draft, form, ledger, lines, (edges[0], Text("", ink)))
    return Table(
        [_head(draft, form, titles, aligns, factor)], body, widths, style,
        is_head_repeated=draft.chance(0.85), carry=_carry(draft, form, ledger, Text("", ink), len(body) - len(lines)),
        foot=_foot(draft, form, ledger, Text("", ink), edges),
    )  # fmt: skip


def _head(draft: Draft, form: Form, titles: Sequence[str], aligns: dict[str, Align], factor: float) -> Line:
    color = "#ffffff" if draft.chance(0.12) else draft.ink.color
    fill = draft.dark if color == "#ffffff" else draft.tint if draft.chance(0.35) else None
    ink = replace(
        draft.ink.scaled(factor).bold() if draft.chance(0.8) or color == "#ffffff" else draft.ink.scaled(factor),
        color=color,
    )
    centred = draft.chance(0.3)
    return Line(
        tuple(Cell(Text(title, ink, "center" if centred else aligns.get(name, "left"))) for title, name in zip(titles,
        form.columns, strict=True)),
        is_head=True, fill=fill,
    )  # fmt: skip


def _titles(draft: Draft, form: Form, ledger: Ledger) -> list[str]:
    found: list[str] = []
    suffix = f" ({ledger.currency})" if draft.chance(0.2) else ""
    for name in form.columns:
        title = draft.other_word(f"col_{name}", without=found)
        found.append(title)
    if suffix:
        draft.tell("currency", ledger.currency, ledger.currency)
    titles = [
        f"{title}{suffix}" if name in _NUMBERS else title for title, name in zip(found, form.columns, strict=True)
    ]
    return [title.replace(" / ", "\n" if draft.chance(0.8) else "/") for title in titles]


def _rows(draft: Draft, form: Form, ledger: Ledger) -> list[tuple[dict[str, str], dict[str, Scalar]]]:
    """Printed cells and the truth of every booking, in the order of the document."""
    order = ledger.bookings[::-1] if form.is_newest_first else ledger.bookings
    has_gaps = draft.chance(0.3)
    if form.pattern != "{}":
        draft.tell("currency", ledger.currency, draft.how.mark)
    found = []
    for position, booking in enumerate(order):
        before = order[position - 1] if position else None
        after = order[position + 1] if position + 1 < len(order) else None
        has_day = not (form.has_day_once and before and before.moment.date() == booking.moment.date())
        neighbour = before if form.is_newest_first else after
        ends_day = neighbour is None or neighbour.moment.date() != booking.moment.date()
        has_balance = form.balance == "rows" or (form.balance == "days" and ends_day)
        has_branch = "branch" in form.columns and not (has_gaps and draft.chance(0.4))
        texts = _texts(draft, form, booking, position + 1)
        is_pending = booking in ledger.bookings[len(ledger.bookings) - form.pending :]
        texts["date"] = "PEND" if is_pending else texts["date"] if has_day else ""
        texts["balance"] = texts["balance"] if has_balance else ""
        texts["branch"] = texts["branch"] if has_branch else ""
        shown = [
            texts[name]
            for name in ("date", "value", "time", "balance", "branch", "debit", "credit", "amount")
            if name in form.columns
        ]
        draft.printed.setdefault("transactions", []).extend([*filter(None, shown), *booking.lines])
        truth = _truth(form, booking, has_balance=has_balance, has_branch=has_branch)
        found.append((texts, truth | ({"date": None} if is_pending else {})))
    return found


def _texts(draft: Draft, form: Form, booking: Booking, number: int) -> dict[str, str]:
    how = draft.how
    clock = (
        f"{booking.moment:%H:%M}{booking.moment:{form.seconds}}{form.zone}"
        if form.seconds
        else f"{booking.moment:%H:%M}{form.zone}"
    )
    day = day_text(draft, form, booking.moment)
    figure = form.pattern.format(how.figure(abs(booking.amount)))
    is_debit = booking.amount < 0
    mark = form.marks[0 if is_debit else 1]
    nothing = how.figure(0) if form.nothing == "0" else form.nothing
    return {
        "no": str(number), "date": {"inline": f"{day} {clock}", "below": f"{day}\n{clock}"}.get(form.clock, day),
        "time": clock,
        "value": day_text(draft, form, datetime.combine(booking.value_day, booking.moment.time())),
        "text": "\n".join(booking.lines),
        "branch": booking.branch, "reference": booking.reference, "debit": figure if is_debit else nothing,
        "credit": nothing if is_debit else figure,
        "amount": {"glued": f"{figure}{mark}", "signed": mark.format(figure)}.get(form.amounts, figure), "mark": mark,
        "balance": form.pattern.format(how.figure(booking.balance)) + form.side,
    }  # fmt: skip


def _truth(form: Form, booking: Booking, *, has_balance: bool, has_branch: bool) -> dict[str, Scalar]:
    seconds = "%H:%M:%S" if form.seconds else "%H:%M"
    return {
        "date": booking.moment.date().isoformat(), "time": f"{booking.moment:{seconds}}" if form.clock != "none" else None,
        "value_date": booking.value_day.isoformat() if "value" in form.columns else None,
        "description": " ".join(booking.lines),
        "branch": booking.branch if has_branch else None, "debit": as_value(-booking.amount,
        _SCALE) if booking.amount < 0 else None,
        "credit": as_value(booking.amount, _SCALE) if booking.amount > 0 else None,
        "balance": as_value(booking.balance, _SCALE) if has_balance else None,
    }  # fmt: skip


def _fitted(
    draft: Draft, form: Form, titles: Sequence[str], cells: Sequence[Sequence[str]], room: tuple[float, float]
) -> tuple[list[float], float]:
    """Widths of the columns, and by how much the type had to become smaller for them."""
    pad, width = room
    for step in range(14):
        ink = draft.ink.scaled(1 - 0.05 * step)
        found = []
        for position, name in enumerate(form.columns):
            texts = [Text(row[position], ink.bold() if row is cells[-1] else ink) for row in cells]
            heading = Text(titles[position], ink.bold())
            free, fixed = ([*texts, heading], []) if name in _WRAPPING else ([heading], texts)
            found.append(needs(fixed, free, 2 * pad))
        least = [must + 60 if name == "text" else must for (must, _), name in zip(found, form.columns, strict=True)]
        widths = solve(least, [wish for _, wish in found], width)
        if widths:
            return widths, 1 - 0.05 * step
    raise ValueError(form.columns)


def _aligns(draft: Draft) -> dict[str, Align]:
    money: Align = draft.rng.choices(("right", "left", "center"), (92, 4, 4))[0]
    day: Align = draft.rng.choice(("left", "left", "center"))
    code: Align = draft.rng.choice(("left", "center"))
    return {
        "debit": money,
        "credit": money,
        "amount": money,
        "balance": money,
        "date": day,
        "value": day,
        "branch": code,
        "mark": code,
        "no": code,
    }


def _row_of(form: Form, empty: Text, label: str, figures: dict[str, str], *, is_bold: bool) -> Line:
    """A row with a label in the description and figures in columns of money."""
    ink = empty.ink.bold() if is_bold else empty.ink
    cells = [replace(empty, words=label if name == "text" else figures.get(name, ""), ink=ink) for name in form.columns]
    return Line(
        tuple(
            Cell(replace(cell, align="right") if name in _NUMBERS else cell)
            for cell, name in zip(cells, form.columns, strict=True)
        )
    )


def _edged(draft: Draft, form: Form, ledger: Ledger, lines: Sequence[Line], opening: tuple[bool, Text]) -> list[Line]:
    """The rows with the opening balance before the oldest."""
    has_opening, empty = opening
    if not has_opening or "balance" not in form.columns:
        return list(lines)
    printed = draft.how.figure(ledger.opening)
    draft.tell("opening_balance", as_value(ledger.opening, _SCALE), printed)
    row = _row_of(form, empty, draft.word("opening").upper(), {"balance": printed}, is_bold=draft.chance(0.4))
    return [*lines, row] if form.is_newest_first else [row, *lines]


def _foot(draft: Draft, form: Form, ledger: Ledger, empty: Text, edges: tuple[bool, bool, bool]) -> list[Line]:
    how, found = draft.how, []
    if edges[1] and form.amounts == "two":
        debits = draft.tell("total_debit", as_value(ledger.debits, _SCALE), how.figure(ledger.debits))
        credits_ = draft.tell("total_credit", as_value(ledger.credits, _SCALE), how.figure(ledger.credits))
        found.append(_row_of(form, empty, draft.word("total_row"), {"debit": debits, "credit": credits_}, is_bold=True))
    if edges[2] and "balance" in form.columns and not form.is_newest_first:
        printed = draft.tell("closing_balance", as_value(ledger.closing, _SCALE), how.figure(ledger.closing))
        found.append(
            _row_of(form, empty, draft.word("closing").upper(), {"balance": printed}, is_bold=draft.chance(0.6))
        )
    return found


def _carry(draft: Draft, form: Form, ledger: Ledger, empty: Text, before: int) -> Carry | None:
    """Rows that carry the balance to the next page, when rows begin with the oldest; ``before`` rows stand above the bookings."""
    if form.is_newest_first or form.balance != "rows" or not draft.chance(0.3):
        return None
    labels = (draft.word("carried"), draft.word("brought"))

    def lines(done: int) -> tuple[Line, Line]:
        figure = draft.how.figure(ledger.bookings[max(0, done - before - 1)].balance)
        first, second = (_row_of(form, empty, label, {"balance": figure}, is_bold=False) for label in labels)
        return first, second

    return lines
