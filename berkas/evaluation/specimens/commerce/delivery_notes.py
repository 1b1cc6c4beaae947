"""SPECIMEN delivery notes: a trader's surat jalan, a bilingual one of a haulier, that of a system with an address of delivery."""

import random
from collections.abc import Mapping
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from berkas.evaluation.specimens.bill_sheets import names_of
from berkas.evaluation.specimens.commerce.trades import of_deal
from berkas.evaluation.specimens.drawing import Column, Fonts, Painter, Sheet, Truth
from berkas.evaluation.specimens.wording import long_date, money

_REMARKS: Final = ("", "", "", "Baik", "Cek ulang", "1 dus basah")


def _surat_jalan(canvas: Canvas, rng: random.Random) -> Truth:
    """A trader: addressee at the left, number, date, order, vehicle and driver at the right, grid, three who sign."""
    trade = of_deal(rng)
    sheet = Sheet(canvas)
    sheet.text(40, 48, trade.seller.name, 15, bold=True)
    sheet.text(40, 62, trade.seller.address)
    sheet.text(40, 74, f"Telp. {trade.seller.phone}")
    sheet.rule(40, 82, 555, width=1.2)
    sheet.text(297, 106, "SURAT JALAN", 15, bold=True, align="center")
    sheet.text(40, 130, "Kepada Yth.")
    sheet.text(40, 143, trade.buyer.name, 10, bold=True)
    sheet.lines(40, 156, (trade.buyer.street, trade.buyer.city), leading=12)
    rows = (("No. Surat Jalan", trade.note), ("Tanggal", f"{trade.shipped:%d-%m-%Y}"), ("No. PO", trade.order),
            ("No. Polisi", trade.plate), ("Sopir", trade.people[3]))  # fmt: skip
    sheet.pairs(340, 130, rows, gap=84, leading=13)
    columns = (
        Column("no", "No", 40, 62, "center"), Column("code", "Kode Barang", 62, 130),
        Column("description", "Nama Barang", 130, 350),
        Column("quantity", "Qty", 350, 392, "right"), Column("unit", "Satuan", 396, 444), Column("remark", "Keterangan", 448, 555),
    )  # fmt: skip
    remarks = [rng.choice(_REMARKS) for _ in trade.goods]
    top = 210.0
    sheet.rule(40, top, 555)
    y = sheet.headings(columns, top + 12) + 1
    sheet.rule(40, y - 7, 555)
    for good, remark in zip(trade.goods, remarks, strict=True):
        cells = {"no": f"{good.no}", "code": good.code, "description": good.description, "quantity": money(good.quantity),
                 "unit": good.unit, "remark": remark}  # fmt: skip
        y = sheet.row(columns, y + 6, cells) + 1
        sheet.rule(40, y - 5, 555, width=0.3)
    for x in (*(column.left for column in columns), 555):
        sheet.upright(x, top, y - 5)
    for place, (who, name) in enumerate(
        (("Yang menerima,", trade.people[4]), ("Sopir,", trade.people[3]), ("Hormat kami,", trade.people[0]))
    ):
        sheet.text(110 + 185 * place, y + 30, who, align="center")
        sheet.text(110 + 185 * place, y + 88, f"( {name} )", align="center")
    printed = {
        "po_number",
        "vehicle_plate",
        "driver_name",
        "sender_name",
        "sender_address",
        "recipient_address",
        "received_by",
    }
    return trade.note_truth(printed=printed, columns=names_of(columns), remarks=remarks)


