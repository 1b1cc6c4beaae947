"""Cutting lines into cells."""

import pytest

from berkas.extraction.tables.cutting import cut, text_of, with_short_counts, words_of

EDGES = [(0.18, ("no",)), (0.45, ("description",)), (float("inf"), ("amount",))]


def cells(lines, *texts):
    """Texts of the cells of each line, where the edge between count and text lies within the text."""
    own = {index: cut(lines(text)[0], EDGES) for index, text in enumerate(texts)}
    done = with_short_counts(own, list(own), EDGES, frozenset({"no"}), frozenset({"description"}))
    return [{names[0]: text_of(words_of(pieces)) for names, pieces in done[index].items()} for index in done]


@pytest.mark.parametrize("count", ["4.", "4", "4)"])
def test_words_behind_a_count_are_of_the_column_of_text(lines, count):
    found = cells(lines, f"{count} Kursi             kantor                              50.000")

    assert found == [{"no": count, "description": "Kursi kantor", "amount": "50.000"}]


def test_codes_in_a_column_that_is_called_a_number_stay_where_they_are(lines):
    found = cells(lines, "PH788 Foto            kantor                              50.000")

    assert found[0]["no"] == "PH788 Foto"


def test_a_further_line_that_is_set_in_from_the_counts_is_text_and_one_that_is_not_may_be_a_title(lines):
    rows = ["1. Kursi              kantor                              50.000"] * 3

    *_, further, title = cells(lines, *rows, "   hitam              asli", "Gudang utama")

    assert further == {"description": "hitam asli"}
    assert title == {"no": "Gudang utama"}


@pytest.mark.parametrize(
    ("text", "amount"), [("-        50.000", "50.000"), ("-50.000", "-50.000"), ("- 50.000", "- 50.000")]
)
def test_a_dash_far_before_a_number_is_the_empty_cell_of_another_column(lines, text, amount):
    found = cells(lines, f"1 Kursi kantor{text:>66}")

    assert found[0]["amount"] == amount
