"""The type of a document by its words."""

import pytest

from berkas.extraction.classify import CLASSIFIED_PAGES, SURE
from templates_registry import registry

classify = registry.classifier().classify

KTP = """
            PROVINSI JAWA BARAT
              KOTA BANDUNG
NIK              : 3273015508950001
Nama             : CONTOH SPECIMEN
Tempat/Tgl Lahir : BANDUNG, 15-08-1995
Jenis kelamin    : PEREMPUAN     Gol. Darah : O
Alamat           : JL. CONTOH NO. 12
     Kel/Desa    : SARIJADI
Status Perkawinan: BELUM KAWIN
Kewarganegaraan  : WNI
Berlaku Hingga   : SEUMUR HIDUP
"""
NPWP = """
KEMENTERIAN KEUANGAN REPUBLIK INDONESIA
DIREKTORAT JENDERAL PAJAK
NPWP : 91.603.119.8-353.000
CONTOH SPECIMEN
TERDAFTAR : 17-08-2010
KPP PRATAMA BANDUNG
"""


@pytest.mark.parametrize(("text", "kind"), [(KTP, "ktp"), (NPWP, "npwp")])
def test_a_type_is_recognised_with_confidence(page_of, text, kind):
    found = classify([page_of(text)])
    assert found.type == kind
    assert found.confidence >= 80
    assert found.candidates[0].type == kind


def test_misread_letters_do_not_hide_a_type(page_of):
    assert (
        classify([page_of(KTP.replace("Kewarganegaraan", "Kewargenegaraan").replace("PROVINSI", "PR0VINSI"))]).type
        == "ktp"
    )


def test_text_of_no_type_is_free_text_and_no_text_is_nothing(page_of):
    assert classify([page_of("Daftar belanja\nberas gula kopi")]).type == "generic_ocr"
    assert classify([page_of("")]).type == "other"
    assert classify([]).type == "other"


def test_what_belongs_to_another_paper_counts_against_a_type(page_of):
    family = KTP.replace("NIK  ", "KARTU KELUARGA\nNo. 3273011508120001\nNAMA KEPALA KELUARGA\nNIK  ")
    found = classify([page_of(family)])
    assert found.type != "ktp" or found.confidence < 50


def test_candidates_are_the_best_few_and_their_confidence_lies_between_nothing_and_certainty(page_of):
    found = classify([page_of(KTP + NPWP)])
    assert len(found.candidates) <= 3
    assert all(0 <= candidate.confidence <= 99 for candidate in found.candidates)


def test_a_paper_between_two_types_is_less_sure_than_one_of_either(page_of):
    both = classify([page_of(NPWP + KTP)])
    assert both.type in registry.classifier().free_text or both.confidence < classify([page_of(KTP)]).confidence


def test_a_card_of_a_child_is_no_family_card(page_of):
    card = """
      PROVINSI JAWA BARAT
      KARTU IDENTITAS ANAK
NIK                  : 3273010203190001
Nama                 : CONTOH SPECIMEN
No. Kartu Keluarga   : 3273015508950002
Nama Kepala Keluarga : SPECIMEN CONTOH
Berlaku Hingga       : 01-03-2036
"""

    assert classify([page_of(card)]).type in registry.classifier().free_text


APP = """
Contoh Pay
Riwayat Transaksi Kantong Utama
01 Jan 2026 - 31 Jan 2026
Nomor Rekening 1060 0123 4567

Tanggal & Waktu     Rincian              Jumlah        Saldo
01 Jan 2026         Transfer Masuk   +1.500.000    2.500.000
02 Jan 2026         Pembayaran          -75.500    2.424.500
03 Jan 2026         Pindah Uang        -424.500    2.000.000
"""
GOODS = """
PT CONTOH MAKMUR                    INVOICE
No. Invoice : INV/01                Jatuh Tempo : 14/02/2026
{0}
Total 550.000
PPN 50.000
"""


def test_a_statement_of_an_app_without_the_usual_title_is_one(page_of):
    found = classify([page_of(APP)])

    assert (found.type, found.confidence >= 70) == ("rekening_koran", True)


@pytest.mark.parametrize(
    "mention",
    [
        "Nomor Seri Faktur Pajak : 04002600012345678",
        "No. Surat Jalan : SJ-001",
        "No. Purchase Order : PO-7",
        "Ref. Kontrak : 12/K",
    ],
)
def test_a_number_of_another_paper_is_not_that_paper(page_of, mention):
    plain, found = classify([page_of(GOODS.format(""))]), classify([page_of(GOODS.format(mention))])

    assert (found.type, found.confidence) == ("invoice", plain.confidence)


def test_a_tax_invoice_may_name_its_own_number(page_of):
    text = "FAKTUR PAJAK\nKode dan Nomor Seri Faktur Pajak : 010.000-26.00000001\nPengusaha Kena Pajak\nNama : PT CONTOH\nPPnBM"

    assert classify([page_of(text)]).type == "faktur_pajak"


def test_the_end_of_a_name_does_not_make_the_title_beside_it_a_mention(page_of):
    text = (
        "PT CONTOH {0}                 KWITANSI\nSudah terima dari : CV SPECIMEN\nUang sejumlah : seratus ribu rupiah"
    )

    assert (
        classify([page_of(text.format("TECHNO"))]).type == classify([page_of(text.format("TEKNIK"))]).type == "receipt"
    )


@pytest.mark.parametrize(
    ("text", "stated", "found"),
    [
        (KTP, "invoice", "ktp"),
        (KTP, "ktp", None),
        (KTP, "generic_ocr", None),
        (KTP, "other", None),
        ("Daftar belanja\nberas gula kopi", "ktp", None),
        ("", "ktp", None),
        # two titles of equal weight: neither is sure
        ("KARTU KELUARGA\nPASPOR", "invoice", None),
    ],
)
def test_a_stated_type_is_contradicted_only_by_one_that_is_sure(page_of, text, stated, found):
    against = registry.classifier().against(stated, [page_of(text)])

    assert (against.type if against else None) == found
    assert against is None or against.confidence >= SURE


def test_pages_behind_the_first_contradict_nothing(page_of):
    pages = [*(page_of("Daftar belanja", index=index) for index in range(CLASSIFIED_PAGES)), page_of(KTP, index=9)]

    assert registry.classifier().against("invoice", pages) is None
