"""Labels with their values, however a document sets them; nothing where there are none."""

import pytest

from berkas.extraction.inventory.grid_rows import text_of
from berkas.extraction.inventory.pairs import pairs_of
from berkas.layout.folding import fold

LABELS = frozenset(map(fold, ("NIK", "Alamat", "Telepon")))


@pytest.fixture
def pairs(lines):
    def of(text, taken=frozenset()):
        found = pairs_of(lines(text), taken, LABELS)
        return [
            (one.key_text or text_of(one.key), one.value_text or text_of(one.value))
            for one in found
        ]  # fmt: skip

    return of


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [
        ("Nomor      : 012/KCS/V/2026", [("Nomor", "012/KCS/V/2026")]),
        ("Perihal: Undangan rapat", [("Perihal", "Undangan rapat")]),
        ("Waktu : 09:30 WIB", [("Waktu", "09:30 WIB")]),
        ("Kelas: 7 A          Wali: SITI", [("Kelas", "7 A"), ("Wali", "SITI")]),
        ("Nama: BUDI Alamat: Jl. Melati", [("Nama", "BUDI"), ("Alamat", "Jl. Melati")]),
        ("Date ............. 7 May 2026", [("Date", "7 May 2026")]),
        ("Date.............7 May", [("Date", "7 May")]),
        ("NIK        3174075508950001", [("NIK", "3174075508950001")]),
        ("Alamat\nJl. Kenanga No. 3", [("Alamat", "Jl. Kenanga No. 3")]),
        ("Tempat:\nBalai warga", [("Tempat", "Balai warga")]),
    ],
)
def test_a_label_leads_to_its_value(pairs, printed, wanted):
    assert pairs(printed) == wanted


def test_a_value_goes_on_below_itself(pairs):
    printed = "Alamat    : Jl. Melati No. 4\n            Kebayoran Baru\n            Jakarta\nTelepon   : 021 5550 123"

    assert pairs(printed) == [("Alamat", "Jl. Melati No. 4 Kebayoran Baru Jakarta"), ("Telepon", "021 5550 123")]


def test_lines_that_are_alike_are_a_form(pairs):
    printed = "Nama siswa        CONTOH SATU\nKota asal         Bandung\nHobi              Membaca"

    assert pairs(printed) == [("Nama siswa", "CONTOH SATU"), ("Kota asal", "Bandung"), ("Hobi", "Membaca")]


def test_labels_stand_above_values_where_these_hold_figures(pairs):
    printed = "No. surat        Tanggal          Sifat\n114/X/2026       03-02-2026       Biasa"

    assert pairs(printed) == [("No. surat", "114/X/2026"), ("Tanggal", "03-02-2026"), ("Sifat", "Biasa")]


@pytest.mark.parametrize(
    "printed",
    [
        "Rapat dibuka pukul 09:30 oleh ketua",
        "https://contoh.example/berkas",
        "12 : 34",
        "Demikian surat ini kami sampaikan",
        "rapat diadakan pada:\nTanggal dan tempat menyusul",
        "Nama .................",
        "BANK CONTOH\nKepada Yth.",
        "Hormat kami,          Mengetahui,\nBUDI                  SITI",
    ],
)
def test_what_is_no_label_gives_no_pair(pairs, printed):
    assert pairs(printed) == []


def test_what_stands_above_labels_is_no_label(pairs):
    printed = "BANK CONTOH RAYA       LAPORAN MUTASI\nNo. rekening : 5550123  Periode : 01/08/26"

    assert pairs(printed) == [("No. rekening", "5550123"), ("Periode", "01/08/26")]


def test_lines_of_tables_give_no_pairs(pairs):
    assert pairs("Nomor : 1\nTanggal : 2", taken=frozenset({0})) == [("Tanggal", "2")]
