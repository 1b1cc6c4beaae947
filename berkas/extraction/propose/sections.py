"""Values of a section: what stands beside labels below its title, where several sections have the same labels.

Forms print the same labels for husband and wife, buyer and seller, first and second party; only the title above tells whose they
are. A section ends where the next one of the template begins: below it, or beside it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from rapidfuzz import fuzz

from berkas.extraction.propose.layout import Layout, Place, Way
from berkas.extraction.propose.sentences import lines_with
from berkas.layout.cells import Cell
from berkas.layout.folding import fold
from berkas.layout.lines import Line
from berkas.model.strategies import Section
from berkas.model.template import TemplateField

_LEAST_RATIO: Final = 88
_LEAST_FUZZY: Final = 6
_MOST_TITLES: Final = 4
"""Sections of one kind that are looked into: further ones are of other documents."""

_NUMBERING: Final = re.compile(r"^\W*(?:[A-H]|[IVX]{1,4}|\d{1,2})[.)]\s*")


@dataclass(frozen=True, slots=True)
class _Title:
    """The title of a section.

    Attributes:
        titles: All titles that the section may have, folded.
        line: Index of its line.
        cell: Where it stands; None of words within a sentence.
    """

    titles: tuple[str, ...]
    line: int
    cell: Cell | None


def section(layout: Layout, wanted: Section) -> Iterator[Place]:
    """What stands beside the labels of a field within its section, likeliest first."""
    field = next((one for one in layout.template.fields if one.find is not None and one.find.arguments is wanted), None)
    if field is None:
        return
    own = tuple(map(fold, wanted.titles))
    for title in islice((one for one in layout.once(_titles) if one.titles == own), _MOST_TITLES):
        yield from _within(layout, field, wanted, title)


def _titles(layout: Layout) -> Sequence[_Title]:
    """Where the titles of all sections of the template stand, from the top down."""
    found: dict[tuple[tuple[str, ...], int], _Title] = {}
    sections = [field.find.section for field in layout.template.fields if field.find is not None and field.find.section]
    for one in sections:
        titles = tuple(map(fold, one.titles))
        for title in _places_of(layout, one, titles):
            found.setdefault((title.titles, title.line), title)
    return sorted(found.values(), key=lambda title: title.line)


def _places_of(layout: Layout, wanted: Section, titles: tuple[str, ...]) -> Iterator[_Title]:
    if wanted.within:
        yield from (_Title(titles, line, None) for title in wanted.titles for line in lines_with(layout, title))
        return
    cells = (cell for line in layout.cells for cell in line)
    yield from (_Title(titles, cell.line, cell) for cell in cells if any(_is_title(cell, title) for title in titles))


def _is_title(cell: Cell, title: str) -> bool:
    text = fold(_NUMBERING.sub("", cell.text))
    if text == title:
        return True
    return min(len(text), len(title)) >= _LEAST_FUZZY and fuzz.ratio(text, title) >= _LEAST_RATIO


def _within(layout: Layout, field: TemplateField, wanted: Section, title: _Title) -> Iterator[Place]:
    low, high = _columns(layout, title)
    indexes, lines, starts = [], [], []
    for index in range(title.line + (title.cell is None), _end(layout, wanted, title)):
        line = layout.lines[index]
        pieces = tuple(piece for piece in line.pieces if low <= piece.left < high)
        if title.cell is not None and index == title.line:
            pieces = tuple(one for one in pieces if one.left >= title.cell.left and one not in title.cell.pieces)
        if pieces and index not in layout.taken:
            indexes.append(index)
            lines.append(replace(line, pieces=pieces))
            starts.append(line.pieces.index(pieces[0]))
    part = layout.once(_Parts)(tuple(lines), title.titles)
    for place in part.near(next(one for one in part.template.fields if one.name == field.name)):
        anchor = place.anchor
        if anchor is not None:
            start = starts[anchor.line]
            anchor = replace(anchor, line=indexes[anchor.line], start=anchor.start + start, end=anchor.end + start)
        yield replace(place, way=Way.STRATEGY, anchor=anchor)


def _columns(layout: Layout, title: _Title) -> tuple[float, float]:
    """Left and right edge of a section, by the titles of others on its line."""
    own = title.cell
    if own is None:
        return float("-inf"), float("inf")
    others = (one.cell for one in layout.once(_titles) if one.titles != title.titles and one.line == title.line)
    beside = [cell for cell in others if cell is not None]
    low = own.left - own.height if any(cell.left < own.left for cell in beside) else float("-inf")
    return low, min((cell.left - cell.height for cell in beside if cell.left > own.left), default=float("inf"))


def _end(layout: Layout, wanted: Section, title: _Title) -> int:
    """Index of the line that ends a section: the title of another one, or the words that say so."""
    ends = [one.line for one in layout.once(_titles) if one.titles != title.titles]
    ends += [line for words in wanted.until for line in lines_with(layout, words)]
    return min((line for line in ends if line > title.line), default=len(layout.lines))


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
                field.model_copy(update={"labels": field.find.section.labels})
                for field in self._template.fields
                if field.find is not None
                and field.find.section is not None
                and tuple(map(fold, field.find.section.titles)) == titles
            )
            self._made[key] = Layout.of(self._template.model_copy(update={"fields": fields}), lines)
        return self._made[key]
