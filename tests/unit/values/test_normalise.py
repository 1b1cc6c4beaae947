"""Printed text into canonical values."""

from datetime import date

import pytest

from berkas.values.context import NormaliseContext
from berkas.values.normalise import NORMALISERS

CONTEXT = NormaliseContext(date(2026, 11, 24))

CASES = {
    "text": [("  a   b : ", "a b"), ("", None), (":", None), ("-", None), ("A -", "A -")],
    "upper_text": [("Guru", "GURU"), ("", None)],
    "name": [("Contoh, S.E.", "CONTOH, S.E."), ("C", None), ("123", None)],
    "place": [("Jakarta Selatan, 15-08-1995", "JAKARTA SELATAN"), ("BANDUNG 12", "BANDUNG"), ("12-08", None),
              ("JA WA TIMUR", "JAWA TIMUR"), ("KOTA BAN DUNG", "KOTA BANDUNG"), ("D.I. YOGYAKARTA", "D.I. YOGYAKARTA"),
              ("CON TOH", "CON TOH")],
    "tax_office": [("Pratama Jakarta Selatan", "PRATAMA JAKARTA SELATAN"), ("PRATAMAJAKARTASELATAN", "PRATAMA JAKARTA SELATAN"),
                   ("KPP CONTOH", None)],
    "occupation": [("Karya wan Swasta", "KARYAWAN SWASTA"), ("PELAJAR1MAHASISWA", "PELAJAR/MAHASISWA"), ("GURU", "GURU"),
                   ("PENJAGA CONTOH", "PENJAGA CONTOH"), ("", None)],
    "address": [("Jl. Melati No. 1", "JL. MELATI NO. 1")],
    "date": [("17 Agustus 2024", "2024-08-17"), ("SEUMUR HIDUP", None), ("3174071508120001 MEI DUA RIBU SEPULUH", None)],
    "date_of_birth": [("15-08-1995", "1995-08-15"), ("15-08-2030", None), ("15 AUG 31", "1931-08-15")],
    "country": [("IDN", "IDN"), ("Indonesia", "IDN"), ("UTOPIAN", "UTO"), ("CONTOH", None)],
    "vin": [("MHK CTH1A 23JOO4567", "MHKCTH1A23J004567"), ("AB12-34567", "AB12-34567"), ("RANGKA", None)],
    "serial_number": [("1nr ct 0012345", "1NRCT0012345"), ("MESIN", None), ("12", None)],
    "plate": [("b1234cth", "B 1234 CTH"), ("RI 1", "RI 1"), ("SPECIMEN", None)],
    "bpkb_number": [("Q-01234567", "Q01234567"), ("01234567", None)],
    "whole_number": [("1496 CC", 1496), ("1.496 cc", 1496), ("170", 170), ("cc", None)],
    "year": [("2019", 2019), ("Tahun 2O19 / 2020", 2019), ("1949", None), ("2028", None)],
    "licence_number": [
        ("1234-5678-901234", "12345678901234"), ("9O1234567890", "901234567890"), ("12345", None),
        ("1234-5678-901234 B I", "12345678901234"), ("SIM B II 1234-5678-901234", "12345678901234"),
        ("12345678901234567890", None),
    ],
    "passport_number": [("x 0000123", "X0000123"), ("17 AUG 1990", None), ("SPECIMEN", None)],
    "valid_until": [("SEUMUR HIDUP", "SEUMUR HIDUP"), ("SEUMURHIDUP", "SEUMUR HIDUP"), ("15-08-2030", "2030-08-15")],
    "nik": [("3174 0755 0895 0001", "3174075508950001"), ("317407550895OOO1", "3174075508950001"), ("31740755", None)],
    "npwp": [
        ("91.603.119.8-353.000", "91.603.119.8-353.000"), ("916031198353000", "91.603.119.8-353.000"),
        ("0916 0311 9835 3000", "0916031198353000"), ("91.603", None), ("0916031198353000000000", None),
    ],
    "nsfp": [("Nomor 010.002-24.12345678", "010.002-24.12345678"), ("0100022412345678", "010.002-24.12345678"),
             ("O4002500012345678", "04002500012345678"), ("010.002-24", None), ("0400250001234567890", None)],
    "nsfp_transaction": [("040.002-24.12345678", "04"), ("08", "08"), ("99002500012345678", None)],
    "nsfp_status": [("041.002-24.12345678", "01"), ("04022500012345678", "02"), ("00", "00"), ("x", None)],
    "nitku": [("Jl. Contoh #0013000666091000000000", "0013000666091000000000"), ("0013000666091000", None)],
    "address_block": [("Gudang Contoh JI. Melati No. 2", "Gudang Contoh Jl. Melati No. 2"), ("1", None)],
    "digits": [("No. 12-34", "1234"), ("-", None)],
    "rt_rw": [("007/008", "007/008"), ("7/8", "007/008"), ("007I008", "007/008"), ("007008", "007/008"), ("RT", None)],
    "amount": [("Rp 1.234.567,-", 1234567), ("(500)", -500), ("-", None)],
    "magnitude": [("(12.500)", 12500), ("-1.000,50", 1000.5), ("x", None)],
    "tax_amount": [("11% 1.100.000", 1100000), ("(11 %)", None), ("1.100.000", 1100000)],
    "quantity": [("12,5 kg", 12.5), ("unit", None)],
    "unit": [("pcs", "PCS"), ("bulan IDR", "BULAN"), ("Rp", None), ("12", None), ("m2", "M2"), ("10 kg", None)],
    "item_code": [("brg-1", "BRG-1"), ("AB 12 x", "AB 12 X"), ("KABEL", "KABEL"), ("kabel tembaga", None), ("a 1 b 2", None),
                  (":", None)],
    "percent": [("PPN 11%", 11), ("x", None)],
    "discount": [("5%", 5), ("14.867", 14867), ("-", None), ("0", 0), ("10", 10)],
    "currency": [("IDR", "IDR"), ("Rp", "IDR"), ("Rupiah", "IDR"), ("USD", "USD"), ("CONTOH", None), ("Harga", "IDR")],
    "month": [
        ("Maret 2026", "2026-03"), ("03/2026", "2026-03"), ("2026-03", "2026-03"), ("21 Feb 2026 - 20 Mar 2026", "2026-03"),
        ("13/2026", None), ("12/03/2026", None), ("x", None),
    ],
    "nib": [
        ("9120304567891", "9120304567891"), ("NIB 9120 3045 6789 1", "9120304567891"), ("912O3O456789l", "9120304567891"),
        ("912030456789", None), ("x", None),
    ],
    "kbli": [("62019", "62019"), ("1 46339", "46339"), ("62.019 Pemrograman", "62019"), ("44100", None), ("x", None)],
    "certificate_number": [
        ("3174-LU-24052010-0012", "3174-LU-24052010-0012"), ("No. 3174 - LU - 24052010 - 0012 bahwa", "3174-LU-24052010-0012"),
        ("123/U/JS/1990", "123/U/JS/1990"), ("0215/108/XLL/2021", "0215/108/XII/2021"), ("Nomor", None),
    ],
    "unit_scale": [("dalam jutaan Rupiah", 10**6), ("ribuan", 1000), ("in thousands", 1000), ("Rupiah penuh", None)],
    "ordinal": [
        ("SATU,", 1), ("ke DUA BELAS", 12), ("KEDUABELAS", 12), ("9" * 5000, None), ("ke-2", 2),
        ("KEDUA", 2), ("pertama", 1), ("3 (tiga)", 3), ("PEREMPUAN", None),
    ],
    "day": [("03/02", "--02-03"), ("03/02/2026", "2026-02-03"), ("x", None)],
    "time": [("14:02:11", "14:02:11"), ("07/03/26 9:05", "09:05"), ("08:14:53 WIB", "08:14:53"), ("25:00", None), ("x", None),
             ("8:13:39 PM", "20:13:39"), ("12:05 am", "00:05"), ("12:05 PM", "12:05"), ("14:05 PM", "14:05")],
    "period_start": [
        ("01/03/26 - 31/03/26", "2026-03-01"), ("MARET 2026", "2026-03-01"),
        ("1 - 31 Maret 2026", "2026-03-01"), ("MARET 0000", None), ("MARET 2619", None), ("x", None),
    ],
    "period_end": [
        ("01/03/2026-31/03/2026", "2026-03-31"), ("PEBRUARI 2024", "2024-02-29"),
        ("1 Jan 2026 s/d 31 Jan 2026", "2026-01-31"),
    ],
    "company": [("PT Contoh Jaya Telp. 021", "PT CONTOH JAYA"), ("PT Contoh Mobile Indonesia", "PT CONTOH MOBILE INDONESIA"),
                ("TOKO CONTOH CELL", "TOKO CONTOH CELL"), ("INV/2026/0001", None), ("12", None)],
    "bank": [("PT BANK CONTOH TBK", "BANK CONTOH"), ("Bank Specimen", "BANK SPECIMEN"), ("9", None), ("A/N PT CONTOH", None),
             ("TAHAPAN", "BCA"), ("Britama-IDR", "BRI"), ("BRImo", "BRI"), ("PermataBank", "PERMATABANK")],
    "postal_address": [
        ("Jl. Contoh No. 75 Balikpapan - 083538496471", "Jl. Contoh No. 75 Balikpapan"),
        ("Alamat: Jl. Melati 1, Bandung", "Jl. Melati 1, Bandung"), ("JI. Melati No. 2 Telp 022", "Jl. Melati No. 2"),
        ("Jl. Melati No. 2 Bandung Hotline 022", "Jl. Melati No. 2 Bandung"),
        ("Jl. Melati No. 2, Bandung #0013000666091000000000", "Jl. Melati No. 2, Bandung"),
        ("1", None),
    ],
    "phone": [("Telp. (021) 555-0107", "(021) 555-0107"), ("+62 812 0000 1111", "+62 812 0000 1111"), ("INV/2025/11/0659", None)],
    "email": [("Email: Keuangan@Contoh.example", "keuangan@contoh.example"), ("info @contoh.example", "info@contoh.example"),
              ("contoh", None)],
    "account_number": [("No. Rek. 957-952-5691", "9579525691"), ("12", None)],
    "document_number": [("INV/2026/0001", "INV/2026/0001"), ("12-03-2026", None), (":", None)],
    "words_of_amount": [
        ("# lima ribu rupiah #", "lima ribu rupiah"), ("In words", None),
        ("lima ribu rupiah Pembayaran ke", "lima ribu rupiah"),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "printed", "value"), [(name, *case) for name, cases in CASES.items() for case in cases]
)
def test_normalisers(name, printed, value):
    assert NORMALISERS[name](printed, CONTEXT) == value


def test_every_normaliser_is_tested():
    assert set(CASES) == set(NORMALISERS)


@pytest.mark.parametrize("name", NORMALISERS)
@pytest.mark.parametrize("printed", ["", " ", ":", "\x00", "()", "-", "é", "9" * 400, "A" * 400, "Rp", "%", "/"])
def test_no_text_makes_a_normaliser_fail(name, printed):
    NORMALISERS[name](printed, CONTEXT)
