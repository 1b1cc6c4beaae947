"""Payslips, registrations, certificates, contracts and statements as small pages: told apart, and read. All SPECIMEN."""

from datetime import date

import pytest

from berkas.extraction.apply import apply_template
from templates_registry import registry

TODAY = date(2026, 11, 24)
PAYSLIP = """
PT CONTOH SEJAHTERA
                              SLIP GAJI
Nama    : RATNA SARI CONTOH             Periode : Maret 2026
NIK     : 004211                        Jabatan : Staf

PENERIMAAN                              POTONGAN
Gaji Pokok            6.000.000         BPJS Kesehatan (1%)      60.000
Uang Makan              750.000         PPh 21                  240.000
Total Penerimaan      6.750.000         Total Potongan          300.000

GAJI BERSIH : Rp 6.450.000
"""
NIB = """
             PERIZINAN BERUSAHA BERBASIS RISIKO
             NOMOR INDUK BERUSAHA: 9120304567891

1. Nama Pelaku Usaha         : PT CONTOH SEJAHTERA
2. Alamat Kantor             : Jl. Melati No. 12, Jakarta
3. Status Penanaman Modal    : PMDN
4. Skala Usaha               : Usaha Kecil

No     Kode KBLI     Judul KBLI                        Tingkat Risiko
1      62019         Aktivitas Pemrograman             Rendah
                     Komputer Lainnya
2      56101         Restoran                          Menengah Rendah

Diterbitkan tanggal : 12 Agustus 2021
"""
BIRTH = """
                  KUTIPAN AKTA KELAHIRAN
Berdasarkan Akta Kelahiran Nomor 3174-LU-24052010-0012
bahwa di JAKARTA pada tanggal DUA PULUH EMPAT MEI tahun
DUA RIBU SEPULUH telah lahir ALYA CONTOH, anak ke DUA,
PEREMPUAN dari ayah BUDI CONTOH dan ibu RATNA SPECIMEN.
Kutipan ini dikeluarkan di JAKARTA pada tanggal 2 Juni 2010.
"""
MARRIAGE = """
       KANTOR URUSAN AGAMA KECAMATAN SUKASARI
              KUTIPAN AKTA NIKAH
             Nomor : 0123/045/VI/2020
Pada hari Sabtu, tanggal 20 Juni 2020 M, bertepatan dengan 28 Syawal 1441 H
I. SUAMI
   1. Nama        : AGUS CONTOH
   2. Pekerjaan   : GURU
II. ISTRI
   1. Nama        : DEWI SPECIMEN
   2. Pekerjaan   : DOKTER
"""
CONTRACT = """
SURAT PERJANJIAN KERJA SAMA
Nomor : 012/PKS/CTH/VIII/2024
Pada hari ini, Senin, tanggal dua belas bulan Agustus tahun dua ribu
dua puluh empat, bertempat di Bandung, kami yang bertanda tangan di bawah ini:
Nama    : BUDI CONTOH
bertindak untuk dan atas nama PT CONTOH JAYA, selanjutnya disebut PIHAK PERTAMA.
Nama    : DEWI SPECIMEN
bertindak untuk dan atas nama CV SPECIMEN MAKMUR, selanjutnya disebut PIHAK
KEDUA.
Pasal 1 berlaku sejak tanggal 1 September 2024 sampai dengan tanggal 31 Agustus 2025.
Pasal 2 nilai pekerjaan sebesar Rp 120.000.000 dibayar PIHAK PERTAMA.
Pasal 3 penutup.
"""
STATEMENT = """
                 PT CONTOH NUSANTARA
              LAPORAN POSISI KEUANGAN
                PER 31 DESEMBER 2025
            (dalam jutaan Rupiah, LIABILITAS DAN EKUITAS)

                           Catatan       2025       2024
ASET
Kas dan setara kas               4      1.250      1.100
Jumlah aset                             1.250      1.100
Jumlah liabilitas                         450        400
Jumlah ekuitas                            800        700
"""


def read(page_of, slug, text):
    pages = (page_of(text),)
    result = apply_template(registry.latest(slug), pages, threshold=70, today=TODAY)
    return {field.name: field.value for field in result.fields}


