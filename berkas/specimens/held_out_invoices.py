"""Invoices that no template is tuned on: labels above values, item column in the middle, two languages at once."""

import random
from collections.abc import Mapping, Sequence
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from berkas.specimens.bills import Bill, Item, Terms, make_bill
from berkas.specimens.drawing import Column, Painter, Sheet, Truth
from berkas.specimens.typefaces import typeface
from berkas.specimens.wording import Locale, in_words, long_date, money

_LEFT: Final = 40
_RIGHT: Final = 555

_BASIC: Final = frozenset(
    {"invoice_number", "invoice_date", "due_date", "seller_name", "seller_address", "buyer_name", "buyer_address", "currency",
     "subtotal", "total_amount", "ppn_rate", "ppn_amount", "bank_name", "bank_account_number", "bank_account_name"}
)  # fmt: skip


def _cells(item: Item, locale: Locale, *, decimals: int = 0, suffix: str = "") -> dict[str, str]:
    is_whole = item.quantity == int(item.quantity)
    return {
        "no": str(item.no), "code": item.code, "quantity": money(item.quantity, locale, decimals=0 if is_whole else 1),
        "unit": item.unit, "unit_price": money(item.price, locale, decimals=decimals) + suffix,
        "amount": money(item.amount, locale, decimals=decimals) + suffix,
        "discount": money(item.discount, locale, decimals=decimals) if item.discount else "-",
    }  # fmt: skip


def _description(sheet: Sheet, item: Item, column: Column) -> list[str]:
    width = column.right - column.left
    return [line for text in (item.description, *item.details) for line in sheet.wrap(text, width)]


def _sums(sheet: Sheet, y: float, rows: Sequence[tuple[str, str]], *, label_right: float) -> float:
    """Labels set against their amounts, the last pair bold; gives the y after them."""
    for number, (label, value) in enumerate(rows):
        is_last = number == len(rows) - 1
        sheet.text(label_right, y + number * 15, label, bold=is_last, align="right")
        sheet.text(_RIGHT - 4, y + number * 15, value, bold=is_last, align="right")
    return y + len(rows) * 15


