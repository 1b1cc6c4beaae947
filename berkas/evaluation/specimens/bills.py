"""Contents of further invoices, most of them held-out: invented firms, goods and sums that add up, in words of their own."""

import random
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from berkas.evaluation.specimens.people import make_npwp
from berkas.evaluation.specimens.wording import in_words
from berkas.model.extraction import Scalar, Value
from berkas.values.identifiers import npwp

Tax = Literal["none", "ppn11", "ppn12_of_11_12"]

_FIRMS: Final = (
    "PT CONTOH SEJAHTERA ABADI", "CV SPECIMEN MAKMUR", "PT CONTOH NUSANTARA JAYA", "PT SPECIMEN KARYA MANDIRI",
    "UD CONTOH TANI", "PT CONTOH LOGISTIK BERSAMA", "CV SPECIMEN CIPTA MEDIA", "PT CONTOH PANGAN LESTARI",
)  # fmt: skip
_STREETS: Final = (
    "Jl. Jend. Sudirman Kav. 00", "Jl. Raya Contoh", "Kawasan Industri Specimen Blok C", "Jl. Gatot Subroto",
    "Ruko Contoh Indah Blok B", "Jl. Diponegoro",
)  # fmt: skip
_CITIES: Final = (
    "Jakarta Selatan 12190",
    "Bandung 40115",
    "Surabaya 60271",
    "Semarang 50132",
    "Bekasi 17530",
    "Medan 20112",
)
_GOODS: Final = (
    ("BRG-0{n}", "Kertas HVS A4 80 gram", "rim", 48_500, ()),
    ("BRG-1{n}", "Tinta Printer Hitam 70 ml", "botol", 92_000, ("Cocok untuk seri L1000 s/d L3000",)),
    ("BRG-2{n}", "Semen Portland 50 kg", "sak", 64_750, ()),
    ("BRG-3{n}", "Besi Beton Ulir D13 x 12 m", "batang", 118_400, ("SNI 2052:2017, panjang penuh",)),
    ("BRG-4{n}", "Kabel NYM 3 x 2,5 mm", "rol", 865_000, ()),
    ("BRG-5{n}", "Monitor LED 24 inci", "unit", 1_475_000, ("Garansi resmi 2 tahun", "S/N: CTH-24-{n}01 s/d {n}20")),
    ("BRG-6{n}", "Beras Premium 25 kg", "karung", 372_500, ()),
    ("BRG-7{n}", "Minyak Goreng Curah", "kg", 15_650, ()),
    ("BRG-8{n}", "Lampu LED 12 Watt Putih", "pcs", 27_900, ()),
    ("BRG-9{n}", "Kursi Kantor Tipe Direktur Sandaran Tinggi Kulit Sintetis", "pcs", 1_180_000, ()),
    ("KMS-0{n}", "Pupuk NPK 16-16-16", "sak", 685_000, ("Kemasan 50 kg",)),
    ("KMS-1{n}", "Cat Tembok Eksterior 20 kg", "pail", 1_093_500, ()),
)  # fmt: skip
_SERVICES: Final = (
    ("SRV-0{n}", "Application maintenance and support", "hour", 350_000, ("Period March 2026, per timesheet",)),
    ("SRV-1{n}", "Cloud hosting, managed servers", "month", 4_275_500, ()),
    ("SRV-2{n}", "On-site training", "day", 3_600_000, ("Two trainers, materials included",)),
    ("SRV-3{n}", "Security assessment of public web services", "lot", 18_500_000, ("Report in English and Indonesian",)),
    ("SRV-4{n}", "Software licence, named users", "user", 187_250, ()),
    ("SRV-5{n}", "Data entry", "record", 1_250, ()),
    ("SRV-6{n}", "Travel expenses at cost", "trip", 2_134_700, ()),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Firm:
    """A company that does not exist."""

    name: str
    npwp: str
    address: tuple[str, str]
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class Item:
    """One line of an invoice; ``details`` are further lines of its description."""

    no: int
    code: str
    description: str
    details: tuple[str, ...]
    quantity: int | float
    unit: str
    price: int
    discount: int
    amount: int


@dataclass(frozen=True, slots=True)
class Terms:
    """What a kind of invoice has; money follows from it.

    Attributes:
        is_service: Services in English instead of goods.
        tax: PPN: none, 11 %, or 12 % of 11/12 (since 2025).
        has_line_discounts: Some lines are reduced.
        discount_percent: Of the subtotal.
        withholding_percent: PPh 23 of the base, taken off the total.
        has_shipping: Carriage is added.
        has_down_payment: An advance is taken off.
        items: Least and greatest number of lines.
    """

    is_service: bool = False
    tax: Tax = "none"
    has_line_discounts: bool = False
    discount_percent: int = 0
    withholding_percent: int = 0
    has_shipping: bool = False
    has_down_payment: bool = False
    items: tuple[int, int] = (2, 12)


@dataclass(frozen=True, slots=True)
class Bill:
    """Everything that an invoice can print. Whole rupiah."""

    number: str
    issued: date
    due: date
    days: int
    po_number: str
    seller: Firm
    buyer: Firm
    items: tuple[Item, ...]
    subtotal: int
    discount: int
    dpp: int
    ppn_rate: int
    ppn: int
    withholding: int
    shipping: int
    down_payment: int
    total: int
    bank: str
    account: str

    @property
    def words(self) -> str:
        """The total in Indonesian words."""
        return f"{in_words(self.total)} rupiah"

    def truth(self, *, printed: Collection[str], columns: Collection[str], **worded: Scalar) -> dict[str, Value]:
        """Canonical values of what a layout prints.

        Args:
            printed: Wire names of the fields that it prints.
            columns: Names of the columns of its table.
            worded: Values that depend on its wording, such as ``payment_terms``.
        """
        values: dict[str, Scalar] = {
            "invoice_number": self.number, "invoice_date": self.issued.isoformat(), "due_date": self.due.isoformat(),
            "po_number": self.po_number, "seller_name": self.seller.name, "seller_npwp": self.seller.npwp,
            "seller_address": ", ".join(self.seller.address), "seller_phone": self.seller.phone,
            "seller_email": self.seller.email, "buyer_name": self.buyer.name, "buyer_npwp": self.buyer.npwp,
            "buyer_address": ", ".join(self.buyer.address), "currency": "IDR", "subtotal": self.subtotal,
            "discount": self.discount, "dpp": self.dpp, "ppn_rate": self.ppn_rate, "ppn_amount": self.ppn,
            "withholding": self.withholding, "shipping": self.shipping, "down_payment": self.down_payment,
            "total_amount": self.total, "amount_in_words": self.words, "bank_name": self.bank,
            "bank_account_number": self.account, "bank_account_name": self.seller.name, "payment_terms": None,
        }  # fmt: skip
        rows = [{name: value if name in columns else None for name, value in _row(item).items()} for item in self.items]
        known: dict[str, Value] = {name: value if name in printed else None for name, value in values.items()}
        return known | worded | {"line_items": rows}


def _row(item: Item) -> dict[str, Scalar]:
    return {
        "no": item.no, "code": item.code, "description": " ".join((item.description, *item.details)),
        "quantity": item.quantity, "unit": item.unit, "unit_price": item.price, "discount": item.discount or None,
        "amount": item.amount,
    }  # fmt: skip


def make_bill(rng: random.Random, terms: Terms) -> Bill:
    """An invoice whose sums add up."""
    items = tuple(_items(rng, terms))
    subtotal = sum(item.amount for item in items)
    discount = subtotal * terms.discount_percent // 100
    net = subtotal - discount
    dpp = round(net * 11 / 12) if terms.tax == "ppn12_of_11_12" else net
    rate = {"none": 0, "ppn11": 11, "ppn12_of_11_12": 12}[terms.tax]
    ppn = dpp * rate // 100
    withholding = net * terms.withholding_percent // 100
    shipping = rng.randrange(50, 900) * 1000 if terms.has_shipping else 0
    down_payment = (net // 5) // 1000 * 1000 if terms.has_down_payment else 0
    issued = date(2025, 1, 6) + timedelta(days=rng.randrange(600))
    days = rng.choice((7, 14, 30, 45))
    seller, buyer = _firms(rng)
    return Bill(
        number=f"INV/{rng.choice(('CTH', 'SPC'))}/{issued:%Y}/{issued:%m}/{rng.randrange(1, 2000):04d}",
        issued=issued, due=issued + timedelta(days=days), days=days, po_number=f"PO-{issued:%y}{rng.randrange(10_000):04d}",
        seller=seller, buyer=buyer, items=items, subtotal=subtotal, discount=discount, dpp=dpp, ppn_rate=rate, ppn=ppn,
        withholding=withholding, shipping=shipping, down_payment=down_payment,
        total=net + ppn + shipping - withholding - down_payment,
        bank=rng.choice(("Bank Contoh Nusantara", "Bank Specimen Niaga")), account=f"9{rng.randrange(10**9):09d}",
    )  # fmt: skip


def _firms(rng: random.Random) -> tuple[Firm, Firm]:
    seller, buyer = (
        Firm(
            name=name,
            npwp=npwp.format_15(make_npwp(rng)),
            address=(f"{rng.choice(_STREETS)} No. {rng.randrange(1, 200)}", rng.choice(_CITIES)),
            phone=f"(021) 555-{rng.randrange(10_000):04d}",
            email=f"{rng.choice(('billing', 'finance', 'keuangan'))}@{'-'.join(name.lower().split()[1:3])}.example",
        )
        for name in rng.sample(_FIRMS, 2)
    )
    return seller, buyer


def _items(rng: random.Random, terms: Terms) -> list[Item]:
    source = _SERVICES if terms.is_service else _GOODS
    least, most = terms.items
    chosen = rng.sample(source, min(len(source), rng.randrange(least, most + 1)))
    found = []
    for number, (code, description, unit, price, details) in enumerate(chosen, start=1):
        tag = f"{rng.randrange(100, 1000)}"
        halves = unit in {"kg", "hour"} and rng.random() < 0.7
        quantity: int | float = rng.randrange(3, 120) / 2 if halves else rng.randrange(1, 40)
        quantity = int(quantity) if quantity == int(quantity) else quantity
        gross = round(quantity * price)
        reduced = terms.has_line_discounts and rng.random() < 0.5
        discount = gross * rng.choice((2, 5, 10)) // 100 if reduced else 0
        shown = tuple(line.format(n=tag) for line in details)
        found.append(
            Item(number, code.format(n=tag), description, shown, quantity, unit, price, discount, gross - discount)
        )
    return found
