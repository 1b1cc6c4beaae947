"""Amounts, days and words of documents."""

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from berkas.evaluation.procedural.numerals import Calendar, in_english, make_calendar, make_convention

PLAIN = replace(
    make_convention(random.Random(1), "IDR"), separators="id", decimals=2, sign="Rp", is_glued=True, is_behind=False,
    marked="totals", tail="", has_parentheses=False, has_minus=True,
)  # fmt: skip
AMOUNT = Decimal("1234567.5")


@pytest.mark.parametrize(
    ("separators", "printed"),
    [
        ("id", "1.234.567,50"),
        ("en", "1,234,567.50"),
        ("swiss", "1'234'567.50"),
        ("space", "1 234 567,50"),
        ("bare", "1234567.50"),
    ],
)
def test_an_amount_has_the_separators_of_its_convention(separators, printed):
    assert replace(PLAIN, separators=separators).number(AMOUNT) == printed


def test_the_sign_of_the_currency_stands_where_the_convention_has_it():
    assert PLAIN.money(AMOUNT, "totals") == "Rp1.234.567,50"
    assert PLAIN.money(AMOUNT, "sums") == "1.234.567,50"
    assert replace(PLAIN, is_glued=False, is_behind=True).money(AMOUNT, "totals") == "1.234.567,50 Rp"
    assert PLAIN.shows_currency("totals")
    assert not PLAIN.shows_currency("cell", "sums")


def test_what_is_taken_off_has_a_minus_or_parentheses():
    assert PLAIN.taken_off(Decimal(-5)) == "-5,00"
    assert replace(PLAIN, has_parentheses=True).taken_off(Decimal(-5)) == "(5,00)"


def test_quantities_have_decimals_only_where_they_are_broken():
    assert [PLAIN.quantity(Decimal(text)) for text in ("12", "2.5", "0.25", "1200")] == ["12", "2,5", "0,25", "1.200"]


@pytest.mark.parametrize(
    ("form", "language", "printed"),
    [
        ("dmy_slash", "id", "07/05/2026"),
        ("long", "id", "7 Mei 2026"),
        ("long", "en", "7 May 2026"),
        ("us_long", "en", "May 7, 2026"),
        ("us", "en", "05/07/2026"),
        ("day_slash", "id", "07/05"),
        ("iso", "id", "2026-05-07"),
    ],
)
def test_a_day_has_the_form_of_its_calendar(form, language, printed):
    assert Calendar(form, language).day(date(2026, 5, 7)) == printed


def test_only_american_documents_put_the_month_first_in_digits():
    forms = {make_calendar(random.Random(seed), language).form for seed in range(200) for language in ("id", "en")}
    assert "us" not in forms
    assert "us" in {make_calendar(random.Random(seed), "en", is_american=True).form for seed in range(50)}


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"),
        (19, "nineteen"),
        (42, "forty-two"),
        (100, "one hundred"),
        (1305, "one thousand three hundred five"),
        (2_000_017, "two million seventeen"),
    ],
)
def test_numbers_are_said_in_english(number, words):
    assert in_english(number) == words
