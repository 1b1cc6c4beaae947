"""Boxes on pages: from the top down, tables going on over pages, the foot of every page, and the mark of a specimen."""

import functools
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from berkas.evaluation.procedural_judge.boxes import Box, Pen
from berkas.evaluation.procedural_judge.grids import Table
from berkas.evaluation.specimens.drawing import NOTICE

Furniture = Callable[[int, int], Box | None]
"""What every page has, given its number from 1 and the number of pages."""

_NOTICE_ROOM: Final = 14


@dataclass(frozen=True, slots=True)
class Sheets:
    """The pages of a document.

    Attributes:
        size: Of a page.
        margins: Left, top, right, bottom.
        gap: Between boxes.
        head: At the top of a page.
        foot: At its bottom.
    """

    size: tuple[float, float]
    margins: tuple[float, float, float, float]
    gap: float
    head: Furniture
    foot: Furniture

    @property
    def width(self) -> float:
        """Between the margins."""
        return self.size[0] - self.margins[0] - self.margins[2]


def render(sheets: Sheets, boxes: Sequence[Box | Table]) -> tuple[bytes, int]:
    """The document as a PDF, and its number of pages."""
    pages = _paginate(sheets, boxes)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=sheets.size, invariant=True)
    for number, placed in enumerate(pages, start=1):
        pen = Pen(canvas, sheets.size[1])
        _mark(canvas, sheets.size)
        head, foot = sheets.head(number, len(pages)), sheets.foot(number, len(pages))
        if head:
            head.draw(pen, sheets.margins[0], sheets.margins[1], sheets.width)
        for box, y in placed:
            box.draw(pen, sheets.margins[0], y, sheets.width)
        if foot:
            low = sheets.size[1] - sheets.margins[3] - foot.height(sheets.width)
            foot.draw(pen, sheets.margins[0], low, sheets.width)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue(), len(pages)


def _paginate(sheets: Sheets, boxes: Sequence[Box | Table]) -> list[list[tuple[Box, float]]]:
    pages: list[list[tuple[Box, float]]] = [[]]
    y, bottom = _bounds(sheets, 1)
    for box in boxes:
        if isinstance(box, Table):
            top, low = _bounds(sheets, 2)
            parts = box.pieces(bottom - y, low - top)
        else:
            parts = [box]
        for number, part in enumerate(parts):
            high = part.height(sheets.width)
            if number or y + high > bottom:
                pages.append([])
                y, bottom = _bounds(sheets, len(pages))
            if high:
                pages[-1].append((part, y))
                y += high + sheets.gap
    return [page for page in pages if page] or [[]]


def _bounds(sheets: Sheets, page: int) -> tuple[float, float]:
    """Where boxes begin and end on a page; more pages than this make no other furniture."""
    head, foot = sheets.head(page, 99), sheets.foot(page, 99)
    top = sheets.margins[1] + (head.height(sheets.width) + sheets.gap if head else 0)
    low = sheets.size[1] - sheets.margins[3] - (foot.height(sheets.width) + sheets.gap if foot else 0)
    return top, low


def _mark(canvas: Canvas, size: tuple[float, float]) -> None:
    side = min(size) * 0.85
    canvas.drawImage(_watermark(), (size[0] - side) / 2, (size[1] - side) / 2, side, side, mask="auto")
    canvas.setFillGray(0.47)
    canvas.setFont("Helvetica", 6)
    canvas.drawCentredString(size[0] / 2, _NOTICE_ROOM / 2, NOTICE)


@functools.cache
def _watermark() -> ImageReader:
    """A word across the page that is no part of the text layer."""
    mask = Image.new("L", (360, 360), 0)
    ImageDraw.Draw(mask).text((180, 180), "CONTOH", fill=24, font=ImageFont.load_default(size=84), anchor="mm")
    mask = mask.rotate(-38)
    shaded = Image.merge("RGBA", [Image.new("L", mask.size, 100)] * 3 + [mask])
    buffer = io.BytesIO()
    shaded.save(buffer, "PNG")
    return ImageReader(buffer)
