"""Documents of no known type that nothing is tuned on: a circular in English with leaders, a notice with a wide table."""

import random
from collections.abc import Mapping
from itertools import pairwise
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from berkas.evaluation.specimens.drawing import Column, Painter, Sheet, Truth
from berkas.evaluation.specimens.free_text.contents import Contents, a_day, open_table, ruled_table
from berkas.evaluation.specimens.people import make_person
from berkas.evaluation.specimens.typefaces import typeface
from berkas.evaluation.specimens.wording import ENGLISH_MONTHS, long_date, money

_ROOMS: Final = ("Anggrek", "Cempaka", "Dahlia", "Kenanga", "Mawar", "Teratai")


def _circular(canvas: Canvas, rng: random.Random) -> Truth:
    """A memorandum in English: labels with dotted leaders, a table of rooms, a closing sentence with an amount in dollars."""
    held, day = Contents(), a_day(rng)
    sheet = Sheet(canvas, fonts=typeface("Caladea"), type_size=11)
    sheet.text(60, 64, "INTERNAL MEMORANDUM", 17, bold=True)
    rows = (
        ("To", "All heads of section"), ("From", make_person(rng).name), ("Date", long_date(day, ENGLISH_MONTHS)),
        ("Subject", rng.choice(("Use of meeting rooms", "Repairs in the east wing"))),
        ("Copy to", f"File {rng.randrange(10, 99)}-B"),
    )  # fmt: skip
    y = 96.0
    for key, value in rows:
        dots = "." * int((120 - sheet.text_width(key)) / sheet.text_width("."))
        sheet.text(60, y, f"{key} {dots} {value}")
        held.pair(key, value)
        y += 18
    held.day(day)
    text = "Please note the rooms below, which can be booked from next month on. Please leave them tidy."
    y = sheet.lines(60, y + 12, sheet.wrap(text, 470), leading=16) + 18
    columns = (
        Column("1", "", 60, 180),
        Column("2", "", 180, 300),
        Column("3", "", 300, 400, "right"),
        Column("4", "", 400, 535, "right"),
    )
    headings = ("Room", "Floor", "Seats", "Fee per day")
    names = rng.sample(_ROOMS, k=rng.randrange(3, 7))
    rooms = [(name, rng.choice(("Ground", "First", "Second")), str(rng.randrange(6, 120)), money(rng.randrange(2, 30) * 50, "en"))
             for name in names]  # fmt: skip
    held.table(None, headings, rooms)
    y = open_table(sheet, y, columns, headings, rooms, leading=17) + 16
    fee, mail = rng.randrange(20, 90) * 10, f"rooms{rng.randrange(10, 99)}@specimen.example"
    closing = f"A deposit of USD {money(fee, 'en')}.00 is due on arrival; write to {mail} for any change."
    held.entity("amount", str(fee), "USD")
    held.entity("email", mail)
    sheet.lines(60, y, sheet.wrap(closing, 470), leading=16)
    return held.truth()


def _notice(canvas: Canvas, rng: random.Random) -> Truth:
    """A notice of a school with its data in boxes beside each other and a wide table with drawn lines."""
    held, day, due = Contents(), a_day(rng), a_day(rng)
    sheet = Sheet(canvas, fonts=typeface("SourceSansPro"), type_size=10)
    sheet.text(50, 56, "SEKOLAH SPECIMEN CENDEKIA", 15, bold=True)
    sheet.text(50, 72, "PENGUMUMAN KEGIATAN BELAJAR", 12)
    left = (("Tahun ajaran", f"{day.year}/{day.year + 1}"), ("Kelas", f"{rng.randrange(7, 13)} {rng.choice('ABC')}"))
    right = (("Wali kelas", make_person(rng).name), ("Diumumkan", f"{day:%d.%m.%Y}"))
    for number, pairs in enumerate(zip(left, right, strict=True)):
        for x, (key, value) in zip((50, 300), pairs, strict=True):
            sheet.text(x, 100 + 18 * number, f"{key}:")
            sheet.text(x + 90, 100 + 18 * number, value)
            held.pair(key, value)
    held.day(day)
    lefts = (50, 85, 225, 320, 400, 475, 545)
    columns = [Column(str(n), "", a, b) for n, (a, b) in enumerate(pairwise(lefts), start=1)]
    headings = ("No", "Nama siswa", "Lahir", "Nilai", "Hadir", "Ket.")
    rows = []
    for number in range(1, rng.randrange(5, 10)):
        person = make_person(rng)
        rows.append((str(number), person.name, f"{person.born:%d-%m-%Y}", f"{rng.randrange(60, 99)}", f"{rng.randrange(10, 24)}",
                     rng.choice(("Baik", "Cukup", ""))))  # fmt: skip
        held.day(person.born)
    held.table("Daftar nilai sementara", headings, rows)
    sheet.text(50, 158, "Daftar nilai sementara", bold=True)
    y = ruled_table(sheet, 168, columns, headings, rows, leading=20) + 26
    fee = rng.randrange(4, 40) * 25_000
    text = f"Biaya kegiatan sebesar Rp. {money(fee)},- dilunasi selambatnya tanggal {long_date(due)} melalui bendahara sekolah."
    held.rupiah(fee)
    held.day(due)
    sheet.lines(50, y, sheet.wrap(text, 495), leading=15)
    return held.truth()


LAYOUTS: Final[Mapping[str, Painter]] = {"circular": _circular, "notice": _notice}
