"""SPECIMEN purchase orders: a trader's in Indonesian, that of a system in English with two addresses, a short one of a workshop."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from berkas.evaluation.specimens.bill_sheets import names_of
from berkas.evaluation.specimens.commerce.trades import Trade, of_deal
from berkas.evaluation.specimens.drawing import Column, Fonts, Painter, Sheet, Truth
from berkas.evaluation.specimens.wording import Locale, in_words, long_date, money

_PARTIES: Final = frozenset(
    ("po_number", "po_date", "vendor_name", "vendor_address", "buyer_name", "buyer_address", "currency", "total_amount")
)


@dataclass(frozen=True, slots=True)
class _Style:
    """How a layout prints its lines and sums.

    Attributes:
        is_boxed: Its cells stand in a grid.
        is_joined: The unit stands in the cell of the quantity.
        prefix: Before the sums.
    """

    locale: Locale = "id"
    decimals: int = 0
    is_boxed: bool = False
    is_joined: bool = False
    prefix: str = ""


_PLAIN: Final = _Style()
_GRID: Final = _Style(is_boxed=True, prefix="Rp ")
_ENGLISH: Final = _Style("en", 2)


def _trader(canvas: Canvas, rng: random.Random) -> Truth:
    """A trader: letterhead, numbers at the right, supplier at the left, words, three signatures with names in parentheses."""
    trade = of_deal(rng)
    sheet = Sheet(canvas)
    sheet.text(40, 48, trade.buyer.name, 15, bold=True)
    sheet.text(40, 62, trade.buyer.address)
    sheet.text(40, 74, f"Telp. {trade.buyer.phone}  NPWP : {trade.buyer.npwp}")
    sheet.rule(40, 82, 555, width=1.2)
    sheet.text(297, 106, "PURCHASE ORDER", 15, bold=True, align="center")
    sheet.text(40, 130, "Kepada Yth.")
    sheet.text(40, 143, trade.seller.name, 10, bold=True)
    sheet.lines(40, 156, (trade.seller.street, trade.seller.city, f"Telp. {trade.seller.phone}"), leading=12)
    rows = (("No. PO", trade.order), ("Tanggal", f"{trade.ordered:%d-%m-%Y}"), ("Tgl. Pengiriman", f"{trade.shipped:%d-%m-%Y}"),
            ("Syarat Pembayaran", f"{trade.days} hari"))  # fmt: skip
    sheet.pairs(350, 130, rows, gap=90, leading=13)
    columns = (
        Column("no", "No", 40, 62, "center"), Column("code", "Kode", 62, 120), Column("description", "Nama Barang", 120, 290),
        Column("quantity", "Qty", 290, 330, "right"), Column("unit", "Satuan", 334, 380),
        Column("unit_price", "Harga Satuan", 384, 465, "right"), Column("amount", "Jumlah", 468, 555, "right"),
    )  # fmt: skip
    y = _table(sheet, columns, 206, trade, _GRID)
    sums = [("Sub Total", trade.subtotal), ("Diskon", trade.discount), ("PPN 11%", trade.tax), ("Total", trade.total)]
    y = _sums(sheet, y, sums, _GRID)
    sheet.text(40, y + 8, f"Terbilang : {in_words(trade.total).title()} Rupiah", 8)
    sheet.text(40, y + 26, f"Kirim ke : {', '.join(trade.warehouse)}")
    for place, (who, name) in enumerate(
        zip(("Dibuat oleh,", "Diperiksa oleh,", "Disetujui oleh,"), trade.people, strict=False)
    ):
        sheet.text(110 + 185 * place, y + 56, who, align="center")
        sheet.text(110 + 185 * place, y + 112, f"( {name} )", align="center")
    printed = _PARTIES | {
        "delivery_date", "vendor_phone", "buyer_npwp", "subtotal", "discount", "ppn_rate", "ppn_amount", "amount_in_words",
        "prepared_by", "checked_by", "approved_by",
    }  # fmt: skip
    return trade.order_truth(
        printed=printed,
        columns=names_of(columns),
        payment_terms=f"{trade.days} hari",
        ship_to=", ".join(trade.warehouse),
    )


def _system(canvas: Canvas, rng: random.Random) -> Truth:
    """A system in English: vendor and ship-to side by side, labels with colons at the right, decimals, prepared and approved by."""
    trade = of_deal(rng)
    sheet = Sheet(canvas, fonts=Fonts("Times-Roman", "Times-Bold"), type_size=9.5)
    sheet.text(40, 50, trade.buyer.name, 14, bold=True)
    sheet.lines(40, 64, (trade.buyer.street, trade.buyer.city), leading=12)
    sheet.text(555, 50, "Purchase Order", 18, bold=True, align="right")
    rows = (("PO Number", trade.order), ("PO Date", f"{trade.ordered:%d %b %Y}"), ("Delivery Date", f"{trade.shipped:%d %b %Y}"),
            ("Payment Terms", f"{trade.days} days"), ("Currency", "IDR"))  # fmt: skip
    for number, (label, value) in enumerate(rows):
        sheet.text(380, 72 + 13 * number, f"{label}:")
        sheet.text(555, 72 + 13 * number, value, align="right")
    sheet.box(40, 148, 250, 15, fill="#dddddd")
    sheet.box(305, 148, 250, 15, fill="#dddddd")
    sheet.text(44, 159, "Vendor", bold=True)
    sheet.text(309, 159, "Ship To", bold=True)
    sheet.lines(44, 175, (trade.seller.name, trade.seller.street, trade.seller.city), leading=12)
    sheet.lines(309, 175, trade.warehouse, leading=12)
    columns = (
        Column("no", "#", 40, 60, "center"), Column("description", "Item Description", 62, 290),
        Column("quantity", "Qty", 292, 330, "right"), Column("unit", "UoM", 336, 376),
        Column("unit_price", "Unit Price", 380, 465, "right"), Column("amount", "Amount", 468, 555, "right"),
    )  # fmt: skip
    y = _table(sheet, columns, 226, trade, _ENGLISH)
    sums = [
        ("Subtotal", trade.subtotal),
        ("Discount", trade.discount),
        ("VAT 11%", trade.tax),
        ("Grand Total", trade.total),
    ]
    y = _sums(sheet, y, sums, _ENGLISH)
    sheet.text(40, y + 40, "Prepared by")
    sheet.text(300, y + 40, "Approved by")
    sheet.text(40, y + 90, trade.people[0])
    sheet.text(300, y + 90, trade.people[2])
    printed = _PARTIES | {
        "delivery_date", "ship_to", "subtotal", "discount", "ppn_rate", "ppn_amount", "prepared_by", "approved_by",
    }  # fmt: skip
    return trade.order_truth(printed=printed, columns=names_of(columns), payment_terms=f"{trade.days} days")


def _workshop(canvas: Canvas, rng: random.Random) -> Truth:
    """A workshop's order without tax: labels in one column, the supplier among them, quantity and unit in one cell."""
    trade = of_deal(rng, lines=(2, 6), rate=0)
    sheet = Sheet(canvas, type_size=10)
    sheet.text(40, 50, "SURAT PESANAN", 15, bold=True)
    sheet.text(555, 46, trade.buyer.name, 11, bold=True, align="right")
    sheet.text(555, 59, trade.buyer.street, align="right")
    sheet.text(555, 71, trade.buyer.city, align="right")
    rows = (("No. Pesanan", trade.order), ("Supplier", trade.seller.name), ("Alamat", trade.seller.address),
            ("Telepon", trade.seller.phone), ("Dikirim tanggal", long_date(trade.shipped)))  # fmt: skip
    sheet.pairs(40, 92, rows, gap=100, leading=15)
    columns = (
        Column("no", "No.", 40, 66, "center"), Column("description", "Jenis Barang", 70, 300),
        Column("quantity", "Banyaknya", 304, 380), Column("unit_price", "@ Rp", 384, 460, "right"),
        Column("amount", "Jumlah Rp", 466, 555, "right"),
    )  # fmt: skip
    y = _table(sheet, columns, 178, trade, _Style(is_joined=True))
    sheet.text(460, y + 12, "TOTAL", bold=True, align="right")
    sheet.text(553, y + 12, money(trade.subtotal), bold=True, align="right")
    sheet.text(380, y + 50, f"{trade.buyer.town}, {long_date(trade.ordered)}")
    sheet.text(380, y + 64, "Pemesan,")
    sheet.text(380, y + 120, trade.people[0])
    printed = _PARTIES | {"delivery_date", "vendor_phone"}
    return trade.order_truth(
        printed=printed, columns=names_of(columns) | {"unit"}, total_amount=trade.subtotal, prepared_by=trade.people[0]
    )


