"""Factors that are written within a text, as on tax invoices: ``Kertas Rp 48.500,00 x 20,00 Piece Potongan Harga = Rp 0,00``.

>>> written_factors_of("Kertas HVS Rp 48.500,00 x 20,00 Rim Potongan Harga = Rp 0,00", 970000)
WrittenFactors(text='Kertas HVS', quantity=20, price=48500, unit='RIM', less=0)
>>> written_factors_of("Meja kerja 120 x 60 cm", 970000) is None
True
"""

import re
from dataclasses import dataclass
from typing import Final

from berkas.values.amounts import parse_amount, parse_quantity

_FACTORS: Final = re.compile(
    r"(?:RP\.?\s*)?(?P<price>\d[\d.,]*)\s*[x×]\s*(?P<quantity>\d[\d.,]*)(?:\s*(?P<unit>[^\W\d_][\w./]*))?",
    re.IGNORECASE,
)
_LESS: Final = re.compile(
    r"(?:POTONGAN(?: HARGA)?|DISKON|DISCOUNT)\s*[=:]?\s*(?:RP\.?\s*)?(?P<amount>\d[\d.,]*)", re.IGNORECASE
)
_NO_UNITS: Final = frozenset(("POTONGAN", "DISKON", "DISCOUNT", "PPNBM", "RP"))
_CLOSE: Final = 1.0


@dataclass(frozen=True, slots=True)
class WrittenFactors:
    """What a text says of an amount.

    Attributes:
        text: What stands before the factors.
        unit: In capitals; None where none is written.
        less: A discount that is taken off the product; 0 where none is written.
    """

    text: str
    quantity: int | float
    price: int | float
    unit: str | None
    less: int | float


def written_factors_of(text: str, amount: float) -> WrittenFactors | None:
    """The last factors in a text that give an amount, with or without the discount behind them; None where none do."""
    for found in reversed(list(_FACTORS.finditer(text))):
        price, quantity = parse_amount(found["price"]), parse_quantity(found["quantity"])
        if price is None or quantity is None:
            continue
        behind = _LESS.search(text, found.end("quantity"))
        less = (parse_amount(behind["amount"]) if behind else None) or 0
        if min(abs(price * quantity - amount), abs(price * quantity - less - amount)) <= _CLOSE:
            unit = (found["unit"] or "").upper()
            before = text[: found.start()].strip(" :;,-")
            return WrittenFactors(before, quantity, price, unit if unit and unit not in _NO_UNITS else None, less)
    return None
