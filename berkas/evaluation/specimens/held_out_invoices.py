"""Invoices that no template is tuned on: labels above values, item column in the middle, half a sheet across."""

import random
from collections.abc import Mapping
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from berkas.evaluation.specimens.bill_sheets import (
    BASIC,
    LEFT,
    RIGHT,
    bill_cells,
    description_lines,
    names_of,
    sums_below,
)
from berkas.evaluation.specimens.bills import Terms, make_bill
from berkas.evaluation.specimens.drawing import Column, Painter, Sheet, Truth
from berkas.evaluation.specimens.typefaces import typeface
from berkas.evaluation.specimens.wording import in_words, money


def _distributor(canvas: Canvas, rng: random.Random) -> Truth:
    """Labels above their values in a strip of boxes; shaded rows; a discount in rupiah in each line."""
    bill = make_bill(rng, Terms(tax="ppn11", has_line_discounts=True, has_shipping=True))
    sheet = Sheet(canvas, fonts=typeface("Roboto"), type_size=8.5)
    sheet.box(0, 0, sheet.width, 70, fill="#e8eef4")
    sheet.text(LEFT, 32, bill.seller.name, size=13, bold=True)
    sheet.text(LEFT, 46, " ".join((f"{bill.seller.address[0]},", bill.seller.address[1])))
    sheet.text(LEFT, 58, f"Telepon {bill.seller.phone}")
    sheet.text(RIGHT, 42, "INVOICE", size=22, bold=True, align="right")
    strip = (
        ("Faktur No.", bill.number), ("Tgl. Faktur", f"{bill.issued:%d-%m-%Y}"), ("Tgl. Jatuh Tempo", f"{bill.due:%d-%m-%Y}"),
        ("Ref. PO", bill.po_number),
    )  # fmt: skip
    for number, (label, value) in enumerate(strip):
        x = LEFT + number * 129
        sheet.box(x, 86, 126, 32)
        sheet.text(x + 6, 98, label, size=7)
        sheet.text(x + 6, 111, value, bold=True)
    sheet.text(LEFT, 140, "Ditagihkan Kepada", size=7)
    sheet.lines(LEFT, 153, (bill.buyer.name, *bill.buyer.address), leading=12)
    columns = (
        Column("no", "#", 44, 58), Column("code", "SKU", 62, 110), Column("description", "Deskripsi Barang", 114, 290),
        Column("quantity", "Kuantitas", 292, 334, "right"), Column("unit", "Unit", 342, 374),
        Column("unit_price", "Harga", 376, 432, "right"), Column("discount", "Potongan", 436, 486, "right"),
        Column("amount", "Total", 490, 551, "right"),
    )  # fmt: skip
    sheet.box(LEFT, 194, RIGHT - LEFT, 18, fill="#c9d6e2")
    y = sheet.headings(columns, 206) + 6
    for item in bill.items:
        y = (
            sheet.row(columns, y, bill_cells(item, "id") | {"description": description_lines(sheet, item, columns[2])})
            + 6
        )
        sheet.rule(LEFT, y - 12, RIGHT, width=0.2)
    sums = (
        ("Subtotal", money(bill.subtotal)), ("PPN (11%)", money(bill.ppn)), ("Biaya Kirim", money(bill.shipping)),
        ("Grand Total", f"Rp{money(bill.total)}"),
    )  # fmt: skip
    y = sums_below(sheet, y + 10, sums, label_right=470) + 8
    sheet.text(LEFT, y, f"Terbilang: {in_words(bill.total).upper()} RUPIAH")
    sheet.text(LEFT, y + 22, f"Transfer ke {bill.bank}, No. Rek. {bill.account}, a/n {bill.seller.name}")
    sheet.text(LEFT, y + 40, "Barang yang sudah dibeli tidak dapat dikembalikan tanpa perjanjian.", size=7)
    return bill.truth(
        printed=BASIC | {"po_number", "seller_phone", "shipping", "amount_in_words"}, columns=names_of(columns)
    )


