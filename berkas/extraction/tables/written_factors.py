"""Factors that are written within a text: ``Kertas Rp 48.500,00 x 20,00 Piece Potongan Harga = Rp 0,00``, ``Es teh 2 x 5.000``.

>>> written_factors_of("Kertas HVS Rp 48.500,00 x 20,00 Rim Potongan Harga = Rp 0,00", 970000)
WrittenFactors(text='Kertas HVS', quantity=20, price=48500, unit='RIM', less=0)
>>> written_factors_of("Sewa crane 2.00 X 6,678,500.00", 13357000)
WrittenFactors(text='Sewa crane', quantity=2, price=6678500, unit=None, less=0)
>>> written_factors_of("Meja kerja 120 x 60 cm", 970000) is None
True
"""

import re
from dataclasses import dataclass
from typing import Final

from berkas.values.amounts import NumberLocale, parse_amount, parse_quantity

_FACTORS: Final = re.compile(
    r"(?<![\w.,])(?P<sign>(?:RP|IDR)\.?\s*)?(?P<first>\d[\d.,]*)\s*[x×@]\s*(?P<other_sign>(?:RP|IDR)\.?\s*)?(?P<second>\d[\d.,]*)"
    r"(?:\s*(?P<unit>[^\W\d_][\w./]*))?",
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
    """The last factors in a text that give an amount, with or without the discount behind them; None where none do.

    The price is the factor with the sign of a currency, else the greater one.
    """
    for found in reversed(list(_FACTORS.finditer(text))):
        behind = _LESS.search(text, found.end("second"))
        for locale in NumberLocale:
            factors = _factors(found, locale)
            less = (parse_amount(behind["amount"], locale) if behind else None) or 0
            if factors is None:
                continue
            quantity, price = factors
            if min(abs(price * quantity - amount), abs(price * quantity - less - amount)) <= _CLOSE:
                unit = (found["unit"] or "").upper()
                before = text[: found.start()].strip(" :;,-")
                return WrittenFactors(before, quantity, price, unit if unit and unit not in _NO_UNITS else None, less)
    return None


def _factors(found: re.Match[str], locale: NumberLocale) -> tuple[int | float, int | float] | None:
    """Quantity and price as a document of this convention writes them."""
    is_price_first = found["sign"] or (not found["other_sign"] and _size(found["first"]) > _size(found["second"]))
    price, quantity = (found["first"], found["second"]) if is_price_first else (found["second"], found["first"])
    count, each = parse_quantity(quantity, locale), parse_amount(price, locale)
    return None if count is None or each is None else (count, each)


def _size(printed: str) -> int:
    """How many digits stand before the last mark that two digits or fewer follow."""
    return len(re.sub(r"[.,]\d{1,2}$|\D", "", printed))
