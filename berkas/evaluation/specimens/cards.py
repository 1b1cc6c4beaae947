"""SPECIMEN cards: KTP and NPWP, each in two layouts."""

import random
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas

from berkas.evaluation.specimens.drawing import CARD, NOTICE, Painter, Truth
from berkas.evaluation.specimens.people import Person, make_company, make_contradicted, make_npwp, make_person
from berkas.values.identifiers import npwp as npwp_number


def _ground(canvas: Canvas, colour: str) -> None:
    """A plain ground, and across it a word that nobody can take for a seal."""
    width, height = CARD
    canvas.setFillColor(HexColor(colour))
    canvas.rect(0, 0, width, height, stroke=0, fill=1)
    canvas.setFillColor(Color(0.4, 0.4, 0.4, alpha=0.9))
    canvas.setFont("Helvetica", 8)
    canvas.drawCentredString(width / 2, 6, NOTICE)
    canvas.setFillColor(HexColor("#111111"))


def _silhouette(canvas: Canvas, x: float, y: float) -> None:
    canvas.saveState()
    canvas.setFillColor(HexColor("#8a9bb0"))
    shape = canvas.beginPath()
    shape.rect(x, y, 130, 165)
    canvas.clipPath(shape, stroke=0, fill=0)
    canvas.rect(x, y, 130, 165, stroke=0, fill=1)
    canvas.setFillColor(HexColor("#5b6b80"))
    canvas.circle(x + 65, y + 105, 32, stroke=0, fill=1)
    canvas.ellipse(x + 15, y - 30, x + 115, y + 65, stroke=0, fill=1)
    canvas.restoreState()


def _ktp(labels: Mapping[str, str], make: Callable[[random.Random], Person] = make_person) -> Painter:
    def draw(canvas: Canvas, rng: random.Random) -> Truth:
        person = make(rng)
        issued = person.born + timedelta(days=365 * 18 + rng.randrange(3000))
        _ground(canvas, "#cfe4f2")
        width, height = CARD
        canvas.setFont("Helvetica-Bold", 20)
        canvas.drawCentredString(width / 2, height - 34, f"PROVINSI {person.place.province}")
        canvas.drawCentredString(width / 2, height - 58, person.place.regency)
        canvas.setFont("Helvetica-Bold", 22)
        canvas.drawString(22, height - 92, "NIK")
        canvas.drawString(160, height - 92, f": {person.nik}")
        gender = "PEREMPUAN" if person.is_female else "LAKI-LAKI"
        rows = (
            ("name", person.name), ("birth", f"{person.birthplace}, {person.born:%d-%m-%Y}"), ("gender", gender),
            ("address", person.street), ("rt_rw", person.rt_rw), ("kelurahan", person.place.kelurahan),
            ("kecamatan", person.place.kecamatan), ("religion", person.religion), ("marital", person.marital_status),
            ("occupation", person.occupation), ("nationality", "WNI"), ("until", "SEUMUR HIDUP"),
        )  # fmt: skip
        canvas.setFont("Helvetica", 15)
        for number, (key, value) in enumerate(rows):
            y = height - 120 - number * 23.5
            canvas.drawString(22 + 18 * (key in {"rt_rw", "kelurahan", "kecamatan"}), y, labels[key])
            canvas.drawString(160, y, f": {value}")
            if key == "gender":
                canvas.drawString(340, y, f"{labels['blood']} : {person.blood_type}")
        _silhouette(canvas, width - 160, height - 300)
        city = person.place.regency.removeprefix("KOTA ")
        canvas.setFont("Helvetica", 13)
        canvas.drawCentredString(width - 95, height - 330, city)
        canvas.drawCentredString(width - 95, height - 348, f"{issued:%d-%m-%Y}")
        return _ktp_truth(person, gender, city, issued.isoformat())

    return draw


def _ktp_truth(person: Person, gender: str, city: str, issued: str) -> Truth:
    return {
        "province": person.place.province, "regency": person.place.regency, "nik": person.nik, "fullName": person.name,
        "placeOfBirth": person.birthplace, "dateOfBirth": person.born.isoformat(), "gender": gender,
        "bloodType": person.blood_type, "address": person.street, "rtRw": person.rt_rw,
        "kelurahan": person.place.kelurahan, "kecamatan": person.place.kecamatan, "religion": person.religion,
        "maritalStatus": person.marital_status, "occupation": person.occupation, "nationality": "WNI",
        "validUntil": "SEUMUR HIDUP", "issueDate": issued, "issuePlace": city,
    }  # fmt: skip


