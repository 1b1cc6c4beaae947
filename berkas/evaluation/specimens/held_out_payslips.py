"""Payslips that no template is tuned on: in English with sums right below each list, and on half a sheet with other wordings."""

import random
from collections.abc import Mapping
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from berkas.evaluation.specimens.drawing import Painter, Sheet, Truth
from berkas.evaluation.specimens.payslips import Wording, make_payslip
from berkas.evaluation.specimens.typefaces import typeface
from berkas.evaluation.specimens.wording import money
from berkas.values.identifiers import npwp as npwp_number

_ENGLISH: Final = Wording(
    basic="Basic Salary",
    earnings=("Meal Allowance", "Overtime", "Transport Allowance", "Housing Allowance", "Performance Bonus", "Phone Allowance"),
    insurances=("Health Insurance (BPJS)", "Old Age Security (JHT)", "Pension (JP)"),
    deductions=("Income Tax Art. 21", "Staff Loan", "Unpaid Leave", "Late Arrival"),
    positions=("Field Engineer", "Accountant", "Warehouse Clerk"),
    departments=("Engineering", "Finance", "Operations"),
    banks=("CIMB Niaga", "Permata", "Danamon"),
)  # fmt: skip
_OTHER: Final = Wording(
    basic="Upah Pokok",
    earnings=("Premi Hadir", "Upah Lembur", "Bonus Target", "Tunj. Perumahan", "Tunj. Masa Kerja", "Rapel"),
    insurances=("Iuran JKN", "Iuran JHT", "Iuran Jaminan Pensiun"),
    deductions=("Pajak Penghasilan", "Cicilan Motor", "Denda Terlambat", "Simpanan Wajib"),
    positions=("Juru Las", "Pengemudi", "Kasir Toko"),
    departments=("Armada", "Toko Pusat", "Bengkel"),
)  # fmt: skip


def _english(canvas: Canvas, rng: random.Random) -> Truth:
    """Titles centred over lists of unequal length, each with its sum right below."""
    slip = make_payslip(rng, _ENGLISH)
    sheet = Sheet(canvas, fonts=typeface("SourceSansPro"), type_size=10)
    sheet.text(555, 48, slip.company, size=13, bold=True, align="right")
    sheet.text(40, 48, "PAYSLIP", size=20, bold=True)
    sheet.text(40, 66, f"Pay period: {slip.month:%B %Y}")
    strip = (
        ("Employee Name", slip.name), ("Employee ID", slip.number), ("Position", slip.position), ("Department", slip.department),
        ("Payment Date", f"{slip.paid_on:%d %b %Y}"), ("Tax ID (NPWP)", npwp_number.format_15(slip.npwp)),
    )  # fmt: skip
    for number, (label, value) in enumerate(strip):
        left, top = 40 + 260 * (number % 2), 96 + 18 * (number // 2)
        sheet.text(left, top, label)
        sheet.text(left + 90, top, value, bold=True)
    sheet.text(160, 172, "Earnings", size=11, bold=True, align="center")
    sheet.text(430, 172, "Deductions", size=11, bold=True, align="center")
    for left, entries, label, total in (
        (40, slip.earnings, "Gross Pay", slip.gross),
        (310, slip.deductions, "Total Deductions", slip.deducted),
    ):
        y = 192.0
        for name, amount in entries:
            sheet.text(left, y, name)
            sheet.text(left + 240, y, money(amount, "en"), align="right")
            y += 16
        sheet.rule(left, y - 11, left + 240)
        sheet.text(left, y + 3, label, bold=True)
        sheet.text(left + 240, y + 3, money(total, "en"), bold=True, align="right")
    y = 192 + 16 * max(len(slip.earnings), len(slip.deductions)) + 40
    sheet.box(40, y - 16, 510, 26)
    sheet.text(50, y, "NET PAY", size=12, bold=True)
    sheet.text(540, y, f"IDR {money(slip.net, 'en')}", size=12, bold=True, align="right")
    sheet.text(40, y + 30, f"Paid to {slip.bank} account {slip.account}")
    return slip.truth(
        "employee_number", "position", "department", "npwp", "pay_date", "bank_name", "bank_account"
    )  # fmt: skip


def _half_sheet(canvas: Canvas, rng: random.Random) -> Truth:
    """Half a sheet across: other wordings, leaders of dots, the period as two dates."""
    slip = make_payslip(rng, _OTHER)
    sheet = Sheet(canvas, size=(595, 421), fonts=typeface("Caladea"), type_size=8.5)
    sheet.text(297, 34, "RINCIAN PEMBAYARAN GAJI", size=13, bold=True, align="center")
    sheet.text(297, 48, slip.company, align="center")
    last = (slip.month.replace(day=28)).strftime("%d-%m-%Y")
    pairs = (
        ("Periode Gaji", f"{slip.month:%d-%m-%Y} s/d {last}"), ("Nama Pekerja", slip.name), ("No. Induk", slip.number),
        ("Unit Kerja", slip.department), ("Golongan PTKP", slip.status),
    )  # fmt: skip
    y = sheet.pairs(36, 70, pairs, gap=90, leading=12) + 14
    columns = ((36, "PENERIMAAN UPAH", slip.earnings, "Jumlah Penerimaan", slip.gross),
               (310, "POTONGAN UPAH", slip.deductions, "Jumlah Potongan", slip.deducted))  # fmt: skip
    lines = max(len(slip.earnings), len(slip.deductions))
    for left, title, entries, label, total in columns:
        sheet.text(left, y, title, bold=True)
        for number, (name, amount) in enumerate((*entries, *[("", 0)] * (lines - len(entries)), (label, total))):
            if not name:
                continue
            here = y + 15 + 13 * number
            dots = "." * int((168 - sheet.text_width(name)) / sheet.text_width("."))
            sheet.text(left, here, f"{name} {dots}")
            sheet.text(left + 248, here, f"Rp {money(amount)},-", align="right")
    y += 15 + 13 * (lines + 1) + 12
    sheet.text(36, y, f"JUMLAH DITERIMA : Rp {money(slip.net)},-", bold=True)
    sheet.text(36, y + 14, f"( {slip.net_in_words} )")
    sheet.text(430, y + 24, f"Dibayarkan, {slip.paid_on:%d-%m-%Y}")
    return slip.truth("employee_number", "department", "ptkp_status", "amount_in_words", "pay_date")


LAYOUTS: Final[Mapping[str, Painter]] = {"english": _english, "half_sheet": _half_sheet}
