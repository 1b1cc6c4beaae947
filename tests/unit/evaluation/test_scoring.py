"""Comparing what was read with what is true."""

import pytest

from berkas.evaluation.scoring import Comparison, Tally, compare, same
from berkas.model.extraction import FieldValue


def field(name, value, confidence=95):
    return FieldValue(name, value, None, confidence, None)


@pytest.mark.parametrize(
    ("expected", "found", "is_same"),
    [
        ("Jl. Melati No. 1", "JL MELATI NO 1", True),
        ("JL. MELATI", "JL.MELATI", True),
        ("REF 123", "REF123", False),
        ("93.004.490.4-521.000", "930044904521000", True),
        ("2026-01-02", "2026-02-01", False),
        ("A+", "A", False),
        ("-", None, False),
        (1000, 1000.0, True),
        (1000.25, 1000.26, False),
        (1000, "1000", True),
        (None, None, True),
        (None, "X", False),
    ],
)
def test_case_punctuation_and_repeated_spaces_do_not_count(expected, found, is_same):
    assert same(expected, found) is is_same


def test_spaces_do_not_count_in_addresses():
    assert same("JL. MELATI NO. 1 RT 002", "JL.MELATI NO.1RT002", "seller_address")


def test_nothing_for_nothing_is_not_counted():
    assert Comparison("a", None, None, 0).tally() == Tally()


def test_a_value_where_there_is_none_lowers_precision_and_a_missing_one_recall():
    tally = Tally()
    for comparison in compare({"a": "ONE", "b": None, "c": "THREE"}, [field("a", "one"), field("b", "INVENTED", 99)]):
        tally += comparison.tally()
    assert (tally.values, tally.exact, tally.right) == (3, 0, 1)
    figures = tally.figures()
    assert (figures["precision"], figures["recall"]) == (0.5, 0.5)
    assert (figures["confident"], figures["wrong_but_confident"]) == (2, 0.5)


def test_fields_that_the_truth_does_not_name_are_not_judged():
    assert list(compare({}, [field("a", "ONE")])) == []


def test_a_lost_row_costs_only_itself():
    truth = {"rows": [{"no": n, "amount": n * 100} for n in (1, 2, 3)]}
    found = [field("rows", [{"no": n, "amount": n * 100} for n in (1, 3)])]
    wrong = [comparison.field for comparison in compare(truth, found) if not comparison.is_right]
    assert wrong == ["rows.1.no", "rows.1.amount"]


def test_a_row_too_many_costs_precision_only():
    truth = {"rows": [{"no": 1, "amount": 100}]}
    tally = Tally()
    for comparison in compare(truth, [field("rows", [{"no": 1, "amount": 100}, {"no": None, "amount": 7}])]):
        tally += comparison.tally()
    assert (tally.expected, tally.found, tally.right) == (2, 3, 2)


def test_a_row_with_one_wrong_cell_stands_beside_the_right_row():
    truth = {"rows": [{"no": 1, "amount": 100}, {"no": 2, "amount": 200}]}
    found = [field("rows", [{"no": 1, "amount": 1}, {"no": 2, "amount": 200}])]
    assert [c.field for c in compare(truth, found) if not c.is_right] == ["rows.0.amount"]


def test_a_table_that_was_not_found_misses_every_cell():
    missed = list(compare({"rows": [{"no": 1, "amount": None}]}, []))
    assert [(c.column, c.is_cell, c.is_right) for c in missed] == [
        ("rows.no", True, False),
        ("rows.amount", True, True),
    ]


def test_a_cell_has_its_own_confidence_where_it_has_one_and_that_of_its_table_elsewhere():
    rows = [{"no": 1, "amount": 100}, {"no": 2, "amount": 7}, {"no": 3, "amount": 300}]
    own = ({}, {"amount": 44}, {"no": 99})
    found = FieldValue("rows", rows, None, 91, None, cell_confidences=own)
    # the second row is none of the paper's, so the third stands beside the second true one
    truth = {"rows": [rows[0], rows[2]]}
    sure = {(c.field, c.found): c.confidence for c in compare(truth, [found])}
    assert sure == {
        ("rows.0.no", 1): 91, ("rows.0.amount", 100): 91, ("rows.1.no", 2): 91, ("rows.1.amount", 7): 44,
        ("rows.2.no", 3): 99, ("rows.2.amount", 300): 91,
    }  # fmt: skip


def test_an_unsure_cell_of_a_sure_table_is_no_confident_mistake():
    found = FieldValue("rows", [{"amount": 7}], None, 95, None, cell_confidences=({"amount": 40},))
    [comparison] = compare({"rows": [{"amount": 100}]}, [found])
    assert (comparison.tally().confident, comparison.tally().confident_wrong) == (0, 0)


def test_a_withheld_value_is_missing_and_not_wrong():
    [comparison] = compare({"a": "ONE"}, [field("a", None, 60)])
    tally = comparison.tally()
    assert (tally.expected, tally.found, tally.right, tally.confident) == (1, 0, 0, 0)


def test_rates_of_nothing_are_none():
    assert Tally().figures()["exact"] is None
