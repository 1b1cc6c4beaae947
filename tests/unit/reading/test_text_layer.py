"""The text layer of a PDF as words with places."""

import io

import pypdfium2 as pdfium
import pytest
from drawn_pdfs import form_pdf, text_pdf, with_declared_heights

from berkas.layout.lines import lines_of
from berkas.model.geometry import Page, PageSource
from berkas.reading import annotations
from berkas.reading.text_layer import read_layer, read_words_with_pdfminer

LINES = ("PT CONTOH SUMBER MAKMUR", "Nomor Invoice INV/2026/01", "semua huruf kecil saja", "Total 1.165.500")


def layer(content):
    return read_layer(pdfium.PdfDocument(content)[0], 0)


def texts(words):
    found = {}
    for word in words:
        found.setdefault(word.line, []).append(word.text)
    return tuple(" ".join(line) for line in found.values())


def places(words):
    return [pytest.approx((word.box.x, word.box.y, word.box.w, word.box.h), abs=0.003) for word in words]


@pytest.mark.parametrize("heights", [(900, -100), (1500, -600), (500, 0), (1, -2000)])
def test_words_stand_where_they_are_drawn_whatever_heights_their_font_declares(heights):
    content = text_pdf(LINES)

    found = layer(with_declared_heights(content, *heights)).words

    assert [(w.box.x, w.box.y, w.box.w, w.box.h) for w in found] == places(layer(content).words)


@pytest.mark.parametrize("heights", [(900, -100), (1500, -600)])
def test_pdfminer_places_them_by_their_baselines_too(heights):
    content = text_pdf(LINES)

    found = read_words_with_pdfminer(with_declared_heights(content, *heights), 0)

    assert texts(found) == LINES
    assert [(w.box.x, w.box.y, w.box.w, w.box.h) for w in found] == places(read_words_with_pdfminer(content, 0))


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_page_that_is_shown_turned_is_read_as_it_is_seen(turned):
    found = layer(text_pdf(LINES, turned=turned)).words

    assert texts(found) == LINES
    assert [(w.box.x, w.box.y, w.box.w, w.box.h) for w in found] == places(layer(text_pdf(LINES)).words)


def test_a_word_reaches_from_above_its_capitals_to_below_its_baseline():
    word = layer(text_pdf(["CONTOH"])).words[0]

    baseline, capital = 30 / 300, 7.29 / 300  # of Vera at 10 points
    assert word.box.y < baseline - capital
    assert baseline < word.box.bottom < baseline + capital / 2


def test_words_at_different_heights_are_no_line_though_only_spaces_part_them_in_the_file():
    words = layer(flattened(form_pdf({"Nomor": "INV/01", "Tanggal": "15 Januari", "Total": "500"}, has_pictures=True)))

    assert texts(words.words)[-3:] == ("INV/01", "15 Januari", "500")


def flattened(content):
    pdf = pdfium.PdfDocument(content)
    pdf.init_forms()
    assert annotations.flatten(pdf, 0)
    buffer = io.BytesIO()
    pdf.save(buffer)
    return buffer.getvalue()


def test_the_lines_of_a_page_do_not_depend_on_the_declared_heights():
    def read(content):
        return [line.text for line in lines_of(Page(0, 420, 300, 0, PageSource.TEXT_LAYER, layer(content).words, None))]

    content = text_pdf(LINES)

    assert read(with_declared_heights(content, 2000, -10)) == read(content) == list(LINES)
