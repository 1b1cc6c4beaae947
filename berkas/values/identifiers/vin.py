"""VIN, the number of a vehicle's frame (nomor rangka, in vehicle papers also NIK): 17 letters and digits without I, O and Q.

Source: ISO 3779. As those three letters never occur, one that was read is 1 or 0. Not checked: the check digit in ninth place,
which only North America prescribes, and the maker. Frames from before 1981 have shorter numbers and are no VIN.

>>> compact("MHK CTH 1A2 3J 004567"), compact("MHKCTHIA23JOO4567")
('MHKCTH1A23J004567', 'MHKCTH1A23J004567')
>>> is_valid("MHKCTH1A23J004567"), is_valid("MHKCTH1A23J00456")
(True, False)
"""

import re
from typing import Final

_SHAPE: Final = re.compile(r"[A-HJ-NPR-Z0-9]{17}")
_NEVER: Final = str.maketrans("IOQ", "100")
_DIGITS: Final = 4
"""The least digits: the last four places are always digits (ISO 3779, section 4)."""


def compact(text: str) -> str:
    """Letters and digits alone, in capitals; letters that a VIN never has as the digits that they are mistaken for."""
    return re.sub(r"[^A-Z0-9]", "", text.upper()).translate(_NEVER)


def validate(text: str) -> str:
    """The compact form.

    Raises:
        ValueError: It has not 17 characters, or does not end with four digits.
    """
    found = compact(text)
    if not _SHAPE.fullmatch(found) or not found[-_DIGITS:].isdigit():
        message = "not a VIN"
        raise ValueError(message)
    return found


def is_valid(text: str) -> bool:
    """Whether it has the shape of a VIN."""
    try:
        validate(text)
    except ValueError:
        return False
    return True


def format(text: str) -> str:
    """As printed: without spaces."""
    return compact(text)
