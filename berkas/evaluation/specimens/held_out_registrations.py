"""Business identification numbers that no template is tuned on: other fields of business, geometry, order and wording."""

import random
from collections.abc import Mapping
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from berkas.evaluation.specimens.drawing import Column, Painter, Sheet, Truth, opaque_token
from berkas.evaluation.specimens.registrations import make_business
from berkas.evaluation.specimens.typefaces import typeface
from berkas.evaluation.specimens.wording import long_date

_ACTIVITIES: Final = (
    ("01111", "Pertanian Jagung"), ("18111", "Industri Pencetakan Umum"), ("41011", "Konstruksi Gedung Hunian"),
    ("85499", "Pendidikan Lainnya Swasta Yang Tidak Dapat Diklasifikasikan Di Tempat Lain"),
    ("47722", "Perdagangan Eceran Kosmetik Untuk Manusia"), ("93113", "Fasilitas Gelanggang/Arena"),
    ("52101", "Pergudangan Dan Penyimpanan"),
)  # fmt: skip


def _portal(canvas: Canvas, rng: random.Random) -> Truth:
    """Labels without numbers in a shaded strip; a table whose rows have lines around them; dates at the foot."""
    business = make_business(rng, _ACTIVITIES)
    sheet = Sheet(canvas, fonts=typeface("Roboto"), type_size=9)
    sheet.box(0, 0, sheet.width, 84, fill="#e6edf2")
    sheet.text(44, 36, "PEMERINTAH REPUBLIK INDONESIA", size=11, bold=True)
    sheet.text(44, 52, "Perizinan Berusaha Berbasis Risiko", size=10)
    sheet.text(44, 72, f"NOMOR INDUK BERUSAHA : {business.nib}", size=13, bold=True)
    y = 112.0
    for label, value in (
        ("Nama Pelaku Usaha", business.name), ("Alamat", business.address), ("No. Telp", business.phone),
        ("E-mail", business.email),
        ("Status Penanaman Modal", business.investment), ("Skala Usaha", business.scale),
    ):  # fmt: skip
        lines = sheet.wrap(value, 350)
        sheet.text(44, y, label)
        y = sheet.lines(190, y, lines, leading=12, bold=label.startswith("Nama")) + 6
    columns = (
        Column("code", "Kode KBLI", 44, 96), Column("title", "Judul KBLI", 100, 262), Column("risk", "Tingkat Risiko", 266, 340),
        Column("location", "Lokasi Usaha", 344, 551),
    )  # fmt: skip
    y += 16
    sheet.box(42, y - 11, 511, 16, fill="#d3dee6")
    y = sheet.headings(columns, y) + 8
    for (code, title), risk in zip(business.activities, business.risks, strict=True):
        y = sheet.row(columns, y, {"code": code, "title": title, "risk": risk, "location": business.location}) + 7
        sheet.rule(42, y - 13, 553, width=0.3)
    y += 14
    sheet.text(551, y, f"Diterbitkan di Jakarta, tanggal {long_date(business.registered)}", align="right")
    sheet.text(44, y + 40, f"Tanggal cetak: {business.printed:%d-%m-%Y}")
    sheet.qr(493, y + 8, 58, opaque_token("nib", business.nib))
    return business.truth(
        "phone",
        "email",
        "investment_status",
        "business_scale",
        "printed_date",
        columns=("code", "title", "location", "risk"),
    )


def _letter(canvas: Canvas, rng: random.Random) -> Truth:
    """Numbers, labels and colons in columns of their own; the annex without locations on a page across."""
    business = make_business(rng, _ACTIVITIES)
    sheet = Sheet(canvas, fonts=typeface("SourceSerifPro"), type_size=10.5)
    sheet.text(297, 70, "PEMERINTAH REPUBLIK INDONESIA", size=13, bold=True, align="center")
    sheet.text(297, 92, "PERIZINAN BERUSAHA BERBASIS RISIKO", size=12, align="center")
    sheet.text(297, 112, "NOMOR INDUK BERUSAHA:", size=12, align="center")
    sheet.text(297, 130, business.nib, size=14, bold=True, align="center")
    y = 166.0
    for number, label, value in (
        ("1.", "Nama Pelaku Usaha", business.name), ("2.", "Alamat Kantor", business.address),
        ("", "Nomor Telepon", business.phone),
        ("", "Email", business.email), ("3.", "Status Penanaman Modal", business.investment), ("4.", "KBLI", "Lihat Lampiran"),
        ("5.", "Skala Usaha", business.scale),
    ):  # fmt: skip
        sheet.text(70, y, number)
        sheet.text(96, y, label)
        sheet.text(240, y, ":")
        y = sheet.lines(252, y, sheet.wrap(value, 270), leading=15) + 5
    y = sheet.lines(
        70,
        y + 10,
        sheet.wrap("NIB ini berlaku selama Pelaku Usaha menjalankan kegiatan usaha sesuai ketentuan.", 455),
        leading=15,
    )
    sheet.text(300, y + 30, "Diterbitkan di Jakarta")
    sheet.text(300, y + 45, f"pada tanggal : {long_date(business.registered)}")
    sheet.next_page()
    sheet.text(297, 60, "LAMPIRAN", size=12, bold=True, align="center")
    sheet.text(297, 78, f"NIB {business.nib}", align="center")
    columns = (
        Column("no", "No", 70, 92, "center"), Column("code", "KBLI", 96, 146), Column("title", "Judul KBLI", 150, 380),
        Column("risk", "Klasifikasi Risiko", 384, 520),
    )  # fmt: skip
    y = sheet.headings(columns, 116) + 8
    for count, ((code, title), risk) in enumerate(zip(business.activities, business.risks, strict=True), start=1):
        y = sheet.row(columns, y, {"no": str(count), "code": code, "title": title, "risk": risk}, leading=13) + 8
    return business.truth("phone", "email", "investment_status", "business_scale", columns=("code", "title", "risk"))


LAYOUTS: Final[Mapping[str, Painter]] = {"portal": _portal, "letter": _letter}
