"""Choosing among an organisation's templates by what is printed."""

import pytest

from berkas.extraction.template_matching import Candidate, PhraseFound, best_match, confidence_of, is_for, phrases_in

INVOICE, GENERIC = "invoice", "generic_ocr"
TEXT = """
PT CONTOH KARYA ABADI
        INVOICE
No. Invoice : INV/2026/0042
Jl. Contoh No. 5, Bandung
"""

FREE_TEXT = {"generic_ocr", "other"}


def candidate(name, *phrases, hint=INVOICE):
    return Candidate(name, 1, hint, phrases)


def chosen(candidates, pages, kind=INVOICE, threshold=60):
    match = best_match(candidates, pages, kind, threshold=threshold, free_text=FREE_TEXT)
    return match.template_id if match else None


def test_a_phrase_is_found_whatever_its_case_spaces_and_small_reading_errors(page_of):
    pages = [page_of(TEXT.replace("KARYA", "KARVA").replace("CONTOH", "C0NTOH"))]

    [found] = phrases_in(["pt. contoh karya abadi"], pages)

    assert 85 <= found.likeness < 100


def test_a_short_phrase_must_be_exact(page_of):
    found = phrases_in(["ABADI", "ABADA"], [page_of(TEXT)])

    assert [one.likeness for one in found] == [100, 0]


def test_the_template_whose_phrase_stands_in_the_document_is_chosen(page_of):
    pages = [page_of(TEXT)]

    match = best_match(
        [candidate("other", "PT SPECIMEN MAKMUR"), candidate("ours", "PT CONTOH KARYA ABADI")],
        pages,
        INVOICE,
        threshold=60,
        free_text=FREE_TEXT,
    )

    assert (match.template_id, match.version) == ("ours", 1)
    assert match.confidence >= 90


def test_longer_and_more_phrases_win(page_of):
    pages = [page_of(TEXT)]
    short, long = candidate("short", "PT CONTOH"), candidate("long", "PT CONTOH KARYA ABADI")
    two = candidate("two", "PT CONTOH KARYA ABADI", "JL. CONTOH NO. 5")

    assert chosen([short, long], pages) == "long"
    assert chosen([long, two, short], pages) == "two"


def test_one_phrase_of_several_is_enough(page_of):
    assert chosen([candidate("any", "TIDAK ADA DI SINI", "PT CONTOH KARYA ABADI")], [page_of(TEXT)]) == "any"


def test_a_phrase_given_twice_counts_once():
    once = confidence_of([PhraseFound("PT CONTOH", 100)])

    assert confidence_of([PhraseFound("PT CONTOH", 100), PhraseFound("pt. contoh", 100)]) == once


def test_of_equals_the_one_for_the_very_type_wins_and_then_the_first(page_of):
    pages = [page_of(TEXT)]
    any_type, exact = candidate("any", "PT CONTOH KARYA ABADI", hint=None), candidate("exact", "PT CONTOH KARYA ABADI")

    assert chosen([any_type, exact], pages) == "exact"
    assert chosen([exact, candidate("later", "PT CONTOH KARYA ABADI")], pages) == "exact"


@pytest.mark.parametrize(
    ("hint", "kind", "expected"),
    [
        (INVOICE, INVOICE, True),
        (None, INVOICE, True),
        (GENERIC, INVOICE, True),
        ("other", GENERIC, True),
        (INVOICE, GENERIC, False),
        ("receipt", INVOICE, False),
    ],
)
def test_a_template_is_for_its_type_or_for_any(hint, kind, expected):
    assert is_for(hint, kind, free_text=FREE_TEXT) is expected


def test_below_the_threshold_nothing_is_chosen(page_of):
    pages = [page_of("JNE")]

    assert confidence_of(phrases_in(["JNEX"], pages)) == 0
    assert chosen([candidate("short", "PT CONTOH")], [page_of(TEXT)], threshold=99) is None
    assert chosen([], pages) is None


def test_the_documented_confidences_hold():
    of = {n: confidence_of([PhraseFound("A" * n, 100)]) for n in (4, 6, 8, 12, 24)}

    assert of == {4: 50, 6: 64, 8: 74, 12: 87, 24: 97}


def test_a_page_without_text_matches_nothing(page_of):
    assert chosen([candidate("a", "PT CONTOH KARYA ABADI")], []) is None
