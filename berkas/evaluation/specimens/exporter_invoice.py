"""A SPECIMEN invoice of an exporter: every label in two languages, ``,-`` after amounts, base of 11/12, advance, duty stamp."""

import random
from collections.abc import Sequence

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
from berkas.evaluation.specimens.bills import Bill, Terms, make_bill
from berkas.evaluation.specimens.drawing import Column, Fonts, Sheet, Truth
from berkas.evaluation.specimens.wording import in_words, long_date, money


def exporter(canvas: Canvas, rng: random.Random) -> Truth:
    """Every label in two languages, ``,-`` after amounts, base of 11/12, advance, duty stamp, grid of cells."""
    bill = make_bill(rng, Terms(tax="ppn12_of_11_12", discount_percent=rng.choice((3, 10)), has_down_payment=True))
    sheet = Sheet(canvas, fonts=Fonts("Times-Roman", "Times-Bold"), type_size=8.5)
    sheet.text(LEFT, 48, "TAGIHAN / INVOICE", size=17, bold=True)
    rows = (
        ("No. Invoice / Invoice No.", bill.number), ("Tanggal / Date", long_date(bill.issued)),
        ("Jatuh Tempo / Due Date", long_date(bill.due)), ("Mata Uang / Currency", "IDR"),
    )  # fmt: skip
    sheet.pairs(LEFT, 70, rows, gap=112, leading=13)
    seller = (bill.seller.name, *bill.seller.address, f"NPWP {bill.seller.npwp}", f"Tel. {bill.seller.phone}")
    for number, line in enumerate(seller):
        sheet.text(RIGHT, 48 + 12 * number, line, bold=number == 0, align="right")
    sheet.rule(LEFT, 126, RIGHT)
    buyer = (
        ("Kepada / To", bill.buyer.name), ("Alamat / Address", ", ".join(bill.buyer.address)), ("NPWP", bill.buyer.npwp),
    )  # fmt: skip
    sheet.pairs(LEFT, 142, buyer, gap=112, leading=13)
    columns = (
        Column("no", "No", 44, 60, "center"), Column("description", "Uraian\nDescription", 68, 286),
        Column("unit_price", "Harga Satuan\nUnit Price", 292, 372, "right"),
        Column("quantity", "Jml\nQty", 380, 416, "right"), Column("unit", "Sat.\nUnit", 424, 458),
        Column("amount", "Nilai (Rp)\nAmount", 466, 551, "right"),
    )  # fmt: skip
    y = _boxed(sheet, bill, columns, 184)
    sums = (
        ("Jumlah / Subtotal", f"{money(bill.subtotal)},-"), ("Diskon / Discount", f"({money(bill.discount)},-)"),
        ("DPP (11/12)", f"{money(bill.dpp)},-"), ("PPN / VAT 12 %", f"{money(bill.ppn)},-"),
        ("Uang Muka / Down Payment", f"({money(bill.down_payment)},-)"),
        ("Jumlah yang harus dibayar / Total", f"Rp {money(bill.total)},-"),
    )  # fmt: skip
    y = sums_below(sheet, y + 18, sums, label_right=460) + 6
    words = sheet.wrap(f"{in_words(bill.total).capitalize()} rupiah", 400)
    sheet.text(LEFT, y, "Terbilang / In words :", bold=True)
    y = sheet.lines(LEFT + 100, y, words, leading=12) + 14
    bank = (
        ("Bank", bill.bank), ("No. Rekening / Account No.", bill.account), ("Atas Nama / Account Name", bill.seller.name),
    )  # fmt: skip
    sheet.pairs(LEFT, y, bank, gap=120, leading=13)
    for number, line in enumerate(("METERAI", "TEMPEL", "10000")):
        sheet.text(480, y + 14 + 11 * number, line, size=7, align="center")
    sheet.box(445, y + 2, 70, 44)
    sheet.text(480, y + 62, "( Manajer Keuangan )", align="center")
    printed = BASIC | {
        "seller_npwp",
        "seller_phone",
        "buyer_npwp",
        "discount",
        "dpp",
        "down_payment",
        "amount_in_words",
    }
    return bill.truth(printed=printed, columns=names_of(columns))


def _boxed(sheet: Sheet, bill: Bill, columns: Sequence[Column], top: float) -> float:
    """The table with lines around every cell; gives its bottom."""
    edges = [column.left - 4 for column in columns] + [columns[-1].right + 4]
    y = sheet.headings(columns, top + 12) - 4
    rules = [top, y]
    for item in bill.items:
        cells = bill_cells(item, "id", suffix=",-") | {"description": description_lines(sheet, item, columns[1])}
        y = sheet.row(columns, y + 12, cells) - 5
        rules.append(y)
    for rule in rules:
        sheet.rule(edges[0], rule, edges[-1])
    for edge in edges:
        sheet.upright(edge, top, y)
    return y
