"""Labels as anchors: find a printed label, however it was misread, and what stands beside or below it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from berkas.extraction.lines import Line, Piece

_LEAST_RATIO = 78
_SHORT = 4
"""Labels of so few letters must be read exactly."""

_MOST_PIECES = 7
_GAP = 3.5
"""A gap wider than so many heights of the text ends a value: what follows is another column."""

_FOLD = str.maketrans("01578", "OISTB")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A label as found.

    Attributes:
        line: Index of its line.
        start: Index of its first piece.
        end: Index after its last piece.
        ratio: How alike it is, 0-100.
    """

    line: int
    start: int
    end: int
    ratio: float


def fold(text: str) -> str:
    """Letters only, in capitals, digits as the letters they are mistaken for."""
    return re.sub(r"[^A-Z]", "", text.upper().translate(_FOLD))


def find_anchors(lines: Sequence[Line], labels: Iterable[str]) -> list[Anchor]:
    """Every place where one of the labels stands, the most alike first, then from top to bottom."""
    folded = [fold(label) for label in labels]
    found = []
    for index, line in enumerate(lines):
        best = max((_best_in(line, index, label) for label in folded if label), key=lambda a: a.ratio, default=None)
        if best is not None and best.ratio:
            found.append(best)
    return sorted(found, key=lambda anchor: (-anchor.ratio, anchor.line))


def _best_in(line: Line, index: int, label: str) -> Anchor:
    best = Anchor(index, 0, 0, 0.0)
    texts = [fold(piece.text) for piece in line.pieces]
    for start in range(len(texts)):
        if not texts[start]:
            continue
        joined = ""
        for end in range(start + 1, min(start + _MOST_PIECES, len(texts)) + 1):
            joined += texts[end - 1]
            if len(joined) > len(label) * 1.4 + 1:
                break
            ratio = fuzz.ratio(joined, label) if len(label) > _SHORT else 100.0 * (joined == label)
            # of two equally good places the shorter one leaves more to the value
            if ratio >= _LEAST_RATIO and ratio > best.ratio:
                best = Anchor(index, start, end, ratio)
    return best


def right_of(line: Line, anchor: Anchor, others: Iterable[Anchor]) -> tuple[Piece, ...]:
    """Pieces to the right of an anchor, up to a wide gap or the next label."""
    stop = min((a.start for a in others if a.line == anchor.line and a.start >= anchor.end), default=len(line.pieces))
    return until_gap(line.pieces[anchor.end : stop], line.height)


def until_gap(pieces: Sequence[Piece], height: float) -> tuple[Piece, ...]:
    """Pieces up to the first gap that is too wide for a space; punctuation alone at the start is left out."""
    kept: list[Piece] = []
    for piece in pieces:
        if not kept and not re.search(r"\w", piece.text) and piece.text.strip("-–") == piece.text:
            continue
        if kept and piece.left - kept[-1].right > _GAP * height:
            break
        kept.append(piece)
    return tuple(kept)


def below(lines: Sequence[Line], index: int, left: float, *, most: int, taken: set[int]) -> list[tuple[Piece, ...]]:
    """What stands in the following lines under a left edge, line by line.

    Args:
        lines: Of one page.
        index: Of the line to begin under.
        left: Left edge of the column, in widths of the page.
        most: How many lines at most.
        taken: Lines that begin with a label and so end the column.
    """
    found: list[tuple[Piece, ...]] = []
    previous = lines[index]
    for number in range(index + 1, len(lines)):
        line = lines[number]
        if len(found) == most or number in taken or line.page != previous.page:
            break
        if line.middle - previous.middle > 2.2 * max(line.height, previous.height):
            break
        pieces = until_gap([p for p in line.pieces if p.left >= left - 1.5 * line.height], line.height)
        if not pieces or abs(pieces[0].left - left) > 3 * line.height:
            continue
        found.append(pieces)
        previous = line
    return found
