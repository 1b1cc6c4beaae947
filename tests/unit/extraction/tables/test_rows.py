"""Rows of a table by the geometry of its words."""

import re

import pytest

from berkas.extraction.tables.rows import find_rows
from berkas.model.template import ItemSchema, TemplateField

SCHEMA = ItemSchema(
    fields=(
        TemplateField(name="no", label="No", labels=("NO",), normaliser="digits"),
        TemplateField(name="description", label="Item", labels=("NAMA BARANG", "DESCRIPTION")),
        TemplateField(name="quantity", label="Quantity", type="number", labels=("QTY",)),
        TemplateField(name="amount", label="Amount", type="number", labels=("JUMLAH", "AMOUNT")),
    ),
    row_start=("amount",),
    stop_labels=("SUB TOTAL", "TOTAL"),
    skip_labels=("BERSAMBUNG KE HALAMAN BERIKUT",),
)  # fmt: skip


def parses(column, text):
    return column.type != "number" or bool(re.fullmatch(r"[\d.,]+", text))


def table(lines, *pages, **options):
    found = find_rows(lines(*pages, **options), SCHEMA, parses)
    return None if found is None else [row.texts for row in found.rows]


ONE = """
FAKTUR

No   Nama Barang            Qty       Jumlah
1    Kertas HVS A4           12      600.000
2    Tinta hitam              3      276.000
     70 ml, asli
3    Kabel                    1       50.000

Sub Total                            926.000
"""
ROWS = [
    {"no": "1", "description": "Kertas HVS A4", "quantity": "12", "amount": "600.000"},
    {"no": "2", "description": "Tinta hitam 70 ml, asli", "quantity": "3", "amount": "276.000"},
    {"no": "3", "description": "Kabel", "quantity": "1", "amount": "50.000"},
]


def test_rows_begin_with_an_amount_and_other_lines_continue_them(lines):
    assert table(lines, ONE) == ROWS


@pytest.mark.parametrize("slope", [-0.05, 0.05])
def test_a_turned_page_gives_the_same_rows(lines, slope):
    assert table(lines, ONE, slope=slope) == ROWS


def test_a_table_goes_on_behind_repeated_headings_and_footers(lines):
    first, rest = ONE.split("3    Kabel")
    head = "FAKTUR\n\nNo   Nama Barang            Qty       Jumlah\n"
    assert table(lines, f"{first}\nBersambung ke halaman berikut", f"{head}3    Kabel{rest}") == ROWS


def test_sums_below_the_table_are_no_rows(lines):
    found = find_rows(lines(ONE), SCHEMA, parses)
    assert found is not None
    assert found.columns == {"no", "description", "quantity", "amount"}
    assert len(found.rows) == 3


def test_a_label_in_two_languages_ends_the_table_too(lines):
    assert table(lines, ONE.replace("\nSub Total  ", "Jumlah / Sub Total  ")) == ROWS


@pytest.mark.parametrize(
    "sums",
    [
        "Catatan di kiri   Jumlah Rp.         926.000",
        "                  Nilai barang       926.000",
    ],
)
def test_sums_of_any_wording_end_the_table(lines, sums):
    assert table(lines, ONE.replace("Sub Total                            926.000", sums)) == ROWS


def test_a_last_row_without_quantity_is_a_row_if_it_stands_as_the_others_do(lines):
    found = table(lines, ONE.replace("1       50.000", "        50.000"))

    assert found[-1] == {"no": "3", "description": "Kabel", "amount": "50.000"}


def test_words_that_are_no_known_title_head_the_free_text(lines):
    assert table(lines, ONE.replace("Nama Barang", "Xylophon   ")) == ROWS


def test_headings_on_two_lines(lines):
    text = ONE.replace(
        "No   Nama Barang            Qty       Jumlah",
        "No   Nama Barang            Qty       Jumlah\n     Description                      Amount",
    )
    assert table(lines, text) == ROWS


def test_a_text_without_headings_has_no_table(lines):
    assert table(lines, "PERJANJIAN\n\nPihak pertama dan pihak kedua") is None


def test_headings_without_rows_have_no_rows(lines):
    assert table(lines, "No   Nama Barang            Qty       Jumlah") == []
