"""The account that a document asks to be paid to: bank, account and holder, with labels of their own or all in one sentence."""

import re
from collections.abc import Iterator
from typing import Final

from berkas.extraction.propose.layout import Layout, Place, Way
from berkas.extraction.propose.parties import name_cells
from berkas.layout.cells import Cell, Pieces
from berkas.layout.folding import fold
from berkas.layout.lines import Line
from berkas.model.strategies import Payment

KNOWN_BANKS: Final = (
    "BCA", "MANDIRI", "BANK RAKYAT INDONESIA", "BRI", "BNI", "BANK NEGARA INDONESIA", "PERMATA", "DANAMON", "CIMB NIAGA",
    "BTN", "OCBC", "BSI", "BANK SYARIAH INDONESIA", "MAYBANK", "PANIN", "BANK JAGO", "SEABANK",
)  # fmt: skip
"""Names that stand without the word BANK too."""

_KNOWN: Final = frozenset(fold(name) for name in KNOWN_BANKS)
_NUMBER: Final = re.compile(r"\d[\d.-]{6,22}\d")
_NAMES_ACCOUNT: Final = re.compile(r"\b(?:BANK|REK|REKENING|NOREK|ACCOUNT|A/C|ACC|VIRTUAL)\b", re.IGNORECASE)
_HOLDER: Final = re.compile(r"A[./]\s?N\.?$|AN\.$|NAMA$|NAME$", re.IGNORECASE)
_ON_BEHALF: Final = re.compile(r"\(?A[./]? ?N[.,]?", re.IGNORECASE)
_NAME_GAP: Final = 4
"""At most so many pieces stand between a number and the name of its holder: a/n, atas nama."""


def payment(layout: Layout, wanted: Payment) -> Iterator[Place]:
    """Where a part of the account to pay to may stand, likeliest first."""
    parts = {"bank": _banks, "account": _account_numbers, "holder": _holders}
    yield from (Place(pieces, Way.STRATEGY) for pieces in parts[wanted.part](layout) if pieces)
    if wanted.part == "holder":
        yield from (Place(pieces, Way.KIND) for pieces in _behind_on_behalf(layout))
        yield from (Place(cell.pieces, Way.KIND) for cell in layout.once(name_cells))


def _behind_on_behalf(layout: Layout) -> Iterator[Pieces]:
    """What follows A/N, A.N. or ATAS NAMA within a cell."""
    for cells in layout.cells:
        for cell in cells:
            for place, piece in enumerate(cell.pieces):
                before = cell.pieces[place - 1].text.upper() if place else ""
                is_named = _ON_BEHALF.fullmatch(piece.text) or (before == "ATAS" and piece.text.upper() == "NAMA")
                if is_named and place + 1 < len(cell.pieces):
                    yield cell.pieces[place + 1 :]


def _banks(layout: Layout) -> Iterator[Pieces]:
    """From the word BANK on, or what stands behind it and a colon; else a bank that everybody knows."""
    lines = layout.cells
    for cells in lines:
        for number, cell in enumerate(cells):
            start = next((place for place, piece in enumerate(cell.pieces) if fold(piece.text) == "BANK"), None)
            if start is None:
                continue
            following = cells[number + 1] if number + 1 < len(cells) else None
            if following is not None and following.pieces[0].after_colon:
                yield following.pieces
            elif start + 1 < len(cell.pieces):
                yield cell.pieces[start:]
    for cells in lines:
        for cell in cells:
            for before, piece in zip((None, *cell.pieces), cell.pieces, strict=False):
                # behind the word BANK it is named above
                if fold(piece.text) in _KNOWN and (before is None or fold(before.text) != "BANK"):
                    yield (piece,)


def _account_numbers(layout: Layout) -> Iterator[Pieces]:
    """A long number on a line that speaks of a bank or an account."""
    yield from ((cell.pieces[place],) for cell, place in layout.once(accounts))


def _holders(layout: Layout) -> Iterator[Pieces]:
    """The words behind the number of an account, from ATAS NAMA on if that stands there."""
    for cell, place in layout.once(accounts):
        rest = cell.pieces[place + 1 :]
        named = next((n for n, piece in enumerate(rest[:_NAME_GAP]) if _HOLDER.search(piece.text)), None)
        yield rest[named + 1 :] if named is not None else rest


def accounts(layout: Layout) -> list[tuple[Cell, int]]:
    """Cells with the number of an account, and the position of its piece; first on lines that name one, then below a bank."""
    lines = layout.cells
    named = [index for index, line in enumerate(layout.lines) if _NAMES_ACCOUNT.search(line.text) or _names_bank(line)]
    below = [index + 1 for index in named if index + 1 < len(lines) and index + 1 not in layout.taken]
    return [
        (cell, place)
        for index in dict.fromkeys([*named, *below])
        for cell in lines[index]
        for place, piece in enumerate(cell.pieces)
        if _NUMBER.search(piece.text)
    ]


def bank_lines(layout: Layout) -> frozenset[int]:
    """Indexes of the lines that name a bank."""
    return frozenset(
        index
        for index, line in enumerate(layout.lines)
        if _names_bank(line) or any(fold(piece.text) == "BANK" for piece in line.pieces)
    )


def _names_bank(line: Line) -> bool:
    return any(fold(piece.text) in _KNOWN for piece in line.pieces)
