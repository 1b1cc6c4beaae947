"""NIB, the number of a business: 13 digits, without a check digit.

Source: Government Regulations 24/2018 and 5/2021 on licensing through OSS, and the documents that OSS prints.
Not checked: whether it was given out, which only the OSS system knows.

>>> compact("9120 3045 6789 1")
'9120304567891'
>>> is_valid("9120304567891"), is_valid("912030456789")
(True, False)
>>> format("9120304567891")
'9120304567891'
"""

import re

LENGTH = 13


def compact(text: str) -> str:
    """Only the digits."""
    return re.sub(r"[^0-9]", "", text)


def validate(text: str) -> str:
    """The 13 digits.

    Raises:
        ValueError: They are not 13, or all the same.
    """
    digits = compact(text)
    if len(digits) != LENGTH or len(set(digits)) == 1:
        message = "not 13 digits"
        raise ValueError(message)
    return digits


def is_valid(text: str) -> bool:
    """Whether it may be one."""
    try:
        validate(text)
    except ValueError:
        return False
    return True


def format(text: str) -> str:
    """As documents print it: the digits alone."""
    return compact(text)
