"""Pictures and PDFs with codes; all that they say is made up."""

import io
from collections.abc import Callable

import numpy as np
import zxingcpp
from PIL import Image
from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from berkas.evaluation.specimens.drawing import Sheet

SIZE = (420, 300)
Paint = Callable[[Canvas], None]


def picture(content: str | bytes, kind: str = "QRCode", *, scale: int = 3) -> np.ndarray:
    """A code alone, black on white, as BGR pixels."""
    made = zxingcpp.create_barcode(content, getattr(zxingcpp.BarcodeFormat, kind)).to_image(scale=scale)
    grey = np.pad(np.array(made), 30, constant_values=255)
    return np.ascontiguousarray(np.dstack([grey] * 3))


def page_with(paint: Paint, *, is_turned: bool = False) -> bytes:
    """A page of text and what is painted on it, upright as seen; one that is turned stands on its head in the file."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=SIZE, invariant=True)
    if is_turned:
        canvas.setPageRotation(180)
        canvas.translate(*SIZE)
        canvas.rotate(180)
    for number in range(8):
        canvas.drawString(20, 280 - 14 * number, f"Baris {number} dari dokumen CONTOH dengan beberapa kata")
    paint(canvas)
    canvas.save()
    return buffer.getvalue()


def as_rectangles(content: str) -> Paint:
    """A QR code of rectangles, at the lower left."""
    return lambda canvas: _sheet(canvas).qr(20, 220, 60, content)


def as_picture(content: str) -> Paint:
    """A QR code that is a picture in the page."""
    made = Image.fromarray(picture(content))
    return lambda canvas: canvas.drawImage(ImageReader(made), 20, 20, 70, 70)


def as_form(content: str) -> Paint:
    """A QR code in a form of its own, which the page draws at a place of its own."""

    def paint(canvas: Canvas) -> None:
        canvas.beginForm("code")
        _sheet(canvas).qr(0, 240, 60, content)
        canvas.endForm()
        canvas.translate(20, 20)
        canvas.doForm("code")

    return paint


def as_one_path(content: str) -> Paint:
    """A QR code of one path."""
    made = zxingcpp.create_barcode(content, zxingcpp.BarcodeFormat.QRCode)
    dark = np.array(made.to_image(scale=1, add_quiet_zones=False)) < 128
    side = 60 / len(dark)

    def paint(canvas: Canvas) -> None:
        path = canvas.beginPath()
        for row, column in np.argwhere(dark):
            path.rect(20 + column * side, 80 - (row + 1) * side, side, side)
        canvas.drawPath(path, stroke=0, fill=1)

    return paint


def as_bars(content: str) -> Paint:
    """A bar code of narrow rectangles."""
    return lambda canvas: Code128(content, barHeight=30, barWidth=0.9).drawOn(canvas, 20, 30)


def _sheet(canvas: Canvas) -> Sheet:
    """A sheet to draw on, without a ground and a watermark of its own."""
    sheet = Sheet.__new__(Sheet)
    sheet.width, sheet.height, sheet._canvas = *SIZE, canvas
    return sheet
