"""Any of the six types of files as a document of pages that can be read, searched for tables and drawn."""

from dataclasses import replace
from typing import Protocol

import pypdfium2 as pdfium

from berkas.errors import UnreadableFile
from berkas.model.geometry import Page, RuledTable
from berkas.reading import decrypt
from berkas.reading.drawing import jpeg_of
from berkas.reading.filetypes import FileType
from berkas.reading.images import Frames, Pixels
from berkas.reading.limits import ReadingLimits
from berkas.reading.ocr.page_ocr import Pictures
from berkas.reading.pdf_documents import MinedDocument, PdfDocument


class Opened(Protocol):
    """An open document."""

    page_count: int

    def read_page(self, index: int, *, by_ocr: bool) -> tuple[Page, str | None]:
        """A page with its words, and the name of the recogniser if one was needed.

        Args:
            index: Of the page.
            by_ocr: Read its picture, whatever text layer it has.
        """

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

    def read_page(self, index: int, *, by_ocr: bool) -> tuple[Page, str | None]:
        """Read one frame by OCR."""
        page, model_used = self._pictures.read(self._frame(index), index)
        return replace(page, missing=self._missing), model_used

    def find_ruled_tables(self, index: int) -> tuple[RuledTable, ...]:
        """None: lines of pictures are not looked at."""
        return ()

    def draw_jpeg(self, index: int, longest_px: int, rotation: int | None) -> bytes:
        """A picture of the frame."""
        frame = self._frame(index)
        return jpeg_of(frame, longest_px, self._pictures.rotation_of(frame) if rotation is None else rotation)

    def close(self) -> None:
        """Release the frames."""
        self._frames = None

    def _frame(self, index: int) -> Pixels:
        if self._frames is None:
            raise UnreadableFile
        return self._frames[index]
