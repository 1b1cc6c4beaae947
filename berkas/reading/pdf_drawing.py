"""Parts of PDF pages drawn within a limit of time, for what is looked for beside the text."""

import math
import time
from typing import Final

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from berkas.reading.images import Pixels

MAX_RENDERED_PIXELS: Final = 20_000_000

Box = tuple[float, float, float, float]
"""Left, top, right, bottom: points of the page as seen, origin top left."""


class Watch:
    """CPU time of this thread since it was made, and how much of it may pass."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._started = time.thread_time()

    @property
    def used(self) -> float:
        """Seconds."""
        return time.thread_time() - self._started

    @property
    def is_over(self) -> bool:
        """Whether the time has passed."""
        return self.used > self._seconds


def draw_part(page: pdfium.PdfPage, dpi: float, part: Box, watch: Watch) -> Pixels | None:
    """Draw a part of a page as seen; fewer dots where there would be too many, None where its time passes first.

    pdfium asks whether to go on after each hundred objects of the page, and after each form.

    Args:
        page: Of an open PDF.
        dpi: Dots per inch.
        part: Of the page.
        watch: Says when to stop.
    """
    left, top, right, bottom = part
    width, height = page.get_size()
    scale = min(dpi / 72, math.sqrt(MAX_RENDERED_PIXELS / ((right - left) * (bottom - top))))
    whole = math.ceil(width * scale), math.ceil(height * scale)
    first = math.floor(left * scale), math.floor(top * scale)
    size = min(math.ceil(right * scale), whole[0]) - first[0], min(math.ceil(bottom * scale), whole[1]) - first[1]
    bitmap = pdfium.PdfBitmap.new_native(max(size[0], 1), max(size[1], 1), pdfium_c.FPDFBitmap_BGR)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, bitmap.width, bitmap.height)
    how = bitmap, page, -first[0], -first[1], *whole, 0, pdfium_c.FPDF_ANNOT
    if not _is_drawn(page, how, watch):
        return None
    if page.formenv is not None:
        pdfium_c.FPDF_FFLDraw(page.formenv, *how)
    return np.ascontiguousarray(bitmap.to_numpy()[:, :, :3])


def _is_drawn(page: pdfium.PdfPage, how: tuple[object, ...], watch: Watch) -> bool:
    _watches.append(watch)
    try:
        return bool(pdfium_c.FPDF_RenderPageBitmap_Start(*how, _PAUSE) == pdfium_c.FPDF_RENDER_DONE)
    finally:
        pdfium_c.FPDF_RenderPage_Close(page)
        _watches.pop()


_watches: Final[list[Watch]] = []
"""Of the part that is being drawn."""

_PAUSE: Final = pdfium_c.IFSDK_PAUSE(version=1)
# made as the module is loaded: the confined process of a reader may make no memory executable, and a callback is a piece of code
_CALLBACK: Final = type(_PAUSE.NeedToPauseNow)(lambda _: _watches[-1].is_over)
_PAUSE.NeedToPauseNow = _CALLBACK
