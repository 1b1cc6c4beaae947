"""Held-out vehicle ownership books: the older blue book with other words, and a copy with captions above the values."""

import random
from collections.abc import Mapping
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from berkas.evaluation.specimens.drawing import Painter, Sheet, Truth
from berkas.evaluation.specimens.typefaces import typeface
from berkas.evaluation.specimens.vehicle_books import SPREAD, rows
from berkas.evaluation.specimens.vehicles import make_vehicle


def _older(canvas: Canvas, rng: random.Random) -> Truth:
    """The blue book: vehicle on the left page, owner on the right one, no NIK, values in groups."""
    one = make_vehicle(rng)
    sheet = Sheet(canvas, size=SPREAD, fonts=typeface("Caladea"), ground="#d6e2ef", type_size=11)
    sheet.upright(442, 10, 616, width=1)
    sheet.text(30, 44, "IDENTITAS KENDARAAN BERMOTOR", size=13, bold=True)
    vehicle = (
        ("No. Polisi", one.plate), ("Merk", one.brand), ("Type", one.type), ("Jenis Kendaraan", one.kind), ("Model", one.model),
        ("Tahun Pembuatan", f"{one.year}"), ("Isi Silinder", f"{one.cylinder_cc} cc"), ("No. Rangka", one.frame),
        ("No. Mesin", one.engine), ("Warna Kendaraan", one.colour), ("Bahan Bakar", one.fuel),
    )  # fmt: skip
    rows(sheet, 30, 80, vehicle, gap=130, leading=30)
    sheet.text(472, 44, "BUKU PEMILIK KENDARAAN BERMOTOR", size=13, bold=True)
    sheet.text(472, 64, "(BPKB)", size=12)
    sheet.text(472, 96, "IDENTITAS PEMILIK", size=12, bold=True)
    owner = (
        ("Nama", one.owner.name), ("Pekerjaan", one.owner.occupation), ("Alamat Pemilik", one.address[0]), ("", one.address[1]),
        ("Diterbitkan di", one.city), ("Tanggal", f"{one.issued:%d-%m-%Y}"), ("No. BPKB", one.book),
    )  # fmt: skip
    rows(sheet, 472, 130, owner, gap=112, leading=30)
    return one.truth(owner_nik=None)


def _copy(canvas: Canvas, rng: random.Random) -> Truth:
    """A copy on a sheet of A4: captions above the values, two columns, long wordings of 2021."""
    one = make_vehicle(rng)
    sheet = Sheet(canvas, fonts=typeface("SourceSansPro"), type_size=11)

    def caption(x: float, y: float, label: str, value: str) -> None:
        sheet.text(x, y, label, size=8)
        sheet.text(x, y + 14, value, bold=True)

    sheet.text(297, 60, "BUKU PEMILIK KENDARAAN BERMOTOR", size=15, bold=True, align="center")
    sheet.text(297, 80, f"Nomor {one.book}", size=12, align="center")
    sheet.text(60, 118, "IDENTITAS PEMILIK", size=12, bold=True)
    caption(60, 140, "Nama Pemilik", one.owner.name)
    caption(320, 140, "No. KTP/NIK", one.owner.nik)
    caption(60, 180, "Alamat", f"{one.address[0]} {one.address[1]}")
    caption(60, 220, "Pekerjaan", one.owner.occupation)
    sheet.text(60, 268, "IDENTITAS KENDARAAN", size=12, bold=True)
    pairs = (
        ("Nomor Registrasi", one.plate), ("Merek", one.brand), ("Tipe", one.type), ("Jenis", one.kind), ("Model", one.model),
        ("Tahun Pembuatan", f"{one.year}"), ("Isi Silinder / Daya Listrik", f"{one.cylinder_cc} CC"), ("Warna", one.colour),
        ("Nomor Rangka/NIK/VIN", one.frame), ("Nomor Mesin", one.engine), ("Bahan Bakar/Sumber Energi", one.fuel),
    )  # fmt: skip
    for number, (label, value) in enumerate(pairs):
        caption(60 + 260 * (number % 2), 292 + 40 * (number // 2), label, value)
    caption(60, 560, "Dikeluarkan di", one.city)
    caption(320, 560, "Pada tanggal", f"{one.issued:%d-%m-%Y}")
    sheet.text(60, 620, "Salinan CONTOH untuk pengujian perangkat lunak", size=9)
    return one.truth()


BPKB: Final[Mapping[str, Painter]] = {"older": _older, "copy": _copy}
