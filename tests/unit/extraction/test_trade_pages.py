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
