"""NITKU, the number of a place of business in Indonesian taxation: 22 digits, a tax number of 16 and the place's own six.

The first 16 digits are an NPWP with its leading zero, or the NIK of a person; 000000 is the head office. It is printed without
marks, on invoices of Coretax behind ``#``. Sources: PMK 112/PMK.03/2022, PER-6/PJ/2024. Not checked: whether the place was ever
registered, and what is inside a NIK.

>>> compact("#0013000666091000000000")
'0013000666091000000000'
>>> validate("0013000666091000000012")
Nitku(taxpayer='0013000666091000', place='000012')
>>> is_valid("0013000666091000000000"), is_valid("0013000667091000000000")
(True, False)
>>> format("0013000666091000000000")
'0013000666091000000000'
"""

import re
from dataclasses import dataclass
from typing import Final

from berkas.values.identifiers import npwp

_DIGITS: Final = 22
_OF_TAXPAYER: Final = 16


@dataclass(frozen=True, slots=True)
class Nitku:
    """What a number says.

    Attributes:
        taxpayer: NPWP of 16 digits, or a NIK.
        place: Six digits; zeros for the head office.
    """

    taxpayer: str
    place: str


def compact(text: str) -> str:
    """Only the digits."""
    return re.sub(r"\D", "", text)


def validate(text: str) -> Nitku:
    """What a number says.

    Raises:
        ValueError: It has not 22 digits, or the check digit of its NPWP does not fit.
    """
    digits = compact(text)
    if len(digits) != _DIGITS:
        message = "a NITKU has 22 digits"
        raise ValueError(message)
    if not npwp.is_valid(digits[:_OF_TAXPAYER]):
        message = "the check digit of its NPWP does not fit"
        raise ValueError(message)
    return Nitku(digits[:_OF_TAXPAYER], digits[_OF_TAXPAYER:])


def is_valid(text: str) -> bool:
    """Whether `validate` takes it."""
    try:
        validate(text)
    except ValueError:
        return False
    return True


def format(digits: str) -> str:
    """As printed: without marks."""
    return digits
