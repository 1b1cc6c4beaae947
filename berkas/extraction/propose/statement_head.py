"""Finders of a bank statement: the bank and the holder, which most banks print without labels."""

import re
from collections.abc import Iterator
from typing import Final

from berkas.extraction.propose.layout import Layout
from berkas.extraction.propose.payment import KNOWN_BANKS
from berkas.layout.cells import Cell, Pieces
from berkas.layout.folding import fold

_NAMED: Final = re.compile(r"\bBANK\s+[A-Z]", re.IGNORECASE)
_DATES: Final = re.compile(r"\d{1,2}[-/. ]?(?:\d{1,2}|[A-Za-z]{3,9})[-/. ]?\d{2,4}")
_MONTH_OF_YEAR: Final = re.compile(
    r"\b(?:JAN|FEB|PEB|MAR|APR|MEI|MAY|JUN|JUL|AGU|AGT|AUG|SEP|OKT|OCT|NOV|NOP|DES|DEC)[A-Z]*\W{0,3}\d{4}\b",
    re.IGNORECASE,
)
_HEAD_LINES: Final = 12


def statement_bank(layout: Layout) -> Iterator[Pieces]:
    """A name with the word BANK at the head of the first page, else at its foot, else a bank that everybody knows."""
    cells = [cell for line in layout.cells for cell in line if cell.page == 0]
    named = [cell for cell in cells if _NAMED.search(cell.text) and len(cell.text) < 60 and not _is_movement(cell)]
    head = [cell for cell in named if cell.line < _HEAD_LINES]
    yield from (_from_name(cell) for cell in [*head, *named])
    for cell in cells:
        for piece in cell.pieces:
            if any(fold(piece.text) == fold(bank) for bank in KNOWN_BANKS):
                yield (piece,)


def statement_holder(layout: Layout) -> Iterator[Pieces]:
    """What stands left of the account number on its line, else below the line of the bank: the address window."""
    anchors = [anchor for anchor in layout.anchors.get("account_number", ()) if layout.lines[anchor.line].page == 0]
    cells = layout.cells
    for anchor in anchors:
        start = layout.lines[anchor.line].pieces[anchor.start].left
        for line in (anchor.line, anchor.line + 1, anchor.line - 1):
            if 0 <= line < len(cells):
                yield from (
                    cell.pieces for cell in cells[line] if cell.right < start and not any(map(str.isdigit, cell.text))
                )


def statement_period(layout: Layout) -> Iterator[Pieces]:
    """A cell of the first page with two dates, else one that names a month and its year."""
    cells = [cell for line in layout.cells for cell in line if cell.page == 0]
    yield from (cell.pieces for cell in cells if len(_DATES.findall(cell.text)) >= 2)
    yield from (cell.pieces for cell in cells if _MONTH_OF_YEAR.search(cell.text) and not _is_movement(cell))


def total_of_debits(layout: Layout) -> Iterator[Pieces]:
    """What stands under the column of debits on the line of totals."""
    if {"debit", "credit"} <= layout.totals.keys():
        yield layout.totals["debit"]


def total_of_credits(layout: Layout) -> Iterator[Pieces]:
    """What stands under the column of credits on the line of totals."""
    if {"debit", "credit"} <= layout.totals.keys():
        yield layout.totals["credit"]


def _from_name(cell: Cell) -> Pieces:
    """The cell from the word BANK or its legal form on."""
    for position, piece in enumerate(cell.pieces):
        if fold(piece.text) in {"BANK", "PT"}:
            return cell.pieces[position:]
    return cell.pieces


def _is_movement(cell: Cell) -> bool:
    return bool(re.match(r"\d", cell.text))