def _distributor(canvas: Canvas, rng: random.Random) -> Truth:
    """Labels above their values in a strip of boxes; shaded rows; a discount in rupiah in each line."""
    bill = make_bill(rng, Terms(tax="ppn11", has_line_discounts=True, has_shipping=True))
    sheet = Sheet(canvas, fonts=typeface("Roboto"), type_size=8.5)
    sheet.box(0, 0, sheet.width, 70, fill="#e8eef4")
    sheet.text(_LEFT, 32, bill.seller.name, size=13, bold=True)
    sheet.text(_LEFT, 46, " ".join((f"{bill.seller.address[0]},", bill.seller.address[1])))
    sheet.text(_LEFT, 58, f"Telepon {bill.seller.phone}")
    sheet.text(_RIGHT, 42, "INVOICE", size=22, bold=True, align="right")
    strip = (
        ("Faktur No.", bill.number), ("Tgl. Faktur", f"{bill.issued:%d-%m-%Y}"), ("Tgl. Jatuh Tempo", f"{bill.due:%d-%m-%Y}"),
        ("Ref. PO", bill.po_number),
    )  # fmt: skip
    for number, (label, value) in enumerate(strip):
        x = _LEFT + number * 129
        sheet.box(x, 86, 126, 32)
        sheet.text(x + 6, 98, label, size=7)
        sheet.text(x + 6, 111, value, bold=True)
    sheet.text(_LEFT, 140, "Ditagihkan Kepada", size=7)
    sheet.lines(_LEFT, 153, (bill.buyer.name, *bill.buyer.address), leading=12)
    columns = (
        Column("no", "#", 44, 58), Column("code", "SKU", 62, 110), Column("description", "Deskripsi Barang", 114, 290),
        Column("quantity", "Kuantitas", 292, 334, "right"), Column("unit", "Unit", 342, 374),
        Column("unit_price", "Harga", 376, 432, "right"), Column("discount", "Potongan", 436, 486, "right"),
        Column("amount", "Total", 490, 551, "right"),
    )  # fmt: skip
    sheet.box(_LEFT, 194, _RIGHT - _LEFT, 18, fill="#c9d6e2")
    y = sheet.headings(columns, 206) + 6
    for item in bill.items:
        y = sheet.row(columns, y, _cells(item, "id") | {"description": _description(sheet, item, columns[2])}) + 6
        sheet.rule(_LEFT, y - 12, _RIGHT, width=0.2)
    sums = (
        ("Subtotal", money(bill.subtotal)), ("PPN (11%)", money(bill.ppn)), ("Biaya Kirim", money(bill.shipping)),
        ("Grand Total", f"Rp{money(bill.total)}"),
    )  # fmt: skip
    y = _sums(sheet, y + 10, sums, label_right=470) + 8
    sheet.text(_LEFT, y, f"Terbilang: {in_words(bill.total).upper()} RUPIAH")
    sheet.text(_LEFT, y + 22, f"Transfer ke {bill.bank}, No. Rek. {bill.account}, a/n {bill.seller.name}")
    sheet.text(_LEFT, y + 40, "Barang yang sudah dibeli tidak dapat dikembalikan tanpa perjanjian.", size=7)
    return bill.truth(
        printed=_BASIC | {"po_number", "seller_phone", "shipping", "amount_in_words"}, columns=_names(columns)
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
        sheet.text(_LEFT, 150 + 14 * number, label)
        sheet.text(130, 150 + 14 * number, value)
    sheet.text(340, 150, "Billed to", bold=True)
    sheet.lines(340, 164, (bill.buyer.name, *bill.buyer.address), leading=13)
    columns = (
        Column("quantity", "Qty", 40, 75, "right"), Column("unit", "UoM", 84, 122),
        Column("description", "Item & description", 126, 340), Column("unit_price", "Rate (IDR)", 350, 445, "right"),
        Column("amount", "Line total (IDR)", 452, 551, "right"),
    )  # fmt: skip
    sheet.rule(_LEFT, 226, _RIGHT, width=1.4)
    y = sheet.headings(columns, 240) + 6
    sheet.rule(_LEFT, 246, _RIGHT)
    for item in bill.items:
        cells = _cells(item, "en", decimals=2) | {"description": _description(sheet, item, columns[2])}
        y = sheet.row(columns, y + 4, cells, leading=12) + 3
    sheet.rule(_LEFT, y - 4, _RIGHT, width=1.4)
    sums = (
        ("Sub-total", money(bill.subtotal, "en", decimals=2)), ("VAT (PPN) 11%", money(bill.ppn, "en", decimals=2)),
        ("Less: PPh 23 2%", f"({money(bill.withholding, 'en', decimals=2)})"),
        ("Amount due", f"IDR {money(bill.total, 'en', decimals=2)}"),
    )  # fmt: skip
    y = _sums(sheet, y + 12, sums, label_right=445) + 26
    sheet.text(_LEFT, y, "Please wire the amount due to:", bold=True)
    rows = (("Bank", bill.bank), ("Account no.", bill.account), ("Beneficiary", bill.seller.name))
    for number, (label, value) in enumerate(rows):
        sheet.text(_LEFT, y + 16 + 13 * number, label)
        sheet.text(120, y + 16 + 13 * number, value)
    return bill.truth(
        printed=_BASIC | {"seller_phone", "seller_email", "withholding"},
        columns=_names(columns),
        payment_terms=f"{bill.days} days",
    )


def _tagihan(canvas: Canvas, rng: random.Random) -> Truth:
    """Every label in two languages, ``,-`` after amounts, base of 11/12, advance, duty stamp, grid of cells."""
    bill = make_bill(rng, Terms(tax="ppn12_of_11_12", discount_percent=rng.choice((3, 10)), has_down_payment=True))
    sheet = Sheet(canvas, fonts=typeface("Caladea"), type_size=8.5)
    sheet.text(_LEFT, 48, "TAGIHAN / INVOICE", size=17, bold=True)
    rows = (
        ("No. Invoice / Invoice No.", bill.number), ("Tanggal / Date", long_date(bill.issued)),
        ("Jatuh Tempo / Due Date", long_date(bill.due)), ("Mata Uang / Currency", "IDR"),
    )  # fmt: skip
    sheet.pairs(_LEFT, 70, rows, gap=112, leading=13)
    seller = (bill.seller.name, *bill.seller.address, f"NPWP {bill.seller.npwp}", f"Tel. {bill.seller.phone}")
    for number, line in enumerate(seller):
        sheet.text(_RIGHT, 48 + 12 * number, line, bold=number == 0, align="right")
    sheet.rule(_LEFT, 126, _RIGHT)
    buyer = (
        ("Kepada / To", bill.buyer.name), ("Alamat / Address", ", ".join(bill.buyer.address)), ("NPWP", bill.buyer.npwp),
    )  # fmt: skip
    sheet.pairs(_LEFT, 142, buyer, gap=112, leading=13)
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
    y = _sums(sheet, y + 18, sums, label_right=460) + 6
    words = sheet.wrap(f"{in_words(bill.total).capitalize()} rupiah", 400)
    sheet.text(_LEFT, y, "Terbilang / In words :", bold=True)
    y = sheet.lines(_LEFT + 100, y, words, leading=12) + 14
    bank = (
        ("Bank", bill.bank), ("No. Rekening / Account No.", bill.account), ("Atas Nama / Account Name", bill.seller.name),
    )  # fmt: skip
    sheet.pairs(_LEFT, y, bank, gap=120, leading=13)
    for number, line in enumerate(("METERAI", "TEMPEL", "10000")):
        sheet.text(480, y + 14 + 11 * number, line, size=7, align="center")
    sheet.box(445, y + 2, 70, 44)
    sheet.text(480, y + 62, "( Manajer Keuangan )", align="center")
    printed = _BASIC | {
        "seller_npwp",
        "seller_phone",
        "buyer_npwp",
        "discount",
        "dpp",
        "down_payment",
        "amount_in_words",
    }
    return bill.truth(printed=printed, columns=_names(columns))


def _boxed(sheet: Sheet, bill: Bill, columns: Sequence[Column], top: float) -> float:
    """The table with lines around every cell; gives its bottom."""
    edges = [column.left - 4 for column in columns] + [columns[-1].right + 4]
    y = sheet.headings(columns, top + 12) - 4
    rules = [top, y]
    for item in bill.items:
        cells = _cells(item, "id", suffix=",-") | {"description": _description(sheet, item, columns[1])}
        y = sheet.row(columns, y + 12, cells) - 5
        rules.append(y)
    for rule in rules:
        sheet.rule(edges[0], rule, edges[-1])
    for edge in edges:
        sheet.upright(edge, top, y)
    return y


def _names(columns: Sequence[Column]) -> frozenset[str]:
    return frozenset(column.name for column in columns)


LAYOUTS: Final[Mapping[str, Painter]] = {"distributor": _distributor, "agency": _agency, "tagihan": _tagihan}
