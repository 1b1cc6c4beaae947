"""The head of a statement: bank, title, holder, facts of the account, arranged as the grammar says."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from berkas.evaluation.procedural.blocks import Beside, Block, Frame, Inset, Line, Lines, Logo, Rule, Stack
from berkas.evaluation.procedural.books import Book
from berkas.evaluation.procedural.draft import Draft
from berkas.evaluation.procedural.numerals import Calendar, Convention
from berkas.evaluation.procedural.pairs import Pair, Pairs
from berkas.evaluation.specimens.drawing import Align
from berkas.evaluation.specimens.wording import ENGLISH_MONTHS, MONTHS

WIDE = frozenset({"boxes_above", "boxes_below", "strip"})
"""Arrangements of labels and values that need the whole width."""

_SMALL_FACTS = {
    "branch": 0.5, "product": 0.42, "statement_date": 0.26, "customer_number": 0.2, "page": 0.22,
    "average": 0.05, "rate": 0.05,
    "limit": 0.05, "hold": 0.05, "phone": 0.05,
}  # fmt: skip
_SPANS = {"id": (" - ", " s/d ", " s.d. ", " sampai ", " – "), "en": (" - ", " to ", " until ", " – ")}


@dataclass(frozen=True, slots=True)
class StatementPlan:
    """Where parts go that can stand in several places.

    Attributes:
        bank: ``head``, ``title``, ``foot`` or ``logo`` (initials only, so that the name is not printed).
        holder: ``block`` (name and address without a label or with one) or ``facts``.
        period: ``facts``, ``title`` (below it) or ``ends`` (a label for each end).
        summary: Places of the block of balances and totals: ``head``, ``foot``, both or none.
        has_inline_number: The account has no label but the product before it, below the holder.
    """

    bank: str
    holder: str
    period: str
    summary: tuple[str, ...]
    has_inline_number: bool


def bank_value(name: str) -> str:
    """Without its legal form, as the canonical name of a bank is."""
    return name.removeprefix("PT ").removesuffix(" Tbk").removesuffix(" (Persero)")


def make_plan(draft: Draft) -> StatementPlan:
    """Decide where the parts stand that can stand in several places."""
    rng = draft.rng
    places: tuple[tuple[str, ...], ...] = (("head",), ("foot",), ("head", "foot"), ())
    holder = rng.choices(("block", "facts"), (60, 40))[0]
    return StatementPlan(
        bank=rng.choices(("head", "title", "foot", "logo"), (80, 6, 10, 4))[0],
        holder=holder,
        period=rng.choices(("facts", "title", "ends"), (68, 18, 14))[0],
        summary=rng.choices(places, (34, 36, 5, 25))[0],
        has_inline_number=holder == "block" and rng.random() < 0.1,
    )


def head_rows(draft: Draft, book: Book, prints: tuple[Convention, Calendar], plan: StatementPlan) -> list[Block]:
    """The rows of the head: bank ``S``, title ``T``, facts ``F``, holder ``B`` as seller and buyer of invoices stand."""
    heads = draft.family.heads
    usual = [arranged for arranged in heads if arranged[0] in "ST"]
    arranged = draft.rng.choice(usual if draft.maybe(0.7) else heads)
    left_out = ("S" if plan.bank in ("foot", "title") else "") + ("B" if plan.holder == "facts" else "")
    makers: dict[str, Callable[[Align, bool], Block]] = {
        "S": lambda side, _: _bank_block(draft, book, plan, side),
        "T": lambda side, _: _title(draft, book, prints[1], plan, side),
        "B": lambda _, __: _holder(draft, book, has_number=plan.has_inline_number),
        "F": lambda _, is_whole: _facts(draft, book, prints, plan, is_whole=is_whole),
    }
    draft.signature.append(arranged.translate(str.maketrans("/|+", "-_.")))
    rows: list[Block] = []
    for row in arranged.split("/"):
        columns = [[name for name in column.split("+") if name not in left_out] for column in row.split("|")]
        columns = [names for names in columns if names]
        blocks: list[Block] = []
        for place, names in enumerate(columns):
            side: Align = "right" if place and draft.maybe(0.4) else "left"
            if len(columns) == 1:
                side = draft.rng.choice(("left", "left", "center", "right"))
            blocks.append(Stack([makers[name](side, len(columns) == 1) for name in names], gap=6))
        if blocks:
            shares = draft.rng.choice(((1, 1), (6, 5), (5, 6))) if len(blocks) > 1 else (1,)
            rows.append(Beside(blocks, shares, gap=draft.rng.uniform(12, 22)))
        if "S" in row and draft.maybe(0.3):
            rows.append(Rule(draft.rng.choice((0.5, 1.2))))
    return rows


def _bank_block(draft: Draft, book: Book, plan: StatementPlan, side: Align) -> Block:
    """The name of the bank, large or small, with or without a logo; or initials only."""
    look, rng = draft.look, draft.rng
    initials = "".join(word[0] for word in bank_value(book.bank).split()[:3]).upper()
    logo = Logo(
        (initials, look.type(2, is_bold=True, ink="#ffffff")), rng.uniform(24, 44), look.accent, draft.maybe(0.5), side
    )
    if plan.bank == "logo":
        return logo
    draft.state("bank")
    style = look.type(
        rng.choice((0.95, 1.1, 1.3, 1.6, 2.1)),
        is_bold=draft.maybe(0.75),
        ink=look.accent if draft.maybe(0.35) else "#111111",
    )
    lines: list[Line] = [(book.bank, style)]
    if draft.maybe(0.25):
        street = rng.choice(draft.family.trade.streets[0]).format(rng.randrange(1, 90))
        lines.append((f"{street}, {rng.choice(draft.family.trade.cities[0])}", look.type(0.85)))
    if draft.maybe(0.15):
        lines.append((rng.choice(draft.family.banking.adverts), look.type(0.85)))
    texts = Lines(lines, side)
    return Beside((logo, texts), (1, 5), gap=8) if side == "left" and draft.maybe(0.25) else texts  # fmt: skip


def _title(draft: Draft, book: Book, calendar: Calendar, plan: StatementPlan, side: Align) -> Block:
    look = draft.look
    title = draft.label("title")
    if plan.bank == "title":
        draft.state("bank")
        title = f"{bank_value(book.bank)}{draft.rng.choice((' - ', ' '))}{title}"
    style = look.type(
        draft.rng.choice((1.1, 1.4, 1.7, 2.2)),
        is_bold=draft.maybe(0.8),
        ink=look.accent if draft.maybe(0.25) else "#111111",
    )
    lines: list[Line] = [(title, style)]
    if plan.period == "title":
        label = f"{draft.label('period')}{draft.rng.choice((': ', ' ', ' : '))}" if draft.maybe(0.7) else ""
        lines.append((label.replace("\n", " ") + _period(draft, book, calendar), look.type()))
    return Lines(lines, side)  # fmt: skip


def _holder(draft: Draft, book: Book, *, has_number: bool) -> Block:
    """Name and address as in the window of an envelope, with a label above or before them or without."""
    draft.state("account_holder")
    look = draft.look
    bold = look.type(draft.rng.choice((1, 1, 1.15)), is_bold=draft.maybe(0.45))
    lines: list[Line] = [(book.holder, bold)]
    if draft.maybe(0.8):
        lines += [(book.street, look.type()), (book.city, look.type())]
    if has_number:
        draft.state("account_number")
        lines.append(
            (f"{book.product}{draft.rng.choice((' - ', ' ', ' | '))}{_spaced(draft, book.number)}", look.type())
        )
        return Lines(lines)
    match draft.rng.choices(("bare", "above", "pairs"), (50, 25, 25))[0]:
        case "above":
            lines.insert(0, (f"{draft.label('account_holder')}{draft.rng.choice((':', '', ','))}", look.label))
        case "pairs":
            rows = [(draft.label("account_holder"), book.holder)]
            if len(lines) > 1:
                rows.append((draft.label("address"), f"{book.street}\n{book.city}"))
            return Pairs(rows, draft.rng.choice(("colon", "plain")), look.label, look.type(), colon=":")
    return Frame(Lines(lines)) if draft.maybe(0.1) else Lines(lines)


def _facts(
    draft: Draft, book: Book, prints: tuple[Convention, Calendar], plan: StatementPlan, *, is_whole: bool
) -> Block:
    """Labels and values of the account."""
    rows = _fact_rows(draft, book, prints, plan)
    look, rng = draft.look, draft.rng
    arrangement = rng.choice(draft.family.facts)
    if (arrangement in ("above", "below") and len(rows) > 5) or (
        arrangement in WIDE and not is_whole and len(rows) > 4
    ):
        arrangement = "colon"
    if arrangement == "strip" and len(rows) > (5 if is_whole else 3):
        arrangement = "boxes_below"
    draft.signature.append(arrangement)
    block = Pairs(
        rows, arrangement, look.label, look.type(), columns=rng.choice((3, 4)) if is_whole else 2, colon=look.colon
    )
    if is_whole and arrangement not in WIDE:
        if len(rows) > 3 and draft.maybe(0.5):
            half = (len(rows) + 1) // 2
            parts = [
                Pairs(part, arrangement, look.label, look.type(), colon=look.colon)
                for part in (rows[:half], rows[half:])
            ]
            return Beside(parts, (1, 1))
        return Inset(block, 0.6)
    return block


def _fact_rows(draft: Draft, book: Book, prints: tuple[Convention, Calendar], plan: StatementPlan) -> list[Pair]:
    calendar, rng = prints[1], draft.rng
    joint = "\n" if draft.maybe(0.4) else None
    rows: list[Pair] = []
    if not plan.has_inline_number:
        draft.state("account_number")
        rows.append((draft.label("account_number", joint=joint), _spaced(draft, book.number)))
    if plan.holder == "facts":
        draft.state("account_holder")
        rows.insert(0 if draft.maybe(0.7) else len(rows), (draft.label("account_holder", joint=joint), book.holder))
        if draft.maybe(0.25):
            rows.append((draft.label("address", joint=joint), f"{book.street}\n{book.city}"))
    if draft.maybe(0.68):
        draft.state("currency")
        rows.append((draft.label("currency", joint=joint), book.currency))
    if plan.period == "facts":
        rows.append((draft.label("period", joint=joint), _period(draft, book, calendar)))
    elif plan.period == "ends":
        draft.state("period_start", "period_end")
        rows += [
            (draft.label("period_from", joint=joint), calendar.day(book.start)),
            (draft.label("period_to", joint=joint), calendar.day(book.end)),
        ]
    rows += _small_facts(draft, book, prints, joint)
    if not rows:
        rows.append((draft.label("product", joint=joint), book.product))
    if draft.maybe(0.25):
        rng.shuffle(rows)
    return rows


def _small_facts(draft: Draft, book: Book, prints: tuple[Convention, Calendar], joint: str | None) -> Iterator[Pair]:
    """Facts of which only the branch is a field."""
    rng, (convention, calendar) = draft.rng, prints
    values = {
        "branch": book.branch, "product": book.product, "customer_number": f"{rng.randrange(10**7, 10**9)}", "page": "1",
        "statement_date": calendar.day(book.end + timedelta(days=rng.randrange(1, 5))), "rate": "0,50% p.a.",
        "average": convention.number(book.closing * 3 / 4), "limit": convention.number(Decimal(rng.randrange(1, 20) * 5_000_000)),
        "hold": convention.number(Decimal()), "phone": f"0800-555-{rng.randrange(10**4):04d}",
    }  # fmt: skip
    for key, chance in _SMALL_FACTS.items():
        if draft.maybe(chance):
            if key == "branch":
                draft.state("branch")
            yield draft.label(key, joint=joint), values[key]


def _spaced(draft: Draft, digits: str) -> str:
    form = draft.rng.choices(("plain", "spaces", "dashes"), (80, 12, 8))[0]
    joint = {"plain": "", "spaces": " ", "dashes": "-"}[form]
    return joint.join((digits[:4], digits[4:8], digits[8:]))


def _period(draft: Draft, book: Book, calendar: Calendar) -> str:
    """Both ends, a month, or days of one month."""
    draft.state("period_start", "period_end")
    months = MONTHS if calendar.language == "id" else ENGLISH_MONTHS
    month = months[book.start.month - 1]
    if book.is_whole_month and draft.maybe(0.22):
        return draft.rng.choice(
            (
                f"{month} {book.start.year}",
                f"{month.upper()} {book.start.year}",
                f"1 - {book.end.day} {month} {book.end.year}",
            )
        )
    return f"{calendar.day(book.start)}{draft.rng.choice(_SPANS[calendar.language])}{calendar.day(book.end)}"
