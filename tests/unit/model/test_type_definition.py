"""What a type may say of itself."""

import pytest
from pydantic import ValidationError

from berkas.model.type_definition import TypeDefinition, TypeEvidence

CARD = {"name": "card", "names": {"id": "Kartu", "en": "Card"}, "group": "identity", "position": 1}


def test_little_is_needed():
    found = TypeDefinition.model_validate(CARD)

    assert (found.retention_days, found.free_text, found.fallback, found.examples) == (None, False, None, {})
    assert found.evidence == TypeEvidence()


@pytest.mark.parametrize("name", ["", "Card", "1card", "kartu-anggota", "a" * 33, "kartu keluarga"])
def test_a_name_fits_urls_and_columns(name):
    with pytest.raises(ValidationError, match="name"):
        TypeDefinition.model_validate(CARD | {"name": name})


@pytest.mark.parametrize(
    "evidence",
    [
        {"titles": ["X" * 101]},
        {"titles": ["X"]},
        {"phrases": ["AB"] * 101},
        {"patterns": ["("]},
        {"patterns": ["A" * 501]},
        {"patterns": ["A"] * 21},
        {"words": ["AB"]},
    ],
)
def test_evidence_is_bounded_and_patterns_compile(evidence):
    with pytest.raises(ValidationError, match="evidence"):
        TypeDefinition.model_validate(CARD | {"evidence": evidence})


@pytest.mark.parametrize("days", [0, 36_526, "ten"])
def test_days_are_between_one_and_a_hundred_years(days):
    with pytest.raises(ValidationError, match="retention_days"):
        TypeDefinition.model_validate(CARD | {"retention_days": days})


@pytest.mark.parametrize(("free_text", "fallback"), [(True, None), (False, "text")])
def test_free_text_and_its_fallback_belong_together(free_text, fallback):
    with pytest.raises(ValidationError, match="fallback belongs to types of free text"):
        TypeDefinition.model_validate(CARD | {"free_text": free_text, "fallback": fallback})
