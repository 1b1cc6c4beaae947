"""Lists of a text and several amounts on each line, from a title to the end of the document, as statements of two years are.

What stands in such a list is known by its texts: titles of groups have no amounts, and sums are rows like any other.
"""

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from berkas.extraction.tables.cutting import words_of
from berkas.extraction.tables.rows import Row, Rows
from berkas.extraction.tables.table_roles import TableRoles
from berkas.layout.cells import Pieces
from berkas.layout.lines import Line, Piece
from berkas.model.template import FieldType

_AMOUNT: Final = re.compile(
    r"\(?[-–]?(?:RP|IDR)?\.?[-–]?(?:\d{1,3}(?:[.,]\d{3})+|\d+)(?:[.,]\d{1,2})?\)?|[-–]{1,2}", re.IGNORECASE
)
_CURRENCY: Final = re.compile(r"\W*(?:RP|IDR|USD)\W*", re.IGNORECASE)
_YEAR: Final = re.compile(r"(?:19|20)\d{2}")
_NOTE: Final = re.compile(r"(?=.*\d)[\w.,& -]{1,12}")
_APART: Final = 1.1
"""A gap wider than this many text heights parts the number of a note from the text before it."""

_BESIDE: Final = 2.5
"""An amount stands within this many text heights of the edge of its column."""

_FEW: Final = 2

_Edges = tuple[float, float]
"""Left and right edge of a column, in widths of the page."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of the list.

    Attributes:
        line: The line.
        text: What its amounts are of.
        footnote: The number of a note behind the text.
        amounts: From left to right.
    """

    line: Line
    text: Pieces
    footnote: Pieces
    amounts: Pieces


def find_open_list(lines: Sequence[Line], roles: TableRoles, *, first: int, likeness: float) -> Rows | None:
    """The rows below a title; None where fewer than two lines have all amounts.

    Args:
        lines: Of all pages.
        roles: With a column of text, and columns of numbers in the order of their amounts.
        first: Index of the line of the title.
        likeness: How alike that is to one of the template, 0-100.
    """
    names = [field.name for field in roles.fields if field.type is FieldType.NUMBER]
    texts = [field.name for field in roles.fields if field.type is FieldType.STRING]
    entries = [entry for line in lines[first + 1 :] if (entry := _entry(line, len(names))) is not None]
    whole = [entry for entry in entries if len(entry.amounts) == len(names)]
    if len(whole) < _FEW:
        return None
    edges = [_edges([entry.amounts[n] for entry in whole]) for n in range(len(names))]
    rows = [row for entry in entries if (row := _row(entry, texts, names, edges)) is not None]
    found = frozenset(name for row in rows for name in row.cells)
    # labels of sums stand on rows of the list, so that no line is taken
    return Rows(tuple(rows), found, frozenset(), {}, (), dict.fromkeys(found, likeness))


def _entry(line: Line, count: int) -> _Entry | None:
    """What a line holds; None without a text, without an amount, and of years that stand above columns."""
    pieces = [piece for piece in line.pieces if not _CURRENCY.fullmatch(piece.text)]
    begin = len(pieces)
    while begin and len(pieces) - begin < count and _AMOUNT.fullmatch(pieces[begin - 1].text):
        begin -= 1
    amounts, rest = pieces[begin:], pieces[:begin]
    if not amounts or all(_YEAR.fullmatch(piece.text) for piece in amounts):
        return None
    end = _note_of(rest, line.height)
    if not any(map(str.isalpha, "".join(piece.text for piece in rest[:end]))):
        return None
    return _Entry(line, tuple(rest[:end]), tuple(rest[end:]), tuple(amounts))


def _note_of(pieces: Sequence[Piece], height: float) -> int:
    """Where the number of a note begins; the number of pieces where there is none."""
    for start in range(len(pieces) - 1, 0, -1):
        if pieces[start].left - pieces[start - 1].right > _APART * height:
            is_note = _NOTE.fullmatch(" ".join(piece.text for piece in pieces[start:])) is not None
            return start if is_note else len(pieces)
    return len(pieces)


def _edges(pieces: Sequence[Piece]) -> _Edges:
    return statistics.median(piece.left for piece in pieces), statistics.median(piece.right for piece in pieces)


def _off(piece: Piece, edges: _Edges) -> float:
    """How far an amount is from its place in a column, which is aligned on one of its sides."""
    return min(abs(piece.left - edges[0]), abs(piece.right - edges[1]))


def _row(entry: _Entry, texts: Sequence[str], names: Sequence[str], edges: Sequence[_Edges]) -> Row | None:
    """A row with each amount in its column; what stands in none is the number of a note. None where no amount is left."""
    line = entry.line
    row = Row(line.page, line.middle, line.height, {texts[0]: words_of(entry.text)})
    footnote = entry.footnote
    for piece in entry.amounts:
        column = min(range(len(edges)), key=lambda n: _off(piece, edges[n]))
        if _off(piece, edges[column]) > _BESIDE * line.height:
            footnote = footnote or (piece,)
            continue
        row.cells[names[column]] = words_of((piece,))
    if footnote and len(texts) > 1:
        row.cells[texts[1]] = words_of(footnote)
    return row if any(name in row.cells for name in names) else None
