"""KBLI, the code of a field of business: five digits, of which the first two are a division.

Source: BPS Regulation 2/2020 (KBLI 2020) and 7/2025 (KBLI 2025), whose divisions are those of ISIC. Not checked: whether a code of
the division exists, for the classification is renewed every few years and older documents keep their codes.

>>> compact("KBLI 62.019"), is_valid("62019"), is_valid("44100"), is_valid("6201")
('62019', True, False, False)
"""

import re
from typing import Final

LENGTH: Final = 5
DIVISIONS: Final = frozenset(
    {*range(1, 4), *range(5, 10), *range(10, 34), *range(35, 40), *range(41, 44), *range(45, 48), *range(49, 54), 55, 56,
     *range(58, 64), *range(64, 67), 68, *range(69, 76), *range(77, 83), 84, 85, *range(86, 89), *range(90, 97), 97, 98, 99}
)  # fmt: skip


def compact(text: str) -> str:
    """Only the digits."""
    return re.sub(r"[^0-9]", "", text)


def validate(text: str) -> str:
    """The five digits.

    Raises:
        ValueError: They are not five, or of no division.
    """
    digits = compact(text)
    if len(digits) != LENGTH or int(digits[:2]) not in DIVISIONS:
        message = "not the code of a field of business"
        raise ValueError(message)
    return digits


def is_valid(text: str) -> bool:
    """Whether it is of a division that exists."""
    try:
        validate(text)
    except ValueError:
        return False
    return True


def format(text: str) -> str:
    """As documents print it: the digits alone."""
    return compact(text)
