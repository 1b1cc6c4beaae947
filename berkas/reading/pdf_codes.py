"""QR codes, bar codes and the like on a PDF page that is read by its text layer: only what may be one is drawn.

A page of text has no picture, and drawing it would cost more than reading it. So its objects are looked at first: pictures, and
groups of small squares or of narrow bars, as programs draw codes. Only these parts are drawn.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from berkas.model.geometry import BoundingBox, Code
from berkas.reading.codes import boxed, find_codes
from berkas.reading.glyphs import Turn
from berkas.reading.images import Pixels
from berkas.reading.pdf_drawing import Box, Watch

_KINDS: Final = (pdfium_c.FPDF_PAGEOBJ_IMAGE, pdfium_c.FPDF_PAGEOBJ_PATH, pdfium_c.FPDF_PAGEOBJ_FORM)
_MOST_OBJECTS: Final = 20_000
"""Of a page that are looked at; of a page with more the whole is drawn."""

_LEAST_SIDE: Final = 12.0
"""Points: the least QR code that a phone reads is 10 mm wide; pictures that are narrower are lines."""

_MOST_MODULE: Final = 12.0
_LEAST_MODULE: Final = 0.4
_MOST_RUN: Final = 12
"""Squares of a code beside each other are often drawn as one rectangle; a longer one is a line of a table."""

_LEAST_MODULES: Final = 40
"""The smallest QR code has some 120 runs of dark squares, the smallest Data Matrix 30 beside its border."""

_CELL: Final = 24.0
"""Points: squares that are no further apart belong together."""

_LEAST_BARS: Final = 16
_MOST_PITCH: Final = 6.0
"""Points from bar to bar on average; columns and rows of tables are wider."""

_LEAST_SEGMENTS: Final = 80
"""Of one path that may be a whole code."""

_DEEPEST: Final = 3
"""Forms in forms that are looked at."""

_QUIET: Final = 12.0
"""Points around a part that are drawn with it: white separates codes from what is beside them."""

_MOST_PIXELS: Final = 50_000_000
"""Of a picture in a page: a page with a larger one is read without it, as long as nothing else asks for its picture."""

_MOST_PAGE: Final = 20_000.0
"""Points; PDF allows 14 400 (ISO 32000-1, annex C)."""

_MOST_PARTS: Final = 12
_SMALL: Final = 200.0
_DPI: Final = 200.0
_DPI_OF_SMALL: Final = 300.0
_LEAST_DPI: Final = 72.0
_FINER: Final = 1.25
"""A picture is drawn with this many dots for each of its own; more would show nothing more."""

_MOST_SEGMENTS_OF_FORMS: Final = 20_000
"""Of the paths in the forms of a page: pdfium draws a form without a pause, and 45 000 lines across a page cost it 11 s of CPU."""

Draw = Callable[[float, Box], Pixels | None]
"""Draws a part of the page at dots per inch; None where that takes too long."""


def find_on_page(page: pdfium.PdfPage, index: int, draw: Draw, watch: Watch) -> tuple[Code, ...]:
    """The codes of a page, from top to bottom; none where looking for them would cost the page its text.

    Args:
        page: Of an open PDF.
        index: Of the page.
        draw: Draws a part of it.
        watch: Says when to stop; codes that were found till then are kept.
    """
    width, height = page.get_size()
    if not (_LEAST_SIDE <= width <= _MOST_PAGE and _LEAST_SIDE <= height <= _MOST_PAGE):
        return ()
    found: list[Code] = []
    for part in _drawn(_candidates(page, watch), width, height):
        picture = None if watch.is_over else draw(part.dpi, part.box)
        if picture is None:
            break
        left, top, right, bottom = part.box
        on_page = BoundingBox(index, left / width, top / height, (right - left) / width, (bottom - top) / height)
        found += [boxed(code, on_page) for code in find_codes(picture, index)]
    return tuple(sorted(found, key=lambda code: (code.box.y, code.box.x)))


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a page that may hold codes, and the dots per inch that show them."""

    box: Box
    dpi: float = _DPI_OF_SMALL


@dataclass(slots=True)
class _Seen:
    """What of a page may be a code.

    Attributes:
        parts: That may be one by themselves.
        modules: Small rectangles.
        bars: Narrow ones by what those of one code share: direction, edge and length.
        is_full: There are too many objects to look at.
        is_heavy: A picture or the forms in it are too large to be drawn for this alone.
        in_forms: Segments of paths and other objects in forms.
    """

    parts: list[_Part] = field(default_factory=list)
    modules: list[Box] = field(default_factory=list)
    bars: dict[tuple[bool, int, int], list[Box]] = field(default_factory=lambda: defaultdict(list))
    is_full: bool = False
    is_heavy: bool = False
    in_forms: int = 0


def _candidates(page: pdfium.PdfPage, watch: Watch) -> list[_Part]:
    seen, to_seen = _Seen(), Turn(page)
    for number, found in enumerate(page.get_objects(filter=_KINDS, max_depth=1)):
        if seen.is_heavy or watch.is_over:
            return []
        if number == _MOST_OBJECTS:
            seen.is_full = True
            break
        try:
            box = to_seen.box(found.get_bounds())
        except pdfium.PdfiumError:
            continue
        if all(map(math.isfinite, box)):
            _look_at(page, found, box, seen)
    if seen.is_heavy:
        return []
    if seen.is_full:
        return [_Part((0.0, 0.0, *page.get_size()))]
    return [*seen.parts, *map(_Part, (*_squares(seen.modules), *_bars(seen.bars.values())))]


