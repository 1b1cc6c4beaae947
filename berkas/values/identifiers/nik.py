"""NIK, the number of a person: 16 digits PPKKCC DDMMYY SSSS, without a check digit.

PPKKCC is the district of first issue (Kemendagri codes), DDMMYY the date of birth with 40 added to the day for women, SSSS a serial
that is never 0000. Only two digits of the year are stored. Source: Permendagri 2/2010 and UU 24/2013, art. 37. Not checked: whether
the district exists, for districts are split and renumbered.

>>> from datetime import date
>>> parse("3174075508950001", today=date(2026, 1, 1))
Nik(region='317407', date_of_birth=datetime.date(1995, 8, 15), is_female=True)
>>> parse("3174073002950001", today=date(2026, 1, 1)) is None
True
"""

from dataclasses import dataclass
from datetime import date

_FEMALE_DAY = 40


@dataclass(frozen=True, slots=True)
class Nik:
    """What a NIK says.

    Attributes:
        region: Six digits: province, regency, district of first issue.
        date_of_birth: The latest century that is not in the future.
        is_female: Whether 40 was added to the day.
    """

    region: str
    date_of_birth: date
    is_female: bool


def parse(digits: str, *, today: date) -> Nik | None:
    """What sixteen digits say, or None when they cannot be a NIK."""
    if len(digits) != 16 or not digits.isascii() or not digits.isdigit():
        return None
    if digits[12:] == "0000" or "00" in {digits[2:4], digits[4:6]}:
        return None
    day, month, year = int(digits[6:8]), int(digits[8:10]), int(digits[10:12])
    is_female = day > _FEMALE_DAY
    for century in (2000, 1900):
        try:
            born = date(century + year, month, day - _FEMALE_DAY * is_female)
        except ValueError:
            continue
        if born <= today:
            return Nik(digits[:6], born, is_female)
    return None
