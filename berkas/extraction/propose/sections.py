"""Values of a section: what stands beside labels below its title, where several sections have the same labels.

Forms print the same labels for husband and wife, buyer and seller, first and second party; only the title above tells whose they
are. A section ends where the next one of the template begins: below it, or beside it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from rapidfuzz import fuzz

from berkas.extraction.propose.layout import Layout, Place, Way
from berkas.layout.cells import Cell
from berkas.layout.folding import fold
from berkas.layout.lines import Line
from berkas.model.strategies import Section
from berkas.model.template import TemplateField

_LEAST_RATIO: Final = 88
_LEAST_FUZZY: Final = 6
_NUMBERING: Final = re.compile(r"^\W*(?:[A-H]|[IVX]{1,4}|\d{1,2})[.)]\s*")


@dataclass(frozen=True, slots=True)
class _Title:
    """The title of a section: its titles as folded, and where it stands."""

    titles: tuple[str, ...]
    cell: Cell


def section(layout: Layout, wanted: Section) -> Iterator[Place]:
    """What stands beside the labels of a field within its section, likeliest first."""
    field = next((one for one in layout.template.fields if one.find is not None and one.find.arguments is wanted), None)
    if field is None:
        return
    own = tuple(map(fold, wanted.titles))
    everyone = layout.once(_titles)
    for title in (one for one in everyone if one.titles == own):
        yield from _within(layout, field, title, everyone)


def _titles(layout: Layout) -> Sequence[_Title]:
    """Where the titles of all sections of the template stand, from the top down."""
    groups = {
        tuple(map(fold, field.find.section.titles))
        for field in layout.template.fields
        if field.find is not None and field.find.section is not None
    }
    return [
        _Title(titles, cell)
        for line in layout.cells
        for cell in line
        for titles in groups
        if any(_is_title(cell, title) for title in titles)
    ]


def _is_title(cell: Cell, title: str) -> bool:
    text = fold(_NUMBERING.sub("", cell.text))
    if text == title:
        return True
    return min(len(text), len(title)) >= _LEAST_FUZZY and fuzz.ratio(text, title) >= _LEAST_RATIO


def _within(layout: Layout, field: TemplateField, title: _Title, everyone: Sequence[_Title]) -> Iterator[Place]:
    others = [one.cell for one in everyone if one.titles != title.titles]
    beside = [cell for cell in others if cell.line == title.cell.line]
    below = [cell.line for cell in others if cell.line > title.cell.line]
    low = title.cell.left - title.cell.height if any(cell.left < title.cell.left for cell in beside) else float("-inf")
    high = min((cell.left - cell.height for cell in beside if cell.left > title.cell.left), default=float("inf"))
    indexes, lines, starts = [], [], []
    for index in range(title.cell.line, min(below, default=len(layout.lines))):
        line = layout.lines[index]
        pieces = tuple(piece for piece in line.pieces if low <= piece.left < high)
        if index == title.cell.line:
            pieces = tuple(
                piece for piece in pieces if piece.left >= title.cell.left and piece not in title.cell.pieces
            )
        if pieces and index not in layout.taken:
            indexes.append(index)
            lines.append(replace(line, pieces=pieces))
            starts.append(line.pieces.index(pieces[0]))
    part = layout.once(_parts)(tuple(lines), title.titles)
    for place in part.near(next(one for one in part.template.fields if one.name == field.name)):
        anchor = place.anchor
        if anchor is not None:
            offset = starts[anchor.line]
            anchor = replace(anchor, line=indexes[anchor.line], start=anchor.start + offset, end=anchor.end + offset)
        yield replace(place, way=Way.STRATEGY, anchor=anchor)


class _Parts:
    """Layouts of sections under the labels of their own fields, each made once."""

    def __init__(self, layout: Layout) -> None:
        self._template = layout.template
        self._made: dict[tuple[tuple[int, ...], tuple[str, ...]], Layout] = {}

    def __call__(self, lines: tuple[Line, ...], titles: tuple[str, ...]) -> Layout:
        """The layout of the lines of one section."""
        key = (tuple(id(line.pieces[0].word) for line in lines), titles)
        if key not in self._made:
            fields = tuple(
                field.model_copy(update={"labels": field.find.section.labels, "lines": max(field.lines, 1)})
                for field in self._template.fields
                if field.find is not None
                and field.find.section is not None
                and tuple(map(fold, field.find.section.titles)) == titles
            )
            self._made[key] = Layout.of(self._template.model_copy(update={"fields": fields}), lines)
        return self._made[key]


def _parts(layout: Layout) -> _Parts:
    return _Parts(layout)
