"""SPECIMEN payslips: earnings and deductions as lists beside each other, below each other, or as two columns of amounts."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from berkas.evaluation.specimens.drawing import Column, Fonts, Painter, Sheet, Truth
from berkas.evaluation.specimens.people import make_company, make_npwp, make_person
from berkas.evaluation.specimens.wording import MONTHS, in_words, long_date, money
from berkas.values.identifiers import npwp as npwp_number

Entry = tuple[str, int]
"""What an amount is for, and the amount in rupiah."""

EARNINGS: Final = (
    "Tunjangan Jabatan", "Tunjangan Transport", "Uang Makan", "Tunjangan Komunikasi", "Tunjangan Keluarga", "Lembur",
    "Insentif Kinerja", "Tunjangan Shift Malam",
)  # fmt: skip
DEDUCTIONS: Final = ("PPh 21", "Pinjaman Koperasi", "Kasbon", "Potongan Absensi", "Iuran Serikat")
INSURANCES: Final = ("BPJS Kesehatan (1%)", "BPJS Ketenagakerjaan JHT (2%)", "BPJS Ketenagakerjaan JP (1%)")
POSITIONS: Final = ("Staf Administrasi", "Supervisor Gudang", "Analis Keuangan", "Operator Produksi", "Kepala Regu")
DEPARTMENTS: Final = ("Keuangan", "Produksi", "Logistik", "Sumber Daya Manusia", "Pemasaran")
STATUSES: Final = ("TK/0", "TK/1", "K/0", "K/1", "K/2", "K/3", "K/I/1")
BANKS: Final = ("BCA", "Bank Mandiri", "BNI", "BRI")


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a set of payslips: basic pay, other earnings, deductions, insurances."""

    basic: str = "Gaji Pokok"
    earnings: Sequence[str] = EARNINGS
    insurances: Sequence[str] = INSURANCES
    deductions: Sequence[str] = DEDUCTIONS
    positions: Sequence[str] = POSITIONS
    departments: Sequence[str] = DEPARTMENTS
    banks: Sequence[str] = BANKS


@dataclass(frozen=True, slots=True)
class Payslip:
    """A payslip of somebody who does not exist; its sums close."""

    company: str
    name: str
    number: str
    position: str
    department: str
    status: str
    npwp: str
    month: date
    paid_on: date
    bank: str
    account: str
    earnings: tuple[Entry, ...]
    deductions: tuple[Entry, ...]

    @property
    def gross(self) -> int:
        """Sum of the earnings."""
        return sum(amount for _, amount in self.earnings)

    @property
    def deducted(self) -> int:
        """Sum of the deductions."""
        return sum(amount for _, amount in self.deductions)

    @property
    def net(self) -> int:
        """What is paid."""
        return self.gross - self.deducted

    @property
    def period(self) -> str:
        """``Maret 2026``."""
        return f"{MONTHS[self.month.month - 1]} {self.month.year}"

    @property
    def net_in_words(self) -> str:
        """``Enam juta rupiah``."""
        return f"{in_words(self.net).capitalize()} rupiah"

    def truth(self, *printed: str) -> Truth:
        """Canonical values; of the optional ones those that are printed."""
        optional: Truth = {
            "employee_number": self.number, "position": self.position, "department": self.department, "ptkp_status": self.status,
            "npwp": npwp_number.format_15(self.npwp), "pay_date": self.paid_on.isoformat(), "amount_in_words": self.net_in_words,
            "bank_name": self.bank.upper(), "bank_account": self.account,
        }  # fmt: skip
        return {
            "company_name": self.company, "employee_name": self.name, "period": f"{self.month:%Y-%m}",
            "earnings": [{"name": name, "amount": amount} for name, amount in self.earnings],
            "deductions": [{"name": name, "amount": amount} for name, amount in self.deductions],
            "gross_pay": self.gross, "total_deductions": self.deducted, "net_pay": self.net,
            **{name: value if name in printed else None for name, value in optional.items()},
        }  # fmt: skip


