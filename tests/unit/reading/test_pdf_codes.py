"""Codes on pages with a text layer: found however a program draws them, and nothing is drawn of a page without any."""

import io
import random

import pikepdf
import pypdfium2 as pdfium
import pytest
from drawn_codes import SIZE, as_bars, as_form, as_one_path, as_picture, as_rectangles, page_with
from PIL import Image
from reportlab.lib.utils import ImageReader

from berkas.model.geometry import PageSource
from berkas.reading import pdf_documents
from berkas.reading.limits import OcrOptions, ReadingLimits
from berkas.reading.ocr.page_ocr import Pictures
from berkas.reading.pdf_codes import find_on_page
from berkas.reading.pdf_documents import PdfDocument
from berkas.reading.pdf_drawing import Watch
from berkas.reading.reader import DocumentReader

TEXT = "SPECIMEN-7F3A"


def read(content):
    document = PdfDocument(pdfium.PdfDocument(content), content, ReadingLimits(), Pictures(OcrOptions()))
    page, _ = document.read_page(0, by_ocr=False)
    document.close()
    return page


@pytest.mark.parametrize("paint", [as_rectangles, as_picture, as_form, as_one_path, as_bars])
@pytest.mark.parametrize("is_turned", [False, True])
def test_a_code_is_found_however_it_is_drawn(paint, is_turned):
    page = read(page_with(paint(TEXT), is_turned=is_turned))

    [code] = page.codes
    assert (page.source, code.content) == (PageSource.TEXT_LAYER, TEXT)
    assert (code.box.center_x < 0.4, code.box.center_y > 0.7) == (True, True)


def test_two_codes_on_a_page_are_two():
    def paint(canvas):
        as_bars("INV-2026-0001")(canvas)
        canvas.translate(250, 0)
        as_rectangles(TEXT)(canvas)

    assert {code.content for code in read(page_with(paint)).codes} == {"INV-2026-0001", TEXT}


def rules(canvas):
    """The lines of a table as word processors draw them: a narrow rectangle for each side of each cell."""
    for row in range(12):
        for column in range(8):
            canvas.rect(20 + column * 45, 20 + row * 12, 45, 0.5, stroke=0, fill=1)
            canvas.rect(20 + column * 45, 20 + row * 12, 0.5, 12, stroke=0, fill=1)


@pytest.mark.parametrize("paint", [lambda _canvas: None, rules])
def test_nothing_is_drawn_of_a_page_that_cannot_have_a_code(paint):
    def draw(dpi, part):
        raise AssertionError(part)

    assert find_on_page(pdfium.PdfDocument(page_with(paint))[0], 0, draw, Watch(60)) == ()


def test_a_part_is_drawn_and_not_the_page():
    drawn = []
    page = pdfium.PdfDocument(page_with(as_rectangles(TEXT)))[0]

    def draw(dpi, part):
        drawn.append(part)
        return page.render(scale=dpi / 72).to_numpy()[:, :, :3].copy()

    find_on_page(page, 0, draw, Watch(60))

    [(left, top, right, bottom)] = drawn
    assert (right - left) * (bottom - top) < 0.1 * 420 * 300


def test_a_page_with_a_picture_that_is_too_large_keeps_its_text_and_is_not_drawn():
    def paint(canvas):
        canvas.drawImage(ImageReader(Image.new("1", (10_000, 6_000))), 20, 20, 70, 42)
        as_rectangles(TEXT)(canvas)

    page = read(page_with(paint))

    assert (page.source, page.codes) == (PageSource.TEXT_LAYER, ())
    assert len(page.words) > 20


def strokes(count, *, seed=1):
    """Strokes of 90 lines across the page, which cost pdfium much more to draw than to load."""

    def paint(canvas):
        points = random.Random(seed)
        for _ in range(count):
            path = canvas.beginPath()
            path.moveTo(0, 0)
            for _ in range(90):
                path.lineTo(points.randrange(SIZE[0]), points.randrange(SIZE[1]))
            canvas.drawPath(path)

    return paint


def in_form(paint):
    def painted(canvas):
        canvas.beginForm("all")
        paint(canvas)
        canvas.endForm()
        canvas.doForm("all")

    return painted


@pytest.mark.parametrize("paint", [strokes(1400), in_form(strokes(1400))], ids=["page", "form"])
def test_a_page_that_takes_long_to_draw_keeps_its_text(paint):
    content = page_with(paint)

    # confined, as in a run: there a callback cannot be made any more
    with DocumentReader(ReadingLimits(), OcrOptions()) as reader:
        reader.open(content)
        started = reader.cpu_seconds
        [page] = reader.read_pages(range(1))
        took = reader.cpu_seconds - started

    assert took < 12  # all of it takes more than 17
    assert (page.source, page.codes) == (PageSource.TEXT_LAYER, ())
    assert len(page.words) > 20


def test_no_more_codes_are_looked_for_in_a_document_that_took_its_time(monkeypatch):
    monkeypatch.setattr(pdf_documents, "_CODE_SECONDS_OF_ALL", 0.15)
    content = page_with(as_rectangles(TEXT))
    document = PdfDocument(pdfium.PdfDocument(content), content, ReadingLimits(), Pictures(OcrOptions()))

    first = last = document.read_page(0, by_ocr=False)[0]
    for _ in range(1000):  # a few milliseconds each
        last = document.read_page(0, by_ocr=False)[0]
        if not last.codes:
            break

    assert (len(first.codes), last.codes) == (1, ())
    assert last.words == first.words


def test_a_page_that_no_file_may_have_is_not_drawn():
    with pikepdf.open(io.BytesIO(page_with(as_rectangles(TEXT)))) as pdf:
        pdf.pages[0].MediaBox = [0, 0, 10**9, 300]
        buffer = io.BytesIO()
        pdf.save(buffer)

    assert read(buffer.getvalue()).codes == ()
