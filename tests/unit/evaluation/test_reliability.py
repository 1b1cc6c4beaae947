"""Stated confidence against observed rightness, and what a threshold of the score leaves to no person."""

import pytest

from berkas.evaluation.reliability import By, Calibration, Decision, Fate, Part, Reliability, kinds_of
from berkas.evaluation.scoring import Comparison
from templates_registry import registry


def group(*values):
    """Of pairs: a confidence, and whether the value is right."""
    found = Calibration()
    for confidence, is_right in values:
        found.add(confidence, is_right=is_right)
    return found


def test_values_fall_into_bins_that_are_finer_where_most_of_them_lie():
    found = group(
        (0, False), (9, False), (89, True), (90, True), (94, True), (95, True), (97, False), (98, True), (100, True)
    )
    assert [(one.first, one.last, one.count) for one in found.bins()] == [
        (0, 9, 2), (80, 89, 1), (90, 94, 2), (95, 97, 2), (98, 100, 2),
    ]  # fmt: skip


def test_a_bin_tells_its_mean_confidence_and_how_many_of_a_hundred_are_right():
    [one] = group((82, True), (84, False), (86, True), (88, True)).bins()
    assert (one.stated, one.observed) == (85, 75)


def test_the_calibration_error_weighs_the_distance_of_each_bin_by_its_values():
    # three values of 80 of which all are right, 20 points too low; one of 60 that is wrong, 60 points too high
    found = group((80, True), (80, True), (80, True), (60, False))
    assert found.error == pytest.approx((3 * 20 + 60) / 4)


def test_errors_of_two_bins_do_not_cancel_each_other_out():
    found = group((50, True), (50, True), (90, False), (90, False))
    assert found.mean_stated == 70
    assert found.observed == 50
    assert found.error == pytest.approx(70)


def test_wrong_among_confident_values_leaves_out_those_below_90():
    found = group((89, False), (90, False), (95, True), (99, True), (99, True))
    assert found.wrong_confident == 25
    assert group((89, False)).wrong_confident is None


def test_a_group_without_values_claims_nothing():
    figures = Calibration().figures()
    assert (figures["values"], figures["expected_calibration_error"], figures["bins"]) == (0, None, [])


def test_groups_add_up():
    whole = group((95, True))
    whole += group((95, False), (20, True))
    assert whole.values == 3
    assert [one.observed for one in whole.bins()] == [100, 50]


def test_fields_and_cells_are_kept_apart_by_kind_and_by_way_of_sending():
    found = Reliability()
    found.add_value(Comparison("a", "X", "X", 90), kind="name", sent="photo")
    found.add_value(Comparison("b", 1, 2, 80), kind="amount", sent="scan")
    found.add_value(Comparison("t.0.c", 1, 1, 70, is_cell=True), kind="amount", sent="scan")

    assert (found.of(Part.FIELDS).values, found.of(Part.CELLS).values) == (2, 1)
    assert found.groups[Part.FIELDS, By.KIND, "amount"].observed == 0
    assert found.groups[Part.CELLS, By.KIND, "amount"].observed == 100
    assert found.groups[Part.FIELDS, By.SENT, "photo"].values == 1
    assert found.names(By.SENT) == ["scan", "photo"]


def test_what_was_not_stated_says_nothing_of_confidence():
    found = Reliability()
    found.add_value(Comparison("a", "X", None, 95), kind="name", sent="photo")
    assert found.of(Part.FIELDS).values == 0


def test_a_higher_threshold_leaves_fewer_documents_to_no_person():
    found = Reliability()
    for decision in (
        Decision(95, False, Fate.FLAWLESS), Decision(85, False, Fate.INCOMPLETE), Decision(75, False, Fate.MISLEADING),
        Decision(99, True, Fate.MISLEADING), None,
    ):  # fmt: skip
        found.add_document(decision)

    low, middle, high, none = found.curve([0, 80, 95, 100])

    assert (low.documents, low.extracted, low.incomplete, low.misleading) == (5, 3, 1, 1)
    assert (middle.extracted, middle.misleading, middle.automation) == (2, 0, 40)
    assert (high.extracted, high.misleading_rate) == (1, 0)
    assert (none.extracted, none.misleading_rate) == (0, None)


def test_kinds_are_those_of_fields_and_columns():
    kinds = kinds_of(registry.latest("invoice"))
    assert kinds["total_amount"] == "amount"
    assert kinds["invoice_date"] == "date"
    assert kinds["line_items.amount"] == "amount"
    assert "line_items" not in kinds
