"""A PDF as a document of pages: by pdfium, and by pdfminer.six what pdfium cannot open."""

import io
import math
from dataclasses import replace
from itertools import islice
from typing import Final

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from pdfminer.pdfpage import PDFPage

from berkas.errors import PageLimitExceeded, PixelLimitExceeded, UnreadableFile
from berkas.model.geometry import Code, Page, PageSource, RuledTable
from berkas.reading import annotations, codes, layer_doubts, pdf_codes, text_layer
from berkas.reading.attachments import count_documents
from berkas.reading.drawing import jpeg_of
from berkas.reading.images import Pixels
from berkas.reading.limits import ReadingLimits
from berkas.reading.ocr.page_ocr import Pictures
from berkas.reading.pdf_drawing import MAX_RENDERED_PIXELS, Watch, draw_part
from berkas.reading.text_layer import TextLayer

_DPI: Final = 200
_MAX_DPI: Final = 300
_TABLE_PATHS: Final = 4

_WORDS_BESIDE_SCAN: Final = 40
"""A scan with fewer words in its text layer is read by OCR: those words are a stamp, a header or a watermark."""

_CODE_SECONDS: Final = 3.0
"""CPU time in which codes are looked for on a page with a text layer: a person misses a code less than the text."""

_CODE_SECONDS_OF_ALL: Final = 20.0
"""The same, of all such pages of a document."""

_UNCHECKED: Final = 0.6
"""Certainty of words that are no language where there is no picture to compare them with."""


