"""A bank statement of the judge family: its head, the bookings, its sums and the foot of its pages."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Final, Literal

from berkas.evaluation.procedural_judge.arranging import place
from berkas.evaluation.procedural_judge.boxes import Align, Box, Frame, Gap, Ink, Rule, Side, Stack, Text
from berkas.evaluation.procedural_judge.draft import Draft, Pair
from berkas.evaluation.procedural_judge.figures import MONTHS, Language, as_value, make_bank_convention
from berkas.evaluation.procedural_judge.grids import Table
from berkas.evaluation.procedural_judge.ledger import Ledger, make_ledger
from berkas.evaluation.procedural_judge.pages import Sheets, render
from berkas.evaluation.procedural_judge.statement_table import make_table
from berkas.evaluation.procedural_judge.statement_words import ENGLISH, INDONESIAN, NOTES

FIELDS: Final = (
    "bank", "account_number", "account_holder", "period_start", "period_end", "currency", "branch", "opening_balance",
    "closing_balance",
    "total_debit", "total_credit", "transactions",
)  # fmt: skip
WEIGHTS: Final = {"bank": 8.0, "title": 4.0, "holder": 2.0, "account": 1.5, "summary": 0.6}
"""How much each block of the head tends to the beginning."""

ENGLISH_SHARE: Final = 0.3

_A4: Final = (595.3, 841.9)
_LANDSCAPE: Final = (841.9, 595.3)
_SCALE: Final = 100

BankPlace = Literal["head", "foot", "nowhere"]
PeriodForm = Literal["range", "month", "from and until", "title", "days of month"]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is printed where.

    Attributes:
        bank: Where its name stands.
        period: How the period is printed.
        has_label: Whether the holder has a label among the data of the account.
        summary: Where opening and closing balance and totals stand.
        edges: Rows of the table: opening balance, totals, closing balance.
    """

    bank: BankPlace
    period: PeriodForm
    has_label: bool
    summary: Literal["head", "foot", "none"]
    edges: tuple[bool, bool, bool]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A document and what was recorded while it was made.

    Attributes:
        pdf: Its bytes.
        draft: Truth, printed texts and choices.
        ledger: What it is about.
        pages: Number of pages.
    """

    pdf: bytes
    draft: Draft
    ledger: Ledger
    pages: int


def draw(rng: random.Random) -> Drawn:
    """Make one."""
    language: Language = "en" if rng.random() < ENGLISH_SHARE else "id"
    is_whole = rng.random() < 0.15
    ledger = make_ledger(rng, language=language, is_whole=is_whole)
    how = make_bank_convention(rng, language=language, currency=ledger.currency, is_whole=is_whole)
    words = (ENGLISH, INDONESIAN) if language == "en" else (INDONESIAN, ENGLISH)
    draft = Draft(rng, how, words, FIELDS, mixing=(66, 12, 22))
    draft.ink = draft.ink.scaled(rng.choice((0.85, 0.9, 0.95)))
    plan = _make_plan(draft, ledger)
    size = _LANDSCAPE if draft.chance(0.15) else _A4
    side = rng.choice((24.0, 30.0, 38.0))
    width = size[0] - 2 * side
    table = make_table(draft, ledger, width, plan.edges)
    boxes: list[Box | Table] = [*_head_boxes(draft, ledger, plan, width), table]
    if plan.summary == "foot":
        boxes.append(_summary(draft, ledger, width * 0.5))
    if draft.chance(0.4):
        boxes.append(_notes(draft))
    if draft.chance(0.12):
        boxes.append(
            draft.text("*** Akhir Laporan ***" if language == "id" else "*** End of statement ***", align="center")
        )
    sheets = Sheets(
        size,
        (side, rng.choice((24.0, 32.0, 42.0)), side, 22.0),
        rng.choice((6.0, 9.0, 12.0)),
        _LaterHead(draft, ledger),
        _Foot(draft, ledger, plan),
    )
    pdf, pages = render(sheets, boxes)
    return Drawn(pdf, draft, ledger, pages)


def _make_plan(draft: Draft, ledger: Ledger) -> Plan:
    rng = draft.rng
    is_month = (
        ledger.start.day == 1 and (ledger.end + timedelta(days=1)).day == 1 and (ledger.end - ledger.start).days < 31
    )
    forms: tuple[PeriodForm, ...] = ("range", "month", "from and until", "title", "days of month")
    period = rng.choices(forms, (40, 24, 14, 12, 10) if is_month else (66, 0, 18, 16, 0))[0]
    draft.note(period)
    return Plan(
        rng.choices(("head", "foot", "nowhere"), (90, 7, 3))[0], period, has_label=draft.chance(0.55),
        summary=rng.choices(("head", "foot", "none"), (34, 42, 24))[0], edges=(draft.chance(0.45), draft.chance(0.35),
        draft.chance(0.3)),
    )  # fmt: skip


def _head_boxes(draft: Draft, ledger: Ledger, plan: Plan, width: float) -> list[Box]:
    there = {
        "bank": plan.bank != "foot",
        "title": True,
        "holder": not plan.has_label,
        "account": True,
        "summary": plan.summary == "head",
    }
    builders: dict[str, Callable[[float, Align], Box]] = {
        "bank": lambda _inner, align: _bank(draft, ledger, plan, align),
        "title": lambda _inner, align: _title(draft, ledger, plan, align),
        "holder": lambda _inner, align: _holder(draft, ledger, align),
        "account": lambda inner, _align: _account(draft, ledger, plan, inner),
        "summary": lambda inner, _align: _summary(draft, ledger, inner),
    }
    return place(
        draft, {name: weight for name, weight in WEIGHTS.items() if there[name]}, width, lambda name, inner,
        align: builders[name](inner, align)
    )  # fmt: skip


def _bank_name(draft: Draft, ledger: Ledger) -> str:
    """The bank as printed: alone, as a company, in capitals or small letters."""
    printed = draft.rng.choices(
        (ledger.bank, f"PT {ledger.bank}", f"PT {ledger.bank} Tbk", ledger.bank.upper(), f"PT. {ledger.bank.upper()} TBK",
        ledger.bank.lower()),
        (40, 14, 16, 16, 8, 6),
    )[0]  # fmt: skip
    return draft.tell("bank", ledger.bank.upper(), printed)


def _bank(draft: Draft, ledger: Ledger, plan: Plan, align: Align) -> Box:
    if plan.bank == "nowhere":
        logo = Gap(26, draft.tint)
        return Side([logo, Gap(0)] if align == "left" else [Gap(0), logo], [70.0, 1] if align == "left" else [1, 70.0])
    size = draft.rng.choice((1, 1.3, 1.7, 2.1))
    name = Text(
        _bank_name(draft, ledger),
        Ink(draft.ink.faces, draft.ink.size * size, draft.rng.choice(("bold", "bold", "plain")), draft.dark),
        align,
    )
    parts: list[Box] = [name]
    if draft.chance(0.25):
        parts.append(
            draft.text(
                draft.rng.choice(("Kantor Pusat: Jl. Panglima Polim 88, Jakarta", "Call Center 0800-555-0188")),
                align=align,
                ink=draft.ink.scaled(0.85),
            )
        )
    stack = Stack(parts, 1)
    if align != "left" or draft.chance(0.6):
        return stack
    return Side([Frame(Gap(14), 4, "none", draft.tint), stack], [22.0, 1], 8)


def _title(draft: Draft, ledger: Ledger, plan: Plan, align: Align) -> Box:
    ink = Ink(
        draft.ink.faces, draft.rng.choice((9, 11, 13, 16, 20)), draft.rng.choice(("bold", "bold", "plain")), draft.dark
    )
    parts: list[Box] = [Text(draft.word("title"), ink, align)]
    if plan.period == "title":
        lead = {
            "id": ("Periode ", "Untuk periode ", "Periode: "),
            "en": ("For the period ", "Period: ", "Statement period "),
        }
        parts.append(draft.text(f"{draft.rng.choice(lead[draft.how.language])}{_range(draft, ledger)}", align=align))
    return Stack(parts, 2)


def _range(draft: Draft, ledger: Ledger) -> str:
    """Both days of the period with something between them."""
    how = draft.how
    first = draft.tell("period_start", ledger.start.isoformat(), how.day(ledger.start))
    last = draft.tell("period_end", ledger.end.isoformat(), how.day(ledger.end))
    between = (" - ", " s/d ", " s.d. ", " sampai ") if how.language == "id" else (" - ", " to ", " - ")
    return f"{first}{draft.rng.choice(between)}{last}"


def _period_rows(draft: Draft, ledger: Ledger, plan: Plan) -> list[Pair]:
    how = draft.how
    month = MONTHS[how.language][ledger.start.month - 1]
    month = draft.rng.choice((month, month.upper()))
    if plan.period == "title":
        return []
    if plan.period == "from and until":
        first = draft.tell("period_start", ledger.start.isoformat(), how.day(ledger.start))
        last = draft.tell("period_end", ledger.end.isoformat(), how.day(ledger.end))
        return [(draft.word("from"), first), (draft.word("until"), last)]
    if plan.period == "range":
        return [(draft.word("period"), _range(draft, ledger))]
    text = f"{month} {ledger.start.year}"
    if plan.period == "days of month":
        text = f"{ledger.start:%d} - {ledger.end:%d} {text}" if draft.chance(0.5) else f"1 - {ledger.end.day} {text}"
    draft.tell("period_start", ledger.start.isoformat(), text)
    draft.tell("period_end", ledger.end.isoformat(), text)
    return [(draft.word("period"), text)]


def _holder(draft: Draft, ledger: Ledger, align: Align) -> Box:
    """Name and address as on an envelope."""
    name = draft.tell("account_holder", ledger.holder_name.upper(), ledger.holder_name)
    lines = [name, *(ledger.holder.address if draft.chance(0.8) else ())]
    head = [draft.text(draft.word("to"), align=align)] if draft.chance(0.5) else []
    first = draft.text(lines[0], align=align, ink=draft.ink.bold() if draft.chance(0.4) else None)
    return Stack([*head, first, *(draft.text(line, align=align) for line in lines[1:])])


def _account(draft: Draft, ledger: Ledger, plan: Plan, width: float) -> Box:
    rows: list[Pair] = [(draft.word("account"), _number(draft, ledger))]
    if plan.has_label:
        rows.insert(
            draft.rng.choice((0, 1)),
            (draft.word("holder"), draft.tell("account_holder", ledger.holder_name.upper(), ledger.holder_name)),
        )
    if plan.has_label and draft.chance(0.4):
        rows.append((draft.word("address"), ", ".join(ledger.holder.address)))
    if draft.truth["currency"] is None or draft.chance(0.6):
        rows.append((draft.word("currency"), draft.tell("currency", ledger.currency, ledger.currency)))
    if draft.chance(0.45):
        rows.append((draft.word("branch"), draft.tell("branch", ledger.branch.upper(), ledger.branch)))
    rows += _period_rows(draft, ledger, plan)
    if draft.chance(0.4):
        draft.rng.shuffle(rows)
    for name in ("product", "customer", "printed", "number", "rate", "limit", "held"):
        if draft.chance(0.14):
            rows.insert(draft.rng.randrange(len(rows) + 1), (draft.word(name), _other(draft, ledger, name)))
    return draft.pairs(rows, width, is_wide=width > 420)


def _number(draft: Draft, ledger: Ledger) -> str:
    form = draft.rng.choices(("plain", "-", " ", "."), (76, 10, 10, 4))[0]
    digits = ledger.account
    printed = digits if form == "plain" else form.join((digits[:3], digits[3:6], digits[6:]))
    return draft.tell("account_number", digits, printed)


def _other(draft: Draft, ledger: Ledger, name: str) -> str:
    """Something about the account that is no field."""
    rng, how = draft.rng, draft.how
    day = ledger.end + timedelta(days=rng.randrange(1, 6))
    makers: dict[str, Callable[[], str]] = {
        "product": lambda: rng.choice(("Tabungan Contoh Plus", "Giro Umum", "Simpanan Harian", "Current Account")),
        "customer": lambda: f"{rng.randrange(10**7, 10**9)}",
        "printed": lambda: f"{how.day(day)} {rng.randrange(7, 20):02d}:{rng.randrange(60):02d}",
        "number": lambda: f"ST{day:%y%m}{rng.randrange(1000, 9999)}",
        "rate": lambda: f"{how.number(Decimal(rng.randrange(25, 400)) / 100, decimals=2)} %",
        "limit": lambda: how.money(rng.randrange(5, 90) * 100_000_000), "held": lambda: how.money(rng.choice((0, 5_000_000,
        10_000_000))),
    }  # fmt: skip
    return makers[name]()


def _summary(draft: Draft, ledger: Ledger, width: float) -> Box:
    """Balances and totals with labels; some are left out, some are no field."""
    how, chance = draft.how, draft.chance
    is_marked = chance(0.3)

    def money(field: str, amount: int) -> str:
        draft.tell(field, as_value(amount, _SCALE), how.figure(amount))
        if is_marked:
            draft.tell("currency", ledger.currency, how.mark)
        return how.money(amount) if is_marked else how.figure(amount)

    rows: list[Pair] = []
    if chance(0.85):
        rows.append((draft.word("opening"), money("opening_balance", ledger.opening)))
    if chance(0.7):
        totals = [
            (draft.word("credits"), money("total_credit", ledger.credits)),
            (draft.word("debits"), money("total_debit", ledger.debits)),
        ]
        rows += totals if chance(0.5) else totals[::-1]
    if chance(0.15):
        count = sum(booking.amount < 0 for booking in ledger.bookings)
        rows += [
            (draft.word("debit_count"), str(count)),
            (draft.word("credit_count"), str(len(ledger.bookings) - count)),
        ]
    if chance(0.12):
        rows.append((draft.word("average"), how.figure((ledger.opening + ledger.closing) // 200 * 100)))
    rows.append((draft.word("closing"), money("closing_balance", ledger.closing)))
    if width > 420:
        return draft.pairs(rows, width, is_wide=True)
    is_half = width >= 300
    box = draft.pairs(
        rows,
        (width - 12) / 2 if is_half else width,
        mode=draft.rng.choice(("right", "right", "colon column", "table", "plain")),
    )
    if not is_half:
        return box
    return Side([box, Gap(0)] if chance(0.6) else [Gap(0), box], [0.5, 0.5])


def _notes(draft: Draft) -> Box:
    lines = draft.rng.sample(NOTES[draft.how.language], draft.rng.choice((1, 2, 3)))
    small = draft.ink.scaled(0.9)
    return Stack([draft.text(line, ink=small) for line in lines], 1)


class _LaterHead:
    """The account again at the head of later pages."""

    def __init__(self, draft: Draft, ledger: Ledger) -> None:
        self._draft = draft
        self._words = (
            f"{draft.word('account').replace(' / ', '/')}: {ledger.account}  {ledger.holder_name}"
            if draft.chance(0.5)
            else ""
        )

    def __call__(self, page: int, _pages: int) -> Box | None:
        """A line, or none."""
        return self._draft.text(self._words) if page > 1 and self._words else None


class _Foot:
    """Notes, the bank and the number of the page at the foot of every page."""

    def __init__(self, draft: Draft, ledger: Ledger, plan: Plan) -> None:
        self._draft = draft
        self._lines = [draft.rng.choice(NOTES[draft.how.language])] if draft.chance(0.35) else []
        if plan.bank == "foot":
            self._lines.insert(0, _bank_name(draft, ledger))
        self._words = (draft.word("page"), draft.word("of")) if draft.chance(0.6) else None
        self._goes_on = draft.chance(0.25)
        self._align: Align = draft.rng.choice(("left", "center"))

    def __call__(self, page: int, pages: int) -> Box | None:
        """The foot of this page, or none."""
        ink = self._draft.ink.scaled(0.9)
        boxes: list[Box] = [Rule(0.4, 3)] if self._lines else []
        boxes += [Text(line, ink, self._align) for line in self._lines]
        on = ""
        if self._goes_on and pages > 1:
            on = "Bersambung ke halaman berikut" if self._draft.how.language == "id" else "Continued on next page"
        right = f"{self._words[0]} {page} {self._words[1]} {pages}" if self._words else ""
        if on or right:
            boxes.append(Side([Text(on if page < pages else "", ink), Text(right, ink, "right")], [0.6, 0.4]))
        return Stack(boxes) if boxes else None
