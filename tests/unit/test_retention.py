"""How long papers are kept."""

from datetime import UTC, datetime, timedelta

import pytest

from berkas.model.document_types import DocumentType
from berkas.retention import DEFAULT, FIVE_YEARS, TEN_YEARS, TWO_YEARS, policy, retain_until

UPLOADED = datetime(2026, 2, 28, 17, 0, tzinfo=UTC)


def test_every_type_has_days() -> None:
    days = policy({})

    assert set(days) == {*DocumentType, DEFAULT}
    assert all(isinstance(count, int) for count in days.values())


def test_papers_of_the_books_are_kept_at_least_ten_years_whatever_the_leap_days() -> None:
    for year in range(2024, 2034):
        start = datetime(year, 1, 1, tzinfo=UTC)
        assert retain_until(start, DocumentType.FAKTUR_PAJAK, {}) >= start.replace(year=year + 10)


@pytest.mark.parametrize("kind", ["kartu_keluarga", "akta_lahir"])
def test_papers_of_children_are_kept_for_less_than_any_other(kind: str) -> None:
    days = policy({})

    assert days.pop(kind) == TWO_YEARS
    assert {count for name, count in days.items() if name not in {"kartu_keluarga", "akta_lahir"}} == {
        FIVE_YEARS,
        TEN_YEARS,
    }


def test_an_organisation_decides_by_type() -> None:
    assert retain_until(UPLOADED, DocumentType.KTP, {"ktp": 30}) == UPLOADED + timedelta(days=30)
    assert retain_until(UPLOADED, DocumentType.NPWP, {"ktp": 30}) == UPLOADED + timedelta(days=FIVE_YEARS)


def test_null_keeps_for_ever() -> None:
    assert retain_until(UPLOADED, DocumentType.CONTRACT, {"contract": None}) is None


def test_the_default_is_for_papers_without_a_type_of_their_own_only() -> None:
    days = policy({"default": 10})

    assert (days["default"], days["other"], days["generic_ocr"]) == (10, 10, 10)
    assert days["invoice"] == TEN_YEARS
    assert retain_until(UPLOADED, None, {"default": 10}) == UPLOADED + timedelta(days=10)


def test_generic_papers_may_have_days_of_their_own() -> None:
    assert policy({"default": 10, "other": None})["other"] is None


def test_names_that_are_no_type_are_ignored() -> None:
    assert policy({"passwort": 1}) == policy({})
