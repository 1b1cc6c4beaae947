"""Bank statements that no template is tuned on: without decimals, with two dates, a journal in English, an app's list."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from berkas.evaluation.specimens.drawing import Column, Painter, Sheet, Truth
from berkas.evaluation.specimens.ledgers import Ledger, Movement, make_ledger
from berkas.evaluation.specimens.typefaces import typeface
from berkas.evaluation.specimens.wording import SHORT_MONTHS, Locale, long_date, money

_LEFT: Final = 36
_RIGHT: Final = 559
_FOOT: Final = 770
_SUMS_HEIGHT: Final = 90

_PRINTED: Final = frozenset(
    {"bank", "account_number", "account_holder", "period_start", "period_end", "currency", "branch", "opening_balance",
     "closing_balance", "total_debit", "total_credit"}
)  # fmt: skip

_Cells = dict[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class _Form:
    """How a bank prints its pages.

    Attributes:
        columns: Of its table.
        head: Draws the head of a page, told its index; gives the y of the headings.
        cells: Printed texts of a booking by column.
        foot: Draws the foot of a page, told its index and whether another follows.
        leading: Between the lines of a booking.
        gap: Between bookings.
    """

    columns: Sequence[Column]
    head: Callable[[int], float]
    cells: Callable[[Movement], _Cells]
    foot: Callable[[int, bool], None]
    leading: float = 10
    gap: float = 3


def _lay_out(sheet: Sheet, form: _Form, ledger: Ledger, *, before: Mapping[str, str] | None = None) -> float:
    """Print every booking, turning pages as needed; gives the y after the last, with room for sums below it.

    Args:
        sheet: At its first page.
        form: How.
        ledger: What.
        before: Cells of a row above the first booking, such as the balance carried over.
    """
    page = 0
    y = _begin_table(sheet, form, page)
    if before:
        y = sheet.row(form.columns, y, before, leading=form.leading) + form.gap
    for movement in ledger.movements:
        cells = form.cells(movement)
        height = max(len(cell) for cell in cells.values() if isinstance(cell, list)) * form.leading
        if y + height > _FOOT:
            form.foot(page, True)
            sheet.next_page()
            page += 1
            y = _begin_table(sheet, form, page)
        y = sheet.row(form.columns, y, cells, leading=form.leading) + form.gap
    if y + _SUMS_HEIGHT > _FOOT:
        form.foot(page, True)
        sheet.next_page()
        page += 1
        y = form.head(page)
    form.foot(page, False)
    return y


def _begin_table(sheet: Sheet, form: _Form, page: int) -> float:
    y = form.head(page)
    sheet.rule(_LEFT, y - 10, _RIGHT)
    y = sheet.headings(form.columns, y, leading=form.leading)
    sheet.rule(_LEFT, y - 6, _RIGHT)
    return y + 7


def _sen(amount: int, locale: Locale, *, decimals: int = 2) -> str:
    return money(amount / 100, locale, decimals=decimals)


def _giro(canvas: Canvas, rng: random.Random) -> Truth:
    """Two dates without a year, whole rupiah, an empty cell for what did not move; sums on one line at the end."""
    ledger = make_ledger(rng, has_sen=False)
    sheet = Sheet(canvas, fonts=typeface("SourceSansPro"), type_size=8)

    def head(page: int) -> float:
        sheet.text(_RIGHT, 40, "Bank Specimen Samudra", size=14, bold=True, align="right")
        sheet.text(_LEFT, 40, "REKENING GIRO RUPIAH", size=11, bold=True)
        sheet.text(_RIGHT, 54, f"Lembar ke {page + 1}", align="right")
        rows = (
            ("NAMA", ledger.holder), ("ALAMAT", ledger.address[0]), ("", ledger.address[1]), ("NOMOR REKENING", ledger.account),
            ("PERIODE", f"{ledger.start:%d/%m/%Y} - {ledger.end:%d/%m/%Y}"), ("CABANG", ledger.branch), ("MATA UANG", "IDR"),
        )  # fmt: skip
        return sheet.pairs(_LEFT, 68, rows, gap=86, leading=11) + 18

    def foot(_page: int, has_next: bool) -> None:
        sheet.text(_LEFT, 800, "Dokumen dibuat oleh komputer, tidak memerlukan tanda tangan", size=7)
        if has_next:
            sheet.text(_RIGHT, 800, "dipindahkan ke lembar berikutnya", size=7, align="right")

    def cells(movement: Movement) -> _Cells:
        return {
            "date": f"{movement.day:%d/%m}", "value_date": f"{movement.value_day:%d/%m}", "description": list(movement.lines),
            "debit": _sen(movement.debit, "en", decimals=0) if movement.debit else "",
            "credit": _sen(movement.credit, "en", decimals=0) if movement.credit else "",
            "balance": _sen(movement.balance, "en", decimals=0),
        }  # fmt: skip

    columns = (
        Column("date", "TGL\nTRANS", 36, 66), Column("value_date", "TGL\nVALUTA", 72, 108),
        Column("description", "URAIAN", 116, 316), Column("debit", "DEBET", 320, 394, "right"),
        Column("credit", "KREDIT", 400, 474, "right"), Column("balance", "SALDO", 480, 556, "right"),
    )  # fmt: skip
    carried = {"description": "SALDO AWAL", "balance": _sen(ledger.opening, "en", decimals=0)}
    y = _lay_out(sheet, _Form(columns, head, cells, foot), ledger, before=carried) + 12
    sheet.rule(_LEFT, y - 14, _RIGHT)
    sheet.text(116, y, "TOTAL MUTASI", bold=True)
    sheet.text(394, y, _sen(ledger.total_debit, "en", decimals=0), bold=True, align="right")
    sheet.text(474, y, _sen(ledger.total_credit, "en", decimals=0), bold=True, align="right")
    sheet.text(116, y + 13, "SALDO AKHIR", bold=True)
    sheet.text(556, y + 13, _sen(ledger.closing, "en", decimals=0), bold=True, align="right")
    return ledger.truth(bank="Bank Specimen Samudra", printed=_PRINTED, columns=("value_date", "balance"))


def _journal(canvas: Canvas, rng: random.Random) -> Truth:
    """English; the amount before its mark DB or CR; branch and journal numbers; sums in the head."""
    ledger = make_ledger(rng)
    sheet = Sheet(canvas, fonts=typeface("Caladea"), type_size=7.5)

    def head(page: int) -> float:
        sheet.text(_LEFT, 40, "PT BANK CONTOH BAHARI", size=12, bold=True)
        sheet.text(_RIGHT, 40, "ACCOUNT STATEMENT", size=12, bold=True, align="right")
        sheet.text(_RIGHT, 52, f"Page {page + 1}", align="right")
        if page:
            return 78
        left = (
            ("Account No.", ledger.account), ("Account Name", ledger.holder), ("Branch", ledger.branch), ("Currency", "IDR"),
            ("Period", f"{ledger.start:%d-%b-%Y} to {ledger.end:%d-%b-%Y}"),
        )  # fmt: skip
        sheet.pairs(_LEFT, 70, left, gap=66, leading=11)
        right = (
            ("Beginning Balance", _sen(ledger.opening, "en")), ("Total Debit", _sen(ledger.total_debit, "en")),
            ("Total Credit", _sen(ledger.total_credit, "en")), ("Ending Balance", _sen(ledger.closing, "en")),
        )  # fmt: skip
        for number, (label, value) in enumerate(right):
            sheet.text(380, 70 + 11 * number, label)
            sheet.text(_RIGHT, 70 + 11 * number, value, align="right")
        return 142

    def foot(_page: int, has_next: bool) -> None:
        sheet.text(297, 800, "continued on next page" if has_next else "end of statement", align="center")

    def cells(movement: Movement) -> _Cells:
        return {
            "date": f"{movement.day:%d-%b-%y}", "value_date": f"{movement.value_day:%d-%b-%y}", "branch": movement.branch,
            "journal": f"{rng.randrange(10**5, 10**6)}", "description": list(movement.lines),
            "amount": _sen(movement.debit or movement.credit, "en"), "mark": "DB" if movement.debit else "CR",
            "balance": _sen(movement.balance, "en"),
        }  # fmt: skip

    columns = (
        Column("date", "Posting\nDate", 36, 76), Column("value_date", "Effective\nDate", 80, 120),
        Column("branch", "Branch", 124, 150), Column("journal", "Journal", 154, 186),
        Column("description", "Description", 190, 356),
        Column("amount", "Amount", 360, 440, "right"), Column("mark", "DB/CR", 448, 472),
        Column("balance", "Balance", 476, 556, "right"),
    )  # fmt: skip
    _lay_out(sheet, _Form(columns, head, cells, foot), ledger)
    return ledger.truth(bank="BANK CONTOH BAHARI", printed=_PRINTED, columns=("value_date", "branch", "balance"))


def _activity(canvas: Canvas, rng: random.Random) -> Truth:
    """An app's list: money in and out apart, the time below the day, wide rows with rules, no sums of in and out."""
    ledger = make_ledger(rng, has_sen=False, most=50)
    sheet = Sheet(canvas, fonts=typeface("Roboto"), type_size=8)

    def head(page: int) -> float:
        sheet.box(0, 0, sheet.width, 60, fill="#fdebd8")
        sheet.text(_LEFT, 38, "Laporan Mutasi Rekening", size=16, bold=True)
        sheet.text(_RIGHT, 38, "bank contoh digital", size=11, bold=True, align="right")
        if page:
            return 84
        sheet.text(_LEFT, 82, f"Periode: {long_date(ledger.start)} - {long_date(ledger.end)}")
        titles = ("Nama Pemilik", "Nomor Rekening", "Mata Uang", "Saldo Awal", "Saldo Akhir")
        values = (
            ledger.holder,
            ledger.account,
            "IDR",
            f"{money(ledger.opening // 100)}",
            f"{money(ledger.closing // 100)}",
        )
        places = (36, 216, 318, 380, 472)
        for x, title, value in zip(places, titles, values, strict=True):
            sheet.text(x, 104, title, size=7)
            sheet.text(x, 117, value, bold=True)
        return 150

    def foot(page: int, _has_next: bool) -> None:
        sheet.text(_LEFT, 806, "bank contoh digital adalah nama rekaan untuk pengujian", size=7)
        sheet.text(_RIGHT, 806, f"{page + 1}", size=7, align="right")

    def cells(movement: Movement) -> _Cells:
        return {
            "date": [_short(movement.day), f"{movement.clock:%H:%M:%S} WIB"], "description": list(movement.lines),
            "credit": f"{money(movement.credit // 100)}" if movement.credit else "-",
            "debit": f"{money(movement.debit // 100)}" if movement.debit else "-",
            "balance": f"{money(movement.balance // 100)}",
        }  # fmt: skip

    columns = (
        Column("date", "Tanggal & Waktu", 36, 112), Column("description", "Rincian Transaksi", 118, 318),
        Column("credit", "Uang Masuk (IDR)", 322, 398, "right"), Column("debit", "Uang Keluar (IDR)", 404, 480, "right"),
        Column("balance", "Saldo (IDR)", 486, 556, "right"),
    )  # fmt: skip
    _lay_out(sheet, _Form(columns, head, cells, foot, leading=11, gap=8), ledger)
    printed = _PRINTED - {"branch", "total_debit", "total_credit"}
    return ledger.truth(bank="bank contoh digital", printed=printed, columns=("time", "balance"))


def _short(day: date) -> str:
    return f"{day:%d} {SHORT_MONTHS[day.month - 1]} {day.year}"


LAYOUTS: Final[Mapping[str, Painter]] = {"giro": _giro, "journal": _journal, "activity": _activity}
