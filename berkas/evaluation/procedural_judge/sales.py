"""A sale whose sums add up to the last rupiah or cent: everything that an invoice of the judge family may print."""

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from berkas.evaluation.procedural_judge import goods
from berkas.evaluation.procedural_judge.figures import Language
from berkas.evaluation.procedural_judge.firms import Firm, invented_word, make_american, make_firm

_BANK_TAILS: Final = ("Contoh", "Specimen", "Artha", "Niaga Contoh", "Dana Contoh")
_US_BANKS: Final = ("First Specimen Bank", "Larchmere Trust Bank", "Specimen National Bank", "Bank of Fenstead")
_HUNDRED: Final = Decimal(100)


@dataclass(frozen=True, slots=True)
class Item:
    """A line. Money in minor units: rupiah or cents.

    Attributes:
        code: Of the article.
        name: As printed.
        details: Lines below the name.
        quantity: How many.
        unit: As printed.
        price: Of one.
        percent: Discount of the line in percent; 0 for none.
        reduction: The same as money.
        amount: After the discount.
        day: On which it was delivered, for tables that say so.
    """

    code: str
    name: str
    details: tuple[str, ...]
    quantity: Decimal
    unit: str
    price: int
    percent: int
    reduction: int
    amount: int
    day: date


@dataclass(frozen=True, slots=True)
class Sum:
    """A figure below the lines.

    Attributes:
        kind: Such as ``subtotal``; `SUMS` knows their wordings.
        amount: Never negative but for roundings.
        percent: Of its rate; 0 for none.
    """

    kind: str
    amount: int
    percent: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Sale:
    """Everything that can be printed of a sale."""

    language: Language
    currency: str
    is_american: bool
    is_service: bool
    number: str
    issued: date
    days: int
    order: str
    seller: Firm
    buyer: Firm
    receiver: Firm
    items: tuple[Item, ...]
    sums: tuple[Sum, ...]
    bank: str
    account: str

    @property
    def due(self) -> date:
        """The last day to pay."""
        return self.issued + timedelta(days=self.days)

    @property
    def scale(self) -> int:
        """Minor units in one of the currency."""
        return 1 if self.currency == "IDR" else 100

    @property
    def total(self) -> int:
        """What is to be paid."""
        return self.sum_of("total").amount

    def has(self, kind: str) -> bool:
        """Whether there is a sum of this kind."""
        return any(part.kind == kind for part in self.sums)

    def sum_of(self, kind: str) -> Sum:
        """The sum of this kind.

        Raises:
            StopIteration: It is missing.
        """
        return next(part for part in self.sums if part.kind == kind)


def make_sale(rng: random.Random, *, language: Language, is_in_dollars: bool, has_line_discounts: bool) -> Sale:
    """A sale of one trade; its sums are those that this kind of sale has in its country."""
    is_american = is_in_dollars and rng.random() < 0.7
    trade = rng.choice(goods.ENGLISH if language == "en" else goods.INDONESIAN)
    issued = date(2023, 9, 4) + timedelta(days=rng.randrange(1150))
    currency = "USD" if is_in_dollars else "IDR"
    scale = 100 if is_in_dollars else 1
    seller = make_american(rng) if is_american else make_firm(rng)
    buyer = make_american(rng) if is_american else make_firm(rng, is_buyer=True)
    items = _items(rng, trade, issued, language == "en" and not is_in_dollars, scale, has_line_discounts)
    return Sale(
        language=language, currency=currency, is_american=is_american, is_service=trade.is_service, number=_number(rng,
        issued),
        issued=issued, days=rng.choice((7, 10, 14, 15, 21, 30, 30, 30, 45, 60)), order=_order(rng, issued), seller=seller,
        buyer=buyer,
        receiver=make_american(rng) if is_american else make_firm(rng, is_buyer=True), items=items,
        sums=_sums(rng, items, _Case(is_american, currency, trade.is_service, issued)),
        bank=make_bank(rng, is_american=is_american), account=f"{rng.randrange(10**9, 10 ** rng.choice((10, 11, 13)))}",
    )  # fmt: skip


