"""Amounts, quantities, dates and words of amounts."""

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from berkas.evaluation.procedural_judge.figures import (
    as_value,
    in_english,
    make_bank_convention,
    make_convention,
    spelled,
)

RUPIAH = replace(
    make_convention(random.Random(1), language="id", currency="IDR"), separators="dotted", decimals=0, mark="Rp",
    is_glued=False, is_behind=False,
    tail="", date_form="long", minus="parentheses",
)  # fmt: skip
DOLLARS = replace(
    make_convention(random.Random(1), language="en", currency="USD"),
    separators="comma",
    mark="$",
    is_glued=True,
    is_behind=False,
)


@pytest.mark.parametrize(
    ("separators", "printed"),
    [
        ("dotted", "1.234.567,50"),
        ("comma", "1,234,567.50"),
        ("swiss", "1'234'567.50"),
        ("space", "1 234 567,50"),
        ("bare", "1234567.50"),
    ],
)
def test_amounts_are_grouped_by_the_convention(separators, printed):
    assert replace(DOLLARS, separators=separators).figure(123456750) == printed


def test_the_currency_is_glued_apart_or_behind():
    assert RUPIAH.money(12500) == "Rp 12.500"
    assert DOLLARS.money(1250) == "$12.50"
    assert replace(RUPIAH, mark="IDR", is_behind=True, tail=",-").money(12500) == "12.500,- IDR"
    assert RUPIAH.less("12.500") == "(12.500)"


def test_quantities_have_the_decimals_that_they_need():
    assert [RUPIAH.quantity(Decimal(text)) for text in ("2", "2.5", "1250", "0.75")] == ["2", "2,5", "1.250", "0,75"]


def test_dates_take_the_months_of_the_language():
    day = date(2025, 8, 7)
    forms = {"long": "7 Agustus 2025", "short-": "07-Agu-2025", "%d/%m/%y": "07/08/25", "LONG": "07 AGUSTUS 2025"}
    assert {form: replace(RUPIAH, date_form=form).day(day) for form in forms} == forms
    american = make_convention(random.Random(2), language="en", currency="USD", is_american=True)
    assert replace(american, date_form="month first").long_day(day) == "August 7, 2025"


def test_amounts_are_spelled_in_the_language_of_the_document():
    assert spelled(1_250_000, RUPIAH) == "satu juta dua ratus lima puluh ribu rupiah"
    assert spelled(1_250_07, DOLLARS) == "one thousand two hundred fifty and 07/100 dollars"
    assert in_english(21_000_013) == "twenty-one million thirteen"


def test_banks_reckon_in_hundredths():
    how = make_bank_convention(random.Random(3), language="id", currency="IDR", is_whole=False)
    assert replace(how, separators="comma").figure(123456) == "1,234.56"
    assert (as_value(123400, 100), as_value(123456, 100)) == (1234, 1234.56)
