"""SPECIMEN invoices as accounting software prints them: labels in boxes or above their values, sums in many wordings."""

import random
from collections.abc import Callable, Mapping, Sequence
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
from berkas.evaluation.specimens.bills import Bill, Firm, Terms, make_bill
from berkas.evaluation.specimens.drawing import Column, Fonts, Painter, Sheet, Truth
from berkas.evaluation.specimens.wording import ENGLISH_MONTHS, SHORT_MONTHS, long_date, money

_UNTAXED: Final = BASIC - {"ppn_rate", "ppn_amount"}


def _rows(
    sheet: Sheet, bill: Bill, columns: Sequence[Column], y: float, cells: Callable[[int], dict[str, str]]
) -> float:
    """A table between two rules; ``cells`` gives those of a position; gives the y below it."""
    described = next(column for column in columns if column.name == "description")
    sheet.rule(LEFT, y - 11, RIGHT)
    y = sheet.headings(columns, y) + 3
    sheet.rule(LEFT, y - 10, RIGHT)
    for position, item in enumerate(bill.items):
        y = sheet.row(columns, y + 3, {**cells(position), "description": description_lines(sheet, item, described)}) + 3
    sheet.rule(LEFT, y - 8, RIGHT)
    return y + 10


def _block(sheet: Sheet, x: float, y: float, title: str, firm: Firm, *more: str) -> None:
    sheet.text(x, y, title, bold=True)
    sheet.text(x, y + 14, firm.name, bold=True)
    sheet.lines(x, y + 27, (*firm.address, *more), leading=12)


def _boxed(canvas: Canvas, rng: random.Random) -> Truth:
    """Number, dates and terms in a row of boxes under their labels, account in a sentence."""
    bill = make_bill(rng, Terms(is_service=True, tax="ppn11", items=(1, 6)))
    sheet = Sheet(canvas, type_size=9)
    sheet.text(LEFT, 56, bill.seller.name, size=13, bold=True)
    sheet.lines(LEFT, 71, (*bill.seller.address, bill.seller.phone, bill.seller.email), leading=12)
    sheet.text(RIGHT, 60, "Invoice", size=24, align="right")
    _block(sheet, LEFT, 135, "BILL TO", bill.buyer)
    heads = ("INVOICE #", "DATE", "TOTAL DUE", "DUE DATE", "TERMS")
    values = (
        bill.number,
        f"{bill.issued:%d/%m/%Y}",
        f"IDR {money(bill.total, 'en')}",
        f"{bill.due:%d/%m/%Y}",
        f"Net {bill.days}",
    )
    for place, (head, value) in enumerate(zip(heads, values, strict=True)):
        x = LEFT + 103 * place
        sheet.box(x, 190, 103, 32)
        sheet.text(x + 51, 202, head, size=7.5, bold=True, align="center")
        sheet.text(x + 51, 216, value, size=8.5, align="center")
    columns = (
        Column("description", "ACTIVITY", 40, 300), Column("quantity", "QTY", 310, 350, "right"),
        Column("unit_price", "RATE", 360, 450, "right"), Column("amount", "AMOUNT", 460, 555, "right"),
    )  # fmt: skip
    y = _rows(sheet, bill, columns, 252, lambda n: bill_cells(bill.items[n], "en", decimals=2))
    sums = (
        ("SUBTOTAL", money(bill.subtotal, "en", decimals=2)), ("TAX (11%)", money(bill.ppn, "en", decimals=2)),
        ("TOTAL", money(bill.total, "en", decimals=2)), ("BALANCE DUE", f"IDR {money(bill.total, 'en', decimals=2)}"),
    )  # fmt: skip
    y = sums_below(sheet, y + 4, sums, label_right=440)
    sheet.text(LEFT, y + 20, "Please make payment to:")
    sheet.text(LEFT, y + 33, f"{bill.bank}, Account {bill.account}, {bill.seller.name}")
    printed = BASIC | {"seller_phone", "seller_email"}
    return bill.truth(printed=printed, columns=names_of(columns), payment_terms=f"Net {bill.days}")


