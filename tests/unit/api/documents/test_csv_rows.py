"""No cell of an export is a formula to a spreadsheet, no value is lost, and Excel keeps every digit."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.documents.csv_rows import CsvForm, excel_number, excel_text, plain_text, safe

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+A1", "-A1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=cmd|' /C calc'!A0", "+1+A1", "＝1+1", "＠x", "-1+1", "-1,5"],
)  # fmt: skip
def test_text_that_begins_like_a_formula_gets_an_apostrophe(text) -> None:
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize(
    "text",
    ["-12.5", "+62812000111", "+62 812-000 (111)", "-", "+", "-0", "-1e5", "CONTOH", "a=b", "", "'x",
     "091234567890000", "1-2", " =1"],
)  # fmt: skip
def test_numbers_signs_and_other_text_stay_as_they_are(text) -> None:
    assert safe(text) == text


@pytest.mark.parametrize("value", [-5, -12.5, 0, None])
def test_what_is_no_text_stays_as_it_is(value) -> None:
    assert plain_text(value) == value


def test_days_and_moments_are_iso_for_programs_and_dates_for_excel() -> None:
    moment = datetime(2026, 5, 24, 3, 15, 42, 118000, tzinfo=UTC)

    assert plain_text(date(2026, 5, 24)) == excel_text(date(2026, 5, 24)) == "2026-05-24"
    assert plain_text(moment) == "2026-05-24T03:15:42.118Z"
    assert excel_text(moment) == "2026-05-24 03:15:42"


@pytest.mark.parametrize(
    "text",
    ["3174075508950001", "000123", "003/004", "1-2", "12:30", "1e5", "5%", "2026-05-24", "MEI 2026", "Dec-25", "Rp 1.500", "TRUE",
     "SALAH", "+62 812 3456", "(021) 555", '6" pipa'],
)  # fmt: skip
def test_text_that_excel_would_convert_is_written_as_a_text_of_its_own(text) -> None:
    doubled = text.replace('"', '""')

    assert excel_text(text) == f'="{doubled}"'


@pytest.mark.parametrize(
    "text", ["JL. MELATI NO. 68", "KOTA BANDUNG", "ktp-0001.jpg", "PT CONTOH 99 SEJAHTERA", "-", ""]
)
def test_other_text_is_left_as_people_read_it(text) -> None:
    assert excel_text(text) == text


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("http://x")', "=cmd|' /C calc'!A0", "@SUM(1)", "-A1", "=1\n+cmd|' /C calc'!A0"]
)
def test_no_text_is_a_formula_to_excel(text) -> None:
    assert excel_text(text) == f"'{text}"


@given(TEXT)
def test_whatever_the_text_excel_finds_no_formula_but_a_quoted_text(text) -> None:
    written = excel_text(text)

    if written.startswith('="'):
        inside = written.removeprefix('="').removesuffix('"')
        assert inside.replace('""', "") == inside.replace('"', "")  # every quote inside is a pair
    else:
        assert not written.startswith(("=", "@", "\t", "\r", "＝", "＠"))


@pytest.mark.parametrize(
    ("value", "written"),
    [(113000000, 113000000), (1234567.5, "1234567,5"), (-2.25, "-2,25"), (1e-7, "0,0000001"), (10**15, f'="{10**15}"'),
     (-1234567890123456, '="-1234567890123456"'), (0, 0)],
)  # fmt: skip
def test_numbers_have_a_decimal_comma_for_excel_and_never_lose_a_digit(value, written) -> None:
    assert excel_number(value) == written


@given(st.lists(st.lists(TEXT, min_size=2, max_size=4)))
def test_every_cell_can_be_read_back(rows) -> None:
    read = list(csv.reader(io.StringIO(CsvForm().lines(rows), newline="")))

    assert read == [[safe(cell) for cell in row] for row in rows]
