"""Held-out SPECIMEN purchase orders: a form in boxes, one in English with labels above their values. See `held_out`."""

import random
from collections.abc import Mapping
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from berkas.evaluation.specimens.bill_sheets import names_of
from berkas.evaluation.specimens.commerce.trades import of_bill
from berkas.evaluation.specimens.drawing import Column, Painter, Sheet, Truth
from berkas.evaluation.specimens.typefaces import typeface
from berkas.evaluation.specimens.wording import ENGLISH_MONTHS, MONTHS, long_date, money


def _form(canvas: Canvas, rng: random.Random) -> Truth:
    """Pesanan pembelian: the buyer in the middle, the supplier in a box at the right, signatures in three boxes."""
    trade = of_bill(rng)
    sheet = Sheet(canvas, fonts=typeface("Caladea"), type_size=9.5)
    sheet.text(297, 46, trade.buyer.name, size=16, bold=True, align="center")
    sheet.text(297, 60, trade.buyer.address, align="center")
    sheet.text(297, 72, f"NPWP {trade.buyer.npwp}", align="center")
    sheet.rule(40, 80, 555, width=1.4)
    sheet.text(40, 104, "PESANAN PEMBELIAN", size=14, bold=True)
    rows = (("Nomor PO", trade.order), ("Tgl. PO", f"{trade.ordered:%d/%m/%Y}"), ("Tgl. Kirim", f"{trade.shipped:%d/%m/%Y}"),
            ("Cara Pembayaran", f"Kredit {trade.days} hari"))  # fmt: skip
    sheet.pairs(40, 124, rows, gap=92, leading=14)
    sheet.box(310, 92, 245, 92)
    sheet.text(318, 106, "Pemasok:")
    sheet.text(318, 120, trade.seller.name, bold=True)
    sheet.lines(318, 133, (trade.seller.street, trade.seller.city, f"Telp. {trade.seller.phone}"), leading=13)
    columns = (
        Column("no", "No", 42, 64, "center"), Column("description", "Nama Barang", 68, 268),
        Column("quantity", "Jml", 272, 310, "right"), Column("unit", "Satuan", 314, 362),
        Column("unit_price", "Harga (Rp)", 366, 450, "right"), Column("amount", "Total (Rp)", 456, 553, "right"),
    )  # fmt: skip
    sheet.rule(40, 198, 555)
    y = sheet.headings(columns, 211) + 5
    sheet.rule(40, y - 10, 555)
    for good in trade.goods:
        cells = {"no": f"{good.no}", "description": good.description, "quantity": money(good.quantity), "unit": good.unit,
                 "unit_price": money(good.price), "amount": money(good.amount)}  # fmt: skip
        y = sheet.row(columns, y + 3, cells) + 2
    sheet.rule(40, y - 6, 555)
    sums = [
        ("Jumlah", trade.subtotal),
        ("Diskon", trade.discount),
        ("PPN 11%", trade.tax),
        ("Total Pesanan", trade.total),
    ]
    for label, value in [one for one in sums if one[1]]:
        sheet.text(366, y + 8, label, bold=label == "Total Pesanan")
        sheet.text(551, y + 8, money(value), bold=label == "Total Pesanan", align="right")
        y += 14
    sheet.text(40, y - 20, "Dikirim ke:")
    sheet.lines(40, y - 7, trade.warehouse, leading=12)
    for place, (who, name) in enumerate(zip(("Dibuat,", "Diperiksa,", "Disetujui,"), trade.people, strict=False)):
        sheet.box(40 + 172 * place, y + 50, 160, 80)
        sheet.text(120 + 172 * place, y + 64, who, align="center")
        sheet.text(120 + 172 * place, y + 124, name, align="center")
    printed = {
        "po_number", "po_date", "delivery_date", "vendor_name", "vendor_address", "vendor_phone", "buyer_name", "buyer_address",
        "buyer_npwp", "ship_to", "currency", "subtotal", "discount", "ppn_rate", "ppn_amount", "total_amount", "prepared_by",
        "checked_by", "approved_by",
    }  # fmt: skip
    return trade.order_truth(printed=printed, columns=names_of(columns), payment_terms=f"Kredit {trade.days} hari")


