"""Contracts that no template is tuned on: a lease and an order of works, in other wordings."""

import random
from collections.abc import Mapping
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from berkas.evaluation.specimens.contracts import clauses, make_agreement, signatures, spoken_day
from berkas.evaluation.specimens.drawing import Painter, Sheet, Truth
from berkas.evaluation.specimens.typefaces import typeface
from berkas.evaluation.specimens.wording import long_date, money


def _lease(canvas: Canvas, rng: random.Random) -> Truth:
    """A lease without a number; the parties with their labels, each named behind its block."""
    agreement = make_agreement(rng)
    sheet = Sheet(canvas, fonts=typeface("Caladea"), type_size=11.5)
    sheet.text(297, 70, "SURAT PERJANJIAN SEWA MENYEWA", 15, bold=True, align="center")
    sheet.text(60, 108, "Yang bertanda tangan di bawah ini:")
    y = 128.0
    for party, role in ((agreement.first, "PIHAK PERTAMA"), (agreement.second, "PIHAK KEDUA")):
        rows = (("Nama Lengkap", party.person.name), ("Jabatan", party.position), ("Alamat", party.address))
        y = sheet.pairs(60, y, rows, gap=110, leading=17)
        acts = f"bertindak untuk dan atas nama {party.company}, untuk selanjutnya disebut sebagai {role}."
        y = sheet.lines(60, y, sheet.wrap(acts, 475), leading=17) + 10
    text = f"Pada hari ini {agreement.weekday} tanggal {spoken_day(agreement.signed)}, kedua belah pihak sepakat atas hal berikut."
    y = sheet.lines(60, y, sheet.wrap(text, 475), leading=17) + 14
    texts = (
        ("Objek Sewa", "PIHAK PERTAMA menyewakan sebuah ruko kepada PIHAK KEDUA."),
        ("Masa Sewa", f"Sewa berlangsung selama {agreement.term}, terhitung sejak tanggal "
         f"{long_date(agreement.start)} hingga tanggal {long_date(agreement.end)}."),
        ("Harga Sewa", f"Harga sewa ditetapkan sebesar Rp {money(agreement.value)} untuk seluruh masa sewa."),
        ("Domisili", f"Kedua belah pihak memilih domisili di Kantor Kepaniteraan Pengadilan Negeri {agreement.city}."),
    )  # fmt: skip
    signatures(sheet, clauses(sheet, y, texts, leading=17) + 12, agreement)
    return agreement.truth("SURAT PERJANJIAN SEWA MENYEWA", has_number=False)


def _works(canvas: Canvas, rng: random.Random) -> Truth:
    """An agreement on works; number and date in the head, the clauses in one column of small letters."""
    agreement = make_agreement(rng)
    sheet = Sheet(canvas, fonts=typeface("SourceSansPro"), type_size=9.5)
    sheet.text(60, 56, "PERJANJIAN PELAKSANAAN PEKERJAAN", 14, bold=True)
    sheet.text(60, 74, f"Nomor: {agreement.number}")
    text = (
        f"Perjanjian ini dibuat pada hari ini {agreement.weekday}, tanggal {long_date(agreement.signed)}, oleh dan antara "
        "kami yang bertanda tangan di bawah ini:"
    )
    y = sheet.lines(60, 100, sheet.wrap(text, 475), leading=14) + 6
    for letter, party, role in (("I", agreement.first, "PIHAK PERTAMA"), ("II", agreement.second, "PIHAK KEDUA")):
        sheet.text(60, y, f"{letter}.")
        y = sheet.pairs(
            80, y, (("Nama", party.person.name), ("Jabatan", party.position), ("Alamat", party.address)), gap=70
        )
        acts = f"yang bertindak untuk dan atas nama {party.company}, selanjutnya disebut {role}."
        y = sheet.lines(80, y, sheet.wrap(acts, 455), leading=14) + 6
    texts = (
        ("Pekerjaan", "PIHAK KEDUA mengerjakan perawatan bangunan milik PIHAK PERTAMA sesuai daftar terlampir."),
        ("Waktu Pelaksanaan", f"Jangka waktu pelaksanaan selama {agreement.term} sejak tanggal "
         f"{long_date(agreement.start)} sampai tanggal {long_date(agreement.end)}."),
        ("Nilai Kontrak", f"Nilai kontrak adalah sebesar Rp. {money(agreement.value)},00 sudah termasuk pajak."),
        ("Perselisihan", f"Perselisihan diselesaikan melalui Kepaniteraan Pengadilan Negeri {agreement.city}."),
    )  # fmt: skip
    signatures(sheet, clauses(sheet, y + 8, texts, leading=14) + 12, agreement)
    return agreement.truth("PERJANJIAN PELAKSANAAN PEKERJAAN")


LAYOUTS: Final[Mapping[str, Painter]] = {"lease": _lease, "works": _works}
