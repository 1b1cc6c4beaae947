"""Values for all fields together, by a model that is made by hand: what the numbers mean, and not how they were learned."""

from datetime import date

import numpy as np
import pytest

from berkas.extraction.apply import plain_fields, understand
from berkas.extraction.assign import LEAST_PROBABILITY, assign
from berkas.extraction.evidence.features import FEATURES
from berkas.extraction.trees import Trees
from berkas.model.template import Template

COLUMN = FEATURES.index("label_rank")
"""How strong the label of a candidate is."""


def by_label(least=0.3, otherwise=-4.0):
    """Sure of what stands beside a label, and of nothing else."""
    return Trees(
        feature=np.array([COLUMN, -1, -1], dtype=np.int32),
        threshold=np.array([least, 0, 0]),
        left=np.array([1, 0, 0], dtype=np.int32),
        right=np.array([2, 0, 0], dtype=np.int32),
        value=np.array([0, otherwise, 4.0]),
        roots=np.array([0], dtype=np.int32),
        base=0.0,
        columns=np.array(FEATURES),
        calibration=np.array([[0.0, 0.0], [1.0, 1.0]]),
    )


@pytest.fixture
def assigned(page_of):
    def of(text, *fields, model=None, other_labels=()):
        template = Template.model_validate(
            {"id": "tpl_x", "name": "x", "slug": "x", "version": 1, "fields": fields, "other_labels": other_labels}
        )
        scene = understand(template, [page_of(text)], today=date(2026, 11, 24)).scene
        found = assign(plain_fields(template), scene, model or by_label())
        return {name: one.best.candidate.value if one.best else None for name, one in found.items()}, found

    return of


def field(name, label, **more):
    return {"name": name, "label": label, **more}


def test_each_field_gets_what_stands_beside_its_label(assigned):
    values, _ = assigned("Nomor : A-17\nKota  : Bandung", field("a", "Nomor"), field("b", "Kota"))

    assert values == {"a": "A-17", "b": "Bandung"}


def test_one_text_serves_one_field(assigned):
    amount = {"type": "number"}
    values, found = assigned(
        "Tarif 250.000 per Bulan", field("a", "Tarif", **amount), field("b", "per Bulan", near=["left"], **amount)
    )

    assert sorted(values.values(), key=str) == [250000, None]
    loser = next(one for one in found.values() if one.best is None)
    assert loser.rival.candidate.value == 250000


def test_one_label_of_two_fields_gives_both_its_text(assigned):
    values, _ = assigned(
        "Tempat/Tgl Lahir : BANDUNG, 15-08-1995",
        field("place", "Tempat/Tgl Lahir", normaliser="place"),
        field("born", "Tempat/Tgl Lahir", type="date"),
    )

    assert values == {"place": "BANDUNG", "born": "1995-08-15"}


def test_nothing_is_a_choice(assigned):
    unlikely = by_label(least=99.0)
    values, found = assigned("Nomor : A-17", field("a", "Nomor"), model=unlikely)

    assert values == {"a": None}
    assert found["a"].rival.meant < LEAST_PROBABILITY


def test_the_rival_is_the_best_of_another_value(assigned):
    _, found = assigned("Tanggal : 01-02-2026\nTempo 05-02-2026", field("a", "Tanggal", type="date"))

    assert found["a"].best.candidate.value == "2026-02-01"
    assert found["a"].rival.candidate.value == "2026-02-05"


def test_the_first_match_of_a_pattern_is_taken_without_asking_the_model(assigned):
    values, _ = assigned("Ref KC-1\nRef KC-2", field("a", "A", labels=[], regex="KC-[0-9]"), model=by_label(least=99.0))

    assert values == {"a": "KC-1"}


def test_labels_of_no_field_are_evidence_against_the_values_beside_them(page_of):
    from berkas.extraction.evidence.features import evidence_of

    def claimed(**more):
        template = Template.model_validate(
            {"id": "t", "name": "x", "slug": "x", "version": 1, **more,
             "fields": [field("a", "Tanggal", type="date", labels=["Tanggal"])]}
        )  # fmt: skip
        scene = understand(template, [page_of("Dicetak : 05-02-2026")], today=date(2026, 11, 24)).scene
        [candidate] = scene.proposals["a"].candidates
        return evidence_of(template.fields[0], [candidate], scene)[0][FEATURES.index("claimed_exactly")]

    assert claimed() == 0
    assert claimed(other_labels=["Dicetak"]) == 1


def test_a_field_may_be_called_like_any_word(assigned):
    values, _ = assigned("Nomor : A-17\nDicetak : B-18", field("otherLabels", "Nomor"), other_labels=["Dicetak"])

    assert values == {"otherLabels": "A-17"}


@pytest.mark.parametrize(("is_required", "value"), [(True, "2026-03-12"), (False, None)])
def test_a_less_likely_value_stands_where_it_is_required(assigned, is_required, value):
    unsure = by_label(otherwise=-0.8)  # 0.31
    issued = field("issued", "Issued", type="date", labels=["TANGGAL"], required=is_required)

    values, _ = assigned("Catatan\n\n12-03-2026", issued, model=unsure)

    assert values == {"issued": value}
