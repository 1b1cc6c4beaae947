"""Held-out driving licences: captions above the values, numbered lines with a long address, and a copy on a sheet."""

import random
from collections.abc import Mapping
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from berkas.evaluation.specimens.drawing import CARD, Painter, Sheet, Truth
from berkas.evaluation.specimens.drivers import make_driver
from berkas.evaluation.specimens.typefaces import typeface
from berkas.values.identifiers import sim


def _captions(canvas: Canvas, rng: random.Random) -> Truth:
    """A card of 2024 with small captions above its values, in two columns."""
    one = make_driver(rng, digits=16)
    person = one.person
    sheet = Sheet(canvas, size=CARD, fonts=typeface("SourceSansPro"), ground="#e4f0ea")
    sheet.text(CARD[0] / 2, 36, "SURAT IZIN MENGEMUDI", size=25, bold=True, align="center")
    sheet.text(CARD[0] / 2, 58, "DRIVING LICENSE", size=17, align="center")
    sheet.text(40, 66, one.licence_class, size=44 if len(one.licence_class) < 4 else 24, bold=True)

    def caption(x: float, y: float, label: str, value: str) -> None:
        sheet.text(x, y, label, size=11.5)
        sheet.text(x, y + 21, value, size=18, bold=True)

    caption(40, 96, "Nomor SIM / License Number", one.number)
    caption(40, 144, "Nama Lengkap / Full Name", person.name)
    caption(40, 192, "Tempat, Tanggal Lahir", one.birth)
    caption(40, 240, "Jenis Kelamin / Sex", one.sex)
    caption(250, 240, "Golongan Darah / Blood Type", person.blood_type)
    caption(40, 288, "Alamat / Address", f"{person.street} {person.place.kecamatan}")
    caption(40, 336, "Pekerjaan / Occupation", person.occupation)
    caption(40, 384, "Penerbit", one.office)
    caption(330, 384, "Tanggal Terbit", f"{one.issued:%d-%m-%Y}")
    caption(540, 384, "Berlaku Sampai", f"{one.expires:%d-%m-%Y}")
    sheet.silhouette(CARD[0] - 190, 96, 150)
    return one.truth(issue_date=one.issued.isoformat())


def _smart(canvas: Canvas, rng: random.Random) -> Truth:
    """A Smart SIM with the photo on the right, an address of two long lines, the number below the lines."""
    one = make_driver(rng, digits=14)
    person = one.person
    sheet = Sheet(canvas, size=CARD, fonts=typeface("Roboto"), ground="#f1e6dd", type_size=18)
    sheet.text(40, 40, "SURAT IZIN MENGEMUDI", size=25, bold=True)
    sheet.text(40, 64, "DRIVING LICENSE", size=17)
    sheet.text(420, 40, "INDONESIA", size=15)
    sheet.text(470, 100, one.licence_class, size=46 if len(one.licence_class) < 4 else 22, bold=True)
    second = f"RT {person.rt_rw[:3]} RW {person.rt_rw[4:]} {person.place.kecamatan}"
    lines = (
        ("1.", person.name), ("2.", one.birth), ("3.", f"{person.blood_type} - {one.sex}"), ("4.", person.street), ("", second),
        ("5.", person.occupation), ("6.", one.office),
    )  # fmt: skip
    for number, (label, value) in enumerate(lines):
        y = 130 + 30 * number
        sheet.text(40, y, f"{label} {value}" if label else f"    {value}")
    sheet.text(40, 380, sim.format(one.number), size=26, bold=True)
    sheet.silhouette(CARD[0] - 200, 120, 160)
    sheet.text(CARD[0] - 120, 352, f"{one.expires:%d-%m-%Y}", size=18, align="center")
    return one.truth(address=f"{person.street} {second}")


def _photocopy(canvas: Canvas, rng: random.Random) -> Truth:
    """An older card in black and white on a sheet of A4, its number at the top, other words for some labels."""
    one = make_driver(rng, digits=12)
    person = one.person
    sheet = Sheet(canvas, fonts=typeface("Caladea"), type_size=9.5)
    left, top = 110.0, 80.0
    sheet.box(left, top, 370, 233)
    sheet.text(left + 185, top + 22, "SURAT IZIN MENGEMUDI", size=14, bold=True, align="center")
    sheet.text(left + 20, top + 52, one.licence_class, size=22 if len(one.licence_class) < 4 else 14, bold=True)
    rows = (
        ("Nomor SIM", one.number), ("Nama Lengkap", person.name), ("Tempat/Tgl Lahir", one.birth), ("Kelamin", one.sex),
        ("Golongan Darah", person.blood_type), ("Alamat", person.street), ("", person.place.kecamatan),
        ("Pekerjaan", person.occupation), ("Tinggi Badan", f"{one.height}"), ("Berlaku Sampai", f"{one.expires:%d-%m-%Y}"),
        ("Dikeluarkan oleh", one.office),
    )  # fmt: skip
    for number, (label, value) in enumerate(rows):
        sheet.text(left + 110, top + 50 + 15.5 * number, label)
        sheet.text(left + 205, top + 50 + 15.5 * number, f": {value}" if label else f"  {value}")
    sheet.silhouette(left + 14, top + 74, 78)
    sheet.text(left, 350, "Salinan untuk pengujian perangkat lunak CONTOH", size=9)
    return one.truth(height=one.height)


SIM: Final[Mapping[str, Painter]] = {"captions": _captions, "smart": _smart, "photocopy": _photocopy}
