"""Form values and annotations as words of the page."""

import pikepdf
import pypdfium2 as pdfium
import pytest
from drawn_pdfs import form_pdf, text_pdf, with_annotation, with_attachments

from berkas.reading import annotations
from berkas.reading.attachments import count_documents
from berkas.reading.text_layer import read_layer

VALUES = {"Nomor": "INV/2026/01/0042", "Tanggal": "15 Januari 2026"}
FREE_TEXT = {"/Subtype": pikepdf.Name.FreeText, "/Contents": "LUNAS CONTOH\n12 Mei 2026", "/DA": "/Helv 9 Tf 0 g"}


def opened(content):
    pdf = pdfium.PdfDocument(content)
    pdf.init_forms()
    return pdf


def words_of(pdf):
    shown = annotations.shown_on(pdf[0])
    if shown.has_pictures:
        annotations.flatten(pdf, 0)
    return [word.text for word in read_layer(pdf[0], 0, shown.free_texts).words]


@pytest.mark.parametrize("has_pictures", [True, False])
def test_values_of_a_form_are_words_of_the_page(has_pictures):
    found = words_of(opened(form_pdf(VALUES, has_pictures=has_pictures)))

    assert found == ["Nomor", "Tanggal", "INV/2026/01/0042", "15", "Januari", "2026"]


def test_values_stand_beside_their_labels():
    pdf = opened(form_pdf(VALUES, has_pictures=True))
    annotations.flatten(pdf, 0)

    label, _, value, *_ = read_layer(pdf[0], 0).words

    assert label.text, value.text == ("Nomor", "INV/2026/01/0042")
    assert abs(label.box.center_y - value.box.center_y) < label.box.h / 2


def test_free_text_without_a_picture_of_its_own_is_read_from_its_contents():
    found = words_of(opened(with_annotation(text_pdf(["FAKTUR"]), FREE_TEXT)))

    assert found == ["FAKTUR", "LUNAS", "CONTOH", "12", "Mei", "2026"]


def test_free_text_is_wrapped_into_its_box():
    content = with_annotation(text_pdf(["FAKTUR"]), {**FREE_TEXT, "/Contents": "CONTOH " * 20})

    shown = annotations.shown_on(opened(content)[0])
    words = read_layer(opened(content)[0], 0, shown.free_texts).words[1:]

    assert len(words) == 20
    assert max(word.box.right for word in words) < 380 / 420 + 0.01
    assert len({word.line for word in words}) > 2


@pytest.mark.parametrize("flags", [2, 32])
def test_what_no_viewer_shows_is_not_read(flags):
    found = words_of(opened(with_annotation(text_pdf(["FAKTUR"]), {**FREE_TEXT, "/F": flags})))

    assert found == ["FAKTUR"]


def test_links_and_notes_are_no_words():
    content = with_annotation(text_pdf(["FAKTUR"]), {"/Subtype": pikepdf.Name.Text, "/Contents": "catatan"})

    assert annotations.shown_on(opened(content)[0]) == annotations.Shown()


def test_attached_documents_are_counted_and_data_of_programs_are_not():
    content = with_attachments(
        text_pdf(["FAKTUR"]),
        {
            "a.pdf": text_pdf(["CONTOH"]),
            "b.xlsx": b"PK\x03\x04" + bytes(50),
            "factur-x.xml": b"<?xml version='1.0'?><CrossIndustryInvoice/>",
            "catatan.txt": b"CONTOH",
        },
    )

    assert count_documents(pdfium.PdfDocument(content)) == 2
    assert count_documents(pdfium.PdfDocument(text_pdf(["FAKTUR"]))) == 0
