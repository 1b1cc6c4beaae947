"""Every type of file inside the sandbox, where decoders open nothing and load nothing more."""

import cv2
import pytest
from drawn_codes import as_bars, page_with, picture
from rogue_children import LIMITS

from berkas.evaluation.specimens import papers, variants
from berkas.reading.filetypes import FileType
from berkas.reading.limits import OcrOptions
from berkas.reading.reader import DocumentReader


@pytest.fixture(scope="module")
def reader():
    with DocumentReader(LIMITS, OcrOptions()) as one:
        yield one


@pytest.mark.parametrize(
    ("variant", "file_type"),
    [
        ("photo", FileType.JPEG),
        ("png", FileType.PNG),
        ("webp", FileType.WEBP),
        ("tiff", FileType.TIFF),
        ("heic", FileType.HEIC),
        ("scan_pdf", FileType.PDF),
    ],
)
def test_a_picture_of_every_type_is_read_and_drawn(reader, variant, file_type) -> None:
    content, _ = variants.render(papers.make("ktp", layout="current", seed=3), variant, seed=3)

    info = reader.open(content)

    assert info.file_type is file_type
    assert len(reader.read_pages([0])[0].words) > 30
    assert reader.draw(0, longest_px=400).startswith(b"\xff\xd8\xff")


def test_codes_are_read_inside_the_sandbox_up_to_what_a_document_may_have(reader, monkeypatch) -> None:
    reader.open(cv2.imencode(".png", picture("SPECIMEN-7F3A", "DataMatrix", scale=6))[1].tobytes())
    assert [code.content for code in reader.read_page(0).codes] == ["SPECIMEN-7F3A"]
    monkeypatch.setattr("berkas.reading.reader.MOST_CODES", 1)

    reader.open(page_with(as_bars("INV-2026-0001")))
    first, again = reader.read_pages([0, 0])

    assert ([code.content for code in first.codes], first.codes_left_out) == (["INV-2026-0001"], False)
    assert (again.codes, again.codes_left_out) == ((), True)
