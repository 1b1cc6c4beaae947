"""Receipts: kwitansi and slips of tills."""

from datetime import date

import pytest

from berkas.extraction.apply import apply_template
from templates_registry import registry

KWITANSI = """
                       KWITANSI
No.               : 488/KW/II/2026
Sudah terima dari : KOPERASI CONTOH SEJAHTERA
Uang sejumlah     : # Enam Juta Tiga Ratus Ribu Rupiah #
Untuk pembayaran  : Sewa ruang rapat bulan Maret 2026

                              Bandung, 6 Februari 2026
   Rp 6.300.000,-

                              ( Nur Hidayah Contoh )
"""
SLIP = """
      WARUNG SPECIMEN NUSANTARA
        Jl. Contoh No. 67
No. Nota  : S2601283243
Tanggal   : 28/01/2026
Jam       : 11:22
Kasir     : Dewi
Kopi Susu Gula Aren
  3 x 22.000              66.000
Jus Alpukat
  4 x 18.000              72.000
Sub Total             Rp 138.000
Service 5%            Rp   6.900
PB1 (10%)             Rp  14.490
TOTAL                 Rp 159.390
Tunai                 Rp 160.000
Kembalian             Rp     610
"""
ABROAD = """
     CONTOH BOOKS SDN BHD
     (123456-X)
     TAX INVOICE
Receipt No : TRX2608178154
Date : 17/08/2026 11:52
QTY  ITEM              PRICE     AMOUNT
1    Notebook A5       12.70      12.70
2    Ball pen           3.10       6.20
SUBTOTAL                          18.90
GST 6%                             1.13
TOTAL (RM)                        20.03
VISA                              20.03
"""


@pytest.fixture
def values_of(page_of):
    def of(text):
        result = apply_template(registry.latest("receipt"), [page_of(text)], threshold=100, today=date(2026, 11, 24))
        return {field.name: field.value for field in result.fields if field.value is not None}

    return of


def test_a_kwitansi_says_who_paid_what_for(values_of):
    found = values_of(KWITANSI)

    assert found["receipt_number"] == "488/KW/II/2026"
    assert (found["date"], found["total_amount"]) == ("2026-02-06", 6300000)
    assert found["received_from"] == "KOPERASI CONTOH SEJAHTERA"
    assert found["purpose"] == "Sewa ruang rapat bulan Maret 2026"
    assert found["amount_in_words"] == "Enam Juta Tiga Ratus Ribu Rupiah"


def test_a_slip_of_a_till_with_lines_service_tax_cash_and_change(values_of):
    found = values_of(SLIP)

    assert (found["date"], found["time"], found["receipt_number"]) == ("2026-01-28", "11:22", "S2601283243")
    assert found["items"][1] == {"name": "Jus Alpukat", "quantity": 4, "unit_price": 18000, "amount": 72000}
    assert (found["subtotal"], found["service_charge"], found["tax"]) == (138000, 6900, 14490)
    assert (found["total_amount"], found["cash_paid"], found["change"]) == (159390, 160000, 610)
    assert found["payment_method"] == "CASH"


def test_a_slip_from_abroad(values_of):
    found = values_of(ABROAD)

    assert (found["merchant_name"], found["total_amount"]) == ("CONTOH BOOKS SDN BHD", 20.03)
    assert found["date"] == "2026-08-17"
    assert (found["currency"], found["payment_method"]) == ("MYR", "CREDIT_CARD")
    assert [row["amount"] for row in found["items"]] == [12.7, 6.2]
