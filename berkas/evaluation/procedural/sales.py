"""Invented sales: the contents of invoices of the grammar, whose sums close as their lines say."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Final, Literal

from berkas.evaluation.procedural.numerals import Currency
from berkas.evaluation.procedural.vocabulary import Trade
from berkas.evaluation.specimens.people import make_npwp
from berkas.values.identifiers import npwp

_ELEVEN_TWELFTHS: Final = Decimal(11) / Decimal(12)
_STAMP_DUTY: Final = Decimal(10_000)

Tax = Literal["none", "plain", "other_value", "included"]
"""PPN: none; from the net; 12 % of 11/12 of it (PMK 131/2024); contained in the prices."""


_PERSONS: Final = 0.1
"""Part of the buyers that are persons."""

_USUAL_FORMS: Final = ("PT {0}", "CV {0}") * 4
"""Besides all others: most sellers of real papers are companies of these two forms."""

_UNCODED: Final = 0.45
"""Part of the domestic addresses without a postal code."""

_OWN_DOMAINS: Final = 0.7
"""Part of the parties whose domain is made of their name."""


@dataclass(frozen=True, slots=True)
class Party:
    """A seller or a buyer who does not exist.

    Attributes:
        lines: The address, from building or street to town and country.
        town: Without its province and postal code.
        npwp: As printed.
        npwp_value: Canonical.
        contact: A person.
    """

    name: str
    lines: tuple[str, ...]
    town: str
    npwp: str
    npwp_value: str
    phone: str
    fax: str
    email: str
    website: str
    contact: str

    @property
    def address(self) -> str:
        """On one line."""
        return ", ".join(self.lines)


@dataclass(frozen=True, slots=True)
class Item:
    """A line: amount = quantity x price - discount.

    Attributes:
        details: Further lines of its description.
        discount_percent: 0 for none.
    """

    code: str
    description: str
    details: tuple[str, ...]
    quantity: Decimal
    unit: str
    price: Decimal
    discount_percent: Decimal
    discount: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Sum:
    """A line of the sums.

    Attributes:
        key: What it is, as in the vocabulary.
        amount: Negative when it is taken off.
        rate: In percent, where it follows from one.
    """

    key: str
    amount: Decimal
    rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Sale:
    """Everything that an invoice can print.

    Attributes:
        sums: From the subtotal to the total, in the order of the arithmetic; bases of taxes stand among them.
        account: Digits, as in the account of the seller.
        account_name: Its holder.
    """

    number: str
    issued: date
    due: date
    days: int
    po_number: str
    seller: Party
    buyer: Party
    items: tuple[Item, ...]
    sums: tuple[Sum, ...]
    currency: Currency
    is_american: bool
    bank: str
    account: str
    account_name: str

    def amount(self, key: str) -> Decimal | None:
        """Of one of the sums."""
        return next((line.amount for line in self.sums if line.key == key), None)


def make_sale(rng: random.Random, trade: Trade) -> Sale:
    """A sale: domestic in rupiah, or in another currency."""
    currency: Currency = "IDR"
    if rng.random() < 0.14:
        currency = rng.choice(("USD", "USD", "USD", "SGD", "EUR", "JPY"))
    is_abroad = currency != "IDR" and rng.random() < 0.6
    is_american = is_abroad and currency == "USD"
    items = _items(rng, trade, currency)
    seller = _party(rng, trade, is_abroad=is_abroad)
    buyer = _party(rng, trade, is_abroad=is_abroad or rng.random() < 0.02, other=seller.name)
    if rng.random() < 0.09:
        buyer = replace(buyer, name=rng.choice(trade.people))
    issued = date(2023, 1, 3) + timedelta(days=rng.randrange(1400))
    days = rng.choice((7, 10, 14, 21, 30, 30, 45, 60))
    return Sale(
        number=_number(rng, issued),
        issued=issued,
        due=issued + timedelta(days=days),
        days=days,
        po_number=_order(rng, issued),
        seller=seller,
        buyer=buyer,
        items=items,
        sums=_sums(rng, items, currency, is_abroad=is_abroad),
        currency=currency,
        is_american=is_american,
        bank=rng.choice(trade.banks),
        account=f"{rng.randrange(1, 10)}" + "".join(rng.choice("0123456789") for _ in range(rng.choice((9, 9, 12, 14)))),
        account_name=seller.name if rng.random() < 0.85 else rng.choice(trade.people),
    )  # fmt: skip


def quantum(currency: Currency) -> Decimal:
    """The least unit that amounts of a currency are rounded to."""
    return Decimal(1) if currency in ("IDR", "JPY") else Decimal("0.01")


def _order(rng: random.Random, issued: date) -> str:
    return rng.choice((
        f"PO-{issued:%y%m}{rng.randrange(1000):03d}", f"{rng.randrange(4_500_000, 4_600_000)}", f"PO{rng.randrange(10000, 99999)}",
        f"{rng.randrange(1, 400):03d}/PO/CTH/{issued.year}",
    ))  # fmt: skip


def _number(rng: random.Random, issued: date) -> str:
    serial = rng.randrange(1, 9999)
    roman = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")[issued.month - 1]
    return rng.choice((
        f"INV/{issued:%Y/%m}/{serial:04d}", f"INV-{issued:%y%m}-{serial:03d}", f"{serial:03d}/INV/CTH/{roman}/{issued.year}",
        f"{serial:05d}",
        f"SI.{issued.year}.{issued:%m}.{serial:05d}", f"{serial}/SPC-FIN/{issued:%m}/{issued.year}",
        f"FJ{issued:%y%m%d}{serial:04d}", f"INV{serial:06d}", f"A-{serial}", f"{issued:%Y}{serial:05d}",
        f"KW/{serial:04d}/{roman}/{issued:%y}",
    ))  # fmt: skip


def _party(rng: random.Random, trade: Trade, *, is_abroad: bool, other: str = "") -> Party:
    place = 1 if is_abroad else 0
    name = other
    while name.upper() == other.upper():
        words = f"{rng.choice(trade.first_words)} {rng.choice(trade.firm_words)}"
        name = rng.choice(trade.foreign_forms if is_abroad else (*_USUAL_FORMS, *trade.forms)).format(words)
        if other and rng.random() < _PERSONS:
            name = rng.choice(trade.people)
    name = name.upper() if rng.random() < 0.45 else name
    digits = make_npwp(rng)
    domain = _domain(words, digits)
    has_sixteen = rng.random() < 0.2
    raw = rng.random() < 0.15
    dotted = npwp.format_15(digits)
    printed = (
        (f"0{digits}" if raw else f"0{digits[:3]} {digits[3:7]} {digits[7:11]} {digits[11:]}")
        if has_sixteen
        else (digits if raw else dotted)
    )
    area = rng.choice(("021", "022", "031", "024", "0361"))
    local = rng.randrange(10_000)
    phone = rng.choice(
        (
            f"{area}-555-{local:04d}",
            f"({area}) 555{local:04d}",
            f"+62 {area[1:]} 555 {local:04d}",
            f"0800 555 {local:04d}",
            f"{area}.555.{local:04d}",
            f"0800-555-{local:04d}",
        )
    )
    lines, town = _address(rng, trade, place)
    return Party(
        name=name,
        lines=lines,
        town=town,
        npwp=printed,
        npwp_value=f"0{digits}" if has_sixteen else dotted,
        phone=phone if not is_abroad else f"+1 555 01{local % 100:02d}",
        fax=f"{area}-555-{rng.randrange(10_000):04d}",
        email=f"{rng.choice(('billing', 'finance', 'info', 'sales', 'admin'))}@{domain}.example",
        website=f"www.{domain}.example",
        contact=rng.choice(trade.people),
    )  # fmt: skip


def _domain(words: str, seed: str) -> str:
    """A domain of the words of a name; for others one of their initials, of a brand, or anybody's."""
    rng = random.Random(seed)  # noqa: S311 - not for secrets
    if rng.random() < _OWN_DOMAINS:
        return "".join(char for char in words.lower() if char.isalpha())[:16]
    initials = "".join(word[0] for word in words.lower().split())
    return rng.choice((f"{initials}group", f"pt{initials}", "gmail", "yahoo", "suratkita", "usaha-kami"))


