"""Values of closed lists: what is printed, however misread, as one of the canonical values."""

import re
from collections.abc import Sequence

from rapidfuzz import fuzz, process

_LEAST_RATIO = 75
_SHORT = 3
"""Values of so few letters are matched exactly: half a letter would turn A into AB."""

VARIANTS: dict[str, str] = {
    "L": "LAKI-LAKI", "M": "LAKI-LAKI", "PRIA": "LAKI-LAKI", "P": "PEREMPUAN", "F": "PEREMPUAN", "WANITA": "PEREMPUAN",
    "LM": "LAKI-LAKI", "PF": "PEREMPUAN", "MALE": "LAKI-LAKI", "FEMALE": "PEREMPUAN", "MM": "LAKI-LAKI", "FF": "PEREMPUAN",
    "PROTESTAN": "KRISTEN", "KRISTENPROTESTAN": "KRISTEN", "KATHOLIK": "KATOLIK", "CATHOLIC": "KATOLIK", "BUDHA": "BUDDHA",
    "KONGHUCU": "KHONGHUCU", "KEPERCAYAAN": "KEPERCAYAAN TERHADAP TUHAN YANG MAHA ESA",
    "PENGHAYAT": "KEPERCAYAAN TERHADAP TUHAN YANG MAHA ESA",
    "KAWINTERCATAT": "KAWIN", "KAWINBELUMTERCATAT": "KAWIN", "CERAIHIDUPTERCATAT": "CERAI HIDUP",
    "TUNAI": "CASH", "UANGTUNAI": "CASH", "CASHPAYMENT": "CASH", "DEBIT": "DEBIT_CARD", "DEBET": "DEBIT_CARD",
    "KARTUDEBIT": "DEBIT_CARD", "DEBITCARD": "DEBIT_CARD", "KREDIT": "CREDIT_CARD", "KARTUKREDIT": "CREDIT_CARD",
    "CREDIT": "CREDIT_CARD", "CREDITCARD": "CREDIT_CARD", "VISA": "CREDIT_CARD", "MASTER": "CREDIT_CARD",
    "MASTERCARD": "CREDIT_CARD", "BANKTRANSFER": "TRANSFER", "TRANSFERBANK": "TRANSFER", "GOPAY": "E_WALLET", "OVO": "E_WALLET",
    "DANA": "E_WALLET", "SHOPEEPAY": "E_WALLET", "LINKAJA": "E_WALLET", "EWALLET": "E_WALLET", "DOMPETDIGITAL": "E_WALLET",
    "CERAIMATITERCATAT": "CERAI MATI", "INDONESIA": "WNI",
    "B1": "B I", "B2": "B II", "B1UMUM": "B I UMUM", "B2UMUM": "B II UMUM", "C1": "C I", "C2": "C II", "D1": "D I",
    "0": "O", "TIDAKTAHU": "-", "": "-",
}  # fmt: skip
"""Other ways to write a value (folded, so without spaces); used where the canonical value is in the field's list."""


def fold(text: str) -> str:
    """Capital letters, digits and signs of a blood type only."""
    return re.sub(r"[^A-Z0-9+]", "", text.upper())


def closest(text: str, values: Sequence[str | int | float]) -> tuple[str, float] | None:
    """The canonical value that is meant and how alike it is (0-1), or None when no value is near enough."""
    canonical = [str(value) for value in values]
    folded = fold(text)
    variant = VARIANTS.get(folded)
    for value in canonical:
        if value in (variant, text.strip().upper()) or (fold(value) and fold(value) == folded):
            return value, 1.0
    choices = {value: fold(value) for value in canonical if len(fold(value)) > _SHORT}
    best = process.extractOne(folded, choices, scorer=fuzz.ratio, score_cutoff=_LEAST_RATIO)
    return (best[2], best[1] / 100) if best else None
