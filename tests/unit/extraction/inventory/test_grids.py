"""Tables of any document: with and without drawn lines, never a form, a letter or a signature."""

import pytest

from berkas.extraction.inventory.grid_rows import text_of
from berkas.extraction.inventory.grids import find_grids
from berkas.extraction.inventory.ruled import ruled_grids
from berkas.model.geometry import BoundingBox, RuledTable

DUES = """
DAFTAR IURAN
No   Nama anggota         Wilayah         Jumlah
1    CONTOH SATU          Bandung         250.000
2    SPECIMEN DUA         Jakarta       1.250.000
     SANTOSO
3    CONTOH TIGA                           75.000
Jumlah seluruhnya adalah yang tersebut di atas ini semua
"""


@pytest.fixture
def grids(lines):
    return lambda text, taken=frozenset(), most=9: find_grids(lines(text), taken, most=most)


def texts(grid):
    return [[text_of(cell) for cell in row] for row in grid.rows]


def test_a_table_is_cut_by_the_white_between_its_columns(grids):
    [grid] = grids(DUES)

    assert text_of(grid.title) == "DAFTAR IURAN"
    assert [text_of(cell) for cell in grid.headings] == ["No", "Nama anggota", "Wilayah", "Jumlah"]
    assert texts(grid) == [
        ["1", "CONTOH SATU", "Bandung", "250.000"],
        ["2", "SPECIMEN DUA SANTOSO", "Jakarta", "1.250.000"],
        ["3", "CONTOH TIGA", "", "75.000"],
    ]
    assert grid.lines == frozenset(range(6))


@pytest.mark.parametrize(
    "printed",
    [
        "Nama siswa     CONTOH SATU\nKota asal      Bandung\nTanggal        03-02-2026\nHobi           Membaca",
        "Hormat kami,      Mengetahui,    Menyetujui,\nBUDI              SITI           ANDI\nKetua             Bendahara",
        "Nomor : 12\nTanggal : 13\nPerihal : 14",
        "Demikian surat ini\nkami sampaikan dan\nterima kasih",
    ],
)
def test_what_has_no_columns_of_figures_is_no_table(grids, printed):
    assert grids(printed) == []


def test_taken_lines_and_more_than_wanted_are_left_out(grids):
    two = f"{DUES}\n\n\n{DUES}"

    assert len(grids(two)) == 2
    assert len(grids(two, most=1)) == 1
    assert grids(DUES, frozenset(range(7))) == []


def ruled(rows, columns, *, right=0.9):
    """A drawing whose boxes lie around the lines of a typed page: rows by line, columns by their first character."""
    lefts = [0.05 + 0.01 * column - 0.005 for column in columns]
    edges = tuple(zip(lefts, [*lefts[1:], right], strict=True))
    boxes = tuple(BoundingBox(0, lefts[0], 0.045 + 0.026 * row, right - lefts[0], 0.026) for row in rows)
    return RuledTable(BoundingBox.around(boxes), (), boxes, edges)


def test_drawn_lines_make_a_table_of_words_too(lines):
    printed = "Jadwal piket\nHari      Nama      Tugas\nSenin     CONTOH    Menyapu\nSelasa    SPECIMEN  Mengepel"

    [grid] = ruled_grids(lines(printed), [ruled((1, 2, 3), (0, 10, 20))])

    assert text_of(grid.title) == "Jadwal piket"
    assert texts(grid) == [["Senin", "CONTOH", "Menyapu"], ["Selasa", "SPECIMEN", "Mengepel"]]


@pytest.mark.parametrize(
    ("printed", "columns"),
    [
        ("Nama      CONTOH\nKota      Bandung\nNo        12", (0, 10)),
        ("Nama      CONTOH    Kelas     7A\nKota      Bandung   Lahir     2001", (0, 10, 20, 30)),
        ("Nama", (0,)),
    ],
)
def test_a_form_in_boxes_is_no_table(lines, printed, columns):
    rows = range(len(printed.splitlines()))

    assert list(ruled_grids(lines(printed), [ruled(rows, columns)])) == []


def test_a_drawing_of_very_many_boxes_is_left_alone(lines):
    many = RuledTable(
        BoundingBox(0, 0, 0, 1, 1), (), (BoundingBox(0, 0, 0, 1, 1),) * 300, tuple((n / 100, n / 100) for n in range(100))
    )  # fmt: skip

    assert list(ruled_grids(lines(DUES), [many])) == []
