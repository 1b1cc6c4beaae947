"""Numbers, terms, rates, currency and sums of a document whose labels are unusual: by where and how they stand."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from berkas.extraction.propose.layout import Layout, Place, Way
from berkas.layout.cells import Cell, Pieces, cells_of
from berkas.layout.folding import fold
from berkas.model.strategies import CurrencySigns, Days, Numbered, RateBeside, Role, SumBelow
from berkas.values.commerce import WORDS_OF_RUPIAH

_NUMBER_LABELS: Final = frozenset(
    {"NO", "NOMOR", "NUMBER", "NOINV", "INV", "REF", "NOREF", "INVOICE", "FAKTUR", "NOTA", "BILL"}
)
_CODED: Final = re.compile(
    r"(?=.*[A-Za-z])(?=.*\d)[A-Za-z0-9]+(?:[/-][A-Za-z0-9.]+){2,}|(?:INV|FKT|FAK|TGH)[A-Z]*[/.-]?\S*\d"
)
_TERMS: Final = re.compile(r"PEMBAYARAN|BAYAR|TEMPO|PAYMENT|PAYABLE|TERMS|\bDUE\b", re.IGNORECASE)
_DAYS: Final = re.compile(r"(?:HARI|DAYS?|HR)\W*$", re.IGNORECASE)
_AMOUNT: Final = re.compile(r"\d{1,3}(?:[.,]\d{3})+|\d{4,}")
_OF_AMOUNT: Final = re.compile(r"(?:RP|IDR)\.?|\(?(?:RP|IDR)?\.?[\d.,]+(?:,?-)?\)?|-", re.IGNORECASE)
_WORDS_OF_TOTAL: Final = re.compile(r"TOTAL|JUMLAH|TAGIHAN|BAYAR|PAYABLE|\bDUE\b|NETT?O|GRAND|\bPAY\b", re.IGNORECASE)
_NO_TOTAL: Final = re.compile(
    r"\bSUB|PPN|VAT|\bTAX|PAJAK|DISKON|DISCOUNT|POTONGAN|DPP|PPH|UANG MUKA|DEPOSIT", re.IGNORECASE
)

_CURRENCY: Final = re.compile(
    r"\W*(?:RP\b|RP\.?\d|(?:IDR|USD|SGD|EUR|GBP|JPY|MYR|AUD|CNY|CHF|THB|INR|HKD|SAR|KRW|CAD|NZD|TWD|PHP|VND|AED)(?![A-Z])|RM(?=\W*\d|\W*$)"
    r"|[A-Z]{1,2}\$|[$€£¥฿₹₩₫]|RUPIAH|RINGGIT|DOLLAR|EURO)",
    re.IGNORECASE,
)


def numbered(layout: Layout, _wanted: Numbered) -> Iterator[Place]:
    """Above the table: what stands behind No or the like at the beginning of a cell; else what looks like such a number."""
    yield from (Place(pieces, Way.STRATEGY) for pieces in _numbers(layout))


def _numbers(layout: Layout) -> Iterator[Pieces]:
    orders = {
        anchor.line
        for field in layout.template.fields
        if field.meaning is Role.ORDER
        for anchor in layout.anchors.get(field.name, ())
    }
    head = [cells for cells in _above_table(layout) if cells and cells[0].line not in orders]
    for cells in head:
        for number, cell in enumerate(cells):
            if fold(cell.text) in _NUMBER_LABELS and number + 1 < len(cells):
                yield cells[number + 1].pieces
            elif fold(cell.pieces[0].text) in _NUMBER_LABELS and len(cell.pieces) > 1:
                yield cell.pieces[1:]
    yield from ((piece,) for cells in head for cell in cells for piece in cell.pieces if _CODED.fullmatch(piece.text))


def days(layout: Layout, _wanted: Days) -> Iterator[Place]:
    """A number of days on a line that speaks of payment."""
    for index, line in enumerate(layout.lines):
        if index in layout.taken or not _TERMS.search(line.text):
            continue
        for place in range(1, len(line.pieces)):
            if _DAYS.match(line.pieces[place].text) and line.pieces[place - 1].text.isdigit():
                yield Place(line.pieces[place - 1 : place + 1], Way.STRATEGY)


def sum_below(layout: Layout, wanted: SumBelow) -> Iterator[Place]:
    """An amount below the table: for a total the last that words of a total stand before, for a subtotal the first of several."""
    sums = layout.once(_sums_below)
    if wanted.role is Role.TOTAL:
        for label, _, amount in reversed(sums):
            if _WORDS_OF_TOTAL.search(label) and not _NO_TOTAL.search(label):
                yield Place(amount, Way.STRATEGY)
    elif wanted.role is Role.SUBTOTAL:
        known = {
            a.line
            for f in layout.template.fields
            if f.meaning is not wanted.role
            for a in layout.anchors.get(f.name, ())
        }
        if len(sums) > 1 and sums[0][1] not in known and not _NO_TOTAL.search(sums[0][0]):
            yield Place(sums[0][2], Way.STRATEGY)
    elif wanted.role is Role.TAX:
        # the last number on the line of the tax, behind its rate
        for field in layout.template.fields:
            for anchor in layout.anchors.get(field.name, ()) if field.meaning is Role.TAX else ():
                cells = [cell for cell in cells_of([layout.lines[anchor.line]])[0] if any(map(str.isdigit, cell.text))]
                if cells:
                    yield Place(cells[-1].pieces, Way.STRATEGY)


def _above_table(layout: Layout) -> list[list[Cell]]:
    """Cells of the first page down to the table."""
    end = min(layout.taken, default=len(layout.lines))
    return [cells for cells in layout.cells[:end] if cells and cells[0].page == 0]


def _sums_below(layout: Layout) -> list[tuple[str, int, Pieces]]:
    """Amounts at the right end of the lines below the table, each behind the words before it and the index of its line."""
    if not layout.taken:
        return []
    found = []
    for index in range(max(layout.taken) + 1, len(layout.lines)):
        pieces = layout.lines[index].pieces
        start = len(pieces)
        while start and _OF_AMOUNT.fullmatch(pieces[start - 1].text):
            start -= 1
        label = " ".join(piece.text for piece in pieces[:start])
        if label and _AMOUNT.search(" ".join(piece.text for piece in pieces[start:])):
            found.append((label, index, pieces[start:]))
    return found


def rate(layout: Layout, wanted: RateBeside) -> Iterator[Place]:
    """The percentages on the lines of a field's label."""
    for anchor in layout.anchors.get(wanted.of, ()):
        pieces = layout.lines[anchor.line].pieces
        for position, piece in enumerate(pieces):
            if "%" in piece.text:
                # the sign may stand apart: 12 %
                found = pieces[max(0, position - 1) : position + 1] if piece.text.strip("()") == "%" else (piece,)
                yield Place(found, Way.STRATEGY)


def currency_signs(layout: Layout, _wanted: CurrencySigns) -> Iterator[Place]:
    """Every word that may name a currency; where none does, the first word that names amounts in Indonesian."""
    pieces = [piece for line in layout.lines for piece in line.pieces]
    signs = [piece for piece in pieces if _CURRENCY.match(piece.text)]
    hints = (piece for piece in pieces if fold(piece.text) in WORDS_OF_RUPIAH)
    for piece in signs or islice(hints, 1):
        yield Place((piece,), Way.STRATEGY)
