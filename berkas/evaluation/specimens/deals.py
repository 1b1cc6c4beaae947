"""Invented sales: what an invoice says, consistent to the rupiah."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from lokal import terbilang

from berkas.evaluation.specimens.drawing import Truth
from berkas.evaluation.specimens.people import PLACES, make_npwp
from berkas.model.extraction import Value
from berkas.values.identifiers import npwp as npwp_number

_SELLERS: Final = (
    "PT CONTOH SARANA NIAGA",
    "CV SPECIMEN KARYA MANDIRI",
    "PT SPECIMEN TEKNOLOGI UTAMA",
    "UD CONTOH BERKAH",
    "PT CONTOH LOGISTIK INDONESIA",
)
_BUYERS: Final = (
    "PT CONTOH RITEL SENTOSA",
    "PT SPECIMEN PANGAN LESTARI",
    "CV CONTOH ABADI JAYA",
    "KOPERASI SPECIMEN SEJAHTERA",
    "PT CONTOH FARMA",
)
_GOODS: Final = (
    ("Kertas HVS A4 80 gsm", "RIM"),
    ("Tinta printer hitam 100 ml", "BTL"),
    ("Kursi kantor ergonomis", "UNIT"),
    ("Meja kerja 120 x 60 cm", "UNIT"),
    ("Kabel UTP Cat6 305 m", "ROL"),
    ("Lampu LED 12 watt", "PCS"),
    ("Semen portland 50 kg", "SAK"),
    ("Cat tembok putih 20 kg", "PAIL"),
    ("Air mineral 600 ml", "DUS"),
    ("Beras premium 5 kg", "SAK"),
    ("Minyak goreng 2 liter", "POUCH"),
    ("Sarung tangan nitril", "BOX"),
)
_SERVICES: Final = (
    "Monthly bookkeeping service",
    "Server maintenance and monitoring",
    "Website hosting, 12 months",
    "Tax advisory, on-site visit",
    "Network cabling installation",
    "Software licence renewal",
    "Graphic design of product catalogue",
    "Staff training, two days",
)
_STREETS: Final = ("Jl. Melati", "Jl. Gatot Subroto", "Jl. Kenanga Raya", "Jl. Industri Timur", "Jl. Pahlawan Revolusi")
_BANKS: Final = ("BANK CONTOH NUSANTARA", "BANK SPECIMEN RAKYAT", "BANK CONTOH MANDALA")
_TERMS: Final = (7, 14, 30, 45)


@dataclass(frozen=True, slots=True)
class Item:
    """A line of an invoice; money in whole rupiah.

    Attributes:
        discount_percent: Of the line; 0 for none.
        detail: Second line of the description; empty for none.
    """

    code: str
    description: str
    detail: str
    quantity: int
    unit: str
    unit_price: int
    discount_percent: int

    @property
    def discount(self) -> int:
        """In rupiah."""
        return self.quantity * self.unit_price * self.discount_percent // 100

    @property
    def amount(self) -> int:
        """After the discount."""
        return self.quantity * self.unit_price - self.discount


@dataclass(frozen=True, slots=True)
class Party:
    """A seller or buyer."""

    name: str
    street: str
    city: str
    npwp: str
    phone: str
    email: str

    @property
    def address(self) -> str:
        """On one line."""
        return f"{self.street}, {self.city}"


@dataclass(frozen=True, slots=True)
class Deal:
    """A sale as its invoice states it; money in whole rupiah.

    Attributes:
        discount: Of the whole invoice.
        base: That the tax is reckoned from (DPP).
        rate: Of the tax in percent; 0 when the seller is no taxpayer of it.
    """

    number: str
    day: date
    due: date
    order: str
    seller: Party
    buyer: Party
    items: tuple[Item, ...]
    discount: int
    base: int
    rate: int
    shipping: int
    bank: str
    account: str

    @property
    def subtotal(self) -> int:
        """Of all lines."""
        return sum(item.amount for item in self.items)

    @property
    def tax(self) -> int:
        """PPN, rounded to a rupiah."""
        return round(self.base * self.rate / 100)

    @property
    def total(self) -> int:
        """What is to be paid."""
        return self.subtotal - self.discount + self.tax + self.shipping

    @property
    def days(self) -> int:
        """Until it is due."""
        return (self.due - self.day).days

    @property
    def words(self) -> str:
        """The total in words."""
        return f"{terbilang(self.total)} rupiah"


def make_deal(
    rng: random.Random,
    *,
    lines: tuple[int, int],
    is_service: bool = False,
    rate: int = 11,
    has_discounts: bool = False,
    has_shipping: bool = False,
) -> Deal:
    """A sale between two companies that do not exist.

    Args:
        rng: Makes every choice.
        lines: Least and most lines.
        is_service: Services in English instead of goods.
        rate: Of PPN: 0 for none; 12 is reckoned from 11/12 of the price (PMK 131/2024), others from the price.
        has_discounts: Some lines have one, and so has the whole.
        has_shipping: Carriage is added.
    """
    items = tuple(_item(rng, is_service=is_service, may_discount=has_discounts) for _ in range(rng.randint(*lines)))
    day = date(2025, 1, 6) + timedelta(days=rng.randrange(600))
    subtotal = sum(item.amount for item in items)
    discount = subtotal * rng.choice((2, 5)) // 100 if has_discounts and rng.random() < 0.6 else 0
    net = subtotal - discount
    return Deal(
        number=f"INV/{day:%Y/%m}/{rng.randrange(1, 9999):04d}"
        if not is_service
        else f"INV-{day:%y%m}-{rng.randrange(1, 999):03d}",
        day=day,
        due=day + timedelta(days=rng.choice(_TERMS)),
        order=f"PO-{rng.randrange(10000, 99999)}",
        seller=_party(rng, _SELLERS),
        buyer=_party(rng, _BUYERS),
        items=items,
        discount=discount,
        base=round(net * 11 / 12) if rate == 12 else net,
        rate=rate,
        shipping=rng.randrange(2, 40) * 25_000 if has_shipping else 0,
        bank=rng.choice(_BANKS),
        account=f"{rng.randrange(10**9, 10**10)}",
    )


def deal_truth(deal: Deal, **changed: Value) -> Truth:
    """Every field of an invoice that prints everything; a layout overrules what it prints otherwise or not at all."""
    truth: Truth = {
        "invoice_number": deal.number,
        "invoice_date": deal.day.isoformat(),
        "due_date": deal.due.isoformat(),
        "po_number": deal.order,
        "seller_name": deal.seller.name,
        "seller_npwp": npwp_number.format_15(deal.seller.npwp),
        "seller_address": deal.seller.address,
        "seller_phone": deal.seller.phone,
        "seller_email": deal.seller.email,
        "buyer_name": deal.buyer.name,
        "buyer_npwp": npwp_number.format_15(deal.buyer.npwp),
        "buyer_address": deal.buyer.address,
        "currency": "IDR",
        "line_items": [
            {
                "no": number,
                "code": item.code,
                "description": " ".join(filter(None, (item.description, item.detail))),
                "quantity": item.quantity,
                "unit": item.unit,
                "unit_price": item.unit_price,
                "discount": item.discount_percent or None,
                "amount": item.amount,
            }
            for number, item in enumerate(deal.items, start=1)
        ],
        "subtotal": deal.subtotal,
        "discount": deal.discount or None,
        "dpp": deal.base if deal.rate else None,
        "ppn_rate": deal.rate or None,
        "ppn_amount": deal.tax if deal.rate else None,
        "withholding": None,
        "shipping": deal.shipping or None,
        "down_payment": None,
        "total_amount": deal.total,
        "amount_in_words": deal.words,
        "bank_name": deal.bank,
        "bank_account_number": deal.account,
        "bank_account_name": deal.seller.name,
        "payment_terms": f"{deal.days} hari",
    }
    return truth | changed


def without_columns(truth: Truth, *names: str) -> Truth:
    """The truth of a layout whose table lacks these columns."""
    rows = truth["line_items"]
    if not isinstance(rows, list):
        raise TypeError
    return truth | {"line_items": [row | dict.fromkeys(names) for row in rows]}


def _item(rng: random.Random, *, is_service: bool, may_discount: bool) -> Item:
    price = rng.randrange(5, 900) * (25_000 if is_service else 2_500)
    if is_service:
        description, unit = rng.choice(_SERVICES), "JOB"
    else:
        description, unit = rng.choice(_GOODS)
    detail = rng.choice(("", "", f"Batch {rng.randrange(100, 999)}", "garansi 1 tahun")) if not is_service else ""
    return Item(
        code=f"{rng.choice('ABKMT')}{rng.choice('CDRST')}-{rng.randrange(1000, 9999)}",
        description=description,
        detail=detail,
        quantity=rng.randrange(1, 12) if is_service else rng.randrange(1, 240),
        unit=unit,
        unit_price=price,
        discount_percent=rng.choice((0, 0, 5, 10)) if may_discount else 0,
    )


def _party(rng: random.Random, names: tuple[str, ...]) -> Party:
    name = rng.choice(names)
    domain = name.split()[-1].lower()
    return Party(
        name=name,
        street=f"{rng.choice(_STREETS)} No. {rng.randrange(1, 200)}",
        city=rng.choice(PLACES).regency.removeprefix("KOTA ").title() + f" {rng.randrange(10000, 90000)}",
        npwp=make_npwp(rng),
        phone=f"0800-555-{rng.randrange(1000, 9999)}",
        email=f"tagihan@{domain}.example",
    )
