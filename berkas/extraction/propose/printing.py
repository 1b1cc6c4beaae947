"""Pieces as they are printed."""

from berkas.layout.cells import Pieces


def printed_of(pieces: Pieces) -> str:
    """Their text; numbers that a colon parts within a word, as in a time of the day, have it between them."""
    parts: list[str] = []
    for before, piece in zip((None, *pieces), pieces, strict=False):
        is_of_word = before is not None and before.word is piece.word and piece.after_colon
        is_time = is_of_word and before is not None and before.text[-1].isdigit() and piece.text[0].isdigit()
        parts += [":" if is_time else " " if parts else "", piece.text]
    return "".join(parts)