def _address(rng: random.Random, trade: Trade, place: int) -> tuple[tuple[str, ...], str]:
    """The lines of an address, domestic (0) or foreign (1), and its town."""
    city = rng.choice(trade.cities[place])
    if not place and rng.random() < _UNCODED:
        city = city.rstrip(" 0123456789")
    lines = [rng.choice(trade.streets[place]).format(rng.randrange(1, 990 if place else 190))]
    if rng.random() < 0.15:
        lines.insert(0, rng.choice(trade.buildings).format(rng.randrange(1, 40)))
    if not place and rng.random() < 0.22:
        lines.append(rng.choice(trade.districts))
    parts = city.split(", ", 1)
    lines += parts if len(parts) > 1 and rng.random() < 0.25 else [city]
    if not any(map(str.isdigit, city)) and rng.random() < 0.2:
        lines.append(f"{rng.choice(('Kode Pos', 'Kode Pos:', 'Postal Code:'))} {rng.randrange(10_000, 99_999)}")
    if rng.random() < (0.5 if place else 0.14):
        lines.append(rng.choice(trade.countries) if place else "Indonesia")
    return tuple(lines), parts[0].split(" - ")[0].strip("0123456789 ")


def _items(rng: random.Random, trade: Trade, currency: Currency) -> tuple[Item, ...]:
    source: Sequence[str] = rng.choice(trade.goods) if currency == "IDR" else trade.foreign_goods
    most = rng.choices((3, 6, 12, 30, 48), (24, 38, 26, 9, 3))[0]
    count = rng.randint(1, most)
    has_discounts, has_details = rng.random() < 0.25, rng.random() < 0.35
    chosen = [rng.choice(source) for _ in range(count)] if count > len(source) else rng.sample(source, count)
    items = [_item(rng, trade, text, currency, (has_discounts, has_details)) for text in chosen]
    if count > 2 and rng.random() < 0.06:
        # something given for nothing
        free, nothing = items[-1], Decimal()
        items[-1] = replace(free, price=nothing, discount_percent=nothing, discount=nothing, amount=nothing)
    return tuple(items)


