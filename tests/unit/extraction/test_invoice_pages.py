"""Invoices whose labels are unusual, or missing, or set otherwise than beside their values."""

from datetime import date

import pytest

from berkas.extraction.apply import apply_template
from templates_registry import registry

BOXES = """
PT CONTOH SEJAHTERA                                 Invoice
Jl. Contoh No. 1

BILL TO
UD SPECIMEN TANI
Ruko Specimen No. 35
Bandung 40115

INVOICE #            DATE          TOTAL DUE        DUE DATE       TERMS
INV/CTH/2025/0044    18/09/2025    IDR 14,957,250   02/11/2025     Net 45

ACTIVITY                         QTY          RATE           AMOUNT
Application support               38.5      350,000.00   13,475,000.00

                                        SUBTOTAL     13,475,000.00
                                        TAX (11%)     1,482,250.00
                                        BALANCE DUE  14,957,250.00

Please make payment to:
Bank Contoh Nusantara, Account 9299794311, PT CONTOH SEJAHTERA
"""

LETTER = """
                  PT CONTOH JAYA
             Jl. Contoh No. 2, Medan 20112

No    : INV/CTH/2025/06/0166
Tgl   : 12 Juni 2025
Hal   : Penagihan

Kepada Yth. CV SPECIMEN MAKMUR
Jl. Specimen No. 91
Surabaya 60271

No.   Keterangan            Vol.   Sat     Harga Sat (Rp)    Total (Rp)
1     Kertas HVS A4            2   rim             48.500        97.000
2     Kabel NYM                1   rol            865.000       865.000

                                     Nilai pekerjaan            962.000
                                     Ditambah PPN 11%           105.820
                                     Total yang dibayarkan  Rp 1.067.820

Terbilang: satu juta enam puluh tujuh ribu delapan ratus
dua puluh rupiah #

Pembayaran paling lambat 14 hari setelah invoice ini diterima

Nama Bank : Bank Specimen Niaga
Nomor     : 9480978797
Atas Nama : PT CONTOH JAYA
"""

NOTE = """
UD CONTOH TANI                              Medan, 14 Maret 2026
Jl. Contoh No. 3                            Kepada Yth.
Medan 20112                                 Tuan/Toko CV SPECIMEN MEDIA
Telp. (021) 555-1805                        Jl. Specimen No. 128

NOTA PENJUALAN No. INV/SPC/2026/1566        Tempo: 21-03-2026

BANYAKNYA     NAMA BARANG                   HARGA         JUMLAH
30 sak        Semen Portland 50 kg         64.750      1.942.500
13 rim        Kertas HVS A4 80 gram        48.500        630.500

Rek. Bank Specimen Niaga 9175539837     Jumlah Rp.     2.573.000
a/n UD CONTOH TANI
                                                   Hormat kami,
"""

WINDOW = """
TAX INVOICE                    Invoice Date          PT CONTOH JAYA
                               19 June 2025          Jl. Contoh No. 60
  CV SPECIMEN MAKMUR           Invoice Number        Semarang 50132
  Jl. Specimen No. 150         INV/CTH/2025/06/0382
  Medan 20112

Description               Quantity     Unit Price    Tax      Amount IDR
On-site training                 2   3,600,000.00    11%    7,200,000.00

                                     Subtotal               7,200,000.00
                                     TOTAL VAT 11%            792,000.00
                                     TOTAL IDR              7,992,000.00
"""


def fields_of(page):
    """Every value that was found; where a person looks anyway, nothing is withheld."""
    result = apply_template(registry.latest("invoice"), [page], threshold=100, today=date(2026, 11, 24))
    return {field.name: field for field in result.fields if field.value is not None}


@pytest.fixture
def values_of(page_of):
    return lambda text: {name: field.value for name, field in fields_of(page_of(text)).items()}


def test_values_in_boxes_under_their_labels_and_an_account_in_a_sentence(values_of):
    found = values_of(BOXES)

    assert found["invoice_number"] == "INV/CTH/2025/0044"
    assert (found["invoice_date"], found["due_date"]) == ("2025-09-18", "2025-11-02")
    assert found["payment_terms"] == "Net 45"
    assert found["total_amount"] == 14957250
    assert found["bank_name"].removeprefix("BANK ") == "CONTOH NUSANTARA"
    assert found["bank_account_number"] == "9299794311"
    assert found["bank_account_name"] == "PT CONTOH SEJAHTERA"


def test_a_table_whose_free_text_has_an_unknown_title(values_of):
    (row,) = values_of(BOXES.replace("ACTIVITY", "XYLOPHON"))["line_items"]

    assert (row["description"], row["quantity"], row["amount"]) == ("Application support", 38.5, 13475000)


def test_a_letter_with_short_labels_and_sums_in_words_of_its_own(values_of):
    found = values_of(LETTER)

    assert found["invoice_number"] == "INV/CTH/2025/06/0166"
    assert found["buyer_name"] == "CV SPECIMEN MAKMUR"
    assert found["buyer_address"] == "Jl. Specimen No. 91 Surabaya 60271"
    assert (found["subtotal"], found["ppn_amount"], found["total_amount"]) == (962000, 105820, 1067820)
    assert "down_payment" not in found
    assert found["payment_terms"] == "14 hari"
    assert found["bank_account_number"] == "9480978797"


