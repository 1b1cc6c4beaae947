"""NSFP, the serial number of an Indonesian tax invoice (faktur pajak): 16 digits until 2024, 17 since Coretax of January 2025.

16 digits: 2 of the transaction, 1 of the status (0 ordinary, 1 replacing), 3 of the block, 2 of the year, 8 of the serial, printed
as ``010.002-24.12345678``. 17 digits, printed without marks: 2 of the transaction, 2 of the status (00 ordinary, 01 and on
replacing), 2 of the year, 11 of the serial. Transactions: 01 to 09, and 10 since PER-11/PJ/2025. Sources: PER-03/PJ/2022,
PER-11/PJ/2025. There is no check digit. Not checked: whether block and serial were ever given out, and the year.

>>> compact("010.002-24.12345678"), compact(" 04002500012345678 ")
('0100022412345678', '04002500012345678')
>>> validate("040.002-24.12345678").transaction, validate("04012500012345678").status
('04', '01')
>>> is_valid("99002500012345678"), is_valid("010.002-24.1234")
(False, False)
>>> format("0100022412345678"), format("04002500012345678")
('010.002-24.12345678', '04002500012345678')
"""

import re
from dataclasses import dataclass
from typing import Final

_SIXTEEN: Final = 16
_SEVENTEEN: Final = 17
_LAST_TRANSACTION: Final = 10
_LAST_OF_SIXTEEN: Final = 9


@dataclass(frozen=True, slots=True)
class Nsfp:
    """What a number says.

    Attributes:
        transaction: Two digits.
        status: As printed: one digit of a number of 16 digits, two of one of 17; nothing but zeros is an ordinary invoice.
        year: Of the number, two digits.
        serial: What is left, the block of the older numbers included.
    """

    transaction: str
    status: str
    year: str
    serial: str


def compact(text: str) -> str:
    """Only the digits."""
    return re.sub(r"\D", "", text)


def validate(text: str) -> Nsfp:
    """What a number says.

    Raises:
        ValueError: It has neither 16 nor 17 digits, or its transaction does not exist.
    """
    digits = compact(text)
    if len(digits) not in {_SIXTEEN, _SEVENTEEN} or not digits.isascii():
        message = "an NSFP has 16 or 17 digits"
        raise ValueError(message)
    is_older = len(digits) == _SIXTEEN
    if not 1 <= int(digits[:2]) <= (_LAST_OF_SIXTEEN if is_older else _LAST_TRANSACTION):
        message = "no such transaction"
        raise ValueError(message)
    if is_older:
        return Nsfp(digits[:2], digits[2], digits[6:8], digits[3:6] + digits[8:])
    return Nsfp(digits[:2], digits[2:4], digits[4:6], digits[6:])


def is_valid(text: str) -> bool:
    """Whether `validate` takes it."""
    try:
        validate(text)
    except ValueError:
        return False
    return True


def format(digits: str) -> str:
    """As printed: 16 digits with their marks, 17 without."""
    if len(digits) != _SIXTEEN:
        return digits
    return f"{digits[:3]}.{digits[3:6]}-{digits[6:8]}.{digits[8:]}"
