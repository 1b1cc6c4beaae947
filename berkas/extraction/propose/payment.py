"""The account that a document asks to be paid to: bank, account and holder, with labels of their own or all in one sentence."""

from collections.abc import Iterator

from berkas.extraction.propose.accounts import accounts, behind_accounts, behind_on_behalf, known_banks
from berkas.extraction.propose.layout import Layout, Place, Way
from berkas.extraction.propose.parties import name_cells
from berkas.layout.cells import Pieces
from berkas.layout.folding import fold
from berkas.model.strategies import Payment


def payment(layout: Layout, wanted: Payment) -> Iterator[Place]:
    """Where a part of the account to pay to may stand, likeliest first."""
    parts = {"bank": _banks, "account": _account_numbers, "holder": behind_accounts}
    yield from (Place(pieces, Way.STRATEGY) for pieces in parts[wanted.part](layout) if pieces)
    if wanted.part == "holder":
        yield from (Place(pieces, Way.KIND) for pieces in behind_on_behalf(layout))
        yield from (Place(cell.pieces, Way.KIND) for cell in layout.once(name_cells))


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
            yield from known_banks(cell)


def _account_numbers(layout: Layout) -> Iterator[Pieces]:
    """A long number on a line that speaks of a bank or an account."""
    yield from ((cell.pieces[place],) for cell, place in layout.once(accounts))