def test_words_of_an_amount_go_on_under_their_label(values_of):
    words = "satu juta enam puluh tujuh ribu delapan ratus dua puluh rupiah"

    assert values_of(LETTER)["amount_in_words"] == words


@pytest.mark.parametrize("indent", ["", "     ", "            "])
def test_an_address_may_be_set_in_from_the_label(values_of, indent):
    text = LETTER.replace("Jl. Specimen No. 91", f"{indent}Jl. Specimen No. 91").replace(
        "Surabaya", f"{indent}Surabaya"
    )

    assert values_of(text)["buyer_address"] == "Jl. Specimen No. 91 Surabaya 60271"


def test_a_note_of_a_shop_has_its_buyer_beside_the_letterhead_and_its_date_behind_a_place(values_of):
    found = values_of(NOTE)

    assert found["seller_address"] == "Jl. Contoh No. 3 Medan 20112"
    assert found["seller_phone"] == "(021) 555-1805"
    assert found["buyer_name"] == "CV SPECIMEN MEDIA"
    assert found["invoice_number"] == "INV/SPC/2026/1566"
    assert (found["invoice_date"], found["due_date"]) == ("2026-03-14", "2026-03-21")
    assert found["bank_account_name"] == "UD CONTOH TANI"


def test_a_sum_beside_other_text_is_no_row(values_of):
    found = values_of(NOTE)

    assert [row["amount"] for row in found["line_items"]] == [1942500, 630500]
    assert [row["unit"] for row in found["line_items"]] == ["SAK", "RIM"]
    assert found["total_amount"] == 2573000


def test_a_note_of_a_shop_is_an_invoice(page_of):
    assert registry.classifier().classify([page_of(NOTE)]).type == "invoice"


def test_a_buyer_without_a_label_and_values_below_labels_with_text_far_to_the_right(values_of):
    found = values_of(WINDOW)

    assert (found["seller_name"], found["buyer_name"]) == ("PT CONTOH JAYA", "CV SPECIMEN MAKMUR")
    assert found["invoice_number"] == "INV/CTH/2025/06/0382"
    assert found["invoice_date"] == "2025-06-19"
    assert found["total_amount"] == 7992000


@pytest.mark.parametrize(
    "following", ["Wilayah : Jawa Timur", "Ph. (031) 555-1234", "Attn. Bagian Keuangan", "di tempat"]
)
def test_an_address_ends_at_its_postal_code_or_the_next_label(values_of, following):
    text = LETTER.replace("Surabaya 60271", f"Surabaya 60271\n{following}")

    assert values_of(text)["buyer_address"] == "Jl. Specimen No. 91 Surabaya 60271"


def test_labels_that_stand_directly_before_their_values(values_of):
    text = LETTER.replace("Kepada Yth. CV", "Pelanggan: CV").replace(
        "Jl. Specimen No. 91\nSurabaya 60271", "Alamat: Jl. Specimen No. 91, Surabaya 60271\nTelp: (031) 555-1234"
    )

    found = values_of(text)

    assert found["buyer_name"] == "CV SPECIMEN MAKMUR"
    assert found["buyer_address"] == "Jl. Specimen No. 91, Surabaya 60271"


def test_the_buyers_block_may_be_set_right(values_of):
    text = LETTER.replace("Kepada Yth. CV SPECIMEN MAKMUR", f"{'Kepada Yth. CV SPECIMEN MAKMUR':>70}")
    text = text.replace("Jl. Specimen No. 91", f"{'Jl. Specimen No. 91':>70}").replace(
        "Surabaya 60271", f"{'Surabaya 60271':>70}"
    )

    assert values_of(text)["buyer_address"] == "Jl. Specimen No. 91 Surabaya 60271"


def test_an_address_without_its_postal_code_ends_before_the_table(values_of):
    assert values_of(LETTER.replace("Surabaya 60271", ""))["buyer_address"] == "Jl. Specimen No. 91"


@pytest.mark.parametrize("leading", ["Bagian Pembelian", "Finance Department"])
def test_a_line_between_name_and_street_is_no_address(values_of, leading):
    text = LETTER.replace("Jl. Specimen No. 91", f"{leading}\nJl. Specimen No. 91")

    assert values_of(text)["buyer_address"] == "Jl. Specimen No. 91 Surabaya 60271"


def test_a_table_without_headings_is_read_by_what_multiplies_and_is_unsure(page_of):
    page = page_of(LETTER.replace("No.   Keterangan            Vol.   Sat     Harga Sat (Rp)    Total (Rp)", ""))

    found = fields_of(page)["line_items"]

    assert [(row["quantity"], row["unit_price"], row["amount"]) for row in found.value] == [
        (2, 48500, 97000),
        (1, 865000, 865000),
    ]
    assert found.confidence < 90


def test_an_invoice_whose_table_was_not_found_needs_a_review(page_of):
    text = LETTER.replace("No.   Keterangan            Vol.   Sat     Harga Sat (Rp)    Total (Rp)", "")
    page = page_of(text.replace("48.500        97.000", "48.500        91.000"))

    result = apply_template(registry.latest("invoice"), [page], threshold=101, today=date(2026, 11, 24))

    assert "required_field_missing" in result.review_reasons
