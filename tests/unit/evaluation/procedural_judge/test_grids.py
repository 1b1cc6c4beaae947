"""Tables: widths of columns, and rows that go on over pages."""

import pytest

from berkas.evaluation.procedural_judge.boxes import Faces, Ink, Text
from berkas.evaluation.procedural_judge.grids import Cell, Grid, GridStyle, Line, Table, needs, solve

INK = Ink(Faces("Helvetica", "Helvetica-Bold", "Helvetica-Oblique"), 10, leading=1)
STYLE = GridStyle(pad_y=0)


def line(words, **more):
    return Line((Cell(Text(words, INK)),), **more)


def table(count, **more):
    return Table([line("head", is_head=True)], [line(f"row{n}") for n in range(count)], [100], STYLE, **more)


def words(piece):
    return [row.cells[0].text.words for row in piece.lines]


def test_columns_get_what_they_need_and_share_the_rest():
    assert solve([20, 30], [20, 130], 100) == [20, 80]
    assert solve([20, 30], [20, 30], 100) == pytest.approx([40, 60])
    assert solve([80, 30], [80, 30], 100) is None


def test_texts_that_wrap_need_their_widest_word_only():
    text = Text("Harga Satuan", INK)
    assert needs([], [text], 0)[0] == pytest.approx(INK.width("Satuan") + 0.5)
    assert needs([text], [], 0)[0] == pytest.approx(INK.width("Harga Satuan") + 0.5)


def test_a_table_that_fits_is_one_piece_with_its_foot():
    (piece,) = table(3, foot=[line("total")]).pieces(50, 300)
    assert words(piece) == ["head", "row0", "row1", "row2", "total"]


def test_a_long_table_goes_on_with_its_head_and_loses_no_row():
    pieces = table(30).pieces(105, 125)
    found = [name for piece in pieces for name in words(piece)]
    assert [name for name in found if name != "head"] == [f"row{n}" for n in range(30)]
    assert found.count("head") == len(pieces) > 2
    assert all(piece.height(100) <= room for piece, room in zip(pieces, (105, *[125] * len(pieces)), strict=False))


def test_the_foot_never_stands_alone():
    pieces = table(10, foot=[line("total")]).pieces(115, 300)
    assert words(pieces[-1]) == ["head", "row9", "total"]


def test_sums_are_carried_from_page_to_page():
    pieces = table(12, carry=lambda done: (line(f"after {done}"), line(f"with {done}"))).pieces(85, 300)
    assert words(pieces[0])[-1] == "after 6"
    assert words(pieces[1])[:2] == ["head", "with 6"]


def test_a_row_is_as_high_as_its_highest_cell():
    grid = Grid([Line((Cell(Text("a\nb", INK)), Cell(Text("c", INK))))], [50, 50], STYLE)
    assert grid.height(100) == 20
