"""From probabilities to what is stated, and what is withheld rather than stated."""

from itertools import pairwise

import numpy as np
import pytest

from berkas.extraction.assign import Assigned, Scored
from berkas.extraction.evidence.features import FEATURES
from berkas.extraction.judge import FEATURES_OF_JUDGEMENT, Judged, evidence_of_all
from berkas.extraction.stated import stated
from berkas.extraction.withhold import FLOOR, score_of, without_unsure
from berkas.model.extraction import FieldValue, Finding, Severity
from berkas.model.geometry import BoundingBox
from berkas.model.template import TemplateField

BOX = BoundingBox(0, 0.1, 0.1, 0.1, 0.1)


def judged(name, probability, *, value="X", **options):
    field = TemplateField(name=name, label=name, **options)
    found = FieldValue(name, value, value, stated(probability) if value else 0, BOX if value else None)
    return Judged(field, found, probability if value else 0.0)


@pytest.mark.parametrize(("probability", "confidence"), [(0, 0), (0.5, 50), (0.89, 89), (0.97, 97), (1, 99)])
def test_a_probability_is_stated_in_percent_and_never_as_certain(probability, confidence):
    assert stated(probability) == confidence


@pytest.mark.parametrize("probability", [0.9, 0.93, 0.969])
def test_what_is_not_corroborated_stays_below_90(probability):
    assert stated(probability) == 89


def test_what_is_likelier_is_never_stated_with_less():
    assert all(stated(low / 500) <= stated(high / 500) for low, high in pairwise(range(501)))


def test_an_unsure_optional_value_is_withheld_with_its_box_and_a_finding():
    kept, findings = without_unsure([judged("a", 0.99, required=True), judged("b", 0.6)], (), threshold=70)

    assert (kept[0].value.value, kept[1].value.value) == ("X", None)
    assert (kept[1].value.raw, kept[1].value.box, kept[1].value.confidence) == ("X", BOX, 60)
    assert [(f.code, f.severity, f.fields) for f in findings] == [("value_withheld", Severity.INFO, ("b",))]
    assert score_of(kept) >= 97


def test_a_required_value_is_never_withheld():
    unsure = [judged("a", 0.75, required=True), judged("b", 0.75)]
    kept, findings = without_unsure(unsure, (), threshold=70)

    assert kept[0].value.value == "X"
    assert [finding.fields for finding in findings] == [("b",)]


@pytest.mark.parametrize(
    "doubtful",
    [
        judged("a", 0.5, required=True),
        judged("a", 0, value=None, required=True),
        judged("a", 0.9, require_confidence_above=95, required=True),
    ],
)
def test_nothing_is_withheld_where_a_person_looks_anyway(doubtful):
    everything = [doubtful, judged("b", 0.5)]

    assert without_unsure(everything, (), threshold=70) == (everything, [])


def test_a_value_of_a_field_with_a_floor_of_its_own_is_stated_and_never_withheld():
    for floor in (0, 50, 70):
        everything = [judged("a", 0.99), judged("b", 0.6, require_confidence_above=floor)]
        assert without_unsure(everything, (), threshold=70) == (everything, [])


@pytest.mark.parametrize("find", [{"party": {"role": "issuer", "part": "name"}}, {"payment": {"part": "holder"}}])
def test_what_stands_about_a_party_has_a_higher_floor(find):
    likely = FLOOR / 100 + 0.05
    kept, findings = without_unsure(
        [judged("a", 0.99), judged("b", likely), judged("c", likely, find=find)], (), threshold=50
    )

    assert [one.value.value for one in kept] == ["X", "X", None]
    assert [finding.fields for finding in findings] == [("c",)]


def test_an_address_has_the_highest_floor():
    phone, address = ({"party": {"role": "issuer", "part": part}} for part in ("phone", "address"))
    judgements = [judged("a", 0.99), judged("b", 0.96, find=phone), judged("c", 0.96, find=address)]

    kept, _ = without_unsure(judgements, (), threshold=50)

    assert [one.value.value for one in kept] == ["X", "X", None]


def test_exactly_at_the_floor_a_value_is_stated():
    kept, findings = without_unsure([judged("a", 0.99), judged("b", FLOOR / 100)], (), threshold=70)

    assert (kept[1].value.value, findings) == ("X", [])


def test_a_missing_value_is_not_withheld():
    everything = [judged("a", 0.99), judged("b", 0, value=None)]

    assert without_unsure(everything, (), threshold=70) == (everything, [])


@pytest.mark.parametrize(
    "against",
    [
        Finding("sum_mismatch", Severity.ERROR, ("a",), "X."),
        Finding("type_unsure", Severity.WARNING, (), "X."),
        Finding("several_papers", Severity.WARNING, ("a",), "X."),
        Finding("rows_left_over", Severity.WARNING, ("t",), "X."),
        Finding("attachments_unread", Severity.WARNING, (), "X."),
    ],
)
def test_nothing_is_withheld_where_a_finding_sends_the_document_to_a_person(against):
    everything = [judged("a", 0.99), judged("b", 0.6)]

    assert without_unsure(everything, [against], threshold=70) == (everything, [])


def part_of(role, part, meant):
    find = {"party": {"role": role, "part": part}}
    field = TemplateField.model_validate({"name": f"{role}_{part}", "label": "X", "find": find})
    return Assigned(field, Scored(None, np.zeros(len(FEATURES), dtype=np.float32), meant), None)


def test_a_part_of_a_party_is_judged_by_how_sure_its_name_and_its_other_parts_are():
    parts = [("issuer", "name", 0.9), ("issuer", "phone", 0.5), ("issuer", "email", 0.7), ("recipient", "name", 0.8)]
    assigned = {one.field.name: one for one in (part_of(*part) for part in parts)}
    assigned["total"] = Assigned(TemplateField(name="total", label="T"), assigned["issuer_name"].best, None)

    rows = evidence_of_all(assigned, ())

    columns = [FEATURES_OF_JUDGEMENT.index(name) for name in ("own_name", "other_name", "own_parts")]
    assert rows["issuer_phone"][columns] == pytest.approx([0.9, 0.8, 0.7])
    assert rows["issuer_name"][columns] == pytest.approx([0.9, 0.8, 0.6])
    assert rows["recipient_name"][columns] == pytest.approx([0.8, 0.9, 0.0])
    assert rows["total"][columns] == pytest.approx([0, 0, 0])