def make_payslip(rng: random.Random, wording: Wording | None = None) -> Payslip:
    """A payslip with three to seven earnings and three to six deductions."""
    words = wording or Wording()
    person = make_person(rng)
    basic = rng.randrange(35, 180) * 100_000
    extras = [(name, rng.randrange(1, 30) * 50_000) for name in rng.sample(words.earnings, rng.randrange(2, 7))]
    insurances = [(name, basic * percent // 100) for name, percent in zip(words.insurances, (1, 2, 1), strict=True)]
    others = [(name, rng.randrange(1, 240) * 2_500) for name in rng.sample(words.deductions, rng.randrange(0, 4))]
    month = date(2024, 1, 1) + timedelta(days=rng.randrange(900))
    return Payslip(
        company=make_company(rng),
        name=person.name,
        number=rng.choice(
            (f"{rng.randrange(10**6):06d}", f"EMP-{rng.randrange(10**4):04d}", f"{month:%y%m}.{rng.randrange(10**3):03d}")
        ),
        position=rng.choice(words.positions),
        department=rng.choice(words.departments),
        status=rng.choice(STATUSES),
        npwp=make_npwp(rng),
        month=month.replace(day=1),
        paid_on=month.replace(day=25),
        bank=rng.choice(words.banks),
        account=f"9{rng.randrange(10**9):09d}",
        earnings=((words.basic, basic), *extras),
        deductions=(*insurances, *others),
    )  # fmt: skip


def _beside(canvas: Canvas, rng: random.Random) -> Truth:
    """Two lists beside each other below their titles, sums on one line."""
    slip = make_payslip(rng)
    sheet = Sheet(canvas, type_size=9.5)
    sheet.text(40, 50, slip.company, size=14, bold=True)
    sheet.text(40, 64, "Jl. Contoh Industri No. 8, Bekasi 17530")
    sheet.rule(40, 74, 555, width=1)
    sheet.text(297, 98, "SLIP GAJI", size=15, bold=True, align="center")
    sheet.text(297, 113, f"Periode : {slip.period}", align="center")
    left = (("NIK", slip.number), ("Nama", slip.name), ("Jabatan", slip.position))
    right = (("Departemen", slip.department), ("Status PTKP", slip.status), ("NPWP", npwp_number.format_15(slip.npwp)))
    sheet.pairs(40, 140, left, gap=70)
    y = sheet.pairs(320, 140, right, gap=80) + 14
    sheet.box(40, y - 12, 250, 17, fill="#dbe5f0")
    sheet.box(305, y - 12, 250, 17, fill="#dbe5f0")
    sheet.text(46, y, "PENERIMAAN", bold=True)
    sheet.text(311, y, "POTONGAN", bold=True)
    top = y + 18
    for left_edge, entries in ((46, slip.earnings), (311, slip.deductions)):
        for number, (name, amount) in enumerate(entries):
            sheet.text(left_edge, top + 15 * number, name)
            sheet.text(left_edge + 165, top + 15 * number, "Rp")
            sheet.text(left_edge + 238, top + 15 * number, money(amount), align="right")
    y = top + 15 * max(len(slip.earnings), len(slip.deductions)) + 6
    sheet.rule(40, y - 12, 290)
    sheet.rule(305, y - 12, 555)
    for left_edge, label, amount in ((46, "Total Penerimaan", slip.gross), (311, "Total Potongan", slip.deducted)):
        sheet.text(left_edge, y, label, bold=True)
        sheet.text(left_edge + 165, y, "Rp", bold=True)
        sheet.text(left_edge + 238, y, money(amount), bold=True, align="right")
    sheet.text(46, y + 30, "GAJI BERSIH", size=11, bold=True)
    sheet.text(150, y + 30, f": Rp {money(slip.net)}", size=11, bold=True)
    sheet.text(46, y + 46, f"Terbilang : {slip.net_in_words}")
    sheet.text(400, y + 76, f"Bekasi, {long_date(slip.paid_on)}")
    sheet.text(400, y + 90, "Bagian Personalia")
    return slip.truth("employee_number", "position", "department", "ptkp_status", "npwp", "amount_in_words", "pay_date")


def _ruled(canvas: Canvas, rng: random.Random) -> Truth:
    """One grid of four columns, whose headings are the titles of the lists; rows that only one side has."""
    slip = make_payslip(rng)
    sheet = Sheet(canvas, fonts=Fonts("Times-Roman", "Times-Bold"), type_size=10)
    sheet.text(297, 48, slip.company, size=14, bold=True, align="center")
    sheet.text(297, 66, "SLIP GAJI KARYAWAN", size=12, bold=True, align="center")
    pairs = (
        ("Nama Karyawan", slip.name), ("No. Karyawan", slip.number), ("Jabatan", slip.position), ("Bulan", slip.period),
        ("Tanggal Bayar", f"{slip.paid_on:%d/%m/%Y}"),
    )  # fmt: skip
    y = sheet.pairs(60, 92, pairs, gap=110, leading=15) + 14
    columns = (
        Column("a", "Pendapatan", 60, 190), Column("b", "Jumlah (Rp)", 192, 290, "right"),
        Column("c", "Potongan", 298, 440), Column("d", "Jumlah (Rp)", 442, 535, "right"),
    )  # fmt: skip
    sheet.rule(58, y - 13, 537)
    y = sheet.headings(columns, y) + 6
    sheet.rule(58, y - 13, 537)
    for number in range(max(len(slip.earnings), len(slip.deductions))):
        cells: dict[str, str] = {}
        for keys, entries in (("ab", slip.earnings), ("cd", slip.deductions)):
            if number < len(entries):
                cells |= {keys[0]: entries[number][0], keys[1]: money(entries[number][1])}
        y = sheet.row(columns, y, cells, leading=12) + 4
    sheet.rule(58, y - 12, 537)
    sums = {"a": "Jumlah Pendapatan", "b": money(slip.gross), "c": "Jumlah Potongan", "d": money(slip.deducted)}
    y = sheet.row(columns, y + 2, sums) + 16
    sheet.text(60, y, "Gaji yang Diterima (Take Home Pay)", bold=True)
    sheet.text(535, y, f"Rp {money(slip.net)}", bold=True, align="right")
    sheet.text(60, y + 18, f"Ditransfer ke rekening {slip.bank} No. {slip.account}")
    return slip.truth("employee_number", "position", "pay_date", "bank_name", "bank_account")


def _sections(canvas: Canvas, rng: random.Random) -> Truth:
    """One list below the other, numbered, with the hours of what is paid by the hour between."""
    slip = make_payslip(rng)
    sheet = Sheet(canvas, size=(420, 595), fonts=Fonts("Courier", "Courier-Bold"), type_size=8.5)
    sheet.text(30, 40, slip.company, bold=True, size=11)
    sheet.text(390, 40, "SLIP GAJI", bold=True, size=11, align="right")
    sheet.rule(30, 48, 390)
    pairs = (
        ("Periode", slip.period), ("NIP", slip.number), ("Nama", slip.name), ("Bagian", slip.department), ("Status", slip.status),
        ("No. Rekening", f"{slip.account} ({slip.bank})"),
    )  # fmt: skip
    y = sheet.pairs(30, 64, pairs, gap=90, leading=12) + 14
    for title, entries, label, total in (
        ("A. PENDAPATAN", slip.earnings, "Total Pendapatan", slip.gross),
        ("B. POTONGAN", slip.deductions, "Total Potongan", slip.deducted),
    ):
        sheet.text(30, y, title, bold=True)
        y += 13
        for number, (name, amount) in enumerate(entries, start=1):
            sheet.text(40, y, f"{number}. {name}")
            if name == "Lembur":
                sheet.text(205, y, f"{amount // 25_000} jam x 25.000")
            sheet.text(390, y, money(amount), align="right")
            y += 12
        sheet.rule(300, y - 8, 390)
        sheet.text(40, y + 3, label, bold=True)
        sheet.text(390, y + 3, money(total), bold=True, align="right")
        y += 22
    sheet.text(30, y, "C. TAKE HOME PAY (A - B)", bold=True)
    sheet.text(390, y, money(slip.net), bold=True, align="right")
    sheet.text(30, y + 14, f"Terbilang: {slip.net_in_words}", size=7)
    return slip.truth("employee_number", "department", "ptkp_status", "bank_name", "bank_account", "amount_in_words")


def _two_columns(canvas: Canvas, rng: random.Random) -> Truth:
    """One list of texts; the amounts of what is earned and of what is deducted in columns of their own."""
    slip = make_payslip(rng)
    sheet = Sheet(canvas, type_size=9)
    sheet.text(40, 46, slip.company, size=13, bold=True)
    sheet.text(40, 66, "Payslip / Slip Gaji", size=12, bold=True)
    sheet.text(555, 46, slip.period, size=11, align="right")
    pairs = (
        ("Nama Pegawai", slip.name),
        ("Nomor Pegawai", slip.number),
        ("Divisi", slip.department),
        ("Posisi", slip.position),
    )
    y = sheet.pairs(40, 90, pairs, gap=90) + 14
    columns = (
        Column("no", "No", 40, 62, "right"), Column("name", "Keterangan", 70, 320),
        Column("plus", "Penghasilan", 330, 440, "right"), Column("minus", "Potongan", 450, 555, "right"),
    )  # fmt: skip
    sheet.rule(40, y - 12, 555)
    y = sheet.headings(columns, y) + 5
    sheet.rule(40, y - 11, 555)
    entries = [(name, amount, "plus") for name, amount in slip.earnings]
    entries += [(name, amount, "minus") for name, amount in slip.deductions]
    for number, (name, amount, key) in enumerate(entries, start=1):
        y = sheet.row(columns, y, {"no": str(number), "name": name, key: money(amount)}) + 3
    sheet.rule(40, y - 9, 555)
    y = sheet.row(columns, y + 3, {"name": "Jumlah", "plus": money(slip.gross), "minus": money(slip.deducted)}) + 14
    sheet.text(70, y, "Gaji Bersih Diterima", bold=True)
    sheet.text(555, y, f"Rp{money(slip.net)}", bold=True, align="right")
    sheet.text(40, y + 22, f"NPWP {npwp_number.format_15(slip.npwp)}   Status PTKP {slip.status}")
    return slip.truth("employee_number", "position", "department", "npwp", "ptkp_status")


LAYOUTS: Final[Mapping[str, Painter]] = {
    "beside": _beside,
    "ruled": _ruled,
    "sections": _sections,
    "two_columns": _two_columns,
}
