"""Family cards and vehicle ownership books on small pages: what belongs together, and what only looks like something."""

from datetime import date

from berkas.extraction.apply import apply_template
from templates_registry import registry

TODAY = date(2026, 11, 27)
BOOK = """
          BUKU PEMILIK KENDARAAN BERMOTOR
                 No. Q-01234567

IDENTITAS PEMILIK                            IDENTITAS KENDARAAN
Nama Pemilik  : BUDI CONTOH                  Nomor Registrasi     : D 1234 CTH
Alamat        : JL. CONTOH NO. 1             Merek                : CONTOHYA
No. KTP/TDP   : 3273011708900001             Tahun Pembuatan      : 2019
                                             Isi Silinder         : 1329 CC
                                             Nomor Rangka/NIK/VIN : MHXCTH1A23J004567
                                             Nomor Mesin          : 1NRCT0012345
"""
FAMILY = """
                              KARTU KELUARGA
                           No. 3273011507209001

Nama Kepala Keluarga : BUDI CONTOH           Kecamatan : SUKASARI

No   Nama Lengkap        NIK                Jenis Kelamin   Tanggal Lahir
1    BUDI CONTOH         3273011708900001   LAKI-LAKI       17-08-1990
2    SITI SPECIMEN       3273015508920002   PEREMPUAN       15-08-1992

No   Status Hubungan Dalam Keluarga     Kewarganegaraan     Ayah              Ibu
1    KEPALA KELUARGA                    WNI                 SLAMET CONTOH     SUKINI CONTOH
2    ISTRI                              WNI                 HASAN CONTOH      ROKAYAH
"""


def read(kind, page):
    result = apply_template(registry.latest(kind), [page], threshold=100, today=TODAY)
    return {field.name: field.value for field in result.fields}, [finding.code for finding in result.findings]


def test_the_nik_of_a_vehicle_is_no_person(page_of):
    fields, _ = read("bpkb", page_of(BOOK))

    assert (fields["owner_nik"], fields["chassis_number"]) == ("3273011708900001", "MHXCTH1A23J004567")


def test_both_pages_of_an_open_book_are_read(page_of):
    fields, findings = read("bpkb", page_of(BOOK))

    wanted = {"bpkb_number": "Q01234567", "plate_number": "D 1234 CTH", "owner_name": "BUDI CONTOH", "brand": "CONTOHYA",
              "year": 2019, "cylinder_cc": 1329, "engine_number": "1NRCT0012345"}  # fmt: skip
    assert {name: fields[name] for name in wanted} == wanted
    assert findings == []


def test_a_book_without_the_nik_of_its_owner_gets_none(page_of):
    fields, _ = read("bpkb", page_of(BOOK.replace("No. KTP/TDP   : 3273011708900001", " " * 31)))

    assert fields["owner_nik"] is None


def test_members_of_a_family_have_what_both_grids_say(page_of):
    fields, findings = read("kartu_keluarga", page_of(FAMILY))

    assert (fields["kk_number"], fields["head_name"]) == ("3273011507209001", "BUDI CONTOH")
    assert [(row["name"], row["relationship"], row["mother_name"]) for row in fields["members"]] == [
        ("BUDI CONTOH", "KEPALA KELUARGA", "SUKINI CONTOH"),
        ("SITI SPECIMEN", "ISTRI", "ROKAYAH"),
    ]
    assert findings == []


def test_a_member_whose_nik_says_another_birth_is_told_by_row(page_of):
    _, findings = read("kartu_keluarga", page_of(FAMILY.replace("15-08-1992", "16-08-1992")))

    assert findings == ["nik_birth_date_mismatch"]
