"""Words with boxes out of a PDF's text layer: by pdfium, and by pdfminer.six for what pdfium cannot open."""

import io
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTChar, LTContainer, LTTextLine

from berkas.errors import ReadingLimitExceeded
from berkas.model.geometry import BoundingBox, Word

GAP_OF_HEIGHT = 0.6
"""A gap wider than this part of the text's height ends a word, even where no space was written."""

_USABLE_WORDS = 5
_MAX_STRANGE = 0.2
_SAMPLED_CHARACTERS = 200
_UPRIGHT = math.cos(math.radians(45))
_MAX_CHARACTERS = 100_000
"""Of one page; a page of print has some 5 000."""

_MAX_WORDS = 10_000
"""Of one page; a page of print has some 800, a full page of a newspaper 5 000."""


@dataclass(slots=True)
class _Glyph:
    """One character with its edges in points, origin top left of the page as a person sees it."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(slots=True)
class _Builder:
    """Collects glyphs into words and words into lines."""

    page: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    line: int = 0
    _glyphs: list[_Glyph] = field(default_factory=list)

    def add(self, glyph: _Glyph) -> None:
        """Add a character; it begins a new word or line when it does not follow the one before. Nobody sees it beside the page."""
        across = (glyph.left + glyph.right) / 2
        down = (glyph.top + glyph.bottom) / 2
        if not (0 <= across <= self.width and 0 <= down <= self.height):
            return
        if self._glyphs:
            last = self._glyphs[-1]
            height = max(last.bottom - last.top, 1e-6)
            if not last.top - height * 0.3 <= down <= last.bottom + height * 0.3:
                self.end_line()
            elif not -height < glyph.left - last.right <= height * GAP_OF_HEIGHT:
                self.end_word()
        self._glyphs.append(glyph)

    def end_word(self) -> None:
        """A space was met."""
        if not self._glyphs:
            return
        if len(self.words) == _MAX_WORDS:
            raise ReadingLimitExceeded
        glyphs, self._glyphs = self._glyphs, []
        left, top = min(g.left for g in glyphs), min(g.top for g in glyphs)
        right, bottom = max(g.right for g in glyphs), max(g.bottom for g in glyphs)
        box = BoundingBox(
            self.page,
            _fraction(left / self.width),
            _fraction(top / self.height),
            _fraction((right - left) / self.width),
            _fraction((bottom - top) / self.height),
        )
        self.words.append(Word("".join(g.text for g in glyphs), box, 1.0, self.line))

    def end_line(self) -> None:
        """The next word stands on another line."""
        self.end_word()
        self.line += 1


def read_words(page: pdfium.PdfPage, index: int) -> tuple[Word, ...]:
    """The words of a page in the order of the file; boxes as the page is seen, its /Rotate applied.

    None of a page whose text lies on its side or stands on its head as seen: a picture of it can be turned first.

    Raises:
        ReadingLimitExceeded: No page of print has so many.
    """
    width, height = page.get_size()
    builder = _Builder(index, width, height)
    textpage = page.get_textpage()
    try:
        to_seen = _Turn(page)
        count = textpage.count_chars()
        if count > _MAX_CHARACTERS:
            raise ReadingLimitExceeded
        if not _is_upright(page, textpage, count):
            return ()
        for position in range(count):
            character = chr(pdfium_c.FPDFText_GetUnicode(textpage, position) or 0x20)
            if character in "\r\n":
                builder.end_line()
            elif character.isspace() or not character.isprintable():
                builder.end_word()
            else:
                builder.add(to_seen.glyph(character, textpage.get_charbox(position, loose=True)))
        builder.end_line()
    finally:
        textpage.close()
    return tuple(builder.words)


def _is_upright(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, count: int) -> bool:
    """Whether more than half of the characters stand upright, some of them looked at."""
    rotation = page.get_rotation()
    sample = range(0, count, max(1, count // _SAMPLED_CHARACTERS))
    # clockwise, in radians, of the page before its rotation; -1 where it is unknown
    angles = (pdfium_c.FPDFText_GetCharAngle(textpage, position) for position in sample)
    turned = [math.cos(angle + math.radians(rotation)) < _UPRIGHT for angle in angles if angle >= 0]
    return sum(turned) * 2 <= len(turned)


class _Turn:
    """From points of the unrotated page, origin bottom left, to points as seen, origin top left."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._left, self._bottom, self._right, self._top = page.get_bbox()
        self._rotation = page.get_rotation()

    def glyph(self, text: str, box: tuple[float, float, float, float]) -> _Glyph:
        """Place one character.

        Args:
            text: The character.
            box: Left, bottom, right, top.
        """
        left, top = box[0] - self._left, self._top - box[3]
        right, bottom = box[2] - self._left, self._top - box[1]
        width, height = self._right - self._left, self._top - self._bottom
        match self._rotation:
            case 90:
                return _Glyph(text, height - bottom, left, height - top, right)
            case 180:
                return _Glyph(text, width - right, height - bottom, width - left, height - top)
            case 270:
                return _Glyph(text, top, width - right, bottom, width - left)
        return _Glyph(text, left, top, right, bottom)


def is_usable(words: tuple[Word, ...]) -> bool:
    """Whether a text layer is worth more than a look at the picture: some words, not just replacement characters."""
    text = "".join(word.text for word in words)
    strange = sum(1 for character in text if character == "\ufffd" or 0xE000 <= ord(character) <= 0xF8FF)
    return len(words) >= _USABLE_WORDS and strange <= _MAX_STRANGE * len(text)


def read_words_with_pdfminer(content: bytes, index: int, *, password: str = "") -> tuple[Word, ...]:
    """The words of a page that pdfium cannot open.

    ``boxes_flow=None`` is not a matter of taste: its default cost 29 CPU-seconds and 1.4 GB on a hostile file of 27 KB.
    """
    layouts = extract_pages(
        io.BytesIO(content), password=password, page_numbers=[index], laparams=LAParams(boxes_flow=None)
    )
    for layout in layouts:
        builder = _Builder(index, layout.width, layout.height)
        for line in _lines(layout):
            for item in line:
                if isinstance(item, LTChar) and not item.get_text().isspace():
                    builder.add(
                        _Glyph(item.get_text(), item.x0, layout.height - item.y1, item.x1, layout.height - item.y0)
                    )
                else:
                    builder.end_word()
            builder.end_line()
        return tuple(builder.words)
    return ()


def _lines(container: "LTContainer[Any]") -> Iterator[LTTextLine]:
    for item in container:
        if isinstance(item, LTTextLine):
            yield item
        elif isinstance(item, LTContainer):
            yield from _lines(item)


def _fraction(value: float) -> float:
    return round(min(max(value, 0.0), 1.0), 5)