class PdfDocument:
    """A PDF that pdfium opens."""

    def __init__(self, pdf: pdfium.PdfDocument, content: bytes, limits: ReadingLimits, pictures: Pictures) -> None:
        self._pdf = pdf
        self._content = content
        self._pictures = pictures
        self.page_count = len(pdf)
        if self.page_count > limits.max_pages:
            raise PageLimitExceeded
        if not self.page_count:
            raise UnreadableFile
        # makes the pictures of form values that the file lacks; nothing is done for a document without a form
        pdf.init_forms()
        self._attachments = count_documents(pdf)
        self._shown: dict[int, tuple[annotations.FreeText, ...]] = {}
        self._is_flattened = False
        self._read_by_ocr: set[int] = set()
        self._code_seconds = _CODE_SECONDS_OF_ALL

    def read_page(self, index: int, *, by_ocr: bool) -> tuple[Page, str | None]:
        """Read one page: its text layer where that is usable and believed, its picture else."""
        page = self._page(index)
        try:
            scan_dpi = _scan_dpi(page)
            layer = None if by_ocr else self._layer_of(page, index, is_scan=scan_dpi is not None)
            words = layer.words if layer is not None else None
            picture = None
            if layer is not None and _is_doubtful(page, layer, is_scan=scan_dpi is not None):
                picture = self._draw(page, dpi=scan_dpi or _DPI)
                words = self._pictures.certified(layer.words, picture)
            if words is not None:
                width, height = page.get_size()
                read = Page(index, width, height, 0, PageSource.TEXT_LAYER, words, None)
                return self._with_attachments(codes.kept(read, self._codes_on(page, index, picture))), None
            if picture is None:
                picture = self._draw(page, dpi=scan_dpi or _DPI)
            self._read_by_ocr.add(index)
            read, model_used = self._pictures.read(picture, index)
            return self._with_attachments(read), model_used
        finally:
            page.close()

    def find_ruled_tables(self, index: int) -> tuple[RuledTable, ...]:
        """Tables of a page with a text layer that is believed; the library is loaded when it is first needed."""
        from berkas.reading.ruled_tables import find_ruled_tables

        if index in self._read_by_ocr:
            return ()
        page = self._page(index)
        try:
            if not _has_drawn_lines(page):
                return ()
        finally:
            page.close()
        return find_ruled_tables(self._flat_content(), index)

    def draw_jpeg(self, index: int, longest_px: int, rotation: int | None) -> bytes:
        """A picture of the page; one that is read by its text layer stands as it is."""
        page = self._page(index)
        try:
            picture = self._draw(page, longest_px=longest_px)
            if rotation is None:
                is_text = self._layer_of(page, index, is_scan=_scan_dpi(page) is not None) is not None
                rotation = 0 if is_text else self._pictures.rotation_of(picture)
            return jpeg_of(picture, longest_px, rotation)
        finally:
            page.close()

    def close(self) -> None:
        """Release the PDF."""
        self._pdf.close()

    def _page(self, index: int) -> pdfium.PdfPage:
        """A page with all that a viewer shows on it; only the first time is anything done for that."""
        page = self._loaded(index)
        if index in self._shown:
            return page
        shown = annotations.shown_on(page)
        self._shown[index] = shown.free_texts
        if not shown.has_pictures:
            return page
        page.close()
        self._is_flattened |= annotations.flatten(self._pdf, index)
        return self._loaded(index)

    def _loaded(self, index: int) -> pdfium.PdfPage:
        try:
            return self._pdf[index]
        except (pdfium.PdfiumError, IndexError) as error:
            raise UnreadableFile from error

    def _flat_content(self) -> bytes:
        """The file as it was, or with the annotations of the pages that were looked at in their content."""
        if self._is_flattened:
            flat = io.BytesIO()
            self._pdf.save(flat)
            self._content, self._is_flattened = flat.getvalue(), False
        return self._content

    def _with_attachments(self, page: Page) -> Page:
        return replace(page, attachments=self._attachments) if page.index == 0 else page

    def _layer_of(self, page: pdfium.PdfPage, index: int, *, is_scan: bool) -> TextLayer | None:
        """The text layer; None where it is of no use and the picture of the page is read."""
        layer = text_layer.read_layer(page, index, self._shown.get(index, ()))
        is_enough = len(layer.words) >= _WORDS_BESIDE_SCAN * is_scan
        return layer if text_layer.is_usable(layer) and is_enough else None

    def _codes_on(self, page: pdfium.PdfPage, index: int, picture: Pixels | None) -> tuple[Code, ...]:
        """The codes of a page with a text layer: in its picture, where that was drawn, else in what may hold some."""
        if picture is not None:
            return codes.find_codes(picture, index)
        if self._code_seconds <= 0:
            return ()
        watch = Watch(min(_CODE_SECONDS, self._code_seconds))
        try:
            return pdf_codes.find_on_page(page, index, lambda dpi, part: draw_part(page, dpi, part, watch), watch)
        except pdfium.PdfiumError:  # what is wrong with an object of the page is no fault of its text
            return ()
        finally:
            self._code_seconds -= watch.used

    def _draw(self, page: pdfium.PdfPage, *, dpi: float = _DPI, longest_px: int | None = None) -> Pixels:
        width, height = page.get_size()
        if not (0 < width < math.inf and 0 < height < math.inf):
            raise UnreadableFile
        # half a pixel less: pdfium rounds up
        wanted = dpi / 72 if longest_px is None else (longest_px - 0.5) / max(width, height)
        scale = min(wanted, math.sqrt(MAX_RENDERED_PIXELS / (width * height)))
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

    def read_page(self, index: int, *, by_ocr: bool) -> tuple[Page, str | None]:
        """Read the text layer of one page."""
        words = text_layer.read_words_with_pdfminer(self._content, index)
        if layer_doubts.is_no_language([" ".join(word.text for word in words)]):
            words = tuple(replace(word, confidence=_UNCHECKED) for word in words)
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


def _is_doubtful(page: pdfium.PdfPage, layer: TextLayer, *, is_scan: bool) -> bool:
    """Whether the layer must be compared with the picture of the page before its words are believed."""
    return (is_scan and layer_doubts.is_hidden(page)) or layer_doubts.is_improbable(layer)


def _scan_dpi(page: pdfium.PdfPage) -> float | None:
    """Resolution of the picture that covers the page, 100-300; None when no picture does."""
    for picture in page.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
        if layer_doubts.is_covered(page, picture):
            left, _, right, _ = picture.get_bounds()
            pixels = picture.get_px_size()[0] if hasattr(picture, "get_px_size") else 0
            return min(max(pixels / max(right - left, 1) * 72, 100.0), _MAX_DPI) if pixels else _DPI
    return None


def _has_drawn_lines(page: pdfium.PdfPage) -> bool:
    """Whether there are enough paths for a table; looking for tables without any costs a second for nothing."""
    paths = page.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_PATH,), max_depth=2)
    return len(list(islice(paths, _TABLE_PATHS))) == _TABLE_PATHS
