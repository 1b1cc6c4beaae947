"""Invoices of the grammar."""

import random
from datetime import date
from decimal import Decimal

from reportlab.pdfgen.canvas import Canvas

from berkas.evaluation.procedural.blocks import Block, Lines
from berkas.evaluation.procedural.draft import Draft, choose_language, make_look
from berkas.evaluation.procedural.families import Family
from berkas.evaluation.procedural.flow import Flow
from berkas.evaluation.procedural.invoice_closing import closing, page_foot
from berkas.evaluation.procedural.invoice_head import HeadPlan, head_rows, make_plan, terms_text
from berkas.evaluation.procedural.invoice_sums import foot_rows, sum_rows, total_in_words
from berkas.evaluation.procedural.invoice_table import item_table
from berkas.evaluation.procedural.numerals import Calendar, make_calendar, make_convention
from berkas.evaluation.procedural.page import Page
from berkas.evaluation.procedural.sales import Sale, make_sale
from berkas.evaluation.specimens.drawing import Truth
from berkas.model.extraction import Value
from berkas.values.amounts import as_number

_FOOT_ROOM = 46.0
"""Room below the content for the foot and the notice of a SPECIMEN, in points."""


def paint(canvas: Canvas, rng: random.Random, family: Family) -> tuple[Truth, str]:
    """Draw an invoice; gives its truth and a short signature of its layout."""
    sale = make_sale(rng, family.trade)
    is_abroad = sale.is_american or (sale.currency != "IDR" and rng.random() < 0.7)
    draft = Draft(
        rng,
        family,
        family.labels,
        make_look(rng, family),
        choose_language(rng, (0, 1, 0, 0) if is_abroad else (56, 21, 9, 14)),
        {},
    )
    draft.values.update(_values(draft, sale))
    draft.truth.update(dict.fromkeys(_PRINTABLE))
    convention = make_convention(rng, sale.currency)
    calendar = make_calendar(rng, draft.plain_language, is_american=sale.is_american)
    look = draft.look
    page = Page(canvas, size=look.sheet, fonts=look.fonts, type_size=look.size)
    plan = make_plan(draft, convention.money(sale.sums[-1].amount, "totals"))
    flow = _flow(draft, sale, plan, page)
    for block in head_rows(draft, sale, calendar, plan):
        flow.place(block, gap=rng.uniform(7, 16))
    if sentence := _sentence(draft, sale, calendar, plan):
        flow.place(sentence)
    sums = sum_rows(draft, sale, convention)
    has_foot = "foot" in family.sums and rng.random() < 0.25
    if has_foot:
        draft.signature.append("foot")
    table, carry = item_table(draft, sale, convention, foot_rows(sums) if has_foot else (), flow.width)
    sums = [] if has_foot else sums
    flow.place_table(table, carry=carry, repeats_head=draft.maybe(0.85))
    for block in closing(draft, sale, (convention, calendar), sums, plan):
        flow.place(block, gap=rng.uniform(6, 14))
    flow.finish()
    if sale.currency == "IDR" and draft.language != "en":
        draft.state("currency")
    return draft.truth, "-".join(draft.signature)


_PRINTABLE = (
    "invoice_number",
    "invoice_date",
    "due_date",
    "po_number",
    "seller_name",
    "seller_npwp",
    "seller_address",
    "seller_phone",
    "seller_email",
    "buyer_name",
    "buyer_npwp",
    "buyer_address",
    "currency",
    "line_items",
    "subtotal",
    "discount",
    "dpp",
    "ppn_rate",
    "ppn_amount",
    "withholding",
    "shipping",
    "down_payment",
    "total_amount",
    "amount_in_words",
    "bank_name",
    "bank_account_number",
    "bank_account_name",
    "payment_terms",
)


def _values(draft: Draft, sale: Sale) -> dict[str, Value]:
    """Canonical values of everything that an invoice of this sale can print."""

    def amount(key: str) -> Value:
        found = sale.amount(key)
        return None if found is None else as_number(abs(found))

    rate = next((line.rate for line in sale.sums if line.key == "ppn"), None)
    seller, buyer = sale.seller, sale.buyer
    return {
        "invoice_number": sale.number,
        "invoice_date": _iso(sale.issued),
        "due_date": _iso(sale.due),
        "po_number": sale.po_number,
        "seller_name": seller.name,
        "seller_npwp": seller.npwp_value,
        "seller_address": seller.address,
        "seller_phone": seller.phone,
        "seller_email": seller.email,
        "buyer_name": buyer.name,
        "buyer_npwp": buyer.npwp_value,
        "buyer_address": buyer.address,
        "currency": sale.currency,
        "subtotal": amount("subtotal"),
        "discount": amount("discount"),
        "dpp": amount("dpp"),
        "dpp_other": amount("dpp_other"),
        "ppn_rate": as_number(rate or Decimal()),
        "ppn_amount": amount("ppn"),
        "withholding": amount("withholding"),
        "shipping": amount("shipping"),
        "down_payment": amount("down_payment"),
        "total_amount": amount("total"),
        "amount_in_words": total_in_words(draft, sale),
        "bank_name": _bank(sale.bank),
        "bank_account_number": sale.account,
        "bank_account_name": sale.account_name,
        "payment_terms": terms_text(draft, sale),
    }


def _iso(day: date) -> str:
    return day.isoformat()


def _bank(name: str) -> str:
    """Without its legal form, as the canonical name of a bank is."""
    return name.removeprefix("PT ").removesuffix(" Tbk")


def _flow(draft: Draft, sale: Sale, plan: HeadPlan, page: Page) -> Flow:
    look = draft.look
    has_numbers = draft.maybe(0.35)
    form = draft.rng.choice(("{label} {0}", "{label} {0}", "- {0} -", "{0}", "{label}: {0}"))
    label = draft.label("page")
    always = page_foot(draft, sale, plan)

    def foot(number: int) -> Block | None:
        numbers = [(form.format(number, label=label), look.type(0.8))] if has_numbers else []
        return Lines([*always, *numbers], "center") if always or numbers else None

    running = draft.label("title")
    has_running_head = draft.maybe(0.5)

    def head(_number: int) -> Block | None:
        return Lines([(f"{running} {sale.number}", look.type(0.9))]) if has_running_head else None

    first_foot = foot(1)
    room = (first_foot.height(look.sheet[0] - 2 * look.margin) if first_foot else 0) + 26
    return Flow(
        page,
        look.margin,
        look.sheet[0] - look.margin,
        draft.rng.uniform(24, 46),
        look.sheet[1] - max(room, _FOOT_ROOM - 12),
        foot,
        head,
    )


def _sentence(draft: Draft, sale: Sale, calendar: Calendar, plan: HeadPlan) -> Block | None:
    """A sentence above the table, which names number and date where they stand nowhere else."""
    must = plan.number == "body"
    if not must and not draft.maybe(0.06):
        return None
    bodies = draft.family.trade.bodies
    text = (bodies[0] if must else draft.rng.choice(bodies))[0 if draft.plain_language == "id" else 1]
    if "{number}" in text:
        draft.state("invoice_number", "invoice_date")
    said = text.format(title=draft.label("title"), number=sale.number, date=calendar.day(sale.issued))
    return Lines([(said, draft.look.type())])
