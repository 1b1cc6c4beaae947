"""The characters of a PDF page as pdfium gives them, placed by their baselines and by the size of what is drawn.

The height that a font declares for its characters is left aside: PDF writers declare different ones for the same font, and the same
words in the same places must give the same lines and cells.
"""

import ctypes
import math
import statistics
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

_ABOVE: Final = 0.96
"""Where a character's box begins, in sizes of its font above the baseline; Helvetica's own line as pdfium knows it."""

_BELOW: Final = 0.23
"""Where it ends, in sizes of its font below the baseline."""

_CAPITALS: Final = (0.58, 0.8)
"""Heights of a capital in sizes of its font, from the lowest face to the highest; of others the size is not what it says."""

_CAPITAL_OF_SMALL: Final = 1.38
"""Height of a capital in heights of a small x, for text without capitals and digits."""

_MEASURED: Final = 40
"""Characters of one font that are measured."""

_SMALL_LETTERS: Final = frozenset("acemnorsuvwxz")
_SOFT_HYPHENS: Final = frozenset({0x02, 0xAD, 0xFFFE})
"""What pdfium gives for a hyphen at the end of a line."""

_REPLACEMENT: Final = 0xFFFD


@dataclass(slots=True)
class Glyph:
    """One character with its edges in points, origin top left of the page as a person sees it."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Break:
    """Between two words, or between two lines."""

    is_line: bool


@dataclass(slots=True)
class Characters:
    """What stands on a page.

    Attributes:
        items: Glyphs and breaks in the order of the file.
        strange: Characters that the file gives no letter for.
        fonts: Text by font, breaks as spaces, to judge each font's character map by itself.
    """

    items: list[Glyph | Break] = field(default_factory=list)
    strange: int = 0
    fonts: dict[int, list[str]] = field(default_factory=dict)


def read_characters(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, count: int) -> Characters:
    """All characters of a page whose text stands upright as seen."""
    return _Reader(page, textpage).read(count)


@dataclass(slots=True)
class _Raw:
    """A character before the height of its font's capitals is known; seen points."""

    text: str
    left: float
    right: float
    baseline: float
    run: "_TextRun"


@dataclass(frozen=True, slots=True)
class _TextRun:
    """What the characters of one text object have in common.

    Attributes:
        font: Tells fonts apart.
        size: Of the font as drawn, in points.
    """

    font: int
    size: float


