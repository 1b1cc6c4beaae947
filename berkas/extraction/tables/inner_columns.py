"""Columns within a column: where its heading ran together with that of a column which nobody knows, such as a date of expiry.

A head may print the titles of two columns as words of one phrase, of which only one is known. The rows show both: in each of them
the same white stands between two texts.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import median
from typing import Final

from berkas.extraction.tables.cutting import Cells, Edges, Names
from berkas.extraction.tables.heading_cells import UNKNOWN
from berkas.extraction.tables.heading_model import Heading
from berkas.layout.lines import Line, Piece

_LEAST_ROWS: Final = 3
_LEAST_WHITE: Final = 0.8
"""In text heights: the least white that parts two columns."""

_BESIDE_NUMBERS: Final = 0.4
_WIDER_THAN_SPACES: Final = 1.5
"""Beside numbers alone less white will do, in text heights, where it is wider than the spaces between words by this ratio."""

Span = tuple[float, float]


def with_inner(
    edges: Edges, heading: Heading, rows: Mapping[int, Cells], lines: Sequence[Line], texts: frozenset[str]
) -> Edges:
    """The edges, with one more in each column of text that is two in every row; what its heading is not above is unknown.

    Args:
        edges: Right edge and names of each column.
        heading: Above the rows.
        rows: The cells of lines that are probably rows, by index.
        lines: Of the document.
        texts: Names of columns of text.
    """
    found: list[tuple[float, Names]] = []
    for edge, names in edges:
        white = _white(names, rows, lines) if texts.issuperset(names) else None
        if white is None:
            found.append((edge, names))
            continue
        middle = (white[0] + white[1]) / 2
        other = (f"{UNKNOWN}{UNKNOWN}{UNKNOWN}{names[0]}",)
        is_right = _is_right(middle, names, rows, heading)
        found += [(middle, other), (edge, names)] if is_right else [(edge, names)]
        if is_right is False:
            found[-1:] = [(middle, names), (edge, other)]
    return found


def _is_right(middle: float, names: Names, rows: Mapping[int, Cells], heading: Heading) -> bool | None:
    """Whether the column is what stands right of the white, or left of it; None where nothing tells.

    Its title does, or where that is above both, that one side is text and the other dates or numbers.
    """
    place = next(((c.left, c.right) for c in heading.columns if c.name in names), None)
    if place is None:
        return None
    if place[0] >= middle or place[1] <= middle:
        return place[0] >= middle
    is_text = [sum(map(_has_letters, side)) > len(side) / 2 for side in _sides(middle, names, rows)]
    return is_text[1] if is_text[0] != is_text[1] else None


def _sides(middle: float, names: Names, rows: Mapping[int, Cells]) -> tuple[list[str], list[str]]:
    """The texts left and right of a place in the cells of a column."""
    found: tuple[list[str], list[str]] = ([], [])
    for cells in rows.values():
        for number, side in enumerate(found):
            own = [piece.text for piece in cells[names] if (piece.left + piece.right > 2 * middle) == bool(number)]
            side.append(" ".join(own))
    return found


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))


def _white(names: Names, rows: Mapping[int, Cells], lines: Sequence[Line]) -> Span | None:
    """The white that every row has at the same place within a column, between two texts; less will do beside numbers."""
    cells = [(cells[names], lines[index].height) for index, cells in rows.items() if names in cells]
    if len(cells) < _LEAST_ROWS or len(cells) < len(rows):
        return None
    height = max(height for _, height in cells)
    common = _gaps(cells[0][0], _BESIDE_NUMBERS * height)
    for pieces, _ in cells[1:]:
        common = _shared(common, _gaps(pieces, _BESIDE_NUMBERS * height), _BESIDE_NUMBERS * height)
    if not common:
        return None
    left, right = max(common, key=lambda gap: gap[1] - gap[0])
    if right - left >= _LEAST_WHITE * height:
        return left, right
    spaces = [after.left - before.right for pieces, _ in cells for before, after in pairwise(pieces)]
    is_wide = right - left >= _WIDER_THAN_SPACES * median(spaces)
    if is_wide and not all(any(map(_has_letters, side)) for side in _sides((left + right) / 2, names, rows)):
        return left, right
    return None


def _gaps(pieces: Sequence[Piece], least: float) -> list[Span]:
    found: list[Span] = []
    right = pieces[0].right
    for piece in pieces[1:]:
        if piece.left - right >= least:
            found.append((right, piece.left))
        right = max(right, piece.right)
    return found


def _shared(some: Sequence[Span], others: Sequence[Span], least: float) -> list[Span]:
    """The white of both, which are in order."""
    found, one, other = [], 0, 0
    while one < len(some) and other < len(others):
        left, right = max(some[one][0], others[other][0]), min(some[one][1], others[other][1])
        if right - left >= least:
            found.append((left, right))
        if some[one][1] < others[other][1]:
            one += 1
        else:
            other += 1
    return found
