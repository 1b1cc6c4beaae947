"""KTP and NPWP that no template is tuned on: a photocopy, a card with long lines, a letter, a card of sixteen digits."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from berkas.evaluation.specimens.drawing import CARD, Painter, Sheet, Truth
from berkas.evaluation.specimens.people import make_company, make_npwp, make_person
from berkas.evaluation.specimens.typefaces import typeface
from berkas.evaluation.specimens.wording import long_date
from berkas.values.identifiers import npwp as npwp_number

_CARD_ROWS: Final = (
    ("Nama", "name"), ("Tempat/Tgl.Lahir", "birth"), ("Jenis Kelamin", "gender"), ("Alamat", "address"), ("RT/RW", "rt_rw"),
    ("Kel/Desa", "kelurahan"), ("Kecamatan", "kecamatan"), ("Agama", "religion"), ("Status Perkawinan", "marital"),
    ("Pekerjaan", "occupation"), ("Kewarganegaraan", "nationality"), ("Berlaku Hingga", "until"),
)  # fmt: skip
_INDENTED: Final = frozenset({"rt_rw", "kelurahan", "kecamatan"})
_ESTATES: Final = ("PERUM GRIYA CONTOH ASRI", "KOMP. SPECIMEN PERMAI", "KAMPUNG CONTOH HILIR")


def _photocopy(canvas: Canvas, rng: random.Random) -> Truth:
    """A card in black and white in the upper part of a sheet of A4, with a remark written below it."""
    sheet = Sheet(canvas, fonts=typeface("SourceSansPro"))
    sheet.box(120, 90, CARD[0] * 0.45, CARD[1] * 0.45)
    truth = _card(sheet, rng, _Place(120, 90, 0.45), until="SEUMUR HIDUP")
    sheet.text(120, 340, "Fotokopi sesuai asli, untuk keperluan pembukaan rekening CONTOH", size=10)
    return truth


def _long_lines(canvas: Canvas, rng: random.Random) -> Truth:
    """An address of two lines, a title after the name, a date until which the card is valid, no space before colons."""
    sheet = Sheet(canvas, size=CARD, fonts=typeface("Roboto"), ground="#c5dcea")
    until = date(2027, 1, 1) + timedelta(days=rng.randrange(1400))
    estate = f"{rng.choice(_ESTATES)} BLOK {rng.choice('ABCD')}{rng.randrange(1, 20)}"
    return _card(sheet, rng, _Place(), until=f"{until:%d-%m-%Y}", estate=estate)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a card stands on its sheet, in points, and how large against `CARD`."""

    left: float = 0
    top: float = 0
    scale: float = 1


def _card(sheet: Sheet, rng: random.Random, place: _Place, *, until: str, estate: str = "") -> Truth:
    person = make_person(rng)
    left, top, scale = place.left, place.top, place.scale
    name = f"{person.name}, S.E." if estate else person.name
    issued = max(date(2013, 1, 10), person.born + timedelta(days=365 * 18)) + timedelta(days=rng.randrange(1000))
    gender = "PEREMPUAN" if person.is_female else "LAKI-LAKI"
    city = person.place.regency
    middle = left + CARD[0] * scale / 2
    sheet.text(
        middle, top + 32 * scale, f"PROVINSI {person.place.province}", size=21 * scale, bold=True, align="center"
    )
    sheet.text(middle, top + 56 * scale, city, size=21 * scale, bold=True, align="center")
    sheet.text(left + 20 * scale, top + 94 * scale, "NIK", size=27 * scale, bold=True)
    sheet.text(left + 186 * scale, top + 94 * scale, f": {person.nik}", size=27 * scale, bold=True)
    values = {
        "name": name, "birth": f"{person.birthplace}, {person.born:%d-%m-%Y}", "gender": gender, "address": person.street,
        "rt_rw": person.rt_rw, "kelurahan": person.place.kelurahan, "kecamatan": person.place.kecamatan,
        "religion": person.religion, "marital": person.marital_status, "occupation": person.occupation, "nationality": "WNI",
        "until": until,
    }  # fmt: skip
    y, step, size = top + 124 * scale, (24.5 if estate else 26) * scale, 19 * scale
    for label, key in _CARD_ROWS:
        sheet.text(left + (20 + 20 * (key in _INDENTED)) * scale, y, label, size=size)
        sheet.text(left + 204 * scale, y, f":{values[key]}" if estate else f": {values[key]}", size=size)
        if key == "gender":
            sheet.text(left + 412 * scale, y, f"Gol. Darah :{person.blood_type}", size=size)
        if key == "address" and estate:
            y += step
            sheet.text(left + 209 * scale, y, estate, size=size)
        y += step
    sheet.silhouette(left + 576 * scale, top + 122 * scale, 128 * scale)
    issue_place = city.removeprefix("KOTA ")
    sheet.text(left + 640 * scale, top + 306 * scale, issue_place, size=15 * scale, align="center")
    sheet.text(left + 640 * scale, top + 326 * scale, f"{issued:%d-%m-%Y}", size=15 * scale, align="center")
    is_date = until[0].isdigit()
    return {
        "province": person.place.province, "regency": city, "nik": person.nik, "fullName": name,
        "placeOfBirth": person.birthplace, "dateOfBirth": person.born.isoformat(), "gender": gender,
        "bloodType": person.blood_type, "address": f"{person.street} {estate}".strip(), "rtRw": person.rt_rw,
        "kelurahan": person.place.kelurahan, "kecamatan": person.place.kecamatan, "religion": person.religion,
        "maritalStatus": person.marital_status, "occupation": person.occupation, "nationality": "WNI",
        "validUntil": f"{until[6:]}-{until[3:5]}-{until[:2]}" if is_date else until, "issueDate": issued.isoformat(),
        "issuePlace": issue_place,
    }  # fmt: skip


