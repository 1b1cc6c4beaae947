"""Marriage certificates that no template is tuned on: other order, labels, typefaces; prose over the whole width."""

import random
from collections.abc import Mapping
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from berkas.evaluation.specimens.birth_certificates import spoken
from berkas.evaluation.specimens.drawing import Painter, Sheet, Truth, opaque_token
from berkas.evaluation.specimens.marriage_certificates import make_marriage
from berkas.evaluation.specimens.typefaces import typeface
from berkas.evaluation.specimens.wording import long_date


def _card(canvas: Canvas, rng: random.Random) -> Truth:
    """Wide leading, labels in capitals without numbers, the wife below the husband, the date as a label."""
    marriage = make_marriage(rng)
    sheet = Sheet(canvas, size=(480, 700), fonts=typeface("SourceSansPro"), type_size=9.5)
    sheet.text(240, 40, "KUTIPAN AKTA NIKAH", 15, bold=True, align="center")
    sheet.text(240, 58, f"KANTOR URUSAN AGAMA KECAMATAN {marriage.husband.place.kecamatan}", 10, align="center")
    y = sheet.pairs(
        40, 88, (("Nomor Akta", marriage.number), ("Hari, Tanggal", f"{marriage.weekday}, {long_date(marriage.day)} M"),
                 ("Bertepatan", marriage.hijri)), gap=130, leading=16,
    ) + 8  # fmt: skip
    for title, person, label, father in (
        ("CALON SUAMI / SUAMI", marriage.husband, "Bin", marriage.husband_father),
        ("CALON ISTRI / ISTRI", marriage.wife, "Binti", marriage.wife_father),
    ):
        sheet.text(40, y, title, bold=True)
        rows = (
            ("NAMA LENGKAP", person.name), (label.upper(), father),
            ("TEMPAT/TANGGAL LAHIR", f"{person.birthplace}, {person.born:%d-%m-%Y}"),
            ("NIK", person.nik), ("PEKERJAAN", person.occupation), ("TEMPAT TINGGAL", person.street),
        )  # fmt: skip
        y = sheet.pairs(40, y + 18, rows, gap=130, leading=16) + 10
    sheet.text(40, y, "WALI NIKAH", bold=True)
    y = sheet.pairs(40, y + 18, (("NAMA", marriage.guardian), ("MAHAR", marriage.dowry)), gap=130, leading=16) + 20
    sheet.text(250, y, f"{marriage.city.title()}, {marriage.issued:%d-%m-%Y}")
    sheet.text(250, y + 16, "Penghulu")
    return marriage.truth("guardian_name", "dowry", "office", "issue_place", "husband_father", "wife_father")


def _registry(canvas: Canvas, rng: random.Random) -> Truth:
    """The civil extract as one block of prose, with both names inside the sentence."""
    marriage = make_marriage(rng, is_civil=True)
    sheet = Sheet(canvas, fonts=typeface("Caladea"), type_size=11)
    sheet.text(297, 70, "PENCATATAN SIPIL", 13, bold=True, align="center")
    sheet.text(297, 92, "KUTIPAN AKTA PERKAWINAN", 15, bold=True, align="center")
    sheet.text(297, 110, f"Nomor {marriage.number}", align="center")
    text = (
        f"Bahwa di {marriage.city} pada tanggal {spoken(marriage.day)} telah tercatat perkawinan "
        f"antara {marriage.husband.name} dengan "
        f"{marriage.wife.name}, yang dilangsungkan di hadapan pemuka agama {marriage.religion} bernama {marriage.officiant}."
    )
    y = sheet.lines(60, 150, sheet.wrap(text, 475), leading=22) + 24
    sheet.text(300, y, f"Dikeluarkan di {marriage.city} pada tanggal {long_date(marriage.issued)}", 9.5)
    sheet.text(300, y + 16, "Pejabat Pencatatan Sipil", 9.5)
    sheet.qr(300, y + 24, 58, opaque_token("akta", marriage.number))
    return marriage.truth("religion", "officiant", "place", "issue_place", has_persons=False)


LAYOUTS: Final[Mapping[str, Painter]] = {"card": _card, "registry": _registry}
