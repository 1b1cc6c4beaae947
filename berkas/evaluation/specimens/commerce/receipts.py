"""SPECIMEN receipts: a kwitansi of a receipt book, one with a letterhead, slips of a minimarket, a café and an English till."""

import random
from collections.abc import Mapping, Sequence
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from berkas.evaluation.specimens.commerce.takings import (
    CAFES,
    GROCERIES,
    MEALS,
    SHOPS,
    make_acknowledged,
    make_sale,
)
from berkas.evaluation.specimens.drawing import Fonts, Painter, Sheet, Truth
from berkas.evaluation.specimens.wording import long_date, money

_COURIER: Final = Fonts("Courier", "Courier-Bold")


def _receipt_book(canvas: Canvas, rng: random.Random) -> Truth:
    """A leaf of a receipt book: labels in a column, words in a box, the amount at the foot beside place, date and signature."""
    paid = make_acknowledged(rng)
    sheet = Sheet(canvas, size=(595, 300), type_size=11)
    sheet.text(297, 40, "KWITANSI", size=20, bold=True, align="center")
    rows = (("No.", paid.number), ("Sudah terima dari", paid.payer))
    for number, (label, value) in enumerate(rows):
        sheet.text(40, 76 + 24 * number, label)
        sheet.text(150, 76 + 24 * number, f": {value}")
    sheet.text(40, 128, "Uang sejumlah")
    words = sheet.wrap(f"# {paid.words.title()} #", 380)
    sheet.box(152, 112, 400, 14 * len(words) + 10, fill="#e8e8e8")
    sheet.text(150, 128, ":")
    sheet.lines(160, 128, words, leading=14)
    y = 138 + 14 * len(words)
    sheet.text(40, y, "Untuk pembayaran")
    sheet.text(150, y, f": {paid.purpose}")
    sheet.box(50, 220, 160, 30)
    sheet.text(60, 240, f"Rp {money(paid.amount)},-", size=15, bold=True)
    sheet.text(400, 206, f"{paid.receiver.city}, {long_date(paid.day)}")
    sheet.box(330, 222, 60, 40)
    sheet.text(360, 238, "METERAI TEMPEL", size=6, align="center")
    sheet.text(360, 252, "10000", size=9, align="center")
    sheet.text(470, 278, f"( {paid.signer} )", align="center")
    return paid.truth(merchant_name=None)


def _letterhead(canvas: Canvas, rng: random.Random) -> Truth:
    """A company's own: letterhead with its tax number, a number and date at the right, the sum below in words and figures."""
    paid = make_acknowledged(rng)
    sheet = Sheet(canvas, fonts=Fonts("Times-Roman", "Times-Bold"), type_size=10.5)
    sheet.text(40, 52, paid.receiver.name, size=15, bold=True)
    sheet.text(40, 67, paid.receiver.address)
    sheet.text(40, 80, f"Telp. {paid.receiver.phone}   NPWP : {paid.receiver.npwp}")
    sheet.rule(40, 88, 555, width=1.2)
    sheet.text(297, 116, "BUKTI PEMBAYARAN", size=15, bold=True, align="center")
    sheet.text(380, 140, f"No. Kwitansi : {paid.number}")
    sheet.text(380, 154, f"Tanggal : {paid.day:%d-%m-%Y}")
    rows = [("Telah terima dari", paid.payer), ("Sejumlah uang", f"Rp. {money(paid.amount)}")]
    sheet.pairs(40, 180, rows, gap=120, leading=20)
    sheet.text(40, 220, "Terbilang")
    sheet.text(160, 220, ":")
    words = sheet.wrap(f"{paid.words.title()}", 360)
    y = sheet.lines(168, 220, words, leading=14) + 6
    sheet.pairs(40, y, (("Guna membayar", paid.purpose),), gap=120)
    sheet.text(400, y + 40, "Yang menerima,")
    sheet.text(400, y + 104, f"({paid.signer})")
    return paid.truth(merchant_address=paid.receiver.address, npwp=paid.receiver.npwp)


