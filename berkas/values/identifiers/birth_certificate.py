"""The number of a birth certificate: region, kind, day of registration and serial, 3174-LU-24052010-0012.

LU was registered in time, LT late (after 60 days); KM, KW, CR and PA are the registers of deaths, marriages, divorces and
recognised children. Source: Permendagri 109/2019 on forms of the civil registry, and certificates as offices print them. Older
offices numbered freely (123/U/JS/1990, AL.500.0123456): of those nothing is checked but that they hold a digit.

>>> compact("3174 - lu - 24052010 - 0012"), registered_on("3174-LU-24052010-0012")
('3174-LU-24052010-0012', datetime.date(2010, 5, 24))
>>> is_valid("3174-LT-31022010-0012"), is_valid("123/U/JS/1990"), is_valid("NOMOR")
(False, True, False)
"""

import re
from datetime import date
from typing import Final

_SHAPE: Final = re.compile(r"([0-9]{4})-(LU|LT|KM|KW|CR|PA)-([0-9]{2})([0-9]{2})([0-9]{4})-([0-9]{4,5})")


def compact(text: str) -> str:
    """In capitals, without spaces and with plain hyphens."""
    return re.sub(r"\s", "", text.upper().translate({0x2013: "-", 0x2014: "-", 0x2212: "-"}))


def kind_of(text: str) -> str | None:
    """LU, LT or another register; None of a number that does not say it."""
    found = _SHAPE.fullmatch(compact(text))
    return found[2] if found else None


def registered_on(text: str) -> date | None:
    """The day of registration within the number; None where it holds none, or one that does not exist."""
    found = _SHAPE.fullmatch(compact(text))
    if found is None:
        return None
    try:
        return date(int(found[5]), int(found[4]), int(found[3]))
    except ValueError:
        return None


def validate(text: str) -> str:
    """The compact number.

    Raises:
        ValueError: It holds no digit, or a day that does not exist.
    """
    number = compact(text)
    if not re.search("[0-9]", number) or (_SHAPE.fullmatch(number) and registered_on(number) is None):
        message = "not the number of a certificate"
        raise ValueError(message)
    return number


def is_valid(text: str) -> bool:
    """Whether it may be one."""
    try:
        validate(text)
    except ValueError:
        return False
    return True


def format(text: str) -> str:
    """As printed: with hyphens and without spaces."""
    return compact(text)
