"""Blocks at the head of an invoice: the seller's letterhead, title, numbers and dates, the buyer, the place of delivery."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, Literal

from berkas.evaluation.procedural_judge.boxes import Align, Box, Frame, Gap, Ink, Side, Stack, Text
from berkas.evaluation.procedural_judge.draft import Draft, Pair
from berkas.evaluation.procedural_judge.firms import Firm
from berkas.evaluation.procedural_judge.invoice_words import SENTENCES
from berkas.evaluation.procedural_judge.sales import Sale
from berkas.values.identifiers import npwp

SellerPlace = Literal["head", "foot", "label", "hidden"]
NumberPlace = Literal["meta", "title", "sentence"]
DatePlace = Literal["meta", "place", "sentence"]

_SPACED: Final = 0.04


@dataclass(slots=True)
class Plan:
    """What is printed where, decided before the blocks are drawn."""

    seller: SellerPlace
    number: NumberPlace
    date: DatePlace
    has_title: bool
    has_due: bool
    has_terms: bool
    has_order: bool
    has_receiver: bool
    has_account: bool
    others: tuple[str, ...] = field(default=())


def make_plan(draft: Draft, sale: Sale) -> Plan:
    """By chance; a field is printed more often than another fact."""
    rng = draft.rng
    number: NumberPlace = rng.choices(("meta", "title", "sentence"), (74, 18, 8))[0]
    date: DatePlace = "sentence" if number == "sentence" else rng.choices(("meta", "place"), (84, 16))[0]
    seller: SellerPlace = rng.choices(("head", "foot", "label", "hidden"), (74, 9, 11, 6))[0]
    others = [
        name
        for name in ("delivery_number", "sales_number", "customer_code", "contract", "tax_number", "order_date",
        "delivery_date",
                     "print_date", "period", "salesperson", "warehouse", "carrier", "project")
        if draft.chance(0.14) and not (sale.is_american and name == "tax_number")
    ]  # fmt: skip
    rng.shuffle(others)
    return Plan(
        seller, number, date, has_title=number == "title" or draft.chance(0.93), has_due=draft.chance(0.6),
        has_terms=draft.chance(0.35),
        has_order=draft.chance(0.4), has_receiver=draft.chance(0.18), has_account=draft.chance(0.72),
        others=tuple(others[:4]),
    )  # fmt: skip


def title(draft: Draft, sale: Sale, plan: Plan, align: Align) -> Box:
    """The name of the document, sometimes with its number."""
    words = draft.word("title")
    ink = Ink(
        draft.ink.faces,
        draft.rng.choice((10, 12, 14, 17, 20, 24, 28)),
        draft.rng.choice(("bold", "bold", "plain")),
        draft.dark,
    )
    parts: list[Box] = []
    if plan.number == "title":
        number = draft.tell("invoice_number", sale.number, sale.number)
        mark = draft.rng.choice(("#", "No. ", "Nomor: ", "No: ") if draft.how.language == "id" else ("#", "No. ", "# "))
        if draft.chance(0.5) and ink.size < 18:
            parts.append(Text(f"{words} {mark}{number}", ink, align))
        else:
            parts += [Text(words, ink, align), Text(f"{mark}{number}", draft.ink.scaled(1.1), align)]
    else:
        spaced = " ".join(words) if draft.chance(_SPACED) and " " not in words else words
        parts.append(Text(spaced, ink, align))
        if draft.chance(0.05):
            parts.append(
                Text(
                    draft.rng.choice(("Nota Penagihan", "SALES INVOICE", "Bukti Tagihan Resmi")),
                    draft.ink.scaled(1.2),
                    align,
                )
            )
    if draft.chance(0.12):
        copies = (
            ("Lembar ke-1: Pelanggan", "ASLI", "Copy 2 - Arsip", "Belum Lunas")
            if draft.how.language == "id"
            else ("ORIGINAL", "Customer copy", "Unpaid")
        )
        parts.append(Text(draft.rng.choice(copies), draft.ink.scaled(0.9), align))
    return Stack(parts, 2)


def letterhead(draft: Draft, firm: Firm, align: Align) -> Box:
    """The seller: name, address and contacts in lines, perhaps beside a box where a logo is."""
    size = draft.rng.choice((0.95, 1.1, 1.3, 1.5, 1.8, 2.1))
    name = draft.tell("seller_name", firm.name.upper(), firm.name)
    parts: list[Box] = [
        Text(
            name,
            Ink(draft.ink.faces, draft.ink.size * size, draft.rng.choice(("bold", "bold", "plain")), draft.dark),
            align,
        )
    ]
    small = draft.ink.scaled(draft.rng.choice((0.8, 0.9, 1)))
    if draft.chance(0.1):
        slogans = (
            ("Melayani dengan hati sejak 1998", "Grosir dan eceran")
            if draft.how.language == "id"
            else ("Built to last", "Since 1987")
        )
        parts.append(Text(draft.rng.choice(slogans), small, align))
    parts += [Text(line, small, align) for line in seller_lines(draft, firm)]
    stack = Stack(parts, draft.rng.choice((0, 0, 1.5)))
    if align == "center" or draft.chance(0.7):
        return stack
    side = draft.rng.choice((30.0, 44.0, 58.0))
    logo = Frame(Gap(side - 4), 2, "none" if draft.chance(0.5) else "all", draft.tint)
    cells: list[Box] = [logo, stack] if align == "left" else [stack, logo]
    return Side(cells, [side, 1] if align == "left" else [1, side], 10)


def seller_lines(draft: Draft, firm: Firm, *, is_full: bool = False) -> list[str]:
    """Address and contacts of the seller as printed lines."""
    lines: list[str] = []
    if is_full or draft.chance(0.92):
        address = list(firm.address) if draft.chance(0.6) else [", ".join(firm.address)]
        draft.tell("seller_address", ", ".join(firm.address), " ".join(address))
        lines += address
    contacts: list[str] = []
    if draft.chance(0.72):
        phone = draft.tell("seller_phone", firm.phone, firm.phone)
        contacts.append(_labelled(draft, "phone", phone))
        if draft.chance(0.2):
            contacts.append(_labelled(draft, "fax", firm.fax, always=True))
    if draft.chance(0.5):
        email = draft.tell("seller_email", firm.email, firm.email)
        contacts.append(_labelled(draft, "email", email))
    if draft.chance(0.2):
        contacts.append(firm.site)
    if draft.how.currency == "IDR" and draft.chance(0.45):
        contacts.append(
            f"{draft.word('npwp')}{draft.rng.choice((' ', ': ', ' : '))}{tax_number(draft, 'seller_npwp', firm)}"
        )
    draft.rng.shuffle(contacts)
    if contacts and draft.chance(0.5):
        return [*lines, draft.rng.choice(("  |  ", " - ", "   ", ", ")).join(contacts)]
    return lines + contacts


def tax_number(draft: Draft, name: str, firm: Firm) -> str:
    """The NPWP in one of its forms."""
    dotted = npwp.format_15(firm.npwp)
    form = draft.rng.choices(("dotted", "sixteen", "bare"), (70, 22, 8))[0]
    if form == "sixteen":
        return draft.tell(name, f"0{firm.npwp}", f"0{firm.npwp}")
    return draft.tell(name, dotted, dotted if form == "dotted" else firm.npwp)


def _labelled(draft: Draft, concept: str, value: str, *, always: bool = False) -> str:
    if not always and draft.chance(0.25):
        return value
    return f"{draft.word(concept)}{draft.rng.choice((' ', ': ', ' : '))}{value}".replace(".:", ".")


def meta_rows(draft: Draft, sale: Sale, plan: Plan) -> list[Pair]:
    """Numbers and dates with their labels, those that are no field among them."""
    rows: list[Pair] = []
    how = draft.how
    if plan.number == "meta":
        rows.append((draft.word("number"), draft.tell("invoice_number", sale.number, sale.number)))
    if plan.date == "meta":
        rows.append((draft.word("date"), draft.tell("invoice_date", sale.issued.isoformat(), how.day(sale.issued))))
    if plan.has_due:
        rows.append((draft.word("due"), draft.tell("due_date", sale.due.isoformat(), how.day(sale.due))))
    if plan.has_terms:
        rows.append((draft.word("terms"), terms(draft, sale)))
    if plan.has_order:
        rows.append((draft.word("order"), draft.tell("po_number", sale.order, sale.order)))
    if draft.chance(0.12):
        rows.append((draft.word("currency"), draft.tell("currency", sale.currency, sale.currency)))
    if draft.chance(0.25):
        draft.rng.shuffle(rows)
    for name in plan.others:
        rows.insert(draft.rng.randrange(len(rows) + 1), (draft.word(name), _other(draft, sale, name)))
    return rows


def terms(draft: Draft, sale: Sale) -> str:
    """Terms of payment as a few words."""
    forms = (
        ("{} hari", "{} Hari", "Net {}", "Net {}") if draft.how.language == "id" else ("Net {}", "{} days", "Net {}")
    )
    words = draft.rng.choice(forms).format(sale.days)
    return draft.tell("payment_terms", words, words)


def _other(draft: Draft, sale: Sale, name: str) -> str:
    """A number, date or name that is no field."""
    rng, how = draft.rng, draft.how
    serial = rng.randrange(100, 9999)

    def day(least: int, most: int) -> str:
        return how.day(sale.issued + timedelta(days=rng.randrange(least, most)))

    makers: dict[str, Callable[[], str]] = {
        "delivery_number": lambda: f"SJ{sale.issued:%y%m}-{serial}", "sales_number": lambda: f"SO.{serial:05d}",
        "customer_code": lambda: f"{rng.choice('CPKB')}{serial:05d}", "contract": lambda: f"{serial}/SPJ/{sale.issued:%Y}",
        "tax_number": lambda: f"0{rng.choice('14')}0.00{serial % 10}-{sale.issued:%y}.{rng.randrange(10**7, 10**8)}",
        "order_date": lambda: day(-25, -3),
        "delivery_date": lambda: day(-9, -1),
        "print_date": lambda: f"{day(1, 3)} {rng.randrange(8, 17):02d}:{rng.randrange(60):02d}",
        "period": lambda: f"{day(-60, -28)} - {day(-1, 0)}",
        "salesperson": lambda: sale.receiver.person, "warehouse": lambda: rng.choice(("GD-01", "WH Timur", "Gudang B2")),
        "carrier": lambda: rng.choice(("Truk sendiri", "Ekspedisi Wangsa", f"B {serial} KX", "Ambil di tempat"))
        if how.language == "id" else rng.choice(("Ground", "Sea freight", "Pick-up")),
        "project": lambda: rng.choice(("Renovasi Gedung C", "Pengadaan Triwulan II", "Kegiatan Tahunan", "Tahap 3"))
        if how.language == "id" else rng.choice(("Phase 2", "Harbor refit", "Annual audit")),
    }  # fmt: skip
    return makers[name]()


def sentence(draft: Draft, sale: Sale) -> Text:
    """Number and date within a sentence."""
    number = draft.tell("invoice_number", sale.number, sale.number)
    day = draft.tell("invoice_date", sale.issued.isoformat(), draft.how.long_day(sale.issued))
    return draft.text(draft.rng.choice(SENTENCES[draft.how.language]).format(number=number, date=day))


def place_and_date(draft: Draft, sale: Sale, align: Align) -> Text:
    """``Surabaya, 12 Maret 2025``."""
    day = draft.tell("invoice_date", sale.issued.isoformat(), draft.how.long_day(sale.issued))
    return draft.text(f"{sale.seller.city}, {day}", align=align)
