"""Drawing on a sheet of paper from the top down: text, ruled tables, and what marks it as a SPECIMEN."""

import functools
import hashlib
import io
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from PIL import Image, ImageDraw, ImageFont
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader, simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from berkas.model.extraction import Value

CARD: Final = (85.6 / 25.4 * 72 * 3, 53.98 / 25.4 * 72 * 3)
"""An ID-1 card three times enlarged, in points."""

Truth = dict[str, Value]
"""Canonical values by wire name; None for what the layout does not print."""

Painter = Callable[[Canvas, random.Random], Truth]
"""Draws a paper and says what is on it."""

Align = Literal["left", "right", "center"]

NOTICE: Final = "SPECIMEN - BUKAN DOKUMEN RESMI - HANYA UNTUK PENGUJIAN"
"""At the foot of every paper."""

INK: Final = "#111111"


def opaque_token(*parts: str) -> str:
    """What a code of an electronic signature holds on SPECIMEN documents: a token that says nothing of its document."""
    return "SPECIMEN-" + hashlib.sha256("/".join(parts).encode()).hexdigest()[:16].upper()


_INSET: Final = 2.5


@dataclass(frozen=True, slots=True)
class Fonts:
    """Names of the two faces of a sheet, as reportlab knows them."""

    plain: str = "Helvetica"
    bold: str = "Helvetica-Bold"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        name: Key of its cells.
        title: Heading; a line break begins a second line.
        left: Left edge, in points.
        right: Right edge, in points.
        align: Of its cells and heading.
    """

    name: str
    title: str
    left: float
    right: float
    align: Align = "left"


class MarkedCanvas(Canvas):  # type: ignore[misc]  # the library has no types
    """A canvas that knows what was drawn on it beside text.

    Attributes:
        codes: What the QR codes say, in the order of drawing.
    """

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - those of a canvas
        super().__init__(*args, **options)
        self.codes: list[str] = []


class Sheet:
    """Pages of one size. Lengths in points, origin top left, y down to the base line of a text."""

    def __init__(
        self,
        canvas: Canvas,
        *,
        size: tuple[float, float] = A4,
        fonts: Fonts | None = None,
        ground: str | None = None,
        type_size: float = 9,
    ) -> None:
        self.width, self.height = size
        self.fonts = fonts or Fonts()
        self.type_size = type_size
        self._canvas, self._ground = canvas, ground
        canvas.setPageSize(size)
        self._begin()

    def _begin(self) -> None:
        """The ground, and across it a word that nobody can take for a seal: a picture, so that text layers stay clean."""
        canvas = self._canvas
        if self._ground:
            canvas.setFillColor(HexColor(self._ground))
            canvas.rect(0, 0, self.width, self.height, stroke=0, fill=1)
        side = min(self.width, self.height) * 0.9
        x, y = (self.width - side) / 2, (self.height - side) / 2
        canvas.drawImage(_watermark(), x, y, side, side, mask="auto")
        canvas.setFillColor(HexColor("#777777"))
        canvas.setFont("Helvetica", 6.5)
        canvas.drawCentredString(self.width / 2, 6, NOTICE)
        canvas.setFillColor(HexColor(INK))

    def next_page(self) -> None:
        """End this page and begin another."""
        self._canvas.showPage()
        self._begin()

    def text(
        self, x: float, y: float, text: str, size: float | None = None, *, bold: bool = False, align: Align = "left"
    ) -> None:
        """One line of text; ``x`` is its left edge, right edge or middle."""
        self._canvas.setFont(self._face(bold), size or self.type_size)
        draw = {
            "left": self._canvas.drawString,
            "right": self._canvas.drawRightString,
            "center": self._canvas.drawCentredString,
        }
        draw[align](x, self.height - y, text)

    def wrap(self, text: str, width: float, *, size: float | None = None) -> list[str]:
        """The text in lines no wider than that."""
        return list(simpleSplit(text, self.fonts.plain, size or self.type_size, width))

    def text_width(self, text: str, *, size: float | None = None, bold: bool = False) -> float:
        """Width of one line, in points."""
        return float(stringWidth(text, self._face(bold), size or self.type_size))

    def lines(self, x: float, y: float, texts: Sequence[str], *, leading: float, bold: bool = False) -> float:
        """Lines below each other; gives the y of the line after the last."""
        for number, text in enumerate(texts):
            self.text(x, y + number * leading, text, bold=bold)
        return y + len(texts) * leading

    def pairs(self, x: float, y: float, rows: Sequence[tuple[str, str]], *, gap: float, leading: float = 14) -> float:
        """Labels, and their values after a colon ``gap`` points to the right; gives the y after the last."""
        for number, (label, value) in enumerate(rows):
            self.text(x, y + number * leading, label)
            self.text(x + gap, y + number * leading, f": {value}" if label else f"  {value}")
        return y + len(rows) * leading

    def rule(self, x1: float, y: float, x2: float, *, width: float = 0.6) -> None:
        """A level line."""
        self._line(x1, y, x2, y, width)

    def upright(self, x: float, y1: float, y2: float, *, width: float = 0.6) -> None:
        """An upright line."""
        self._line(x, y1, x, y2, width)

    def box(self, x: float, y: float, width: float, height: float, *, fill: str | None = None) -> None:
        """A rectangle from its upper left corner; a filled one has no edge."""
        self._canvas.saveState()
        self._canvas.setLineWidth(0.6)
        if fill:
            self._canvas.setFillColor(HexColor(fill))
        self._canvas.rect(x, self.height - y - height, width, height, stroke=not fill, fill=bool(fill))
        self._canvas.restoreState()

    def silhouette(self, x: float, y: float, width: float) -> None:
        """A head and shoulders instead of a photo, a quarter higher than wide."""
        canvas, height = self._canvas, width * 1.25
        canvas.saveState()
        canvas.translate(x, self.height - y - height)
        path = canvas.beginPath()
        path.rect(0, 0, width, height)
        canvas.clipPath(path, stroke=0, fill=0)
        canvas.setFillColor(HexColor("#8a9bb0"))
        canvas.rect(0, 0, width, height, stroke=0, fill=1)
        canvas.setFillColor(HexColor("#5b6b80"))
        canvas.circle(width / 2, height * 0.62, width * 0.25, stroke=0, fill=1)
        canvas.ellipse(width * 0.1, -height * 0.3, width * 0.9, height * 0.36, stroke=0, fill=1)
        canvas.restoreState()

    def qr(self, x: float, y: float, side: float, content: str) -> None:
        """A QR code from its upper left corner, drawn as programs do: of rectangles."""
        widget = QrCodeWidget(content)
        left, bottom, right, top = widget.getBounds()
        drawing = Drawing(side, side, transform=[side / (right - left), 0, 0, side / (top - bottom), 0, 0])
        drawing.add(widget)
        drawing.drawOn(self._canvas, x, self.height - y - side)
        if isinstance(self._canvas, MarkedCanvas):
            self._canvas.codes.append(content)

    def headings(self, columns: Sequence[Column], y: float, *, leading: float = 11) -> float:
        """Headings of a table; gives the y of its first row."""
        titles = [column.title.split("\n") for column in columns]
        for column, lines in zip(columns, titles, strict=True):
            for number, line in enumerate(lines):
                self.cell(column, y + number * leading, line, bold=True)
        return y + max(map(len, titles)) * leading

    def row(
        self, columns: Sequence[Column], y: float, cells: Mapping[str, str | Sequence[str]], *, leading: float = 11
    ) -> float:
        """A row of a table: texts wrapped to their column, or lines as given; gives the y after its last line."""
        height = 1
        for column in columns:
            cell = cells.get(column.name, "")
            lines = self.wrap(cell, column.right - column.left - 2 * _INSET) if isinstance(cell, str) else list(cell)
            for number, line in enumerate(lines):
                self.cell(column, y + number * leading, line)
            height = max(height, len(lines))
        return y + height * leading

    def cell(self, column: Column, y: float, text: str, *, bold: bool = False) -> None:
        """One line of text in a column."""
        x = {"left": column.left + _INSET, "right": column.right - _INSET, "center": (column.left + column.right) / 2}[
            column.align
        ]
        self.text(x, y, text, bold=bold, align=column.align)

    def _line(self, x1: float, y1: float, x2: float, y2: float, width: float) -> None:
        self._canvas.setLineWidth(width)
        self._canvas.line(x1, self.height - y1, x2, self.height - y2)

    def _face(self, bold: bool) -> str:
        return self.fonts.bold if bold else self.fonts.plain


@functools.cache
def _watermark() -> ImageReader:
    picture = Image.new("L", (700, 700), 0)
    pen = ImageDraw.Draw(picture)
    pen.text((350, 350), "SPECIMEN", fill=34, font=ImageFont.load_default(size=150), anchor="mm")
    mask = picture.rotate(35)
    shaded = Image.merge("RGBA", [Image.new("L", mask.size, 90)] * 3 + [mask])
    buffer = io.BytesIO()
    shaded.save(buffer, "PNG")
    return ImageReader(buffer)
