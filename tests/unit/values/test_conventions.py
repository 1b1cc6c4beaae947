"""Conventions that are decided once for a document."""

from datetime import date

import pytest

from berkas.values.amounts import NumberLocale
from berkas.values.context import NormaliseContext
from berkas.values.conventions import conventions_of, currency_in, depends_on_date_order
from berkas.values.normalise import NORMALISERS

TODAY = date(2026, 11, 26)
COMMA, POINT = NumberLocale.DECIMAL_COMMA, NumberLocale.DECIMAL_POINT


@pytest.mark.parametrize(
    ("texts", "is_month_first", "is_sure"),
    [
        (["Invoice Date 01/05/2026", "Due Date 02/14/2026"], True, True),
        (["Invoice Date 01/05/2026", "Due Date 14/02/2026"], False, True),
        (["Tanggal 01/05/2026"], False, True),
        (["Invoice Date 01/05/2026", "Total $24.00"], False, False),
        (["Invoice Date 01/05/2026", "Due January 15, 2026", "Total $24.00"], True, False),
        (["Invoice Date 13/05/2026", "Due Date 05/13/2026"], False, False),
        (["01-05-2026"], False, True),
    ],
)
def test_the_order_of_day_and_month(texts, is_month_first, is_sure):
    found = conventions_of(texts)

    assert found.is_month_first is is_month_first
    assert (found.date_certainty > 0.9) is is_sure


@pytest.mark.parametrize(
    ("text", "depends"),
    [("01/05/2026", True), ("05/05/2026", False), ("13/05/2026", False), ("2026-05-01", False), ("1 Mei 2026", False)],
)
def test_dates_that_depend_on_the_order(text, depends):
    assert depends_on_date_order(text) is depends


@pytest.mark.parametrize(
    ("texts", "currency"),
    [
        (["Total Rp 5.000", "Rp 3.000"], "IDR"),
        (["Total $24,529.24"], "USD"),
        (["S$ 12.00", "S$ 3.00", "$ 4.00"], "SGD"),
        (["€ 1.860,00", "€ 3.720,00"], "EUR"),
        (["RM 12.00"], "MYR"),
        (["12.00 USD", "3.00 USD"], "USD"),
        (["Harga (Rp)", "5.000"], "IDR"),
        (["5.000"], None),
    ],
)
def test_the_currency_of_the_amounts(texts, currency):
    assert conventions_of(texts).currency == currency


def test_a_currency_in_a_word_is_none():
    assert currency_in("FORMULIR M 5 KURS 3") is None


@pytest.mark.parametrize(
    ("texts", "decimal", "spaces"),
    [
        (["1 050 000,00", "115 500,00"], COMMA, True),
        (["1'165'500.00", "55'000.00"], POINT, False),
        (["1.050.000,00", "115.500,00"], COMMA, False),
        (["Jl. Contoh 12 345", "1.050.000"], COMMA, False),
    ],
)
def test_marks_of_numbers(texts, decimal, spaces):
    found = conventions_of(texts)

    assert (found.decimal, found.groups_by_space) == (decimal, spaces)


@pytest.mark.parametrize(
    ("texts", "printed", "amount"),
    [
        (["1 050 000,00", "115 500,00"], "55 000,00", 55000),
        (["1 050 000,00", "115 500,00"], "Rp 1 050 000,50", 1050000.5),
        (["1'165'500.00"], "55'000.00", 55000),
        (["$1,000.00"], "$24,529.24", 24529.24),
        (["1,000.00"], "20,000.00DB", 20000),
        ([], "55.000/pcs", 55000),
        ([], "Rp 55.000,- / rim", 55000),
        ([], "Rp 55.000 per lembar", 55000),
        ([], "S$ 12.50", 12.5),
        (["1.000,00"], "€ 1.860,00", 1860),
        ([], "USD 12,345.60", 12345.6),
    ],
)
def test_amounts_in_the_convention_of_their_document(texts, printed, amount):
    context = NormaliseContext(TODAY, conventions_of(texts))

    assert NORMALISERS["amount"](printed, context) == amount


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("01/05/2026", "2026-01-05"),
        ("13/05/2026", "2026-05-13"),
        ("January 15, 2026", "2026-01-15"),
        ("Feb. 3rd, 2026", "2026-02-03"),
        ("15th of May 2026", "2026-05-15"),
        ("2026-05-01", "2026-05-01"),
    ],
)
def test_dates_of_a_document_that_puts_the_month_first(printed, day):
    context = NormaliseContext(TODAY, conventions_of(["Date 02/14/2026", "Amount"]))

    assert NORMALISERS["date"](printed, context) == day


@pytest.mark.parametrize(
    ("texts", "printed", "code"),
    [
        (["Hobart, Tasmania, Australia", "ABN 00 000 000 000", "Total $24.00"], "$24.00", "AUD"),
        (["1 Sample Road, Singapore 048621", "Total $24.00"], "$24.00", "SGD"),
        (["Portland, OR 97201", "Total $24.00"], "$24.00", "USD"),
        (["Singapore 048621", "Portland, OR 97201", "Total $24.00"], "$24.00", "USD"),
        (["Hobart, Australia", "Total USD 24.00"], "USD", "USD"),
        (["Total $24.00"], "$", "USD"),
    ],
)
def test_a_bare_dollar_sign_is_of_the_country_that_the_document_names(texts, printed, code):
    assert NORMALISERS["currency"](printed, NormaliseContext(TODAY, conventions_of(texts))) == code
