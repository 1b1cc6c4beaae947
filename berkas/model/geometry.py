"""Where things are on a page. The only units: fractions of the page, origin top left, x to the right, y down."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

_PLACES: Final = 5
"""Of a fraction of a page: finer than a pixel of any page that is read."""


@dataclass(frozen=True, slots=True)
class BoundingBox:
    """An upright rectangle on one page.

    Attributes:
        page: Page index, 0-based.
        x: Left edge, 0-1 of the page's width.
        y: Top edge, 0-1 of the page's height.
        w: Width, 0-1 of the page's width.
        h: Height, 0-1 of the page's height.
    """

    page: int
    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """Right edge, 0-1 of the page's width."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """Bottom edge, 0-1 of the page's height."""
        return self.y + self.h

    @property
    def center_x(self) -> float:
        """Middle between left and right, 0-1 of the page's width."""
        return self.x + self.w / 2

    @property
    def center_y(self) -> float:
        """Middle between top and bottom, 0-1 of the page's height."""
        return self.y + self.h / 2

    def rounded(self) -> "BoundingBox":
        """The box to five places, as it is stored and shown."""
        x, y, w, h = (round(value, _PLACES) for value in (self.x, self.y, self.w, self.h))
        return BoundingBox(self.page, x, y, w, h)

    @staticmethod
    def around(boxes: Iterable["BoundingBox"]) -> "BoundingBox":
        """The smallest box around boxes of one page.

        Raises:
            ValueError: There are no boxes.
        """
        found = list(boxes)
        left, top = min(box.x for box in found), min(box.y for box in found)
        right, bottom = max(box.right for box in found), max(box.bottom for box in found)
        return BoundingBox(found[0].page, left, top, right - left, bottom - top)


@dataclass(frozen=True, slots=True)
class Word:
    """One word as printed.

    Attributes:
        text: The word without surrounding space; never empty.
        box: Where it stands on the page as a person sees it (after orientation is undone).
        confidence: 0-1; 1 for a text layer that nothing speaks against.
        line: Number of the text line on its page as the engine saw it, 0-based, in reading order.
    """

    text: str
    box: BoundingBox
    confidence: float
    line: int


class PageSource(StrEnum):
    """How the words of a page were read."""

    TEXT_LAYER = "text_layer"
    OCR = "ocr"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class PageQuality:
    """What a person would say about the picture of a page; text layers have no quality.

    Attributes:
        sharpness: Median over text lines of var(Laplacian)/var(grey); above .68 normal, below .25 blurry; None if unknown.
        brightness: 95th percentile of grey, 0-255; None if unknown.
        line_height_px: Median height of a text line in source pixels; below 16 is low resolution; None if unknown.
        glare: Part of the picture that reflected light washes out, 0-1.
        cut_lines: Text lines that the edge of the picture cuts; None if unknown.
        chroma: How coloured the page is where its text stands, 0-255; below 20 is black and white; None if unknown.
    """

    sharpness: float | None
    brightness: float | None
    line_height_px: float | None
    glare: float = 0.0
    cut_lines: int | None = None
    chroma: float | None = None


class CodeKind(StrEnum):
    """The kinds of machine-readable codes that are looked for."""

    QR_CODE = "qr_code"
    MICRO_QR_CODE = "micro_qr_code"
    RMQR_CODE = "rmqr_code"
    DATA_MATRIX = "data_matrix"
    AZTEC = "aztec"
    PDF417 = "pdf417"
    MICRO_PDF417 = "micro_pdf417"
    CODE_128 = "code_128"
    CODE_93 = "code_93"
    CODE_39 = "code_39"
    ITF = "itf"
    EAN_13 = "ean_13"


MOST_CODES_OF_PAGE: Final = 50
"""A sheet of labels may have more; those are left out, and a finding says so."""

MOST_CODES: Final = 200
"""Of a document."""

MOST_CODE_CHARACTERS: Final = 8_000
"""No kind of code holds more: a QR code has 7 089 digits at most (ISO/IEC 18004), so nothing is ever cut."""


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code, bar code or the like.

    Attributes:
        kind: Which.
        content: Its text; None where it holds bytes that are no text.
        byte_count: How many bytes it holds.
        box: Around it.
        is_elsewhere: Whether it stands on another document of the file than the one whose fields were read.
    """

    kind: CodeKind
    content: str | None = field(repr=False)
    byte_count: int
    box: BoundingBox
    is_elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page as a person sees it, with its words in reading order.

    Attributes:
        index: 0-based.
        width: In points (1/72 inch) for a PDF, in pixels for an image; only the ratio matters.
        height: In the same unit as width.
        rotation: Degrees clockwise that were undone to make the page upright: 0, 90, 180 or 270.
        source: How the words were read.
        words: In reading order, line by line.
        quality: Signals of the picture, None for a text layer or an empty page.
        missing: Of a picture whose file lacks its end: the part of it that is not there, 0-1; None for a whole one.
        attachments: Documents inside the file that nobody read; counted on its first page.
        codes: Its QR codes, bar codes and the like, from top to bottom.
        codes_left_out: Whether it has more of them than are kept.
    """

    index: int
    width: float
    height: float
    rotation: int
    source: PageSource
    words: tuple[Word, ...]
    quality: PageQuality | None
    missing: float | None = None
    attachments: int = 0
    codes: tuple[Code, ...] = ()
    codes_left_out: bool = False


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table found by its drawn lines.

    Attributes:
        box: Around the whole table.
        rows: Text of each cell, row by row, all rows of one length; merged cells repeat nothing ("" in the rest).
        row_boxes: One box per row.
        column_edges: Left and right edge of each column, 0-1 of the page's width.
    """

    box: BoundingBox
    rows: tuple[tuple[str, ...], ...]
    row_boxes: tuple[BoundingBox, ...]
    column_edges: tuple[tuple[float, float], ...] = ()
