"""Purchase orders, delivery notes and tax invoices."""

from datetime import date

import pytest

from berkas.extraction.apply import apply_template
from templates_registry import registry

ORDER = """
PT CONTOH FARMA                              PURCHASE ORDER
Jl. Melati No. 71, Bandung 40111

Kepada Yth.                         No. PO          : PO-202510-691
PT SPECIMEN TEKNOLOGI UTAMA         Tanggal         : 01-10-2025
Jl. Pahlawan No. 100                Tgl. Pengiriman : 04-10-2025
Denpasar 80154                      Syarat Pembayaran : 7 hari

No  Nama Barang                Qty  Satuan    Harga Satuan       Jumlah
1   Beras premium 5 kg         195  SAK             58.000   11.310.000
2   Tinta printer hitam         20  BTL            146.000    2.920.000

                                    Sub Total            Rp  14.230.000
                                    PPN 11%              Rp   1.565.300
                                    Total                Rp  15.795.300

Kirim ke : Gudang Contoh, Jl. Raya Narogong Km. 12, Bekasi 17310

Dibuat oleh,                       Disetujui oleh,


( Agus Contoh )                    ( Andi Specimen )
"""

NOTE = """
SURAT JALAN / DELIVERY NOTE                  No. : SJ/2026/03/0973
                                             Tanggal / Date : 18 Maret 2026

Pengirim / Shipper                 Penerima / Consignee
CV SPECIMEN KARYA MANDIRI          KOPERASI CONTOH SEJAHTERA
Jl. Gatot Subroto No. 76           Jl. Melati No. 177
Bandung 48648                      Semarang 50181

No. Kendaraan / Vehicle  : L 7140 SPC
Pengemudi / Driver       : Andi Pratama Specimen

No   Uraian Barang                 Jumlah     Satuan    Keterangan
1    Tinta printer hitam 100 ml        19     BTL       Baik
2    Kertas HVS A4                     40     RIM

                                Total  59

Yang menyerahkan,                  Penerima,


Indah Wulandari Specimen           Rizky Maulana Contoh
"""

TAXED = """
                              Faktur Pajak
Kode dan Nomor Seri Faktur Pajak: 04002599176208367
Pengusaha Kena Pajak:
Nama   : PT CONTOH LOGISTIK INDONESIA
Alamat : Jl. Pahlawan No. 52, Jakarta Selatan 12190 #0013000666091000000000
NPWP   : 0013000666091000
Pembeli Barang Kena Pajak/Penerima Jasa Kena Pajak:
Nama   : KOPERASI CONTOH SEJAHTERA
Alamat : Jl. Kenanga No. 70, Semarang 50181 #0092542943407000000000
NPWP   : 0092542943407000

No.  Nama Barang Kena Pajak / Jasa Kena Pajak     Harga Jual / Penggantian (Rp)
1    Meja kerja 120 x 60 cm                        2.400.000,00
     Rp 600.000,00 x 4,00 Unit
     Potongan Harga = Rp 0,00
2    Kabel UTP Cat6                                1.200.000,00
     Rp 400.000,00 x 3,00 Rol

Harga Jual / Penggantian / Uang Muka / Termin      3.600.000,00
Dikurangi Potongan Harga                                   0,00
Dasar Pengenaan Pajak                              3.300.000,00
Jumlah PPN (Pajak Pertambahan Nilai)                 396.000,00

                              JAKARTA SELATAN, 20 September 2025
                              Ditandatangani secara elektronik

                              ANDI PRATAMA CONTOH
"""


@pytest.fixture
def values_of(page_of):
    def of(kind, text):
        result = apply_template(registry.latest(kind), [page_of(text)], threshold=100, today=date(2026, 11, 24))
        return {field.name: field.value for field in result.fields if field.value is not None}

    return of


def test_a_purchase_order_names_the_buyer_by_its_letterhead_and_the_vendor_as_addressee(values_of):
    found = values_of("purchase_order", ORDER)

    assert (found["po_number"], found["po_date"], found["delivery_date"]) == (
        "PO-202510-691",
        "2025-10-01",
        "2025-10-04",
    )
    assert (found["vendor_name"], found["buyer_name"]) == ("PT SPECIMEN TEKNOLOGI UTAMA", "PT CONTOH FARMA")
    assert found["ship_to"] == "Gudang Contoh, Jl. Raya Narogong Km. 12, Bekasi 17310"
    assert (found["prepared_by"], found["approved_by"]) == ("AGUS CONTOH", "ANDI SPECIMEN")
    assert [row["quantity"] for row in found["line_items"]] == [195, 20]
    assert (found["ppn_amount"], found["total_amount"]) == (1565300, 15795300)


def test_a_delivery_note_tells_the_recipient_at_its_head_from_who_received_at_its_foot(values_of):
    found = values_of("delivery_note", NOTE)

    assert (found["delivery_number"], found["delivery_date"]) == ("SJ/2026/03/0973", "2026-03-18")
    assert (found["recipient_name"], found["received_by"]) == ("KOPERASI CONTOH SEJAHTERA", "RIZKY MAULANA CONTOH")
    assert (found["vehicle_plate"], found["driver_name"]) == ("L 7140 SPC", "ANDI PRATAMA SPECIMEN")
    assert found["items"][0] == {
        "no": 1, "code": None, "description": "Tinta printer hitam 100 ml", "quantity": 19, "unit": "BTL", "remark": "Baik"
    }  # fmt: skip
    assert found["total_quantity"] == 59


def test_a_tax_invoice_of_coretax(values_of):
    found = values_of("faktur_pajak", TAXED)

    assert (found["nomor_seri"], found["transaction_code"], found["status_code"]) == ("04002599176208367", "04", "00")
    assert (found["seller_name"], found["buyer_name"]) == ("PT CONTOH LOGISTIK INDONESIA", "KOPERASI CONTOH SEJAHTERA")
    assert (found["seller_npwp"], found["buyer_npwp"]) == ("0013000666091000", "0092542943407000")
    assert (found["seller_nitku"], found["buyer_nitku"]) == ("0013000666091000000000", "0092542943407000000000")
    assert found["seller_address"] == "Jl. Pahlawan No. 52, Jakarta Selatan 12190"
    assert (found["dpp"], found["ppn"], found["invoice_date"]) == (3300000, 396000, "2025-09-20")
    assert (found["place"], found["signer_name"]) == ("JAKARTA SELATAN", "ANDI PRATAMA CONTOH")


def test_factors_in_the_text_of_an_item_fill_their_columns(values_of):
    first, second = values_of("faktur_pajak", TAXED)["items"]

    assert (first["description"], first["quantity"], first["unit"]) == ("Meja kerja 120 x 60 cm", 4, "UNIT")
    assert (second["unit_price"], second["amount"], second["discount"]) == (400000, 1200000, None)


def test_a_tax_invoice_of_the_years_before(values_of):
    older = TAXED.replace("04002599176208367", "031.010-22.92286868").replace(
        "0013000666091000\n", "01.300.066.6-091.000\n"
    )

    found = values_of("faktur_pajak", older)

    assert (found["nomor_seri"], found["transaction_code"], found["status_code"]) == ("031.010-22.92286868", "03", "01")
    assert found["seller_npwp"] == "01.300.066.6-091.000"
