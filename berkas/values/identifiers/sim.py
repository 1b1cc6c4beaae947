"""Numbers of Indonesian driving licences (SIM): 12 digits on old cards, 14 on those from 2019 on, the NIK since July 2024.

14 digits are printed 1234-5678-901234. Source: the forms as the police print them; Perpol 5/2021 defines the licence, no rule its
number. There is no check digit. Sixteen digits must be a possible NIK. Not checked: month, year and office inside the
older numbers, whose layout no public rule fixes.

>>> compact("1234-5678-901234"), format("12345678901234")
('12345678901234', '1234-5678-901234')
>>> day = date(2026, 11, 27)
>>> is_valid("123456789012", today=day), is_valid("3174073002950001", today=day), is_valid("12345", today=day)
(True, False, False)
"""

import re
from datetime import date
from typing import Final

from berkas.values.identifiers import nik

LENGTHS: Final = frozenset({12, 14, 16})
"""Digits of the three generations."""

_NIK: Final = 16


def compact(text: str) -> str:
    """Only the digits."""
    return re.sub(r"[^0-9]", "", text)


def validate(text: str, *, today: date) -> str:
    """The compact form.

    Raises:
        ValueError: It has another length, or sixteen digits that are no NIK.
    """
    found = compact(text)
    if len(found) not in LENGTHS:
        message = "12, 14 or 16 digits"
        raise ValueError(message)
    if len(found) == _NIK and nik.parse(found, today=today) is None:
        message = "sixteen digits that are no NIK"
        raise ValueError(message)
    return found


def is_valid(text: str, *, today: date) -> bool:
    """Whether it has the length of a number, and is a possible NIK where it has sixteen digits."""
    try:
        validate(text, today=today)
    except ValueError:
        return False
    return True


def format(text: str) -> str:
    """As printed: fourteen digits in three groups, others without."""
    found = compact(text)
    return f"{found[:4]}-{found[4:8]}-{found[8:]}" if len(found) == 14 else found