def _haulier(canvas: Canvas, rng: random.Random) -> Truth:
    """A haulier in two languages: sender and recipient side by side, colli, no codes, total of the quantities, date of receipt."""
    trade = of_deal(rng, lines=(1, 6))
    sheet = Sheet(canvas, fonts=Fonts("Times-Roman", "Times-Bold"), type_size=10)
    sheet.text(40, 50, "SURAT JALAN / DELIVERY NOTE", 15, bold=True)
    sheet.text(555, 48, f"No. : {trade.note}", align="right")
    sheet.text(555, 62, f"Tanggal / Date : {long_date(trade.shipped)}", align="right")
    sheet.rule(40, 72, 555)
    sheet.text(40, 92, "Pengirim / Shipper", bold=True)
    sheet.lines(40, 106, (trade.seller.name, trade.seller.street, trade.seller.city), leading=13)
    sheet.text(310, 92, "Penerima / Consignee", bold=True)
    sheet.lines(310, 106, (trade.buyer.name, trade.buyer.street, trade.buyer.city), leading=13)
    sheet.pairs(40, 158, (("No. Kendaraan / Vehicle", trade.plate), ("Pengemudi / Driver", trade.people[3])), gap=130)
    columns = (
        Column("no", "No", 40, 62, "center"), Column("description", "Uraian Barang\nDescription", 66, 330),
        Column("quantity", "Jumlah\nQuantity", 334, 390, "right"), Column("unit", "Satuan\nUnit", 398, 450),
    )  # fmt: skip
    sheet.rule(40, 190, 555)
    y = sheet.headings(columns, 203) + 4
    sheet.rule(40, y - 9, 555)
    for good in trade.goods:
        cells = {
            "no": f"{good.no}",
            "description": good.description,
            "quantity": money(good.quantity),
            "unit": good.unit,
        }
        y = sheet.row(columns, y + 4, cells) + 2
    sheet.rule(40, y - 7, 555)
    sheet.text(330, y + 6, "Total", bold=True, align="right")
    sheet.text(387, y + 6, money(trade.pieces), bold=True, align="right")
    sheet.text(340, y + 40, f"Diterima tanggal : {trade.shipped:%d-%m-%Y}")
    sheet.text(40, y + 56, "Yang menyerahkan,")
    sheet.text(340, y + 56, "Diterima oleh,")
    sheet.text(40, y + 112, trade.people[0])
    sheet.text(340, y + 112, trade.people[4])
    printed = {
        "sender_name", "sender_address", "recipient_address", "vehicle_plate", "driver_name", "total_quantity", "received_by",
        "received_date",
    }  # fmt: skip
    return trade.note_truth(printed=printed, columns=names_of(columns))


def _system(canvas: Canvas, rng: random.Random) -> Truth:
    """A system: delivery order with labels at the left, the customer among them, an address of delivery, quantity with its unit."""
    trade = of_deal(rng)
    sheet = Sheet(canvas, type_size=9.5)
    sheet.text(555, 50, trade.seller.name, 12, bold=True, align="right")
    sheet.text(555, 63, trade.seller.address, align="right")
    sheet.text(40, 54, "Delivery Order", 18, bold=True)
    rows = (("DO No.", trade.note), ("Date", f"{trade.shipped:%d %b %Y}"), ("PO No.", trade.order), ("Customer", trade.buyer.name),
            ("Ship To", trade.warehouse[0]), ("", trade.warehouse[1]), ("", trade.warehouse[2]),
            ("Vehicle", trade.plate))  # fmt: skip
    sheet.pairs(40, 90, rows, gap=80, leading=14)
    columns = (
        Column("code", "Code", 40, 110), Column("description", "Item", 114, 380), Column("quantity", "Qty", 384, 450),
        Column("remark", "Remarks", 456, 555),
    )  # fmt: skip
    sheet.box(40, 208, 515, 17, fill="#d8d8e8")
    y = sheet.headings(columns, 220) + 6
    remarks = [rng.choice(_REMARKS) for _ in trade.goods]
    for good, remark in zip(trade.goods, remarks, strict=True):
        cells = {"code": good.code, "description": good.description, "quantity": f"{money(good.quantity, 'en')} {good.unit}",
                 "remark": remark}  # fmt: skip
        y = sheet.row(columns, y + 3, cells) + 2
    sheet.rule(40, y - 6, 555)
    sheet.text(40, y + 40, "Delivered by")
    sheet.text(330, y + 40, "Received by")
    sheet.text(40, y + 92, trade.people[3])
    sheet.text(330, y + 92, trade.people[4])
    printed = {"po_number", "sender_name", "sender_address", "ship_to_address", "vehicle_plate", "received_by"}
    return trade.note_truth(
        printed=printed,
        columns=names_of(columns) | {"unit"},
        remarks=remarks,
        ship_to_address=" ".join(trade.warehouse),
    )


LAYOUTS: Final[Mapping[str, Painter]] = {"surat_jalan": _surat_jalan, "haulier": _haulier, "system": _system}
