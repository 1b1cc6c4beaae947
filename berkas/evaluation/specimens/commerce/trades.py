"""Contents of purchase orders, delivery notes and tax invoices: a sale between two that do not exist, from its order to its tax."""

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from berkas.evaluation.specimens.bills import Bill, Terms, make_bill
from berkas.evaluation.specimens.commerce.takings import ROMAN_MONTHS
from berkas.evaluation.specimens.deals import Deal, make_deal
from berkas.evaluation.specimens.drawing import Truth
from berkas.evaluation.specimens.people import make_person
from berkas.evaluation.specimens.wording import in_words
from berkas.model.extraction import Scalar
from berkas.values.identifiers import npwp

_WAREHOUSES: Final = ("Gudang Contoh", "Gudang Specimen Timur", "Pabrik Contoh II", "Site Proyek Specimen")
_LANES: Final = ("Jl. Raya Narogong Km. 12", "Kawasan Industri Contoh Blok F-7", "Jl. Pergudangan Specimen No. 9")
_TOWNS: Final = ("Bekasi 17310", "Sidoarjo 61256", "Tangerang 15134", "Semarang 50181")
_LEAST_DAYS: Final = 3


@dataclass(frozen=True, slots=True)
class Company:
    """One side of a sale."""

    name: str
    npwp: str
    street: str
    city: str
    phone: str
    email: str

    @property
    def address(self) -> str:
        """On one line."""
        return f"{self.street}, {self.city}"

    @property
    def town(self) -> str:
        """The city without its postal code."""
        return self.city.rsplit(" ", 1)[0]


@dataclass(frozen=True, slots=True)
class Good:
    """A line; whole rupiah."""

    no: int
    code: str
    description: str
    quantity: int
    unit: str
    price: int

    @property
    def amount(self) -> int:
        """Quantity times price."""
        return self.quantity * self.price


@dataclass(frozen=True, slots=True)
class Trade:
    """A sale, whole rupiah.

    Attributes:
        ordered: Day of the order.
        shipped: Day of the delivery.
        warehouse: Where it goes: a name, a street, a city.
        rate: Of PPN in percent, on the price; 0 for none.
        people: Names of who orders, checks, approves, drives and receives.
    """

    order: str
    note: str
    ordered: date
    shipped: date
    days: int
    seller: Company
    buyer: Company
    warehouse: tuple[str, str, str]
    goods: tuple[Good, ...]
    discount: int
    rate: int
    plate: str
    people: tuple[str, ...]

    @property
    def subtotal(self) -> int:
        """Of all lines."""
        return sum(good.amount for good in self.goods)

    @property
    def tax(self) -> int:
        """PPN of the price less the discount."""
        return (self.subtotal - self.discount) * self.rate // 100

    @property
    def total(self) -> int:
        """What is to be paid."""
        return self.subtotal - self.discount + self.tax

    @property
    def pieces(self) -> int:
        """All quantities together."""
        return sum(good.quantity for good in self.goods)

    def order_truth(self, *, printed: Collection[str], columns: Collection[str], **worded: Scalar) -> Truth:
        """Canonical values of a purchase order.

        Args:
            printed: Wire names of the fields that it prints.
            columns: Names of the columns of its table.
            worded: Values that depend on its wording.
        """
        values: dict[str, Scalar] = {
            "po_number": self.order, "po_date": self.ordered.isoformat(), "delivery_date": self.shipped.isoformat(),
            "vendor_name": self.seller.name, "vendor_address": self.seller.address,
            "vendor_npwp": self.seller.npwp, "vendor_phone": self.seller.phone,
            "buyer_name": self.buyer.name, "buyer_address": self.buyer.address, "buyer_npwp": self.buyer.npwp,
            "ship_to": " ".join(self.warehouse), "payment_terms": None,
            "amount_in_words": f"{in_words(self.total)} rupiah", "currency": "IDR", "subtotal": self.subtotal,
            "discount": self.discount or None, "ppn_rate": self.rate or None, "ppn_amount": self.tax or None,
            "total_amount": self.total, "prepared_by": self.people[0], "checked_by": self.people[1],
            "approved_by": self.people[2],
        }  # fmt: skip
        rows: list[dict[str, Scalar]] = [
            {
                name: value if name in columns else None
                for name, value in (
                    ("no", good.no), ("code", good.code), ("description", good.description), ("quantity", good.quantity),
                    ("unit", good.unit), ("unit_price", good.price), ("discount", None), ("amount", good.amount),
                )
            }
            for good in self.goods
        ]  # fmt: skip
        known: Truth = {name: value if name in printed else None for name, value in values.items()}
        return known | worded | {"line_items": rows}

    def note_truth(
        self, *, printed: Collection[str], columns: Collection[str], remarks: Sequence[str] = (), **worded: Scalar
    ) -> Truth:
        """Canonical values of a delivery note.

        Args:
            printed: Wire names of the fields that it prints besides number, date and recipient.
            columns: Names of the columns of its table.
            remarks: Of each line, empty for none.
            worded: Values that depend on its wording.
        """
        values: dict[str, Scalar] = {
            "po_number": self.order, "sender_name": self.seller.name, "sender_address": self.seller.address,
            "recipient_address": self.buyer.address, "ship_to_address": " ".join(self.warehouse), "vehicle_plate": self.plate,
            "driver_name": self.people[3],
            "total_quantity": self.pieces, "received_by": self.people[4], "received_date": self.shipped.isoformat(),
        }  # fmt: skip
        rows: list[dict[str, Scalar]] = [
            {
                name: (value or None) if name in columns else None
                for name, value in (
                    ("no", good.no), ("code", good.code), ("description", good.description), ("quantity", good.quantity),
                    ("unit", good.unit), ("remark", remarks[position] if remarks else None),
                )
            }
            for position, good in enumerate(self.goods)
        ]  # fmt: skip
        known: Truth = {
            "delivery_number": self.note, "delivery_date": self.shipped.isoformat(), "recipient_name": self.buyer.name,
            "items": rows,
        }  # fmt: skip
        return known | {name: value if name in printed else None for name, value in values.items()} | worded


