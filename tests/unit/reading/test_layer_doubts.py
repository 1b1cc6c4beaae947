"""What speaks against a text layer before it is compared with the page."""

import pypdfium2 as pdfium
import pytest
from drawn_pdfs import scanned_pdf, text_pdf, with_shifted_letters

from berkas.reading import layer_doubts
from berkas.reading.text_layer import TextLayer, read_layer

INDONESIAN = "Faktur Penjualan kepada yang terhormat PT CONTOH SUMBER MAKMUR jatuh tempo pembayaran terbilang rupiah"
ENGLISH = "Invoice number date of issue bill to description quantity unit price amount subtotal balance due thank you"
CODES = "BCA BNI BRI NPWP PPN PPH PCS BTL KLG RT RW Rp Rp Rp Rp kg ml TRSF E-BANKING DB 95031 WSID TGL 0998"


def shifted(text, by):
    return "".join(c if c == " " else chr(ord(c) + by) for c in text)


@pytest.mark.parametrize("text", [INDONESIAN, ENGLISH, CODES, "12.500.000 1.165.500,00 15/01/2026", ""])
def test_text_and_codes_and_amounts_are_language(text):
    assert not layer_doubts.is_no_language([text])


@pytest.mark.parametrize("by", [-29, -7, -3, -1, 1, 2, 3])
@pytest.mark.parametrize("text", [INDONESIAN, ENGLISH])
def test_shifted_letters_are_not(text, by):
    assert layer_doubts.is_no_language([shifted(text, by)])


def test_one_font_with_a_wrong_map_is_found_among_good_ones():
    assert layer_doubts.is_no_language([INDONESIAN, shifted(ENGLISH, -29), ENGLISH])


def test_addresses_of_the_internet_are_not_judged():
    assert not layer_doubts.is_no_language(["https://xqzt.kvwpq.example/?zqx=wqp&xvb=kjhgf mwrtz@xkcdq.example"] * 3)


def test_characters_without_letters_are_a_doubt():
    layer = read_layer(pdfium.PdfDocument(text_pdf([INDONESIAN[:60]]))[0], 0)

    assert not layer_doubts.is_improbable(layer)
    assert layer_doubts.is_improbable(TextLayer(layer.words, strange=5, fonts=layer.fonts))


def test_a_wrong_character_map_in_a_file_is_doubted():
    content = text_pdf([INDONESIAN[:50], ENGLISH[:50]])

    assert not layer_doubts.is_improbable(read_layer(pdfium.PdfDocument(content)[0], 0))
    assert layer_doubts.is_improbable(read_layer(pdfium.PdfDocument(with_shifted_letters(content, 29))[0], 0))


def test_what_a_scanner_wrote_invisibly_is_hidden_and_what_a_program_printed_is_not():
    assert layer_doubts.is_hidden(pdfium.PdfDocument(scanned_pdf(["CONTOH"], ["CONTOH"]))[0])
    assert not layer_doubts.is_hidden(pdfium.PdfDocument(text_pdf(["CONTOH"]))[0])
