"""Any of the six types of files as a document of pages that can be read, searched for tables and drawn."""

import io
import math
from dataclasses import replace
from itertools import islice
from typing import Final, Protocol

import cv2
import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from pdfminer.pdfpage import PDFPage

from berkas.errors import PageLimitExceeded, PixelLimitExceeded, UnreadableFile
from berkas.model.geometry import Page, PageSource, RuledTable, Word
from berkas.reading import decrypt, text_layer
from berkas.reading.filetypes import FileType
from berkas.reading.images import Frames, Pixels
from berkas.reading.limits import ReadingLimits
from berkas.reading.ocr.page_ocr import Pictures
from berkas.reading.orientation import upright

_DPI: Final = 200
_MAX_DPI: Final = 300
_MAX_RENDERED_PIXELS: Final = 20_000_000
_SCAN_COVERS: Final = 0.5
"""A picture that covers more of the page than this makes it a scan."""

_JPEG_QUALITY: Final = 85

_TABLE_PATHS: Final = 4

_WORDS_BESIDE_SCAN: Final = 40
"""A scan with fewer words in its text layer is read by OCR: those words are a stamp, a header or a watermark."""


class Opened(Protocol):
    """An open document."""

    page_count: int

    def read_page(self, index: int) -> tuple[Page, str | None]:
        """A page with its words, and the name of the recogniser if one was needed."""

    def find_ruled_tables(self, index: int) -> tuple[RuledTable, ...]:
        """Tables with drawn lines."""

    def draw_jpeg(self, index: int, longest_px: int, rotation: int | None) -> bytes:
        """A picture of the page as a person sees it; the rotation that reading found, or None, is undone."""

    def close(self) -> None:
        """Release what the document holds."""


def open_document(
    content: bytes, file_type: FileType, password: str | None, limits: ReadingLimits, pictures: Pictures
) -> Opened:
    """Open a document.

    Raises:
        DocumentError: Of the class that says why it cannot be opened.
    """
    if file_type is not FileType.PDF:
        return ImageDocument(Frames(content, file_type, limits), pictures)
    plain = decrypt.decrypted(content, password) if decrypt.is_encrypted(content) else content
    try:
        pdf = pdfium.PdfDocument(plain)
    except pdfium.PdfiumError:
        return MinedDocument(plain, limits)
    return PdfDocument(pdf, plain, limits, pictures)


class ImageDocument:
    """Frames of an image."""

    def __init__(self, frames: Frames, pictures: Pictures) -> None:
        self._frames: Frames | None = frames
        self._missing = frames.missing
        self._pictures = pictures
        self.page_count = len(frames)

    def read_page(self, index: int) -> tuple[Page, str | None]:
        """Read one frame by OCR."""
        page, model_used = self._pictures.read(self._frame(index), index)
        return replace(page, missing=self._missing), model_used

    def find_ruled_tables(self, index: int) -> tuple[RuledTable, ...]:
        """None: lines of pictures are not looked at."""
        return ()

    def draw_jpeg(self, index: int, longest_px: int, rotation: int | None) -> bytes:
        """A picture of the frame."""
        frame = self._frame(index)
        return _jpeg(frame, longest_px, self._pictures.rotation_of(frame) if rotation is None else rotation)

    def close(self) -> None:
        """Release the frames."""
        self._frames = None

    def _frame(self, index: int) -> Pixels:
        if self._frames is None:
            raise UnreadableFile
        return self._frames[index]


