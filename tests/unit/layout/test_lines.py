"""Visual lines of a page."""

import time

import pytest

from berkas.layout.cells import block_below, cells_of
from berkas.layout.lines import box_of, lines_of
from berkas.model.geometry import BoundingBox, Page, PageSource, Word

FORM = """
Nama        : CONTOH SPECIMEN        Halaman : 1
Alamat      : JL. MELATI NO. 1       Cabang  : KCP CONTOH
              BANDUNG 40115
"""


def test_words_side_by_side_are_one_line_from_left_to_right(lines):
    assert [line.text for line in lines(FORM)] == [
        "Nama CONTOH SPECIMEN Halaman 1",
        "Alamat JL. MELATI NO. 1 Cabang KCP CONTOH",
        "BANDUNG 40115",
    ]


@pytest.mark.parametrize("slope", [-0.09, -0.04, 0.04, 0.09])
def test_a_turned_page_has_the_lines_and_columns_of_an_upright_one(lines, slope):
    upright, turned = lines(FORM * 8), lines(FORM * 8, slope=slope)
    assert [line.text for line in turned] == [line.text for line in upright]
    first = {line.pieces[0].text: line.pieces[0].left for line in upright}
    for line in turned:
        assert line.pieces[0].left == pytest.approx(first[line.pieces[0].text], abs=0.012)


def test_a_colon_cuts_a_word_and_is_remembered(lines):
    (line,) = lines("NIK:3174075508950001 Nama : CONTOH")
    assert [(piece.text, piece.after_colon) for piece in line.pieces] == [
        ("NIK", False), ("3174075508950001", True), ("Nama", False), ("CONTOH", True),
    ]  # fmt: skip
    assert line.pieces[0].right < line.pieces[1].left


def test_the_box_is_around_the_words(lines):
    (line,) = lines("AAA BBB CCC")
    box = box_of(line.pieces[1:])
    assert box.x == pytest.approx(0.09)
    assert box.right == pytest.approx(0.16)


def test_a_line_of_thousands_of_words_is_cut_into_lines_in_time():
    words = tuple(
        Word("contoh", BoundingBox(0, number / 8000, 0.4 + 0.05 * (number % 2), 0.0001, 0.01), 1.0, 0)
        for number in range(8000)
    )
    started = time.process_time()

    found = lines_of(Page(0, 600, 600, 0, PageSource.TEXT_LAYER, words, None))

    assert [len(line.pieces) for line in found] == [4000, 4000]
    assert time.process_time() - started < 2


def test_pages_keep_their_lines_apart(lines):
    assert [line.page for line in lines("ONE", "TWO")] == [0, 1]


def test_a_wide_gap_parts_cells(lines):
    (cells,) = cells_of(lines("PT CONTOH JAYA      FAKTUR"))
    assert [cell.text for cell in cells] == ["PT CONTOH JAYA", "FAKTUR"]


def test_a_block_stands_below_its_first_cell_until_a_gap(lines):
    cells = cells_of(
        lines("""
PT CONTOH JAYA      FAKTUR
Jl. Melati No. 1    No. 12
Bandung 40115

NPWP 12
""")
    )
    assert [cell.text for cell in block_below(cells, cells[0][0], most=5)] == ["Jl. Melati No. 1", "Bandung 40115"]
    assert [cell.text for cell in block_below(cells, cells[0][0], most=1)] == ["Jl. Melati No. 1"]
    assert [cell.text for cell in block_below(cells, cells[0][1], most=5)] == ["No. 12"]
