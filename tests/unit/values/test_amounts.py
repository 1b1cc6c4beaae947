"""Numbers of two conventions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from berkas.evaluation.specimens.wording import money
from berkas.values.amounts import NumberLocale, mark_of, number_locale, parse_amount, parse_percent, parse_quantity

COMMA, POINT = NumberLocale.DECIMAL_COMMA, NumberLocale.DECIMAL_POINT
LOCALES = {"id": COMMA, "en": POINT}


@pytest.mark.parametrize(
    ("printed", "amount"),
    [
        ("Rp1.234.567,89", 1234567.89), ("Rp 1.234.567", 1234567), ("Rp. 1.234.567,-", 1234567), ("Rp25.000,--", 25000),
        ("IDR 1,234,567.89", 1234567.89), ("IDR1,234,567", 1234567), ("1.234", 1234), ("1,234", 1234), ("12,50", 12.5),
        ("1.500,00", 1500), ("(12.500)", -12500), ("-12.500", -12500), ("12.500-", -12500), ("150,000.00 DB", 150000),
        ("150,000.00 CR", 150000), ("1.000.000 K", 1000000), ("+1.234.567,89", 1234567.89), ("-1.234.567,89", -1234567.89),
        ("0", 0), ("0,00", 0), ("1 234 567", 1234567), ("= 5.000 =", 5000),
        ("27.900 502.200", 27900), ("1.234 567", 1234567), ("1. 234.567", 1234567), ("Rp.10.000", 10000), ("2O.OOO", 20000),
        ("11% 1.100.000", 1100000), ("Rp .350000", 350000), ("Rp .350.000", 350000),
    ],
)  # fmt: skip
def test_forms_of_money(printed, amount):
    found = parse_amount(printed)
    assert found == amount
    assert isinstance(found, int) == (amount == int(amount))


@pytest.mark.parametrize("locale", [COMMA, POINT])
@pytest.mark.parametrize("printed", ["1.234", "1,234", "Rp 1.234", "(1.234)", "1.234 CR"])
def test_money_has_no_three_decimals_whichever_mark_the_document_uses(printed, locale):
    """Sen are two digits: three digits behind a single mark are thousands, also where that mark is the decimal one."""
    assert parse_amount(printed, locale) == (-1234 if "(" in printed else 1234)


@pytest.mark.parametrize("printed", ["", "Rp", "-", "lima ribu", "A-12", "12/03/2026", "1" * 30])
def test_what_is_no_amount(printed):
    assert parse_amount(printed) is None


@given(st.integers(min_value=0, max_value=10**13), st.sampled_from(["id", "en"]), st.sampled_from([0, 2]))
def test_every_printed_amount_is_read_back(sen, locale, decimals):
    amount = sen / 100 if decimals else sen // 100
    assert parse_amount(f"Rp {money(amount, locale, decimals=decimals)}", LOCALES[locale]) == amount


@pytest.mark.parametrize(
    ("texts", "locale"),
    [
        (["1.234.567,89"], COMMA), (["1,234,567.89"], POINT), (["1.234.567"], COMMA), (["1,234,567"], POINT), (["12,50"], COMMA),
        (["12.50"], POINT), (["1.234", "Rp"], COMMA), ([], COMMA), (["1,234.50", "2,000.00", "1.234.567"], POINT),
        (["12.03.2026", "1,250,000.00"], POINT), (["021-555.1234", "5.000,00"], COMMA),
    ],
)  # fmt: skip
def test_the_convention_is_that_of_most_numbers_that_show_one(texts, locale):
    assert number_locale(texts) is locale


@pytest.mark.parametrize(
    ("printed", "locale", "quantity"),
    [
        ("12,5 kg", COMMA, 12.5), ("2.000 pcs", COMMA, 2000), ("2.000 pcs", POINT, 2), ("2,000", POINT, 2000), ("3", COMMA, 3),
        ("1 unit", COMMA, 1), ("pcs", COMMA, None), ("0,5", COMMA, 0.5),
    ],
)  # fmt: skip
def test_quantities_follow_the_convention_of_the_document(printed, locale, quantity):
    assert parse_quantity(printed, locale) == quantity


@pytest.mark.parametrize(
    ("printed", "percent"),
    [
        ("11%", 11),
        ("PPN 12 %", 12),
        ("2,5%", 2.5),
        ("1.5 %", 1.5),
        ("11", 11),
        ("150%", None),
        ("Rp 5.000", None),
        ("", None),
    ],
)
def test_percentages(printed, percent):
    assert parse_percent(printed) == percent


@pytest.mark.parametrize(
    ("printed", "mark"),
    [
        ("150,000.00 DB", "debit"), ("150,000.00 CR", "credit"), ("D", "debit"), ("K", "credit"), ("C", "credit"), ("DR", "debit"),
        ("+1.000", "credit"), ("-1.000", "debit"), ("Rp -5.000", "debit"), ("1.000", None), ("", None),
    ],
)  # fmt: skip
def test_marks_of_debit_and_credit(printed, mark):
    assert mark_of(printed) == mark