def _minimarket(canvas: Canvas, rng: random.Random) -> Truth:
    """A minimarket: name, quantity, price and amount of each item on one line, no headings, tax included, cash and change."""
    sale = make_sale(rng, shops=SHOPS, goods=GROCERIES)
    sheet = Sheet(canvas, size=(260, 330 + 12 * len(sale.items)), fonts=_COURIER, type_size=8)
    head = (sale.shop.name, sale.shop.address, f"NPWP: {sale.shop.npwp}")
    for number, line in enumerate(head):
        sheet.text(130, 28 + 12 * number, line, bold=not number, align="center")
    sheet.text(130, 64, "-" * 48, align="center")
    sheet.text(14, 76, f"{sale.at:%d.%m.%y-%H:%M}  {sale.number}  SITI/01")
    sheet.text(130, 86, "-" * 48, align="center")
    y = 88.0
    for item in sale.items:
        y += 12
        sheet.text(14, y, item.name)
        for x, value in ((150, item.quantity), (195, item.price), (246, item.amount)):
            sheet.text(x, y, money(value, "en"), align="right")
    sheet.text(130, y + 11, "-" * 48, align="center")
    sums = [("HARGA JUAL :", sale.subtotal), ("DISKON :", sale.discount), ("TOTAL :", sale.total), ("TUNAI :", sale.paid),
            ("KEMBALI :", sale.change)]  # fmt: skip
    y = _till_sums(sheet, y + 11, [one for one in sums if one[1] or one[0] == "KEMBALI :"], label_right=180, right=246)
    sheet.text(130, y + 16, "LAYANAN KONSUMEN 0800-555-1234", align="center")
    sheet.text(130, y + 28, "BARANG YANG SUDAH DIBELI TIDAK DAPAT DITUKAR", size=7, align="center")
    printed = {"merchant_address", "npwp", "currency", "subtotal", "discount", "cash_paid", "change"}
    return sale.truth(printed=printed, payment_method="CASH")


def _cafe(canvas: Canvas, rng: random.Random) -> Truth:
    """A café: each dish on a line, quantity and price below it, service, restaurant tax, several ways to pay."""
    sale = make_sale(
        rng,
        shops=CAFES,
        goods=MEALS,
        tax_rate=10,
        service_rate=rng.choice((0, 5)),
        methods=("TUNAI", "QRIS", "DEBIT BCA"),
    )
    sheet = Sheet(canvas, size=(227, 390 + 26 * len(sale.items)), type_size=8.5)
    sheet.text(113, 32, sale.shop.name, size=12, bold=True, align="center")
    sheet.text(113, 46, sale.shop.street, align="center")
    sheet.text(113, 57, sale.shop.city, align="center")
    sheet.rule(12, 64, 215)
    pairs = (
        ("No. Nota", sale.number),
        ("Tanggal", f"{sale.at:%d/%m/%Y}"),
        ("Jam", f"{sale.at:%H:%M}"),
        ("Kasir", "Dewi"),
    )
    y = sheet.pairs(12, 78, pairs, gap=48, leading=12)
    sheet.rule(12, y - 6, 215)
    y += 6
    for item in sale.items:
        sheet.text(12, y, item.name)
        sheet.text(22, y + 12, f"{item.quantity} x {money(item.price)}")
        sheet.text(215, y + 12, money(item.amount), align="right")
        y += 26
    sheet.rule(12, y - 8, 215)
    sums = [("Sub Total", sale.subtotal), ("Diskon", sale.discount), ("Service 5%", sale.service), ("PB1 (10%)", sale.tax),
            ("TOTAL", sale.total)]  # fmt: skip
    is_cash = sale.method == "TUNAI"
    kept = [(label, value) for label, value in sums if value]
    kept += [("Tunai" if is_cash else sale.method, sale.paid)] + ([("Kembalian", sale.change)] if is_cash else [])
    for label, value in kept:
        y += 13
        sheet.text(12, y, label, bold=label == "TOTAL")
        sheet.text(215, y, f"Rp {money(value)}", bold=label == "TOTAL", align="right")
    sheet.text(113, y + 24, "Password WiFi: contohrasa", align="center")
    printed = {"merchant_address", "currency", "subtotal", "discount", "service_charge", "tax"}
    return sale.truth(
        printed=printed | ({"cash_paid", "change"} if is_cash else set()),
        payment_method={"TUNAI": "CASH", "QRIS": "QRIS", "DEBIT BCA": "DEBIT_CARD"}[sale.method],
    )


