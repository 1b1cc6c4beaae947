"""SPECIMEN vehicle ownership books: an open book with two pages side by side, and one page with both parts below each other."""

import random
from collections.abc import Mapping, Sequence
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from berkas.evaluation.specimens.drawing import Fonts, Painter, Sheet, Truth
from berkas.evaluation.specimens.vehicles import make_vehicle
from berkas.evaluation.specimens.wording import long_date

SPREAD: Final = (884.0, 626.0)
"""Two pages of 12 by 17 cm side by side, enlarged, in points."""

PAGE: Final = (510.0, 722.0)


def rows(sheet: Sheet, x: float, y: float, pairs: Sequence[tuple[str, str]], *, gap: float, leading: float) -> float:
    """Labels with their values; gives the y after the last."""
    for label, value in pairs:
        sheet.text(x, y, label)
        sheet.text(x + gap, y, f": {value}" if label else f"  {value}", bold=True)
        y += leading
    return y


def _spread(canvas: Canvas, rng: random.Random) -> Truth:
    """The grey book: owner on the left page, vehicle on the right one, first registration below it."""
    one = make_vehicle(rng)
    sheet = Sheet(canvas, size=SPREAD, ground="#e9ebe6", type_size=10.5)
    sheet.upright(442, 10, 616, width=1)
    sheet.text(221, 40, "BUKU PEMILIK KENDARAAN BERMOTOR", size=14, bold=True, align="center")
    sheet.text(221, 58, f"No. {one.book}", size=12, bold=True, align="center")
    sheet.text(221, 92, "IDENTITAS PEMILIK", size=12.5, bold=True, align="center")
    owner = (
        ("Nama Pemilik", one.owner.name), ("Alamat", one.address[0]), ("", one.address[1]), ("No. KTP/TDP", one.owner.nik),
        ("Pekerjaan", one.owner.occupation), ("No. Telepon", f"0800-555-{rng.randrange(1000, 9999)}"),
        ("Dikeluarkan di", one.city), ("Pada tanggal", long_date(one.issued).upper()),
    )  # fmt: skip
    end = rows(sheet, 30, 126, owner, gap=104, leading=24)
    sheet.text(330, end + 30, "KEPALA KEPOLISIAN CONTOH", size=9, align="center")
    sheet.text(330, end + 96, "SPECIMEN CONTOH", size=9, align="center")
    sheet.text(663, 40, "IDENTITAS KENDARAAN", size=12.5, bold=True, align="center")
    vehicle = (
        ("Nomor Registrasi", one.plate), ("Merek", one.brand), ("Tipe", one.type), ("Jenis", one.kind), ("Model", one.model),
        ("Tahun Pembuatan", f"{one.year}"), ("Isi Silinder/Daya Listrik", f"{one.cylinder_cc} CC"), ("Warna", one.colour),
        ("Nomor Rangka/NIK/VIN", one.frame), ("Nomor Mesin", one.engine), ("Bahan Bakar/Sumber Energi", one.fuel),
        ("Jumlah Sumbu/Roda", "2 / 4"),
    )  # fmt: skip
    end = rows(sheet, 464, 72, vehicle, gap=150, leading=24)
    sheet.text(663, end + 12, "DOKUMEN REGISTRASI PERTAMA", size=11, bold=True, align="center")
    papers = (
        ("No. Faktur", f"FK/CTH/{rng.randrange(10**5):05d}"),
        ("No. PIB", "-"),
        ("No. Formulir", f"{rng.randrange(10**7):07d}"),
    )
    rows(sheet, 464, end + 36, papers, gap=150, leading=22)
    return one.truth()


def _single(canvas: Canvas, rng: random.Random) -> Truth:
    """One page of the newer book: numbered lines in two parts, capitals."""
    one = make_vehicle(rng)
    sheet = Sheet(canvas, size=PAGE, ground="#eef1f4", fonts=Fonts("Times-Roman", "Times-Bold"), type_size=11)
    sheet.text(255, 44, "KEPOLISIAN NEGARA REPUBLIK INDONESIA", size=12, align="center")
    sheet.text(255, 64, "BUKU PEMILIK KENDARAAN BERMOTOR", size=15, bold=True, align="center")
    sheet.text(470, 90, f"NOMOR BPKB : {one.book}", size=11, align="right")
    sheet.text(30, 116, "A. IDENTITAS PEMILIK", size=12, bold=True)
    owner = (
        ("1. NAMA PEMILIK", one.owner.name), ("2. NIK", one.owner.nik), ("3. ALAMAT", one.address[0]), ("", one.address[1]),
        ("4. PEKERJAAN", one.owner.occupation),
    )  # fmt: skip
    end = rows(sheet, 38, 138, owner, gap=172, leading=22)
    sheet.text(30, end + 14, "B. IDENTITAS KENDARAAN", size=12, bold=True)
    vehicle = (
        ("1. NOMOR REGISTRASI", one.plate), ("2. MERK", one.brand), ("3. TYPE", one.type), ("4. JENIS", one.kind),
        ("5. MODEL", one.model), ("6. TAHUN PEMBUATAN", f"{one.year}"), ("7. ISI SILINDER", f"{one.cylinder_cc} CC"),
        ("8. WARNA", one.colour), ("9. NOMOR RANGKA", one.frame), ("10. NOMOR MESIN", one.engine), ("11. BAHAN BAKAR", one.fuel),
        ("12. WARNA TNKB", "HITAM"),
    )  # fmt: skip
    end = rows(sheet, 38, end + 36, vehicle, gap=172, leading=22)
    sheet.text(290, end + 22, f"DIKELUARKAN DI : {one.city}")
    sheet.text(290, end + 40, f"PADA TANGGAL : {one.issued:%d-%m-%Y}")
    sheet.text(380, end + 100, "SPECIMEN CONTOH, S.H.", align="center")
    return one.truth()


BPKB: Final[Mapping[str, Painter]] = {"spread": _spread, "single": _single}
