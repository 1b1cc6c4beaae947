"""Accounts that a document names: their numbers, their banks and the names of their holders."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from berkas.extraction.propose.layout import Layout
from berkas.layout.cells import Cell, Pieces
from berkas.layout.folding import fold
from berkas.layout.lines import Line
from berkas.model.template import Near

KNOWN_BANKS: Final = (
    "BCA", "MANDIRI", "BANK RAKYAT INDONESIA", "BRI", "BNI", "BANK NEGARA INDONESIA", "PERMATA", "DANAMON", "CIMB NIAGA",
    "BTN", "OCBC", "OCBC NISP", "BSI", "BANK SYARIAH INDONESIA", "PANIN", "BANK JAGO", "CIMB", "BTPN", "BJB", "HSBC", "UOB", "DBS",
    "MUAMALAT", "BUKOPIN", "SINARMAS", "STANDARD CHARTERED", "BARCLAYS", "NATWEST", "LLOYDS", "SANTANDER", "WESTPAC", "AIB",
    "MAYBANK", "PERMATABANK", "CITIBANK", "BANKWEST", "COMMBANK", "COMMERZBANK", "RABOBANK",
)  # fmt: skip
"""Names that stand without the word BANK too."""

_KNOWN: Final = frozenset(fold(name) for name in KNOWN_BANKS)
_NUMBER: Final = re.compile(r"\d[\d.-]{6,22}\d")
_NAMES_ACCOUNT: Final = re.compile(r"\b(?:BANK|REK|REKENING|NOREK|ACCOUNT|A/C|ACC|VIRTUAL)\b", re.IGNORECASE)
_HOLDER: Final = re.compile(r"A[./]\s?N\.?$|AN\.$|NAMA$|NAME$", re.IGNORECASE)
_ON_BEHALF: Final = re.compile(r"\(?A[./]? ?N[.,]?", re.IGNORECASE)
_NAME_GAP: Final = 4
"""Maximum pieces between the number of an account and the name of its holder: a/n, atas nama."""

_SIDES_OF_HOLDER: Final = frozenset({Near.RIGHT, Near.BELOW})
_LEAST_LETTERS: Final = 3
_BANK_WORDS: Final = 3
"""Words of the longest name of a bank."""

_MOST_HOLDERS: Final = 20


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
    return any(is_bank(piece.text) for piece in line.pieces)


def is_bank(text: str) -> bool:
    """Whether a word, or several, is the name of a bank that everybody knows."""
    return fold(text) in _KNOWN


def known_banks(cell: Cell) -> Iterator[Pieces]:
    """The longest names of banks that everybody knows in a cell; behind the word BANK they are part of a longer one."""
    words = [fold(piece.text) for piece in cell.pieces]
    start = 0
    while start < len(words):
        ends = range(min(start + _BANK_WORDS, len(words)), start, -1)
        end = next(
            (end for end in ends if words[start] and words[end - 1] and "".join(words[start:end]) in _KNOWN), None
        )
        if end is not None and not (start and words[start - 1] == "BANK"):
            yield cell.pieces[start:end]
        start = end or start + 1


def holders(layout: Layout) -> list[Pieces]:
    """Names of the holders of accounts: behind A/N, behind the number of an account, beside the labels of a field for them."""
    found = [*behind_on_behalf(layout), *behind_accounts(layout)]
    for field in layout.template.fields:
        if field.find is not None and field.find.payment is not None and field.find.payment.part == "holder":
            found += [place.pieces for place in layout.near(field) if place.side in _SIDES_OF_HOLDER]
    named = (pieces for pieces in found if sum(map(str.isalpha, "".join(p.text for p in pieces))) >= _LEAST_LETTERS)
    return list(islice(named, _MOST_HOLDERS))


def behind_on_behalf(layout: Layout) -> Iterator[Pieces]:
    """What follows A/N, A.N. or ATAS NAMA within a cell."""
    for cells in layout.cells:
        for cell in cells:
            for place, piece in enumerate(cell.pieces):
                before = cell.pieces[place - 1].text.upper() if place else ""
                is_named = _ON_BEHALF.fullmatch(piece.text) or (before == "ATAS" and piece.text.upper() == "NAMA")
                if is_named and place + 1 < len(cell.pieces):
                    yield cell.pieces[place + 1 :]


def behind_accounts(layout: Layout) -> Iterator[Pieces]:
    """The words behind the number of an account, from ATAS NAMA on if that stands there."""
    for cell, place in layout.once(accounts):
        rest = cell.pieces[place + 1 :]
        named = next((n for n, piece in enumerate(rest[:_NAME_GAP]) if _HOLDER.search(piece.text)), None)
        yield rest[named + 1 :] if named is not None else rest
