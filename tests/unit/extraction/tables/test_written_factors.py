"""Factors within a text."""

import pytest

from berkas.extraction.tables.written_factors import WrittenFactors, written_factors_of


@pytest.mark.parametrize(
    ("text", "amount", "found"),
    [
        ("Kertas Rp 48.500,00 x 20,00 Rim", 970000, WrittenFactors("Kertas", 20, 48500, "RIM", 0)),
        ("Meja 120 x 60 cm Rp 500 x 4", 2000, WrittenFactors("Meja 120 x 60 cm", 4, 500, None, 0)),
        ("Pipa Rp 1.000,00 x 10,00 Btg Potongan Harga = Rp 500,00", 9500, WrittenFactors("Pipa", 10, 1000, "BTG", 500)),
        ("Pipa Rp 1.000,00 x 10,00 Potongan Harga = Rp 500,00", 10000, WrittenFactors("Pipa", 10, 1000, None, 500)),
        ("Sewa crane 2.00 X 6,678,500.00", 13357000, WrittenFactors("Sewa crane", 2, 6678500, None, 0)),
        ("Es teh 2 x Rp 5.000", 10000, WrittenFactors("Es teh", 2, 5000, None, 0)),
        ("Bolt M8 x 40", 320000, None),
        ("Meja 120 x 60 cm", 2000, None),
        ("Kertas Rp 48.500,00 x 20,00 Rim", 1, None),
    ],
)
def test_factors_count_where_they_give_the_amount(text, amount, found):
    assert written_factors_of(text, amount) == found