def _agency(canvas: Canvas, rng: random.Random) -> Truth:
    """English; the quantity stands before the item; tax withheld; the bank on one line each without colons."""
    bill = make_bill(rng, Terms(is_service=True, tax="ppn11", withholding_percent=2, items=(1, 7)))
    sheet = Sheet(canvas, fonts=typeface("SourceSerifPro"), type_size=9.5)
    sheet.text(297, 56, bill.seller.name, size=15, bold=True, align="center")
    sheet.text(297, 70, ", ".join(bill.seller.address), align="center")
    sheet.text(297, 83, f"{bill.seller.phone}  |  {bill.seller.email}", align="center")
    sheet.text(297, 118, "Sales Invoice", size=18, bold=True, align="center")
    left = (
        ("Invoice #", bill.number), ("Issue date", f"{bill.issued:%d-%b-%Y}"), ("Payment due", f"{bill.due:%d-%b-%Y}"),
        ("Payment terms", f"{bill.days} days"),
    )  # fmt: skip
    for number, (label, value) in enumerate(left):
        sheet.text(LEFT, 150 + 14 * number, label)
        sheet.text(130, 150 + 14 * number, value)
    sheet.text(340, 150, "Billed to", bold=True)
    sheet.lines(340, 164, (bill.buyer.name, *bill.buyer.address), leading=13)
    columns = (
        Column("quantity", "Qty", 40, 75, "right"), Column("unit", "UoM", 84, 122),
        Column("description", "Item & description", 126, 340), Column("unit_price", "Rate (IDR)", 350, 445, "right"),
        Column("amount", "Line total (IDR)", 452, 551, "right"),
    )  # fmt: skip
    sheet.rule(LEFT, 226, RIGHT, width=1.4)
    y = sheet.headings(columns, 240) + 6
    sheet.rule(LEFT, 246, RIGHT)
    for item in bill.items:
        cells = bill_cells(item, "en", decimals=2) | {"description": description_lines(sheet, item, columns[2])}
        y = sheet.row(columns, y + 4, cells, leading=12) + 3
    sheet.rule(LEFT, y - 4, RIGHT, width=1.4)
    sums = (
        ("Sub-total", money(bill.subtotal, "en", decimals=2)), ("VAT (PPN) 11%", money(bill.ppn, "en", decimals=2)),
        ("Less: PPh 23 2%", f"({money(bill.withholding, 'en', decimals=2)})"),
        ("Amount due", f"IDR {money(bill.total, 'en', decimals=2)}"),
    )  # fmt: skip
    y = sums_below(sheet, y + 12, sums, label_right=445) + 26
    sheet.text(LEFT, y, "Please wire the amount due to:", bold=True)
    rows = (("Bank", bill.bank), ("Account no.", bill.account), ("Beneficiary", bill.seller.name))
    for number, (label, value) in enumerate(rows):
        sheet.text(LEFT, y + 16 + 13 * number, label)
        sheet.text(120, y + 16 + 13 * number, value)
    return bill.truth(
        printed=BASIC | {"seller_phone", "seller_email", "withholding"},
        columns=names_of(columns),
        payment_terms=f"{bill.days} days",
    )


def _half_sheet(canvas: Canvas, rng: random.Random) -> Truth:
    """A wholesaler's form of half a sheet: quantity and unit in one cell, words beside the sums, a word for each party."""
    bill = make_bill(rng, Terms(tax="ppn11", discount_percent=rng.choice((0, 4)), has_shipping=True, items=(2, 6)))
    sheet = Sheet(canvas, size=(640, 440), fonts=typeface("SourceSansPro"), type_size=9.5)
    sheet.text(30, 36, bill.seller.name, size=14, bold=True)
    sheet.text(30, 50, f"{bill.seller.address[0]} - {bill.seller.address[1]}")
    sheet.text(30, 62, f"HP/WA {bill.seller.phone} - {bill.seller.email}")
    sheet.text(610, 36, "FAKTUR", size=18, bold=True, align="right")
    rows = (
        ("Nota No.", bill.number), ("Tgl. Nota", f"{bill.issued:%d/%m/%y}"), ("Tempo", f"{bill.days} hari"),
        ("Jatuh Tempo Tgl.", f"{bill.due:%d/%m/%y}"),
    )  # fmt: skip
    sheet.pairs(400, 56, rows, gap=84, leading=13)
    sheet.text(30, 84, f"Kepada Yth, {bill.buyer.name}", bold=True)
    sheet.text(30, 97, f"di {bill.buyer.address[0]}, {bill.buyer.address[1]}")
    columns = (
        Column("quantity", "Banyaknya", 34, 100), Column("code", "Kode Brg", 106, 160),
        Column("description", "Nama Barang", 166, 420), Column("unit_price", "@ Rp", 430, 510, "right"),
        Column("amount", "Jumlah Rp", 520, 606, "right"),
    )  # fmt: skip
    sheet.rule(30, 112, 610)
    y = sheet.headings(columns, 124) + 5
    sheet.rule(30, 129, 610)
    for item in bill.items:
        cells = bill_cells(item, "id")
        cells |= {"quantity": f"{cells['quantity']} {item.unit}"}
        y = sheet.row(columns, y + 2, cells | {"description": description_lines(sheet, item, columns[2])})
    sheet.rule(30, y - 4, 610)
    sums = [("Jumlah", money(bill.subtotal)), ("Potongan", money(bill.discount)), ("PPN 11%", money(bill.ppn)),
            ("Ongkos Kirim", money(bill.shipping)), ("Jumlah Akhir", f"Rp. {money(bill.total)}")]  # fmt: skip
    for number, (label, value) in enumerate(sum_ for sum_ in sums if sum_[1] != "0"):
        sheet.text(440, y + 10 + 14 * number, label)
        sheet.text(606, y + 10 + 14 * number, value, align="right")
    words = sheet.wrap(f"Terbilang: {bill.words}", 330)
    after = sheet.lines(30, y + 10, words, leading=13) + 10
    sheet.lines(30, after, (f"Rek. {bill.bank} {bill.account}", f"A/N {bill.seller.name}"), leading=13)
    printed = BASIC | {"seller_phone", "seller_email", "shipping", "amount_in_words"}
    return bill.truth(
        printed=printed | ({"discount"} if bill.discount else set()),
        columns=names_of(columns) | {"unit"},
        payment_terms=f"{bill.days} hari",
    )


LAYOUTS: Final[Mapping[str, Painter]] = {"distributor": _distributor, "agency": _agency, "half_sheet": _half_sheet}
