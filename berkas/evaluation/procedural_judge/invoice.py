"""An invoice of the judge family: which blocks there are, and where they stand."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from berkas.evaluation.procedural_judge import invoice_head, invoice_parties, invoice_sums, invoice_table, invoice_tail
from berkas.evaluation.procedural_judge.arranging import place
from berkas.evaluation.procedural_judge.boxes import Align, Box, Frame, Gap, Side, Stack, Text
from berkas.evaluation.procedural_judge.draft import Draft, Pair
from berkas.evaluation.procedural_judge.figures import Language, make_convention
from berkas.evaluation.procedural_judge.grids import Table
from berkas.evaluation.procedural_judge.invoice_words import ENGLISH, INDONESIAN
from berkas.evaluation.procedural_judge.pages import Sheets, render
from berkas.evaluation.procedural_judge.sales import Sale, make_sale

FIELDS: Final = (
    "invoice_number", "invoice_date", "due_date", "po_number", "seller_name", "seller_npwp", "seller_address",
    "seller_phone", "seller_email",
    "buyer_name", "buyer_npwp", "buyer_address", "currency", "line_items", "subtotal", "discount", "dpp", "ppn_rate",
    "ppn_amount", "withholding",
    "shipping", "down_payment", "total_amount", "amount_in_words", "bank_name", "bank_account_number", "bank_account_name",
    "payment_terms",
)  # fmt: skip
ENGLISH_SHARE: Final = 0.3
DOLLAR_SHARE: Final = 0.5
"""Of the English ones."""

_A4: Final = (595.3, 841.9)
_LETTER: Final = (612.0, 792.0)
_FORM: Final = (684.0, 792.0)
_HALF: Final = (595.3, 420.9)
_LANDSCAPE: Final = (841.9, 595.3)
_MANY_LINES: Final = 6

WEIGHTS: Final = {"letterhead": 9.0, "title": 4.0, "meta": 1.6, "buyer": 1.8, "seller": 2.0, "receiver": 0.7}
"""How much each block of the head tends to the beginning."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A document and what was recorded while it was made.

    Attributes:
        pdf: Its bytes.
        draft: Truth, printed texts and choices.
        sale: What it is about.
        pages: Number of pages.
    """

    pdf: bytes
    draft: Draft
    sale: Sale
    pages: int


def draw(rng: random.Random) -> Drawn:
    """Make one."""
    language, currency = language_and_currency(rng)
    is_english = language == "en"
    sale = make_sale(rng, language=language, is_in_dollars=currency == "USD", has_line_discounts=rng.random() < 0.18)
    how = make_convention(rng, language=sale.language, currency=sale.currency, is_american=sale.is_american)
    if is_english and how.is_numeric_date and sale.issued.day <= 12 and sale.due.day <= 12:
        return draw(rng)  # nobody could say which of the two figures is the month
    draft = Draft(rng, how, (ENGLISH, INDONESIAN) if is_english else (INDONESIAN, ENGLISH), FIELDS)
    if sale.is_american:
        draft = Draft(rng, how, (ENGLISH, ENGLISH), FIELDS)
    plan = invoice_head.make_plan(draft, sale)
    plan.has_due |= is_english and how.is_numeric_date and sale.issued.day <= 12
    size = (
        _LETTER
        if sale.is_american
        else rng.choices((_A4, _FORM, _HALF, _LANDSCAPE), (80, 6, 7 if len(sale.items) <= _MANY_LINES else 0, 7))[0]
    )
    side = rng.choice((28.0, 36.0, 42.0, 54.0))
    foot_lines = _seller_at_foot(draft, sale) if plan.seller == "foot" else _address_at_foot(draft, sale)
    foot = invoice_tail.page_foot(draft, sale, plan, foot_lines)
    sheets = Sheets(
        size,
        (side, rng.choice((24.0, 34.0, 46.0)), side, 22.0),
        rng.choice((6.0, 9.0, 13.0)),
        _later_head(draft, sale),
        foot,
    )
    boxes: list[Box | Table] = [*head_boxes(draft, sale, plan, sheets.width)]
    boxes += _body(draft, sale, plan, sheets.width)
    pdf, pages = render(sheets, boxes)
    if language == "id":
        draft.truth["currency"] = sale.currency  # prices in Indonesian are in rupiah, printed or not
    return Drawn(pdf, draft, sale, pages)


def language_and_currency(rng: random.Random) -> tuple[Language, str]:
    """By their shares."""
    if rng.random() >= ENGLISH_SHARE:
        return "id", "IDR"
    return "en", "USD" if rng.random() < DOLLAR_SHARE else "IDR"


def head_boxes(draft: Draft, sale: Sale, plan: invoice_head.Plan, width: float) -> list[Box]:
    """The head as boxes below each other."""
    meta = invoice_head.meta_rows(draft, sale, plan)
    there = {
        "letterhead": plan.seller == "head", "title": plan.has_title, "meta": bool(meta), "buyer": True,
        "seller": plan.seller == "label",
        "receiver": plan.has_receiver,
    }  # fmt: skip

    def build(name: str, inner: float, align: Align) -> Box:
        return _block(draft, (sale, plan), (name, inner, align), meta)

    boxes = place(draft, {name: weight for name, weight in WEIGHTS.items() if there[name]}, width, build)
    if plan.number == "sentence":
        boxes.append(invoice_head.sentence(draft, sale))
    if draft.chance(0.08):
        amount = invoice_sums.marked(draft, sale, draft.how.figure(sale.total))
        label = "Jumlah Tagihan" if draft.how.language == "id" else "Amount Due"
        boxes.append(Frame(Text(amount, draft.ink.bold().scaled(1.3), lead=f"{label}:"), 4, "none", draft.tint))
    return boxes


def _block(
    draft: Draft, what: tuple[Sale, invoice_head.Plan], where: tuple[str, float, Align], meta: Sequence[Pair]
) -> Box:
    (sale, plan), (name, width, align) = what, where
    match name:
        case "letterhead":
            return invoice_head.letterhead(draft, sale.seller, align)
        case "title":
            return invoice_head.title(draft, sale, plan, align)
        case "meta":
            return draft.pairs(meta, width, is_wide=width > 420)
        case "buyer":
            return invoice_parties.buyer(draft, sale.buyer, width)
        case "seller":
            return invoice_parties.labelled_seller(draft, sale.seller)
    return invoice_parties.receiver(draft, sale.receiver if draft.chance(0.6) else sale.buyer)


def _body(draft: Draft, sale: Sale, plan: invoice_head.Plan, width: float) -> list[Box | Table]:
    """The table, and all that stands below it."""
    rows = invoice_sums.sum_rows(draft, sale)
    is_inside = draft.chance(0.22)
    table = invoice_table.make_table(draft, sale, width, _inside(draft, sale, rows) if is_inside else ())
    boxes: list[Box | Table] = [table]
    tail: dict[str, Box] = {}
    chance = draft.chance
    if (sale.currency == "IDR" and chance(0.55)) or (sale.currency == "USD" and chance(0.12)):
        tail["words"] = invoice_tail.words_box(draft, sale)
    if plan.has_account or plan.seller == "hidden":
        tail["account"] = invoice_tail.account_box(draft, sale, width * 0.44)
    if chance(0.6):
        tail["notes"] = invoice_tail.notes_box(draft, sale)
    order = list(tail)
    draft.rng.shuffle(order)
    if not is_inside:
        beside = order[: draft.rng.choice((0, 0, 1, 2, 3))]
        boxes.append(_sums_row(draft, [tail[name] for name in beside], invoice_sums.sums_box(draft, sale, rows)))
        order = order[len(beside) :]
    boxes += [tail[name] for name in order]
    if chance(0.1):
        boxes.insert(draft.rng.randrange(1, len(boxes) + 1), invoice_tail.second_table(draft, sale, width))
    if chance(0.62) or plan.seller == "hidden" or plan.date == "place":
        boxes.append(invoice_tail.signatures(draft, sale, plan))
    if sale.has("down_payment") and chance(0.35):
        boxes.append(invoice_tail.payments(draft, sale, width))
    boxes += _extras(draft, sale)
    if draft.truth["currency"] is None:
        label = draft.word("currency")
        boxes.insert(0, draft.text(f"{label}: {draft.tell('currency', sale.currency, sale.currency)}"))
    return boxes


def _extras(draft: Draft, sale: Sale) -> list[Box | Table]:
    """Figures below everything that are no field: the sum in another currency, the digits of a bar code."""
    found: list[Box | Table] = []
    if sale.currency == "USD" and not sale.is_american and draft.chance(0.25):
        rate = draft.rng.randrange(15_400, 16_900, 5)
        found.append(
            draft.text(
                f"Equivalent in IDR at {rate:,}.00: IDR {sale.total * rate // 100:,}.00", ink=draft.ink.scaled(0.9)
            )
        )
    if draft.chance(0.07):
        digits = f"{draft.rng.randrange(10**12, 10**13)}"
        bars = Gap(16, "#444444")
        found.append(
            Side([Stack([bars, draft.text(digits, align="center", ink=draft.ink.scaled(0.85))], 2), Gap(0)], [90.0, 1])
        )
    return found


def _sums_row(draft: Draft, beside: Sequence[Box], sums: Box) -> Box:
    where = draft.note(draft.rng.choices(("right", "left", "full"), (84, 8, 8))[0])
    share = draft.rng.choice((0.4, 0.45, 0.5))
    other: Box = Stack(beside, 8) if beside else Gap(0)
    if where == "full" and not beside:
        return sums
    return (
        Side([sums, other], [share, 1 - share], 18) if where == "left" else Side([other, sums], [1 - share, share], 18)
    )


def _inside(draft: Draft, sale: Sale, rows: list[invoice_sums.Row]) -> list[invoice_sums.Row]:
    """Sums as rows of the table; the total has its currency, or all have."""
    draft.note("inside")
    is_all = draft.chance(0.3)
    pieces = draft.word("pieces")
    return [
        (
            label,
            invoice_sums.marked(draft, sale, figure) if (is_all or is_total) and label != pieces else figure,
            is_total,
        )
        for label, figure, is_total in rows
    ]


def _seller_at_foot(draft: Draft, sale: Sale) -> list[str]:
    name = draft.tell("seller_name", sale.seller.name.upper(), sale.seller.name)
    return [name, *invoice_head.seller_lines(draft, sale.seller, is_full=True)]


def _address_at_foot(draft: Draft, sale: Sale) -> list[str]:
    """Another place of the seller or its address of the web at the foot; no field."""
    if draft.chance(0.07) and not sale.is_american:
        branch = "Gudang" if draft.how.language == "id" else "Warehouse"
        return [f"{branch}: {', '.join(sale.receiver.address)}"]
    if not draft.chance(0.2):
        return []
    return [draft.rng.choice((sale.seller.site, f"{sale.seller.site} - ISO 9001:2015"))]


def _later_head(draft: Draft, sale: Sale) -> "_LaterHead":
    return _LaterHead(draft, f"{draft.word('title')} {sale.number}" if draft.chance(0.4) else "")


class _LaterHead:
    """A line at the head of the second page and those behind it."""

    def __init__(self, draft: Draft, words: str) -> None:
        self._draft, self._words = draft, words

    def __call__(self, page: int, _pages: int) -> Box | None:
        """The line, or none."""
        return self._draft.text(self._words) if page > 1 and self._words else None
