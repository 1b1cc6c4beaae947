"""Regions of one page that are documents by themselves: two cards on a sheet, a second account below the first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from berkas.extraction.classify import Classifier
from berkas.extraction.segments.marks import Identity, PageMarks
from berkas.layout.folding import fold
from berkas.layout.lines import Line
from berkas.model.document_types import DocumentType
from berkas.model.geometry import BoundingBox, Code, Page, Word

_MOST_WORDS: Final = 900
_MOST_CUTS: Final = 4
_MOST_PARTS: Final = 4
_WIDE: Final = 2.0
"""White between cards below each other is higher than this many text heights, from middle to middle of the lines."""

_GUTTER: Final = 0.8
"""White between cards beside each other is wider than this many text heights."""

_SAME_BAND: Final = 4.0
"""Numbers of cards beside each other stand no further apart in height than this many text heights."""

_ABOVE: Final = 8
"""Maximum lines between the beginning of a document and its number."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a page; fractions of the page.

    Attributes:
        left: Left edge.
        top: Top edge.
        right: Right edge.
        bottom: Bottom edge.
    """

    left: float = 0.0
    top: float = 0.0
    right: float = 1.0
    bottom: float = 1.0

    @property
    def is_whole(self) -> bool:
        """Whether it is the whole page."""
        return self == Part()

    def holds(self, found: Word | Code) -> bool:
        """Whether the middle of a word or a code is in it."""
        box = found.box
        return self.left <= box.center_x < self.right and self.top <= box.center_y < self.bottom

    def box(self, page: Page) -> BoundingBox:
        """Where it is."""
        return BoundingBox(page.index, self.left, self.top, self.right - self.left, self.bottom - self.top)

    def cropped(self, page: Page) -> Page:
        """The page with nothing but the part, as if it had been sent alone."""
        if self.is_whole:
            return page
        across, down = self.right - self.left, self.bottom - self.top
        words = tuple(replace(word, box=self._within(word.box)) for word in page.words if self.holds(word))
        codes = tuple(replace(code, box=self._within(code.box)) for code in page.codes if self.holds(code))
        return replace(page, words=words, codes=codes, width=page.width * across, height=page.height * down)

    def _within(self, box: BoundingBox) -> BoundingBox:
        across, down = self.right - self.left, self.bottom - self.top
        return BoundingBox(
            box.page, (box.x - self.left) / across, (box.y - self.top) / down, box.w / across, box.h / down
        )

    def on_page(self, box: BoundingBox) -> BoundingBox:
        """Where a box of the part is on the page."""
        across, down = self.right - self.left, self.bottom - self.top
        return BoundingBox(box.page, self.left + box.x * across, self.top + box.y * down, box.w * across, box.h * down)


def parts_of(marks: PageMarks, classifier: Classifier | None) -> list[Part]:
    """The parts of a page that are documents by themselves, in reading order; the whole page where it is one."""
    found = _by_numbers(marks) or (_by_types(marks, classifier) if classifier is not None else [])
    return found if len(found) > 1 else [Part()]


def _by_numbers(marks: PageMarks) -> list[Part]:
    """Cut between identifying numbers that each have their own set of the same labels."""
    numbers = [one for one in marks.identities if one.field == marks.identities[0].field]
    if len(numbers) < 2:
        return []
    bands = _bands(marks.lines, numbers)
    ratio = marks.page.height / marks.page.width
    tops = [0.0, *(_top_of(marks.lines, above[-1], below[0]) / ratio for above, below in pairwise(bands)), 1.0]
    found = [
        part
        for band, (top, bottom) in zip(bands, pairwise(tops), strict=True)
        for part in _beside(marks, sorted(band, key=lambda one: one.left), Part(0.0, top, 1.0, bottom))
    ]
    own = [PageMarks(part.cropped(marks.page), marks.labels) for part in found]
    least = marks.labels.least_shared
    labels = [part.around(part.identities[0].line) if part.identities else None for part in own]
    first = labels[0]
    is_told = first is not None and all(one is not None and len(one & first) >= least for one in labels[1:])
    return found if is_told else []


def _bands(lines: Sequence[Line], numbers: Sequence[Identity]) -> list[list[Identity]]:
    """The numbers by bands of the page, from top to bottom."""
    bands = [[numbers[0]]]
    for one in numbers[1:]:
        above, line = lines[bands[-1][0].line], lines[one.line]
        if line.middle - above.middle < _SAME_BAND * max(above.height, line.height):
            bands[-1].append(one)
        else:
            bands.append([one])
    return bands


def _top_of(lines: Sequence[Line], above: Identity, below: Identity) -> float:
    """Where the document of the lower of two numbers begins, in widths of the page: at the widest white above it."""
    first = max(above.line, below.line - _ABOVE)
    gaps = [
        ((lines[index].middle - lines[index - 1].middle) / max(lines[index].height, lines[index - 1].height), index)
        for index in range(first + 1, below.line + 1)
    ]
    _, index = max(gaps)
    return (lines[index - 1].middle + lines[index].middle) / 2


def _beside(marks: PageMarks, numbers: Sequence[Identity], band: Part) -> Iterator[Part]:
    """The parts of a band that are documents beside each other."""
    height = marks.lines[numbers[0].line].height
    left = band.left
    for one, following in pairwise(numbers):
        gutters = [
            (begin, end)
            for begin, end in _gutters(marks.page, band, _GUTTER * height)
            if begin >= one.left and end <= following.left + 2 * height
        ]
        if not gutters:
            continue
        right = sum(gutters[-1]) / 2
        yield replace(band, left=left, right=right)
        left = right
    yield replace(band, left=left)


def _by_types(marks: PageMarks, classifier: Classifier) -> list[Part]:
    """Cut where both sides are cards of different types, each with its own number."""
    page = marks.page
    if len(page.words) > _MOST_WORDS or len(_cards_begun(marks, classifier)) < 2:
        return []
    parts = [Part()]
    for _ in range(_MOST_PARTS - 1):
        cut = next(
            ((index, halves) for index, part in enumerate(parts) if (halves := _halves(page, part, classifier))), None
        )
        if cut is None:
            break
        parts[cut[0] : cut[0] + 1] = cut[1]
    return parts


def _cards_begun(marks: PageMarks, classifier: Classifier) -> set[DocumentType]:
    """Types of cards of which a title or a phrase begins a cell; a cheap look before the dear one."""
    texts = [fold(cell.text) for line in marks.cells for cell in line]
    return {kind for text in texts for kind in classifier.marked(text)} & classifier.cards


def _halves(page: Page, part: Part, classifier: Classifier) -> list[Part]:
    for first, second in _cuts(page, part):
        one, other = (classifier.surely([half.cropped(page)]) for half in (first, second))
        if one in classifier.cards and other in classifier.cards and one != other:
            return [first, second]
    return []


def _cuts(page: Page, part: Part) -> Iterator[tuple[Part, Part]]:
    """Ways to cut a part in two, the widest white first: above each other, then beside each other."""
    rows = _stretches([(w.box.y, w.box.bottom) for w in page.words if part.holds(w)])
    heights = sorted(word.box.h for word in page.words if part.holds(word))
    if not heights:
        return
    usual = heights[len(heights) // 2]
    gaps = sorted(((below[0] - above[1], above[1], below[0]) for above, below in pairwise(rows)), reverse=True)
    for size, begin, end in gaps[:_MOST_CUTS]:
        if size >= (_WIDE - 1) * usual:
            middle = (begin + end) / 2
            yield replace(part, bottom=middle), replace(part, top=middle)
    ratio = page.height / page.width
    gutters = sorted(_gutters(page, part, _GUTTER * usual * ratio), key=lambda one: one[0] - one[1])
    for begin, end in gutters[:_MOST_CUTS]:
        middle = (begin + end) / 2
        yield replace(part, right=middle), replace(part, left=middle)


def _gutters(page: Page, part: Part, least: float) -> list[tuple[float, float]]:
    """White from top to bottom of a part, from left to right.

    Args:
        page: The page.
        part: Of it.
        least: Least width, in widths of the page.
    """
    columns = _stretches([(word.box.x, word.box.right) for word in page.words if part.holds(word)])
    return [(one[1], other[0]) for one, other in pairwise(columns) if other[0] - one[1] >= least]


def _stretches(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Spans that touch each other, joined."""
    found: list[tuple[float, float]] = []
    for begin, end in sorted(spans):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((begin, end))
    return found
