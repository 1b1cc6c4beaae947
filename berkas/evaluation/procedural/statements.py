"""Bank statements of the grammar."""

import random
from collections.abc import Sequence

from reportlab.pdfgen.canvas import Canvas

from berkas.evaluation.procedural.blocks import Block, Inset, Line, Lines, Stack
from berkas.evaluation.procedural.books import Book, make_book
from berkas.evaluation.procedural.draft import Draft, choose_language, make_look
from berkas.evaluation.procedural.families import Family
from berkas.evaluation.procedural.flow import Flow
from berkas.evaluation.procedural.numerals import Convention, make_calendar, make_convention
from berkas.evaluation.procedural.page import Page
from berkas.evaluation.procedural.pairs import Pairs
from berkas.evaluation.procedural.statement_head import WIDE, StatementPlan, bank_value, head_rows, make_plan
from berkas.evaluation.procedural.statement_table import movement_table
from berkas.evaluation.procedural.sums_block import SumRow, Sums
from berkas.evaluation.specimens.drawing import Align, Truth
from berkas.model.extraction import Value
from berkas.values.amounts import as_number


def paint(canvas: Canvas, rng: random.Random, family: Family) -> tuple[Truth, str]:
    """Draw a statement; gives its truth and a short signature of its layout."""
    return _paint(canvas, rng, family, has_second=False)


def paint_two(canvas: Canvas, rng: random.Random, family: Family) -> tuple[Truth, str]:
    """Draw a statement of two accounts; gives the truth of the first one and a short signature of its layout."""
    return _paint(canvas, rng, family, has_second=True)


def _paint(canvas: Canvas, rng: random.Random, family: Family, *, has_second: bool) -> tuple[Truth, str]:
    has_cents = rng.random() < 0.55
    book = make_book(rng, family.banking, family.trade, has_cents=has_cents)
    look = make_look(rng, family, sheets=(84, 12, 0, 4))
    draft = Draft(rng, family, family.statement_labels, look, choose_language(rng, (50, 15, 22, 13)), _values(book))
    convention = _convention(rng, book, has_cents=has_cents)
    calendar = make_calendar(rng, draft.plain_language)
    plan = make_plan(draft)
    page = Page(canvas, size=look.sheet, fonts=look.fonts, type_size=look.size)
    rows = head_rows(draft, book, (convention, calendar), plan)
    flow = _flow(draft, book, plan, page, Stack(rows, gap=8))
    for block in rows:
        flow.place(block, gap=rng.uniform(6, 13))
    if "head" in plan.summary:
        flow.place(_summary(draft, book, convention))
    table, carry = movement_table(draft, book, convention, calendar.language, flow.width)
    flow.place_table(table, carry=carry, repeats_head=draft.maybe(0.9))
    if "foot" in plan.summary:
        flow.place(_summary(draft, book, convention))
    if has_second:
        _second_account(draft, family, convention, flow, has_cents=has_cents)
    if draft.maybe(0.55):
        flow.place(_notes(draft))
    flow.finish()
    return draft.truth, "-".join(draft.signature)


def _second_account(draft: Draft, family: Family, convention: Convention, flow: Flow, *, has_cents: bool) -> None:
    """Another account of the same holder below the first one, which is not in the truth."""
    truth = dict(draft.truth)
    book = make_book(draft.rng, family.banking, family.trade, has_cents=has_cents)
    look = draft.look
    flow.place(
        Lines([(f"{draft.label('account_number')}: {book.number}".replace("\n", " "), look.type(1.1, is_bold=True))])
    )
    table, carry = movement_table(draft, book, convention, draft.plain_language, flow.width)
    flow.place_table(table, carry=carry)
    draft.truth.update(truth)


def _values(book: Book) -> dict[str, Value]:
    return {
        "bank": bank_value(book.bank), "account_number": book.number, "account_holder": book.holder, "currency": book.currency,
        "period_start": book.start.isoformat(), "period_end": book.end.isoformat(), "branch": book.branch,
        "opening_balance": as_number(book.opening),
        "closing_balance": as_number(book.closing), "total_debit": as_number(book.debits), "total_credit": as_number(book.credits),
        "transactions": None,
    }  # fmt: skip


def _convention(rng: random.Random, book: Book, *, has_cents: bool) -> Convention:
    found = make_convention(rng, "IDR" if book.currency == "IDR" else "USD" if book.currency == "USD" else "SGD")
    decimals = 2 if has_cents or rng.random() < 0.4 else 0
    separators = rng.choices(("en", "id", "space", "swiss"), (56, 40, 3, 1))[0]
    marked = "always" if rng.random() < 0.06 else "never"
    return Convention(
        found.currency, separators, decimals, found.sign, is_glued=found.is_glued, is_behind=False, marked=marked, tail="",
        has_parentheses=False, has_minus=True,
    )  # fmt: skip