def _sheet_of_system(canvas: Canvas, rng: random.Random) -> Truth:
    """English: labels above their values in a row of boxes, code before the item, no signatures but one."""
    trade = of_bill(rng)
    sheet = Sheet(canvas, fonts=typeface("Roboto"), type_size=9)
    sheet.text(555, 52, "PURCHASE ORDER", size=20, bold=True, align="right")
    sheet.text(40, 46, trade.buyer.name, size=12, bold=True)
    sheet.lines(40, 59, (trade.buyer.street, trade.buyer.city, f"Phone {trade.buyer.phone}"), leading=12)
    sheet.box(40, 106, 515, 32, fill="#e3ebe3")
    stacked = (("PO No.", trade.order), ("Order Date", long_date(trade.ordered, ENGLISH_MONTHS)),
               ("Required By", long_date(trade.shipped, ENGLISH_MONTHS)), ("Terms", f"Net {trade.days}"))  # fmt: skip
    for place, (label, value) in enumerate(stacked):
        sheet.text(48 + 130 * place, 118, label, size=8)
        sheet.text(48 + 130 * place, 131, value, bold=True)
    sheet.text(40, 160, "Supplier", bold=True)
    sheet.lines(40, 173, (trade.seller.name, trade.seller.street, trade.seller.city), leading=12)
    sheet.text(310, 160, "Deliver To", bold=True)
    sheet.lines(310, 173, trade.warehouse, leading=12)
    columns = (
        Column("code", "Item Code", 40, 105), Column("description", "Description", 110, 300),
        Column("quantity", "Quantity", 305, 350, "right"), Column("unit", "Unit", 356, 392),
        Column("unit_price", "Price", 396, 465, "right"), Column("amount", "Line Total", 470, 553, "right"),
    )  # fmt: skip
    sheet.rule(40, 218, 555, width=1)
    y = sheet.headings(columns, 231) + 4
    sheet.rule(40, y - 9, 555)
    for good in trade.goods:
        cells = {"code": good.code, "description": good.description, "quantity": money(good.quantity, "en"), "unit": good.unit,
                 "unit_price": money(good.price, "en", decimals=2), "amount": money(good.amount, "en", decimals=2)}  # fmt: skip
        y = sheet.row(columns, y + 4, cells) + 3
    sheet.rule(40, y - 6, 555, width=1)
    sums = [
        ("Sub-total", trade.subtotal),
        ("Discount", trade.discount),
        ("VAT 11%", trade.tax),
        ("Order Total (IDR)", trade.total),
    ]
    for title, amount in [one for one in sums if one[1]]:
        sheet.text(455, y + 10, title, bold=title.startswith("Order"), align="right")
        sheet.text(551, y + 10, money(amount, "en", decimals=2), bold=title.startswith("Order"), align="right")
        y += 15
    sheet.text(40, y + 40, "Authorised by")
    sheet.text(40, y + 90, trade.people[2], bold=True)
    printed = {
        "po_number", "po_date", "delivery_date", "vendor_name", "vendor_address", "buyer_name", "buyer_address", "ship_to",
        "currency", "subtotal", "discount", "ppn_rate", "ppn_amount", "total_amount", "approved_by",
    }  # fmt: skip
    return trade.order_truth(printed=printed, columns=names_of(columns), payment_terms=f"Net {trade.days}")


def _letter(canvas: Canvas, rng: random.Random) -> Truth:
    """A letter of order: number and subject, the supplier as addressee, place and date at the foot, one who signs."""
    trade = of_bill(rng, lines=(2, 5), rate=0)
    sheet = Sheet(canvas, fonts=typeface("SourceSerifPro"), type_size=10)
    sheet.text(40, 50, trade.buyer.name, size=14, bold=True)
    sheet.text(40, 64, f"{trade.buyer.street}, {trade.buyer.city} Telp. {trade.buyer.phone}")
    sheet.rule(40, 72, 555, width=1)
    sheet.text(297, 98, "SURAT PESANAN BARANG", size=13, bold=True, align="center")
    sheet.text(297, 112, f"No. {trade.order}", align="center")
    sheet.lines(40, 140, ("Kepada Yth.", trade.seller.name, trade.seller.street, trade.seller.city), leading=13)
    sheet.text(40, 206, "Mohon dikirimkan barang-barang berikut:")
    columns = (
        Column("no", "No.", 40, 64, "center"), Column("description", "Uraian", 68, 286),
        Column("quantity", "Banyaknya", 290, 345, "right"), Column("unit", "Sat.", 352, 395),
        Column("unit_price", "Harga Sat.", 398, 470, "right"), Column("amount", "Jumlah", 474, 555, "right"),
    )  # fmt: skip
    sheet.rule(40, 216, 555)
    y = sheet.headings(columns, 229) + 4
    sheet.rule(40, y - 9, 555)
    for good in trade.goods:
        cells = {"no": f"{good.no}.", "description": good.description, "quantity": money(good.quantity), "unit": good.unit,
                 "unit_price": money(good.price), "amount": money(good.amount)}  # fmt: skip
        y = sheet.row(columns, y + 3, cells) + 2
    sheet.rule(40, y - 6, 555)
    sheet.text(470, y + 8, "Jumlah Rp", align="right")
    sheet.text(553, y + 8, money(trade.subtotal), bold=True, align="right")
    sheet.text(40, y + 34, f"Barang dikirim paling lambat tanggal {long_date(trade.shipped, MONTHS)} ke alamat:")
    sheet.text(40, y + 48, ", ".join(trade.warehouse))
    sheet.text(380, y + 84, f"{trade.buyer.town}, {long_date(trade.ordered, MONTHS)}")
    sheet.text(380, y + 98, "Hormat kami,")
    sheet.text(380, y + 152, trade.people[2])
    printed = {
        "po_number", "po_date", "vendor_name", "vendor_address", "buyer_name", "buyer_address", "currency", "approved_by",
    }  # fmt: skip
    return trade.order_truth(
        printed=printed, columns=names_of(columns), total_amount=trade.subtotal, delivery_date=trade.shipped.isoformat(),
        ship_to=", ".join(trade.warehouse),
    )  # fmt: skip


LAYOUTS: Final[Mapping[str, Painter]] = {"order_form": _form, "order_system": _sheet_of_system, "order_letter": _letter}
