"""Names that only one bank has: its short name, its brands and its products. Banks print them where others print their name.

Neither list is complete: a name that is missing here is found by the word BANK alone.
"""

from collections.abc import Mapping
from typing import Final

BANK_OF_PRODUCT: Final[Mapping[str, str]] = {
    "TAHAPAN": "BCA", "TAHAPANXPRESI": "BCA", "KLIKBCA": "BCA", "MYBCA": "BCA",
    "BRIMO": "BRI", "IBBIZ": "BRI", "BRITAMA": "BRI", "BRITAMAIDR": "BRI", "SIMPEDES": "BRI",
    "TAPLUS": "BNI", "TAPENAS": "BNI", "WONDR": "BNI",
    "LIVIN": "BANK MANDIRI", "PERMATAMOBILE": "PERMATABANK", "JAKONE": "BANK DKI", "BYOND": "BSI",
}  # fmt: skip
"""By the product in capitals, letters alone."""

FULL_NAMES: Final[Mapping[str, str]] = {
    "BCA": "BANK CENTRAL ASIA", "BRI": "BANK RAKYAT INDONESIA", "BNI": "BANK NEGARA INDONESIA", "MANDIRI": "BANK MANDIRI",
    "BSI": "BANK SYARIAH INDONESIA", "BTN": "BANK TABUNGAN NEGARA", "PERMATA": "BANK PERMATA", "PERMATABANK": "BANK PERMATA",
    "JAGO": "BANK JAGO", "SEABANK": "BANK SEABANK",
}  # fmt: skip
"""By the short name."""


def bank_of_product(text: str) -> str | None:
    """The bank whose product a word is; None where it is none."""
    return BANK_OF_PRODUCT.get("".join(character for character in text.upper() if character.isalpha()))
