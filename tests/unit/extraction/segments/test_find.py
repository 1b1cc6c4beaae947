"""Several documents in one file, on pages or on one sheet; and what only looks like several. All SPECIMEN."""

from datetime import date

import pytest

from berkas.extraction.segments.find import segments_of
from berkas.extraction.segments.regions import Part
from berkas.model.geometry import BoundingBox, Code, CodeKind, Page, PageSource
from templates_registry import registry

TODAY = date(2026, 11, 26)

CARD = """
              PROVINSI JAWA CONTOH
                KABUPATEN SPECIMEN
NIK               : {nik}
Nama              : {name}
Tempat/Tgl Lahir  : CONTOH, 17-08-1990
Jenis kelamin     : LAKI-LAKI      Gol. Darah : O
Alamat            : JL SPECIMEN NO 1
     RT/RW        : 003/007
     Kel/Desa     : CONTOHSARI
     Kecamatan    : CONTOHJAYA
Agama             : ISLAM
Status Perkawinan : KAWIN                  CONTOH
Kewarganegaraan   : WNI                    12-05-2018
Berlaku Hingga    : SEUMUR HIDUP
"""
ONE = CARD.format(nik="3204051708900003", name="CONTOH SPECIMEN")
OTHER = CARD.format(nik="3273016412950004", name="SPECIMEN KEDUA")
TAX_CARD = """
       KEMENTERIAN KEUANGAN REPUBLIK INDONESIA
           DIREKTORAT JENDERAL PAJAK
NPWP : 01.234.567.8-012.000
CONTOH SPECIMEN
KPP PRATAMA CONTOH          Terdaftar : 01-02-2010
"""
FAMILY_CARD = """
                       KARTU KELUARGA
                   No. 3204050102030004
Nama Kepala Keluarga : CONTOH SPECIMEN       Kecamatan : CONTOHJAYA
Alamat               : JL SPECIMEN NO 1      Provinsi  : JAWA CONTOH

No  Nama Lengkap       NIK                Jenis Kelamin   Agama   Jenis Pekerjaan
1   CONTOH SPECIMEN    3204051708900003   LAKI-LAKI       ISLAM   KARYAWAN SWASTA
2   SPECIMEN KEDUA     3273016412950004   PEREMPUAN       ISLAM   MENGURUS RUMAH

Status Hubungan Dalam Keluarga    Kewarganegaraan    Nama Orang Tua
KEPALA KELUARGA                   WNI                BAPAK CONTOH
"""
ACCOUNT = """
                    REKENING {kind}
CONTOH SPECIMEN             NO. REKENING   {number}
JL SPECIMEN 1               HALAMAN        {page}
KOTA CONTOH                 PERIODE        {period}
                            MATA UANG      IDR

TANGGAL   KETERANGAN                 CBG        MUTASI           SALDO
01/11     SALDO AWAL                                      1,000,000.00
02/11     SETORAN TUNAI              0123   500,000.00    1,500,000.00
03/11     TRSF KE
          NO. REKENING 5550001234
04/11     BIAYA ADM                          15,000.00 DB 1,485,000.00

          SALDO AWAL    1,000,000.00
          SALDO AKHIR   1,485,000.00
"""
INVOICE = """
PT CONTOH MAKMUR                               INVOICE
Jl. Specimen 1, Jakarta           No. Invoice   {number}
                                  Tanggal       15/01/2026
Kepada PT SPECIMEN JAYA           Jatuh Tempo   14/02/2026

No   Nama Barang            Qty        Harga       Jumlah
1    Kertas CONTOH           10       55.000      550.000

                                  Total           550.000
                                  Halaman {page}
"""


def account(number="1234567890", *, page="1 / 1", period="NOVEMBER 2025", kind="TAHAPAN"):
    return ACCOUNT.format(number=number, page=page, period=period, kind=kind)


def invoice(number, page="1"):
    return INVOICE.format(number=number, page=page)


def below(one, other, blank=4):
    return one.strip("\n") + "\n" * (blank + 1) + other.strip("\n")


def beside(one, other, column=62):
    left, right = one.strip("\n").split("\n"), other.strip("\n").split("\n")
    return "\n".join(f"{a:<{column}}{b}" for a, b in zip(left, right, strict=True))


@pytest.fixture
def found(page_of):
    def of(kind, *texts):
        pages = [page_of(text, index=index) for index, text in enumerate(texts)]
        cuts = segments_of(pages, registry.latest(kind), TODAY, registry.classifier())
        return [(cut.type, tuple(region.page.index for region in cut.regions)) for cut in cuts]

    return of


