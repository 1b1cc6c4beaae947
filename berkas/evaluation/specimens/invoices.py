"""SPECIMEN invoices: a trader's with drawn lines, a consultant's in English, a taxpayer's with DPP of 11/12."""

import random
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from berkas.evaluation.specimens import software_invoices
from berkas.evaluation.specimens.deals import Deal, deal_truth, make_deal, without_columns
from berkas.evaluation.specimens.drawing import Column, Fonts, Painter, Sheet, Truth
from berkas.evaluation.specimens.exporter_invoice import exporter
from berkas.values.identifiers import npwp as npwp_number

MONTHS: Final = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)


def dotted(value: int) -> str:
    """1.234.567."""
    return f"{value:,}".replace(",", ".")


def in_indonesian(day: date) -> str:
    """17 Agustus 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _trade(canvas: Canvas, rng: random.Random) -> Truth:
    """An Indonesian trader: every cell in a drawn grid, tax on the price, words, bank."""
    deal = make_deal(rng, lines=(2, 9), rate=11)
    sheet = Sheet(canvas)
    sheet.text(40, 50, deal.seller.name, 15, bold=True)
    sheet.text(40, 65, deal.seller.address, 9)
    sheet.text(40, 78, f"Telp. {deal.seller.phone}   Email: {deal.seller.email}", 9)
    sheet.text(40, 91, f"NPWP : {npwp_number.format_15(deal.seller.npwp)}", 9)
    sheet.rule(40, 99, 555, width=1.2)
    sheet.text(298, 122, "FAKTUR PENJUALAN", 14, bold=True, align="center")
    sheet.text(40, 145, "Kepada Yth.", 9)
    sheet.text(40, 158, deal.buyer.name, 10, bold=True)
    sheet.text(40, 171, deal.buyer.address, 9)
    sheet.text(40, 184, f"NPWP : {npwp_number.format_15(deal.buyer.npwp)}", 9)
    pairs = (
        ("No. Faktur", deal.number),
        ("Tanggal", f"{deal.day:%d-%m-%Y}"),
        ("Jatuh Tempo", f"{deal.due:%d-%m-%Y}"),
        ("No. PO", deal.order),
    )
    for row, (label, value) in enumerate(pairs):
        sheet.text(360, 145 + 13 * row, label, 9)
        sheet.text(430, 145 + 13 * row, f": {value}", 9)
    columns = (
        Column("no", "No", 40, 62, "center"),
        Column("code", "Kode", 62, 120),
        Column("description", "Nama Barang", 120, 300),
        Column("quantity", "Qty", 300, 340, "right"),
        Column("unit", "Satuan", 340, 385, "center"),
        Column("price", "Harga Satuan", 385, 465, "right"),
        Column("amount", "Jumlah", 465, 555, "right"),
    )
    y = _grid(sheet, columns, 205, _cells(deal, dotted))
    y = _sums(
        sheet,
        y + 8,
        (
            ("Sub Total", dotted(deal.subtotal)),
            (f"PPN {deal.rate}%", dotted(deal.tax)),
            ("Total", f"Rp {dotted(deal.total)}"),
        ),
        labels_at=385,
        amounts_at=552,
    )
    sheet.text(40, y + 20, f"Terbilang : {deal.words.title()}", 9)
    sheet.text(40, y + 45, "Pembayaran ditransfer ke rekening:", 9)
    sheet.text(40, y + 58, f"Bank : {deal.bank}", 9)
    sheet.text(40, y + 71, f"No. Rekening : {deal.account}", 9)
    sheet.text(40, y + 84, f"a.n. {deal.seller.name}", 9)
    sheet.text(470, y + 45, "Hormat kami,", 9, align="center")
    sheet.text(470, y + 110, "( CONTOH SPECIMEN )", 9, align="center")
    truth = deal_truth(deal, dpp=None, payment_terms=None)
    return without_columns(truth, "discount")


def _service(canvas: Canvas, rng: random.Random) -> Truth:
    """A consultant who writes English and points as decimals; no lines but rules."""
    deal = make_deal(rng, lines=(1, 6), is_service=True, rate=rng.choice((0, 11)))
    sheet = Sheet(canvas, fonts=Fonts("Times-Roman", "Times-Bold"), type_size=10)
    money = "{:,.2f}".format
    sheet.text(555, 60, "INVOICE", 26, bold=True, align="right")
    sheet.text(40, 52, deal.seller.name, 13, bold=True)
    sheet.text(40, 68, deal.seller.street, 10)
    sheet.text(40, 81, deal.seller.city, 10)
    sheet.text(40, 94, f"Phone: {deal.seller.phone}", 10)
    sheet.text(40, 107, deal.seller.email, 10)
    sheet.text(40, 140, "Bill To", 10, bold=True)
    sheet.text(40, 154, deal.buyer.name, 10)
    sheet.text(40, 167, deal.buyer.street, 10)
    sheet.text(40, 180, deal.buyer.city, 10)
    pairs = (
        ("Invoice No", deal.number),
        ("Invoice Date", f"{deal.day:%d %b %Y}"),
        ("Due Date", f"{deal.due:%d %b %Y}"),
        ("PO Number", deal.order),
        ("Currency", "IDR"),
    )
    for row, (label, value) in enumerate(pairs):
        sheet.text(360, 140 + 14 * row, label, 10, bold=True)
        sheet.text(555, 140 + 14 * row, value, 10, align="right")
    columns = (
        Column("description", "Description", 40, 300),
        Column("quantity", "Qty", 300, 350, "right"),
        Column("price", "Unit Price", 350, 450, "right"),
        Column("amount", "Amount", 450, 555, "right"),
    )
    sheet.rule(40, 222, 555)
    y = sheet.headings(columns, 236) - 11
    sheet.rule(40, y + 6, 555)
    for cells in _cells(deal, money):
        y = sheet.row(columns, y + 20, cells) - 11
    sheet.rule(40, y + 8, 555)
    sums = [("Subtotal", money(deal.subtotal)), ("Total Due", money(deal.total))]
    if deal.rate:
        sums.insert(1, (f"VAT {deal.rate}%", money(deal.tax)))
    y = _sums(sheet, y + 12, sums, labels_at=370, amounts_at=552)
    sheet.text(40, y + 40, "Payment details", 10, bold=True)
    sheet.text(40, y + 54, f"Bank Name: {deal.bank}", 10)
    sheet.text(40, y + 67, f"Account Number: {deal.account}", 10)
    sheet.text(40, y + 80, f"Account Name: {deal.seller.name}", 10)
    sheet.text(40, y + 93, f"Terms: {deal.days} days", 10)
    truth = deal_truth(
        deal, seller_npwp=None, buyer_npwp=None, dpp=None, amount_in_words=None, payment_terms=f"{deal.days} days"
    )
    return without_columns(truth, "no", "code", "unit", "discount")


def _taxable(canvas: Canvas, rng: random.Random) -> Truth:
    """A taxpayer of PPN: discounts, DPP of 11/12, carriage, duty stamp; cells of several lines centred in their row."""
    deal = make_deal(rng, lines=(3, 12), rate=12, has_discounts=True, has_shipping=True)
    sheet = Sheet(canvas)
    sheet.text(298, 46, deal.seller.name, 16, bold=True, align="center")
    sheet.text(298, 61, f"{deal.seller.address} | Telp {deal.seller.phone}", 9, align="center")
    sheet.text(298, 74, f"NPWP {npwp_number.format_15(deal.seller.npwp)} | {deal.seller.email}", 9, align="center")
    sheet.rule(40, 82, 555)
    sheet.text(40, 104, "INVOICE", 16, bold=True)
    left = (
        ("Nomor Invoice", deal.number),
        ("Tgl. Invoice", in_indonesian(deal.day)),
        ("Tgl. Jatuh Tempo", in_indonesian(deal.due)),
    )
    for row, (label, value) in enumerate(left):
        sheet.text(40, 124 + 13 * row, label, 9)
        sheet.text(125, 124 + 13 * row, ": " + value, 9)
    right = (
        ("Pelanggan", deal.buyer.name),
        ("Alamat", deal.buyer.street),
        ("", deal.buyer.city),
        ("NPWP", npwp_number.format_15(deal.buyer.npwp)),
        ("No. PO", deal.order),
        ("Syarat Bayar", f"{deal.days} hari"),
    )
    for row, (label, value) in enumerate(right):
        sheet.text(320, 104 + 13 * row, label, 9)
        sheet.text(385, 104 + 13 * row, (": " if label else "  ") + value, 9)
    columns = (
        Column("no", "No.", 40, 62, "center"),
        Column("description", "Uraian", 62, 260),
        Column("quantity", "Jumlah", 260, 300, "right"),
        Column("unit", "Sat.", 300, 340, "center"),
        Column("price", "Harga\nSatuan", 340, 415, "right"),
        Column("discount", "Disc\n(%)", 415, 455, "right"),
        Column("amount", "Total (Rp)", 455, 555, "right"),
    )
    y = _grid(sheet, columns, 195, _cells(deal, lambda value: dotted(value) + ",00"), centred=True)

    def money(value: int) -> str:
        return f"Rp {dotted(value)},00"

    sums = [
        ("Jumlah", money(deal.subtotal)),
        ("DPP Nilai Lain", money(deal.base)),
        (f"PPN {deal.rate}%", money(deal.tax)),
        ("Ongkos Kirim", money(deal.shipping)),
        ("TOTAL TAGIHAN", money(deal.total)),
    ]
    if deal.discount:
        sums.insert(1, ("Potongan Harga", money(deal.discount)))
    end = _sums(sheet, y + 8, sums, labels_at=350, amounts_at=552)
    sheet.text(40, y + 20, "Terbilang:", 9)
    for row, words in enumerate(_wrapped(f"# {deal.words} #", 52)):
        sheet.text(40, y + 33 + 12 * row, words, 9)
    sheet.text(40, end + 20, f"Transfer ke {deal.bank}", 9)
    sheet.text(40, end + 33, f"No. Rek. {deal.account}", 9)
    sheet.text(40, end + 46, f"Atas Nama {deal.seller.name}", 9)
    sheet.box(400, end + 25, 80, 50)
    sheet.text(440, end + 42, "METERAI TEMPEL", 7, align="center")
    sheet.text(440, end + 56, "10000", 9, bold=True, align="center")
    sheet.text(440, end + 92, "CONTOH SPECIMEN", 9, align="center")
    truth = deal_truth(deal, amount_in_words=f"{deal.words}")
    return without_columns(truth, "code")


def _bilingual(canvas: Canvas, rng: random.Random) -> Truth:
    """An exporter who prints every label twice, his letterhead set right, the buyer's lines with labels of their own."""
    deal = make_deal(rng, lines=(2, 7), rate=rng.choice((11, 12)))
    sheet = Sheet(canvas, type_size=8.5)
    sheet.text(555, 70, deal.seller.name, 12, bold=True, align="right")
    for row, words in enumerate(
        (
            deal.seller.street,
            deal.seller.city,
            f"Tel. {deal.seller.phone}",
            f"NPWP {npwp_number.format_15(deal.seller.npwp)}",
        )
    ):
        sheet.text(555, 84 + 12 * row, words, align="right")
    sheet.text(40, 44, "FAKTUR / INVOICE", 14, bold=True)
    pairs = [
        ("Nomor / Number", deal.number),
        ("Tanggal / Date", in_indonesian(deal.day)),
        ("Jatuh Tempo / Due Date", in_indonesian(deal.due)),
    ]
    pairs += [("Kepada / To", deal.buyer.name), ("Alamat / Address", deal.buyer.street), ("", deal.buyer.city)]
    pairs += [("NPWP / Tax ID", npwp_number.format_15(deal.buyer.npwp))]
    sheet.pairs(40, 66, pairs, gap=110, leading=13)
    columns = (
        Column("no", "#", 40, 60, "center"),
        Column("code", "SKU", 60, 130),
        Column("description", "Keterangan\nDescription", 130, 300),
        Column("quantity", "Jumlah\nQuantity", 300, 350, "right"),
        Column("price", "Harga\nPrice", 350, 450, "right"),
        Column("amount", "Nilai\nAmount", 450, 555, "right"),
    )
    sheet.rule(40, 168, 555)
    y = sheet.headings(columns, 180) - 11
    sheet.rule(40, y + 5, 555)
    for cells in _cells(deal, dotted, with_units=True):
        y = sheet.row(columns, y + 16, cells) - 11
    sums = [("Subtotal / Sub Total", dotted(deal.subtotal))]
    sums += [("DPP / Tax Base", dotted(deal.base)), (f"PPN / VAT {deal.rate} %", dotted(deal.tax))]
    sums += [("Jumlah Tagihan / Total Due", f"IDR {dotted(deal.total)}")]
    y = _sums(sheet, y + 10, sums, labels_at=310, amounts_at=552)
    sheet.text(40, y + 22, "Terbilang / In words :")
    for row, words in enumerate(_wrapped(deal.words, 60)):
        sheet.text(140, y + 22 + 11 * row, words)
    sheet.pairs(
        40,
        y + 62,
        [
            ("Bank / Bank", deal.bank),
            ("No. Rekening / Account No.", deal.account),
            ("Atas Nama / Account Name", deal.seller.name),
        ],
        gap=130,
    )
    truth = deal_truth(deal, seller_email=None, po_number=None, payment_terms=None)
    return without_columns(truth, "discount")


