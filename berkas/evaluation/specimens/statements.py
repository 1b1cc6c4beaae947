"""SPECIMEN bank statements: columns of debit and credit, one column with a mark of debits, and an app's with signs."""

import random
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from berkas.evaluation.specimens.accounts import Account, account_truth, make_account, movement_truth, without_columns
from berkas.evaluation.specimens.drawing import Column, Fonts, Painter, Sheet, Truth
from berkas.evaluation.specimens.invoices import MONTHS

_BOTTOM: Final = 770


def english(value: Decimal) -> str:
    """1,234,567.89."""
    return f"{value:,.2f}"


def indonesian(value: Decimal) -> str:
    """1.234.567,89."""
    return english(value).translate(str.maketrans(",.", ".,"))


def _columns(canvas: Canvas, rng: random.Random) -> Truth:
    """Debits and credits in columns of their own, date with time, totals in a table at the end."""
    bank = "BANK SPECIMEN RAKYAT"
    account = make_account(rng, lines=(8, 45), digits=15)
    sheet = Sheet(canvas)
    columns = (
        Column("date", "Tanggal Transaksi", 30, 125),
        Column("details", "Uraian Transaksi", 125, 290),
        Column("teller", "Teller", 290, 335),
        Column("debit", "Debet", 335, 410, "right"),
        Column("credit", "Kredit", 410, 485, "right"),
        Column("balance", "Saldo", 485, 568, "right"),
    )

    def head() -> float:
        sheet.text(30, 40, bank, 14, bold=True)
        sheet.text(568, 40, "LAPORAN TRANSAKSI FINANSIAL", 11, bold=True, align="right")
        left = (("Kepada Yth.", ""), (account.holder, ""), (account.street, ""), (account.city, ""))
        for row, (words, _) in enumerate(left):
            sheet.text(30, 66 + 12 * row, words, 9)
        right = (
            ("No. Rekening", account.number),
            ("Nama Produk", "Simpanan CONTOH"),
            ("Valuta", "IDR"),
            ("Unit Kerja", account.branch),
            ("Periode Transaksi", f"{account.start:%d/%m/%y} - {account.end:%d/%m/%y}"),
        )
        for row, (label, value) in enumerate(right):
            sheet.text(330, 66 + 12 * row, label, 9)
            sheet.text(420, 66 + 12 * row, f": {value}", 9)
        y = sheet.headings(columns, 145) - 11
        sheet.rule(30, y + 5, 568)
        return y + 5

    y, page = head(), 1
    for movement in account.movements:
        cells = {
            "date": (f"{movement.moment:%d/%m/%y %H:%M:%S}",),
            "details": movement.details,
            "teller": (movement.branch,),
            "debit": (english(max(-movement.amount, Decimal())),),
            "credit": (english(max(movement.amount, Decimal())),),
            "balance": (english(movement.balance),),
        }
        if y + 14 + 11 * len(movement.details) > _BOTTOM:
            sheet.text(568, 800, f"Halaman {page}", 8, align="right")
            sheet.next_page()
            y, page = head(), page + 1
        y = sheet.row(columns, y + 14, cells) - 11
    if y + 60 > _BOTTOM:
        sheet.next_page()
        y = head()
    sheet.rule(30, y + 10, 568)
    sums = (
        ("Saldo Awal", account.opening),
        ("Total Transaksi Debet", account.debits),
        ("Total Transaksi Kredit", account.credits),
        ("Saldo Akhir", account.closing),
    )
    for place, (label, value) in enumerate(sums):
        sheet.text(155 + 135 * place, y + 26, label, 8.5, bold=True, align="right")
        sheet.text(155 + 135 * place, y + 39, english(value), 8.5, align="right")
    return without_columns(account_truth(account, bank), "value_date")


