"""Documents inside a PDF: files that are attached to it, or that it is a mere cover of."""

import ctypes
from typing import Final

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from berkas.errors import UnsupportedFile
from berkas.reading.filetypes import HEAD_BYTES, sniff

_OFFICE: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How files of office programs begin: those of today and those before 2007."""

_MOST_LOOKED_AT: Final = 100
_LARGEST_COPIED: Final = 50 * 1024 * 1024


def count_documents(pdf: pdfium.PdfDocument) -> int:
    """How many files inside a PDF are documents themselves; data for programs, such as the XML of an e-invoice, are not counted."""
    count = min(pdfium_c.FPDFDoc_GetAttachmentCount(pdf), _MOST_LOOKED_AT)
    return sum(_is_document(_content(pdf, index)) for index in range(count))


def _is_document(content: bytes) -> bool:
    try:
        sniff(content[:HEAD_BYTES])
    except UnsupportedFile:
        return content.startswith(_OFFICE)
    return True


def _content(pdf: pdfium.PdfDocument, index: int) -> bytes:
    attachment = pdfium_c.FPDFDoc_GetAttachment(pdf, index)
    length = ctypes.c_ulong()
    if not attachment or not pdfium_c.FPDFAttachment_GetFile(attachment, None, 0, length):
        return b""
    if not 0 < length.value <= _LARGEST_COPIED:
        # too large to look at: whatever it is, nobody read it
        return _OFFICE[0] if length.value else b""
    buffer = ctypes.create_string_buffer(length.value)
    pdfium_c.FPDFAttachment_GetFile(attachment, buffer, length.value, length)
    return buffer.raw