def _letter(canvas: Canvas, rng: random.Random) -> Truth:
    """The registration letter on A4."""
    person, number = make_person(rng), make_npwp(rng)
    sheet = Sheet(canvas, fonts=typeface("SourceSerifPro"), type_size=10.5)
    city = person.place.regency.removeprefix("KOTA ")
    registered = date(2008, 3, 1) + timedelta(days=rng.randrange(5500))
    for row, line in enumerate(
        ("KEMENTERIAN KEUANGAN REPUBLIK INDONESIA", "DIREKTORAT JENDERAL PAJAK", f"KPP PRATAMA {city}")
    ):
        sheet.text(297, 60 + 15 * row, line, size=12, bold=True, align="center")
    sheet.rule(50, 100, 545, width=1.5)
    sheet.text(297, 130, "SURAT KETERANGAN TERDAFTAR", size=14, bold=True, align="center")
    sheet.text(297, 146, f"Nomor: S-{rng.randrange(100, 9999)}KT/CONTOH/{registered:%Y}", align="center")
    sheet.lines(60, 180, ("Sesuai dengan ketentuan perpajakan, dengan ini diterangkan bahwa:",), leading=14)
    street = f"{person.street} RT {person.rt_rw[:3]} RW {person.rt_rw[4:]}"
    rest = f"{person.place.kelurahan} {person.place.kecamatan} {city}"
    rows = (
        ("1. Nama", person.name), ("2. NPWP", npwp_number.format_15(number)), ("3. NIK", person.nik), ("4. Alamat", street),
        ("", rest), ("5. Tanggal Terdaftar", long_date(registered)),
    )  # fmt: skip
    end = sheet.pairs(75, 206, rows, gap=130, leading=18)
    closing = ("telah terdaftar pada tata usaha kami.", "Surat ini adalah SPECIMEN untuk pengujian perangkat lunak.")
    sheet.lines(60, end + 10, closing, leading=14)
    sheet.text(400, end + 70, f"{city.title()}, {long_date(registered + timedelta(days=3))}")
    return _taxpayer_truth(number, person.name, f"{street} {rest}", registered, f"PRATAMA {city}") | {"nik": person.nik}


def _sixteen_digits(canvas: Canvas, rng: random.Random) -> Truth:
    """A card of a company: sixteen digits in groups of four, the office at the top, labels of one word."""
    person, number, holder = make_person(rng), make_npwp(rng), make_company(rng)
    sheet = Sheet(canvas, size=CARD, fonts=typeface("Roboto"), ground="#fbf3cf", type_size=20)
    city = person.place.regency.removeprefix("KOTA ")
    registered = date(2010, 3, 1) + timedelta(days=rng.randrange(5000))
    sheet.text(24, 40, "DIREKTORAT JENDERAL PAJAK", size=22, bold=True)
    sheet.text(24, 66, f"KPP PRATAMA {city}", size=18)
    sheet.rule(24, 80, CARD[0] - 24, width=2)
    sixteen = f"0{number}"
    sheet.text(24, 128, "NPWP16", size=17)
    sheet.text(150, 128, " ".join(sixteen[start : start + 4] for start in range(0, 16, 4)), size=30, bold=True)
    sheet.text(24, 166, "NPWP", size=17)
    sheet.text(150, 166, npwp_number.format_15(number), size=22)
    sheet.text(24, 212, holder, size=25, bold=True)
    sheet.lines(24, 246, (person.street, f"{person.place.kecamatan}, {city}"), leading=28)
    sheet.text(24, 370, f"Terdaftar {registered:%d/%m/%Y}")
    sheet.text(24, 402, f"NITKU {sixteen}000000", size=17)
    address = f"{person.street} {person.place.kecamatan}, {city}"
    truth = _taxpayer_truth(number, holder, address, registered, f"PRATAMA {city}")
    return truth | {"npwp16": sixteen, "nitku": f"{sixteen}000000"}


def _taxpayer_truth(number: str, holder: str, address: str, registered: date, office: str) -> Truth:
    return {
        "npwp_number": npwp_number.format_15(number), "name": holder, "address": address, "registered_at": registered.isoformat(),
        "kpp_name": office, "npwp16": None, "nitku": None, "nik": None,
    }  # fmt: skip


KTP: Final[Mapping[str, Painter]] = {"photocopy": _photocopy, "long_lines": _long_lines}
NPWP: Final[Mapping[str, Painter]] = {"letter": _letter, "sixteen_digits": _sixteen_digits}
