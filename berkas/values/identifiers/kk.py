"""Number of a family card (KK): 16 digits PPKKCC DDMMYY SSSS, without a check digit.

PPKKCC is the district (Kemendagri codes), DDMMYY the day of registration, to whose day nothing is added, SSSS a serial that is
never 0000. Source: Permendagri 2/2010, as for the NIK. Not checked: whether the district exists, and whether the day is in the
future, for only two digits of the year are stored.

>>> compact("No. 3174 0715 0812 0001"), is_valid("3174071508120001"), is_valid("3174075508120001")
('3174071508120001', True, False)
"""

import re
from datetime import date


def compact(text: str) -> str:
    """Only the digits."""
    return re.sub(r"\D", "", text)


def validate(text: str) -> str:
    """The compact form.

    Raises:
        ValueError: It has not 16 digits, no day of registration, or a serial or district of zeros.
    """
    found = compact(text)
    if len(found) != 16 or not found.isascii() or found[12:] == "0000" or "00" in {found[2:4], found[4:6]}:
        message = "not the number of a family card"
        raise ValueError(message)
    date(2000 + int(found[10:12]), int(found[8:10]), int(found[6:8]))
    return found


def is_valid(text: str) -> bool:
    """Whether it has its shape and a day of registration."""
    try:
        validate(text)
    except ValueError:
        return False
    return True


def format(text: str) -> str:
    """As printed: digits alone."""
    return compact(text)
