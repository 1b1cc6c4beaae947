"""Sheets of a workbook: legal names, text that is only text, and limits that are refused with a reason."""

import zlib
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.documents import sheets
from api.documents.sheets import MOST_CHARACTERS, Sheet, sheet_name
from berkas.refusals import ExportTooLarge

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)


def rows_of(sheet: Sheet) -> str:
    return b"".join(sheet.content()).decode()


def row_with(value) -> str:
    sheet = Sheet("A", {"a": 0})
    sheet.add([("a", value)])
    return rows_of(sheet)


@given(TEXT, st.lists(TEXT))
def test_a_name_is_legal_and_of_its_own(wanted, others):
    taken = [sheet_name(other, []) for other in others]

    name = sheet_name(wanted, taken)

    assert 1 <= len(name) <= 31
    assert not set(name) & set("[]:*?/\\")
    assert not name.startswith("'")
    assert not name.endswith("'")
    assert name.lower() not in {other.lower() for other in taken} | {"history"}


def test_names_that_differ_by_case_or_only_behind_the_limit_are_told_apart():
    long = "a" * 40

    assert sheet_name("Findings", ["Documents", "FINDINGS"]) == "Findings_2"
    assert sheet_name(long, ["a" * 31]) == "a" * 29 + "_2"
    assert sheet_name("History", []) == "History_2"


@pytest.mark.parametrize("text", ["=1+1", "0012", "3174075508950001", "http://x", "{=1}", "<f>1</f>", "TRUE"])
def test_text_is_an_inline_string_whatever_it_looks_like(text):
    row = row_with(text)

    assert 't="inlineStr"' in row
    assert "<f>" not in row
    assert text.replace("<", "&lt;").replace(">", "&gt;") in row


def test_control_characters_are_escaped_as_the_format_wants_and_impossible_ones_replaced():
    row = row_with("a\x01b\rc _x0041_ \ufffe\ud800")

    assert "a_x0001_b_x000D_c _x005F_x0041_ \ufffd\ufffd" in row


@pytest.mark.parametrize("char", ["x", "😀"])
def test_text_longer_than_a_cell_is_cut_and_says_so(char):
    row = row_with(char * MOST_CHARACTERS)
    longer = row_with(char * (MOST_CHARACTERS + 1))

    assert ("(cut)" in row) == (char == "😀")  # two units each
    assert "… (cut)" in longer


def test_days_are_numbers_that_spreadsheets_count_and_old_ones_text():
    assert "<v>25569</v>" in row_with(date(1970, 1, 1))
    assert "<v>25569.5</v>" in row_with(datetime(1970, 1, 1, 12, tzinfo=UTC))
    assert "1899-12-31" in row_with(date(1899, 12, 31))


def test_numbers_of_more_digits_than_a_spreadsheet_keeps_are_text():
    assert "<v>999999999999999</v>" in row_with(999_999_999_999_999)
    assert "1234567890123456" in row_with(1234567890123456)
    assert "inlineStr" in row_with(1234567890123456)


def test_a_column_is_as_wide_as_its_content_within_limits():
    sheet = Sheet("A", {"a": 0, "b": 1, "c": 2})

    sheet.add([("a", 113000000), ("b", "x" * 500), ("c", None)])

    assert sheet.width(0) >= len("113.000.000")
    assert sheet.width(1) == 60
    assert sheet.width(2) == 9


def test_rows_beyond_those_of_a_sheet_are_refused(monkeypatch):
    monkeypatch.setattr(sheets, "MOST_ROWS", 2)
    sheet = Sheet("A", {"a": 0})
    for number in range(2):
        sheet.add([("a", number)])

    with pytest.raises(ExportTooLarge, match="1,048,575 rows"):
        sheet.add([("a", 3)])


def test_columns_beyond_those_of_a_sheet_are_refused():
    sheet = Sheet("A", {})

    with pytest.raises(ExportTooLarge):
        sheet.add([(f"c{number}", 1) for number in range(16_385)])


def test_rows_are_kept_compressed():
    sheet = Sheet("A", {"a": 0})
    for number in range(10_000):
        sheet.add([("a", f"CONTOH {number}")])

    assert sheet.spooled_bytes < sheet.sheet_bytes / 5
    assert len(zlib.compress(rows_of(sheet).encode(), 1)) >= sheet.spooled_bytes
