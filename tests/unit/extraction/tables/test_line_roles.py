"""Lines of a table that are no rows."""

import pytest

from berkas.extraction.tables.line_roles import LineRoles, has_word_of_sums, is_carried, repeated_lines

ROLES = LineRoles(["TOTAL", "SUB TOTAL", "TOTAL TRANSAKSI DEBET"], ["SALDO AWAL", "OPENING BALANCE"], ["MUTASI KREDIT"])


def line(lines, text):
    return lines(text)[0]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("          Total      926.000", True),
        ("Catatan   Sub Total  926.000", True),
        ("          Total Rp   926.000", True),
        ("          Jumlah / Sub Total   926.000", True),
        ("Saldo Awal      Total Transaksi Debet", True),
        ("03/11     TRANSAKSI DEBIT      25.000", False),
        ("03/11     TOTAL BUAH SEGAR     25.000", False),
        ("3   Kabel          1   50.000", False),
        ("Said (eighteen million two hundred thirty-four thousand)", True),
        ("Tujuh puluh empat ribu rupiah saja", True),
        ("5  Layanan seratus hari   1   50.000", False),
        ("          Harga Barang | Sub Total   926.000", True),
        ("          (Total 72 pcs)", False),
    ],
)
def test_a_sum_ends_a_table_where_it_is_all_that_its_cell_says(lines, text, ends):
    assert ROLES.is_stop(line(lines, text)) is ends


@pytest.mark.parametrize(
    ("text", "skipped"),
    [
        ("01/05     SALDO AWAL      1.000.000", True),
        ("Opening Balance           1.000.000", True),
        ("Halaman 1 dari 2", True),
        ("1 / 2", True),
        ("2025/6027", False),
        ("          Jumlah dipindahkan   600.000", True),
        ("Saldo Awal      Total Transaksi Debet", False),
        ("TRANSFER SALDO AWAL TAHUN      1.000", False),
    ],
)
def test_lines_that_are_no_rows_whatever_they_hold(lines, text, skipped):
    assert ROLES.is_skip(line(lines, text)) is skipped


def test_labels_of_other_fields_are_known(lines):
    assert ROLES.is_known(line(lines, "Mutasi Kredit     500.000"))
    assert not ROLES.is_known(line(lines, "02/05 BELANJA     500.000"))


@pytest.mark.parametrize("text", ["Dipindahkan", "Saldo pindahan", "Carried forward", "BALANCE B/F", "Jumlah bawaan"])
def test_carried_sums(text):
    assert is_carried(text)


@pytest.mark.parametrize(
    "text", ["PINDAH BUKU", "Pindahan rumah", "Jasa pindahan kantor", "TRF DIPINDAHKAN OLEH TELLER"]
)
def test_what_only_resembles_a_carried_sum(text):
    assert not is_carried(text)


def test_words_of_sums():
    assert has_word_of_sums("Bea Meterai 10.000")
    assert not has_word_of_sums("Kertas HVS 10.000")


def test_what_pages_repeat_word_by_word_at_the_same_height(lines):
    found = lines("PT CONTOH\n\nKertas", "PT CONTOH\n\nTinta")

    assert repeated_lines(found) == {0, 2}
