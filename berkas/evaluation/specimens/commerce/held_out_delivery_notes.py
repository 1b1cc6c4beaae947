"""Held-out SPECIMEN delivery notes: a form on half a sheet, one in English, a receipt of goods. See `held_out`."""

import random
from collections.abc import Mapping
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from berkas.evaluation.specimens.bill_sheets import names_of
from berkas.evaluation.specimens.commerce.trades import of_bill
from berkas.evaluation.specimens.drawing import Column, Painter, Sheet, Truth
from berkas.evaluation.specimens.typefaces import typeface
from berkas.evaluation.specimens.wording import ENGLISH_MONTHS, MONTHS, long_date, money


def _half_sheet(canvas: Canvas, rng: random.Random) -> Truth:
    """Half a sheet: place and date above the addressee, number under the title, colli, four who sign."""
    trade = of_bill(rng, lines=(2, 6))
    sheet = Sheet(canvas, size=(612, 396), fonts=typeface("SourceSansPro"), type_size=9.5)
    sheet.text(30, 36, trade.seller.name, size=13, bold=True)
    sheet.text(30, 49, trade.seller.address)
    sheet.text(30, 61, f"Telp {trade.seller.phone}")
    sheet.text(582, 34, f"{trade.seller.town}, {long_date(trade.shipped, MONTHS)}", align="right")
    sheet.text(400, 52, "Kepada:")
    sheet.lines(400, 64, (trade.buyer.name, trade.buyer.street, trade.buyer.city), leading=12)
    sheet.text(30, 92, "SURAT JALAN", size=14, bold=True)
    sheet.text(130, 92, f"No: {trade.note}")
    sheet.text(30, 106, f"Kami kirimkan barang-barang dengan kendaraan No. Pol {trade.plate}, supir {trade.people[3]}:")
    columns = (
        Column("quantity", "Banyaknya", 34, 100), Column("description", "Nama Barang", 110, 400),
        Column("remark", "Keterangan", 410, 578),
    )  # fmt: skip
    sheet.rule(30, 116, 582)
    y = sheet.headings(columns, 128) + 4
    sheet.rule(30, y - 10, 582)
    remarks = [rng.choice(("", "", "Baik", "Segel utuh")) for _ in trade.goods]
    for good, remark in zip(trade.goods, remarks, strict=True):
        cells = {"quantity": f"{good.quantity} {good.unit}", "description": good.description, "remark": remark}
        y = sheet.row(columns, y + 2, cells) + 2
    sheet.rule(30, y - 6, 582)
    for place, (who, name) in enumerate(
        zip(("Gudang,", "Supir,", "Penerima,"), (trade.people[0], trade.people[3], trade.people[4]), strict=True)
    ):
        sheet.text(100 + 200 * place, y + 20, who, align="center")
        sheet.text(100 + 200 * place, y + 74, f"({name})", align="center")
    printed = {"sender_name", "sender_address", "recipient_address", "vehicle_plate", "driver_name", "received_by"}
    return trade.note_truth(printed=printed, columns=names_of(columns) | {"unit"}, remarks=remarks)


