"""Amounts in words."""

import pytest

from berkas.values.number_words import parse_words


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("Satu juta dua ratus lima puluh ribu rupiah", 1_250_000), ("# SERIBU RUPIAH #", 1000), ("sebelas", 11),
        ("seratus sebelas ribu seratus sebelas", 111_111), ("dua milyar", 2_000_000_000), ("satu juta satu ribu", 1_001_000),
        ("satu juta seribu", 1_001_000), ("SeratusLimaPuluhRibuRupiah", 150_000), ("empt puluh lma ribu", 45_000),
        ("One Million Two Hundred Thousand Rupiah", 1_200_000), ("USD TWO THOUSAND, ONE HUNDRED AND FIFTY-FOUR ONLY.", 2154),
        ("GBP Three Thousand, Two Hundred And Seventeen and Fifty Cent only.", 3217.5), ("nineteen dollars", 19),
        ("EUR Four Thousand and One and Five Cents", 4001.05), ("Five Hundred and Fifty Dollars Twenty Cents", 550.2),
        ("One Hundred and Five Dollars Fifty Cents only", 105.5), ("Two Dollars and Five Cents", 2.05),
        ("hundred thousand", 100_000), ("nol rupiah", 0), ("== lima ratus ribu rupiah saja ==", 500_000),
    ],
)  # fmt: skip
def test_words_are_a_number(words, number):
    assert parse_words(words) == number


@pytest.mark.parametrize(
    "words", ["", "rupiah", "Jakarta Selatan", "one small million", "one cents", "one " + "and cents " * 2000, "12345"]
)
def test_other_words_are_none(words):
    assert parse_words(words) is None
