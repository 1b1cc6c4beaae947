"""Pieces as they are printed."""

import re
from typing import Final

from berkas.layout.cells import Pieces

DATED_PLACE: Final = re.compile(r"[A-Z][A-Za-z .]{2,30}, ?\d{1,2}[ /.-](?:[A-Za-z]{3,9}|\d{1,2})[ /.-]\d{4}\b")
"""A place and a date."""


def printed_of(pieces: Pieces) -> str:
    """Their text; numbers that a colon parts within a word, as in a time of the day, have it between them."""
    parts: list[str] = []
    for before, piece in zip((None, *pieces), pieces, strict=False):
        is_of_word = before is not None and before.word is piece.word and piece.after_colon
        is_time = is_of_word and before is not None and before.text[-1].isdigit() and piece.text[0].isdigit()
        parts += [":" if is_time else " " if parts else "", piece.text]
    return "".join(parts)
