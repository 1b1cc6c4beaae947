"""A draft keeps its words and records what is printed."""

import random

import pytest

from berkas.evaluation.procedural_judge.draft import Draft
from berkas.evaluation.procedural_judge.figures import make_convention

WORDS = ({"number": ("No. Faktur", "Nomor"), "total": ("Jumlah",)}, {"number": ("Number",), "total": ("Total",)})


def draft(seed=1, **more):
    rng = random.Random(seed)
    return Draft(
        rng, make_convention(rng, language="id", currency="IDR"), WORDS, ("invoice_number", "due_date"), **more
    )


def test_a_word_is_the_same_in_the_whole_document():
    made = draft()
    assert len({made.word("number") for _ in range(20)}) == 1


def test_labels_in_both_languages_name_both():
    assert draft(mixing=(0, 0, 1)).word("total").lower() == "jumlah / total"


def test_another_word_is_none_of_those_taken():
    made = draft(mixing=(1, 0, 0))
    taken = made.word("number")
    assert made.other_word("number", without=[taken]) != taken
    with pytest.raises(ValueError, match="total"):
        made.other_word("total", without=["JUMLAH"])


def test_what_is_printed_is_recorded_and_the_rest_is_null():
    made = draft()
    assert made.tell("invoice_number", "A-1", "A - 1") == "A - 1"
    assert made.truth == {"invoice_number": "A-1", "due_date": None}
    assert made.printed == {"invoice_number": ["A - 1"]}


def test_the_signature_follows_from_the_choices():
    one, other = draft(2), draft(2)
    assert one.signature() == other.signature()
    other.note("another")
    assert one.signature() != other.signature()
