"""Visual lines: the words of a page as rows that a person sees, whatever skew the picture has and however the engine cut them."""

import statistics
from bisect import bisect_left, insort
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from berkas.layout.folding import fold
from berkas.model.geometry import BoundingBox, Page, Word

_SAME_LINE = 0.55
"""Two words stand on one line when their middles differ by less than this part of their height."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, or the part of it before or after a colon, at its place after skew is removed.

    Attributes:
        text: Without colons at its ends; never empty.
        left: In widths of the page, like every length here.
        right: In widths of the page.
        middle: Height of its middle, from the top of the page.
        height: Of its text.
        word: The word that it belongs to.
        after_colon: A colon stands before it.
        folded: Its text as `fold` gives it, made once: every label of a template is compared with it.
    """

    text: str
    left: float
    right: float
    middle: float
    height: float
    word: Word
    after_colon: bool
    folded: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "folded", fold(self.text))


@dataclass(frozen=True, slots=True)
class Line:
    """Pieces from left to right.

    Attributes:
        page: Page index.
        pieces: At least one.
        middle: Height of its middle, in widths of the page.
        height: Usual height of its text.
    """

    page: int
    pieces: tuple[Piece, ...]
    middle: float
    height: float

    @property
    def text(self) -> str:
        """The pieces, separated by spaces."""
        return " ".join(piece.text for piece in self.pieces)


def lines_of(page: Page) -> tuple[Line, ...]:
    """The lines of a page from top to bottom."""
    slope = _slope(page)
    ratio = page.height / page.width
    pieces = sorted(_all_pieces(page, slope, ratio), key=lambda p: p.middle)
    rows: list[_Row] = []
    for piece in pieces:
        row = next((row for row in reversed(rows[-4:]) if _is_beside(piece, row.nearest(piece))), None)
        if row is None:
            row = _Row()
            rows.append(row)
        row.add(piece)
    return tuple(sorted((_line(page.index, row.pieces) for row in rows), key=lambda line: line.middle))


def box_of(pieces: tuple[Piece, ...]) -> BoundingBox:
    """Around the words of the pieces, on the page as it is."""
    return BoundingBox.around(piece.word.box for piece in pieces)


def _slope(page: Page) -> float:
    """How far the text falls per unit to the right, by the middles of words that follow each other on a line of the engine."""
    ratio = page.height / page.width
    falls = []
    for one, other in pairwise(page.words):
        across = other.box.center_x - one.box.center_x
        if one.line == other.line and across > 0.02:
            falls.append((other.box.center_y - one.box.center_y) * ratio / across)
    return statistics.median(falls) if len(falls) >= 5 else 0.0


def _all_pieces(page: Page, slope: float, ratio: float) -> Iterator[Piece]:
    """The pieces of every word; a colon that stands as a word of its own belongs to the word behind it."""
    colon: Word | None = None
    for word in page.words:
        pieces = _pieces(word, slope, ratio)
        if colon is not None and colon.line == word.line and pieces:
            pieces[0] = replace(pieces[0], after_colon=True)
        yield from pieces
        colon = word if word.text.endswith(":") else None


def _pieces(word: Word, slope: float, ratio: float) -> list[Piece]:
    """Cut a word at its colons; the place of each part is its share of the word's length."""
    box = word.box
    middle = box.center_y * ratio - box.center_x * slope
    # a turned page leans: what stands below each other on paper moves sideways in the picture
    shift = box.center_y * ratio * slope
    # the upright box of a sloping word is higher than its text
    height = max(box.h * ratio - abs(slope) * box.w, 0.3 * box.h * ratio)
    pieces, position, after_colon = [], 0, False
    for part in word.text.split(":"):
        if part:
            left = box.x + shift + box.w * position / len(word.text)
            right = left + box.w * len(part) / len(word.text)
            pieces.append(Piece(part, left, right, middle, height, word, after_colon))
        position += len(part) + 1
        after_colon = True
    return pieces


class _Row:
    """Pieces of a line on its way, with their edges in order: a page may have thousands on one line."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self._lefts: list[tuple[float, int]] = []
        self._rights: list[tuple[float, int]] = []

    def add(self, piece: Piece) -> None:
        """Put a piece on the line."""
        number = len(self.pieces)
        self.pieces.append(piece)
        insort(self._lefts, (piece.left, number))
        insort(self._rights, (piece.right, number))

    def nearest(self, piece: Piece) -> Piece:
        """The piece with the least gap to another one; of equally near ones that which came first."""
        near = [*_near(self._rights, piece.left), *_near(self._lefts, piece.right)]
        return self.pieces[min(near)[1]]


def _near(edges: list[tuple[float, int]], place: float) -> Iterator[tuple[float, int]]:
    """How far the edges before and behind a place are, each with the number of the first piece that has it."""
    behind = bisect_left(edges, (place, -1))
    if behind < len(edges):
        yield edges[behind][0] - place, edges[behind][1]
    if behind > 0:
        before = edges[behind - 1][0]
        yield place - before, edges[bisect_left(edges, (before, -1))][1]


def _is_beside(piece: Piece, nearest: Piece) -> bool:
    return abs(piece.middle - nearest.middle) < _SAME_LINE * min(piece.height, nearest.height) + 0.1 * max(
        piece.height, nearest.height
    )


def _line(page: int, row: list[Piece]) -> Line:
    pieces = tuple(sorted(row, key=lambda piece: piece.left))
    return Line(
        page,
        pieces,
        statistics.median(piece.middle for piece in pieces),
        statistics.median(piece.height for piece in pieces),
    )