def make_bank(rng: random.Random, *, is_american: bool = False) -> str:
    """A bank that does not exist."""
    if is_american:
        return rng.choice(_US_BANKS)
    word = invented_word(rng)
    return rng.choice(
        (
            f"Bank {word}",
            f"Bank {word} {rng.choice(_BANK_TAILS)}",
            f"Bank {rng.choice(_BANK_TAILS)}",
            f"BANK {word.upper()}",
        )
    )


@dataclass(frozen=True, slots=True)
class _Case:
    """What decides which sums there are."""

    is_american: bool
    currency: str
    is_service: bool
    issued: date


def _items(
    rng: random.Random, trade: goods.Trade, issued: date, is_in_thousands: bool, scale: int, has_discounts: bool
) -> tuple[Item, ...]:
    count = min(rng.choice((1, 2, 3, 3, 4, 5, 6, 8, 12, 24, 38)), 60)
    prefix, found = rng.choice("ABCDGKMPRST") + rng.choice("ABCDEKLNX"), []
    width = rng.choice((3, 4, 6))
    has_details = rng.random() < 0.5
    for number in range(count):
        good = trade.goods[number % len(trade.goods)] if count > len(trade.goods) else rng.choice(trade.goods)
        low, high = good.price
        price = rng.randrange(low * scale, high * scale) * (15_000 if is_in_thousands else 1)
        price = price // 50 * 50 if scale == 1 and price > 2000 else price
        quantity = Decimal(rng.randrange(1, trade.most + 1)) if trade.most else Decimal(1)
        if good.is_divisible and rng.random() < 0.5:
            quantity += rng.choice((Decimal("0.5"), Decimal("0.25"), Decimal("0.75")))
        gross = _rounded(quantity * price)
        percent = rng.choice((0, 0, 5, 10, 15, 20)) if has_discounts else 0
        reduction = _rounded(Decimal(gross) * percent / _HUNDRED)
        name = (
            good.name
            if count <= len(trade.goods) or number < len(trade.goods)
            else f"{good.name} {rng.choice('PQRTVX')}{rng.randrange(2, 90)}"
        )
        found.append(
            Item(
                code=f"{prefix}{rng.choice(('-', '', '.'))}{rng.randrange(10 ** (width - 1), 10**width)}", name=name,
                details=good.details if has_details else (), quantity=quantity, unit=good.unit, price=price, percent=percent,
                reduction=reduction, amount=gross - reduction, day=issued - timedelta(days=rng.randrange(1, 20)),
            )
        )  # fmt: skip
    if count > 1 and rng.random() < 0.06:
        last = found[-1]
        found[-1] = replace(last, name=f"Bonus {last.name}", price=0, percent=0, reduction=0, amount=0)
    return tuple(found)


def _sums(rng: random.Random, items: tuple[Item, ...], case: _Case) -> tuple[Sum, ...]:
    subtotal = sum(item.amount for item in items)
    parts = [Sum("subtotal", subtotal)]
    net = subtotal
    if rng.random() < 0.3:
        percent = Decimal(rng.choice((2, 3, 5, 10)))
        parts.append(Sum("discount", _rounded(Decimal(subtotal) * percent / _HUNDRED), percent))
        net -= parts[-1].amount
        if rng.random() < 0.3:
            parts.append(Sum("net", net))
    total = net + _taxes(rng, parts, net, case)
    total += _charges(rng, parts, case, subtotal)
    if case.currency == "IDR" and rng.random() < 0.07 and total % 100:
        parts.append(Sum("rounding", -(total % 100)))
        total -= total % 100
    if rng.random() < 0.16:
        paid = total * rng.choice((20, 30, 50)) // 100
        paid -= paid % 1000 if case.currency == "IDR" else paid % 100
        if paid > 0:
            if rng.random() < 0.6:
                parts.append(Sum("gross", total))
            parts.append(Sum("down_payment", paid))
            total -= paid
    if len(parts) == 1 and rng.random() < 0.6:
        parts = []
    parts.append(Sum("total", total))
    return tuple(parts)


