"""Held-out family cards: long names on two lines of a cell, and a copy with other headings on a sheet with more white."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from berkas.evaluation.specimens.drawing import Painter, Sheet, Truth, opaque_token
from berkas.evaluation.specimens.families import make_family
from berkas.evaluation.specimens.family_cards import (
    LABELS,
    SHEET,
    Grid,
    Heading,
    draw_grid,
    first_cells,
    head_of,
    second_cells,
)
from berkas.evaluation.specimens.typefaces import typeface

_OTHER_LABELS: Final = (*LABELS[:4], "Kelurahan/Desa", *LABELS[5:])
_LONG: Final = (" WULANDARI KUSUMANINGTYAS", " PRAWIRANEGARA", "")
_FIRST: Final = (
    Heading("no", "No.", 22, align="center"), Heading("name", "Nama Lengkap", 122, "(1)"), Heading("nik", "NIK", 92, "(2)"),
    Heading("gender", "Jenis Kelamin", 62, "(3)"), Heading("birthplace", "Tempat Lahir", 88, "(4)"),
    Heading("born", "Tanggal Lahir", 62, "(5)"), Heading("religion", "Agama", 52, "(6)"),
    Heading("education", "Pendidikan", 128, "(7)"), Heading("occupation", "Jenis Pekerjaan", 118, "(8)"),
    Heading("blood", "Gol.\nDarah", 44, "(9)", align="center"),
)  # fmt: skip
_SECOND: Final = (
    Heading("no", "No.", 22, align="center"), Heading("marital", "Status\nPerkawinan", 82, "(10)"),
    Heading("married", "Tanggal\nPerkawinan/\nPerceraian", 76, "(11)"),
    Heading("relationship", "Status Hubungan\nDalam Keluarga", 104, "(12)"),
    Heading("citizenship", "Kewarganegaraan", 88, "(13)"), Heading("passport", "No. Paspor", 78, "(14)", "Dokumen Imigrasi"),
    Heading("kitap", "No. KITAP", 78, "(15)", "Dokumen Imigrasi"), Heading("father", "Ayah", 130, "(16)", "Nama Orang Tua"),
    Heading("mother", "Ibu", 132, "(17)", "Nama Orang Tua"),
)  # fmt: skip
_COPY_FIRST: Final = (
    Heading("no", "No", 24, align="center"), Heading("name", "Nama Lengkap", 140), Heading("nik", "NIK", 90),
    Heading("gender", "Jenis Kelamin", 62), Heading("birthplace", "Tempat Lahir", 88), Heading("born", "Tanggal Lahir", 64),
    Heading("religion", "Agama", 54), Heading("education", "Pendidikan", 128), Heading("occupation", "Jenis Pekerjaan", 120),
)  # fmt: skip
_COPY_SECOND: Final = (
    Heading("no", "No", 24, align="center"), Heading("marital", "Status Perkawinan", 96),
    Heading("relationship", "Status Hubungan Dalam Keluarga", 136), Heading("citizenship", "Kewarganegaraan", 90),
    Heading("passport", "Nomor Paspor", 80, "", "Dokumen Imigrasi"), Heading("kitap", "Nomor KITAS", 80, "", "Dokumen Imigrasi"),
    Heading("father", "Nama Ayah", 132), Heading("mother", "Nama Ibu", 132),
)  # fmt: skip


def _wrapped(canvas: Canvas, rng: random.Random) -> Truth:
    """Names of four words on two lines of a cell, the signature's square at the left."""
    family = make_family(rng)
    members = tuple(
        replace(member, person=replace(member.person, name=f"{member.person.name}{rng.choice(_LONG)}"))
        for member in family.members
    )
    father, mother = members[0].person.name, members[1].person.name
    members = (*members[:2], *(replace(child, father=father, mother=mother) for child in members[2:]))
    family = replace(family, members=members)
    sheet = Sheet(canvas, size=SHEET, fonts=typeface("SourceSansPro"), type_size=7.4)
    sheet.text(421, 40, "KARTU KELUARGA", size=21, bold=True, align="center")
    sheet.text(421, 57, f"No. {family.number}", size=13, align="center")
    sheet.type_size = 8.4
    head_of(sheet, family, _OTHER_LABELS, right=570)
    sheet.type_size = 7.2
    grid = Grid(_FIRST, row=16.4)
    bottom = draw_grid(
        sheet, grid, 128, [_folded(sheet, first_cells(member), 122 - 6, ("name",)) for member in members]
    )
    grid = Grid(_SECOND, head=38, row=16.4)
    bottom = draw_grid(
        sheet,
        grid,
        bottom + 10,
        [_folded(sheet, second_cells(member), 130 - 6, ("father", "mother")) for member in members],
    )
    sheet.text(620, bottom + 14, f"Dikeluarkan Tanggal : {family.issued:%d-%m-%Y}", size=8)
    sheet.text(620, bottom + 26, "KEPALA DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL", size=7)
    sheet.qr(24, bottom + 4, 36, opaque_token("kk", family.head.name))
    return family.truth()


def _folded(
    sheet: Sheet, cells: Mapping[str, str | Sequence[str]], width: float, names: Sequence[str]
) -> dict[str, str | Sequence[str]]:
    return {
        key: sheet.wrap(cell, width) if key in names and isinstance(cell, str) else cell for key, cell in cells.items()
    }


def _copy(canvas: Canvas, rng: random.Random) -> Truth:
    """A copy in black and white: titles without numbers below them, names of the parents without a title over both."""
    family = make_family(rng)
    sheet = Sheet(canvas, size=SHEET, fonts=typeface("Caladea"), type_size=7.2)
    sheet.text(36, 44, "KARTU KELUARGA", size=19, bold=True)
    sheet.text(36, 60, f"No. {family.number}", size=12, bold=True)
    sheet.type_size = 8
    head_of(sheet, family, LABELS, y=84, right=540)
    sheet.type_size = 7
    bottom = draw_grid(
        sheet, Grid(_COPY_FIRST, left=36, head=24, row=15), 140, [first_cells(member) for member in family.members]
    )
    bottom = draw_grid(
        sheet,
        Grid(_COPY_SECOND, left=36, head=30, row=15),
        bottom + 16,
        [second_cells(member) for member in family.members],
    )
    sheet.text(36, bottom + 16, f"Dikeluarkan Tanggal {family.issued:%d-%m-%Y}", size=8)
    sheet.text(420, bottom + 16, "Salinan CONTOH untuk pengujian perangkat lunak", size=8)
    return family.truth(blood=False, marriage=False)


KK: Final[Mapping[str, Painter]] = {"wrapped": _wrapped, "copy": _copy}
