"""The parties of a document: the issuer's letterhead, the recipient's block, and every other text that may name one."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from rapidfuzz import fuzz

from berkas.extraction.propose.accounts import holders
from berkas.extraction.propose.address_blocks import (
    ADDRESS_LABELS,
    CONTACT,
    LEAST_LABEL,
    STREET,
    address_of,
    growing,
    labelled_address,
    unlabelled,
    with_value,
)
from berkas.extraction.propose.layout import Layout, Place, Way
from berkas.extraction.propose.party_blocks import party_blocks, without_label
from berkas.layout.cells import Align, Cell, Pieces, block_below
from berkas.layout.folding import fold, fold_label
from berkas.model.strategies import Party, PartyPart, Role

_MOST_NAMES: Final = 60
_MOST_NAME_WORDS: Final = 9
_MOST_ADDRESSES: Final = 120
_ADDRESS_LINES: Final = 5
OVER_EMPTY_LINE: Final = 2.8
"""Maximum distance of the next line of an address, in text heights: one line between may be empty."""

_MORE_LINES: Final = 2
_LEAST_LABEL_LETTERS: Final = 5
_SAME_HEIGHT: Final = 0.08
"""Heights of two lines of one name differ by at most this part."""

_NPWP: Final = re.compile(r"(?:\d[ .-]{0,2}){14,15}\d")


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
        # where the letterhead is a picture, the seller's name may stand at the account alone
        yield from (Place(pieces, Way.KIND) for pieces in layout.once(holders))
        cells = layout.once(_recipient_cells if wanted.role is Role.RECIPIENT else name_cells)
        yield from (Place(cell.pieces, Way.KIND) for cell in cells)
        yield from (Place(pieces, Way.KIND) for pieces in layout.once(_several_lines))
        yield from (Place(pieces, Way.KIND) for pieces in layout.once(_before_labels))
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
    return [without_label(cell, layout) for cell in layout.once(name_cells)]


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
                layout.cells, start, most=_ADDRESS_LINES - 1, align=align, stops=layout.taken, reach=OVER_EMPTY_LINE
            )
            block = [start, *below]
            for pieces in growing(unlabelled(block, layout.cells, layout)):
                found.setdefault(tuple(id(piece) for piece in pieces), pieces)
            if len(found) > _MOST_ADDRESSES:
                return list(found.values())
    return list(found.values())


def _several_lines(layout: Layout) -> list[Pieces]:
    """Names that go on below in letters of the same height, on one further line or two."""
    found = []
    for cell in layout.once(name_cells):
        for align in Align:
            pieces = cell.pieces
            for further in block_below(layout.cells, cell, most=_MORE_LINES, align=align, stops=layout.taken):
                if abs(further.height - cell.height) >= _SAME_HEIGHT * cell.height or not _may_be_name(further):
                    break
                pieces += further.pieces
                found.append(pieces)
            if pieces != cell.pieces:
                break
    return found


def _before_labels(layout: Layout) -> list[Pieces]:
    """The beginning of what may be a name, where a label of something else stands near behind it."""
    template = layout.template
    every = (*(label for field in template.fields for label in field.labels), *template.other_labels)
    labels = {folded for label in every if len(folded := fold_label(label)) >= _LEAST_LABEL_LETTERS}
    known = {
        id(layout.lines[anchor.line].pieces[anchor.start])
        for anchors in layout.anchors.values()
        for anchor in anchors
        if anchor.ratio >= LEAST_LABEL
    }
    found = []
    for cell in layout.once(name_cells):
        words = [fold(piece.text) for piece in cell.pieces]
        for start in range(1, len(words)):
            # a single word that no label begins with may well be one of the name
            is_label = any("".join(words[start:end]) in labels for end in range(start + 2, len(words) + 1))
            if is_label or id(cell.pieces[start]) in known:
                found.append(cell.pieces[:start])
                break
    return found


def _issuer_name(layout: Layout) -> Iterator[Pieces]:
    """The company at the head of the first page: the first with a legal form, else the largest text that is no title."""
    seller = layout.once(party_blocks).seller
    if seller is not None:
        yield seller.pieces


def _issuer_address(layout: Layout) -> Iterator[Pieces]:
    """The lines between the issuer's name and its telephone or tax number."""
    parties = layout.once(party_blocks)
    yield from address_of(unlabelled(parties.seller_block, parties.cells, layout))


def _issuer_contact(layout: Layout) -> Iterator[Pieces]:
    """Each line of the letterhead; then the other lines of the page, for some print contacts at its foot."""
    parties = layout.once(party_blocks)
    yield from (cell.pieces for cell in parties.seller_block)
    buyers = {cell.line for cell in parties.buyer_block}
    others = buyers | layout.taken
    yield from (cell.pieces for line in parties.cells for cell in line if cell.line not in others)


def _issuer_tax_id(layout: Layout) -> Iterator[Pieces]:
    """A tax number of the letterhead, else any that is not the recipient's."""
    parties = layout.once(party_blocks)
    taken = {
        (part.line, part.left) for cell in parties.buyer_block for part in with_value(parties.cells[cell.line], cell)
    }
    for cell in [*parties.seller_block, *(cell for line in parties.cells for cell in line)]:
        if _NPWP.search(cell.text) and (cell.line, cell.left) not in taken:
            yield cell.pieces


def _recipient_name(layout: Layout) -> Iterator[Pieces]:
    """Right of the recipient's label, else below it."""
    buyer = layout.once(party_blocks).buyer
    if buyer is not None:
        yield buyer.pieces


def _recipient_address(layout: Layout) -> Iterator[Pieces]:
    """Behind a label of its own; else the lines below the recipient's name, up to the next label or a contact."""
    parties = layout.once(party_blocks)
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
    parties = layout.once(party_blocks)
    for cell in parties.buyer_block:
        yield from (part.pieces for part in with_value(parties.cells[cell.line], cell))
