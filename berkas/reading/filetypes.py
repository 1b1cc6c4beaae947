"""The six types of files that Berkas takes, told by their bytes; names and declared types are never trusted.

Own code: none of filetype, puremagic and python-magic is exact on these six types and on the brands of HEIC.
"""

from enum import StrEnum

from berkas.errors import UnsupportedFile

HEAD_BYTES = 1024
"""So many first bytes decide; a PDF may begin with some bytes of another kind (ISO 32000-1, implementation note 13)."""


class FileType(StrEnum):
    """A type of file; the value is its media type."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"
    HEIC = "image/heic"
    WEBP = "image/webp"
    TIFF = "image/tiff"


_HEIC_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"hevm", b"hevs", b"mif1", b"msf1"})
_AVIF_BRANDS = frozenset({b"avif", b"avis"})
_TIFF_STARTS = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")


def sniff(head: bytes) -> FileType:
    """The type of a file by its first ``HEAD_BYTES`` bytes, or all of them when it is shorter.

    Raises:
        UnsupportedFile: None of the six.
    """
    if head.startswith(b"\xff\xd8\xff"):
        return FileType.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileType.PNG
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return FileType.WEBP
    if head.startswith(_TIFF_STARTS):
        return FileType.TIFF
    if head[4:8] == b"ftyp" and _is_heic(head):
        return FileType.HEIC
    if b"%PDF-" in head[:HEAD_BYTES]:
        return FileType.PDF
    raise UnsupportedFile


def _is_heic(head: bytes) -> bool:
    """Whether the major brand is one of HEIC; mif1 and msf1 are shared with AVIF, so there its other brands decide."""
    size = min(int.from_bytes(head[:4], "big"), len(head))
    compatible = {head[at : at + 4] for at in range(16, size - 3, 4)}
    return head[8:12] in _HEIC_BRANDS and not compatible & _AVIF_BRANDS
