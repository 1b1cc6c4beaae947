"""Extracts of birth certificates that no template is tuned on: other typefaces, order and captions."""

import random
from collections.abc import Mapping
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from berkas.evaluation.specimens.birth_certificates import make_birth, spoken
from berkas.evaluation.specimens.drawing import Painter, Sheet, Truth, opaque_token
from berkas.evaluation.specimens.typefaces import typeface
from berkas.evaluation.specimens.wording import MONTHS


def _gaps(canvas: Canvas, rng: random.Random) -> Truth:
    """Values on lines of their own in bold letters between the words of the form."""
    birth = make_birth(rng)
    sheet = Sheet(canvas, fonts=typeface("Caladea"), type_size=11)
    sheet.text(56, 56, f"NIK. {birth.nik}", 9)
    sheet.text(297, 90, "PENCATATAN SIPIL", 14, bold=True, align="center")
    sheet.text(297, 104, "CIVIL REGISTRATION", 7, align="center")
    sheet.text(297, 128, "KUTIPAN AKTA KELAHIRAN", 15, bold=True, align="center")
    sheet.text(297, 142, "EXCERPT OF BIRTH CERTIFICATE", 7, align="center")
    rows = (
        ("Berdasarkan Akta Kelahiran Nomor", birth.number), ("bahwa di", birth.birthplace), ("pada tanggal", spoken(birth.born)),
        ("telah lahir", birth.child), ("anak ke", f"{birth.order_in_words}, {birth.sex}"), ("dari ayah", birth.father),
        ("dan ibu", birth.mother),
    )  # fmt: skip
    y = 186.0
    for words, value in rows:
        sheet.text(64, y, words)
        y = sheet.lines(190 if len(words) < 20 else 250, y, sheet.wrap(value, 300), leading=16, bold=True) + 10
    sheet.text(300, y + 24, f"Kutipan ini dikeluarkan di {birth.birthplace}")
    sheet.text(
        300, y + 40, f"pada tanggal {birth.issued.day} {MONTHS[birth.issued.month - 1].upper()} {birth.issued.year}"
    )
    sheet.text(300, y + 60, "KEPALA DINAS KEPENDUDUKAN", 10)
    sheet.text(300, y + 74, f"DAN PENCATATAN SIPIL {birth.city}", 10)
    sheet.qr(64, y + 60, 62, opaque_token("akta", birth.number))
    sheet.text(300, y + 150, birth.officer, bold=True)
    sheet.text(300, y + 164, f"NIP. 9{rng.randrange(10**17):017d}", 9)
    return birth.truth("nik", "registration_kind", "father_name", "officer_name", "registry_office")


def _prose(canvas: Canvas, rng: random.Random) -> Truth:
    """One block of prose over the whole width, wide leading, the number at the right of the head."""
    birth = make_birth(rng)
    sheet = Sheet(canvas, fonts=typeface("SourceSerifPro"), type_size=10.5)
    sheet.text(540, 60, f"Nomor : {birth.number}", align="right")
    sheet.text(297, 110, "KUTIPAN AKTA KELAHIRAN", 16, bold=True, align="center")
    text = (
        f"Bahwa di {birth.birthplace} pada tanggal {spoken(birth.born)} telah lahir {birth.child}, anak ke {birth.order_in_words}, "
        f"{birth.sex}, dari ayah {birth.father} dan ibu {birth.mother}. Kutipan akta ini sesuai dengan register."
    )
    y = sheet.lines(54, 160, sheet.wrap(text, 487), leading=24) + 20
    sheet.text(
        54,
        y,
        f"Diterbitkan di {birth.birthplace} pada tanggal {birth.issued.day} {MONTHS[birth.issued.month - 1]} {birth.issued.year}",
    )
    sheet.text(54, y + 18, f"Kepala Dinas Kependudukan dan Pencatatan Sipil {birth.city.title()},", 9.5)
    sheet.text(54, y + 90, birth.officer, bold=True)
    sheet.text(54, y + 104, f"NIP 9{rng.randrange(10**17):017d}")
    return birth.truth("registration_kind", "father_name", "officer_name", "registry_office")


LAYOUTS: Final[Mapping[str, Painter]] = {"gaps": _gaps, "prose": _prose}
