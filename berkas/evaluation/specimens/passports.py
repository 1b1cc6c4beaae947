"""SPECIMEN data pages of passports, in two layouts: captions over values, and captions before them."""

import random
from collections.abc import Mapping
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from berkas.evaluation.specimens.drawing import Fonts, Painter, Sheet, Truth
from berkas.evaluation.specimens.travellers import Traveller, make_traveller, short_date

PAGE: Final = (125 / 25.4 * 72 * 2, 88 / 25.4 * 72 * 2)
"""A page of a passport twice enlarged, in points (ICAO Doc 9303-4: 125 x 88 mm)."""

_ZONE: Final = Fonts("Courier-Bold", "Courier-Bold")


def zone(
    sheet: Sheet, traveller: Traveller, y: float, *, left: float = 26, size: float = 25.2, fonts: Fonts = _ZONE
) -> None:
    """The two lines of the machine-readable zone."""
    own, sheet.fonts = sheet.fonts, fonts
    for number, line in enumerate(traveller.lines):
        sheet.text(left, y + number * size * 1.6, line, size=size)
    sheet.fonts = own


def _caption(sheet: Sheet, x: float, y: float, label: str, value: str) -> None:
    sheet.text(x, y, label, size=9.5)
    sheet.text(x, y + 19, value, size=16, bold=True)


def _electronic(canvas: Canvas, rng: random.Random) -> Truth:
    """The data page since 2014: captions in two languages above the values."""
    one = make_traveller(rng)
    person = one.person
    sheet = Sheet(canvas, size=PAGE, ground="#dfeaf0")
    sheet.text(26, 34, "REPUBLIK INDONESIA", size=19, bold=True)
    sheet.text(PAGE[0] - 26, 34, "PASPOR / PASSPORT", size=17, bold=True, align="right")
    sheet.silhouette(28, 62, 150)
    x = 206.0
    _caption(sheet, x, 68, "JENIS / TYPE", "P")
    _caption(sheet, x + 110, 68, "KODE NEGARA / COUNTRY CODE", "IDN")
    _caption(sheet, x + 310, 68, "NO. PASPOR / PASSPORT NO.", one.number)
    _caption(sheet, x, 114, "NAMA LENGKAP / FULL NAME", person.name)
    _caption(sheet, x, 160, "KEWARGANEGARAAN / NATIONALITY", "INDONESIA")
    _caption(sheet, x, 206, "TGL. LAHIR / DATE OF BIRTH", short_date(person.born))
    _caption(sheet, x + 190, 206, "KELAMIN / SEX", "P/F" if person.is_female else "L/M")
    _caption(sheet, x + 300, 206, "TEMPAT LAHIR / PLACE OF BIRTH", person.birthplace)
    _caption(sheet, x, 252, "TGL. PENGELUARAN / DATE OF ISSUE", short_date(one.issued))
    _caption(sheet, x + 230, 252, "TGL. HABIS BERLAKU / DATE OF EXPIRY", short_date(one.expires))
    _caption(sheet, x, 298, "NO. REG. / REG. NO.", one.reg_no)
    _caption(sheet, x + 230, 298, "KANTOR YANG MENGELUARKAN / ISSUING OFFICE", one.office)
    zone(sheet, one, 414)
    return one.truth


def _ordinary(canvas: Canvas, rng: random.Random) -> Truth:
    """The laminated page of five years: Indonesian over English captions, values beside them, the holder's signature."""
    one = make_traveller(rng, years=5)
    person = one.person
    sheet = Sheet(canvas, size=PAGE, ground="#e6efe0", fonts=Fonts("Times-Roman", "Times-Bold"))
    sheet.text(PAGE[0] / 2, 32, "REPUBLIK INDONESIA", size=20, bold=True, align="center")
    sheet.text(PAGE[0] / 2, 52, "PASPOR PASSPORT", size=15, bold=True, align="center")
    sheet.silhouette(PAGE[0] - 180, 70, 148)
    until, since = short_date(one.expires, between="-"), short_date(one.issued, between="-")
    rows = (
        (("Jenis", "Type"), "P"), (("Kode Negara", "Country Code"), "IDN"), (("No. Paspor", "Passport No."), one.number),
        (("Nama Lengkap", "Full Name"), person.name), (("Kewarganegaraan", "Nationality"), "INDONESIA"),
        (("Tempat Lahir", "Place of Birth"), person.birthplace),
        (("Tanggal Lahir", "Date of Birth"), short_date(person.born, between="-")),
        (("Jenis Kelamin", "Sex"), "P/F" if person.is_female else "L/M"), (("Tanggal Pengeluaran", "Date of Issue"), since),
        (("Tanggal Habis Berlaku", "Date of Expiry"), until), (("No. Reg.", "Reg. No."), one.reg_no),
        (("Kantor Yang Mengeluarkan", "Issuing Office"), one.office),
    )  # fmt: skip
    for number, ((label, english), value) in enumerate(rows):
        y = 78 + 26.5 * number
        sheet.text(28, y, f"{label} / {english}", size=12)
        sheet.text(262, y, f": {value}", size=14, bold=True)
    sheet.text(PAGE[0] - 106, 300, "Tanda Tangan Pemegang", size=9, align="center")
    zone(sheet, one, 424, fonts=Fonts("Courier", "Courier-Bold"))
    return one.truth


PASSPORT: Final[Mapping[str, Painter]] = {"electronic": _electronic, "ordinary": _ordinary}
