"""Amounts, dates and words as papers print them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from berkas.evaluation.specimens.wording import ENGLISH_MONTHS, in_words, long_date, money
from berkas.values.number_words import parse_words


def test_amounts_are_grouped_by_dots_in_indonesian_and_by_commas_in_english():
    assert money(1234567) == "1.234.567"
    assert money(1234567.5, decimals=2) == "1.234.567,50"
    assert money(1234567.5, "en", decimals=2) == "1,234,567.50"


def test_dates_are_written_out():
    assert long_date(date(2026, 5, 7)) == "7 Mei 2026"
    assert long_date(date(2026, 5, 7), ENGLISH_MONTHS) == "7 May 2026"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"), (11, "sebelas"), (12, "dua belas"), (20, "dua puluh"), (101, "seratus satu"), (1000, "seribu"),
        (1_250_000, "satu juta dua ratus lima puluh ribu"), (2_000_000_017, "dua miliar tujuh belas"),
    ],
)  # fmt: skip
def test_numbers_are_said_as_on_receipts(number, words):
    assert in_words(number) == words


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_words_say_the_number_that_they_were_made_of(number):
    assert parse_words(in_words(number)) == number
