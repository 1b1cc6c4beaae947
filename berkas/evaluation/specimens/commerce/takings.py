"""Contents of receipts: invented shops, what a till sold and how it was paid, and money that somebody acknowledges."""

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from berkas.evaluation.specimens.drawing import Truth
from berkas.evaluation.specimens.people import make_npwp, make_person
from berkas.evaluation.specimens.wording import in_words
from berkas.model.extraction import Scalar, Value
from berkas.values.identifiers import npwp

SHOPS: Final = ("TOKO CONTOH MAKMUR", "SPECIMEN MART", "CONTOH SWALAYAN", "TOKO SPECIMEN JAYA")
CAFES: Final = ("KEDAI CONTOH RASA", "WARUNG SPECIMEN NUSANTARA", "CONTOH KOPI", "RUMAH MAKAN SPECIMEN")
COMPANIES: Final = (
    "PT CONTOH GRIYA SEWA",
    "CV SPECIMEN TEKNIK",
    "YAYASAN CONTOH CENDEKIA",
    "PT SPECIMEN SARANA MEDIKA",
)
_PAYERS: Final = (
    "PT CONTOH RITEL SENTOSA",
    "CV SPECIMEN MAKMUR",
    "KOPERASI CONTOH SEJAHTERA",
    "PT SPECIMEN PANGAN LESTARI",
)
_STREETS: Final = ("Jl. Melati", "Jl. Veteran", "Jl. Raya Contoh", "Jl. Diponegoro", "Ruko Specimen Blok C")
CITIES: Final = ("Bandung", "Surabaya", "Semarang", "Medan", "Denpasar", "Jakarta Selatan", "Yogyakarta")
GROCERIES: Final = (
    ("AIR MINERAL 600ML", 3500), ("MIE INSTAN GORENG", 3100), ("TELUR AYAM 1KG", 28900), ("GULA PASIR 1KG", 17500),
    ("SABUN MANDI CAIR", 24300), ("KOPI BUBUK 165G", 14900), ("SUSU UHT 1L", 19800), ("ROTI TAWAR", 16500),
    ("MINYAK GORENG 2L", 38400), ("TISU WAJAH 250", 12700),
)  # fmt: skip
MEALS: Final = (
    ("Nasi Goreng Spesial", 32000), ("Ayam Bakar Madu", 38500), ("Es Teh Manis", 8000), ("Kopi Susu Gula Aren", 22000),
    ("Mie Ayam Bakso", 27500), ("Jus Alpukat", 18000), ("Sate Ayam 10 tusuk", 35000), ("Air Mineral", 6000),
)  # fmt: skip
_PURPOSES: Final = (
    "Sewa ruang rapat bulan Maret 2026", "Pelunasan jasa perbaikan AC kantor", "Uang muka renovasi gudang Blok B",
    "Biaya pelatihan staf dua hari", "Pembelian alat tulis kantor triwulan I", "Iuran kebersihan dan keamanan tahun 2026",
)  # fmt: skip
ROMAN_MONTHS: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
"""As numbers of Indonesian documents hold them."""

_TENDERS: Final = (10_000, 20_000, 50_000, 100_000)


@dataclass(frozen=True, slots=True)
class Shop:
    """Who sells or receives."""

    name: str
    street: str
    city: str
    phone: str
    npwp: str

    @property
    def address(self) -> str:
        """On one line."""
        return f"{self.street}, {self.city}"


@dataclass(frozen=True, slots=True)
class Sold:
    """A line of a till slip; whole units of money."""

    name: str
    quantity: int
    price: int

    @property
    def amount(self) -> int:
        """Quantity times price."""
        return self.quantity * self.price


