"""No cell of an export is a formula to a spreadsheet, and no value is lost."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.csv_rows import lines_of, safe


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+A1", "-A1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=cmd|' /C calc'!A0", "-", "+", "＝1+1", "＠x", "-1+1", "-1,5"],
)  # fmt: skip
def test_text_that_begins_like_a_formula_gets_an_apostrophe(text) -> None:
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["-12.5", "+62812000111", "-0", "-1e5", "CONTOH", "a=b", "", "'x", "091234567890000", "1-2", " =1"]
)
def test_numbers_and_other_text_stay_as_they_are(text) -> None:
    assert safe(text) == text


@pytest.mark.parametrize("value", [-5, -12.5, 0, None])
def test_what_is_no_text_stays_as_it_is(value) -> None:
    assert safe(value) == value


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")), min_size=2, max_size=4)
    )
)
def test_every_cell_can_be_read_back(rows) -> None:
    read = list(csv.reader(io.StringIO(lines_of(rows), newline="")))

    assert read == [[safe(cell) for cell in row] for row in rows]