def _table(sheet: Sheet, columns: Sequence[Column], y: float, trade: Trade, style: _Style = _PLAIN) -> float:
    """The lines of an order, ruled or in a grid; gives the y below."""
    left, right, top = columns[0].left, columns[-1].right, y
    sheet.rule(left, y, right)
    y = sheet.headings(columns, y + 12) + 1
    sheet.rule(left, y - 7, right)
    for good in trade.goods:
        quantity = money(good.quantity, style.locale)
        cells = {
            "no": f"{good.no}", "code": good.code, "description": good.description, "unit": good.unit,
            "quantity": f"{quantity} {good.unit}" if style.is_joined else quantity,
            "unit_price": money(good.price, style.locale, decimals=style.decimals),
            "amount": money(good.amount, style.locale, decimals=style.decimals),
        }  # fmt: skip
        y = sheet.row(columns, y + 6, cells) + 1
        if style.is_boxed:
            sheet.rule(left, y - 5, right, width=0.3)
    sheet.rule(left, y - 5, right)
    if style.is_boxed:
        for x in (*(column.left for column in columns), right):
            sheet.upright(x, top, y - 5)
    return y + 2


def _sums(sheet: Sheet, y: float, rows: Sequence[tuple[str, int]], style: _Style) -> float:
    """Labels and amounts, those of nothing left out; gives the y below."""
    for label, value in rows:
        if value:
            y += 14
            is_total = label in {"Total", "Grand Total"}
            sheet.text(390, y, label, bold=is_total)
            amount = money(value, style.locale, decimals=style.decimals)
            sheet.text(553, y, f"{style.prefix}{amount}", bold=is_total, align="right")
    return y + 8


LAYOUTS: Final[Mapping[str, Painter]] = {"trader": _trader, "system": _system, "workshop": _workshop}