def _ledger(canvas: Canvas, rng: random.Random) -> Truth:
    """A sales invoice of bookkeeping software in Indonesian: discounts by line and in all, carriage, words at the left."""
    bill = make_bill(
        rng, Terms(tax="ppn11", has_line_discounts=True, discount_percent=rng.choice((0, 3)), has_shipping=True)
    )
    sheet = Sheet(canvas, fonts=Fonts("Times-Roman", "Times-Bold"), type_size=9)
    sheet.text(LEFT, 50, bill.seller.name, size=13, bold=True)
    sheet.lines(LEFT, 64, (*bill.seller.address, f"Telp : {bill.seller.phone}"), leading=12)
    sheet.text(RIGHT, 54, "Faktur Penjualan", size=17, bold=True, align="right")
    _block(sheet, LEFT, 118, "Tagihan Ke", bill.buyer)
    pairs = (
        ("Tanggal", long_date(bill.issued, SHORT_MONTHS)), ("Nomor #", bill.number), ("PO. No.", bill.po_number),
        ("Syarat Pembayaran", f"{bill.days} Hari"), ("Tgl. Jatuh Tempo", long_date(bill.due, SHORT_MONTHS)),
    )  # fmt: skip
    for row, (label, value) in enumerate(pairs):
        sheet.text(350, 118 + 13 * row, label)
        sheet.text(440, 118 + 13 * row, value)
    columns = (
        Column("code", "Kode Barang", 40, 102), Column("description", "Nama Barang", 106, 266),
        Column("quantity", "Kts.", 270, 300, "right"), Column("unit", "Satuan", 304, 344),
        Column("unit_price", "@Harga", 348, 412, "right"), Column("discount", "Diskon", 416, 474, "right"),
        Column("amount", "Total Harga", 478, 555, "right"),
    )  # fmt: skip
    y = _rows(sheet, bill, columns, 202, lambda n: bill_cells(bill.items[n], "id"))
    sums = [("Sub Total", money(bill.subtotal)), ("PPN 11%", money(bill.ppn)), ("Biaya Kirim", money(bill.shipping)),
            ("Total", money(bill.total))]  # fmt: skip
    if bill.discount:
        sums.insert(1, ("Diskon", money(bill.discount)))
    end = sums_below(sheet, y + 4, sums, label_right=460)
    sheet.text(LEFT, y + 4, "Terbilang")
    sheet.lines(LEFT, y + 17, sheet.wrap(f"{bill.words.title()}", 250), leading=12)
    sheet.text(LEFT, end + 10, "Keterangan")
    sheet.text(LEFT, end + 23, f"Transfer ke {bill.bank} No. Rek {bill.account} a/n {bill.seller.name}")
    for place, who in enumerate(("Disiapkan Oleh", "Disetujui Oleh", "Diterima Oleh")):
        sheet.text(100 + 180 * place, end + 60, who, align="center")
    printed = (
        BASIC
        | {"seller_phone", "po_number", "shipping", "amount_in_words"}
        | ({"discount"} if bill.discount else set())
    )
    return bill.truth(printed=printed, columns=names_of(columns), payment_terms=f"{bill.days} Hari")


def _portal(canvas: Canvas, rng: random.Random) -> Truth:
    """Labels above their values in a column at the right, tax apart, amounts of tax in a column of their own."""
    bill = make_bill(rng, Terms(is_service=True, tax="ppn11", items=(1, 5)))
    sheet = Sheet(canvas, type_size=9.5)
    sheet.text(LEFT, 66, "TAX INVOICE", size=20)
    sheet.lines(LEFT + 20, 96, (bill.buyer.name, *bill.buyer.address), leading=13)
    stacked = (
        ("Invoice Date", long_date(bill.issued, ENGLISH_MONTHS)), ("Invoice Number", bill.number),
        ("Reference", bill.po_number), ("VAT Number", bill.seller.npwp),
    )  # fmt: skip
    for row, (label, value) in enumerate(stacked):
        sheet.text(300, 66 + 28 * row, label, bold=True)
        sheet.text(300, 78 + 28 * row, value)
    sheet.lines(430, 66, (bill.seller.name, *bill.seller.address), leading=13)
    columns = (
        Column("description", "Description", 40, 290), Column("quantity", "Quantity", 295, 345, "right"),
        Column("unit_price", "Unit Price", 350, 430, "right"), Column("tax", "Tax", 440, 470, "right"),
        Column("amount", "Amount IDR", 475, 555, "right"),
    )  # fmt: skip
    y = _rows(sheet, bill, columns, 210, lambda n: bill_cells(bill.items[n], "en", decimals=2) | {"tax": "11%"})
    sums = (
        ("Subtotal", money(bill.subtotal, "en", decimals=2)), ("TOTAL VAT 11%", money(bill.ppn, "en", decimals=2)),
        ("TOTAL IDR", money(bill.total, "en", decimals=2)),
    )  # fmt: skip
    y = sums_below(sheet, y + 4, sums, label_right=450)
    sheet.text(LEFT, y + 24, f"Due Date: {long_date(bill.due, ENGLISH_MONTHS)}", bold=True)
    sheet.text(LEFT, y + 38, f"Bank: {bill.bank}")
    sheet.text(LEFT, y + 51, f"Account Number: {bill.account}")
    sheet.text(LEFT, y + 64, f"Account Name: {bill.seller.name}")
    return bill.truth(printed=BASIC | {"seller_npwp", "po_number"}, columns=names_of(columns))