class _Reader:
    def __init__(self, page: pdfium.PdfPage, textpage: pdfium.PdfTextPage) -> None:
        self._textpage = textpage
        self._to_seen = Turn(page)
        self._rect = pdfium_c.FS_RECTF()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._edges = tuple(ctypes.c_double() for _ in range(4))
        self._runs: dict[int, _TextRun] = {}
        self._sizes: dict[int, tuple[list[float], list[float]]] = {}
        self._unmeasured: dict[int, int] = {}

    def read(self, count: int) -> Characters:
        found = Characters()
        line_break, word_break = Break(is_line=True), Break(is_line=False)
        raws: list[_Raw | Break] = []
        for position in range(count):
            code = pdfium_c.FPDFText_GetUnicode(self._textpage, position)
            character = chr(code or 0x20)
            if character in "\r\n":
                raws.append(line_break)
            elif character.isspace() or not character.isprintable():
                # private and control characters: the file names glyphs that no letter belongs to
                found.strange += not character.isspace() and code not in _SOFT_HYPHENS
                raws.append(word_break)
            else:
                raw = self._raw(character, position)
                found.strange += code == _REPLACEMENT
                found.fonts.setdefault(raw.run.font, []).append(character)
                raws.append(raw)
                continue
            for text in found.fonts.values():
                if text[-1] != " ":
                    text.append(" ")
        corrections = {font: _correction(*sizes) for font, sizes in self._sizes.items()}
        found.items = list(_placed(raws, corrections))
        return found

    def _raw(self, character: str, position: int) -> _Raw:
        rect = self._rect
        pdfium_c.FPDFText_GetLooseCharBox(self._textpage, position, rect)
        pdfium_c.FPDFText_GetCharOrigin(self._textpage, position, self._x, self._y)
        if self._to_seen.is_upright:  # nearly every page, and every character of it comes by
            left, right = rect.left - self._to_seen.left, rect.right - self._to_seen.left
            baseline = self._to_seen.top - self._y.value
        else:
            left, _, right, _ = self._to_seen.box((rect.left, rect.bottom, rect.right, rect.top))
            baseline = self._to_seen.point(self._x.value, self._y.value)[1]
        run = self._run(position)
        if self._unmeasured.get(run.font, 1):
            self._measure(character, position, run, baseline)
        return _Raw(character, left, right, baseline, run)

    def _run(self, position: int) -> _TextRun:
        found = pdfium_c.FPDFText_GetTextObject(self._textpage, position)
        address = ctypes.cast(found, ctypes.c_void_p).value or 0
        run = self._runs.get(address)
        if run is None:
            font = pdfium_c.FPDFTextObj_GetFont(found) if address else None
            matrix = pdfium_c.FS_MATRIX()
            pdfium_c.FPDFText_GetMatrix(self._textpage, position, matrix)
            size = pdfium_c.FPDFText_GetFontSize(self._textpage, position) * math.hypot(matrix.c, matrix.d)
            run = _TextRun(ctypes.cast(font, ctypes.c_void_p).value or 0 if font else 0, size)
            self._runs[address] = run
        return run

    def _measure(self, character: str, position: int, run: _TextRun, baseline: float) -> None:
        is_tall = character.isdigit() or (character.isupper() and character.isascii())
        if run.size <= 0 or not (is_tall or character in _SMALL_LETTERS):
            return
        tall, small = self._sizes.setdefault(run.font, ([], []))
        sizes = tall if is_tall else small
        if len(sizes) >= _MEASURED:
            return
        self._unmeasured[run.font] = _MEASURED - len(tall)
        left, right, bottom, top = self._edges
        if pdfium_c.FPDFText_GetCharBox(self._textpage, position, left, right, bottom, top):
            seen = self._to_seen.box((left.value, bottom.value, right.value, top.value))
            sizes.append((baseline - seen[1]) / run.size)


def _correction(tall: list[float], small: list[float]) -> float:
    """Factor that makes the size a font states that of what is drawn."""
    if not tall and not small:
        return 1.0
    capital = statistics.median(tall) if tall else statistics.median(small) * _CAPITAL_OF_SMALL
    lowest, highest = _CAPITALS
    return max(1.0, capital / highest) if capital > lowest else max(capital, 0.05) / lowest


def _placed(raws: list[_Raw | Break], corrections: dict[int, float]) -> Iterator[Glyph | Break]:
    for raw in raws:
        if isinstance(raw, Break):
            yield raw
            continue
        size = raw.run.size * corrections.get(raw.run.font, 1.0)
        yield sized_box(raw.text, (raw.left, raw.right), raw.baseline, size)


def sized_box(text: str, sides: tuple[float, float], baseline: float, size: float) -> Glyph:
    """A character by its left and right edge, its baseline and the size of its font."""
    return Glyph(text, sides[0], baseline - _ABOVE * size, sides[1], baseline + _BELOW * size)


class Turn:
    """From points of the unrotated page, origin bottom left, to points as seen, origin top left."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self.left, self._bottom, self._right, self.top = page.get_bbox()
        self._rotation = page.get_rotation()
        self.is_upright = self._rotation == 0

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Place a point."""
        across, down = x - self.left, self.top - y
        match self._rotation:
            case 90:
                return self.top - self._bottom - down, across
            case 180:
                return self._right - self.left - across, self.top - self._bottom - down
            case 270:
                return down, self._right - self.left - across
        return across, down

    def box(self, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        """Place a box.

        Args:
            box: Left, bottom, right, top.

        Returns:
            Left, top, right, bottom.
        """
        one, other = self.point(box[0], box[1]), self.point(box[2], box[3])
        return min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])