def of_deal(rng: random.Random, *, lines: tuple[int, int] = (2, 8), rate: int = 11) -> Trade:
    """A sale of the goods and companies of the tuning documents."""
    deal = make_deal(rng, lines=lines, rate=rate)
    goods = [(one.code, one.description, one.quantity, one.unit, one.unit_price) for one in deal.items]
    return _trade(rng, deal.day, deal.days, _sides_of(deal), goods, rate)


def of_bill(rng: random.Random, *, lines: tuple[int, int] = (2, 8), rate: int = 11) -> Trade:
    """A sale of the goods and companies of the held-out documents."""
    bill = make_bill(rng, Terms(tax="ppn11", items=lines))
    goods = [(one.code, one.description, max(1, round(one.quantity)), one.unit, one.price) for one in bill.items]
    return _trade(rng, bill.issued, bill.days, _firms_of(bill), goods, rate)


def _trade(
    rng: random.Random,
    day: date,
    days: int,
    sides: tuple[Company, Company],
    goods: list[tuple[str, str, int, str, int]],
    rate: int,
) -> Trade:
    subtotal = sum(quantity * price for _, _, quantity, _, price in goods)
    serial = rng.randrange(1, 999)
    shipped = day + timedelta(days=rng.randrange(_LEAST_DAYS, 15))
    return Trade(
        order=rng.choice((f"PO-{day:%Y%m}-{serial:03d}", f"{serial:03d}/PO/{ROMAN_MONTHS[day.month - 1]}/{day.year}")),
        note=rng.choice((f"SJ-{shipped:%y%m}{serial:04d}", f"SJ/{shipped.year}/{shipped:%m}/{serial:04d}")),
        ordered=day, shipped=shipped, days=days, seller=sides[0], buyer=sides[1],
        warehouse=(rng.choice(_WAREHOUSES), rng.choice(_LANES), rng.choice(_TOWNS)),
        goods=tuple(Good(number, *good) for number, good in enumerate(goods, start=1)),
        discount=rng.choice((0, 0, subtotal * 2 // 100)), rate=rate,
        plate=f"{rng.choice(('B', 'D', 'L', 'AB'))} {rng.randrange(1000, 9999)} {rng.choice(('CTH', 'SPC', 'CT'))}",
        people=tuple(make_person(rng).name.title() for _ in range(5)),
    )  # fmt: skip


def _sides_of(deal: Deal) -> tuple[Company, Company]:
    seller, buyer = (
        Company(one.name, npwp.format_15(one.npwp), one.street, one.city, one.phone, one.email)
        for one in (deal.seller, deal.buyer)
    )
    return seller, buyer


def _firms_of(bill: Bill) -> tuple[Company, Company]:
    seller, buyer = (
        Company(one.name, one.npwp, one.address[0], one.address[1], one.phone, one.email)
        for one in (bill.seller, bill.buyer)
    )
    return seller, buyer