def _english(canvas: Canvas, rng: random.Random) -> Truth:
    """An English till: headings, a quantity before the item, GST of 10 %, cents, a label and value on lines of their own."""
    sale = make_sale(
        rng,
        shops=("CONTOH BOOKS & GIFTS", "SPECIMEN ELECTRICAL SDN BHD"),
        goods=GROCERIES,
        tax_rate=6,
        methods=("CASH", "VISA"),
    )
    sheet = Sheet(canvas, size=(300, 400 + 13 * len(sale.items)), fonts=Fonts("Courier", "Courier-Bold"), type_size=8.5)
    for number, line in enumerate((sale.shop.name, sale.shop.street, sale.shop.city, f"TEL : {sale.shop.phone}")):
        sheet.text(150, 30 + 12 * number, line, align="center")
    sheet.text(150, 86, "TAX INVOICE", bold=True, align="center")
    sheet.text(20, 104, f"Receipt No : {sale.number}")
    sheet.text(20, 116, f"Date : {sale.at:%d/%m/%Y %H:%M}")
    sheet.text(20, 128, "Cashier : 03")
    places = ((20, "QTY", False), (60, "ITEM", False), (220, "PRICE", True), (282, "AMOUNT", True))
    for x, title, is_right in places:
        sheet.text(x, 146, title, align="right" if is_right else "left")
    y = 150.0
    for item in sale.items:
        y += 13
        sheet.text(20, y, f"{item.quantity}")
        sheet.text(60, y, item.name.title())
        sheet.text(220, y, money(item.price, "en", decimals=2), align="right")
        sheet.text(282, y, money(item.amount, "en", decimals=2), align="right")
    sums = [("SUBTOTAL", sale.subtotal), ("DISCOUNT", sale.discount), ("GST 6%", sale.tax), ("TOTAL (RM)", sale.total),
            (sale.method, sale.paid)]  # fmt: skip
    sums += [("CHANGE", sale.change)] if sale.method == "CASH" else []
    y = _till_sums(
        sheet, y + 6, [one for one in sums if one[1] or one[0] != "DISCOUNT"], label_right=200, right=282, decimals=2
    )
    sheet.text(150, y + 24, "THANK YOU. GOODS SOLD ARE NOT RETURNABLE", size=7, align="center")
    printed = {"merchant_address", "subtotal", "discount", "tax"} | (
        {"cash_paid", "change"} if sale.method == "CASH" else set()
    )
    return sale.truth(
        printed=printed,
        currency="MYR",
        payment_method={"CASH": "CASH", "VISA": "CREDIT_CARD"}[sale.method],
        items=[
            {"name": item.name.title(), "quantity": item.quantity, "unit_price": item.price, "amount": item.amount}
            for item in sale.items
        ],
    )


def _till_sums(
    sheet: Sheet, y: float, rows: Sequence[tuple[str, int]], *, label_right: float, right: float, decimals: int = 0
) -> float:
    """Labels set against their amounts, the total bold; gives the y of the last."""
    for label, value in rows:
        y += 13
        is_total = label.startswith("TOTAL")
        sheet.text(label_right, y, label, bold=is_total, align="right")
        sheet.text(right, y, money(value, "en", decimals=decimals), bold=is_total, align="right")
    return y


LAYOUTS: Final[Mapping[str, Painter]] = {
    "receipt_book": _receipt_book,
    "letterhead": _letterhead,
    "minimarket": _minimarket,
    "cafe": _cafe,
    "english": _english,
}
