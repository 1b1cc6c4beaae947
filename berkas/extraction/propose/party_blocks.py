"""Where the blocks about the parties of a document stand: the issuer's letterhead and the recipient's name and address."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from berkas.extraction.propose.address_blocks import CONTACT, OTHER_LABEL, STREET
from berkas.extraction.propose.anchors import Anchor, find_anchors
from berkas.extraction.propose.layout import NAME_LABELS, Layout
from berkas.layout.cells import Align, Cell, Pieces, block_below, cells_of
from berkas.layout.folding import fold
from berkas.layout.lines import Line
from berkas.model.strategies import Role

LEGAL_FORM: Final = re.compile(
    r"^(?:PT|CV|UD|PD|FA|FIRMA|KOPERASI|YAYASAN|TOKO|PERUM|BUMDES|APOTEK|RS|KLINIK|PERUSAHAAN|BENGKEL)\b\.?\s?\S"
    r"|,\s?(?:PT|CV|TBK)\b|\b(?:LTD|LIMITED|LLC|INC|CORP|CORPORATION|PLC|GMBH|PTY|PTE|B\.V|SDN\.? ?BHD|BERHAD|ENTERPRISES?)\b",
    re.IGNORECASE,
)
_TITLES: Final = (
    "INVOICE",
    "FAKTUR",
    "FAKTURPENJUALAN",
    "TAGIHAN",
    "NOTATAGIHAN",
    "COMMERCIALINVOICE",
    "SALESINVOICE",
    "INVOICETAGIHAN",
    "SPECIMEN",
    "CONTOH",
    "ORIGINAL",
    "ASLI",
    "LOGO",
)
_LEAST_LABEL: Final = 90
_LEAST_SECOND_LABEL: Final = 85
_SMALL_MOVE: Final = 1.5
_AS_HIGH: Final = 0.93
"""Letters of this part of the greatest height are as high."""

_INDENT: Final = 5
"""Maximum indent of an address, in text heights."""


@dataclass(frozen=True, slots=True)
class PartyBlocks:
    """Where both stand.

    Attributes:
        cells: Of every line.
        seller: The cell with the seller's name.
        seller_block: Cells below it.
        buyer: The cell with the buyer's name.
        buyer_block: Cells below it, in the same column.
        buyer_labels: What stands left of the cells of that block, by line.
    """

    cells: list[list[Cell]]
    seller: Cell | None
    seller_block: list[Cell]
    buyer: Cell | None
    buyer_block: list[Cell]
    buyer_labels: Mapping[int, str]


def party_blocks(layout: Layout) -> PartyBlocks:
    """Where both parties stand."""
    cells = layout.cells
    anchor = _buyer_anchor(layout)
    seller = _seller(cells, anchor, layout.taken)
    buyer, labels = _buyer(cells, anchor) if anchor is not None else (_unlabelled_buyer(cells, seller, layout), None)
    name = without_label(buyer, layout) if buyer is not None else None
    # the address stands under the name, or under the label before it
    tops = [cell for cell in (buyer, name, _indented(cells, buyer, labels)) if cell is not None]
    blocks = [block_below(cells, top, most=6, stops=layout.taken) for top in tops]
    block = next((block for block in blocks if block), [])
    # all lines may be set right or in the middle
    whole = [cell for cell in (buyer, labels) if cell is not None]
    others = (
        block_below(cells, top, most=6, align=align, stops=layout.taken)
        for top in whole
        for align in (Align.RIGHT, Align.CENTER)
    )
    block = max([block, *others], key=len)
    return PartyBlocks(
        cells,
        seller,
        _letterhead(cells, seller, anchor, layout.taken) if seller is not None else [],
        name,
        block,
        _labels_left_of(cells, block, labels),
    )


def _buyer_anchor(layout: Layout) -> Anchor | None:
    first = [line for line in layout.lines if line.page == 0]
    found = [
        anchor
        for anchor in find_anchors(first, layout.role_labels(Role.RECIPIENT))
        if anchor.ratio >= _LEAST_LABEL
        and not _is_title(first[anchor.line].pieces[anchor.start : anchor.end])
        and _begins_cell(first[anchor.line], anchor)
    ]
    return min(found, key=lambda anchor: anchor.line, default=None)


def _begins_cell(line: Line, anchor: Anchor) -> bool:
    """Whether a label is no word within a sentence."""
    return any(cell.pieces[0] is line.pieces[anchor.start] for cell in cells_of([line])[0])


def _is_title(pieces: Pieces) -> bool:
    return fold("".join(piece.text for piece in pieces)) in _TITLES


def _buyer(cells: list[list[Cell]], anchor: Anchor) -> tuple[Cell | None, Cell | None]:
    """The buyer's name, and the label if it stands left of it."""
    line = cells[anchor.line]
    position = 0
    for number, cell in enumerate(line):
        position += len(cell.pieces)
        if position >= anchor.end:
            inside = cell.pieces[len(cell.pieces) - (position - anchor.end) :] if position > anchor.end else ()
            own = [piece for piece in inside if sum(map(str.isalpha, piece.text)) >= 2]
            if own and fold(own[0].text) not in {"YTH", "TH"}:
                return Cell(cell.line, cell.page, tuple(inside), cell.middle, cell.height), cell
            right = line[number + 1] if number + 1 < len(line) else None
            if right is not None and right.pieces[0].after_colon and sum(map(str.isalpha, right.text)) >= 3:
                return right, cell
            below = block_below(cells, cell, most=1)
            named = _named(cells, below[0]) if below else None
            return (named, below[0]) if named is not None else (below[0], None) if below else (None, None)
    return None, None


