"""Types told by their bytes."""

import io

import pytest
from hostile_files import heif, jpeg, png, tiff
from PIL import Image

from berkas.errors import UnsupportedFile
from berkas.reading.filetypes import HEAD_BYTES, FileType, sniff

RED = Image.new("RGB", (8, 8), "red")


def saved(kind: str) -> bytes:
    buffer = io.BytesIO()
    RED.save(buffer, kind)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "file_type"),
    [
        (b"%PDF-1.7\n", FileType.PDF),
        (b"%PDF-2.0\n", FileType.PDF),
        (b"\xef\xbb\xbf\r\n%PDF-1.4", FileType.PDF),
        (b"HTTP/1.1 200 OK\r\n\r\n".ljust(1000) + b"%PDF-1.4", FileType.PDF),
        (jpeg(RED), FileType.JPEG),
        (saved("PNG"), FileType.PNG),
        (saved("WEBP"), FileType.WEBP),
        (saved("TIFF"), FileType.TIFF),
        (tiff(1).replace(b"II*\x00", b"MM\x00*", 1), FileType.TIFF),
        (b"II+\x00\x08\x00\x00\x00", FileType.TIFF),
        (b"MM\x00+\x00\x08\x00\x00", FileType.TIFF),
    ],
)
def test_each_type_is_told_by_its_bytes(content, file_type) -> None:
    assert sniff(content[:HEAD_BYTES]) is file_type


@pytest.mark.parametrize("brand", [b"heic", b"heix", b"hevc", b"heim", b"heis", b"hevm", b"hevs", b"mif1", b"msf1"])
def test_every_brand_of_heic_is_heic(brand) -> None:
    assert sniff(heif(brand, b"mif1", b"heic")) is FileType.HEIC
    assert sniff(heif(brand)) is FileType.HEIC


@pytest.mark.parametrize(
    "content",
    [
        heif(b"avif", b"mif1", b"miaf"),
        heif(b"avis", b"msf1"),
        heif(b"mif1", b"avif", b"miaf"),
        heif(b"msf1", b"avis"),
        heif(b"isom", b"mp42"),
        heif(b"qt  "),
    ],
)
def test_avif_and_films_in_the_same_box_are_not_heic(content) -> None:
    with pytest.raises(UnsupportedFile):
        sniff(content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF",
        b"\xff\xd8",
        b"\x89PNG\r\n",
        b"RIFF\x00\x00\x00\x00WAVEfmt ",
        b"GIF89a\x01\x00\x01\x00",
        b"BM\x00\x00\x00\x00",
        b"PK\x03\x04word/document.xml",
        b"<?xml version='1.0'?><svg/>",
        b" " * HEAD_BYTES + b"%PDF-1.7",
        bytes(2000),
    ],
)
def test_anything_else_is_refused(content) -> None:
    with pytest.raises(UnsupportedFile):
        sniff(content[:HEAD_BYTES])


def test_the_first_signature_decides_over_one_further_behind() -> None:
    assert sniff(png(1, 1) + b"%PDF-1.7") is FileType.PNG
    assert sniff(b"GIF89a%PDF-1.7") is FileType.PDF


@pytest.mark.parametrize("size", [0, 1, 7, 2**31, 2**32 - 1])
def test_a_lie_about_the_size_of_the_first_box_harms_nobody(size) -> None:
    content = size.to_bytes(4, "big") + heif(b"heic")[4:]

    assert sniff(content) is FileType.HEIC
