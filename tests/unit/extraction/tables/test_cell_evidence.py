"""How surely a cell is what its column says."""

from dataclasses import replace

import pytest

from berkas.extraction.tables.cell_evidence import FEATURES, CellEvidence, sparse

PLAIN = CellEvidence(
    read=0.98, heading=1, fits=1, confirmed=0.5, support=0, derived=0, lines=1, clear=1, settled=1, start=1, left_over=0
)


def test_the_numbers_have_names_in_their_order():
    assert len(FEATURES) == len(PLAIN.vector())
    assert PLAIN.vector()[FEATURES.index("read")] == 0.98


def test_a_plain_cell_is_sure_and_arithmetic_makes_it_surer():
    assert PLAIN.confidence >= 90
    assert replace(PLAIN, confirmed=1).meant > PLAIN.meant


@pytest.mark.parametrize(
    "doubt",
    [
        {"heading": 0}, {"confirmed": 0}, {"derived": 1}, {"clear": 0}, {"settled": 0.2}, {"left_over": 1}, {"fits": 0.3},
        {"read": 0.8},
    ],
)  # fmt: skip
def test_what_speaks_against_a_cell_makes_it_less_sure_than_90(doubt):
    assert replace(PLAIN, **doubt).confidence < 90


def test_only_cells_that_differ_from_their_table_are_named():
    assert sparse([{"a": 96, "b": 80}, {"a": 95}], 96) == ({"b": 80}, {})
    assert sparse([{"a": 96}], 96) == ()
