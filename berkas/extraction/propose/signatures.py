"""Who signs: the name that stands below a label, with the space for the signature between."""

from collections.abc import Iterator
from typing import Final

from berkas.extraction.propose.layout import Layout, Place, Way
from berkas.layout.cells import Cell
from berkas.layout.folding import fold
from berkas.model.strategies import Signed
from berkas.model.template import Near

_REACH: Final = 16
"""Maximum distance of a name below its label, in text heights: a signature and a duty stamp need room."""

_LEAST_LETTERS: Final = 4
_MOST_WORDS: Final = 8


def signed(layout: Layout, wanted: Signed) -> Iterator[Place]:
    """The first cell below each label of a field that may be a name, in its column; where there is a table, below it."""
    known = {fold(label) for field in layout.template.fields for label in field.labels}
    known |= {fold(label) for label in layout.template.other_labels}
    last = max(layout.taken, default=-1)
    for anchor in (anchor for anchor in layout.anchors.get(wanted.of, ()) if anchor.line > last):
        label = layout.lines[anchor.line].pieces[anchor.start : anchor.end]
        left, right = label[0].left, label[-1].right
        for cell in _below(layout, anchor.line, left, right):
            if fold(cell.text) not in known and _may_be_name(cell):
                yield Place(cell.pieces, Way.LABEL, anchor, Near.BELOW)
                yield Place(cell.pieces, Way.STRATEGY)
                break


def _below(layout: Layout, line: int, left: float, right: float) -> Iterator[Cell]:
    """Cells below a label on its page: aligned with it at the left or in the middle, or under it."""
    top = layout.lines[line]
    for index in range(line + 1, len(layout.lines)):
        below = layout.lines[index]
        if below.page != top.page or below.middle - top.middle > _REACH * top.height:
            return
        for cell in layout.cells[index] if index not in layout.taken else ():
            near = 2 * top.height
            is_aligned = abs(cell.left - left) < near or abs((cell.left + cell.right) - (left + right)) < 2 * near
            if is_aligned or (cell.left < right and cell.right > left):
                yield cell


def _may_be_name(cell: Cell) -> bool:
    letters, digits = sum(map(str.isalpha, cell.text)), sum(map(str.isdigit, cell.text))
    return letters >= _LEAST_LETTERS and not digits and len(cell.pieces) <= _MOST_WORDS