def _delivery_order(canvas: Canvas, rng: random.Random) -> Truth:
    """English: labels above their values, no driver, total of the quantities, who issued and who received."""
    trade = of_bill(rng)
    sheet = Sheet(canvas, fonts=typeface("Roboto"), type_size=9)
    sheet.text(40, 50, trade.seller.name, size=13, bold=True)
    sheet.lines(40, 64, (trade.seller.street, trade.seller.city), leading=12)
    sheet.text(555, 54, "DELIVERY ORDER", size=19, bold=True, align="right")
    stacked = (
        ("DO Number", trade.note),
        ("Date", long_date(trade.shipped, ENGLISH_MONTHS)),
        ("Customer PO", trade.order),
        ("Vehicle No", trade.plate),
    )
    for place, (label, value) in enumerate(stacked):
        sheet.text(40 + 132 * place, 108, label, size=8)
        sheet.text(40 + 132 * place, 121, value, bold=True)
    sheet.text(40, 148, "Delivered To", bold=True)
    sheet.lines(40, 161, (trade.buyer.name, *trade.warehouse[1:]), leading=12)
    columns = (
        Column("no", "No", 40, 60, "center"), Column("code", "Part No", 64, 130), Column("description", "Description", 134, 400),
        Column("quantity", "Qty", 404, 450, "right"), Column("unit", "UoM", 458, 500),
    )  # fmt: skip
    sheet.rule(40, 204, 555, width=1)
    y = sheet.headings(columns, 217) + 4
    sheet.rule(40, y - 9, 555)
    for good in trade.goods:
        cells = {"no": f"{good.no}", "code": good.code, "description": good.description,
                 "quantity": money(good.quantity, "en"), "unit": good.unit}  # fmt: skip
        y = sheet.row(columns, y + 4, cells) + 3
    sheet.rule(40, y - 6, 555, width=1)
    sheet.text(400, y + 8, "Total Qty", bold=True, align="right")
    sheet.text(448, y + 8, money(trade.pieces, "en"), bold=True, align="right")
    sheet.text(40, y + 50, "Issued by")
    sheet.text(300, y + 50, "Received by")
    sheet.text(40, y + 104, trade.people[0])
    sheet.text(300, y + 104, trade.people[4])
    printed = {"po_number", "vehicle_plate", "sender_name", "sender_address", "total_quantity", "received_by"}
    return trade.note_truth(
        printed=printed, columns=names_of(columns), recipient_address=", ".join(trade.warehouse[1:])
    )


def _proof(canvas: Canvas, rng: random.Random) -> Truth:
    """Tanda terima barang: labels in two columns, an empty column of remarks, when and by whom it was received."""
    trade = of_bill(rng, lines=(1, 5))
    sheet = Sheet(canvas, fonts=typeface("Caladea"), type_size=10)
    sheet.text(297, 50, trade.seller.name, size=15, bold=True, align="center")
    sheet.text(297, 64, trade.seller.address, align="center")
    sheet.text(297, 96, "TANDA TERIMA BARANG", size=14, bold=True, align="center")
    left = (("Nomor", trade.note), ("Tgl. Kirim", f"{trade.shipped:%d/%m/%Y}"), ("Nomor PO", trade.order))
    right = (("Penerima", trade.buyer.name), ("Alamat", trade.buyer.street), ("", trade.buyer.city))
    sheet.pairs(40, 124, left, gap=80, leading=14)
    sheet.pairs(290, 124, right, gap=60, leading=14)
    columns = (
        Column("no", "No.", 42, 64, "center"), Column("description", "Jenis Barang", 70, 320),
        Column("quantity", "Jumlah", 326, 376, "right"), Column("unit", "Satuan", 384, 430), Column("remark", "Ket.", 436, 553),
    )  # fmt: skip
    sheet.box(40, 178, 515, 18)
    y = sheet.headings(columns, 190) + 6
    for good in trade.goods:
        cells = {
            "no": f"{good.no}",
            "description": good.description,
            "quantity": money(good.quantity),
            "unit": good.unit,
        }
        y = sheet.row(columns, y + 4, cells) + 3
        sheet.rule(40, y - 9, 555, width=0.3)
    sheet.text(40, y + 24, "Barang telah diterima dengan baik dan cukup.")
    sheet.text(340, y + 24, f"Diterima tanggal : {trade.shipped:%d/%m/%Y}")
    sheet.text(60, y + 50, "Pengirim,")
    sheet.text(360, y + 50, "Yang menerima,")
    sheet.text(60, y + 108, trade.people[0])
    sheet.text(360, y + 108, trade.people[4])
    printed = {"po_number", "sender_name", "sender_address", "recipient_address", "received_by", "received_date"}
    return trade.note_truth(printed=printed, columns=names_of(columns) - {"remark"})


LAYOUTS: Final[Mapping[str, Painter]] = {"half_sheet": _half_sheet, "delivery_order": _delivery_order, "proof": _proof}
