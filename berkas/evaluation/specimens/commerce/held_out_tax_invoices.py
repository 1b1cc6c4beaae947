"""Held-out SPECIMEN tax invoices: an older form with boxes, one of Coretax with many lines, one without a grid. See `held_out`."""

import random
from collections.abc import Mapping
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from berkas.evaluation.specimens.commerce.taxed import Taxed, coretax, older
from berkas.evaluation.specimens.drawing import Column, Painter, Sheet, Truth
from berkas.evaluation.specimens.typefaces import typeface
from berkas.evaluation.specimens.wording import long_date, money

_OF_ITEM: Final = frozenset(("no", "description", "quantity", "unit", "unit_price", "amount"))


def _boxes(canvas: Canvas, rng: random.Random) -> Truth:
    """The older generation: every part in a box of its own, the rate in the label of the tax, the signer at the right."""
    invoice = older(rng, is_held_out=True)
    sheet = Sheet(canvas, fonts=typeface("SourceSerifPro"), type_size=9)
    sheet.text(297, 46, "FAKTUR PAJAK", size=14, bold=True, align="center")
    sheet.box(40, 56, 515, 18)
    sheet.text(46, 69, f"Kode dan Nomor Seri Faktur Pajak : {invoice.number}")
    y = _party(sheet, 74, "Pengusaha Kena Pajak", _rows(invoice, is_seller=True))
    y = _party(sheet, y, "Pembeli Barang Kena Pajak / Penerima Jasa Kena Pajak", _rows(invoice, is_seller=False))
    columns = (
        Column("no", "No.", 40, 66, "center"), Column("description", "Nama Barang Kena Pajak / Jasa Kena Pajak", 66, 400),
        Column("amount", "Harga Jual/Penggantian/\nUang Muka/Termin", 400, 553, "right"),
    )  # fmt: skip
    top = y
    y = sheet.headings(columns, y + 12) + 4
    sheet.rule(40, y - 8, 555)
    for good in invoice.trade.goods:
        details = (good.description, f"Rp {money(good.price)} x {good.quantity} {good.unit}")
        y = sheet.row(
            columns, y + 4, {"no": f"{good.no}", "description": details, "amount": money(good.amount, decimals=2)}
        )
    sums = (
        ("Harga Jual / Penggantian", invoice.trade.subtotal), ("Dikurangi Potongan Harga", invoice.trade.discount),
        ("Dikurangi Uang Muka", invoice.advance), ("Dasar Pengenaan Pajak", invoice.base),
        (f"PPN = {invoice.rate}% x Dasar Pengenaan Pajak", invoice.tax), ("Total PPnBM (Pajak Penjualan Barang Mewah)", 0),
    )  # fmt: skip
    for label, value in sums:
        sheet.rule(40, y - 6, 555, width=0.3)
        sheet.text(46, y + 6, label)
        sheet.text(550, y + 6, money(value, decimals=2), align="right")
        y += 15
    sheet.box(40, top, 515, y - top - 4)
    sheet.text(380, y + 24, f"{invoice.trade.seller.town.upper()}, {long_date(invoice.day)}")
    sheet.text(380, y + 84, invoice.signer)
    sheet.qr(46, y + 14, 80, invoice.code)
    sheet.text(46, y + 104, f"Referensi: {invoice.reference}", size=8)
    printed = {"harga_jual", "potongan_harga", "uang_muka", "ppnbm", "reference", "place", "signer_name"}
    return invoice.truth(printed=printed, columns=_OF_ITEM)


def _many_lines(canvas: Canvas, rng: random.Random) -> Truth:
    """Coretax with many lines, amounts in the middle of their row, a NITKU in a line of its own below the address."""
    invoice = coretax(rng, is_held_out=True, lines=(4, 8))
    sheet = Sheet(canvas, fonts=typeface("Roboto"), type_size=8)
    sheet.text(297, 44, "Faktur Pajak", size=13, bold=True, align="center")
    sheet.text(40, 66, f"Kode dan Nomor Seri Faktur Pajak: {invoice.number}")
    y = _lines(sheet, 82, "Pengusaha Kena Pajak:", invoice, is_seller=True)
    y = _lines(sheet, y + 4, "Pembeli Barang Kena Pajak/Penerima Jasa Kena Pajak:", invoice, is_seller=False)
    y = _coretax_table(sheet, y + 6, invoice)
    y = _coretax_sums(sheet, y, invoice)
    sheet.text(390, y + 20, f"{invoice.trade.seller.town.upper()}, {long_date(invoice.day)}")
    sheet.text(390, y + 32, "Ditandatangani secara elektronik")
    sheet.text(390, y + 92, invoice.signer)
    sheet.text(40, y + 104, f"(Referensi: {invoice.reference})")
    printed = {
        "seller_nitku", "buyer_nitku", "buyer_email", "harga_jual", "potongan_harga", "uang_muka", "ppnbm", "reference", "place",
        "signer_name",
    }  # fmt: skip
    return invoice.truth(printed=printed, columns=_OF_ITEM | {"code"})


