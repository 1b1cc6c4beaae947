"""NIK, NPWP, NSFP and NITKU."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from berkas.values.identifiers import nik, nitku, npwp, nsfp

TODAY = date(2026, 11, 24)


def test_a_nik_says_region_birth_date_and_gender():
    woman = nik.parse("3174075508950001", today=TODAY)
    assert woman == nik.Nik("317407", date(1995, 8, 15), is_female=True)
    man = nik.parse("3174071508950001", today=TODAY)
    assert man == nik.Nik("317407", date(1995, 8, 15), is_female=False)


def test_the_century_is_the_latest_that_is_not_in_the_future():
    assert nik.parse("3174071508010001", today=TODAY).date_of_birth.year == 2001
    assert nik.parse("3174071508270001", today=TODAY).date_of_birth.year == 1927
    # 29 February 2000 exists and 1900's does not
    assert nik.parse("3174072902000001", today=TODAY).date_of_birth == date(2000, 2, 29)


@pytest.mark.parametrize(
    ("printed", "year"),
    [("241126", 2026), ("251126", 1926), ("151226", 1926), ("651226", 1926), ("311227", 1927)],
    ids=["today", "tomorrow", "next month", "a woman", "next year"],
)
def test_nobody_was_born_later_this_year(printed, year):
    assert nik.parse(f"317407{printed}0001", today=TODAY).date_of_birth.year == year


@pytest.mark.parametrize(
    "digits",
    ["", "317407550895000", "31740755089500011", "3174073002950001", "3174070008950001", "3174077208950001", "3174075508950000",
     "3100075508950001", "3174005508950001", "31740755O8950001", "٣١٧٤٠٧٥٥٠٨٩٥٠٠٠١"],
)  # fmt: skip
def test_what_cannot_be_a_nik(digits):
    assert nik.parse(digits, today=TODAY) is None


@given(st.dates(min_value=date(1930, 1, 1), max_value=date(2020, 1, 1)), st.booleans(), st.integers(1, 9999))
def test_the_birth_date_survives_the_number(born, is_female, serial):
    found = nik.parse(f"317407{born.day + 40 * is_female:02d}{born:%m%y}{serial:04d}", today=TODAY)
    assert found is not None
    assert (found.is_female, found.date_of_birth.month, found.date_of_birth.day) == (is_female, born.month, born.day)
    assert found.date_of_birth.year % 100 == born.year % 100


@pytest.mark.parametrize("text", ["01.300.066.6-091.000", "013000666091000", "0013000666091000", "3174075508950001"])
def test_valid_tax_numbers(text):
    assert npwp.is_valid(text)


@pytest.mark.parametrize("text", ["12.345.678.9-012.000", "0013000667091000", "", "123"])
def test_tax_numbers_with_a_wrong_check_digit_or_length(text):
    assert not npwp.is_valid(text)


@given(st.from_regex(r"[0-9]{15}", fullmatch=True))
def test_formatting_a_tax_number_keeps_its_digits(digits):
    printed = npwp.format_15(digits)
    assert npwp.compact(printed) == digits
    assert len(printed) == 20


@given(st.from_regex(r"[0-9]{15}", fullmatch=True), st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_of_the_first_nine_breaks_the_check(digits, place, change):
    valid = next(d for n in range(10) if npwp.has_valid_check_digit(d := f"{digits[:8]}{n}{digits[9:]}"))
    changed = f"{valid[:place]}{(int(valid[place]) + change) % 10}{valid[place + 1 :]}"
    assert not npwp.has_valid_check_digit(changed)


def test_an_nsfp_says_transaction_status_and_year_in_both_generations():
    assert nsfp.validate("031.010-22.92286868") == nsfp.Nsfp("03", "1", "22", "01092286868")
    assert nsfp.validate("04012500012345678") == nsfp.Nsfp("04", "01", "25", "00012345678")


@pytest.mark.parametrize(
    "text",
    ["010.002-24.1234567", "000.002-24.12345678", "100.002-24.12345678", "11002500012345678", "", "٠٤٠٠٢٥٠٠٠١٢٣٤٥٦٧٨"],
)
def test_what_cannot_be_an_nsfp(text):
    assert not nsfp.is_valid(text)
    with pytest.raises(ValueError, match=r"NSFP|transaction"):
        nsfp.validate(text)


@given(st.from_regex(r"0[1-9][0-9]{14,15}", fullmatch=True))
def test_formatting_an_nsfp_keeps_its_digits(digits):
    assert nsfp.compact(nsfp.format(digits)) == digits
    assert nsfp.is_valid(nsfp.format(digits))


def test_a_nitku_is_a_tax_number_and_a_place():
    assert nitku.validate("#0013000666091000000012") == nitku.Nitku("0013000666091000", "000012")
    assert nitku.format("0013000666091000000012") == "0013000666091000000012"


@pytest.mark.parametrize("text", ["0013000667091000000000", "001300066609100000000", ""])
def test_what_cannot_be_a_nitku(text):
    assert not nitku.is_valid(text)
    with pytest.raises(ValueError, match=r"NITKU|check digit"):
        nitku.validate(text)
