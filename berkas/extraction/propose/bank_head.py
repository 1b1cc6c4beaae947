"""The head of a document of a bank: its name, the holder and the period, which most banks print without labels."""

import re
from collections.abc import Iterator
from typing import Final

from berkas.extraction.propose.accounts import KNOWN_BANKS
from berkas.extraction.propose.anchors import Anchor
from berkas.extraction.propose.layout import Layout, Place, Way
from berkas.extraction.propose.parties import name_cells
from berkas.layout.cells import Cell, Pieces
from berkas.layout.folding import fold
from berkas.model.strategies import Beside, ColumnTotal, Issuer, Period
from berkas.values.banks import FULL_NAMES, bank_of_product

_NAMED: Final = re.compile(r"\bBANK\s+[A-Z]", re.IGNORECASE)
_DATES: Final = re.compile(r"\d{1,2}[-/. ]?(?:\d{1,2}|[A-Za-z]{3,9})[-/. ]?\d{2,4}")
_MONTH_OF_YEAR: Final = re.compile(
    r"\b(?:JAN|FEB|PEB|MAR|APR|MEI|MAY|JUN|JUL|AGU|AGT|AUG|SEP|OKT|OCT|NOV|NOP|DES|DEC)[A-Z]*\W{0,3}\d{4}\b",
    re.IGNORECASE,
)
_ACCOUNT: Final = re.compile(r"\d(?:[\d.-]{6,20})\d")
_IS_NUMBER: Final = re.compile(r"[\d./-]+")
_CURRENCIES: Final = frozenset(("IDR", "RP", "USD", "SGD", "EUR", "RUPIAH", ""))
_NEXT_LINE: Final = 2.3
"""Lines of one block are nearer to each other than this many text heights."""

_HEAD_LINES: Final = 12
_SEVERAL_TOTALS: Final = 4
"""Totals of two columns, each known by its own name and behind that of its table."""
_SENTENCE: Final = 60
"""Minimum characters of a cell that is a sentence."""

_LONGEST: Final = 8
"""Words of the name of a bank with its legal form."""

_KNOWN: Final = frozenset(fold(name) for name in (*KNOWN_BANKS, "PERMATABANK", "JAGO", "BANK DKI"))


def issuer(layout: Layout, _wanted: Issuer) -> Iterator[Place]:
    """A name with the word BANK at the head of the first page, else at its foot; then banks and products that everybody knows."""
    cells = [c for line in layout.cells for c in line if c.page == 0 and c.line not in layout.taken]
    named = [
        cell for cell in cells if _NAMED.search(cell.text) and len(cell.text) < _SENTENCE and not _is_movement(cell)
    ]
    head = [cell for cell in named if cell.line < _HEAD_LINES]
    yield from (Place(_from_name(cell), Way.STRATEGY) for cell in [*head, *named])
    within = [found for cell in cells if len(cell.text) >= _SENTENCE and (found := _name_within(cell))]
    yield from (Place(pieces, Way.STRATEGY) for pieces in within)
    texts = [fold(cell.text) for cell in (*head, *named)] + [fold(" ".join(p.text for p in found)) for found in within]
    for piece in (piece for cell in cells for piece in cell.pieces):
        short = bank_of_product(piece.text) or (piece.folded if piece.folded in _KNOWN else None)
        # where the full name stands, its short name is no other bank
        if short is not None and not any(fold(FULL_NAMES.get(short, short)) in text for text in texts):
            yield Place((piece,), Way.STRATEGY)


