"""Financial statements that no template is tuned on: other words, thousands of rupiah, notes with letters."""

import random
from collections.abc import Mapping
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from berkas.evaluation.specimens.drawing import Painter, Sheet, Truth
from berkas.evaluation.specimens.financials import Words, draw_rows, make_statements
from berkas.evaluation.specimens.typefaces import typeface

_WORDS: Final = Words(
    current_assets=("Kas dan bank", "Piutang lain-lain", "Uang muka pembelian", "Biaya dibayar di muka"),
    other_assets=("Properti investasi", "Aset hak-guna", "Taksiran tagihan pajak"),
    liabilities=("Utang lain-lain", "Liabilitas imbalan kerja", "Liabilitas sewa", "Utang bank"),
    equity=("Modal ditempatkan dan disetor", "Cadangan umum", "Laba ditahan"),
    totals=("TOTAL ASET LANCAR", "TOTAL ASET", "TOTAL LIABILITAS", "TOTAL EKUITAS", "TOTAL LIABILITAS DAN EKUITAS"),
    profit=("Penjualan neto", "Beban pokok penjualan", "Laba bruto", "Beban umum dan administrasi", "Laba usaha", "Beban pajak",
            "Laba neto tahun berjalan"),
)  # fmt: skip


_ENGLISH: Final = Words(
    current_assets=("Cash on hand and in banks", "Trade receivables", "Inventories", "Prepaid taxes"),
    other_assets=("Property and equipment", "Intangible assets", "Deferred tax assets"),
    liabilities=("Trade payables", "Taxes payable", "Accrued expenses", "Long-term bank loans"),
    equity=("Share capital", "Additional paid-in capital", "Retained earnings"),
    totals=("Total current assets", "TOTAL ASSETS", "Total liabilities", "Total equity", "TOTAL LIABILITIES AND EQUITY"),
    groups=("ASSETS", "Current assets", "Non-current assets", "LIABILITIES AND EQUITY", "Liabilities", "Equity"),
    profit=("Revenue", "Cost of revenue", "Gross profit", "Operating expenses", "Operating profit", "Income tax expense",
            "Net profit"),
)  # fmt: skip


def _thousands(canvas: Canvas, rng: random.Random) -> Truth:
    """Wide margins, rules above sums, the years as dates above the columns, in thousands."""
    statements = make_statements(rng, _WORDS, digits=8)
    sheet = Sheet(canvas, fonts=typeface("SourceSerifPro"), type_size=9)
    for title, rows in (("Laporan Posisi Keuangan", statements.position), ("Laporan Laba Rugi", statements.profit)):
        sheet.text(64, 60, statements.company, 14, bold=True)
        sheet.text(64, 78, title, 12, bold=True)
        sheet.text(64, 92, f"Tanggal 31 Desember {statements.year}", 10)
        sheet.text(64, 105, "Angka disajikan dalam ribuan Rupiah", 8)
        sheet.text(330, 126, "Catatan", 8, align="center")
        sheet.text(430, 126, f"31 Des {statements.year}", 8, bold=True, align="right")
        sheet.text(531, 126, f"31 Des {statements.year - 1}", 8, bold=True, align="right")
        draw_rows(sheet, 148, rows, edges=(64, 330, 430, 531), leading=18)
        if rows is statements.position:
            sheet.next_page()
    return statements.truth(unit=1000, has_notes=True)


def _english(canvas: Canvas, rng: random.Random) -> Truth:
    """In English on one page, in millions, the years without notes in boxes."""
    statements = make_statements(rng, _ENGLISH)
    sheet = Sheet(canvas, fonts=typeface("Roboto"), type_size=8.5)
    sheet.text(70, 50, statements.company, 13, bold=True)
    sheet.text(70, 66, "BALANCE SHEET AND STATEMENT OF PROFIT OR LOSS", 10, bold=True)
    sheet.text(70, 79, f"As at 31 December {statements.year} (expressed in millions of Rupiah)", 8.5)
    sheet.box(330, 88, 200, 16, fill="#dde6ee")
    sheet.text(425, 99, f"{statements.year}", bold=True, align="right")
    sheet.text(525, 99, f"{statements.year - 1}", bold=True, align="right")
    y = draw_rows(sheet, 118, statements.position, edges=(70, 0, 425, 525), leading=15)
    draw_rows(sheet, y + 16, statements.profit, edges=(70, 0, 425, 525), leading=15)
    return statements.truth(unit=1_000_000, has_notes=False)


LAYOUTS: Final[Mapping[str, Painter]] = {"thousands": _thousands, "english": _english}
