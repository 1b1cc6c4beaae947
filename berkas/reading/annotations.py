"""What a viewer shows upon a page: the values of form fields, stamps and free text; made part of the page's content."""

import ctypes
import re
from dataclasses import dataclass
from typing import Final

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

_WITH_TEXT: Final = frozenset({pdfium_c.FPDF_ANNOT_WIDGET, pdfium_c.FPDF_ANNOT_FREETEXT, pdfium_c.FPDF_ANNOT_STAMP})
_MOST_ANNOTATIONS: Final = 5_000
_MOST_BYTES: Final = 20_000
_UNSEEN: Final = pdfium_c.FPDF_ANNOT_FLAG_HIDDEN | pdfium_c.FPDF_ANNOT_FLAG_NOVIEW
_SIZE: Final = re.compile(rb"([\d.]+)\s+Tf")
_USUAL_SIZE: Final = 12.0


@dataclass(frozen=True, slots=True)
class FreeText:
    """Text that stands on a page without a picture of its own; viewers draw one.

    Attributes:
        text: Lines separated by line feeds.
        box: Left, bottom, right and top in points of the unrotated page.
        size: Of its font, in points.
    """

    text: str
    box: tuple[float, float, float, float]
    size: float


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows beside its content.

    Attributes:
        has_pictures: Whether any of it can be made part of the content.
        free_texts: What cannot.
    """

    has_pictures: bool = False
    free_texts: tuple[FreeText, ...] = ()


def shown_on(page: pdfium.PdfPage) -> Shown:
    """The annotations of a page that hold text and are seen on a screen."""
    has_pictures, texts = False, []
    for index in range(min(pdfium_c.FPDFPage_GetAnnotCount(page), _MOST_ANNOTATIONS)):
        annotation = pdfium_c.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            kind = pdfium_c.FPDFAnnot_GetSubtype(annotation)
            if kind not in _WITH_TEXT or pdfium_c.FPDFAnnot_GetFlags(annotation) & _UNSEEN:
                continue
            if _has_picture(annotation):
                has_pictures = True
            elif kind == pdfium_c.FPDF_ANNOT_FREETEXT and (text := _free_text(annotation)) is not None:
                texts.append(text)
        finally:
            pdfium_c.FPDFPage_CloseAnnot(annotation)
    return Shown(has_pictures, tuple(texts))


def flatten(pdf: pdfium.PdfDocument, index: int) -> bool:
    """Make what a page shows part of its content; False where that is not possible.

    The page must not be open: whoever opened it before sees the old content. The bytes of the file stay as they are.
    """
    page = pdfium_c.FPDF_LoadPage(pdf, index)
    if not page:
        return False
    try:
        return bool(pdfium_c.FPDFPage_Flatten(page, pdfium_c.FLAT_NORMALDISPLAY) == pdfium_c.FLATTEN_SUCCESS)
    finally:
        pdfium_c.FPDF_ClosePage(page)


def _has_picture(annotation: pdfium_c.FPDF_ANNOTATION) -> bool:
    # an appearance stream without a character is two bytes: the end of a string in UTF-16
    return bool(pdfium_c.FPDFAnnot_GetAP(annotation, pdfium_c.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0) > 2)


def _free_text(annotation: pdfium_c.FPDF_ANNOTATION) -> FreeText | None:
    rect = pdfium_c.FS_RECTF()
    text = _string(annotation, b"Contents").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip() or not pdfium_c.FPDFAnnot_GetRect(annotation, rect):
        return None
    size = _SIZE.search(_string(annotation, b"DA").encode("ascii", "replace"))
    points = float(size.group(1)) if size and re.fullmatch(rb"\d+(\.\d+)?", size.group(1)) else 0.0
    return FreeText(text, (rect.left, rect.bottom, rect.right, rect.top), points or _USUAL_SIZE)


def _string(annotation: pdfium_c.FPDF_ANNOTATION, key: bytes) -> str:
    length = min(pdfium_c.FPDFAnnot_GetStringValue(annotation, key, None, 0), _MOST_BYTES)
    if length <= 2:
        return ""
    buffer = (ctypes.c_ushort * (length // 2))()
    pdfium_c.FPDFAnnot_GetStringValue(annotation, key, buffer, length)
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")