def _rows(invoice: Taxed, *, is_seller: bool) -> tuple[tuple[str, str], ...]:
    company = invoice.trade.seller if is_seller else invoice.trade.buyer
    return (("Nama", company.name), ("Alamat", company.address), ("NPWP", invoice.tax_id(company.npwp)))


def _party(sheet: Sheet, y: float, title: str, rows: tuple[tuple[str, str], ...]) -> float:
    """A title and the lines of a party in a box; gives the y of its lower edge."""
    sheet.box(40, y, 515, 64)
    sheet.text(46, y + 13, title, bold=True)
    sheet.pairs(46, y + 28, rows, gap=70, leading=13)
    return y + 64


def _lines(sheet: Sheet, y: float, title: str, invoice: Taxed, *, is_seller: bool) -> float:
    """A title and a line for each part of a party; gives the y after the last."""
    company = invoice.trade.seller if is_seller else invoice.trade.buyer
    sheet.text(40, y, title, bold=True)
    rows = [("Nama", company.name), ("Alamat", company.address), ("", f"#{invoice.place_id(company.npwp)}")]
    rows += [("NPWP", invoice.tax_id(company.npwp))]
    rows += [] if is_seller else [("NIK", "-"), ("Email", company.email)]
    for number, (label, value) in enumerate(rows, start=1):
        sheet.text(40, y + 12 * number, f"{label}: {value}" if label else value)
    return y + 12 * len(rows) + 12


def _coretax_table(sheet: Sheet, y: float, invoice: Taxed) -> float:
    columns = (
        Column("no", "No.", 40, 64, "center"), Column("code", "Kode Barang/\nJasa", 64, 122, "center"),
        Column("description", "Nama Barang Kena Pajak / Jasa Kena Pajak", 124, 412),
        Column("amount", "Harga Jual / Penggantian /\nUang Muka / Termin (Rp)", 414, 553, "right"),
    )  # fmt: skip
    sheet.rule(40, y, 555)
    y = sheet.headings(columns, y + 11, leading=10) + 2
    sheet.rule(40, y - 7, 555)
    for good in invoice.trade.goods:
        details = (good.description, f"Rp {money(good.price, decimals=2)} x {money(good.quantity, decimals=2)} {good.unit}",
                   "Potongan Harga = Rp 0,00", "PPnBM (0,00%) = Rp 0,00")  # fmt: skip
        cells = {"no": ("", f"{good.no}"), "code": ("", "000000"), "description": details,
                 "amount": ("", money(good.amount, decimals=2))}  # fmt: skip
        y = sheet.row(columns, y + 4, cells, leading=9.5) + 1
        sheet.rule(40, y - 7, 555, width=0.3)
    return y


def _coretax_sums(sheet: Sheet, y: float, invoice: Taxed) -> float:
    sums = (
        ("Harga Jual / Penggantian / Uang Muka / Termin", invoice.trade.subtotal),
        ("Dikurangi Potongan Harga", invoice.trade.discount),
        ("Dikurangi Uang Muka yang telah diterima", invoice.advance), ("Dasar Pengenaan Pajak", invoice.base),
        ("Jumlah PPN (Pajak Pertambahan Nilai)", invoice.tax), ("Jumlah PPnBM (Pajak Penjualan atas Barang Mewah)", 0),
    )  # fmt: skip
    for label, value in sums:
        sheet.text(66, y + 4, label)
        sheet.text(551, y + 4, money(value, decimals=2), align="right")
        y += 13
    return y


LAYOUTS: Final[Mapping[str, Painter]] = {"boxes": _boxes, "many_lines": _many_lines}
