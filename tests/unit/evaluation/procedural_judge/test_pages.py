"""Boxes go on from page to page between head and foot."""

import pypdfium2 as pdfium

from berkas.evaluation.procedural_judge.boxes import Faces, Ink, Text
from berkas.evaluation.procedural_judge.grids import Cell, GridStyle, Line, Table
from berkas.evaluation.procedural_judge.pages import Sheets, render

INK = Ink(Faces("Helvetica", "Helvetica-Bold", "Helvetica-Oblique"), 10, leading=1)


def sheets(**more):
    parts = {
        "head": lambda _page, _pages: None,
        "foot": lambda page, pages: Text(f"page {page} of {pages}", INK),
    } | more
    return Sheets((300, 200), (20, 20, 20, 20), 5, **parts)


def texts(pdf):
    return [page.get_textpage().get_text_bounded() for page in pdfium.PdfDocument(pdf)]


def test_a_box_that_does_not_fit_goes_to_the_next_page():
    pdf, count = render(sheets(), [Text("\n".join("abcdefgh"), INK), Text("\n".join("ijklmnop"), INK)])
    first, second = texts(pdf)
    assert count == 2
    assert "a" in first.split()
    assert "i" in second.split()
    assert "page 1 of 2" in first
    assert "page 2 of 2" in second


def test_a_table_goes_on_and_later_pages_have_a_head():
    rows = [Line((Cell(Text(f"row{number}", INK)),)) for number in range(20)]
    table = Table([Line((Cell(Text("heading", INK)),), is_head=True)], rows, [100], GridStyle())
    pdf, count = render(sheets(head=lambda page, _pages: Text("again", INK) if page > 1 else None), [table])
    pages = texts(pdf)
    assert count == len(pages) > 1
    assert "again" not in pages[0]
    assert all("again" in page and "heading" in page for page in pages[1:])
    assert [word for page in pages for word in page.split() if word.startswith("row")] == [
        f"row{number}" for number in range(20)
    ]


def test_every_page_says_that_it_is_a_specimen():
    pdf, _ = render(sheets(), [Text("\n".join("abcdefgh" * 3), INK.scaled(0.5)), Text("\n".join("abcdefgh"), INK)])
    assert all("SPECIMEN - BUKAN DOKUMEN RESMI" in page for page in texts(pdf))
