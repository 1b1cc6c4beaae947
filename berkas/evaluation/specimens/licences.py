"""SPECIMEN driving licences of three generations: with labels, with numbered lines, with captions in two languages."""

import random
from collections.abc import Mapping
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from berkas.evaluation.specimens.drawing import CARD, Fonts, Painter, Sheet, Truth
from berkas.evaluation.specimens.drivers import make_driver
from berkas.values.identifiers import sim


def _older(canvas: Canvas, rng: random.Random) -> Truth:
    """The card to 2019: labels with colons, a number of twelve digits, height, the day until which it is valid."""
    one = make_driver(rng, digits=12)
    person = one.person
    sheet = Sheet(canvas, size=CARD, ground="#e8e4d0", type_size=16)
    sheet.text(24, 40, "KEPOLISIAN NEGARA REPUBLIK INDONESIA", size=15, bold=True)
    sheet.text(24, 72, "SURAT IZIN MENGEMUDI", size=26, bold=True)
    sheet.text(CARD[0] - 30, 76, one.licence_class, size=40, bold=True, align="right")
    rows = (
        ("Nama", person.name), ("Alamat", person.street), ("", person.place.kecamatan), ("Tempat &", ""),
        ("Tgl. Lahir", one.birth), ("Jenis Kelamin", one.sex), ("Gol. Darah", person.blood_type), ("Tinggi", f"{one.height} cm"),
        ("Pekerjaan", person.occupation), ("No. SIM", one.number), ("Berlaku s/d", f"{one.expires:%d-%m-%Y}"),
    )  # fmt: skip
    y = 116.0
    for label, value in rows:
        sheet.text(190, y, label)
        if value:
            sheet.text(320, y, f": {value}" if label else f"  {value}")
        y += 24 if value or not label else 17
    sheet.silhouette(28, 110, 132)
    sheet.text(94, 310, one.office, size=12, align="center")
    return one.truth(height=one.height, issuing_office=None)


def _numbered(canvas: Canvas, rng: random.Random) -> Truth:
    """The Smart SIM of 2019: numbered lines without labels, a number in groups, a tall letter."""
    one = make_driver(rng, digits=14)
    person = one.person
    sheet = Sheet(canvas, size=CARD, ground="#dfe8f4", fonts=Fonts("Helvetica", "Helvetica-Bold"), type_size=19)
    sheet.text(110, 38, "INDONESIA", size=18, bold=True)
    sheet.text(110, 66, "SURAT IZIN MENGEMUDI", size=24, bold=True)
    sheet.text(110, 88, "DRIVING LICENSE", size=16)
    sheet.text(
        CARD[0] - 34, 80, one.licence_class, size=52 if len(one.licence_class) < 4 else 34, bold=True, align="right"
    )
    sheet.text(230, 126, sim.format(one.number), size=24, bold=True)
    lines = (
        ("1.", person.name), ("2.", one.birth), ("3.", f"{person.blood_type} - {one.sex}"), ("4.", person.street),
        ("", person.place.kecamatan), ("5.", person.occupation), ("6.", one.office),
    )  # fmt: skip
    for number, (label, value) in enumerate(lines):
        sheet.text(230, 164 + 29 * number, label)
        sheet.text(258, 164 + 29 * number, value)
    sheet.silhouette(34, 124, 150)
    sheet.text(CARD[0] - 34, 400, f"{one.expires:%d-%m-%Y}", size=20, bold=True, align="right")
    return one.truth()


def _bilingual(canvas: Canvas, rng: random.Random) -> Truth:
    """The card since July 2024: its number is the NIK, captions in two languages, the vehicle in words."""
    one = make_driver(rng, digits=16)
    person = one.person
    sheet = Sheet(canvas, size=CARD, ground="#e9eef7", fonts=Fonts("Times-Roman", "Times-Bold"), type_size=15.5)
    sheet.text(24, 36, "SURAT IZIN MENGEMUDI", size=24, bold=True)
    sheet.text(24, 58, "DRIVING LICENSE", size=15)
    sheet.text(
        CARD[0] - 30, 60, one.licence_class, size=46 if len(one.licence_class) < 4 else 32, bold=True, align="right"
    )
    rows = (
        ("No. SIM / License No.", one.number), ("Nama / Name", person.name),
        ("Tempat, Tgl Lahir / Place, Date of Birth", one.birth),
        ("Golongan Darah / Blood Type", person.blood_type), ("Jenis Kelamin / Sex", one.sex), ("Alamat / Address", person.street),
        ("", person.place.kecamatan), ("Pekerjaan / Occupation", person.occupation), ("Diterbitkan oleh / Issued by", one.office),
        ("Tanggal Terbit / Date of Issue", f"{one.issued:%d-%m-%Y}"), ("Berlaku hingga / Valid until", f"{one.expires:%d-%m-%Y}"),
    )  # fmt: skip
    for number, (label, value) in enumerate(rows):
        y = 96 + 28 * number
        sheet.text(180, y, label, size=14)
        sheet.text(446, y, f": {value}" if label else f"  {value}", bold=True)
    sheet.silhouette(24, 88, 130)
    vehicle = (
        "Sepeda motor <= 250 cc / Motorcycles <= 250 cc"
        if one.licence_class == "C"
        else "Mobil penumpang / Passenger car"
    )
    sheet.text(24, 416, vehicle, size=11)
    return one.truth(issue_date=one.issued.isoformat())


SIM: Final[Mapping[str, Painter]] = {"older": _older, "numbered": _numbered, "bilingual": _bilingual}
