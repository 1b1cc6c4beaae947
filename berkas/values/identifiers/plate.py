"""Registration numbers of vehicles (plates): one or two letters of the area, up to four digits, up to three letters.

Source: Perpol 7/2021, art. 44 to 46; the areas as the police publish them. Not checked: which numbers are kept for which kinds of
vehicle, and the letters behind the digits.

>>> format("b1234cth"), is_valid("B 1234 CTH"), is_valid("XX 1234 CTH"), is_valid("RI 1")
('B 1234 CTH', True, False, True)
"""

import re
from typing import Final

_SHAPE: Final = re.compile(r"([A-Z]{1,2})([1-9][0-9]{0,3})([A-Z]{0,3})")
AREAS: Final = frozenset(
    ("A", "B", "D", "E", "F", "G", "H", "K", "L", "M", "N", "P", "R", "S", "T", "W", "Z", "AA", "AB", "AD", "AE", "AG",
     "BA", "BB", "BD", "BE", "BG", "BH", "BK", "BL", "BM", "BN", "BP", "DA", "DB", "DC", "DD", "DE", "DG", "DH", "DK", "DL",
     "DM", "DN", "DP", "DR", "DT", "DW", "EA", "EB", "ED", "KB", "KH", "KT", "KU", "PA", "PB", "PG", "PS", "PT", "PY", "CC",
     "CD", "RI")
)  # fmt: skip
"""Letters before the digits, with those of diplomats and of the state."""


def compact(text: str) -> str:
    """Letters and digits alone, in capitals."""
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def parts(text: str) -> tuple[str, str, str] | None:
    """Area, number and letters; None where a text has not the shape of a plate, whatever its area."""
    found = _SHAPE.fullmatch(compact(text))
    return (found[1], found[2], found[3]) if found else None


def validate(text: str) -> str:
    """The compact form.

    Raises:
        ValueError: It has not the shape of a plate, or its area is not known.
    """
    found = parts(text)
    if found is None or found[0] not in AREAS:
        message = "not a plate"
        raise ValueError(message)
    return compact(text)


def is_valid(text: str) -> bool:
    """Whether it has the shape of a plate and a known area."""
    try:
        validate(text)
    except ValueError:
        return False
    return True


def format(text: str) -> str:
    """As printed: B 1234 CTH; a text of another shape in its compact form."""
    found = parts(text)
    return " ".join(part for part in found if part) if found else compact(text)
