"""The number of a marriage certificate of an office of religious affairs: serial, serial, month and year, 0123/045/VI/2020.

The month is a Roman number. Source: Minister of Religious Affairs Regulation 20/2019 on the registration of marriages, and the
forms of its directorate general; civil registries number as `birth_certificate` says, with KW. Not checked: the serials.

>>> compact("0123 / 045 / vi / 2020"), month_of("0123/045/VI/2020")
('0123/045/VI/2020', (2020, 6))
>>> is_valid("0123/045/XIII/2020"), is_valid("3174-KW-17082020-0001"), is_valid("12")
(False, True, True)
"""

import re
from typing import Final

from berkas.values.identifiers import birth_certificate

_SHAPE: Final = re.compile(r"(?:[0-9]{1,5}/)?[0-9]{1,5}/([IVX]+)/([0-9]{4})")
_MONTHS: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def compact(text: str) -> str:
    """In capitals, without spaces and with plain hyphens."""
    return birth_certificate.compact(text)


def month_of(text: str) -> tuple[int, int] | None:
    """Year and month within the number; None where it holds none, or one that does not exist."""
    found = _SHAPE.fullmatch(compact(text))
    return (int(found[2]), _MONTHS.index(found[1]) + 1) if found and found[1] in _MONTHS else None


def validate(text: str) -> str:
    """The compact number.

    Raises:
        ValueError: It is no number of a civil registry, and of this shape with a month that does not exist.
    """
    number = compact(text)
    if _SHAPE.fullmatch(number) and month_of(number) is None:
        message = "no such month"
        raise ValueError(message)
    return birth_certificate.validate(number)


def is_valid(text: str) -> bool:
    """Whether it may be one."""
    try:
        validate(text)
    except ValueError:
        return False
    return True


def format(text: str) -> str:
    """As printed: with slashes or hyphens and without spaces."""
    return compact(text)