def _item(rng: random.Random, trade: Trade, text: str, currency: Currency, has: tuple[bool, bool]) -> Item:
    step = quantum(currency)
    description, unit, listed = text.split("|")
    factor = Decimal(rng.randrange(80, 125)) / 100
    factor *= 100 if currency == "JPY" else 1
    price = (Decimal(listed) * factor).quantize(
        Decimal(50) if step == 1 and Decimal(listed) > 1000 else step, ROUND_HALF_UP
    )
    price = max(price, step)
    by_weight = unit in {"kg", "m", "jam", "hour", "hr", "day"}
    quantity = (
        Decimal(rng.randrange(3, 90)) / 2
        if by_weight and rng.random() < 0.6
        else Decimal(rng.choice((1, 1, 2, 3, 5, 10, rng.randrange(1, 250))))
    )
    gross = (quantity * price).quantize(step, ROUND_HALF_UP)
    percent = Decimal(rng.choice((2, 5, 10, Decimal("2.5"), 15, 20))) if has[0] and rng.random() < 0.6 else Decimal()
    discount = (gross * percent / 100).quantize(step, ROUND_HALF_UP)
    code = rng.choice(
        (
            f"BRG-{rng.randrange(1000):03d}",
            f"{rng.randrange(10_000, 99_999)}",
            f"{description[:2].upper().strip()}{rng.randrange(100, 999)}-{rng.choice('ABC')}",
            f"899{rng.randrange(10**9, 10**10)}",
        )
    )
    details = (
        tuple(rng.choice(trade.details).format(rng.randrange(10, 999)) for _ in range(rng.choice((0, 1, 1, 2))))
        if has[1]
        else ()
    )
    unit = unit.upper() if rng.random() < 0.3 else unit
    return Item(code, description, details, quantity, unit, price, percent, discount, gross - discount)


