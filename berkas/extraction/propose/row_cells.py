"""Cells of single rows of a table: what a column holds in the row whose text is one of some labels."""

from collections.abc import Iterator
from typing import Final

from rapidfuzz import fuzz

from berkas.extraction.propose.anchors import Anchor
from berkas.extraction.propose.layout import Layout, Place, Way
from berkas.layout.folding import fold
from berkas.layout.lines import Piece
from berkas.model.geometry import Word
from berkas.model.strategies import RowCell
from berkas.model.template import FieldType, Near

_LEAST_RATIO: Final = 90
_LEAST_FUZZY: Final = 8


def row_cell(layout: Layout, wanted: RowCell) -> Iterator[Place]:
    """The cells of the rows whose text is one of the labels, those most alike first."""
    rows = layout.tables.get(wanted.table)
    column = _text_column(layout, wanted.table)
    if rows is None or column is None:
        return
    labels = [fold(label) for label in wanted.rows]
    found = [(max(_likeness(fold(row.texts.get(column, "")), label) for label in labels), row) for row in rows.rows]
    pieces = layout.once(_pieces)
    for ratio, row in sorted((one for one in found if one[0]), key=lambda one: -one[0]):
        cell = tuple(piece for word in row.cells.get(wanted.column, ()) for _, _, piece in pieces.get(id(word), ()))
        if cell:
            yield Place(cell, Way.STRATEGY, _anchor(row.cells[column], pieces, ratio), Near.RIGHT)


def _text_column(layout: Layout, table: str) -> str | None:
    """The first column of text of a table."""
    items = next((field.items for field in layout.template.fields if field.name == table), None)
    return next((one.name for one in items.fields if one.type is FieldType.STRING), None) if items else None


def _likeness(text: str, label: str) -> float:
    if text == label:
        return 100.0
    ratio = fuzz.ratio(text, label) if min(len(text), len(label)) >= _LEAST_FUZZY else 0.0
    return ratio if ratio >= _LEAST_RATIO else 0.0


_Pieces = dict[int, list[tuple[int, int, Piece]]]
"""By the identity of a word: index of the line, position on it, and each piece of the word."""


def _pieces(layout: Layout) -> _Pieces:
    found: _Pieces = {}
    for index, line in enumerate(layout.lines):
        for position, piece in enumerate(line.pieces):
            found.setdefault(id(piece.word), []).append((index, position, piece))
    return found


def _anchor(words: list[Word], pieces: _Pieces, ratio: float) -> Anchor | None:
    """The text of a row as the label of its cells: its part on the first line."""
    places = [place for word in words for place in pieces.get(id(word), ())]
    if not places:
        return None
    line = places[0][0]
    positions = [position for index, position, _ in places if index == line]
    letters = sum(len(piece.folded) for _, _, piece in places)
    return Anchor(line, min(positions), max(positions) + 1, ratio, letters=letters)
