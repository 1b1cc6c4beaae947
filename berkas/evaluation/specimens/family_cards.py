"""SPECIMEN family cards: two grids of ten numbered rows, on sheets of A4 across, in two generations."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from berkas.evaluation.specimens.drawing import Align, Column, Painter, Sheet, Truth, opaque_token
from berkas.evaluation.specimens.families import Family, Member, make_family

SHEET: Final = (842.0, 595.0)
ROWS: Final = 10
"""Of each grid; those that nobody fills hold dashes."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a grid.

    Attributes:
        key: Of its cells.
        title: Printed above it; a line break begins a second line.
        width: In points.
        number: Printed below the title, as in (3); empty for none.
        over: Of a title that it shares with its neighbours.
        align: Of its cells.
    """

    key: str
    title: str
    width: float
    number: str = ""
    over: str = ""
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Grid:
    """How a grid is drawn.

    Attributes:
        headings: Its columns.
        left: Left edge.
        head: Height of its head.
        row: Height of a row.
        dash: What stands in rows that nobody fills.
    """

    headings: Sequence[Heading]
    left: float = 24
    head: float = 34
    row: float = 14.4
    dash: str = "-"


def draw_grid(sheet: Sheet, grid: Grid, y: float, rows: Sequence[Mapping[str, str | Sequence[str]]]) -> float:
    """A grid with its lines; gives the y of its lower edge."""
    columns, x = [], grid.left
    for heading in grid.headings:
        columns.append(Column(heading.key, heading.title, x, x + heading.width, heading.align))
        x += heading.width
    right, bottom = x, y + grid.head + ROWS * grid.row
    for edge in (y, *(y + grid.head + number * grid.row for number in range(ROWS + 1))):
        sheet.rule(grid.left, edge, right, width=0.5)
    _draw_head(sheet, grid, columns, y)
    shared = {h.key for before, h in pairwise(grid.headings) if h.over and h.over == before.over}
    for column in columns:
        sheet.upright(column.left, y + 12 if column.name in shared else y, bottom, width=0.5)
    sheet.upright(right, y, bottom, width=0.5)
    for number in range(ROWS):
        cells = dict(rows[number]) if number < len(rows) else {heading.key: grid.dash for heading in grid.headings[1:]}
        line = y + grid.head + number * grid.row + grid.row * 0.68
        sheet.cell(columns[0], line, f"{number + 1}")
        for column in columns[1:]:
            cell = cells.get(column.name, grid.dash)
            texts = [cell] if isinstance(cell, str) else list(cell)
            top = line - (len(texts) - 1) * 3.4
            for place, text in enumerate(texts):
                sheet.cell(column, top + place * 6.8, text)
    return bottom


def _draw_head(sheet: Sheet, grid: Grid, columns: Sequence[Column], y: float) -> None:
    spans: dict[str, list[Column]] = {}
    for heading, column in zip(grid.headings, columns, strict=True):
        middle = (column.left + column.right) / 2
        lines = heading.title.split("\n")
        top = y + (20 if heading.over else 10 if len(lines) > 1 else 14)
        for place, line in enumerate(lines):
            sheet.text(middle, top + place * 7.6, line, size=sheet.type_size - 0.2, align="center")
        if heading.number:
            sheet.text(middle, y + grid.head - 3, heading.number, size=5.6, align="center")
        if heading.over:
            spans.setdefault(heading.over, []).append(column)
    for title, under in spans.items():
        sheet.text((under[0].left + under[-1].right) / 2, y + 9, title, size=sheet.type_size - 0.2, align="center")
        sheet.rule(under[0].left, y + 12, under[-1].right, width=0.4)


def first_cells(member: Member) -> dict[str, str | Sequence[str]]:
    """The cells of the first grid."""
    person = member.person
    return {
        "name": person.name, "nik": person.nik, "gender": "PEREMPUAN" if person.is_female else "LAKI-LAKI",
        "birthplace": person.birthplace, "born": f"{person.born:%d-%m-%Y}", "religion": person.religion,
        "education": member.education, "occupation": person.occupation, "blood": person.blood_type,
    }  # fmt: skip


def second_cells(member: Member) -> dict[str, str | Sequence[str]]:
    """The cells of the second grid."""
    married = f"{member.married:%d-%m-%Y}" if member.married else "-"
    return {
        "marital": member.marital_status, "married": married, "relationship": member.relationship, "citizenship": "WNI",
        "passport": "-", "kitap": "-", "father": member.father, "mother": member.mother,
    }  # fmt: skip


_FIRST: Final = (
    Heading("no", "No", 20, align="center"), Heading("name", "Nama Lengkap", 148, "(1)"), Heading("nik", "NIK", 86, "(2)"),
    Heading("gender", "Jenis\nKelamin", 56, "(3)"), Heading("birthplace", "Tempat Lahir", 84, "(4)"),
    Heading("born", "Tanggal\nLahir", 54, "(5)"), Heading("religion", "Agama", 50, "(6)"),
    Heading("education", "Pendidikan", 122, "(7)"), Heading("occupation", "Jenis Pekerjaan", 116, "(8)"),
    Heading("blood", "Golongan\nDarah", 58, "(9)", align="center"),
)  # fmt: skip
_SECOND: Final = (
    Heading("no", "No", 20, align="center"), Heading("marital", "Status Perkawinan", 92, "(10)"),
    Heading("married", "Tanggal\nPerkawinan", 72, "(11)"),
    Heading("relationship", "Status Hubungan\nDalam Keluarga", 108, "(12)"),
    Heading("citizenship", "Kewarganegaraan", 86, "(13)"), Heading("passport", "No. Paspor", 76, "(14)", "Dokumen Imigrasi"),
    Heading("kitap", "No. KITAP", 76, "(15)", "Dokumen Imigrasi"), Heading("father", "Ayah", 132, "(16)", "Nama Orang Tua"),
    Heading("mother", "Ibu", 132, "(17)", "Nama Orang Tua"),
)  # fmt: skip
_OLD_FIRST: Final = (
    Heading("no", "NO.", 24, align="center"), Heading("name", "NAMA LENGKAP", 150, "(1)"),
    Heading("nik", "NIK / NIKS", 92, "(2)"),
    Heading("gender", "JENIS KELAMIN", 68, "(3)"), Heading("birthplace", "TEMPAT LAHIR", 90, "(4)"),
    Heading("born", "TANGGAL LAHIR", 70, "(5)"), Heading("religion", "AGAMA", 54, "(6)"),
    Heading("education", "PENDIDIKAN", 124, "(7)"),
    Heading("occupation", "PEKERJAAN", 122, "(8)"),
)  # fmt: skip
_OLD_SECOND: Final = (
    Heading("no", "NO.", 24, align="center"), Heading("marital", "STATUS PERKAWINAN", 96, "(9)"),
    Heading("relationship", "STATUS HUBUNGAN\nDALAM KELUARGA", 116, "(10)"),
    Heading("citizenship", "KEWARGANEGARAAN", 92, "(11)"),
    Heading("passport", "NO. PASPOR", 80, "(12)", "DOKUMEN IMIGRASI"),
    Heading("kitap", "NO. KITAS/KITAP", 86, "(13)", "DOKUMEN IMIGRASI"),
    Heading("father", "AYAH", 150, "(14)", "NAMA ORANG TUA"), Heading("mother", "IBU", 150, "(15)", "NAMA ORANG TUA"),
)  # fmt: skip


LABELS: Final = (
    "Nama Kepala Keluarga", "Alamat", "RT/RW", "Kode Pos", "Desa/Kelurahan", "Kecamatan", "Kabupaten/Kota", "Provinsi",
)  # fmt: skip
"""Of the lines about the household."""


def head_of(sheet: Sheet, family: Family, labels: Sequence[str], *, y: float = 78, right: float = 560) -> None:
    """The lines about the household, in two columns."""
    head, place = family.head, family.head.place
    first = ((labels[0], head.name), (labels[1], head.street), (labels[2], head.rt_rw), (labels[3], family.postal_code))
    second = (
        (labels[4], place.kelurahan),
        (labels[5], place.kecamatan),
        (labels[6], place.regency),
        (labels[7], place.province),
    )
    sheet.pairs(24, y, first, gap=112, leading=11.5)
    sheet.pairs(right, y, second, gap=92, leading=11.5)


def _current(canvas: Canvas, rng: random.Random) -> Truth:
    """White paper since 2020: a square of squares for the signature, blood types and days of marriage."""
    family = make_family(rng)
    sheet = Sheet(canvas, size=SHEET, type_size=7)
    sheet.text(421, 42, "KARTU KELUARGA", size=20, bold=True, align="center")
    sheet.text(421, 58, f"No. {family.number}", size=13, bold=True, align="center")
    sheet.type_size = 8
    head_of(sheet, family, LABELS)
    sheet.type_size = 7
    bottom = draw_grid(sheet, Grid(_FIRST), 132, [first_cells(member) for member in family.members])
    bottom = draw_grid(sheet, Grid(_SECOND), bottom + 12, [second_cells(member) for member in family.members])
    sheet.text(24, bottom + 18, f"Dikeluarkan Tanggal : {family.issued:%d-%m-%Y}", size=8)
    sheet.text(300, bottom + 18, "KEPALA KELUARGA", size=8, align="center")
    sheet.text(300, bottom + 62, family.head.name, size=8, align="center")
    sheet.text(640, bottom + 18, "KEPALA DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL", size=8, align="center")
    sheet.text(640, bottom + 62, "SPECIMEN CONTOH, S.Sos.", size=8, align="center")
    sheet.qr(624, bottom + 20, 34, opaque_token("kk", family.head.name))
    sheet.text(
        24, bottom + 76, "Dokumen ini telah ditandatangani secara elektronik (CONTOH, bukan sertifikat).", size=6
    )
    return family.truth()


def _older(canvas: Canvas, rng: random.Random) -> Truth:
    """Blue paper before 2020: capitals, no blood types, no days of marriage, province and regency first."""
    family = make_family(rng)
    sheet = Sheet(canvas, size=SHEET, type_size=7, ground="#e3eef4")
    sheet.text(421, 38, "KARTU KELUARGA", size=18, bold=True, align="center")
    sheet.text(421, 54, f"No. {family.number}", size=12, align="center")
    sheet.type_size = 7.5
    labels = (
        "NAMA KEPALA KELUARGA",
        "ALAMAT",
        "RT / RW",
        "KODE POS",
        "KELURAHAN/DESA",
        "KECAMATAN",
        "KABUPATEN/KOTA",
        "PROVINSI",
    )
    head_of(sheet, family, labels, y=74, right=548)
    sheet.type_size = 6.8
    bottom = draw_grid(
        sheet, Grid(_OLD_FIRST, head=30, row=14.8), 126, [first_cells(member) for member in family.members]
    )
    bottom = draw_grid(
        sheet, Grid(_OLD_SECOND, head=36, row=14.8), bottom + 14, [second_cells(member) for member in family.members]
    )
    sheet.text(24, bottom + 18, f"DIKELUARKAN TANGGAL : {family.issued:%d-%m-%Y}", size=7.5)
    sheet.text(24, bottom + 30, "LEMBAR : I. KEPALA KELUARGA  II. RT  III. DESA/KELURAHAN  IV. KECAMATAN", size=6.5)
    sheet.text(330, bottom + 18, "KEPALA KELUARGA", size=7.5, align="center")
    sheet.text(330, bottom + 58, family.head.name, size=7.5, align="center")
    sheet.text(640, bottom + 18, "KEPALA DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL", size=7.5, align="center")
    sheet.text(640, bottom + 58, "CONTOH SPECIMEN, M.Si.", size=7.5, align="center")
    return family.truth(blood=False, marriage=False)


KK: Final[Mapping[str, Painter]] = {"current": _current, "older": _older}