class PdfDocument:
    """A PDF that pdfium opens."""

    def __init__(self, pdf: pdfium.PdfDocument, content: bytes, limits: ReadingLimits, pictures: Pictures) -> None:
        self._pdf = pdf
        self._content = content
        self._limits = limits
        self._pictures = pictures
        self.page_count = len(pdf)
        if self.page_count > limits.max_pages:
            raise PageLimitExceeded
        if not self.page_count:
            raise UnreadableFile

    def read_page(self, index: int) -> tuple[Page, str | None]:
        """Read one page: its text layer where it is usable, its picture else."""
        page = self._page(index)
        try:
            scan_dpi = _scan_dpi(page)
            words = _layer_of(page, index, is_scan=scan_dpi is not None)
            if words is not None:
                width, height = page.get_size()
                return Page(index, width, height, 0, PageSource.TEXT_LAYER, words, None), None
            return self._pictures.read(self._draw(page, dpi=scan_dpi or _DPI), index)
        finally:
            page.close()

    def find_ruled_tables(self, index: int) -> tuple[RuledTable, ...]:
        """Tables of a page with a text layer; the library is loaded when it is first needed."""
        from berkas.reading.ruled_tables import find_ruled_tables

        page = self._page(index)
        try:
            if not _has_drawn_lines(page):
                return ()
        finally:
            page.close()
        return find_ruled_tables(self._content, index)

    def draw_jpeg(self, index: int, longest_px: int, rotation: int | None) -> bytes:
        """A picture of the page; one that is read by its text layer stands as it is."""
        page = self._page(index)
        try:
            picture = self._draw(page, longest_px=longest_px)
            if rotation is None:
                is_text = _layer_of(page, index, is_scan=_scan_dpi(page) is not None) is not None
                rotation = 0 if is_text else self._pictures.rotation_of(picture)
            return _jpeg(picture, longest_px, rotation)
        finally:
            page.close()

    def close(self) -> None:
        """Release the PDF."""
        self._pdf.close()

    def _page(self, index: int) -> pdfium.PdfPage:
        try:
            return self._pdf[index]
        except (pdfium.PdfiumError, IndexError) as error:
            raise UnreadableFile from error

    def _draw(self, page: pdfium.PdfPage, *, dpi: float = _DPI, longest_px: int | None = None) -> Pixels:
        width, height = page.get_size()
        if not (0 < width < math.inf and 0 < height < math.inf):
            raise UnreadableFile
        # half a pixel less: pdfium rounds up
        wanted = dpi / 72 if longest_px is None else (longest_px - 0.5) / max(width, height)
        scale = min(wanted, math.sqrt(_MAX_RENDERED_PIXELS / (width * height)))
        if width * scale < 1 or height * scale < 1:
            raise PixelLimitExceeded
        return np.ascontiguousarray(page.render(scale=scale, rev_byteorder=False).to_numpy()[:, :, :3])


class MinedDocument:
    """A PDF that pdfium cannot open but pdfminer.six can: text only."""

    def __init__(self, content: bytes, limits: ReadingLimits) -> None:
        self._content = content
        self._sizes: list[tuple[float, float]] = []
        for page in PDFPage.get_pages(io.BytesIO(content)):
            left, bottom, right, top = page.mediabox
            self._sizes.append((right - left, top - bottom))
            if len(self._sizes) > limits.max_pages:
                raise PageLimitExceeded
        self.page_count = len(self._sizes)
        if not self.page_count:
            raise UnreadableFile

    def read_page(self, index: int) -> tuple[Page, str | None]:
        """Read the text layer of one page."""
        words = text_layer.read_words_with_pdfminer(self._content, index)
        source = PageSource.TEXT_LAYER if words else PageSource.EMPTY
        return Page(index, *self._sizes[index], 0, source, words, None), None

    def find_ruled_tables(self, index: int) -> tuple[RuledTable, ...]:
        """None: the finder needs pdfium."""
        return ()

    def draw_jpeg(self, index: int, longest_px: int, rotation: int | None) -> bytes:
        """Refused: there is no picture of it."""
        raise UnreadableFile

    def close(self) -> None:
        """Release the content."""
        self._content = b""


def _layer_of(page: pdfium.PdfPage, index: int, *, is_scan: bool) -> tuple[Word, ...] | None:
    """The words of the text layer; None where they are of no use and the picture of the page is read."""
    words = text_layer.read_words(page, index)
    return words if text_layer.is_usable(words) and len(words) >= _WORDS_BESIDE_SCAN * is_scan else None


def _scan_dpi(page: pdfium.PdfPage) -> float | None:
    """Resolution of the picture that covers the page, 100-300; None when no picture does."""
    width, height = page.get_size()
    for picture in page.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
        left, bottom, right, top = picture.get_bounds()
        covered = (min(right, width) - max(left, 0)) * (min(top, height) - max(bottom, 0))
        if covered > _SCAN_COVERS * width * height:
            pixels = picture.get_px_size()[0] if hasattr(picture, "get_px_size") else 0
            return min(max(pixels / max(right - left, 1) * 72, 100.0), _MAX_DPI) if pixels else _DPI
    return None


def _has_drawn_lines(page: pdfium.PdfPage) -> bool:
    """Whether there are enough paths for a table; looking for tables without any costs a second for nothing."""
    paths = page.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_PATH,), max_depth=2)
    return len(list(islice(paths, _TABLE_PATHS))) == _TABLE_PATHS


def _jpeg(picture: Pixels, longest_px: int, rotation: int) -> bytes:
    height, width = picture.shape[:2]
    scale = longest_px / max(height, width)
    if scale < 1:
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        picture = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)  # type: ignore[assignment]
    is_written, encoded = cv2.imencode(".jpg", upright(picture, rotation), [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    if not is_written:
        raise UnreadableFile
    return encoded.tobytes()
