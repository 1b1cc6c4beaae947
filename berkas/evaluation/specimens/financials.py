"""SPECIMEN financial statements: position and profit or loss of two years, with notes and in units."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from berkas.evaluation.specimens.drawing import Fonts, Painter, Sheet, Truth
from berkas.evaluation.specimens.people import make_company
from berkas.evaluation.specimens.wording import money

Amounts = tuple[int, int]
"""Of this year and of the year before."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a statement; a title of a group has no amounts."""

    label: str
    amounts: Amounts | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """What the rows of a set of statements are called, in their order."""

    current_assets: Sequence[str] = ("Kas dan setara kas", "Piutang usaha", "Persediaan", "Pajak dibayar di muka")
    other_assets: Sequence[str] = ("Aset tetap - neto", "Aset takberwujud", "Aset pajak tangguhan")
    liabilities: Sequence[str] = ("Utang usaha", "Utang pajak", "Beban akrual", "Pinjaman bank jangka panjang")
    equity: Sequence[str] = ("Modal saham", "Tambahan modal disetor", "Saldo laba")
    totals: Sequence[str] = (
        "Jumlah aset lancar", "JUMLAH ASET", "Jumlah liabilitas", "Jumlah ekuitas", "JUMLAH LIABILITAS DAN EKUITAS",
    )  # fmt: skip
    groups: Sequence[str] = (
        "ASET",
        "Aset lancar",
        "Aset tidak lancar",
        "LIABILITAS DAN EKUITAS",
        "Liabilitas",
        "Ekuitas",
    )
    profit: Sequence[str] = (
        "Pendapatan", "Beban pokok pendapatan", "Laba kotor", "Beban usaha", "Laba usaha", "Beban pajak penghasilan",
        "Laba bersih tahun berjalan",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Statements:
    """Statements of a company that does not exist; both sides are equal."""

    company: str
    year: int
    position: tuple[Row, ...]
    profit: tuple[Row, ...]
    sums: Mapping[str, int]

    def truth(self, *, unit: int | None, has_notes: bool) -> Truth:
        """Canonical values; amounts as printed, in the unit of the statements."""
        rows = [row for row in (*self.position, *self.profit) if row.amounts is not None]
        return {
            "company_name": self.company, "period_end": f"{self.year}-12-31", "currency": "IDR", "unit_scale": unit, **self.sums,
            "line_items": [
                {"label": row.label, "note": row.note if has_notes else None, "current": row.amounts[0], "previous": row.amounts[1]}
                for row in rows if row.amounts is not None
            ],
        }  # fmt: skip


def make_statements(rng: random.Random, words: Words | None = None, *, digits: int = 6) -> Statements:
    """Statements whose amounts have about that number of digits."""
    names = words or Words()

    def amounts() -> Amounts:
        first = rng.randrange(10 ** (digits - 2), 10**digits)
        return first, max(1, first + rng.randrange(-first // 3, first // 3))

    def rows(labels: Sequence[str]) -> list[Row]:
        return [Row(label, amounts(), f"{rng.randrange(3, 30)}") for label in labels]

    def total(label: str, *parts: Sequence[Row]) -> Row:
        own = [row.amounts for part in parts for row in part if row.amounts is not None]
        return Row(label, (sum(a for a, _ in own), sum(b for _, b in own)))

    current, other, liabilities = rows(names.current_assets), rows(names.other_assets), rows(names.liabilities)
    assets, owed = total(names.totals[1], current, other), total(names.totals[2], liabilities)
    equity = rows(names.equity[:-1])
    rest = [assets.amounts[n] - owed.amounts[n] - sum(row.amounts[n] for row in equity if row.amounts) for n in (0, 1)
            if assets.amounts and owed.amounts]  # fmt: skip
    equity.append(Row(names.equity[-1], (rest[0], rest[1])))
    own = total(names.totals[3], equity)
    position = (
        Row(names.groups[0]), Row(names.groups[1]), *current, total(names.totals[0], current), Row(names.groups[2]), *other, assets,
        Row(names.groups[3]), Row(names.groups[4]), *liabilities, owed, Row(names.groups[5]), *equity, own,
        total(names.totals[4], [owed], [own]),
    )  # fmt: skip
    return Statements(
        make_company(rng), rng.randrange(2021, 2026), position, *_profit(rng, names, digits, (assets, owed, own))
    )


def _profit(
    rng: random.Random, names: Words, digits: int, totals: tuple[Row, Row, Row]
) -> tuple[tuple[Row, ...], Mapping[str, int]]:
    """Profit or loss, and the sums of both statements by the name of their field."""
    columns = []
    for _ in (0, 1):
        revenue = rng.randrange(5 * 10 ** (digits - 1), 9 * 10**digits)
        cost, expenses = revenue * rng.randrange(40, 80) // 100, revenue * rng.randrange(5, 19) // 100
        tax = (revenue - cost - expenses) * 22 // 100
        operating = revenue - cost - expenses
        columns.append((revenue, -cost, revenue - cost, -expenses, operating, -tax, operating - tax))
    rows = tuple(
        Row(label, (columns[0][index], columns[1][index]), f"{20 + index}" if index in {0, 1, 3, 5} else None)
        for index, label in enumerate(names.profit)
    )
    keys = ("total_assets", "total_liabilities", "total_equity")
    sums = {key: row.amounts[0] for key, row in zip(keys, totals, strict=True) if row.amounts is not None}
    found = {
        "revenue": columns[0][0],
        "gross_profit": columns[0][2],
        "operating_profit": columns[0][4],
        "net_profit": columns[0][6],
    }
    return rows, sums | found


def printed(amount: int) -> str:
    """With its thousands grouped; negative in parentheses."""
    return f"({money(-amount)})" if amount < 0 else money(amount)


def draw_rows(
    sheet: Sheet, y: float, rows: Sequence[Row], *, edges: tuple[float, float, float, float], leading: float
) -> float:
    """Rows between the left edge, the middle of the notes (0: none) and the right edges of both years; gives the y after them."""
    left, notes, current, previous = edges
    for row in rows:
        is_sum = row.amounts is not None and row.note is None
        sheet.text(
            left + (0 if is_sum or row.amounts is None else 10), y, row.label, bold=is_sum or row.amounts is None
        )
        if row.note and notes:
            sheet.text(notes, y, row.note, align="center")
        for edge, amount in zip((current, previous), row.amounts or (), strict=False):
            sheet.text(edge, y, printed(amount), bold=is_sum, align="right")
        y += leading
    return y


def _with_notes(canvas: Canvas, rng: random.Random) -> Truth:
    """Two pages in millions, with the numbers of notes between texts and years."""
    statements = make_statements(rng)
    sheet = Sheet(canvas, type_size=9.5)
    for title, period, rows in (
        ("LAPORAN POSISI KEUANGAN", f"31 DESEMBER {statements.year} DAN {statements.year - 1}", statements.position),
        ("LAPORAN LABA RUGI DAN PENGHASILAN KOMPREHENSIF LAIN",
         f"UNTUK TAHUN YANG BERAKHIR PADA TANGGAL 31 DESEMBER {statements.year} DAN {statements.year - 1}", statements.profit),
    ):  # fmt: skip
        for number, line in enumerate((statements.company, title, period)):
            sheet.text(297, 60 + 15 * number, line, 11, bold=True, align="center")
        sheet.text(297, 106, "(Disajikan dalam jutaan Rupiah, kecuali dinyatakan lain)", 8.5, align="center")
        sheet.rule(50, 122, 545)
        for x, text in ((360, "Catatan"), (455, f"{statements.year}"), (545, f"{statements.year - 1}")):
            sheet.text(x, 135, text, bold=True, align="center" if text == "Catatan" else "right")
        sheet.rule(50, 141, 545)
        y = draw_rows(sheet, 158, rows, edges=(50, 360, 455, 545), leading=17)
        sheet.text(
            50, y + 24, "Catatan atas laporan keuangan merupakan bagian yang tidak terpisahkan dari laporan ini.", 7.5
        )
        if rows is statements.position:
            sheet.next_page()
    return statements.truth(unit=1_000_000, has_notes=True)


def _small(canvas: Canvas, rng: random.Random) -> Truth:
    """Both statements of a small company on one page, in whole rupiah and without notes."""
    words = Words(
        totals=("Total Aset Lancar", "TOTAL ASET", "Total Liabilitas", "Total Ekuitas", "TOTAL LIABILITAS DAN EKUITAS"),
        profit=("Pendapatan Usaha", "Harga Pokok Penjualan", "Laba Bruto", "Beban Operasional", "Laba Operasi", "Beban Pajak",
                "Laba Bersih"),
    )  # fmt: skip
    statements = make_statements(rng, words, digits=9)
    sheet = Sheet(canvas, fonts=Fonts("Times-Roman", "Times-Bold"), type_size=9)
    sheet.text(60, 48, statements.company, 13, bold=True)
    sheet.text(60, 64, "LAPORAN KEUANGAN", 11, bold=True)
    sheet.text(60, 78, f"NERACA per 31 Desember {statements.year}", 10)
    for x, text in ((430, f"31/12/{statements.year}"), (535, f"31/12/{statements.year - 1}")):
        sheet.text(x, 96, text, bold=True, align="right")
    y = draw_rows(sheet, 112, statements.position, edges=(60, 0, 430, 535), leading=14)
    sheet.text(60, y + 12, f"LAPORAN LABA RUGI tahun {statements.year}", 10)
    draw_rows(sheet, y + 30, statements.profit, edges=(60, 0, 430, 535), leading=14)
    sheet.text(60, 800, "Dinyatakan dalam Rupiah penuh.", 8)
    return statements.truth(unit=None, has_notes=False)


LAYOUTS: Final[Mapping[str, Painter]] = {"with_notes": _with_notes, "small": _small}
