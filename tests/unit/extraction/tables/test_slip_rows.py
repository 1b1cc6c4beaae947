"""Rows as tills print them."""

import pytest

from berkas.extraction.tables.slip_rows import slip_rows
from berkas.extraction.tables.table_roles import TableRoles
from berkas.model.template import Template
from berkas.values.amounts import parse_amount, parse_quantity

TABLE = {
    "name": "isi", "label": "Isi", "type": "array", "items": {"rowStart": ["nilai"], "stopLabels": ["SUBTOTAL"], "fields": [
        {"name": "apa", "label": "Apa"}, {"name": "banyak", "label": "Banyak", "type": "number", "normaliser": "quantity"},
        {"name": "harga", "label": "Harga", "type": "number"}, {"name": "nilai", "label": "Nilai", "type": "number"}]},
}  # fmt: skip
PRODUCT = {"product": {"table": "isi", "factors": ["banyak", "harga"], "equals": "nilai"}}

BELOW = """
KEDAI CONTOH
Jl. Contoh No. 12  Bandung 40115
28/01/2026  11:22
Kopi Susu
  3 x 22.000          66.000
Es Teh Manis
  2x8.000             16.000
Sub Total             82.000
TOTAL                 90.200
"""
BESIDE = """
Roti Tawar  2 @ 16,500     33,000 SR
Gula 1KG    16,500 x 2     33,000 SR
TOTAL                      66,000
"""
UNDER = """
Sate Ayam             70.000
2 PCS x 35.000
Teh                    8.000
1 PCS x 8.000
TOTAL                 78.000
"""
COUNTED = """
4x Rendang Daging    180.000
1x Es Jeruk           12.000
Jumlah               192.000
"""


def value_of(column, printed):
    return parse_quantity(printed) if column.normaliser == "quantity" else parse_amount(printed)


@pytest.fixture
def rows_of(lines):
    def of(text, checks=(PRODUCT,)):
        template = Template.model_validate(
            {"id": "tpl_x", "name": "x", "slug": "x", "version": 1, "fields": [TABLE], "checks": list(checks)}
        )
        found = slip_rows(lines(text), TableRoles.of(template.fields[0], template), value_of)
        return found and [
            tuple(row.texts.get(name) for name in ("apa", "banyak", "harga", "nilai")) for row in found.rows
        ]

    return of


def test_a_name_stands_above_its_factors(rows_of):
    assert rows_of(BELOW) == [("Kopi Susu", "3", "22.000", "66.000"), ("Es Teh Manis", "2", "8.000", "16.000")]


def test_factors_stand_beside_the_name_in_any_order_and_a_code_of_the_tax_behind_the_amount(rows_of):
    assert rows_of(BESIDE) == [("Roti Tawar", "2", "16,500", "33,000"), ("Gula 1KG", "2", "16,500", "33,000")]


def test_factors_stand_on_the_line_below(rows_of):
    assert rows_of(UNDER) == [("Sate Ayam", "2", "35.000", "70.000"), ("Teh", "1", "8.000", "8.000")]


def test_amounts_that_add_up_are_rows_without_prices(rows_of):
    assert rows_of(COUNTED) == [("Rendang Daging", "4", None, "180.000"), ("Es Jeruk", "1", None, "12.000")]


def test_lines_that_neither_multiply_nor_add_up_are_no_rows(rows_of):
    assert rows_of(COUNTED.replace("192.000", "190.000")) is None
    assert rows_of(BELOW.replace("66.000", "67.000").replace("16.000", "17.000")) is None


def test_a_table_that_multiplies_nothing_has_no_such_rows(rows_of):
    assert rows_of(BELOW, checks=()) is None


def test_a_part_of_a_word_has_its_own_box(lines):
    template = Template.model_validate(
        {"id": "tpl_x", "name": "x", "slug": "x", "version": 1, "fields": [TABLE], "checks": [PRODUCT]}
    )
    _, row = slip_rows(lines(BELOW), TableRoles.of(template.fields[0], template), value_of).rows
    (count,), (price,) = row.cells["banyak"], row.cells["harga"]

    assert count.box.right < price.box.x
    assert price.box.right <= count.box.x + 7 * 0.01 + 1e-6
