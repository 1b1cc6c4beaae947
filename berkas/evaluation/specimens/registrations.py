"""SPECIMEN business identification numbers: the risk-based ones since 2021 with their annex, and those of 2018 to 2021."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from berkas.evaluation.specimens.drawing import Column, Fonts, Painter, Sheet, Truth, opaque_token
from berkas.evaluation.specimens.people import Person, make_company, make_npwp, make_person
from berkas.evaluation.specimens.wording import long_date
from berkas.values.identifiers import npwp as npwp_number

Activity = tuple[str, str]
"""Code and title of a field of business (KBLI 2020)."""

ACTIVITIES: Final[Sequence[Activity]] = (
    ("62019", "Aktivitas Pemrograman Komputer Lainnya"),
    ("47111", "Perdagangan Eceran Berbagai Macam Barang Yang Utamanya Makanan, Minuman Atau Tembakau Di Minimarket"),
    ("56101", "Restoran"), ("46339", "Perdagangan Besar Makanan Dan Minuman Lainnya"), ("10710", "Industri Produk Roti Dan Kue"),
    ("14111", "Industri Pakaian Jadi (Konveksi) Dari Tekstil"), ("49431", "Angkutan Bermotor Untuk Barang Umum"),
    ("70209", "Aktivitas Konsultasi Manajemen Lainnya"), ("73100", "Periklanan"),
)  # fmt: skip
RISKS: Final = ("Rendah", "Menengah Rendah", "Menengah Tinggi", "Tinggi")
SCALES: Final = ("Usaha Mikro", "Usaha Kecil", "Usaha Menengah", "Usaha Besar")


@dataclass(frozen=True, slots=True)
class Business:
    """A business that does not exist."""

    nib: str
    name: str
    owner: Person
    address: str
    phone: str
    email: str
    investment: str
    scale: str
    npwp: str
    activities: tuple[Activity, ...]
    location: str
    risks: tuple[str, ...]
    registered: date
    printed: date

    def truth(self, *printed: str, columns: Sequence[str] = ("code", "title")) -> Truth:
        """Canonical values; of the optional ones those that are printed, of the table those columns."""
        rows = [
            {"code": code, "title": title, "location": self.location, "risk": risk.upper()}
            for (code, title), risk in zip(self.activities, self.risks, strict=True)
        ]
        optional: Truth = {
            "npwp": npwp_number.format_15(self.npwp), "phone": self.phone, "email": self.email,
            "investment_status": self.investment, "business_scale": self.scale.upper(), "printed_date": self.printed.isoformat(),
        }  # fmt: skip
        return {
            "nib_number": self.nib, "business_name": self.name, "registered_address": self.address,
            "registration_date": self.registered.isoformat(),
            "kbli_codes": [{name: row[name] if name in columns else None for name in row} for row in rows],
            **{name: value if name in printed else None for name, value in optional.items()},
        }  # fmt: skip


def make_business(rng: random.Random, activities: Sequence[Activity] = ACTIVITIES) -> Business:
    """A company or a sole trader with one to four fields of business."""
    owner = make_person(rng)
    place = owner.place
    chosen = tuple(rng.sample(list(activities), rng.randrange(1, 5)))
    name = make_company(rng) if rng.random() < 0.7 else owner.name
    registered = date(2021, 8, 10) + timedelta(days=rng.randrange(1500))
    city = place.regency.title()
    return Business(
        nib=f"9{rng.randrange(10**12):012d}",
        name=name,
        owner=owner,
        address=f"{owner.street.title()}, Desa/Kelurahan {place.kelurahan.title()}, Kec. {place.kecamatan.title()}, {city}, "
        f"Provinsi {place.province.title()}, Kode Pos: {rng.randrange(10000, 99999)}",
        phone=f"0800555{rng.randrange(10**5):05d}",
        email=f"kontak{rng.randrange(1000)}@contoh.example",
        investment=rng.choice(("PMDN", "PMDN", "PMA")),
        scale=rng.choice(SCALES),
        npwp=make_npwp(rng),
        activities=chosen,
        location=f"{owner.street.title()}, {place.kelurahan.title()}, {city}",
        risks=tuple(rng.choice(RISKS) for _ in chosen),
        registered=registered,
        printed=registered + timedelta(days=rng.randrange(60)),
    )


def numbered(sheet: Sheet, y: float, items: Sequence[tuple[str, str]], *, left: float, value_at: float) -> float:
    """Items with their values behind a colon, wrapped; those with a label of their own number; gives the y after the last."""
    count = 0
    for label, value in items:
        if not label.startswith(" "):
            count += 1
            sheet.text(left, y, f"{count}.")
        for row, line in enumerate(sheet.wrap(label.strip(), value_at - left - 30)):
            sheet.text(left + 18, y + 13 * row, line)
        lines = sheet.wrap(value, sheet.width - value_at - 50)
        sheet.text(value_at - 8, y, ":")
        sheet.lines(value_at, y, lines, leading=13)
        y += 13 * max(len(lines), len(sheet.wrap(label.strip(), value_at - left - 30))) + 3
    return y


def _head(sheet: Sheet, titles: Sequence[str], y: float = 60) -> float:
    sheet.silhouette(sheet.width / 2 - 14, y - 44, 28)
    for number, title in enumerate(titles):
        sheet.text(sheet.width / 2, y + 12 + 16 * number, title, size=12.5, bold=True, align="center")
    return y + 24 + 16 * len(titles)


_ACT: Final = (
    "Berdasarkan Undang-Undang Nomor 11 Tahun 2020 tentang Cipta Kerja, Pemerintah Republik Indonesia menerbitkan "
    "Nomor Induk Berusaha (NIB) kepada:"
)
_EFFECT: Final = (
    "NIB ini berlaku di seluruh wilayah Republik Indonesia selama menjalankan kegiatan usaha dan berlaku sebagai hak akses "
    "kepabeanan, pendaftaran kepesertaan jaminan sosial kesehatan dan jaminan sosial ketenagakerjaan, serta bukti pemenuhan "
    "laporan pertama Wajib Lapor Ketenagakerjaan di Perusahaan (WLKP)."
)
_SYSTEM: Final = (
    "1. Dokumen ini diterbitkan sistem OSS berdasarkan data dari Pelaku Usaha, tersimpan dalam sistem OSS, yang menjadi tanggung "
    "jawab Pelaku Usaha.",
    "2. Dalam hal terjadi kekeliruan isi dokumen ini akan dilakukan perbaikan sebagaimana mestinya.",
)


def _risk_based(canvas: Canvas, rng: random.Random) -> Truth:
    """The letter of numbered items, and an annex on a second page."""
    business = make_business(rng)
    sheet = Sheet(canvas, type_size=10)
    y = _head(
        sheet,
        (
            "PEMERINTAH REPUBLIK INDONESIA",
            "PERIZINAN BERUSAHA BERBASIS RISIKO",
            f"NOMOR INDUK BERUSAHA: {business.nib}",
        ),
    )
    y = sheet.lines(50, y + 16, sheet.wrap(_ACT, 495), leading=14) + 8
    items = (
        ("Nama Pelaku Usaha", business.name), ("Alamat Kantor", business.address), ("  No. Telepon", business.phone),
        ("  Email", business.email), ("Status Penanaman Modal", business.investment),
        ("Kode Klasifikasi Baku Lapangan Usaha Indonesia (KBLI)", "Lihat Lampiran"), ("Skala Usaha", business.scale),
    )  # fmt: skip
    y = numbered(sheet, y, items, left=50, value_at=230) + 10
    y = sheet.lines(50, y, sheet.wrap(_EFFECT, 495), leading=14) + 14
    sheet.text(330, y, f"Diterbitkan di Jakarta, tanggal: {long_date(business.registered)}")
    sheet.lines(330, y + 20, ("Menteri Investasi/", "Kepala Badan Koordinasi Penanaman Modal,"), leading=13)
    sheet.text(330, y + 74, "Ditandatangani secara elektronik")
    sheet.qr(258, y + 6, 60, opaque_token("nib", business.nib))
    sheet.text(50, y + 96, f"Dicetak tanggal: {long_date(business.printed)}")
    sheet.lines(50, 750, [line for text in _SYSTEM for line in sheet.wrap(text, 495)], leading=13)
    sheet.next_page()
    y = _head(
        sheet,
        (
            "PEMERINTAH REPUBLIK INDONESIA",
            "PERIZINAN BERUSAHA BERBASIS RISIKO",
            "LAMPIRAN",
            f"NOMOR INDUK BERUSAHA: {business.nib}",
        ),
    )
    sheet.text(50, y + 14, "Lampiran berikut ini memuat daftar bidang usaha untuk:")
    columns = (
        Column("no", "No.", 50, 74), Column("code", "Kode\nKBLI", 76, 118), Column("title", "Judul KBLI", 120, 260),
        Column("location", "Lokasi Usaha", 262, 392), Column("risk", "Klasifikasi\nRisiko", 394, 462),
        Column("permit", "Perizinan\nBerusaha", 464, 548),
    )  # fmt: skip
    _table(sheet, columns, business, y + 40)
    return business.truth(
        "phone",
        "email",
        "investment_status",
        "business_scale",
        "printed_date",
        columns=("code", "title", "location", "risk"),
    )


def _table(sheet: Sheet, columns: Sequence[Column], business: Business, y: float) -> float:
    left, right = columns[0].left - 2, columns[-1].right + 2
    sheet.rule(left, y - 12, right)
    y = sheet.headings(columns, y) + 4
    sheet.rule(left, y - 10, right)
    rows = zip(business.activities, business.risks, strict=True)
    for number, ((code, title), risk) in enumerate(rows, start=1):
        cells = {
            "no": f"{number}",
            "code": code,
            "title": title,
            "location": business.location,
            "risk": risk,
            "permit": "NIB",
        }
        y = sheet.row(columns, y + 2, {column.name: cells[column.name] for column in columns}, leading=12) + 6
        sheet.rule(left, y - 10, right, width=0.3)
    return y


def _one_page(canvas: Canvas, rng: random.Random) -> Truth:
    """Labels above their values, the fields of business on the same page."""
    business = make_business(rng)
    sheet = Sheet(canvas, fonts=Fonts("Times-Roman", "Times-Bold"), type_size=10.5)
    y = _head(sheet, ("PERIZINAN BERUSAHA BERBASIS RISIKO", "NOMOR INDUK BERUSAHA", business.nib)) + 10
    pairs = (
        ("1. Nama Pelaku Usaha", business.name), ("2. Alamat Kantor", business.address),
        ("    Nomor Telepon Seluler", business.phone), ("    Email", business.email),
        ("3. Status Penanaman Modal", business.investment), ("4. Skala Usaha", business.scale),
    )  # fmt: skip
    for label, value in pairs:
        sheet.text(56, y, label)
        y = sheet.lines(70, y + 13, sheet.wrap(value, 460), leading=13) + 4
    sheet.text(56, y, "5. Kode Klasifikasi Baku Lapangan Usaha Indonesia (KBLI)")
    columns = (
        Column("no", "No", 70, 92), Column("code", "Kode KBLI", 94, 150), Column("title", "Nama KBLI", 152, 420),
        Column("risk", "Tingkat Risiko", 422, 520),
    )  # fmt: skip
    y = _table(sheet, columns, business, y + 22) + 16
    sheet.text(56, y, f"Diterbitkan tanggal : {long_date(business.registered)}")
    sheet.text(56, y + 14, f"Dicetak tanggal : {long_date(business.printed)}")
    sheet.text(56, y + 40, "Kepala Badan Koordinasi Penanaman Modal")
    return business.truth(
        "phone", "email", "investment_status", "business_scale", "printed_date", columns=("code", "title", "risk")
    )


def _before_2021(canvas: Canvas, rng: random.Random) -> Truth:
    """The number as the system before gave it: of a company with its tax number and kind of import licence."""
    business = make_business(rng)
    sheet = Sheet(canvas, type_size=9.5)
    y = _head(sheet, ("NOMOR INDUK BERUSAHA (NIB)", business.nib))
    text = (
        "Berdasarkan ketentuan Pasal 24 ayat (1) Peraturan Pemerintah Nomor 24 Tahun 2018 tentang Pelayanan Perizinan Berusaha "
        "Terintegrasi Secara Elektronik, Lembaga OSS menerbitkan NIB kepada:"
    )
    y = sheet.lines(50, y + 14, sheet.wrap(text, 495), leading=13) + 8
    address = sheet.wrap(business.address, 340)
    pairs = (
        ("Nama Perusahaan", business.name), ("Alamat Perusahaan", address[0]), *(("", line) for line in address[1:]),
        ("NPWP", npwp_number.format_15(business.npwp)), ("Nomor Telepon", business.phone), ("Email", business.email),
        ("Status Penanaman Modal", business.investment), ("Jenis API", "API-U (Angka Pengenal Importir Umum)"),
    )  # fmt: skip
    y = sheet.pairs(50, y, pairs, gap=150, leading=14) + 12
    columns = (
        Column("no", "No.", 50, 76),
        Column("code", "Kode KBLI", 80, 150),
        Column("title", "Nama KBLI", 154, 540),
    )
    y = _table(sheet, columns, business, y) + 18
    sheet.text(50, y, f"Tanggal Terbit NIB : {long_date(business.registered)}")
    sheet.text(50, y + 30, "Lembaga Pengelola dan Penyelenggara OSS")
    return business.truth("npwp", "phone", "email", "investment_status")


LAYOUTS: Final[Mapping[str, Painter]] = {
    "risk_based": _risk_based,
    "one_page": _one_page,
    "before_2021": _before_2021,
}