def _named(cells: list[list[Cell]], label: Cell) -> Cell | None:
    """The name behind a label and a colon, where a heading stands above lines with labels of their own: Nama, Alamat, NPWP."""
    if fold(label.text) in NAME_LABELS:
        behind = next((cell for cell in cells[label.line] if cell.left > label.left), None)
        return behind if behind is not None and behind.pieces[0].after_colon else None
    first, rest = label.pieces[0], label.pieces[1:]
    is_label = fold(first.text) in NAME_LABELS and rest and rest[0].after_colon
    return replace(label, pieces=rest) if is_label else None


def without_label(buyer: Cell, layout: Layout) -> Cell:
    """The name without a second label that stands on its line: Tuan/Toko."""
    line = Line(buyer.page, buyer.pieces, buyer.middle, buyer.height)
    label = next(
        (
            a
            for a in find_anchors([line], layout.role_labels(Role.RECIPIENT))
            if a.start == 0 and a.ratio >= _LEAST_SECOND_LABEL
        ),
        None,
    )
    rest = buyer.pieces[label.end :] if label is not None and not label.cut else ()
    return replace(buyer, pieces=rest) if rest else buyer


def _unlabelled_buyer(cells: list[list[Cell]], seller: Cell | None, layout: Layout) -> Cell | None:
    """Another company above the table: letters in envelopes with a window name no label."""
    end = min(layout.taken, default=len(cells))
    return next(
        (
            cell
            for line in cells[:end]
            for cell in line
            if seller is not None
            and cell.page == 0
            and LEGAL_FORM.search(cell.text)
            and fold(cell.text) != fold(seller.text)
        ),
        None,
    )


def _indented(cells: list[list[Cell]], buyer: Cell | None, label: Cell | None) -> Cell | None:
    """A cell as if in the line of the buyer's name, above an address that is set in from the label or in from the name."""
    if buyer is None or label is None or buyer.line + 1 >= len(cells):
        return None
    following = [c for c in cells[buyer.line + 1] if label.left - c.height < c.left < buyer.left + _INDENT * c.height]
    if not following or following[0].pieces[0].after_colon:
        return None
    return replace(buyer, pieces=(replace(buyer.pieces[0], left=following[0].left), *buyer.pieces[1:]))


def _labels_left_of(cells: list[list[Cell]], block: list[Cell], label: Cell | None) -> Mapping[int, str]:
    if label is None:
        return {}
    return {
        cell.line: fold(left.text.split("/")[0])
        for cell in block
        for left in cells[cell.line]
        if left.right <= cell.left and abs(left.left - label.left) < _SMALL_MOVE * left.height
    }


def _seller(cells: list[list[Cell]], buyer: Anchor | None, table: frozenset[int]) -> Cell | None:
    head = [cell for line in cells for cell in line if cell.page == 0 and (buyer is None or cell.line < buyer.line)]
    named = next((cell for cell in head if LEGAL_FORM.search(cell.text)), None)
    if named is not None:
        return named
    plain = [
        cell
        for cell in head
        if cell.line < min(table, default=len(cells))
        and fold(cell.text) not in _TITLES
        and sum(map(str.isalpha, cell.text)) >= 4
        and not CONTACT.search(cell.text)
        and not OTHER_LABEL.search(cell.text)
        and not STREET.match(cell.text)
    ]
    highest = max((cell.height for cell in plain), default=0.0)
    return next((cell for cell in plain if cell.height >= _AS_HIGH * highest), None)


def _letterhead(cells: list[list[Cell]], seller: Cell, buyer: Anchor | None, stops: frozenset[int]) -> list[Cell]:
    below = max((block_below(cells, seller, most=6, align=align, stops=stops) for align in Align), key=len)
    if buyer is None:
        return below
    # beside the buyer's block the letterhead may go on
    label = _cell_at(cells[buyer.line], buyer.start)
    return [cell for cell in below if cell.line < buyer.line or cell.right < label.left]


def _cell_at(line: list[Cell], position: int) -> Cell:
    """The cell that holds a piece of a line."""
    for cell in line:
        position -= len(cell.pieces)
        if position < 0:
            return cell
    return line[-1]