def _cells(deal: Deal, money: Callable[[int], str], *, with_units: bool = False) -> list[dict[str, Sequence[str]]]:
    """The cells of every line, each as its printed lines."""
    return [
        {
            "no": (str(number),),
            "code": (item.code,),
            "description": tuple(filter(None, (item.description, item.detail))),
            "quantity": (f"{item.quantity} {item.unit}" if with_units else str(item.quantity),),
            "unit": (item.unit,),
            "price": (money(item.unit_price),),
            "discount": (f"{item.discount_percent}",) if item.discount_percent else (),
            "amount": (money(item.amount),),
        }
        for number, item in enumerate(deal.items, start=1)
    ]


def _grid(
    sheet: Sheet,
    columns: Sequence[Column],
    top: float,
    rows: Sequence[Mapping[str, Sequence[str]]],
    *,
    centred: bool = False,
) -> float:
    """Draw a table with lines around every cell; its bottom."""
    y = sheet.headings(columns, top + 12) - 5
    edges = [top, y]
    for cells in rows:
        depth = max(len(cells.get(column.name, ())) for column in columns)
        height = 11 * depth + 6
        for column in columns:
            words = cells.get(column.name, ())
            shift = (depth - len(words)) * 5.5 if centred else 0
            for number, line in enumerate(words):
                sheet.cell(column, y + 11 + shift + 11 * number, line)
        y += height
        edges.append(y)
    for edge in edges:
        sheet.rule(columns[0].left, edge, columns[-1].right)
    for x in [*(column.left for column in columns), columns[-1].right]:
        sheet.upright(x, top, y)
    return y


def _sums(sheet: Sheet, top: float, pairs: Sequence[tuple[str, str]], *, labels_at: float, amounts_at: float) -> float:
    for row, (label, value) in enumerate(pairs):
        is_last = row == len(pairs) - 1
        sheet.text(labels_at, top + 14 * (row + 1), label, 9.5, bold=is_last)
        sheet.text(amounts_at, top + 14 * (row + 1), value, 9.5, bold=is_last, align="right")
    return top + 14 * len(pairs)


def _wrapped(words: str, most: int) -> list[str]:
    lines = [""]
    for word in words.split():
        if len(lines[-1]) + len(word) + 1 > most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


LAYOUTS: Final[Mapping[str, Painter]] = {
    "trade": _trade,
    "service": _service,
    "taxable": _taxable,
    "bilingual": _bilingual,
    "exporter": exporter,
    **software_invoices.LAYOUTS,
}
