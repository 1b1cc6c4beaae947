"""Entities of the built-in kinds: value, unit and how sure; what has neither check digit nor structure stays below 90."""

from datetime import date

import pytest

from berkas.extraction.inventory.entities import entities_of
from berkas.model.gathering import EntityKind
from berkas.values.context import NormaliseContext
from berkas.values.conventions import conventions_of
from templates_registry import registry

KINDS = next(
    field.gather.entities.kinds for field in registry.latest("generic_ocr").fields if field.gather.entities is not None
)


@pytest.fixture
def entities(lines):
    def of(text, kinds=KINDS, **options):
        found = lines(text, **options)
        context = NormaliseContext(date(2026, 11, 27), conventions_of([line.text for line in found]))
        return list(entities_of(found, kinds, context))

    return of


@pytest.mark.parametrize(
    ("printed", "kind", "value", "is_sure"),
    [
        ("Jakarta, 12 Mei 2026", "date", "2026-05-12", True),
        ("pada 31/01/2026", "date", "2026-01-31", True),
        ("due May 12, 2026", "date", "2026-05-12", True),
        ("2026-05-12", "date", "2026-05-12", True),
        ("sebesar Rp 1.500.000,-", "amount", "1500000", True),
        ("USD 1,250.50 only", "amount", "1250.5", True),
        ("Rp 123.456.789.012,50", "amount", "123456789012.5", True),
        ("250.000 rupiah", "amount", "250000", True),
        ("NPWP 09.254.294.3-407.000", "npwp", "09.254.294.3-407.000", True),
        ("NPWP 09.254.294.4-407.000", "npwp", "09.254.294.4-407.000", False),
        ("NIK : 3174075508950001", "nik", "3174075508950001", True),
        ("3174075508950001", "nik", "3174075508950001", False),
        ("No. KK 3174071203189001", "kk", "3174071203189001", True),
        ("NIB 9120001234567", "nib", "9120001234567", True),
        ("Telp. (021) 555-0199", "phone", "(021) 555-0199", False),
        ("0812-3456-7890", "phone", "0812-3456-7890", False),
        ("rapat@contoh.example", "email", "rapat@contoh.example", True),
        ("rekening BCA 5550123456", "account_number", "5550123456", False),
        ("No. Polisi B 1234 CTH", "plate", "B 1234 CTH", True),
    ],
)
def test_each_kind_is_found_with_its_value(entities, printed, kind, value, is_sure):
    [found] = entities(printed)

    assert (found.kind, found.value) == (kind, value)
    assert (found.confidence >= 90) is is_sure
    assert all(piece.text in printed for piece in found.pieces)


def test_an_amount_has_its_currency_and_nothing_else_has_one(entities):
    found = entities("Rp 250.000 pada 12 Mei 2026 atau USD 20.00")

    assert [(one.kind, one.unit, one.text) for one in found] == [
        ("amount", "IDR", "Rp 250.000"),
        ("date", None, "12 Mei 2026"),
        ("amount", "USD", "USD 20.00"),
    ]


@pytest.mark.parametrize(
    "printed",
    [
        "3174075508950000",
        "kertas A4 70 gram",
        "31/02/2026",
        "Pasal 12 ayat 3",
        "RT 05 RW 02",
        "1.500.000",
        "XX 1234 CTH",
    ],
)
def test_what_breaks_a_rule_or_has_no_shape_is_no_entity(entities, printed):
    assert entities(printed) == []


def test_a_date_of_which_day_and_month_are_not_known_is_unsure(entities):
    [found] = entities("total amount due date 03/04/2026 invoice")

    assert found.confidence < 90


def test_what_was_read_poorly_is_no_surer_than_that(entities):
    [found] = entities("rapat@contoh.example", confidence=0.85)

    assert found.confidence < 70


def test_an_earlier_kind_keeps_its_text(entities):
    letters = EntityKind(kind="code", regex=r"\b([A-Z]{2}\d{2})\b", normaliser="text")
    digits = EntityKind(kind="digits", regex=r"\d{2}", normaliser="digits")

    assert [one.kind for one in entities("AB12 34", (letters, digits))] == ["code", "digits"]


def test_a_line_without_end_is_searched_part_by_part(entities):
    found = entities(" ".join(["12 Mei 2026"] * 90))

    assert 80 <= len(found) <= 90
