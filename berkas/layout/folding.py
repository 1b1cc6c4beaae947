"""Text as labels and phrases are compared: however it was read, what is left of it is the same."""

import re
from functools import lru_cache
from typing import Final

LETTER_OF_DIGIT: Final = str.maketrans("015678", "OISGTB")
"""Digits, each as the letter that it is mistaken for."""

_NUMBERING: Final = re.compile(r"^\W*\d{1,2}[.)]")
"""Of a list of labels: 1. Nama."""

_NO_LETTER: Final = re.compile(r"[^A-Z]")


def fold(text: str) -> str:
    """Letters only, in capitals, digits as the letters they are mistaken for; nothing of a text without any letter."""
    if not any(map(str.isalpha, text)):
        return ""
    return _NO_LETTER.sub("", _NUMBERING.sub("", text).upper().translate(LETTER_OF_DIGIT))


@lru_cache(maxsize=8192)
def fold_label(label: str) -> str:
    """`fold` of what a template says, for it is the same for every document; kept, so no text of a document is passed here."""
    return fold(label)
