"""Cells of a line, and what stands below each other."""

from dataclasses import replace

import pytest

from berkas.layout.cells import Align, block_below, cells_of


def sized(line, *heights):
    """A line whose words have letters of these heights."""
    pieces = tuple(replace(piece, height=height) for piece, height in zip(line.pieces, heights, strict=True))
    return replace(line, pieces=pieces)


def texts(cells):
    return [cell.text for cell in cells]


def test_a_cell_is_as_high_as_its_own_letters_whatever_else_stands_on_its_line(lines):
    [line] = lines("SINAR          Telp 021")

    name, phone = cells_of([sized(line, 0.02, 0.01, 0.01)])[0]

    assert (name.text, name.height) == ("SINAR", 0.02)
    assert (phone.text, phone.height) == ("Telp 021", 0.01)


@pytest.mark.parametrize(
    ("height", "cells"), [(0.01, ["SINAR Telp"]), (0.015, ["SINAR Telp"]), (0.02, ["SINAR", "Telp"])]
)
def test_letters_of_another_size_begin_another_cell(lines, height, cells):
    [line] = lines("SINAR Telp")

    assert texts(cells_of([sized(line, height, 0.01)])[0]) == cells


def test_a_name_in_large_letters_goes_on_below_beside_the_lines_of_another_column(lines):
    one, two, three = lines("SINAR          Jl Melati\n               Bandung\nJAYA           Telp")
    cells = cells_of([sized(one, 0.03, 0.01, 0.01), two, sized(three, 0.03, 0.01)])

    [below] = block_below(cells, cells[0][0], most=1, align=Align.LEFT)

    assert (below.text, below.height) == ("JAYA", cells[0][0].height)
