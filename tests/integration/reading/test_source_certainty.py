"""Words that a file states about itself are believed as far as its pages show them."""

import pytest
from drawn_pdfs import form_pdf, scanned_pdf, text_pdf, with_attachments, with_shifted_letters
from rogue_children import LIMITS

from berkas.model.geometry import PageSource
from berkas.reading.limits import OcrOptions
from berkas.reading.reader import DocumentReader

LINES = (
    "PT CONTOH SUMBER MAKMUR", "Nomor Invoice INV 2026 01 0042", "Tanggal 15 Januari 2026", "Kepada PT SPECIMEN JAYA",
    "Kertas ukuran folio 550.000", "Tinta Printer hitam 500.000", "Biaya kirim barang 115.500", "Jumlah tagihan 1.165.500",
    "Terbilang satu juta seratus enam puluh", "lima ribu lima ratus rupiah", "Pembayaran melalui Bank CONTOH",
    "Nama pemilik rekening SPECIMEN",
)  # fmt: skip
MISREAD = tuple(line.replace("O", "0").replace("5", "S").replace("l", "1") for line in LINES)


@pytest.fixture(scope="module")
def reader():
    with DocumentReader(LIMITS, OcrOptions()) as one:
        yield one


def read(reader, content, **options):
    reader.open(content)
    page = reader.read_pages([0], **options)[0]
    return page, " ".join(word.text for word in page.words)


def test_a_scanner_s_bad_text_is_read_anew(reader) -> None:
    page, text = read(reader, scanned_pdf(LINES, MISREAD))

    assert page.source is PageSource.OCR
    assert "CONTOH" in text
    assert "1.165.500" in text


def test_a_scanner_s_good_text_is_believed_with_less_than_certainty(reader) -> None:
    page, text = read(reader, scanned_pdf(LINES, LINES))

    assert page.source is PageSource.TEXT_LAYER
    assert text == " ".join(LINES)
    assert all(0.75 < word.confidence < 1 for word in page.words)


def test_a_page_with_a_wrong_character_map_is_read_by_its_picture(reader) -> None:
    page, text = read(reader, with_shifted_letters(text_pdf(LINES), 29))

    assert page.source is PageSource.OCR
    assert "INV 2026 01 0042" in text
    assert reader.find_ruled_tables([0]) == ()


def test_ordinary_text_is_certain(reader) -> None:
    page, text = read(reader, text_pdf(LINES))

    assert (page.source, text) == (PageSource.TEXT_LAYER, " ".join(LINES))
    assert {word.confidence for word in page.words} == {1.0}


def test_pages_can_be_read_by_ocr_whatever_their_text(reader) -> None:
    page, text = read(reader, text_pdf(LINES), by_ocr=True)

    assert page.source is PageSource.OCR
    assert "1.165.500" in text


@pytest.mark.parametrize("has_pictures", [True, False])
def test_the_values_of_a_form_are_read_and_drawn(reader, has_pictures) -> None:
    values = {"Nomor": "INV/2026/01/0042", "Tanggal": "15 Januari 2026", "Jumlah": "1.165.500"}
    empty = form_pdf(dict.fromkeys(values, ""), has_pictures=True)

    _, text = read(reader, form_pdf(values, has_pictures=has_pictures))

    assert all(value in text for value in values.values())
    drawn = reader.draw(0, longest_px=800)
    reader.open(empty)
    assert len(drawn) > len(reader.draw(0, longest_px=800))


def test_attached_documents_are_told_on_the_first_page(reader) -> None:
    page, _ = read(reader, with_attachments(text_pdf(LINES), {"a.pdf": text_pdf(["CONTOH"])}))

    assert page.attachments == 1
