"""Amounts that stand outside of tables."""

from berkas.extraction.tables.printed_amounts import printed_amounts
from berkas.values.conventions import DEFAULT

TEXT = """
PT CONTOH         Rp 1.000
Kertas            2.000
Bea Meterai       10.000
Telp              021-555
"""


def test_every_amount_at_the_end_of_a_line_but_those_of_tables(lines):
    found = printed_amounts(lines(TEXT), {1}, DEFAULT)

    assert [amount.value for amount in found] == [1000, 10000]
    assert found[1].box.y > found[0].box.y