_KTP_LABELS = {
    "name": "Nama", "birth": "Tempat/Tgl Lahir", "gender": "Jenis kelamin", "blood": "Gol. Darah", "address": "Alamat",
    "rt_rw": "RT/RW", "kelurahan": "Kel/Desa", "kecamatan": "Kecamatan", "religion": "Agama", "marital": "Status Perkawinan",
    "occupation": "Pekerjaan", "nationality": "Kewarganegaraan", "until": "Berlaku Hingga",
}  # fmt: skip
_KTP_OLDER_LABELS = _KTP_LABELS | {
    "birth": "Tempat/Tanggal Lahir",
    "gender": "Jenis Kelamin",
    "blood": "Gol Darah",
    "kelurahan": "Kel./Desa",
}


def _npwp_card(canvas: Canvas, rng: random.Random) -> Truth:
    """The card before 2021: name and address without labels."""
    number, registered, office, holder, address = _taxpayer(rng)
    _ground(canvas, "#f3e8b4")
    width, height = CARD
    canvas.setFont("Helvetica-Bold", 16)
    canvas.drawCentredString(width / 2, height - 34, "KEMENTERIAN KEUANGAN REPUBLIK INDONESIA")
    canvas.drawCentredString(width / 2, height - 56, "DIREKTORAT JENDERAL PAJAK")
    canvas.setFont("Helvetica-Bold", 24)
    canvas.drawString(40, height - 120, f"NPWP : {npwp_number.format_15(number)}")
    canvas.setFont("Helvetica", 18)
    canvas.drawString(40, height - 160, holder)
    for row, line in enumerate(address):
        canvas.drawString(40, height - 190 - 24 * row, line)
    canvas.drawString(40, height - 290, f"TERDAFTAR : {registered:%d-%m-%Y}")
    canvas.drawString(40, height - 330, f"KPP {office}")
    return _npwp_truth(number, holder, address, registered.isoformat(), office, None)


def _npwp_electronic(canvas: Canvas, rng: random.Random) -> Truth:
    """The electronic card: labels, 15 and 16 digits, place of business."""
    number, registered, office, holder, address = _taxpayer(rng)
    _ground(canvas, "#eef1f6")
    height = CARD[1]
    canvas.setFont("Helvetica-Bold", 15)
    canvas.drawString(40, height - 40, "KEMENTERIAN KEUANGAN - DIREKTORAT JENDERAL PAJAK")
    rows = (
        ("NPWP15", npwp_number.format_15(number)), ("NPWP16", f"0{number}"), ("NITKU", f"0{number}000000"), ("Nama", holder),
        ("Alamat", address[0]), ("", address[1]), ("KPP", office), ("Tanggal Terdaftar", f"{registered:%d/%m/%Y}"),
    )  # fmt: skip
    canvas.setFont("Helvetica", 17)
    for row, (label, value) in enumerate(rows):
        canvas.drawString(40, height - 90 - 32 * row, label)
        canvas.drawString(200, height - 90 - 32 * row, f": {value}" if label else f"  {value}")
    return _npwp_truth(number, holder, address, registered.isoformat(), office, f"0{number}000000")


def _taxpayer(rng: random.Random) -> tuple[str, date, str, str, tuple[str, str]]:
    person = make_person(rng)
    number = make_npwp(rng)
    registered = person.born + timedelta(days=365 * 25 + rng.randrange(4000))
    city = person.place.regency.removeprefix("KOTA ")
    holder = make_company(rng) if rng.random() < 0.3 else person.name
    address = (f"{person.street} RT {person.rt_rw[:3]} RW {person.rt_rw[4:]}", f"{person.place.kecamatan} {city}")
    return number, registered, f"PRATAMA {city}", holder, address


def _npwp_truth(
    number: str, holder: str, address: tuple[str, str], registered: str, office: str, nitku: str | None
) -> Truth:
    return {
        "npwp_number": npwp_number.format_15(number), "name": holder, "address": " ".join(address), "registered_at": registered,
        "kpp_name": office, "npwp16": f"0{number}" if nitku else None, "nitku": nitku, "nik": None,
    }  # fmt: skip


KTP: Final[Mapping[str, Painter]] = {"current": _ktp(_KTP_LABELS), "older": _ktp(_KTP_OLDER_LABELS)}
KTP_CONTRADICTED: Final = _ktp(_KTP_LABELS, make_contradicted)
"""Well drawn, but NIK and date of birth do not agree; belongs to no set that is measured."""
NPWP: Final[Mapping[str, Painter]] = {"card": _npwp_card, "electronic": _npwp_electronic}
