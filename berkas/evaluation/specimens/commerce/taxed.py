"""Contents of tax invoices of both generations: a sale of `trades` with its serial number, base and tax."""

import hashlib
import random
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from berkas.evaluation.specimens.commerce.trades import Trade, of_bill, of_deal
from berkas.evaluation.specimens.drawing import Truth, opaque_token
from berkas.evaluation.specimens.people import make_person
from berkas.model.extraction import Scalar
from berkas.values.identifiers import npwp, nsfp

_LAST_OLDER_YEAR: Final = 2024
_ELEVEN_PERCENT_FROM: Final = date(2022, 4, 1)


@dataclass(frozen=True, slots=True)
class Taxed:
    """A tax invoice; whole rupiah.

    Attributes:
        number: NSFP in its canonical form.
        trade: What was sold; its day of delivery is that of the invoice.
        net: The price less discount and advance.
        advance: Paid before.
        base: That the tax is reckoned from.
        rate: In percent.
        signer: Who signed.
    """

    number: str
    day: date
    trade: Trade
    advance: int
    net: int
    base: int
    rate: int
    tax: int
    reference: str
    signer: str

    @property
    def transaction(self) -> str:
        """Two digits."""
        return self.number[:2]

    @property
    def is_coretax(self) -> bool:
        """Whether it is of the newer generation."""
        return self.day.year > _LAST_OLDER_YEAR

    def tax_id(self, printed: str) -> str:
        """A tax number as its generation prints it: 15 digits with marks, or 16 digits."""
        return f"0{npwp.compact(printed)}" if self.is_coretax else printed

    @property
    def code(self) -> str:
        """What its QR code says: until 2024 the address of the validation, with the seller's number and the serial number.

        Seen in public code that reads such codes: NPWP of 15 digits, the last 13 digits of the serial number, a digest. What codes
        of Coretax hold is not published.
        """
        if self.is_coretax:
            return opaque_token(self.number)
        seller, serial = npwp.compact(self.trade.seller.npwp), nsfp.compact(self.number)[-13:]
        digest = hashlib.sha256(f"SPECIMEN/{serial}".encode()).hexdigest()
        return f"http://svc.efaktur.pajak.go.id/validasi/faktur/{seller}/{serial}/{digest}"

    def place_id(self, printed: str) -> str:
        """The NITKU of the head office of a taxpayer."""
        return f"0{npwp.compact(printed)}000000"

    def truth(self, *, printed: Collection[str], columns: Collection[str], **worded: Scalar) -> Truth:
        """Canonical values.

        Args:
            printed: Wire names of the fields that the layout prints besides parties, number, day and tax.
            columns: Names of the columns of its table, what its descriptions say included.
            worded: Values that depend on its wording.
        """
        seller, buyer = self.trade.seller, self.trade.buyer
        status = nsfp.validate(self.number).status.zfill(2)
        values: dict[str, Scalar] = {
            "seller_nitku": self.place_id(seller.npwp), "buyer_nitku": self.place_id(buyer.npwp), "buyer_email": buyer.email,
            "harga_jual": self.trade.subtotal, "potongan_harga": self.trade.discount, "uang_muka": self.advance, "ppnbm": 0,
            "reference": self.reference, "place": seller.town.upper(), "signer_name": self.signer.upper(),
        }  # fmt: skip
        rows: list[dict[str, Scalar]] = [
            {
                name: value if name in columns else None
                for name, value in (
                    ("no", good.no), ("code", "000000"), ("description", good.description), ("quantity", good.quantity),
                    ("unit", good.unit), ("unit_price", good.price), ("discount", None), ("amount", good.amount),
                )
            }
            for good in self.trade.goods
        ]  # fmt: skip
        known: Truth = {
            "nomor_seri": self.number, "transaction_code": self.transaction, "status_code": status,
            "seller_name": seller.name, "seller_npwp": self.tax_id(seller.npwp), "seller_address": seller.address,
            "buyer_name": buyer.name, "buyer_npwp": self.tax_id(buyer.npwp), "buyer_address": buyer.address,
            "invoice_date": self.day.isoformat(), "dpp": self.base, "ppn": self.tax, "items": rows,
        }  # fmt: skip
        return known | {name: value if name in printed else None for name, value in values.items()} | worded


def older(rng: random.Random, *, is_held_out: bool = False, lines: tuple[int, int] = (1, 6)) -> Taxed:
    """A tax invoice of 2021 to 2024."""
    trade = _trade(rng, lines, is_held_out=is_held_out)
    day = trade.shipped.replace(year=rng.choice((2021, 2022, 2023, 2024)), day=min(trade.shipped.day, 28))
    status = rng.choice((0, 0, 0, 1))
    number = (
        f"{rng.choice(('01', '01', '03', '07'))}{status}{rng.randrange(1, 30):03d}{day:%y}9{rng.randrange(10**7):07d}"
    )
    advance = rng.choice((0, 0, (trade.subtotal - trade.discount) // 4))
    net = trade.subtotal - trade.discount - advance
    rate = 11 if day >= _ELEVEN_PERCENT_FROM else 10
    return Taxed(
        nsfp.format(number),
        day,
        trade,
        advance,
        net,
        net,
        rate,
        net * rate // 100,
        _reference(rng),
        make_person(rng).name,
    )


def coretax(rng: random.Random, *, is_held_out: bool = False, lines: tuple[int, int] = (1, 6)) -> Taxed:
    """A tax invoice of 2025 or later: 04 with a base of 11/12 of the price, or 01 of luxury goods with the whole."""
    trade = _trade(rng, lines, is_held_out=is_held_out)
    code = rng.choice(("04", "04", "04", "01"))
    number = f"{code}{rng.choice(('00', '00', '01'))}{trade.shipped:%y}99{rng.randrange(10**9):09d}"
    net = trade.subtotal - trade.discount
    base = round(net * 11 / 12) if code == "04" else net
    return Taxed(
        number, trade.shipped, trade, 0, net, base, 12, base * 12 // 100, _reference(rng), make_person(rng).name
    )


def _trade(rng: random.Random, lines: tuple[int, int], *, is_held_out: bool) -> Trade:
    trade = (of_bill if is_held_out else of_deal)(rng, lines=lines)
    return replace(trade, shipped=trade.shipped.replace(day=min(trade.shipped.day, 28)))


def _reference(rng: random.Random) -> str:
    return f"INV-{rng.randrange(10_000):04d}"