def _sums(rng: random.Random, items: Sequence[Item], currency: Currency, *, is_abroad: bool) -> tuple[Sum, ...]:
    step = quantum(currency)

    def share(amount: Decimal, percent: Decimal | int) -> Decimal:
        return (amount * percent / 100).quantize(step, rng.choice((ROUND_DOWN, ROUND_HALF_UP)))

    subtotal = sum((item.amount for item in items), Decimal())
    found = [Sum("subtotal", subtotal)]
    percent = Decimal(rng.choice((2, 3, 5, 10)))
    discount = share(subtotal, percent) if rng.random() < 0.22 else Decimal()
    if discount:
        found.append(Sum("discount", -discount, percent))
    net = subtotal - discount
    taxes, total = _taxes(rng, net, step, is_abroad=is_abroad)
    found += taxes
    if rng.random() < 0.15 and not is_abroad and any(line.key == "ppn" for line in taxes):
        found.append(Sum("withholding", -share(net, 2), Decimal(2)))
    found += _charges(rng, net, currency)
    total = (
        total
        + sum((line.amount for line in found if line.key not in _CONTAINED and line not in taxes), Decimal())
        - net
    )
    if step == 1 and rng.random() < 0.06 and (rest := total % 100):
        found.append(Sum("rounding", -rest if rest < 50 else 100 - rest))
        total += found[-1].amount
    if rng.random() < 0.16:
        part = Decimal(rng.choice((20, 30, 50)))
        is_coarse = step == 1 and total > 10_000
        paid = (total * part / 100).quantize(Decimal(1) if is_coarse else step, ROUND_DOWN)
        paid = paid // 1000 * 1000 if is_coarse else paid
        if paid:
            found += [Sum("grand_total", total), Sum("down_payment", -paid, part)]
            total -= paid
    return (*found, Sum("total", total))


_CONTAINED: Final = frozenset({"grand_total", "dpp", "dpp_other"})
"""Sums that are not added up to the total."""


def _taxes(rng: random.Random, net: Decimal, step: Decimal, *, is_abroad: bool) -> tuple[list[Sum], Decimal]:
    """Base and tax, and the amount with tax."""
    rounding = rng.choice((ROUND_DOWN, ROUND_HALF_UP))
    kind: Tax = rng.choices(("none", "plain", "other_value", "included"), (26, 46, 0 if is_abroad else 22, 6))[0]
    if kind == "none":
        return [], net
    rate = Decimal(rng.choice(("10", "9", "8.25", "20", "7")) if is_abroad else rng.choice(("11", "11", "11", "10")))
    if kind == "included":
        base = (net * 100 / (100 + rate)).quantize(step, ROUND_HALF_UP)
        return [Sum("dpp", base), Sum("ppn", net - base, rate)], net
    if kind == "other_value":
        base = (net * _ELEVEN_TWELFTHS).quantize(step, ROUND_HALF_UP)
        tax = (base * 12 / 100).quantize(step, rounding)
        shown = [Sum("dpp", net)] if rng.random() < 0.2 else []
        return [*shown, Sum("dpp_other", base), Sum("ppn", tax, Decimal(12))], net + tax
    tax = (net * rate / 100).quantize(step, rounding)
    shown = [Sum("dpp", net)] if rng.random() < 0.4 else []
    return [*shown, Sum("ppn", tax, rate)], net + tax


def _charges(rng: random.Random, net: Decimal, currency: Currency) -> list[Sum]:
    step = quantum(currency)
    found = []
    if rng.random() < 0.22:
        found.append(
            Sum(
                "shipping",
                (net * rng.randrange(2, 9) / 100).quantize(
                    Decimal(500) if step == 1 and net > 100_000 else step, ROUND_HALF_UP
                ),
            )
        )
    if rng.random() < 0.08:
        found.append(Sum("service_charge", (net * 5 / 100).quantize(step, ROUND_DOWN)))
    if rng.random() < 0.05:
        found.append(Sum("insurance", (net * 2 / 1000).quantize(step, ROUND_DOWN)))
    if currency == "IDR" and rng.random() < 0.1:
        found.append(Sum("stamp_duty", _STAMP_DUTY))
    return [line for line in found if line.amount]
