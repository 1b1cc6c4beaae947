"""Numbers of passports: of Indonesia a letter and seven digits, or two letters and six; elsewhere up to nine letters and digits.

The number has no check digit of its own; that in the machine-readable zone is checked there. Source: ICAO Doc 9303-4, section 4.2
(at most nine characters); the Indonesian form as printed since 2011. Not checked: whether a letter was ever issued.

>>> compact("x 0000123"), is_valid("X0000123"), is_valid("X00"), is_valid("17AUG1990")
('X0000123', True, False, False)
"""

import re
from typing import Final

from berkas.values.dates import month_of

_SHAPE: Final = re.compile(r"(?=(?:.*[0-9]){3})[A-Z0-9]{6,9}")
_DATE: Final = re.compile(r"[0-9]{1,2}([A-Z]{3})[0-9]{2,4}")


def compact(text: str) -> str:
    """Letters and digits alone, in capitals."""
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def validate(text: str) -> str:
    """The compact form.

    Raises:
        ValueError: It has not the shape of a number.
    """
    found = compact(text)
    date = _DATE.fullmatch(found)
    if not _SHAPE.fullmatch(found) or (date is not None and month_of(date[1]) is not None):
        message = "not the number of a passport"
        raise ValueError(message)
    return found


def is_valid(text: str) -> bool:
    """Whether it has the shape of a number."""
    try:
        validate(text)
    except ValueError:
        return False
    return True


def format(text: str) -> str:
    """As printed: without spaces."""
    return compact(text)
