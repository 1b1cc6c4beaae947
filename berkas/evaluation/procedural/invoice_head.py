"""The head of an invoice: letterhead, title, numbers and dates, buyer, arranged as the grammar says."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from berkas.evaluation.procedural.blocks import Beside, Block, Frame, Inset, Line, Lines, Logo, Rule, Stack
from berkas.evaluation.procedural.draft import Draft
from berkas.evaluation.procedural.numerals import Calendar
from berkas.evaluation.procedural.pairs import Pair, Pairs
from berkas.evaluation.procedural.sales import Party, Sale
from berkas.evaluation.specimens.drawing import Align

_FACTS: Final = {
    "due_date": 0.55, "po_number": 0.34, "terms": 0.3, "currency": 0.1, "customer_number": 0.14, "delivery_number": 0.16,
    "contract": 0.08, "tax_number": 0.09, "order_date": 0.1, "delivery_date": 0.1, "printed": 0.09, "period": 0.07, "project": 0.07,
    "method": 0.08, "warehouse": 0.05, "reference": 0.1, "salesperson": 0.16, "page": 0.05,
}  # fmt: skip
"""How often each of the smaller facts is printed."""

_OTHER_DAYS: Final = (
    "Tanggal Pengukuhan PKP",
    "Tgl. Pengukuhan",
    "Tgl Berdiri",
    "Tanggal SIUP",
    "Registration Date",
    "Date of Incorporation",
)
"""Days of the seller that are none of the document."""

_CONTACTS: Final = {"buyer": (0.3, 0, 0.02, 0.15, 0.3, 0), "seller": (0.62, 0.2, 0.2, 0.42, 0.5, 0.06)}
"""How often telephone, fax, website, e-mail, tax number and a day are printed of a party."""

_TINTS: Final = ("#eef3f8", "#f6f1e7", "#f0f0f0", "#e9f5ec")
_WIDE_ARRANGEMENTS: Final = frozenset({"boxes_above", "boxes_below", "strip"})
_TERMS: Final = {
    "id": ("{0} hari", "{0} Hari", "{0} hari kerja", "Net {0}"),
    "en": ("Net {0}", "{0} days", "NET {0} DAYS", "{0} Days"),
}


@dataclass(frozen=True, slots=True)
class HeadPlan:
    """Where the parts of the head go that can stand in several places.

    Attributes:
        seller: ``letterhead``, ``labelled``, ``foot`` or ``closing``.
        number: ``facts``, ``title`` or ``body``.
        date: ``facts``, ``place`` (a line such as ``Jakarta, 12 Maret 2025``) or ``body``.
        amount_due: The total as printed, where it stands among the facts too.
    """

    seller: str
    number: str
    date: str
    amount_due: str = ""


def make_plan(draft: Draft, amount_due: str) -> HeadPlan:
    """Decide where the seller, the number, the date and a second total stand."""
    seller = draft.rng.choices(("letterhead", "labelled", "foot", "closing"), (83, 9, 4, 4))[0]
    if draft.maybe(0.05):
        return HeadPlan(seller, "body", "body")
    amount_due = amount_due if draft.maybe(0.09) else ""
    number = "title" if draft.maybe(0.1) else "facts"
    return HeadPlan(seller, number, "place" if draft.maybe(0.1) else "facts", amount_due)


def head_rows(draft: Draft, sale: Sale, calendar: Calendar, plan: HeadPlan) -> list[Block]:
    """The rows of the head from the top down."""
    arranged = draft.rng.choice(_usual(draft) if draft.maybe(0.8) else draft.family.heads)
    if plan.seller in ("foot", "closing"):
        arranged = _without(arranged, "S")
    has_title = plan.number == "title" or draft.maybe(0.94)
    if not has_title:
        arranged = _without(arranged, "T")
    draft.signature.append(arranged.translate(str.maketrans("/|+", "-_.")))
    rows: list[Block] = [_form_code(draft)] if draft.maybe(0.06) else []
    for row in arranged.split("/"):
        columns = row.split("|")
        blocks: list[Block] = []
        for place, stacked in enumerate(columns):
            parts = [(name, _side(draft, place, len(columns))) for name in stacked.split("+")]
            blocks.append(Stack([_part(draft, sale, calendar, plan, part) for part in parts], gap=7))
        shares = draft.rng.choice(((1, 1), (6, 5), (5, 4), (3, 2))) if len(blocks) > 1 else (1,)
        block = blocks[0] if len(blocks) == 1 else Beside(blocks, shares, gap=draft.rng.uniform(14, 26))
        rows.append(Frame(block, fill=draft.rng.choice(_TINTS), has_edge=False) if draft.maybe(0.06) else block)
        if "S" in row and draft.maybe(0.35):
            rows.append(Rule(draft.rng.choice((0.5, 0.8, 1.5)), is_double=draft.maybe(0.3)))
    return rows


def _form_code(draft: Draft) -> Block:
    """The code of a form with its revision and day, as quality systems put above everything."""
    rng, day = (
        draft.rng,
        f"{draft.rng.randrange(1, 29):02d}/{draft.rng.randrange(1, 13):02d}/{draft.rng.randrange(2014, 2025)}",
    )
    code = (
        f"{rng.choice(('FR', 'FM', 'F', 'SOP'))}-{rng.choice(('KEU', 'FIN', 'MKT', 'ACC'))}-{rng.randrange(1, 40):02d}"
    )
    text = rng.choice(("{0} Rev. {1:02d} {2}: {3}", "{0}  Ed.{1:02d}  {2} {3}", "No. Dok. {0}, {2}: {3}"))
    label = rng.choice(
        ("App. Date", "Tgl. Berlaku", "Tanggal Terbit Form", "Effective Date", "Rev. Date", "Tgl Revisi")
    )
    align: Align = rng.choice(("left", "right", "center"))
    return Lines([(text.format(code, rng.randrange(6), label, day), draft.look.type(0.8))], align)


def _usual(draft: Draft) -> list[str]:
    """Arrangements that begin with the seller or the title, and name the seller before the buyer."""
    return [one for one in draft.family.heads if one[0] in "ST" and one.index("S") < one.index("B")]


def _without(arranged: str, name: str) -> str:
    rows = []
    for row in arranged.split("/"):
        columns = ["+".join(one for one in column.split("+") if one != name) for column in row.split("|")]
        rows.append("|".join(column for column in columns if column))
    return "/".join(row for row in rows if row)


def _side(draft: Draft, place: int, columns: int) -> Align:
    if columns == 1:
        return draft.rng.choices(("left", "center", "right"), (55, 33, 12))[0]
    return "right" if place and draft.maybe(0.4) else "left"


def _part(draft: Draft, sale: Sale, calendar: Calendar, plan: HeadPlan, what: tuple[str, Align]) -> Block:
    name, side = what
    if name == "S":
        return _labelled_seller(draft, sale) if plan.seller == "labelled" else letterhead(draft, sale, side)
    if name == "T":
        return _title(draft, sale, side, has_number=plan.number == "title")
    if name == "B":
        return _buyers(draft, sale, is_whole=side == "center")
    return _facts(draft, sale, calendar, plan, is_whole=side == "center")


def letterhead(draft: Draft, sale: Sale, side: Align) -> Block:
    """The name of the seller, large or small, his address and ways to reach him, beside or below a logo or without one."""
    look, seller = draft.look, sale.seller
    factor = draft.rng.choice((0.95, 1, 1.15, 1.3, 1.5, 1.8, 2.2))
    ink = look.accent if draft.maybe(0.25) else "#111111"
    lines: list[Line] = [(seller.name, look.type(factor, is_bold=draft.maybe(0.75), ink=ink))]
    draft.state("seller_name")
    if draft.maybe(0.22):
        lines.append((draft.rng.choice((*draft.family.trade.mottos, *draft.family.trade.adverts)), look.type(0.85)))
    plain = look.type(draft.rng.choice((0.85, 0.92, 1)))
    lines += [(text, plain) for text in party_lines(draft, seller, "seller")]
    texts = Lines(lines, side)
    if draft.maybe(0.08) and len(lines) > 2:
        return Beside((Lines(lines[:1]), Lines(lines[1:])), draft.rng.choice(((1, 1), (3, 2), (2, 3))))
    if draft.maybe(0.62):
        return texts
    initials = "".join(word[0] for word in seller.name.split()[:3])
    logo_side = draft.rng.uniform(30, 58)
    logo = Logo((initials, look.type(2, is_bold=True, ink="#ffffff")), logo_side, look.accent, draft.maybe(0.4), side)
    if side == "left" and draft.maybe(0.7):
        return Beside((logo, texts), (1, 4), gap=8)
    return Stack((logo, texts), gap=4)


def party_lines(draft: Draft, party: Party, role: str) -> list[str]:
    """Address and contacts of a party, as lines; those of the fields of that role are stated."""
    if role == "buyer" and draft.maybe(0.12):
        return []
    lines, contacts = _address_lines(draft, party), _contacts(draft, party, role)
    draft.state(f"{role}_address")
    joint = draft.rng.choice((" | ", " - ", ", ", "  ", "\n"))
    if contacts and draft.maybe(0.07):
        # what is glued to the last line of an address: Manado 53518 Telp. 0812...
        lines[-1] = f"{lines[-1]}{draft.rng.choice((' ', ' | ', ', ', ' - '))}{contacts.pop(0)}"
    return lines + ([joint.join(contacts)] if joint != "\n" and 0 < len(contacts) < 4 else contacts)


def _contacts(draft: Draft, party: Party, role: str) -> list[str]:
    """Ways to reach a party and its tax number, some of them."""
    phone, fax, website, email, tax_id, day = _CONTACTS[role]
    contacts = []
    if draft.maybe(phone):
        contacts.append(_labelled(draft, "phone", party.phone))
        _state_of_seller(draft, role, "seller_phone")
    if draft.maybe(fax):
        contacts.append(_labelled(draft, "fax", party.fax))
    if draft.maybe(email):
        contacts.append(_labelled(draft, "email", party.email) if draft.maybe(0.6) else party.email)
        _state_of_seller(draft, role, "seller_email")
    if draft.maybe(website):
        contacts.append(_labelled(draft, "website", party.website) if draft.maybe(0.5) else party.website)
    if draft.maybe(tax_id) and party.npwp:
        contacts.append(_labelled(draft, "npwp", party.npwp))
        draft.state(f"{role}_npwp")
    if draft.maybe(day):
        contacts.append(f"{draft.rng.choice(_OTHER_DAYS)}: {_other_day(draft, '-')}")
    return contacts


def _state_of_seller(draft: Draft, role: str, field: str) -> None:
    if role == "seller":
        draft.state(field)


def _other_day(draft: Draft, joint: str) -> str:
    """A day of years before."""
    day = date(draft.rng.randrange(2012, 2025), 1, 1) + timedelta(days=draft.rng.randrange(365))
    return f"{day:%d{joint}%m{joint}%Y}"


def _address_lines(draft: Draft, party: Party) -> list[str]:
    """The address on one line, on a line each, or some of its parts on a line."""
    if draft.maybe(0.3):
        return [party.address]
    lines = list(party.lines)
    while len(lines) > 2 and draft.maybe(0.4):
        place = draft.rng.randrange(len(lines) - 1)
        lines[place : place + 2] = [f"{lines[place]}{draft.rng.choice((', ', ' '))}{lines[place + 1]}"]
    return lines


def _labelled(draft: Draft, key: str, value: str) -> str:
    return f"{draft.label(key)}{draft.rng.choice((': ', ' : ', ' ', ': '))}{value}"


def _labelled_seller(draft: Draft, sale: Sale) -> Block:
    """The seller under a label, as another party."""
    draft.state("seller_name")
    return _party(draft, "seller", sale.seller, party_lines(draft, sale.seller, "seller"))


def _title(draft: Draft, sale: Sale, side: Align, *, has_number: bool) -> Block:
    look = draft.look
    style = look.type(
        draft.rng.choice((1.2, 1.5, 1.8, 2.2, 2.8, 3.4)),
        is_bold=draft.maybe(0.8),
        ink=look.accent if draft.maybe(0.3) else "#111111",
    )
    texts: list[Line] = [(draft.label("title"), style)]
    if has_number:
        draft.state("invoice_number")
        number = f"{draft.rng.choice(('No. ', 'No : ', '#', 'No: ', 'Nomor : '))}{sale.number}"
        texts = (
            [(f"{texts[0][0]} {number}", look.type(1.5, is_bold=True))]
            if draft.maybe(0.4)
            else [*texts, (number, look.type(1.1))]
        )
    elif draft.maybe(0.12):
        texts.append((draft.rng.choice(draft.family.titles), look.type(draft.rng.choice((0.85, 1.2)))))
    return Lines(texts, side)  # fmt: skip


def _buyers(draft: Draft, sale: Sale, *, is_whole: bool) -> Block:
    draft.state("buyer_name")
    lines = party_lines(draft, sale.buyer, "buyer")
    if draft.maybe(0.16):
        lines.insert(0 if draft.maybe(0.3) else len(lines), f"{draft.label('attention')} {sale.buyer.contact}")
    buyer = _party(draft, "buyer", sale.buyer, lines)
    if not draft.maybe(0.17):
        return Inset(buyer, draft.rng.uniform(0.55, 0.75)) if is_whole else buyer
    elsewhere = draft.maybe(0.5)
    name = (
        sale.buyer.name
        if elsewhere
        else f"{draft.rng.choice(draft.family.trade.first_words)} {draft.rng.choice(draft.family.trade.firm_words)}"
    )
    where = [
        draft.rng.choice(draft.family.trade.streets[0]).format(draft.rng.randrange(1, 99)),
        draft.rng.choice(draft.family.trade.cities[0]),
    ]
    other = _party(draft, "ship_to", sale.buyer, where, name=name)
    return Beside((buyer, other), (1, 1)) if is_whole else Stack((buyer, other))  # fmt: skip


def _party(draft: Draft, key: str, party: Party, lines: Sequence[str], *, name: str | None = None) -> Block:
    """A party with its label above, left, in line with its name, in the bar of a box."""
    look, label, name = draft.look, draft.label(key), name or party.name
    bold = look.type(draft.rng.choice((1, 1, 1.1)), is_bold=draft.maybe(0.55))
    body: list[Line] = [(name, bold), *((line, look.type()) for line in lines)]
    colon = draft.rng.choice((":", ":", "", " :", ","))
    match draft.rng.choice(draft.family.parties):
        case "bare" if key == "buyer":
            return Lines(body)
        case "inline":
            return Lines([(f"{label}{colon} {name}", bold), *body[1:]])
        case "pairs":
            rows = [(label, name), (draft.label("address"), "\n".join(lines))] if lines else [(label, name)]
            return Pairs(rows, draft.rng.choice(("colon", "plain", "colon")), look.label, look.type(), colon=":")
        case "frame":
            has_bar = draft.maybe(0.5)
            title = look.type(is_bold=True, ink="#ffffff" if has_bar else "#111111")
            return Frame(Lines(body), (label, title), bar=look.accent if has_bar else None)
    return Lines([(f"{label}{colon}", look.type(draft.rng.choice((0.85, 1)), is_bold=draft.maybe(0.6))), *body])


def _facts(draft: Draft, sale: Sale, calendar: Calendar, plan: HeadPlan, *, is_whole: bool) -> Block:
    """Numbers and dates with their labels."""
    rows = fact_rows(draft, sale, calendar, plan)
    look = draft.look
    usable = [a for a in draft.family.facts if is_whole or a not in _WIDE_ARRANGEMENTS or len(rows) <= 4]
    arrangement = draft.rng.choice(usable)
    draft.signature.append(arrangement)
    if arrangement in ("above", "below") and len(rows) > 4:
        arrangement = "glued"
    wide = arrangement in _WIDE_ARRANGEMENTS
    columns = min(len(rows), draft.rng.choice((3, 4)) if is_whole else 2)
    label = look.label.sized(draft.rng.choice((0.85, 1)) if wide else 1)
    if arrangement == "strip" and len(rows) > (6 if is_whole else 3):
        arrangement = "boxes_below" if draft.maybe(0.5) else "colon"
    block = Pairs(rows, arrangement, label, look.type(), columns=columns, colon=look.colon)
    if is_whole and not wide:
        if len(rows) > 3 and draft.maybe(0.4):
            half = (len(rows) + 1) // 2
            pair = [
                Pairs(part, arrangement, label, look.type(), colon=look.colon) for part in (rows[:half], rows[half:])
            ]
            return Beside(pair, (1, 1))
        return Inset(block, 0.55, draft.rng.choice(("left", "left", "right")))
    return Frame(block) if draft.maybe(0.08) and not wide and arrangement != "ruled" else block


def fact_rows(draft: Draft, sale: Sale, calendar: Calendar, plan: HeadPlan) -> list[Pair]:
    """Labels and values of the facts, mostly with the number first; those that are fields are stated."""
    rows: list[Pair] = []
    if plan.date == "facts":
        draft.state("invoice_date")
        rows.append((draft.label("invoice_date"), calendar.day(sale.issued)))
    values = _fact_values(draft, sale, calendar)
    for key, chance in _FACTS.items():
        if draft.maybe(chance):
            if key in ("due_date", "po_number", "currency"):
                draft.state(key)
            if key == "terms":
                draft.state("payment_terms")
            rows.append((draft.label(key), values[key]()))
    if plan.amount_due:
        draft.state("total_amount")
        rows.append((draft.label("total"), plan.amount_due))
    if draft.maybe(0.35):
        draft.rng.shuffle(rows)
    if plan.number == "facts":
        draft.state("invoice_number")
        rows.insert(
            0 if draft.maybe(0.8) else draft.rng.randrange(len(rows) + 1), (draft.label("invoice_number"), sale.number)
        )
    if not rows:
        draft.state("due_date")
        rows.append((draft.label("due_date"), calendar.day(sale.due)))
    return rows


def terms_text(draft: Draft, sale: Sale) -> str:
    """How long the buyer may take to pay."""
    if draft.maybe(0.12):
        return draft.rng.choice(("COD", "Cash", "Tunai"))
    return draft.rng.choice(_TERMS[draft.plain_language]).format(sale.days)


def _fact_values(draft: Draft, sale: Sale, calendar: Calendar) -> dict[str, Callable[[], str]]:
    rng, terms = draft.rng, draft.values["payment_terms"]
    has_other_form = not sale.is_american and draft.maybe(0.12)

    def other_day(least: int, most: int) -> str:
        day = sale.issued + timedelta(days=rng.randint(least, most))
        return f"{day:%d/%m/%y}" if has_other_form else calendar.day(day)

    return {
        "due_date": lambda: calendar.day(sale.due),
        "po_number": lambda: sale.po_number,
        "terms": lambda: str(terms),
        "currency": lambda: sale.currency,
        "customer_number": lambda: rng.choice(
            (
                f"C{rng.randrange(10**4):04d}",
                f"CUST-{rng.randrange(999)}",
                f"{rng.randrange(10**6):06d}",
            )
        ),
        "delivery_number": lambda: rng.choice(
            (f"SJ/{sale.issued:%y%m}/{rng.randrange(999):03d}", f"DO-{rng.randrange(10**5)}")
        ),
        "contract": lambda: f"{rng.randrange(1, 99):03d}/SPK/{rng.choice('ABC')}/{sale.issued.year}",
        "tax_number": lambda: (
            f"0{rng.randrange(1, 9)}0.{rng.randrange(1000):03d}-{sale.issued:%y}.{rng.randrange(10**8):08d}"
        ),
        "order_date": lambda: other_day(-30, -1),
        "delivery_date": lambda: other_day(-5, 9),
        "printed": lambda: f"{other_day(0, 3)} {rng.randrange(7, 19):02d}:{rng.randrange(60):02d}",
        "period": lambda: f"{other_day(-31, -30)} - {other_day(-1, 0)}",
        "project": lambda: rng.choice(draft.family.trade.sections),
        "method": lambda: rng.choice(("Transfer", "Transfer Bank", "Giro", "QRIS")),
        "warehouse": lambda: rng.choice(("GD-01", "Pusat", "WH/Stock")),
        "reference": lambda: f"{rng.choice(('QUO', 'SO', 'REF'))}-{rng.randrange(10**5):05d}",
        "salesperson": lambda: rng.choice(draft.family.trade.people),
        "page": lambda: "1",
    }
