"""A cell among the cells of its column."""

import pytest

from berkas.extraction.tables.column_evidence import Likeness, likenesses
from berkas.extraction.tables.rows import Row
from berkas.model.geometry import BoundingBox, Word

HEIGHT = 0.01


def words(text, *, left=0.1, top=0.1, height=HEIGHT):
    found, x = [], left
    for part in text.split():
        found.append(Word(part, BoundingBox(0, x, top, 0.01 * len(part), height), 0.99, 0))
        x += 0.01 * (len(part) + 1)
    return found


def looks(*cells, name="description", unit=None):
    """How each cell of a column looks; a cell is a text, or words."""
    made = [words(cell) if isinstance(cell, str) else cell for cell in cells]
    rows = [Row(0, 0.1, HEIGHT, {name: cell}) for cell in made]
    values = [{name: " ".join(word.text for word in cell)} for cell in made]
    return [row[name] for row in likenesses(rows, values, unit)]


def test_cells_that_look_alike_stand_out_in_nothing():
    for one in looks("Kabel tembaga", "Lampu pijar", "Tinta hitam"):
        assert (one.words, one.place, one.shape, one.below, one.reach) == (1, 1, 1, 1, 1)


def test_a_cell_with_more_words_or_other_characters_than_the_others_stands_out():
    *plain, long, code = looks("Kabel", "Lampu", "Tinta", "Kertas Barang yang sudah dibeli", "77123")

    assert long.words < 0.5
    assert code.shape < plain[0].shape


def test_a_cell_that_begins_and_ends_elsewhere_stands_out():
    *plain, off = looks("Kabel", "Lampu", "Tinta", words("Kertas", left=0.3))

    assert off.place < 0.2
    assert all(one.place == 1 for one in plain)


@pytest.mark.parametrize("footer", [words("Pembayaran", left=0.02, top=0.12), words("a " * 30, top=0.12)])
def test_a_further_line_that_is_set_out_or_reaches_far_stands_out(footer):
    own, *_ = looks([*words("Kabel"), *footer], "Lampu pijar", "Tinta hitam")

    assert min(own.below, own.reach) < 0.2


def test_a_known_unit_is_told_from_a_word_and_repeated_values_from_others():
    pcs, _, word = looks("pcs", "pcs", "Mekanik", name="unit", unit="unit")

    assert (pcs.listed, word.listed) == (1, 0)
    assert pcs.repeats == pytest.approx(2 / 3)


def test_of_a_value_that_a_rule_made_nothing_is_known_but_its_text():
    rows = [Row(0, 0.1, HEIGHT, {}), Row(0, 0.2, HEIGHT, {})]

    found = likenesses(rows, [{"unit": "PCS"}, {"unit": None}], "unit")

    assert found == [{"unit": Likeness(repeats=1.0, listed=1.0)}, {}]