def _taxes(rng: random.Random, parts: list[Sum], net: int, case: _Case) -> int:
    """Tax on the sale, and tax withheld from it; gives what they add to the total."""
    if case.is_american:
        if rng.random() < 0.55:
            rate = Decimal(rng.choice(("4.5", "6", "6.25", "7.5", "8.25", "8.875")))
            parts.append(Sum("ppn", _rounded(net * rate / _HUNDRED), rate))
            return parts[-1].amount
        return 0
    if case.currency != "IDR" or rng.random() < 0.25:
        return 0
    added = 0
    base, rate = net, Decimal(11)
    if case.issued >= date(2025, 1, 1) and rng.random() < 0.7:
        base, rate = _rounded(Decimal(net) * 11 / 12), Decimal(12)
    if rate == 12 or rng.random() < 0.4:
        parts.append(Sum("dpp_other" if rate == 12 else "dpp", base))
    parts.append(Sum("ppn", _rounded(base * rate / _HUNDRED), rate))
    added += parts[-1].amount
    if case.is_service and rng.random() < 0.35:
        parts.append(Sum("withholding", _rounded(Decimal(net) * 2 / _HUNDRED), Decimal(2)))
        added -= parts[-1].amount
    return added


def _charges(rng: random.Random, parts: list[Sum], case: _Case, subtotal: int) -> int:
    """Carriage and other charges, most of which are no field; gives what they add."""
    found = []
    step = 1000 if case.currency == "IDR" else 25
    if not case.is_service and rng.random() < 0.3:
        found.append(Sum("shipping", rng.randrange(15, 400) * step))
    if rng.random() < 0.07:
        found.append(Sum("insurance", rng.randrange(5, 90) * step))
    if case.is_service and rng.random() < 0.1:
        found.append(Sum("service", _rounded(Decimal(subtotal) * 5 / _HUNDRED), Decimal(5)))
    if case.currency == "IDR" and rng.random() < 0.14:
        found.append(Sum("stamp", 10_000))
    if rng.random() < 0.06:
        found.append(Sum("admin", rng.choice((2, 4, 5)) * step))
    rng.shuffle(found)
    parts += found
    return sum(part.amount for part in found)


def _number(rng: random.Random, issued: date) -> str:
    serial = rng.randrange(1, 9999)
    letters = "".join(rng.choice("BCDGHKLMPRSTW") for _ in range(3))
    roman = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")[issued.month - 1]
    return rng.choice((
        f"{serial:03d}/{letters}-INV/{roman}/{issued.year}", f"INV-{issued:%y%m}{serial:04d}",
        f"{letters}.{issued:%y}.{serial:05d}",
        f"SI/{issued:%Y}/{roman}/{serial:04d}", f"FP{issued:%y%m%d}{serial % 1000:03d}", f"{100000 + serial * 7}",
        f"INV{serial:06d}",
        f"#{serial + 1000}", f"{letters}/{issued:%m}/{serial:04d}", f"FJ.{issued:%Y.%m}.{serial:05d}",
        f"INV/{issued:%Y%m%d}/{letters}/{serial}",
        f"{issued:%Y}-{serial:04d}", f"{serial:04d}/KW/{letters}/{issued:%m}/{issued:%y}", f"J-{letters[:2]}{serial:05d}",
    )).removeprefix("#")  # fmt: skip


def _order(rng: random.Random, issued: date) -> str:
    serial = rng.randrange(10, 9999)
    return rng.choice((
        f"PO-{issued:%y}-{serial:04d}", f"{4_500_000_000 + serial * 131}", f"PO/{issued:%m}/{serial}",
        f"{serial:04d}/PO/{issued:%Y}",
        f"PO{issued:%Y%m}{serial:04d}", f"SP-{serial:05d}/{issued:%y}", f"B{serial:05d}",
    ))  # fmt: skip


def _rounded(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))
