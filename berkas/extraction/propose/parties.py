"""The parties of a document: the issuer's letterhead, the recipient's block, and every other text that may name one."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from rapidfuzz import fuzz

from berkas.extraction.propose.address_blocks import (
    ADDRESS_LABELS,
    CONTACT,
    OTHER_LABEL,
    STREET,
    address_of,
    growing,
    labelled_address,
    unlabelled,
    with_value,
)
from berkas.extraction.propose.anchors import Anchor, find_anchors
from berkas.extraction.propose.layout import Layout, Place, Way
from berkas.layout.cells import Align, Cell, Pieces, block_below, cells_of
from berkas.layout.folding import fold
from berkas.layout.lines import Line
from berkas.model.strategies import CurrencySigns, Party, PartyPart, RateBeside, Role

LEGAL_FORM: Final = re.compile(
    r"^(?:PT|CV|UD|PD|FA|FIRMA|KOPERASI|YAYASAN|TOKO|PERUM|BUMDES|APOTEK|RS|KLINIK|PERUSAHAAN|BENGKEL)\b\.?\s?\S"
    r"|,\s?(?:PT|CV|TBK)\b|\b(?:LTD|LIMITED|LLC|INC|CORP|CORPORATION|PLC|GMBH|PTY|PTE|B\.V)\b",
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
_MOST_NAMES: Final = 60
_MOST_NAME_WORDS: Final = 9
_MOST_ADDRESSES: Final = 120
_ADDRESS_LINES: Final = 5
_OVER_EMPTY_LINE: Final = 2.8
"""In heights: an address goes on below a line that was left empty."""

_SAME_HEIGHT: Final = 0.08
"""Heights of two lines of one name differ by at most this part."""

_CURRENCY: Final = re.compile(
    r"\W*(?:RP\b|RP\.?\d|IDR|USD|SGD|EUR|GBP|JPY|MYR|AUD|CNY|US\$|S\$|[$€£¥]|RUPIAH)", re.IGNORECASE
)
_NPWP: Final = re.compile(r"(?:\d[ .-]{0,2}){14,15}\d")
_LEAST_LABEL: Final = 90
_LEAST_SECOND_LABEL: Final = 85
_SMALL_MOVE: Final = 1.5
_INDENT: Final = 5
"""An address is set in by so many heights at most."""


@dataclass(frozen=True, slots=True)
class _Parties:
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


def party(layout: Layout, wanted: Party) -> Iterator[Place]:
    """Where a part of what stands about a party may be, likeliest first; of a name also every other text that may be one."""
    parts: Mapping[tuple[Role, PartyPart], Callable[[Layout], Iterator[Pieces]]] = {
        (Role.ISSUER, PartyPart.NAME): _issuer_name,
        (Role.ISSUER, PartyPart.ADDRESS): _issuer_address,
        (Role.ISSUER, PartyPart.TAX_ID): _issuer_tax_id,
        (Role.ISSUER, PartyPart.PHONE): _issuer_contact,
        (Role.ISSUER, PartyPart.EMAIL): _issuer_contact,
        (Role.RECIPIENT, PartyPart.NAME): _recipient_name,
        (Role.RECIPIENT, PartyPart.ADDRESS): _recipient_address,
        (Role.RECIPIENT, PartyPart.TAX_ID): _recipient_block,
        (Role.RECIPIENT, PartyPart.PHONE): _recipient_block,
        (Role.RECIPIENT, PartyPart.EMAIL): _recipient_block,
    }
    yield from (Place(pieces, Way.STRATEGY) for pieces in parts[wanted.role, wanted.part](layout))
    if wanted.part is PartyPart.NAME:
        cells = layout.once(_recipient_cells if wanted.role is Role.RECIPIENT else name_cells)
        yield from (Place(cell.pieces, Way.KIND) for cell in cells)
        yield from (Place(pieces, Way.KIND) for pieces in layout.once(_two_lines))
    if wanted.part is PartyPart.ADDRESS:
        yield from (Place(pieces, Way.KIND) for pieces in layout.once(_other_addresses))


def name_cells(layout: Layout) -> list[Cell]:
    """Cells of the first and last page outside tables that may be the name of a company or a person."""
    last = layout.lines[-1].page if layout.lines else 0
    return [
        cell
        for index, line in enumerate(layout.cells)
        if index not in layout.taken
        for cell in line
        if cell.page in {0, last} and _may_be_name(cell)
    ][:_MOST_NAMES]


def _recipient_cells(layout: Layout) -> list[Cell]:
    """The same without a label of the recipient before the name: Tuan/Toko."""
    return [_without_label(cell, layout) for cell in layout.once(name_cells)]


def _may_be_name(cell: Cell) -> bool:
    text = cell.text
    letters, digits = sum(map(str.isalpha, text)), sum(map(str.isdigit, text))
    return (
        letters >= 3
        and letters > 3 * digits
        and len(cell.pieces) <= _MOST_NAME_WORDS
        and not CONTACT.search(text)
        and not STREET.match(text)
    )


def _other_addresses(layout: Layout) -> list[Pieces]:
    """Blocks that begin with a street or stand below a text that may be a name, ended after each of their lines."""
    starts = [
        cell for line in layout.cells for cell in line if cell.line not in layout.taken and STREET.match(cell.text)
    ]
    for name in layout.once(name_cells):
        for align in Align:
            starts += block_below(layout.cells, name, most=1, align=align, stops=layout.taken)
    found: dict[tuple[int, ...], Pieces] = {}
    for start in starts:
        for align in Align:
            below = block_below(
                layout.cells, start, most=_ADDRESS_LINES - 1, align=align, stops=layout.taken, reach=_OVER_EMPTY_LINE
            )
            block = [start, *below]
            for pieces in growing(unlabelled(block, layout.cells, layout)):
                found.setdefault(tuple(id(piece) for piece in pieces), pieces)
            if len(found) > _MOST_ADDRESSES:
                return list(found.values())
    return list(found.values())


def _two_lines(layout: Layout) -> list[Pieces]:
    """Names that go on below in letters of the same height."""
    found = []
    for cell in layout.once(name_cells):
        for align in Align:
            below = block_below(layout.cells, cell, most=1, align=align, stops=layout.taken)
            if below and abs(below[0].height - cell.height) < _SAME_HEIGHT * cell.height and _may_be_name(below[0]):
                found.append((*cell.pieces, *below[0].pieces))
                break
    return found


def _issuer_name(layout: Layout) -> Iterator[Pieces]:
    """The company at the head of the first page: the first with a legal form, else the largest text that is no title."""
    seller = layout.once(_parties).seller
    if seller is not None:
        yield seller.pieces


def _issuer_address(layout: Layout) -> Iterator[Pieces]:
    """The lines between the issuer's name and its telephone or tax number."""
    parties = layout.once(_parties)
    yield from address_of(unlabelled(parties.seller_block, parties.cells, layout))


