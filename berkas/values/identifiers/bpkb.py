"""Numbers of vehicle ownership books (BPKB): a letter and seven or eight digits, on some books a letter behind them.

The letter counts the years: Q is 2019, R 2020, S 2021, T 2022. Source: the forms as the police print them; Perpol 7/2021 defines
the book, no rule its number. Not checked: whether the letter fits the year of issue, for books are replaced.

>>> compact("No. Q-01234567"), is_valid("Q-01234567"), is_valid("1234"), format("q01234567")
('Q01234567', True, False, 'Q-01234567')
"""

import re
from typing import Final

_SHAPE: Final = re.compile(r"[A-Z][0-9]{7,8}[A-Z]?")
_BEFORE: Final = re.compile(r"^\W*(?:NOMOR|NO)\b[\s.:]*")


def compact(text: str) -> str:
    """Letters and digits alone, in capitals, without the word for a number before them."""
    return re.sub(r"[^A-Z0-9]", "", _BEFORE.sub("", text.upper()))


def validate(text: str) -> str:
    """The compact form.

    Raises:
        ValueError: It has not the shape of a number.
    """
    found = compact(text)
    if not _SHAPE.fullmatch(found):
        message = "not the number of a vehicle ownership book"
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
    """As printed: a dash behind the letter."""
    found = compact(text)
    return f"{found[:1]}-{found[1:]}"
