"""Held-out SPECIMEN receipts: a company's form, the slip of an eatery, that of a store in English. See `held_out`."""

import random
from collections.abc import Mapping
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from berkas.evaluation.specimens.commerce.takings import make_acknowledged, make_sale
from berkas.evaluation.specimens.drawing import Painter, Sheet, Truth
from berkas.evaluation.specimens.typefaces import typeface
from berkas.evaluation.specimens.wording import MONTHS, SHORT_MONTHS, long_date, money
from berkas.model.extraction import Scalar

_DISHES: Final = (
    ("Soto Betawi", 36000), ("Gado-Gado", 24500), ("Rendang Daging", 45000), ("Es Jeruk", 12000), ("Nasi Putih", 7000),
    ("Tahu Isi (5 pcs)", 15000), ("Teh Tarik", 16000),
)  # fmt: skip
_WARES: Final = (
    ("Desk lamp LED", 189000), ("Extension cord 3m", 75500), ("AA batteries 4-pack", 42900), ("USB cable", 59000),
    ("Notebook A5", 23500), ("Paint brush 2in", 18900),
)  # fmt: skip


def _form(canvas: Canvas, rng: random.Random) -> Truth:
    """A company's form with a letterhead: the amount in a box above, the words of another order, the receiver at the foot."""
    paid = make_acknowledged(rng)
    sheet = Sheet(canvas, size=(595, 380), fonts=typeface("Caladea"), type_size=10.5)
    sheet.text(36, 40, paid.receiver.name, size=14, bold=True)
    sheet.text(36, 54, f"{paid.receiver.street} - {paid.receiver.city}")
    sheet.text(36, 67, f"Telp {paid.receiver.phone}")
    sheet.text(560, 42, "KUITANSI", size=20, bold=True, align="right")
    sheet.text(560, 62, f"Nomor {paid.number}", align="right")
    sheet.rule(36, 78, 560, width=1.5)
    rows = [("Telah diterima dari", paid.payer), ("Untuk keperluan", paid.purpose)]
    for number, (label, value) in enumerate(rows):
        sheet.text(36, 106 + 30 * number, label)
        sheet.text(160, 106 + 30 * number, f": {value}")
        sheet.rule(166, 109 + 30 * number, 556, width=0.3)
    sheet.text(36, 166, "Sebesar")
    sheet.text(160, 166, f": Rp {money(paid.amount)},-", bold=True)
    sheet.text(36, 196, "Terbilang")
    sheet.text(160, 196, ":")
    sheet.lines(168, 196, sheet.wrap(f"{paid.words.capitalize()}", 380), leading=14)
    sheet.text(400, 260, f"{paid.receiver.city}, {long_date(paid.day, MONTHS)}")
    sheet.text(400, 274, "Penerima,")
    sheet.text(400, 338, f"({paid.signer})")
    return paid.truth(merchant_address=paid.receiver.address)


