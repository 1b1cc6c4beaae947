"""Words with boxes out of a PDF's text layer: by pdfium, and by pdfminer.six for what pdfium cannot open."""

import io
import math
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTChar, LTContainer, LTTextLine

from berkas.errors import ReadingLimitExceeded
from berkas.model.geometry import BoundingBox, Word
from berkas.reading.annotations import FreeText
from berkas.reading.glyphs import Glyph, Turn, read_characters, sized_box
from berkas.reading.lost_spaces import with_lost_spaces

GAP_OF_HEIGHT = 0.6
"""A gap wider than this part of the text's height ends a word, even where no space was written."""

_ADVANCE_OF_SIZE = 0.5
"""Width of a letter in sizes of its font, as most fonts have it."""

_LEADING = 1.15
_MOST_FREE_LINES = 200
_USABLE_WORDS = 5
_MAX_STRANGE = 0.2
_SAMPLED_CHARACTERS = 200
_UPRIGHT = math.cos(math.radians(45))
_MAX_CHARACTERS = 100_000
"""Of one page; a page of print has some 5 000."""

_MAX_WORDS = 10_000
"""Of one page; a page of print has some 800, a full page of a newspaper 5 000."""


@dataclass(frozen=True, slots=True)
class TextLayer:
    """The words of a page as the file states them.

    Attributes:
        words: In the order of the file.
        strange: Characters that the file gives no letter for, beside those of the words.
        fonts: Text by font, its words separated by spaces.
    """

    words: tuple[Word, ...]
    strange: int = 0
    fonts: tuple[str, ...] = ()


@dataclass(slots=True)
class _Builder:
    """Collects glyphs into words and words into lines."""

    page: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    line: int = 0
    _glyphs: list[Glyph] = field(default_factory=list)
    _last: Glyph | None = None

    def add(self, glyph: Glyph) -> None:
        """Add a character; it begins a new word or line when it does not follow the one before. Nobody sees it beside the page."""
        across = (glyph.left + glyph.right) / 2
        down = (glyph.top + glyph.bottom) / 2
        if not (0 <= across <= self.width and 0 <= down <= self.height):
            return
        last = self._last
        if last is not None:
            height = max(last.bottom - last.top, 1e-6)
            if not last.top - height * 0.3 <= down <= last.bottom + height * 0.3:
                self.end_line()
            elif self._glyphs and not -height < glyph.left - last.right <= height * GAP_OF_HEIGHT:
                self.end_word()
        self._glyphs.append(glyph)
        self._last = glyph

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
        self._last = None


def read_layer(page: pdfium.PdfPage, index: int, free_texts: Sequence[FreeText] = ()) -> TextLayer:
    """The words of a page in the order of the file; boxes as the page is seen, its /Rotate applied.

    None of a page whose text lies on its side or stands on its head as seen: a picture of it can be turned first.

    Args:
        page: Of an open PDF.
        index: Of the page.
        free_texts: That viewers show upon it.

    Raises:
        ReadingLimitExceeded: More characters or words than any printed page has.
    """
    textpage = page.get_textpage()
    try:
        count = textpage.count_chars()
        if count > _MAX_CHARACTERS:
            raise ReadingLimitExceeded
        if not _is_upright(page, textpage, count):
            return TextLayer(())
        characters = read_characters(page, textpage, count)
    finally:
        textpage.close()
    builder = _Builder(index, *page.get_size())
    for item in with_lost_spaces(characters.items):
        if isinstance(item, Glyph):
            builder.add(item)
        elif item.is_line:
            builder.end_line()
        else:
            builder.end_word()
    builder.end_line()
    _add_free_texts(builder, Turn(page), free_texts)
    fonts = tuple("".join(text) for text in characters.fonts.values())
    return TextLayer(tuple(builder.words), characters.strange, fonts)


def _add_free_texts(builder: _Builder, to_seen: Turn, texts: Sequence[FreeText]) -> None:
    """Add text without drawn characters, wrapped into its box as viewers do, by the usual width of letters."""
    for text in texts:
        left, top, right, _ = to_seen.box(text.box)
        advance = text.size * _ADVANCE_OF_SIZE
        room = max(1, int((right - left) / advance))
        lines = [line for part in text.text.split("\n") for line in textwrap.wrap(part, room) or [""]]
        for number, line in enumerate(lines[:_MOST_FREE_LINES]):
            baseline = top + text.size * (1 + number * _LEADING)
            for position, character in enumerate(line):
                if character.isspace() or not character.isprintable():
                    builder.end_word()
                    continue
                start = left + position * advance
                builder.add(sized_box(character, (start, start + advance), baseline, text.size))
            builder.end_line()


def _is_upright(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, count: int) -> bool:
    """Whether more than half of the characters stand upright, some of them looked at."""
    rotation = page.get_rotation()
    sample = range(0, count, max(1, count // _SAMPLED_CHARACTERS))
    # clockwise, in radians, of the page before its rotation; -1 where it is unknown
    angles = (pdfium_c.FPDFText_GetCharAngle(textpage, position) for position in sample)
    turned = [math.cos(angle + math.radians(rotation)) < _UPRIGHT for angle in angles if angle >= 0]
    return sum(turned) * 2 <= len(turned)


def is_usable(layer: TextLayer) -> bool:
    """Whether a text layer is worth more than a look at the picture: some words, and most characters with a letter."""
    characters = sum(len(word.text) for word in layer.words)
    return len(layer.words) >= _USABLE_WORDS and layer.strange <= _MAX_STRANGE * characters


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
                    builder.add(_mined(item, layout.height))
                else:
                    builder.end_word()
            builder.end_line()
        return tuple(builder.words)
    return ()


def _mined(item: LTChar, height: float) -> Glyph:
    """A character that pdfminer.six found, placed by its baseline."""
    baseline = height - item.matrix[5]
    return sized_box(item.get_text(), (item.x0, item.x1), baseline, item.size)


def _lines(container: "LTContainer[Any]") -> Iterator[LTTextLine]:
    for item in container:
        if isinstance(item, LTTextLine):
            yield item
        elif isinstance(item, LTContainer):
            yield from _lines(item)


def _fraction(value: float) -> float:
    return round(min(max(value, 0.0), 1.0), 5)
