"""NPWP, the Indonesian tax number: 15 digits, or 16 since July 2024.

15 digits: 8 of the taxpayer, a check digit (Luhn over the first nine), 3 of the tax office, 3 of the branch (000 is the head
office). 16 digits: the old number with a leading zero, or a NIK. Source: PMK 112/PMK.03/2022. A failed check digit is reported and
never refused: wrongly rejecting a real number is worse than accepting a bad one.

>>> compact("01.300.066.6-091.000")
'013000666091000'
>>> format_15("013000666091000")
'01.300.066.6-091.000'
>>> is_valid("01.300.066.6-091.000"), is_valid("12.345.678.9-012.000")
(True, False)
"""

import re


def compact(text: str) -> str:
    """Only the digits."""
    return re.sub(r"\D", "", text)


def is_nik(text: str) -> bool:
    """Whether it is a NIK, as that of a person may be since July 2024.

    >>> is_nik("3273015508950001"), is_nik("0013000666091000"), is_nik("01.300.066.6-091.000")
    (True, False, False)
    """
    digits = compact(text)
    return len(digits) == 16 and digits[0] != "0"


def format_15(digits: str) -> str:
    """Fifteen digits as printed on cards."""
    return f"{digits[:2]}.{digits[2:5]}.{digits[5:8]}.{digits[8]}-{digits[9:12]}.{digits[12:]}"


def full(text: str) -> str:
    """The sixteen digits of a number of fifteen or sixteen; of anything else its digits.

    >>> full("01.300.066.6-091.000"), full("0013000666091000"), full("-")
    ('0013000666091000', '0013000666091000', '')
    """
    digits = compact(text)
    return f"0{digits}" if len(digits) == 15 else digits


def has_valid_check_digit(digits: str) -> bool:
    """Luhn over the first nine of fifteen digits."""
    total = 0
    for position, digit in enumerate(reversed(digits[:9])):
        doubled = int(digit) * (1 + position % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def is_valid(text: str) -> bool:
    """Whether it has 15 digits with a right check digit, or 16 that are such a number with a leading zero, or may be a NIK."""
    digits = compact(text)
    if len(digits) == 16:
        return digits[0] != "0" or has_valid_check_digit(digits[1:])
    return len(digits) == 15 and has_valid_check_digit(digits)