def _issuer_contact(layout: Layout) -> Iterator[Pieces]:
    """Each line of the letterhead; then the other lines of the page, for some print contacts at its foot."""
    parties = layout.once(_parties)
    yield from (cell.pieces for cell in parties.seller_block)
    buyers = {cell.line for cell in parties.buyer_block}
    others = buyers | layout.taken
    yield from (cell.pieces for line in parties.cells for cell in line if cell.line not in others)


def _issuer_tax_id(layout: Layout) -> Iterator[Pieces]:
    """A tax number of the letterhead, else any that is not the recipient's."""
    parties = layout.once(_parties)
    taken = {
        (part.line, part.left) for cell in parties.buyer_block for part in with_value(parties.cells[cell.line], cell)
    }
    for cell in [*parties.seller_block, *(cell for line in parties.cells for cell in line)]:
        if _NPWP.search(cell.text) and (cell.line, cell.left) not in taken:
            yield cell.pieces


def _recipient_name(layout: Layout) -> Iterator[Pieces]:
    """Right of the recipient's label, else below it."""
    buyer = layout.once(_parties).buyer
    if buyer is not None:
        yield buyer.pieces


def _recipient_address(layout: Layout) -> Iterator[Pieces]:
    """Behind a label of its own; else the lines below the recipient's name, up to the next label or a contact."""
    parties = layout.once(_parties)
    for cell in labelled_address(parties.cells, parties.buyer):
        below = block_below(parties.cells, cell, most=2, stops=layout.taken)
        yield from address_of(unlabelled([cell, *below], parties.cells, layout))
    block = []
    for cell in parties.buyer_block:
        label = parties.buyer_labels.get(cell.line, "")
        if label and not any(fuzz.ratio(label, wanted) >= 80 for wanted in ADDRESS_LABELS):
            break
        block.append(cell)
    yield from address_of(unlabelled(block, parties.cells, layout))


def _recipient_block(layout: Layout) -> Iterator[Pieces]:
    """Each line of the recipient's block with what stands behind its colon."""
    parties = layout.once(_parties)
    for cell in parties.buyer_block:
        yield from (part.pieces for part in with_value(parties.cells[cell.line], cell))


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
    """Every word that may name a currency."""
    for line in layout.lines:
        for piece in line.pieces:
            if _CURRENCY.match(piece.text):
                yield Place((piece,), Way.STRATEGY)


def _parties(layout: Layout) -> _Parties:
    cells = layout.cells
    anchor = _buyer_anchor(layout)
    seller = _seller(cells, anchor)
    buyer, labels = _buyer(cells, anchor) if anchor is not None else (_unlabelled_buyer(cells, seller, layout), None)
    name = _without_label(buyer, layout) if buyer is not None else None
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
    return _Parties(
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
            return (below[0], None) if below else (None, None)
    return None, None


def _without_label(buyer: Cell, layout: Layout) -> Cell:
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


def _seller(cells: list[list[Cell]], buyer: Anchor | None) -> Cell | None:
    head = [cell for line in cells for cell in line if cell.page == 0 and (buyer is None or cell.line < buyer.line)]
    named = next((cell for cell in head if LEGAL_FORM.search(cell.text)), None)
    if named is not None:
        return named
    plain = [
        cell
        for cell in head
        if fold(cell.text) not in _TITLES
        and sum(map(str.isalpha, cell.text)) >= 4
        and not CONTACT.search(cell.text)
        and not OTHER_LABEL.search(cell.text)
    ]
    return max(plain, key=lambda cell: cell.height, default=None)


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