def _look_at(page: pdfium.PdfPage, found: pdfium.PdfObject, box: Box, seen: _Seen) -> None:
    across, down = box[2] - box[0], box[3] - box[1]
    if found.type == pdfium_c.FPDF_PAGEOBJ_IMAGE:
        columns, rows = found.get_px_size() if isinstance(found, pdfium.PdfImage) else (0, 0)
        seen.is_heavy |= columns * rows > _MOST_PIXELS
        if min(across, down) >= _LEAST_SIDE:
            dpi = max(columns, rows) / max(across, down) * 72 * _FINER
            seen.parts.append(_Part(box, min(max(dpi, _LEAST_DPI), _DPI_OF_SMALL)))
    elif found.type == pdfium_c.FPDF_PAGEOBJ_FORM:
        if _has_pieces(page, found, seen) and min(across, down) >= _LEAST_SIDE:
            seen.parts.append(_Part(box))
    elif min(across, down) >= _LEAST_SIDE:
        if pdfium_c.FPDFPath_CountSegments(found) >= _LEAST_SEGMENTS:
            seen.parts.append(_Part(box))
    elif min(across, down) >= _LEAST_MODULE and max(across, down) <= _MOST_RUN * min(across, down):
        if max(across, down) <= _MOST_MODULE * _MOST_RUN:
            seen.modules.append(box)
    elif down > across:
        seen.bars[True, round(box[1] * 2), round(down * 2)].append(box)
    else:
        seen.bars[False, round(box[0] * 2), round(across * 2)].append(box)


def _has_pieces(page: pdfium.PdfPage, form: pdfium.PdfObject, seen: _Seen) -> bool:
    """Whether a form, which is drawn as one, holds a picture or as many paths as a code needs; what it costs is counted."""
    pieces, has_enough = 0, False
    for piece in page.get_objects(max_depth=_DEEPEST, form=form):
        segments = 0
        if piece.type == pdfium_c.FPDF_PAGEOBJ_PATH:
            segments = pdfium_c.FPDFPath_CountSegments(piece)
        elif isinstance(piece, pdfium.PdfImage):
            seen.is_heavy |= math.prod(piece.get_px_size()) > _MOST_PIXELS
        pieces += piece.type in _KINDS[:2]
        has_enough |= pieces >= _LEAST_BARS or piece.type == pdfium_c.FPDF_PAGEOBJ_IMAGE or segments >= _LEAST_SEGMENTS
        seen.in_forms += max(1, segments)
        seen.is_heavy |= seen.in_forms > _MOST_SEGMENTS_OF_FORMS
        if seen.is_heavy:
            return False
    return has_enough


def _squares(modules: Sequence[Box]) -> Iterator[Box]:
    """Around each group of small rectangles that are near each other and as many as a code has."""
    cells: dict[tuple[int, int], list[Box]] = defaultdict(list)
    for box in modules:
        cells[int(box[0] // _CELL), int(box[1] // _CELL)].append(box)
    while cells:
        group, waiting = [], [next(iter(cells))]
        while waiting:
            column, row = waiting.pop()
            group += cells.pop((column, row), [])
            around = ((column + x, row + y) for x in (-1, 0, 1) for y in (-1, 0, 1))
            waiting += [cell for cell in around if cell in cells]
        if len(group) >= _LEAST_MODULES:
            yield _around(group)


def _bars(groups: Iterable[list[Box]]) -> Iterator[Box]:
    """Around each group of narrow rectangles that are as many and as close as those of a bar code."""
    for bars in groups:
        if len(bars) < _LEAST_BARS:
            continue
        left, top, right, bottom = _around(bars)
        is_upright = bars[0][3] - bars[0][1] > bars[0][2] - bars[0][0]
        extent = right - left if is_upright else bottom - top
        if extent <= _MOST_PITCH * len(bars):
            yield left, top, right, bottom


def _drawn(parts: Sequence[_Part], width: float, height: float) -> list[_Part]:
    """The parts that are drawn: on the page, with white around them, those that meet as one; the page where they are many."""
    kept: list[_Part] = []
    for part in parts:
        left, top, right, bottom = part.box
        dpi = part.dpi
        box = (
            max(0.0, left - _QUIET), max(0.0, top - _QUIET), min(width, right + _QUIET), min(height, bottom + _QUIET)
        )  # fmt: skip
        if box[2] - box[0] < _LEAST_SIDE or box[3] - box[1] < _LEAST_SIDE:
            continue
        while met := [other for other in kept if _meet(box, other.box)]:
            kept = [other for other in kept if other not in met]
            box = _around([box, *(other.box for other in met)])
            dpi = max(dpi, *(other.dpi for other in met))
        kept.append(_Part(box, dpi if _longest(box) <= _SMALL else min(dpi, _DPI)))
        if len(kept) > _MOST_PARTS:
            return [_Part((0.0, 0.0, width, height), _DPI)]
    return kept


def _longest(box: Box) -> float:
    return max(box[2] - box[0], box[3] - box[1])


def _around(boxes: Sequence[Box]) -> Box:
    return (
        min(box[0] for box in boxes), min(box[1] for box in boxes), max(box[2] for box in boxes), max(box[3] for box in boxes)
    )  # fmt: skip


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
