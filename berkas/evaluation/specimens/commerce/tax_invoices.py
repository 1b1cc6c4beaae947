"""SPECIMEN tax invoices: e-Faktur until 2024, Coretax since 2025, and one of Coretax as other programs print it."""

import random
from collections.abc import Mapping, Sequence
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from berkas.evaluation.specimens.commerce.taxed import Taxed, coretax, older
from berkas.evaluation.specimens.drawing import Column, Fonts, Painter, Sheet, Truth
from berkas.evaluation.specimens.wording import long_date, money

_OF_ITEM: Final = frozenset(("no", "description", "quantity", "unit", "unit_price", "amount"))
_ELECTRONIC: Final = (
    "Sesuai dengan ketentuan yang berlaku, Direktorat Jenderal Pajak mengatur bahwa Faktur Pajak ini telah ditandatangani secara "
    "elektronik sehingga tidak diperlukan tanda tangan basah pada Faktur Pajak ini."
)


def _efaktur(canvas: Canvas, rng: random.Random) -> Truth:
    """e-Faktur until 2024: one grid, tax numbers with marks, the rate in the label of the tax."""
    invoice = older(rng)
    sheet = Sheet(canvas, type_size=9)
    sheet.text(297, 44, "Faktur Pajak", 14, bold=True, align="center")
    top = 56.0
    sheet.rule(40, top, 555)
    sheet.text(46, 69, f"Kode dan Nomor Seri Faktur Pajak : {invoice.number}")
    y = _party(sheet, 76, "Pengusaha Kena Pajak", _lines(invoice, is_seller=True))
    y = _party(sheet, y, "Pembeli Barang Kena Pajak / Penerima Jasa Kena Pajak", _lines(invoice, is_seller=False))
    columns = (
        Column("no", "No.", 40, 66, "center"), Column("description", "Nama Barang Kena Pajak / Jasa Kena Pajak", 68, 396),
        Column("amount", "Harga Jual/Penggantian/Uang\nMuka/Termin", 398, 553, "right"),
    )  # fmt: skip
    sheet.rule(40, y, 555)
    y = sheet.headings(columns, y + 13) + 2
    sheet.rule(40, y - 7, 555)
    for good in invoice.trade.goods:
        details = (good.description, f"Rp {money(good.price)} x {good.quantity}")
        y = sheet.row(
            columns, y + 6, {"no": f"{good.no}", "description": details, "amount": money(good.amount, decimals=2)}
        )
        sheet.rule(40, y - 5, 555, width=0.3)
    sums = (
        ("Harga Jual / Penggantian", invoice.trade.subtotal), ("Dikurangi Potongan Harga", invoice.trade.discount),
        ("Dikurangi Uang Muka", invoice.advance), ("Dasar Pengenaan Pajak", invoice.base),
        (f"PPN = {invoice.rate}% x Dasar Pengenaan Pajak", invoice.tax), ("Total PPnBM (Pajak Penjualan Barang Mewah)", 0),
    )  # fmt: skip
    y = _sums(sheet, y, sums)
    for x in (40, 555):
        sheet.upright(x, top, y - 9)
    y = sheet.lines(40, y + 8, sheet.wrap(_ELECTRONIC, 510, size=8), leading=10) + 16
    sheet.text(400, y, f"{invoice.trade.seller.town.upper()}, {long_date(invoice.day)}")
    sheet.text(400, y + 62, invoice.signer)
    sheet.qr(40, y - 8, 76, invoice.code)
    printed = {"harga_jual", "potongan_harga", "uang_muka", "ppnbm", "place", "signer_name"}
    return invoice.truth(printed=printed, columns=_OF_ITEM - {"unit"})


def _coretax(canvas: Canvas, rng: random.Random) -> Truth:
    """Coretax: the NITKU behind ``#`` after the address, details of each item below its name, email of the buyer, reference."""
    invoice = coretax(rng)
    sheet = Sheet(canvas, type_size=8.5)
    sheet.text(297, 42, "Faktur Pajak", 13, bold=True, align="center")
    sheet.box(40, 52, 515, 16)
    sheet.text(44, 63, f"Kode dan Nomor Seri Faktur Pajak: {invoice.number}")
    y = _party(sheet, 68, "Pengusaha Kena Pajak:", _lines(invoice, is_seller=True))
    y = _party(sheet, y, "Pembeli Barang Kena Pajak/Penerima Jasa Kena Pajak:", _lines(invoice, is_seller=False))
    columns = (
        Column("no", "No.", 40, 64, "center"), Column("code", "Kode Barang/\nJasa", 64, 120, "center"),
        Column("description", "Nama Barang Kena Pajak / Jasa Kena Pajak", 124, 410),
        Column("amount", "Harga Jual / Penggantian /\nUang Muka / Termin\n(Rp)", 412, 553, "right"),
    )  # fmt: skip
    sheet.rule(40, y, 555)
    y = sheet.headings(columns, y + 11, leading=10) + 2
    sheet.rule(40, y - 7, 555)
    for good in invoice.trade.goods:
        details = (
            good.description, f"Rp {money(good.price, decimals=2)} x {money(good.quantity, decimals=2)} {good.unit}",
            "Potongan Harga = Rp 0,00", "PPnBM (0,00%) = Rp 0,00",
        )  # fmt: skip
        cells = {"no": f"{good.no}", "code": "000000", "description": details, "amount": money(good.amount, decimals=2)}
        y = sheet.row(columns, y + 5, cells, leading=10)
        sheet.rule(40, y - 6, 555, width=0.3)
    y = _sums(sheet, y, _coretax_sums(invoice)) + 4
    y = sheet.lines(40, y, sheet.wrap(_ELECTRONIC, 510, size=7.5), leading=9) + 14
    sheet.text(390, y, f"{invoice.trade.seller.town.upper()}, {long_date(invoice.day)}")
    sheet.text(390, y + 13, "Ditandatangani secara elektronik")
    sheet.qr(390, y + 20, 50, invoice.code)
    sheet.text(390, y + 82, invoice.signer)
    sheet.text(40, y + 96, f"(Referensi: {invoice.reference})")
    printed = {
        "seller_nitku", "buyer_nitku", "buyer_email", "harga_jual", "potongan_harga", "uang_muka", "ppnbm", "reference", "place",
        "signer_name",
    }  # fmt: skip
    return invoice.truth(printed=printed, columns=_OF_ITEM | {"code"})