def _receipt_book(canvas: Canvas, rng: random.Random) -> Truth:
    """A shop's note on half a sheet: place and date without label, quantity with its unit first, one total, no tax."""
    bill = make_bill(rng, Terms(items=(2, 7)))
    sheet = Sheet(canvas, size=(595, 420), fonts=Fonts("Courier", "Courier-Bold"), type_size=9)
    sheet.text(LEFT, 40, bill.seller.name, size=13, bold=True)
    sheet.lines(LEFT, 53, (*bill.seller.address, f"Telp. {bill.seller.phone}"), leading=11)
    city = bill.seller.address[1].rsplit(" ", 1)[0]
    sheet.text(340, 40, f"{city}, {long_date(bill.issued)}")
    sheet.text(340, 53, "Kepada Yth.")
    sheet.lines(340, 66, (f"Tuan/Toko {bill.buyer.name}", *bill.buyer.address), leading=11)
    sheet.text(LEFT, 112, f"NOTA PENJUALAN No. {bill.number}", bold=True)
    sheet.text(340, 112, f"Tempo: {bill.due:%d-%m-%Y}")
    columns = (
        Column("quantity", "BANYAKNYA", 40, 120), Column("description", "NAMA BARANG", 124, 380),
        Column("unit_price", "HARGA", 390, 460, "right"), Column("amount", "JUMLAH", 470, 555, "right"),
    )  # fmt: skip

    def cells(position: int) -> dict[str, str]:
        item = bill.items[position]
        plain = bill_cells(item, "id")
        return plain | {"quantity": f"{plain['quantity']} {item.unit}"}

    y = _rows(sheet, bill, columns, 134, cells)
    sheet.text(460, y + 4, "Jumlah Rp.", bold=True, align="right")
    sheet.text(RIGHT, y + 4, money(bill.total), bold=True, align="right")
    sheet.text(LEFT, y + 4, f"Rek. {bill.bank} {bill.account}")
    sheet.text(LEFT, y + 16, f"a/n {bill.seller.name}")
    sheet.text(130, y + 40, "Tanda terima,", align="center")
    sheet.text(480, y + 40, "Hormat kami,", align="center")
    printed = _UNTAXED - {"subtotal", "currency"} | {"seller_phone"}
    return bill.truth(printed=printed, columns=names_of(columns) | {"unit"}, currency="IDR")


def _letter(canvas: Canvas, rng: random.Random) -> Truth:
    """A letter: short labels, the buyer's address under the label, words that go on under theirs, terms in a sentence."""
    bill = make_bill(rng, Terms(tax="ppn11", withholding_percent=2, items=(2, 6)))
    sheet = Sheet(canvas, fonts=Fonts("Times-Roman", "Times-Bold"), type_size=10)
    sheet.text(298, 48, bill.seller.name, size=15, bold=True, align="center")
    sheet.text(298, 62, ", ".join(bill.seller.address), align="center")
    sheet.text(298, 75, f"Telp {bill.seller.phone}  NPWP {bill.seller.npwp}", size=9, align="center")
    sheet.rule(LEFT, 82, RIGHT, width=1.2)
    sheet.text(298, 104, "I N V O I C E", size=14, bold=True, align="center")
    sheet.pairs(LEFT, 130, (("No", bill.number), ("Tgl", long_date(bill.issued)), ("Hal", "Penagihan")), gap=40)
    sheet.text(LEFT, 180, f"Kepada Yth. {bill.buyer.name}", bold=True)
    sheet.lines(LEFT + rng.choice((0, 25, 62)), 194, bill.buyer.address, leading=13)
    columns = (
        Column("no", "No.", 40, 62, "center"), Column("description", "Keterangan", 66, 290),
        Column("quantity", "Vol.", 294, 334, "right"), Column("unit", "Sat", 340, 384),
        Column("unit_price", "Harga Sat (Rp)", 388, 462, "right"), Column("amount", "Total (Rp)", 468, 555, "right"),
    )  # fmt: skip
    y = _rows(sheet, bill, columns, 236, lambda n: bill_cells(bill.items[n], "id"))
    sums = (
        ("Nilai pekerjaan", money(bill.subtotal)), ("Ditambah PPN 11%", money(bill.ppn)),
        ("Dikurangi PPh 23 2%", f"({money(bill.withholding)})"), ("Total yang dibayarkan", f"Rp {money(bill.total)}"),
    )  # fmt: skip
    y = sums_below(sheet, y + 4, sums, label_right=460) + 8
    y = sheet.lines(LEFT, y, sheet.wrap(f"Terbilang: {bill.words} #", 330), leading=13) + 10
    sheet.text(LEFT, y, f"Pembayaran paling lambat {bill.days} hari setelah invoice ini diterima, ke rekening kami:")
    bank = (("Nama Bank", bill.bank), ("Nomor", bill.account), ("Atas Nama", bill.seller.name))
    sheet.pairs(LEFT, y + 16, bank, gap=70, leading=13)
    printed = BASIC - {"due_date"} | {"seller_npwp", "seller_phone", "withholding", "amount_in_words"}
    return bill.truth(printed=printed, columns=names_of(columns), payment_terms=f"{bill.days} hari")


LAYOUTS: Final[Mapping[str, Painter]] = {
    "boxed": _boxed,
    "ledger": _ledger,
    "portal": _portal,
    "receipt_book": _receipt_book,
    "letter": _letter,
}
