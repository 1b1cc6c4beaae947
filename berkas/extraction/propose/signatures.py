"""Who signs: the name that stands below a label, with the space for the signature between."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from berkas.extraction.propose.layout import Layout, Place, Way
from berkas.extraction.propose.party_blocks import LEGAL_FORM
from berkas.extraction.propose.printing import DATED_PLACE
from berkas.layout.cells import Cell
from berkas.layout.folding import fold
from berkas.model.strategies import Signed
from berkas.model.template import Near

_REACH: Final = 16
"""Maximum distance of a name below its label, in text heights: a signature and a duty stamp need room."""

_LEAST_LETTERS: Final = 4
_MOST_WORDS: Final = 8


def signed(layout: Layout, wanted: Signed) -> Iterator[Place]:
    """The first cell that may be a name below each label of a field, in its column.

    Where there is a table, only what stands below it counts.
    """
    last = max(layout.taken, default=-1)
    anchors = [anchor for anchor in layout.anchors.get(wanted.of, ()) if anchor.line > last]
    for anchor in anchors:
        label = layout.lines[anchor.line].pieces[anchor.start : anchor.end]
        for cell in _names(layout, anchor.line, label[0].left, label[-1].right):
            yield Place(cell.pieces, Way.LABEL, anchor, Near.BELOW)
            yield Place(cell.pieces, Way.STRATEGY)
    if not anchors and wanted.below_date:
        dates = (cell for line in layout.cells[last + 1 :] for cell in line if DATED_PLACE.match(cell.text))
        for date in list(dates)[-1:]:
            yield from (Place(cell.pieces, Way.STRATEGY) for cell in _names(layout, date.line, date.left, date.right))


def _names(layout: Layout, line: int, left: float, right: float) -> list[Cell]:
    """The first cell below a place that may be a name; the person's where the name of the firm stands between."""
    known = {fold(label) for field in layout.template.fields for label in field.labels}
    known |= {fold(label) for label in layout.template.other_labels}
    names = (cell for cell in _below(layout, line, left, right) if fold(cell.text) not in known and _may_be_name(cell))
    first, *second = list(islice(names, 2)) or (None,)
    if first is None:
        return []
    is_firm = LEGAL_FORM.search(first.text) is not None
    return second if is_firm and second and LEGAL_FORM.search(second[0].text) is None else [first]


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
