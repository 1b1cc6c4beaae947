"""Several lines that one label leads: an address of delivery, what a payment is for."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile
from typing import Final

from berkas.extraction.propose.address_blocks import growing, unlabelled
from berkas.extraction.propose.anchors import Anchor
from berkas.extraction.propose.layout import Layout, Place, Way
from berkas.layout.cells import Cell, block_below
from berkas.model.strategies import Block
from berkas.model.template import Near

_MOST_LINES: Final = 5


def block(layout: Layout, wanted: Block) -> Iterator[Place]:
    """All lines behind or below each label of a field, down to the next label, a contact or a gap."""
    for anchor in layout.anchors.get(wanted.of, ()):
        label = _cell_of(layout, anchor)
        if label is None:
            continue
        first = _behind(layout, label, anchor)
        start = first or label
        below = block_below(layout.cells, start, most=_MOST_LINES - (first is not None), stops=layout.taken)
        # what a colon leads is the value of another label
        own = list(takewhile(lambda cell: not cell.pieces[0].after_colon, below))
        cells = unlabelled([*([first] if first else []), *own], layout.cells, layout)
        for pieces in list(growing(cells))[-1:]:
            yield Place(pieces, Way.LABEL, anchor, Near.BELOW if first is None else Near.RIGHT)
            yield Place(pieces, Way.STRATEGY)


def _cell_of(layout: Layout, anchor: Anchor) -> Cell | None:
    piece = layout.lines[anchor.line].pieces[anchor.start]
    return next((cell for cell in layout.cells[anchor.line] if piece in cell.pieces), None)


def _behind(layout: Layout, label: Cell, anchor: Anchor) -> Cell | None:
    """What stands behind a label: in its cell, or in the next one behind a colon."""
    last = layout.lines[anchor.line].pieces[anchor.end - 1]
    rest = tuple(piece for piece in label.pieces if piece.left >= last.right)
    if rest:
        return replace(label, pieces=rest)
    following = next((cell for cell in layout.cells[anchor.line] if cell.left > label.left), None)
    return following if following is not None and following.pieces[0].after_colon else None
