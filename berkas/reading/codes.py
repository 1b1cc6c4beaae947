"""QR codes, bar codes and the like in a picture of a page. What they say is stated, never followed: no address is opened."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt
import zxingcpp

from berkas.model.geometry import MOST_CODE_CHARACTERS, MOST_CODES_OF_PAGE, BoundingBox, Code, CodeKind, Page
from berkas.reading.images import Pixels

_KINDS: Final[Mapping[str, CodeKind]] = {
    "QRCode": CodeKind.QR_CODE,
    "MicroQRCode": CodeKind.MICRO_QR_CODE,
    "RMQRCode": CodeKind.RMQR_CODE,
    "DataMatrix": CodeKind.DATA_MATRIX,
    "Aztec": CodeKind.AZTEC,
    "PDF417": CodeKind.PDF417,
    "MicroPDF417": CodeKind.MICRO_PDF417,
    "Code128": CodeKind.CODE_128,
    "Code93": CodeKind.CODE_93,
    "Code39": CodeKind.CODE_39,
    "ITF": CodeKind.ITF,
    "EAN13": CodeKind.EAN_13,
}
"""By the library's names. EAN-8, UPC-E, Codabar and what else has a weak check or none is left out: stripes of other things look
like it (zxing-cpp/zxing-cpp#273, zxing/zxing#553)."""

_FORMATS: Final = zxingcpp.BarcodeFormats([getattr(zxingcpp.BarcodeFormat, name) for name in _KINDS])

_MOST_PIXELS: Final = 16_000_000
"""Larger pictures are reduced first: a page of A4 at 400 dots to the inch has as many."""

_SEPARATORS: Final = frozenset("\t\n\r\x04\x1c\x1d\x1e\x1f")
"""Control characters that texts in codes have: line ends, and what parts their fields (ISO/IEC 15434)."""

_NO_TEXT: Final = frozenset({"Cc", "Cs"})
"""Categories of control characters and half pairs. Others that print nothing stand in texts: spaces without a break, marks that
join letters, and characters that are newer than this Python's tables."""


def find_codes(picture: Pixels, page: int) -> tuple[Code, ...]:
    """The codes of a picture, from top to bottom, their boxes in fractions of it.

    Args:
        picture: Of the whole page, as a person sees it.
        page: Index of the page.
    """
    grey = _reduced(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY))  # type: ignore[arg-type]
    found = zxingcpp.read_barcodes(grey, formats=_FORMATS, text_mode=zxingcpp.TextMode.Plain, try_invert=False)
    height, width = grey.shape
    codes = [_code(one, page, width, height) for one in found if one.format.name in _KINDS]
    return tuple(sorted(codes, key=lambda code: (code.box.y, code.box.x)))


def boxed(code: Code, part: BoundingBox) -> Code:
    """A code that was found in the picture of a part of a page, its box in fractions of the page."""
    box = code.box
    on_page = BoundingBox(part.page, part.x + box.x * part.w, part.y + box.y * part.h, box.w * part.w, box.h * part.h)
    return replace(code, box=on_page.rounded())


def kept(page: Page, codes: Sequence[Code]) -> Page:
    """The page with its codes, as many as are kept."""
    return replace(page, codes=tuple(codes[:MOST_CODES_OF_PAGE]), codes_left_out=len(codes) > MOST_CODES_OF_PAGE)


def _reduced(grey: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    height, width = grey.shape
    scale = (_MOST_PIXELS / (height * width)) ** 0.5
    if scale >= 1:
        return grey
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return cv2.resize(grey, size, interpolation=cv2.INTER_AREA)  # type: ignore[return-value]


def _code(found: zxingcpp.Barcode, page: int, width: int, height: int) -> Code:
    place = found.position
    corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    xs, ys = [_within(corner.x / width) for corner in corners], [_within(corner.y / height) for corner in corners]
    box = BoundingBox(page, min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)).rounded()
    return Code(_KINDS[found.format.name], _text(found), len(found.bytes), box)


def _within(part: float) -> float:
    return min(max(part, 0.0), 1.0)


def _text(found: zxingcpp.Barcode) -> str | None:
    """The content as text: UTF-8 where it is that, whatever the code declares; None where it is no text."""
    try:
        text = found.bytes.decode()
    except UnicodeDecodeError:
        if found.content_type == zxingcpp.ContentType.Binary:
            return None
        text = found.text
    is_text = all(unicodedata.category(one) not in _NO_TEXT or one in _SEPARATORS for one in text)
    return text if is_text and len(text) <= MOST_CODE_CHARACTERS else None
