"""Cutting a line into the cells of its columns: at the edges between columns, but never within a phrase that runs over one."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from berkas.layout.lines import Line, Piece
from berkas.model.geometry import Word

Names = tuple[str, ...]
"""A column by the names of the fields that share it."""

Edges = Sequence[tuple[float, Names]]
"""Right edge and names of each column, from left to right; the last one has no edge."""

Cells = dict[Names, tuple[Piece, ...]]

_WORD_GAP: Final = 0.55
"""Words of a phrase are nearer to each other than this many text heights."""

_SPACE: Final = 0.4
"""Two cells are hardly nearer to each other than this many text heights, as words are."""

_REACH: Final = 3.0
"""A cell may end this many text heights beside the edge of its column."""

_CLEARLY_WIDER: Final = 1.35
_GROUP: Final = re.compile(r"\d{3}(?:[.,]\d{1,2})?$")
_HEAD_OF_GROUPS: Final = re.compile(r"[-+(]?\d{1,3}$")
_INDENTED: Final = 0.5
"""In text heights: the least distance from the counts at which a further line of a text begins."""

_DASHES: Final = frozenset("-–—")
_FAR: Final = 2.0
"""Nothing that belongs to a number stands this many text heights before it; signs of currencies may, at the left edge of a cell."""

_COUNT: Final = re.compile(r"\d{1,4}[.)]?$")
_NUMBERS: Final = re.compile(r"[\W\d]*\d[\W\d]*(?:DB|CR|DR|D|K|C)?\W*$", re.IGNORECASE)


def cut(line: Line, edges: Edges) -> Cells:
    """The pieces of a line by column; columns without any are left out."""
    pieces = line.pieces
    cells: Cells = {}
    begin = 0
    for edge, names in edges:
        end = max(begin, _boundary(line, edge))
        if end > begin:
            cells[names] = _without_far_dash(pieces[begin:end])
        begin = end
    return cells


def _without_far_dash(cell: Sequence[Piece]) -> tuple[Piece, ...]:
    """A number without a dash that stands far before it: that is the empty cell of another column, and no sign."""
    dash, *rest = cell
    is_far = bool(rest) and dash.text in _DASHES and rest[0].left - dash.right > _FAR * dash.height
    return tuple(rest) if is_far and all(_NUMBERS.match(piece.text) for piece in rest) else tuple(cell)


def with_short_counts(
    lines: Mapping[int, Cells], rows: Sequence[int], edges: Edges, numbering: frozenset[str], texts: frozenset[str]
) -> dict[int, Cells]:
    """The cells of lines, where those of a column that counts the rows hold a count and nothing else; words are of the next one.

    No white shows where a count ends that stands before its text as a word does: 4. Office chair.

    Args:
        lines: Cells by the index of their line.
        rows: Indexes of lines that are probably rows.
        edges: Between the columns.
        numbering: Names of columns that count the rows.
        texts: Names of columns of text.
    """
    done = dict(lines)
    for (_, own), (_, following) in pairwise(edges):
        if not numbering.issuperset(own) or not texts.issuperset(following):
            continue
        counts = [cells[own][0].left for index in rows if _COUNT.match(_first(cells := lines[index], own))]
        if len(counts) > len(rows) / 2:
            for index, cells in lines.items():
                moved = _with_short_count(cells, own, following, max(counts))
                done[index] = {names: moved[names] for _, names in edges if moved.get(names)}
    return done


def _first(cells: Cells, names: Names) -> str:
    return cells[names][0].text if names in cells else ""


def _with_short_count(cells: Cells, own: Names, following: Names, left: float) -> Cells:
    pieces = cells.get(own, ())
    if not pieces:
        return cells
    kept = 1 if _COUNT.match(pieces[0].text) else 0
    rest = pieces[kept:]
    # what begins where the counts do may be a title over rows
    if not rest or _NUMBERS.match(rest[0].text) or (not kept and rest[0].left - left < _INDENTED * rest[0].height):
        return cells
    return cells | {own: pieces[:kept], following: (*rest, *cells.get(following, ()))}


def is_crowded(line: Line, cell: Sequence[Piece]) -> bool:
    """Whether a cell stands so near to a neighbour that its edge lies within a run of words."""
    begin = line.pieces.index(cell[0])
    end = begin + len(cell)
    gaps = [_gap(line.pieces, index) for index in (begin, end) if 0 < index < len(line.pieces)]
    return any(gap < _SPACE * line.height for gap in gaps)


def runs_over(line: Line, cells: Cells) -> bool:
    """Whether a phrase runs from one column into the next, as sentences below a table do."""
    edge = 0
    for pieces in list(cells.values())[:-1]:
        edge += len(pieces)
        words = line.pieces[edge - 1].text, line.pieces[edge].text
        if _gap(line.pieces, edge) < _SPACE * line.height and all(word.isalpha() for word in words):
            return True
    return False


def words_of(pieces: Sequence[Piece]) -> list[Word]:
    """The words of a cell in reading order; two lines of it may stand on one line of the page when other cells are centred."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.middle):
        if rows and piece.middle - rows[-1][0].middle < 0.6 * piece.height:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    words: list[Word] = []
    for row in rows:
        for piece in sorted(row, key=lambda piece: piece.left):
            if not words or words[-1] is not piece.word:
                words.append(piece.word)
    return words


def text_of(words: Sequence[Word]) -> str:
    """The words, separated by spaces."""
    return " ".join(word.text for word in words)


def _boundary(line: Line, edge: float) -> int:
    """Index of the first piece that stands behind an edge."""
    pieces, height = line.pieces, line.height
    plain = sum((piece.left + piece.right) / 2 <= edge for piece in pieces)
    if plain in {0, len(pieces)} or _gap(pieces, plain) >= _WORD_GAP * height:
        return plain
    if _NUMBERS.match(pieces[plain].text) and _NUMBERS.match(pieces[plain - 1].text):
        return _before_groups(pieces, plain)
    # the edge falls into a phrase: a wider gap nearby is where the cell ends
    near = [
        index
        for index in range(1, len(pieces))
        if abs((pieces[index - 1].right + pieces[index].left) / 2 - edge) < _REACH * height
        and _gap(pieces, index) >= _CLEARLY_WIDER * max(_gap(pieces, plain), 0.1 * height)
    ]
    if near:
        return max(near, key=lambda index: _gap(pieces, index) - 0.05 * abs(index - plain) * height)
    return plain


def _before_groups(pieces: Sequence[Piece], index: int) -> int:
    """Where a number begins whose groups of three digits are parted by spaces; the index itself where none is cut there."""
    if not _GROUP.match(pieces[index].text):
        return index
    while index and _HEAD_OF_GROUPS.match(pieces[index - 1].text):
        index -= 1
        if not _GROUP.match(pieces[index].text):
            break
    return index


def _gap(pieces: Sequence[Piece], index: int) -> float:
    return pieces[index].left - pieces[index - 1].right