def _marked(canvas: Canvas, rng: random.Random) -> Truth:
    """One column of movements where debits are marked, days without year, balances on some rows only."""
    bank = "BANK CONTOH NUSANTARA"
    account = make_account(rng, lines=(6, 40), digits=10)
    sheet = Sheet(canvas, fonts=Fonts("Courier", "Courier-Bold"), type_size=8.5)
    columns = (
        Column("date", "TANGGAL", 30, 85),
        Column("details", "KETERANGAN", 85, 320),
        Column("branch", "CBG", 320, 360),
        Column("amount", "MUTASI", 360, 470, "right"),
        Column("balance", "SALDO", 470, 568, "right"),
    )

    def head(page: int) -> float:
        sheet.text(298, 36, "REKENING TAHAPAN", 13, bold=True, align="center")
        sheet.text(30, 52, f"PT {bank} TBK", 9)
        for row, words in enumerate((account.holder, account.street, account.city)):
            sheet.text(30, 74 + 12 * row, words, 9)
        right = (
            ("NO. REKENING", account.number),
            ("HALAMAN", f"{page}"),
            ("PERIODE", f"{MONTHS[account.start.month - 1].upper()} {account.start.year}"),
            ("MATA UANG", "IDR"),
        )
        for row, (label, value) in enumerate(right):
            sheet.text(330, 74 + 12 * row, label, 9)
            sheet.text(410, 74 + 12 * row, f": {value}", 9)
        sheet.rule(30, 128, 568)
        y = sheet.headings(columns, 141) - 11
        sheet.rule(30, y + 5, 568)
        return y + 5

    page = 1
    y = head(page)
    y = (
        sheet.row(
            columns,
            y + 14,
            {"date": (f"{account.start:%d/%m}",), "details": ("SALDO AWAL",), "balance": (english(account.opening),)},
        )
        - 11
    )
    shown = []
    for number, movement in enumerate(account.movements):
        is_last_of_day = (
            number + 1 == len(account.movements)
            or account.movements[number + 1].moment.date() != movement.moment.date()
        )
        has_branch = rng.random() < 0.4
        shown.append((is_last_of_day, has_branch))
        mark = " DB" if movement.amount < 0 else ""
        cells = {
            "date": (f"{movement.moment:%d/%m}",),
            "details": movement.details,
            "branch": (movement.branch,) if has_branch else (),
            "amount": (f"{english(abs(movement.amount))}{mark or '   '}",),
            "balance": (english(movement.balance),) if is_last_of_day else (),
        }
        if y + 16 + 11 * len(movement.details) > _BOTTOM:
            sheet.text(568, 800, "Bersambung ke Halaman berikut", 8, align="right")
            sheet.next_page()
            page += 1
            y = head(page)
        y = sheet.row(columns, y + 14, cells) - 11
    if y + 80 > _BOTTOM:
        sheet.next_page()
        y = 60
    debits = sum(movement.amount < 0 for movement in account.movements)
    sums = (
        ("SALDO AWAL", account.opening, ""),
        ("MUTASI CR", account.credits, f"{len(account.movements) - debits}"),
        ("MUTASI DB", account.debits, f"{debits}"),
        ("SALDO AKHIR", account.closing, ""),
    )
    for row, (label, value, count) in enumerate(sums):
        sheet.text(85, y + 30 + 12 * row, f"{label:12}: {english(value):>20}   {count}", 9)
    truth = account_truth(account, bank, branch=None)
    rows = [
        movement_truth(movement)
        | {"time": None, "value_date": None, "branch": movement.branch if has_branch else None}
        | ({} if has_balance else {"balance": None})
        for movement, (has_balance, has_branch) in zip(account.movements, shown, strict=True)
    ]
    return truth | {"transactions": rows}


def _app(canvas: Canvas, rng: random.Random) -> Truth:
    """An app's e-statement in two languages: signs, numbers of Indonesia, the time below the date."""
    bank = "BANK CONTOH MANDALA"
    account = make_account(rng, lines=(5, 30), digits=13)
    sheet = Sheet(canvas)
    columns = (
        Column("no", "No", 30, 55),
        Column("date", "Tanggal\nDate", 55, 130),
        Column("details", "Keterangan\nRemarks", 130, 370),
        Column("amount", "Nominal (IDR)\nAmount (IDR)", 370, 470, "right"),
        Column("balance", "Saldo (IDR)\nBalance (IDR)", 470, 568, "right"),
    )

    def table_head(y: float) -> float:
        end = sheet.headings(columns, y) - 11
        sheet.rule(30, end + 5, 568)
        return end + 5

    sheet.text(30, 44, "e-Statement", 18, bold=True)
    sheet.text(568, 44, bank, 12, bold=True, align="right")
    left = (
        ("Nama/Name", account.holder),
        ("Cabang/Branch", account.branch),
        ("Periode/Period", f"{account.start:%d} {_month(account, 0)} - {account.end:%d} {_month(account, 1)}"),
    )
    for row, (label, value) in enumerate(left):
        sheet.text(30, 75 + 14 * row, label, 9)
        sheet.text(115, 75 + 14 * row, f": {value}", 9)
    right = (("Nomor Rekening/Account Number", account.number), ("Mata Uang/Currency", "IDR"))
    for row, (label, value) in enumerate(right):
        sheet.text(340, 75 + 14 * row, label, 9)
        sheet.text(490, 75 + 14 * row, f": {value}", 9)
    sums = (
        ("Saldo Awal/Initial Balance", account.opening),
        ("Dana Masuk/Incoming Transactions", account.credits),
        ("Dana Keluar/Outgoing Transactions", account.debits),
        ("Saldo Akhir/Closing Balance", account.closing),
    )
    for row, (label, amount) in enumerate(sums):
        sheet.text(30, 130 + 14 * row, label, 9)
        sheet.text(330, 130 + 14 * row, indonesian(amount), 9, align="right")
    y, page = table_head(205), 1
    for number, movement in enumerate(account.movements, start=1):
        sign = "-" if movement.amount < 0 else "+"
        day = movement.moment
        cells = {
            "no": (f"{number}",),
            "date": (f"{day:%d} {MONTHS[day.month - 1][:3]} {day.year}", f"{day:%H:%M:%S} WIB"),
            "details": movement.details,
            "amount": (f"{sign}{indonesian(abs(movement.amount))}",),
            "balance": (indonesian(movement.balance),),
        }
        if y + 16 + 11 * max(2, len(movement.details)) > _BOTTOM:
            sheet.text(298, 800, f"{page} dari {page + 1}", 8, align="center")
            sheet.next_page()
            y, page = table_head(50), page + 1
        y = sheet.row(columns, y + 16, cells) - 11
        sheet.rule(30, y + 5, 568, width=0.2)
    sheet.text(30, 800, "CONTOH Call 0800-555-000. Berizin dan diawasi oleh otoritas contoh.", 7)
    return without_columns(account_truth(account, bank), "value_date", "branch")


def _month(account: Account, which: int) -> str:
    day = (account.start, account.end)[which]
    return f"{MONTHS[day.month - 1][:3]} {day.year}"


LAYOUTS: Final[Mapping[str, Painter]] = {"columns": _columns, "marked": _marked, "app": _app}