def _eatery(canvas: Canvas, rng: random.Random) -> Truth:
    """An eatery: quantity before the dish, the amount alone, tax and service by their own words, paid by another way than cash."""
    sale = make_sale(
        rng, shops=("DEPOT CONTOH SEDAP", "SPECIMEN KITCHEN"), goods=_DISHES, tax_rate=10, service_rate=5,
        methods=("QRIS", "Debit", "Tunai"),
    )  # fmt: skip
    sheet = Sheet(canvas, size=(240, 400 + 14 * len(sale.items)), fonts=typeface("Roboto"), type_size=9)
    head = (sale.shop.street, sale.shop.city, f"Telp: {sale.shop.phone}")
    sheet.text(120, 34, sale.shop.name, size=13, bold=True, align="center")
    for number, line in enumerate(head):
        sheet.text(120, 48 + 12 * number, line, align="center")
    sheet.text(14, 96, f"No. Struk  {sale.number}")
    sheet.text(14, 109, f"{long_date(sale.at.date(), SHORT_MONTHS)}  {sale.at:%H:%M}")
    sheet.text(226, 109, "Meja 07", align="right")
    sheet.rule(14, 116, 226)
    y = 132.0
    for item in sale.items:
        sheet.text(14, y, f"{item.quantity}x")
        sheet.text(38, y, item.name)
        sheet.text(226, y, money(item.amount), align="right")
        y += 14
    sheet.rule(14, y - 8, 226)
    sums = [("Subtotal", sale.subtotal)]
    sums += [("Diskon", sale.discount)] if sale.discount else []
    sums += [("Service Charge 5%", sale.service), ("PB1 10%", sale.tax), ("Total Bayar", sale.total)]
    for label, value in sums:
        y += 14
        sheet.text(14, y, label, bold=label == "Total Bayar")
        sheet.text(226, y, money(value), bold=label == "Total Bayar", align="right")
    sheet.text(14, y + 20, f"Pembayaran: {sale.method}")
    if sale.method == "Tunai":
        sheet.text(14, y + 34, "Uang Diterima")
        sheet.text(226, y + 34, money(sale.paid), align="right")
        sheet.text(14, y + 48, "Kembali")
        sheet.text(226, y + 48, money(sale.change), align="right")
    sheet.text(120, y + 76, "Terima kasih atas kunjungan Anda", align="center")
    printed = {"merchant_address", "currency", "subtotal", "discount", "service_charge", "tax"}
    is_cash = sale.method == "Tunai"
    rows: list[dict[str, Scalar]] = [
        {"name": item.name, "quantity": item.quantity, "unit_price": None, "amount": item.amount} for item in sale.items
    ]
    return sale.truth(
        printed=printed | ({"cash_paid", "change"} if is_cash else set()), items=rows,
        payment_method={"Tunai": "CASH", "Debit": "DEBIT_CARD", "QRIS": "QRIS"}[sale.method],
    )  # fmt: skip


def _store(canvas: Canvas, rng: random.Random) -> Truth:
    """A store in English: labels with colons, headings, one line for each item, tax included in a line of its own."""
    sale = make_sale(
        rng, shops=("SPECIMEN HARDWARE", "CONTOH STATIONERY"), goods=_WARES, tax_rate=11, methods=("Cash",)
    )
    sheet = Sheet(canvas, size=(280, 430 + 14 * len(sale.items)), fonts=typeface("SourceSansPro"), type_size=9.5)
    sheet.text(20, 36, sale.shop.name, size=14, bold=True)
    sheet.text(20, 50, sale.shop.street)
    sheet.text(20, 62, sale.shop.city)
    sheet.text(20, 80, f"Receipt: {sale.number}")
    sheet.text(20, 93, f"Date: {sale.at:%d/%m/%Y}")
    sheet.text(260, 93, f"Time: {sale.at:%H:%M}", align="right")
    places = ((20, "Item", "left"), (150, "Qty", "right"), (205, "Price", "right"), (260, "Total", "right"))
    sheet.rule(20, 102, 260)
    for x, title, align in places:
        sheet.text(x, 115, title, bold=True, align=align)  # type: ignore[arg-type]
    y = 120.0
    for item in sale.items:
        y += 14
        sheet.text(20, y, item.name)
        for x, value in ((150, item.quantity), (205, item.price), (260, item.amount)):
            sheet.text(x, y, money(value, "en"), align="right")
    sheet.rule(20, y + 6, 260)
    sums = [("Subtotal", sale.subtotal), ("Discount", sale.discount), ("VAT 11%", sale.tax), ("TOTAL", sale.total),
            ("Cash", sale.paid), ("Change", sale.change)]  # fmt: skip
    for label, value in sums:
        if value or label != "Discount":
            y += 16
            sheet.text(120, y, label, bold=label == "TOTAL")
            sheet.text(260, y, money(value, "en"), bold=label == "TOTAL", align="right")
    sheet.text(140, y + 30, "Thank you, please come again", align="center")
    printed = {"merchant_address", "subtotal", "discount", "tax", "cash_paid", "change"}
    return sale.truth(printed=printed, payment_method="CASH")


LAYOUTS: Final[Mapping[str, Painter]] = {"company_form": _form, "eatery": _eatery, "store": _store}