def beside(layout: Layout, wanted: Beside) -> Iterator[Place]:
    """What stands beside a value as in the window of an envelope, without digits; where nothing does, names on its page."""
    anchors = [anchor for anchor in layout.anchors.get(wanted.of, ()) if layout.lines[anchor.line].page == 0]
    starts = [(anchor.line, layout.lines[anchor.line].pieces[anchor.start].left) for anchor in anchors]
    starts = starts or [(cell.line, cell.left) for cell in _numbered(layout)]
    found = [pieces for index, start in starts for pieces in _left_of(layout, index, start)]
    found += [pieces for anchor in anchors if (pieces := _behind_number(layout, anchor))]
    found += [pieces for index, start in starts for pieces in _above(layout, index, start)]
    yield from (Place(pieces, Way.STRATEGY) for pieces in found)
    if not found:
        yield from (Place(cell.pieces, Way.KIND) for cell in layout.once(name_cells) if cell.page == 0)


def _left_of(layout: Layout, index: int, start: float) -> Iterator[Pieces]:
    """Cells that end left of a place, on its line and on those next to it."""
    for line in (index, index + 1, index - 1):
        if 0 <= line < len(layout.cells):
            yield from (cell.pieces for cell in layout.cells[line] if cell.right < start and _may_be_holder(cell))


def _above(layout: Layout, index: int, start: float) -> Iterator[Pieces]:
    """The cell right above a place, aligned with it."""
    middle = layout.lines[index].middle
    for cell in layout.cells[index - 1] if index else ():
        is_near = abs(cell.left - start) < cell.height and middle - cell.middle < _NEXT_LINE * cell.height
        if is_near and _may_be_holder(cell):
            yield cell.pieces


def _behind_number(layout: Layout, anchor: Anchor) -> Pieces:
    """What follows the number of an account and its currency on the same cell."""
    following = layout.lines[anchor.line].pieces[anchor.end :]
    own = next((c for c in layout.cells[anchor.line] if following and c.pieces[-1].right >= following[0].right), None)
    pieces = tuple(piece for piece in own.pieces if piece.left >= following[0].left) if own is not None else ()
    start = next((n for n, piece in enumerate(pieces) if not _IS_NUMBER.fullmatch(piece.text)), len(pieces))
    while start and start < len(pieces) and pieces[start].folded in _CURRENCIES:
        start += 1
    return pieces[start:] if start else ()


def _numbered(layout: Layout) -> Iterator[Cell]:
    """Cells at the head of the first page that end with the number of an account, which no label names."""
    for line in layout.cells[:_HEAD_LINES]:
        for cell in line:
            if cell.page == 0 and cell.line not in layout.taken and _ACCOUNT.fullmatch(cell.pieces[-1].text):
                yield cell


def _may_be_holder(cell: Cell) -> bool:
    """Whether a cell may name whose account it is: no number, and not the bank itself."""
    return not any(map(str.isdigit, cell.text)) and cell.pieces[0].folded != "BANK"


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
    """What stands under a column on the line of totals, where several columns have one; of a named table its sum."""
    if wanted.table is not None:
        pieces = layout.totals.get(f"{wanted.table}.{wanted.column}")
        if pieces:
            yield Place(pieces, Way.STRATEGY)
    elif wanted.column in layout.totals and len(layout.totals) >= _SEVERAL_TOTALS:
        yield Place(layout.totals[wanted.column], Way.STRATEGY)


def _from_name(cell: Cell) -> Pieces:
    """The cell from the word BANK or its legal form on."""
    for position, piece in enumerate(cell.pieces):
        if fold(piece.text) in {"BANK", "PT"}:
            return cell.pieces[position:]
    return cell.pieces


def _name_within(cell: Cell) -> Pieces:
    """The name of a bank within a sentence, as its foot says who it is: PT Bank Contoh (Persero) Tbk."""
    pieces = cell.pieces
    for start, piece in enumerate(pieces):
        if piece.folded != "BANK" or not start or pieces[start - 1].folded != "PT":
            continue
        end = start + 1
        while end < min(start + _LONGEST, len(pieces)) and not pieces[end].text[0].islower():
            end += 1
            if pieces[end - 1].folded == "TBK":
                break
        if end > start + 1 and end < start + _LONGEST:
            return pieces[start:end]
    return ()


def _is_movement(cell: Cell) -> bool:
    return bool(re.match(r"\d", cell.text))