@pytest.mark.parametrize(
    ("slug", "text"),
    [
        ("slip_gaji", PAYSLIP), ("nib", NIB), ("akta_lahir", BIRTH), ("surat_nikah", MARRIAGE), ("contract", CONTRACT),
        ("financial_statement", STATEMENT),
    ],
)  # fmt: skip
def test_each_is_found_as_what_it_is(page_of, slug, text):
    assert registry.classifier().classify((page_of(text),)).type == slug


def test_a_payslip_has_its_lists_and_the_sums_that_close(page_of):
    found = read(page_of, "slip_gaji", PAYSLIP)

    assert (found["employee_name"], found["employee_number"], found["period"]) == (
        "RATNA SARI CONTOH",
        "004211",
        "2026-03",
    )
    assert found["earnings"] == [{"name": "Gaji Pokok", "amount": 6_000_000}, {"name": "Uang Makan", "amount": 750_000}]
    assert found["deductions"] == [
        {"name": "BPJS Kesehatan (1%)", "amount": 60_000},
        {"name": "PPh 21", "amount": 240_000},
    ]
    assert (found["gross_pay"], found["total_deductions"], found["net_pay"]) == (6_750_000, 300_000, 6_450_000)


def test_a_payslip_whose_sums_do_not_close_says_so(page_of):
    pages = (page_of(PAYSLIP.replace("6.450.000", "6.540.000")),)
    result = apply_template(registry.latest("slip_gaji"), pages, threshold=70, today=TODAY)

    assert "sum_mismatch" in {finding.code for finding in result.findings}


def test_a_registration_has_its_fields_of_business(page_of):
    found = read(page_of, "nib", NIB)

    assert (found["nib_number"], found["business_name"]) == ("9120304567891", "PT CONTOH SEJAHTERA")
    assert (found["investment_status"], found["business_scale"]) == ("PMDN", "USAHA KECIL")
    assert found["registration_date"] == "2021-08-12"
    rows = [(row["code"], row["title"], row["risk"]) for row in found["kbli_codes"]]
    assert rows == [
        ("62019", "Aktivitas Pemrograman Komputer Lainnya", "RENDAH"), ("56101", "Restoran", "MENENGAH RENDAH"),
    ]  # fmt: skip


def test_a_birth_certificate_is_read_out_of_its_sentences(page_of):
    found = read(page_of, "akta_lahir", BIRTH)

    assert (found["certificate_number"], found["child_name"]) == ("3174-LU-24052010-0012", "ALYA CONTOH")
    assert (found["date_of_birth"], found["place_of_birth"], found["gender"]) == ("2010-05-24", "JAKARTA", "PEREMPUAN")
    assert (found["father_name"], found["birth_order"]) == ("BUDI CONTOH", 2)


def test_a_marriage_certificate_tells_husband_and_wife_apart(page_of):
    found = read(page_of, "surat_nikah", MARRIAGE)

    assert (found["certificate_number"], found["marriage_date"]) == ("0123/045/VI/2020", "2020-06-20")
    assert (found["husband_name"], found["wife_name"]) == ("AGUS CONTOH", "DEWI SPECIMEN")


def test_a_contract_names_its_parties_its_term_and_its_amount(page_of):
    found = read(page_of, "contract", CONTRACT)

    assert (found["title"], found["contract_date"]) == ("SURAT PERJANJIAN KERJA SAMA", "2024-08-12")
    assert (found["first_party_name"], found["second_party_name"]) == ("PT CONTOH JAYA", "CV SPECIMEN MAKMUR")
    assert (found["end_date"], found["contract_value"]) == ("2025-08-31", 120_000_000)


def test_a_statement_has_every_row_and_its_unit(page_of):
    found = read(page_of, "financial_statement", STATEMENT)

    assert (found["unit_scale"], found["total_assets"], found["total_equity"]) == (1_000_000, 1_250, 800)
    assert found["line_items"][0] == {"label": "Kas dan setara kas", "note": "4", "current": 1_250, "previous": 1_100}
    assert len(found["line_items"]) == 4
