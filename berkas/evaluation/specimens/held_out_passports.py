"""Held-out data pages of passports: a copy on a sheet of A4, and a page of another state in English and French."""

import random
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from berkas.evaluation.specimens.drawing import Fonts, Painter, Sheet, Truth
from berkas.evaluation.specimens.passports import PAGE, zone
from berkas.evaluation.specimens.travellers import make_traveller, short_date
from berkas.evaluation.specimens.typefaces import typeface

_MONTHS: Final = (
    "JAN/JAN", "FEB/FÉV", "MAR/MARS", "APR/AVR", "MAY/MAI", "JUN/JUIN", "JUL/JUIL", "AUG/AOÛT", "SEP/SEPT", "OCT/OCT", "NOV/NOV",
    "DEC/DÉC",
)  # fmt: skip


def _photocopy(canvas: Canvas, rng: random.Random) -> Truth:
    """A page copied to the top of a sheet, with Indonesian captions above English ones, and a remark below."""
    one = make_traveller(rng, years=rng.choice((5, 10)))
    person = one.person
    sheet = Sheet(canvas, fonts=typeface("SourceSansPro"))
    left, top, scale = 60.0, 70.0, 0.66
    sheet.box(left, top, PAGE[0] * scale, PAGE[1] * scale)

    def caption(x: float, y: float, texts: tuple[str, str], value: str) -> None:
        sheet.text(left + x * scale, top + y * scale, texts[0], size=7.2)
        sheet.text(left + x * scale, top + (y + 11) * scale, texts[1], size=6.4)
        sheet.text(left + x * scale, top + (y + 29) * scale, value, size=10.5, bold=True)

    sheet.text(left + 18, top + 24, "PASPOR", size=13, bold=True)
    sheet.text(left + PAGE[0] * scale - 18, top + 24, "REPUBLIK INDONESIA", size=13, bold=True, align="right")
    sheet.silhouette(left + PAGE[0] * scale - 120, top + 46, 100)
    caption(26, 66, ("Jenis", "Type"), "P")
    caption(120, 66, ("Kode Negara", "Country Code"), "IDN")
    caption(290, 66, ("No. Paspor", "Passport No."), one.number)
    caption(26, 118, ("Nama Lengkap", "Full Name"), person.name)
    caption(26, 170, ("Kewarganegaraan", "Nationality"), "INDONESIA")
    caption(290, 170, ("Kelamin", "Sex"), "P/F" if person.is_female else "L/M")
    caption(26, 222, ("Tgl. Lahir", "Date of Birth"), short_date(person.born))
    caption(290, 222, ("Tempat Lahir", "Place of Birth"), person.birthplace)
    caption(26, 274, ("Tgl. Pengeluaran", "Date of Issue"), short_date(one.issued))
    caption(290, 274, ("Tgl. Habis Berlaku", "Date of Expiry"), short_date(one.expires))
    caption(26, 326, ("No. Reg.", "Reg. No."), one.reg_no)
    caption(290, 326, ("Kantor Yang Mengeluarkan", "Issuing Office"), one.office)
    zone(sheet, one, top + 272, left=left + 16, size=16.6, fonts=Fonts("Courier-Bold", "Courier-Bold"))
    sheet.text(
        left, 470, "Fotokopi paspor untuk keperluan pengujian CONTOH, tidak berlaku sebagai dokumen perjalanan.", size=9
    )
    return one.truth


def _foreign(canvas: Canvas, rng: random.Random) -> Truth:
    """A page of Utopia, ICAO's own state: surname apart, days with months in two languages, a personal number."""
    one = replace(make_traveller(rng, state="UTO"), optional=f"ZE{rng.randrange(10**6):06d}B", reg_no="")
    person = one.person
    sheet = Sheet(canvas, size=PAGE, fonts=typeface("SourceSerifPro"), ground="#efe4d2")
    sheet.text(40, 40, "UTOPIA", size=24, bold=True)
    sheet.silhouette(34, 78, 160)

    def caption(x: float, y: float, label: str, value: str) -> None:
        sheet.text(x, y, label, size=10)
        sheet.text(x, y + 20, value, size=17)

    def day(when: object) -> str:
        found = getattr(one, str(when)) if isinstance(when, str) else person.born
        return f"{found.day:02d} {_MONTHS[found.month - 1]} {found.year}"

    caption(226, 40, "Passport/Passeport", "")
    caption(226, 66, "Type/Type", "P")
    caption(330, 66, "Country code/Code du pays", "UTO")
    caption(500, 66, "Passport Number/N° de passeport", one.number)
    caption(226, 112, "Surname/Nom", one.surname)
    caption(226, 158, "Given names/Prénoms", one.given)
    caption(226, 204, "Nationality/Nationalité", "UTOPIAN")
    caption(226, 250, "Date of birth/Date de naissance", day(None))
    caption(480, 250, "Personal No./N° personnel", one.optional)
    caption(226, 296, "Sex/Sexe", "F" if person.is_female else "M")
    caption(330, 296, "Place of birth/Lieu de naissance", person.birthplace)
    caption(226, 342, "Date of issue/Date de délivrance", day("issued"))
    caption(480, 342, "Authority/Autorité", "PASSPORT OFFICE")
    caption(226, 388, "Date of expiry/Date d'expiration", day("expires"))
    zone(sheet, one, 442, size=25.2, fonts=Fonts("Courier", "Courier-Bold"))
    return one.truth | {"issuing_office": "PASSPORT OFFICE", "reg_no": None}


PASSPORT: Final[Mapping[str, Painter]] = {"photocopy": _photocopy, "foreign": _foreign}
