"""Kinds of printed cells."""

import pytest

from berkas.extraction.tables.kinds import Kind, begins_with_date, has_money, kind_of, share_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("17/08/2026", Kind.DATE), ("17/08", Kind.DATE), ("17 Agt 2026", Kind.DATE), ("2026-08-17", Kind.DATE),
        ("January 15, 2026", Kind.DATE), ("09:15", Kind.TIME), ("05:31:09 WIB", Kind.TIME), ("1.234.567", Kind.AMOUNT),
        ("1,234.50", Kind.AMOUNT), ("Rp 55.000", Kind.AMOUNT), ("Rp55.000,-", Kind.AMOUNT), ("$24.5", Kind.AMOUNT),
        ("-1.000.000", Kind.AMOUNT), ("20.000,00 DB", Kind.AMOUNT), ("20.000,00DB", Kind.AMOUNT), ("(12.500)", Kind.AMOUNT),
        ("55.000/pcs", Kind.AMOUNT), ("1 050 000,00", Kind.AMOUNT), ("1'165'500.00", Kind.AMOUNT), ("12", Kind.NUMBER),
        ("12 pcs", Kind.NUMBER), ("2,5", Kind.NUMBER), ("11%", Kind.PERCENT), ("2,5 %", Kind.PERCENT), ("DB", Kind.MARK),
        ("K", Kind.MARK), ("Kertas HVS A4", Kind.TEXT), ("TRF 12.000", Kind.TEXT), ("", Kind.TEXT),
    ],
)  # fmt: skip
def test_the_kind_of_a_cell(text, kind):
    assert kind_of(text) is kind


def test_a_column_is_of_a_kind_by_its_share_of_cells():
    assert share_of(["1.000", "2.000", "-", "4.000"], Kind.AMOUNT) == 0.75
    assert share_of([], Kind.AMOUNT) == 0


@pytest.mark.parametrize(
    ("text", "has"), [("Biaya Rp 2.500", True), ("Rek. 123.456-7", False), ("17.08.2026", False), ("3 pcs", False)]
)
def test_money_within_a_text(text, has):
    assert has_money(text) is has


def test_a_text_that_begins_with_a_date():
    assert begins_with_date("02/05 TRF MASUK")
    assert not begins_with_date("TRF 02/05")