@dataclass(frozen=True, slots=True)
class Sale:
    """What a till sold at once; whole units of money, change only for cash.

    Attributes:
        service: Charged on top of the goods less the discount; 0 for none.
        tax: On goods and service; 0 for none.
        tax_rate: In percent.
        method: As printed.
        paid: By the customer.
    """

    number: str
    at: datetime
    shop: Shop
    items: tuple[Sold, ...]
    discount: int
    service: int
    tax: int
    tax_rate: int
    method: str
    paid: int

    @property
    def subtotal(self) -> int:
        """Of all lines."""
        return sum(item.amount for item in self.items)

    @property
    def total(self) -> int:
        """What the customer owes."""
        return self.subtotal - self.discount + self.service + self.tax

    @property
    def change(self) -> int:
        """What is given back."""
        return self.paid - self.total

    def truth(self, *, printed: Collection[str], **worded: Value) -> Truth:
        """Canonical values of what a layout prints.

        Args:
            printed: Wire names of the fields that it prints besides number, date, time, shop, lines and total.
            worded: Values that depend on its wording.
        """
        values: dict[str, Scalar] = {
            "merchant_address": self.shop.address, "npwp": self.shop.npwp, "currency": "IDR",
            "subtotal": self.subtotal, "discount": self.discount or None, "service_charge": self.service or None,
            "tax": self.tax or None, "cash_paid": self.paid, "change": self.change,
        }  # fmt: skip
        known: Truth = {
            "receipt_number": self.number, "date": self.at.date().isoformat(), "time": f"{self.at:%H:%M}",
            "merchant_name": self.shop.name, "received_from": None, "purpose": None, "amount_in_words": None,
            "items": [
                {"name": item.name, "quantity": item.quantity, "unit_price": item.price, "amount": item.amount}
                for item in self.items
            ],
            "total_amount": self.total, "payment_method": None,
        }  # fmt: skip
        return known | {name: value if name in printed else None for name, value in values.items()} | worded


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """Money that somebody says to have received: a kwitansi."""

    number: str
    day: date
    receiver: Shop
    payer: str
    purpose: str
    amount: int
    signer: str

    @property
    def words(self) -> str:
        """The amount in Indonesian words."""
        return f"{in_words(self.amount)} rupiah"

    def truth(self, **worded: Value) -> Truth:
        """Canonical values of what every kwitansi prints; a layout overrules what it prints otherwise or besides."""
        known: Truth = {
            "receipt_number": self.number, "date": self.day.isoformat(), "time": None, "merchant_name": self.receiver.name,
            "merchant_address": None, "npwp": None, "received_from": self.payer, "currency": "IDR",
            "purpose": self.purpose, "amount_in_words": self.words, "items": None, "subtotal": None, "discount": None,
            "service_charge": None, "tax": None, "total_amount": self.amount, "cash_paid": None, "change": None,
            "payment_method": None,
        }  # fmt: skip
        return known | worded


def make_shop(rng: random.Random, names: Sequence[str]) -> Shop:
    """A shop or company that does not exist."""
    return Shop(
        rng.choice(names), f"{rng.choice(_STREETS)} No. {rng.randrange(1, 200)}", rng.choice(CITIES),
        f"(021) 555-{rng.randrange(10_000):04d}", npwp.format_15(make_npwp(rng)),
    )  # fmt: skip


def make_sale(
    rng: random.Random,
    *,
    shops: Sequence[str],
    goods: Sequence[tuple[str, int]],
    tax_rate: int = 0,
    service_rate: int = 0,
    methods: Sequence[str] = ("TUNAI",),
) -> Sale:
    """A sale whose sums add up; cash is paid in notes, anything else exactly."""
    items = tuple(
        Sold(name, rng.choice((1, 1, 2, 3, 4)), price) for name, price in rng.sample(list(goods), rng.randrange(2, 7))
    )
    subtotal = sum(item.amount for item in items)
    discount = rng.choice((0, 0, 2000, 5000)) if subtotal > 20_000 else 0
    service = (subtotal - discount) * service_rate // 100
    tax = (subtotal - discount + service) * tax_rate // 100
    total = subtotal - discount + service + tax
    method = rng.choice(list(methods))
    note = rng.choice([note for note in _TENDERS if note >= 10_000])
    is_cash = method.upper() in {"TUNAI", "CASH"}
    at = datetime(2025, 1, 6, 8) + timedelta(days=rng.randrange(650), minutes=rng.randrange(13 * 60))  # noqa: DTZ001 - as printed
    return Sale(
        number=f"{rng.choice(('TRX', 'INV', 'S'))}{at:%y%m%d}{rng.randrange(1000, 9999)}", at=at,
        shop=make_shop(rng, shops), items=items, discount=discount, service=service, tax=tax, tax_rate=tax_rate,
        method=method, paid=-(-total // note) * note if is_cash else total,
    )  # fmt: skip


def make_acknowledged(rng: random.Random) -> Acknowledged:
    """A kwitansi between two that do not exist."""
    day = date(2025, 1, 6) + timedelta(days=rng.randrange(650))
    amount = rng.randrange(3, 400) * 50_000 + rng.choice((0, 0, 7_500, 12_350))
    payer = rng.choice(_PAYERS) if rng.random() < 0.7 else make_person(rng).name
    return Acknowledged(
        f"{rng.randrange(1, 999):03d}/KW/{ROMAN_MONTHS[day.month - 1]}/{day.year}",
        day, make_shop(rng, COMPANIES), payer, rng.choice(_PURPOSES), amount, make_person(rng).name.title(),
    )  # fmt: skip