def _program(canvas: Canvas, rng: random.Random) -> Truth:
    """As a program prints it from the data of Coretax: other typeface, no grid, amounts in the middle of their row, fewer parts."""
    invoice = coretax(rng, lines=(1, 4))
    sheet = Sheet(canvas, fonts=Fonts("Times-Roman", "Times-Bold"), type_size=10)
    sheet.text(297, 50, "FAKTUR PAJAK", 16, bold=True, align="center")
    sheet.pairs(40, 80, (("Kode dan Nomor Seri Faktur Pajak", invoice.number),), gap=180)
    y = 104.0
    for title, is_seller in (
        ("PENGUSAHA KENA PAJAK", True),
        ("PEMBELI BARANG KENA PAJAK / PENERIMA JASA KENA PAJAK", False),
    ):
        sheet.text(40, y, title, bold=True)
        company = invoice.trade.seller if is_seller else invoice.trade.buyer
        rows = (
            ("Nama", company.name),
            ("Alamat", company.street),
            ("", company.city),
            ("NPWP", invoice.tax_id(company.npwp)),
        )
        y = sheet.pairs(40, y + 15, rows, gap=70, leading=14) + 8
    columns = (
        Column("no", "No.", 40, 64, "center"), Column("description", "Nama Barang Kena Pajak / Jasa Kena Pajak", 68, 390),
        Column("amount", "Harga Jual / Penggantian (Rp)", 394, 555, "right"),
    )  # fmt: skip
    sheet.rule(40, y, 555, width=1)
    y = sheet.headings(columns, y + 13) + 2
    sheet.rule(40, y - 7, 555)
    for good in invoice.trade.goods:
        details = (good.description, f"Rp {money(good.price, decimals=2)} x {money(good.quantity, decimals=2)} {good.unit}",
                   "Potongan Harga = Rp 0,00")  # fmt: skip
        cells = {"no": ("", f"{good.no}"), "description": details, "amount": ("", money(good.amount, decimals=2))}
        y = sheet.row(columns, y + 6, cells, leading=12)
    sheet.rule(40, y - 4, 555)
    y = _sums(sheet, y + 4, _coretax_sums(invoice), ruled=False)
    sheet.text(380, y + 30, f"{invoice.trade.seller.town.upper()}, {invoice.day:%d-%m-%Y}")
    sheet.text(380, y + 92, invoice.signer)
    printed = {"harga_jual", "potongan_harga", "uang_muka", "ppnbm", "place", "signer_name"}
    return invoice.truth(printed=printed, columns=_OF_ITEM)


def _lines(invoice: Taxed, *, is_seller: bool) -> list[tuple[str, str]]:
    """Labels and values of a party as its generation prints them."""
    company = invoice.trade.seller if is_seller else invoice.trade.buyer
    place = f" #{invoice.place_id(company.npwp)}" if invoice.is_coretax else ""
    rows = [("Nama", company.name), ("Alamat", f"{company.address}{place}"), ("NPWP", invoice.tax_id(company.npwp))]
    if invoice.is_coretax and not is_seller:
        rows += [("NIK", "-"), ("Nomor Paspor", "-"), ("Identitas Lain", "-"), ("Email", company.email)]
    return rows


def _party(sheet: Sheet, y: float, title: str, rows: Sequence[tuple[str, str]]) -> float:
    """A title and the lines of a party in a box; gives the y of its lower edge."""
    height = 22 + 12 * len(rows)
    sheet.box(40, y, 515, height)
    sheet.text(44, y + 12, title, bold=True)
    sheet.pairs(44, y + 26, rows, gap=70, leading=12)
    return y + height


def _coretax_sums(invoice: Taxed) -> tuple[tuple[str, int], ...]:
    return (
        ("Harga Jual / Penggantian / Uang Muka / Termin", invoice.trade.subtotal),
        ("Dikurangi Potongan Harga", invoice.trade.discount),
        ("Dikurangi Uang Muka yang telah diterima", invoice.advance), ("Dasar Pengenaan Pajak", invoice.base),
        ("Jumlah PPN (Pajak Pertambahan Nilai)", invoice.tax), ("Jumlah PPnBM (Pajak Penjualan atas Barang Mewah)", 0),
    )  # fmt: skip


def _sums(sheet: Sheet, y: float, rows: Sequence[tuple[str, int]], *, ruled: bool = True) -> float:
    """Labels at the left, amounts at the right; gives the y below."""
    for label, value in rows:
        sheet.text(44, y + 6, label)
        sheet.text(551, y + 6, money(value, decimals=2), align="right")
        y += 14
        if ruled:
            sheet.rule(40, y - 4, 555, width=0.3)
    return y + 4


LAYOUTS: Final[Mapping[str, Painter]] = {"efaktur": _efaktur, "coretax": _coretax, "program": _program}
