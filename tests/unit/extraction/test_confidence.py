"""How sure a value is."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from berkas.extraction import confidence as judge
from berkas.extraction.checks.outcomes import broken, kept
from berkas.model.extraction import Classification, FieldValue, Flag, Severity
from berkas.model.geometry import BoundingBox, Page, PageQuality, PageSource, Word
from berkas.model.template import TemplateField

BOX = BoundingBox(0, 0.1, 0.1, 0.1, 0.1)


def word(confidence):
    return Word("X", BOX, confidence, 0)


def value(name, confidence=95, given="X"):
    return FieldValue(name, given, given, confidence, BOX if given else None)


def field(name, **options):
    return TemplateField(name=name, label=name, **options)


def reasons(pairs, findings, *, score, threshold=70):
    return judge.reasons_of(judge.review_causes(pairs, findings, score=score, threshold=threshold))


@given(st.lists(st.floats(0, 1), min_size=1))
def test_confidence_lies_between_nothing_and_a_hundred(sure):
    assert 0 <= judge.of_words(map(word, sure)) <= 98


@given(st.floats(0, 1), st.floats(0, 1))
def test_words_that_are_read_more_surely_are_never_less_sure(one, other):
    low, high = sorted((one, other))
    assert judge.of_words([word(low)]) <= judge.of_words([word(high)])


def test_one_doubtful_word_makes_the_value_doubtful():
    assert judge.of_words([word(0.99)] * 3) > 90
    assert judge.of_words([word(0.99), word(0.99), word(0.6)]) < 50
    assert judge.of_words([]) == 0


def test_agreement_raises_and_disagreement_lowers():
    assert judge.after_outcomes(80, "a", [kept("a")]) > 90
    assert judge.after_outcomes(80, "a", [kept("b")]) == 80
    warned = judge.after_outcomes(98, "a", [broken("x", "X.", "a")])
    failed = judge.after_outcomes(98, "a", [broken("x", "X.", "a", severity=Severity.ERROR)])
    assert failed < warned < 80


def test_agreement_elsewhere_cannot_outweigh_what_is_broken():
    outcomes = [broken("x", "X.", "a", severity=Severity.ERROR), kept("a"), kept("a")]
    assert judge.after_outcomes(98, "a", outcomes) <= 50


def test_nothing_is_ever_certain():
    assert judge.after_outcomes(98, "a", [kept("a")] * 9) == 99


def test_the_score_falls_with_every_unsure_value_and_not_with_optional_ones_that_are_missing():
    sure, unsure, missing = value("a", 99), value("b", 60), value("b", 0, None)

    alone = judge.score_of([(field("a"), sure)])

    assert alone >= 97
    assert judge.score_of([(field("a"), sure), (field("b"), missing)]) == alone
    guess = judge.score_of([(field("a"), sure), (field("b"), unsure)])
    assert guess < alone - 10
    # twenty sure ones hide no guess
    assert judge.score_of([(field("a"), sure)] * 20 + [(field("b"), unsure)]) <= guess


def test_the_score_falls_far_with_a_required_value_that_is_missing():
    assert judge.score_of([(field("a"), value("a", 99)), (field("b", required=True), value("b", 0, None))]) <= 30


def test_a_document_without_a_value_has_no_score():
    assert judge.score_of([]) == judge.score_of([(field("a"), value("a", 0, None))]) == 0


@pytest.mark.parametrize(
    ("template", "found", "reason"),
    [
        (field("a", required=True), value("a", 0, None), "required_field_missing"),
        (field("a", require_confidence_above=90), value("a", 89), "field_below_floor"),
        (field("a", required=True), value("a", 69), "field_below_floor"),
        (field("a", required=True, require_confidence_above=0), value("a", 39), "field_below_floor"),
        (field("a"), value("a", 10), "score_below_threshold"),
    ],
)
def test_reasons_for_a_review(template, found, reason):
    pairs = [(template, found)]
    assert reason in reasons(pairs, (), score=judge.score_of(pairs))


@pytest.mark.parametrize(
    ("template", "found"),
    [
        (field("a", require_confidence_above=90), value("a", 90)),
        (field("a", required=True), value("a", 70)),  # the document's threshold is its floor, and its score
        (field("a"), value("a", 70)),
    ],
)
def test_exactly_at_the_floor_or_the_threshold_is_enough(template, found):
    pairs = [(template, found)]

    assert reasons(pairs, (), score=judge.score_of(pairs), threshold=70) == ()
    assert reasons(pairs, (), score=69, threshold=70) == ("score_below_threshold",)


def test_an_accepted_finding_is_no_reason_any_more():
    pairs = [(field("a", required=True), value("a"))]
    open_one = broken("x", "X.", "a", severity=Severity.ERROR).finding
    accepted = replace(open_one, accepted_by="key_1", accepted_at=datetime(2026, 1, 1, tzinfo=UTC))

    assert reasons(pairs, [accepted], score=95) == ()
    assert reasons(pairs, [open_one, accepted], score=95) == ("rule_broken",)


def test_a_sure_document_needs_no_review_and_a_broken_rule_does():
    pairs = [(field("a", required=True), value("a"))]
    assert reasons(pairs, (), score=95) == ()
    finding = broken("x", "X.", "a", severity=Severity.ERROR).finding
    assert reasons(pairs, [finding], score=95) == ("rule_broken",)


@pytest.mark.parametrize(
    ("sure", "wanted"), [(69, ("score_below_threshold", "type_unsure")), (70, ("score_below_threshold",))]
)
def test_a_type_below_the_threshold_is_a_finding_and_a_reason_beside_others(sure, wanted):
    doubts = judge.type_doubts(Classification("invoice", sure, ()), threshold=70)

    assert [finding.code for finding in doubts] == ["type_unsure"] * (sure < 70)
    assert reasons([(field("a"), value("a"))], doubts, score=60) == wanted


def test_flags_say_what_a_consumer_should_know():
    page = Page(0, 1, 1, 0, PageSource.OCR, (), PageQuality(0.1, 200.0, 30.0))
    assert judge.flags_of([(field("a"), value("a"))], ()) == ()
    assert judge.flags_of([(field("a"), value("a", 60))], ()) == (Flag.LOW_CONFIDENCE,)
    assert judge.flags_of([(field("a", required=True), value("a", 0, None))], ()) == (Flag.TEMPLATE_PARTIAL,)
    assert judge.flags_of([(field("a"), value("a"))], [page]) == (Flag.PHOTO_QUALITY_POOR,)