@pytest.mark.parametrize(
    ("kind", "texts", "expected"),
    [
        pytest.param("ktp", [ONE, OTHER], [("ktp", (0,)), ("ktp", (1,))], id="two cards on two pages"),
        pytest.param("ktp", [below(ONE, OTHER)], [("ktp", (0,)), ("ktp", (0,))], id="two cards below each other"),
        pytest.param("ktp", [beside(ONE, OTHER)], [("ktp", (0,)), ("ktp", (0,))], id="two cards beside each other"),
        pytest.param(
            "ktp", [below(beside(ONE, OTHER), beside(ONE.replace("0003", "0007"), OTHER.replace("0004", "0009")))],
            [("ktp", (0,))] * 4, id="four cards on a sheet",
        ),
        pytest.param("ktp", [below(ONE, TAX_CARD)], [("ktp", (0,)), ("npwp", (0,))], id="two kinds of cards"),
        pytest.param(
            "kartu_keluarga", [below(FAMILY_CARD, ONE)], [("kartu_keluarga", (0,)), ("ktp", (0,))], id="family and card"
        ),
        pytest.param(
            "kartu_keluarga", [FAMILY_CARD, ONE, TAX_CARD], [("kartu_keluarga", (0,)), ("ktp", (1,)), ("npwp", (2,))],
            id="a page for each",
        ),
        pytest.param(
            "rekening_koran", [account(), account("9876543210", kind="GIRO")],
            [("rekening_koran", (0,)), ("rekening_koran", (1,))], id="two accounts",
        ),
        pytest.param(
            "rekening_koran", [account(page="1 / 4"), account(page="2 / 4"), account("9876543210", page="3 / 4")],
            [("rekening_koran", (0, 1)), ("rekening_koran", (2,))], id="two accounts under one numbering",
        ),
        pytest.param(
            "rekening_koran", [below(account(), account("9876543210"))],
            [("rekening_koran", (0,)), ("rekening_koran", (0,))], id="two accounts on a page",
        ),
        pytest.param(
            "rekening_koran", [account(), account(period="DESEMBER 2025")],
            [("rekening_koran", (0,)), ("rekening_koran", (1,))], id="two months of an account",
        ),
        pytest.param(
            "rekening_koran",
            [account(page="1 / 2"), account(page="2 / 2"), account(page="1 / 2"), account(page="2 / 2")],
            [("rekening_koran", (0, 1)), ("rekening_koran", (2, 3))], id="page numbers start again",
        ),
        pytest.param(
            "invoice", [invoice("INV/01"), invoice("INV/02", "1"), invoice("INV/02", "2")],
            [("invoice", (0,)), ("invoice", (1, 2))], id="two invoices",
        ),
    ],
)  # fmt: skip
def test_every_document_of_a_file_is_a_segment(found, kind, texts, expected):
    assert found(kind, *texts) == expected


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        pytest.param("ktp", [ONE], id="a card"),
        pytest.param("ktp", [below(ONE, ONE)], id="the same card twice"),
        pytest.param("kartu_keluarga", [FAMILY_CARD], id="a family card"),
        pytest.param("npwp", [TAX_CARD], id="a tax card"),
        pytest.param("rekening_koran", [account(page="1 / 2"), account(page="2 / 2")], id="two pages of an account"),
        pytest.param("rekening_koran", [account(), account()], id="page 1 of 1 on every page"),
        pytest.param(
            "rekening_koran", [account(), "          NO. REKENING 5550001234\n05/11     BIAYA   1,000.00"], id="a number in a row"
        ),
        pytest.param("invoice", [invoice("INV/01", "1"), invoice("INV/01", "2")], id="two pages of an invoice"),
        pytest.param(
            "invoice", [invoice("INV/01"), "SYARAT DAN KETENTUAN\nNo. Invoice INV/99 tidak berlaku"], id="a number in a text"
        ),
    ],
)  # fmt: skip
def test_one_document_is_no_several(found, kind, texts):
    assert len(found(kind, *texts)) == 1


@pytest.mark.parametrize("confidence", [1, 0.95])
def test_numbers_that_differ_by_a_digit_are_two_documents(page_of, confidence):
    pages = [page_of(ONE, confidence=confidence), page_of(ONE.replace("0003", "0004"), index=1, confidence=confidence)]

    assert len(segments_of(pages, registry.latest("ktp"), TODAY, registry.classifier())) == 2


def test_cards_that_a_footer_names_are_not_looked_for(page_of, monkeypatch):
    footer = "\n".join([invoice("INV/01"), "Lampiran: fotokopi KTP (Kartu Tanda Penduduk), Kartu Keluarga"])
    classifier = registry.classifier()
    asked = []
    monkeypatch.setattr(type(classifier), "surely", lambda _self, pages: asked.append(pages))

    segments_of([page_of(footer)], registry.latest("invoice"), TODAY, classifier)

    assert not asked


def test_a_part_of_a_page_has_its_own_codes_where_they_are_in_it():
    codes = [Code(CodeKind.QR_CODE, text, 1, BoundingBox(0, 0.4, y, 0.2, 0.2)) for text, y in (("A", 0.1), ("B", 0.6))]
    page = Page(0, 100, 200, 0, PageSource.OCR, (), None, codes=tuple(codes))

    cropped = Part(0.0, 0.5, 1.0, 1.0).cropped(page)

    assert [code.content for code in cropped.codes] == ["B"]
    assert cropped.codes[0].box.rounded() == BoundingBox(0, 0.4, 0.2, 0.2, 0.4)