def _summary(draft: Draft, book: Book, convention: Convention) -> Block:
    """Balances and totals, all or some, as labels with values or as sums; sometimes with counts."""
    rng, look = draft.rng, draft.look
    amounts = {
        "opening_balance": convention.money(book.opening, "cell"), "total_credit": convention.money(book.credits, "cell"),
        "total_debit": convention.money(book.debits, "cell"), "closing_balance": convention.money(book.closing, "cell"),
    }  # fmt: skip
    if draft.maybe(0.16):
        amounts["total_credit"], amounts["total_debit"] = f"+{amounts['total_credit']}", f"-{amounts['total_debit']}"
    keys = [key for key in amounts if draft.maybe(0.93 if key.endswith("balance") else 0.84)]
    if draft.maybe(0.35) and {"total_credit", "total_debit"} <= set(keys):
        one, other = keys.index("total_credit"), keys.index("total_debit")
        keys[one], keys[other] = keys[other], keys[one]
    draft.state(*keys)
    counts = {key: f"   {rng.randrange(1, 60)}" for key in ("total_debit", "total_credit") if draft.maybe(0.07)}
    rows = [(draft.label(key), amounts[key] + counts.get(key, "")) for key in keys]
    if draft.maybe(0.1) or not rows:
        rows.append((draft.label("average"), convention.number(book.closing * 2 / 3)))
    draft.signature.append("z")
    if draft.maybe(0.45):
        sums = [SumRow(label.replace("\n", " / "), value) for label, value in rows]
        block: Block = Sums(
            sums, look.type(), look.type(is_bold=True), rng.choice(("none", "grid", "rows")), padding=rng.uniform(1, 3)
        )
        block = Inset(block, rng.uniform(0.45, 0.65), rng.choice(("left", "left", "right")))
    else:
        arrangement = rng.choice([a for a in draft.family.facts if a != "right_labels"])
        wide = arrangement in WIDE
        pairs = Pairs(rows, arrangement, look.label, look.type(), columns=4, colon=look.colon)
        block = pairs if wide else Inset(pairs, rng.uniform(0.5, 0.65))
    if draft.maybe(0.25):
        return Stack([Lines([(draft.label("summary"), look.type(1.05, is_bold=True))]), block], gap=3)
    return block  # fmt: skip


def _notes(draft: Draft) -> Block:
    chosen: Sequence[str] = draft.rng.sample(draft.family.banking.notes, draft.rng.randint(1, 3))
    style = draft.look.type(draft.rng.choice((0.8, 0.9, 1)))
    texts: list[Line] = [(text, style) for text in chosen]
    if draft.maybe(0.5):
        texts.append((draft.rng.choice(draft.family.banking.adverts), style))
    return Lines(texts)


def _flow(draft: Draft, book: Book, plan: StatementPlan, page: Page, whole_head: Block) -> Flow:
    look, rng = draft.look, draft.rng
    always: list[Line] = []
    if plan.bank == "foot":
        draft.state("bank")
        tail = rng.choice(("", " - berizin dan diawasi oleh otoritas contoh", " | Contoh Call 0800-555-000"))
        always.append((f"{book.bank}{tail}", look.type(0.85)))
    elif draft.maybe(0.25):
        always.append((rng.choice(draft.family.banking.adverts), look.type(0.8)))
    has_numbers = draft.maybe(0.5)
    form = rng.choice(("{label} {0}", "{0}", "- {0} -", "{label}: {0}"))
    label = draft.label("page").replace("\n", " ")
    side: Align = rng.choice(("left", "center", "right"))

    def foot(number: int) -> Block | None:
        numbers = [(form.format(number, label=label), look.type(0.8))] if has_numbers else []
        return Lines([*always, *numbers], side) if always or numbers else None

    repeated = rng.choices(("whole", "short", "none"), (30, 25, 45))[0]
    short = Lines([(f"{draft.label('title')}  {book.number}".replace("\n", " "), look.type(0.95))])

    def head(_number: int) -> Block | None:
        return {"whole": whole_head, "short": short}.get(repeated)

    first_foot = foot(1)
    room = (first_foot.height(look.sheet[0] - 2 * look.margin) if first_foot else 0) + 26
    return Flow(
        page, look.margin, look.sheet[0] - look.margin, rng.uniform(24, 42), look.sheet[1] - max(room, 34), foot, head
    )
