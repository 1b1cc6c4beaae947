"""The head of a document of a bank: its name, the holder and the period, which most banks print without labels."""

import re
from collections.abc import Iterator
from typing import Final

from berkas.extraction.propose.layout import Layout, Place, Way
from berkas.extraction.propose.payment import KNOWN_BANKS
from berkas.layout.cells import Cell, Pieces
from berkas.layout.folding import fold
from berkas.model.strategies import Beside, ColumnTotal, Issuer, Period

_NAMED: Final = re.compile(r"\bBANK\s+[A-Z]", re.IGNORECASE)
_DATES: Final = re.compile(r"\d{1,2}[-/. ]?(?:\d{1,2}|[A-Za-z]{3,9})[-/. ]?\d{2,4}")
_MONTH_OF_YEAR: Final = re.compile(
    r"\b(?:JAN|FEB|PEB|MAR|APR|MEI|MAY|JUN|JUL|AGU|AGT|AUG|SEP|OKT|OCT|NOV|NOP|DES|DEC)[A-Z]*\W{0,3}\d{4}\b",
    re.IGNORECASE,
)
_HEAD_LINES: Final = 12


def issuer(layout: Layout, _wanted: Issuer) -> Iterator[Place]:
    """A name with the word BANK at the head of the first page, else at its foot, else a bank that everybody knows."""
    cells = [cell for line in layout.cells for cell in line if cell.page == 0]
    named = [cell for cell in cells if _NAMED.search(cell.text) and len(cell.text) < 60 and not _is_movement(cell)]
    head = [cell for cell in named if cell.line < _HEAD_LINES]
    yield from (Place(_from_name(cell), Way.STRATEGY) for cell in [*head, *named])
    for cell in cells:
        for piece in cell.pieces:
            if any(fold(piece.text) == fold(bank) for bank in KNOWN_BANKS):
                yield Place((piece,), Way.STRATEGY)


def beside(layout: Layout, wanted: Beside) -> Iterator[Place]:
    """What stands left of a label on its line or the lines next to it, without digits: the address window."""
    anchors = [anchor for anchor in layout.anchors.get(wanted.of, ()) if layout.lines[anchor.line].page == 0]
    cells = layout.cells
    for anchor in anchors:
        start = layout.lines[anchor.line].pieces[anchor.start].left
        for line in (anchor.line, anchor.line + 1, anchor.line - 1):
            if 0 <= line < len(cells):
                yield from (
                    Place(cell.pieces, Way.STRATEGY)
                    for cell in cells[line]
                    if cell.right < start and not any(map(str.isdigit, cell.text))
                )


def period(layout: Layout, _wanted: Period) -> Iterator[Place]:
    """A cell of the first page with two dates, else one that names a month and its year."""
    cells = [cell for line in layout.cells for cell in line if cell.page == 0]
    yield from (Place(cell.pieces, Way.STRATEGY) for cell in cells if len(_DATES.findall(cell.text)) >= 2)
    yield from (
        Place(cell.pieces, Way.STRATEGY)
        for cell in cells
        if _MONTH_OF_YEAR.search(cell.text) and not _is_movement(cell)
    )


def column_total(layout: Layout, wanted: ColumnTotal) -> Iterator[Place]:
    """What stands under a column on the line of totals, where several columns have one."""
    if wanted.column in layout.totals and len(layout.totals) >= 2:
        yield Place(layout.totals[wanted.column], Way.STRATEGY)


def _from_name(cell: Cell) -> Pieces:
    """The cell from the word BANK or its legal form on."""
    for position, piece in enumerate(cell.pieces):
        if fold(piece.text) in {"BANK", "PT"}:
            return cell.pieces[position:]
    return cell.pieces


def _is_movement(cell: Cell) -> bool:
    return bool(re.match(r"\d", cell.text))
