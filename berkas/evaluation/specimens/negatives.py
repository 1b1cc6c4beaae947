"""Papers that are none of the types with a template but look like them: they must never get a confident wrong type."""

import io
import random
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from berkas.evaluation.specimens.drawing import CARD, Column, Sheet, Truth
from berkas.evaluation.specimens.papers import Specimen, paint
from berkas.evaluation.specimens.people import make_company, make_npwp, make_person
from berkas.evaluation.specimens.wording import long_date, money
from berkas.model.document_types import DocumentType

Pairs = Sequence[tuple[str, str]]
_A4: Final = (595.0, 842.0)


def make_negative(kind: str, *, seed: int) -> Specimen:
    """Draw a paper; the same seed gives the same paper.

    Raises:
        KeyError: No such kind.
    """
    return paint(_PAINTERS[kind], "other", layout=kind, seed=seed)


def _card(sheet: Sheet, titles: Sequence[str], pairs: Pairs, *, photo: bool = True) -> None:
    for number, title in enumerate(titles):
        sheet.text(sheet.width / 2, 34 + 24 * number, title, size=19, bold=True, align="center")
    sheet.pairs(24, 44 + 24 * len(titles), pairs, gap=190, leading=27)
    if photo:
        sheet.silhouette(sheet.width - 150, 150, 120)


def _page(sheet: Sheet, title: str, pairs: Pairs, *, company: str = "") -> float:
    """A letterhead, a title and labels; gives the y below them."""
    sheet.text(40, 50, company, size=13, bold=True)
    sheet.text(297, 90, title, size=16, bold=True, align="center")
    return sheet.pairs(40, 120, pairs, gap=120, leading=15) + 12


def _table(sheet: Sheet, y: float, titles: Sequence[str], rows: Sequence[Sequence[str]]) -> float:
    step = 515 / len(titles)
    columns = [
        Column(f"{number}", title, 40 + step * number, 40 + step * (number + 1) - 6) for number, title in enumerate(titles)
    ]  # fmt: skip
    sheet.rule(40, y - 10, 555)
    y = sheet.headings(columns, y) + 4
    for row in rows:
        y = sheet.row(columns, y, {f"{number}": cell for number, cell in enumerate(row)}) + 4
    sheet.rule(40, y - 8, 555)
    return y + 8


def _kk(canvas: Canvas, rng: random.Random) -> Truth:
    family = [make_person(rng) for _ in range(4)]
    sheet = Sheet(canvas, size=(842, 595), type_size=8)
    sheet.text(421, 40, "KARTU KELUARGA", size=18, bold=True, align="center")
    sheet.text(421, 58, f"No. {family[0].nik}", size=12, align="center")
    head = family[0]
    sheet.pairs(40, 80, (("Nama Kepala Keluarga", head.name), ("Alamat", head.street), ("RT/RW", head.rt_rw),
                         ("Kelurahan/Desa", head.place.kelurahan), ("Kecamatan", head.place.kecamatan)), gap=110)  # fmt: skip
    rows = [[f"{n}", p.name, p.nik, "PEREMPUAN" if p.is_female else "LAKI-LAKI", p.birthplace, f"{p.born:%d-%m-%Y}", p.religion]
            for n, p in enumerate(family, start=1)]  # fmt: skip
    y = _table(
        sheet, 170, ("No", "Nama Lengkap", "NIK", "Jenis Kelamin", "Tempat Lahir", "Tanggal Lahir", "Agama"), rows
    )
    more = [[f"{n}", p.marital_status, "KEPALA KELUARGA" if n == 1 else "ANAK", "WNI", "-", "CONTOH", "SPECIMEN"]
            for n, p in enumerate(family, start=1)]  # fmt: skip
    titles = (
        "No",
        "Status Perkawinan",
        "Status Hubungan Dalam Keluarga",
        "Kewarganegaraan",
        "Dokumen Imigrasi",
        "Ayah",
        "Ibu",
    )
    _table(sheet, y + 20, titles, more)
    return {}


def _sim(canvas: Canvas, rng: random.Random) -> Truth:
    person = make_person(rng)
    rows = (
        ("1. Nama", person.name), ("2. Tempat & Tgl. Lahir", f"{person.birthplace}, {person.born:%d-%m-%Y}"),
        ("3. Gol. Darah - Jenis Kelamin", f"{person.blood_type} - {'WANITA' if person.is_female else 'PRIA'}"),
        ("4. Alamat", person.street), ("5. Pekerjaan", person.occupation), ("6. Diterbitkan oleh", "POLDA CONTOH"),
        ("No. SIM", f"9{rng.randrange(10**13):013d}"), ("Berlaku s/d", "17-08-2029"),
    )  # fmt: skip
    _card(
        Sheet(canvas, size=CARD, ground="#e9eef7", type_size=15), ("SURAT IZIN MENGEMUDI", "DRIVING LICENSE  A"), rows
    )
    return {}


def _kia(canvas: Canvas, rng: random.Random) -> Truth:
    child, parent = make_person(rng), make_person(rng)
    rows = (
        ("NIK", child.nik), ("Nama", child.name), ("Tempat/Tgl Lahir", f"{child.birthplace}, 02-03-2019"),
        ("Jenis Kelamin", "LAKI-LAKI"), ("No. Kartu Keluarga", parent.nik), ("Nama Kepala Keluarga", parent.name),
        ("Alamat", parent.street), ("Berlaku Hingga", "01-03-2036"),
    )  # fmt: skip
    sheet = Sheet(canvas, size=CARD, ground="#f9d9e2", type_size=16)
    _card(sheet, (f"PROVINSI {child.place.province}", child.place.regency, "KARTU IDENTITAS ANAK"), rows)
    return {}


def _bpjs(canvas: Canvas, rng: random.Random) -> Truth:
    person = make_person(rng)
    rows = (
        ("Nomor Kartu", f"000{rng.randrange(10**10):010d}"), ("Nama", person.name), ("Alamat", person.street),
        ("Tanggal Lahir", f"{person.born:%d-%m-%Y}"), ("NIK", person.nik), ("Faskes Tingkat I", "KLINIK CONTOH SEHAT"),
    )  # fmt: skip
    sheet = Sheet(canvas, size=CARD, ground="#e3f2e3", type_size=17)
    _card(sheet, ("KARTU INDONESIA SEHAT", "BPJS KESEHATAN SPECIMEN"), rows, photo=False)
    return {}


def _member_card(canvas: Canvas, rng: random.Random) -> Truth:
    person = make_person(rng)
    rows = (
        ("Nama", person.name), ("No. Anggota", f"{rng.randrange(10**6):06d}"), ("Alamat", person.street),
        ("Berlaku Hingga", "31-12-2027"),
    )  # fmt: skip
    _card(Sheet(canvas, size=CARD, ground="#e0e0f5", type_size=18), ("PERPUSTAKAAN CONTOH", "KARTU ANGGOTA"), rows)
    return {}


def _stnk(canvas: Canvas, rng: random.Random) -> Truth:
    person = make_person(rng)
    rows = (
        ("NOMOR REGISTRASI", f"B {rng.randrange(1000, 9999)} CTH"), ("NAMA PEMILIK", person.name), ("ALAMAT", person.street),
        ("MERK", "CONTOH"), ("TYPE", "SPECIMEN 1.5 MT"), ("JENIS / MODEL", "MB. PENUMPANG / MINIBUS"), ("TAHUN PEMBUATAN", "2019"),
        ("ISI SILINDER", "1496 CC"), ("NOMOR RANGKA/NIK/VIN", f"MHKCTH{rng.randrange(10**11):011d}"),
        ("NOMOR MESIN", f"CTH{rng.randrange(10**7):07d}"), ("WARNA", "PUTIH"), ("BERLAKU SAMPAI", "12-05-2029"),
    )  # fmt: skip
    sheet = Sheet(canvas, size=(700, 460), ground="#f4efe0", type_size=13)
    _card(sheet, ("KEPOLISIAN NEGARA CONTOH", "SURAT TANDA NOMOR KENDARAAN BERMOTOR"), rows, photo=False)
    return {}


def _vehicle_tax(canvas: Canvas, rng: random.Random) -> Truth:
    person = make_person(rng)
    amounts = [rng.randrange(100, 4000) * 1000 for _ in range(3)]
    rows = (
        ("NO. POLISI", f"D {rng.randrange(1000, 9999)} SPC"), ("NAMA PEMILIK", person.name), ("ALAMAT", person.street),
        ("BBN-KB", money(amounts[0])), ("PKB", money(amounts[1])), ("SWDKLLJ", money(amounts[2])),
        ("JUMLAH", money(sum(amounts))), ("BERLAKU SAMPAI", "12-05-2027"),
    )  # fmt: skip
    sheet = Sheet(canvas, size=(700, 420), ground="#eaf3fb", type_size=14)
    _card(sheet, ("SURAT KETETAPAN KEWAJIBAN PEMBAYARAN", "PAJAK KENDARAAN BERMOTOR"), rows, photo=False)
    return {}


def _goods(rng: random.Random) -> list[list[str]]:
    names = ("Kertas HVS A4", "Toner printer", "Map plastik", "Kabel HDMI 2 m", "Buku tulis", "Spidol hitam")
    return [
        [f"{n}", name, f"{rng.randrange(1, 60)}", "pcs", money(rng.randrange(5, 300) * 1000)]
        for n, name in enumerate(rng.sample(names, rng.randrange(2, 6)), start=1)
    ]


def _purchase_order(canvas: Canvas, rng: random.Random) -> Truth:
    sheet = Sheet(canvas)
    pairs = (
        ("No. PO", f"PO-{rng.randrange(10**5):05d}"), ("Tanggal", long_date(make_person(rng).born)), ("Vendor", make_company(rng)),
        ("Kirim ke", "Gudang Contoh Bekasi"), ("Tgl. Pengiriman", "12-12-2026"), ("Syarat Pembayaran", "30 hari"),
    )  # fmt: skip
    y = _page(sheet, "PURCHASE ORDER", pairs, company=make_company(rng))
    y = _table(sheet, y, ("No", "Nama Barang", "Qty", "Satuan", "Harga"), _goods(rng))
    sheet.pairs(
        330, y + 10, (("Sub Total", "Rp 4.250.000"), ("PPN 11%", "Rp 467.500"), ("Total", "Rp 4.717.500")), gap=80
    )
    sheet.text(80, y + 90, "Dibuat oleh")
    sheet.text(280, y + 90, "Disetujui oleh")
    return {}


def _delivery_note(canvas: Canvas, rng: random.Random) -> Truth:
    sheet = Sheet(canvas)
    pairs = (
        ("No. Surat Jalan", f"SJ/{rng.randrange(10**4):04d}"), ("Tanggal", "02-02-2026"), ("Kepada", make_company(rng)),
        ("No. PO", "PO-11223"), ("No. Polisi", "B 9000 CTH"), ("Sopir", make_person(rng).name),
    )  # fmt: skip
    y = _page(sheet, "SURAT JALAN", pairs, company=make_company(rng))
    rows = [[*row[:4], "baik"] for row in _goods(rng)]
    y = _table(sheet, y, ("No", "Nama Barang", "Qty", "Satuan", "Keterangan"), rows)
    sheet.text(80, y + 40, "Yang menyerahkan")
    sheet.text(380, y + 40, "Yang menerima")
    return {}


def _tax_invoice(canvas: Canvas, rng: random.Random) -> Truth:
    sheet = Sheet(canvas)
    seller, buyer = make_company(rng), make_company(rng)
    base = rng.randrange(100, 9000) * 12_000
    pairs = (
        ("Kode dan Nomor Seri", f"04002699{rng.randrange(10**9):09d}"), ("Pengusaha Kena Pajak", ""), ("Nama", seller),
        ("Alamat", "Jl. Contoh Raya 1, Jakarta"), ("NPWP", f"0{make_npwp(rng)}"), ("Pembeli Barang Kena Pajak", ""),
        ("Nama", buyer), ("Alamat", "Jl. Specimen 2, Bandung"), ("NPWP", f"0{make_npwp(rng)}"),
    )  # fmt: skip
    y = _page(sheet, "Faktur Pajak", pairs)
    rows = [["1", "000000", "Jasa contoh", money(base, decimals=2)]]
    y = _table(sheet, y + 10, ("No.", "Kode", "Nama Barang Kena Pajak / Jasa Kena Pajak", "Harga Jual (Rp)"), rows)
    sums = (
        ("Harga Jual / Penggantian", money(base, decimals=2)), ("Dasar Pengenaan Pajak", money(base * 11 // 12, decimals=2)),
        ("Jumlah PPN", money(base * 11 // 100, decimals=2)), ("Jumlah PPnBM", "0,00"),
    )  # fmt: skip
    sheet.pairs(250, y + 10, sums, gap=150)
    return {}


def _receipt(canvas: Canvas, rng: random.Random) -> Truth:
    sheet = Sheet(canvas, size=(595, 300), type_size=12)
    pairs = (
        ("No.", f"KW-{rng.randrange(10**4):04d}"), ("Sudah terima dari", make_company(rng)), ("Uang sejumlah", "Dua juta rupiah"),
        ("Untuk pembayaran", "Sewa ruang rapat CONTOH"),
    )  # fmt: skip
    sheet.text(297, 50, "KWITANSI", size=20, bold=True, align="center")
    sheet.pairs(40, 90, pairs, gap=130, leading=24)
    sheet.text(60, 240, "Rp 2.000.000", size=16, bold=True)
    sheet.text(420, 220, "Jakarta, 3 Maret 2026")
    return {}


def _till_slip(canvas: Canvas, rng: random.Random) -> Truth:
    sheet = Sheet(canvas, size=(230, 420), type_size=9)
    for number, line in enumerate(("TOKO SPECIMEN", "Jl. Contoh 5 Bandung", "12-03-2026 14:22  Kasir: 02")):
        sheet.text(115, 30 + 13 * number, line, align="center")
    y = 90.0
    for row in _goods(rng):
        sheet.text(16, y, f"{row[1]}  {row[2]} x {row[4]}")
        y += 14
    for label, value in (("TOTAL", "148.500"), ("TUNAI", "150.000"), ("KEMBALI", "1.500")):
        y += 14
        sheet.text(16, y, label)
        sheet.text(214, y, value, align="right")
    return {}


def _bank_letter(canvas: Canvas, rng: random.Random) -> Truth:
    person = make_person(rng)
    sheet = Sheet(canvas, type_size=10.5)
    sheet.text(40, 50, "BANK CONTOH NUSANTARA", size=14, bold=True)
    sheet.text(297, 110, "SURAT KETERANGAN", size=14, bold=True, align="center")
    body = (
        "Dengan ini kami menerangkan bahwa nasabah di bawah ini:", "", f"Nama : {person.name}", f"Alamat : {person.street}",
        f"No. Rekening : 9{rng.randrange(10**9):09d}", "",
        "adalah nasabah bank kami sejak tahun 2015 dan rekeningnya dalam keadaan baik.",
        "Surat ini dibuat untuk keperluan pengajuan visa.", "", "Jakarta, 4 Mei 2026", "Kepala Cabang",
    )  # fmt: skip
    sheet.lines(60, 150, body, leading=17)
    return {}


def _payslip(canvas: Canvas, rng: random.Random) -> Truth:
    person = make_person(rng)
    sheet = Sheet(canvas)
    pairs = (
        ("Nama", person.name),
        ("NIK", f"{rng.randrange(10**6):06d}"),
        ("Jabatan", "Staf Contoh"),
        ("Periode", "Maret 2026"),
    )
    y = _page(sheet, "SLIP GAJI", pairs, company=make_company(rng))
    rows = (
        ("Gaji Pokok", "6.000.000", "BPJS Kesehatan", "60.000"), ("Tunjangan Transport", "500.000", "PPh 21", "120.000"),
        ("Lembur", "250.000", "BPJS Ketenagakerjaan", "120.000"), ("Total", "6.750.000", "Total Potongan", "300.000"),
    )  # fmt: skip
    y = _table(sheet, y, ("Penerimaan", "Rp", "Potongan", "Rp"), rows)
    sheet.text(40, y + 16, "GAJI BERSIH (TAKE HOME PAY) : Rp 6.450.000", bold=True)
    return {}


def _price_list(canvas: Canvas, rng: random.Random) -> Truth:
    sheet = Sheet(canvas)
    y = _page(sheet, "DAFTAR HARGA", (("Berlaku mulai", "1 Januari 2026"),), company=make_company(rng))
    _table(sheet, y, ("No", "Nama Barang", "Isi", "Satuan", "Harga"), _goods(rng) + _goods(rng))
    return {}


def _quotation(canvas: Canvas, rng: random.Random) -> Truth:
    sheet = Sheet(canvas)
    pairs = (
        ("Nomor", f"QT-{rng.randrange(1000):03d}"),
        ("Kepada Yth.", make_company(rng)),
        ("Perihal", "Penawaran harga"),
    )
    y = _page(sheet, "SURAT PENAWARAN HARGA", pairs, company=make_company(rng))
    y = _table(sheet, y, ("No", "Nama Barang", "Qty", "Satuan", "Harga"), _goods(rng))
    sheet.text(40, y + 10, "Harga belum termasuk PPN dan berlaku 14 hari sejak tanggal penawaran.")
    return {}


def _cv(canvas: Canvas, rng: random.Random) -> Truth:
    person = make_person(rng)
    sheet = Sheet(canvas, type_size=10)
    pairs = (
        ("Nama", person.name), ("Tempat/Tgl Lahir", f"{person.birthplace}, {long_date(person.born)}"), ("Agama", person.religion),
        ("Jenis Kelamin", "PEREMPUAN" if person.is_female else "LAKI-LAKI"), ("Status", person.marital_status),
        ("Alamat", person.street), ("Pendidikan", "S1 Universitas Contoh"), ("Pengalaman", "PT SPECIMEN, 2018 - 2024"),
    )  # fmt: skip
    _page(sheet, "DAFTAR RIWAYAT HIDUP", pairs)
    return {}


def _transfer_slip(canvas: Canvas, rng: random.Random) -> Truth:
    sheet = Sheet(canvas, size=(320, 560), ground="#f7fbff", type_size=11)
    lines = (
        "Transfer Berhasil", "12 Mar 2026  14:02:11 WIB", "", "Nominal", f"Rp {money(rng.randrange(10, 900) * 1000)}", "",
        "Penerima", make_person(rng).name, f"Bank Contoh - 9{rng.randrange(10**9):09d}", "", "Sumber Dana", make_person(rng).name,
        "", "No. Referensi", f"{rng.randrange(10**12):012d}",
    )  # fmt: skip
    sheet.lines(30, 60, lines, leading=24)
    return {}


def _blank(canvas: Canvas, _rng: random.Random) -> Truth:
    canvas.setPageSize(_A4)
    canvas.showPage()
    return {}


def _landscape(canvas: Canvas, rng: random.Random) -> Truth:
    """Sky, hills and grass, with the grain of a camera."""
    grain = np.random.default_rng(rng.randrange(2**32))
    height, width = 320, 480
    rows = np.linspace(0, 1, height)[:, None]
    picture = np.stack([90 + 120 * rows, 140 + 80 * rows, 220 - 60 * rows], axis=2).repeat(width, axis=1)
    hills = (0.55 + 0.12 * np.sin(np.linspace(0, rng.uniform(4, 9), width) + rng.uniform(0, 6)))[None, :]
    picture[np.broadcast_to(rows, (height, width)) > hills] = (70, 110, 60)
    return _picture(canvas, picture + grain.normal(0, 9, picture.shape))


def _static(canvas: Canvas, rng: random.Random) -> Truth:
    """Nothing but noise."""
    return _picture(canvas, np.random.default_rng(rng.randrange(2**32)).uniform(0, 255, (320, 480, 3)))


def _picture(canvas: Canvas, pixels: np.ndarray) -> Truth:
    height, width = pixels.shape[:2]
    buffer = io.BytesIO()
    Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).save(buffer, "PNG")
    canvas.setPageSize((width, height))
    canvas.drawImage(ImageReader(buffer), 0, 0, width, height)
    return {}


_NEGATIVES: Final[Mapping[str, tuple[Callable[[Canvas, random.Random], Truth], tuple[DocumentType, ...]]]] = {
    "kartu_keluarga": (_kk, ("kartu_keluarga",)), "sim": (_sim, ("sim",)), "kia": (_kia, ()), "bpjs_card": (_bpjs, ()),
    "member_card": (_member_card, ()), "stnk": (_stnk, ()), "vehicle_tax": (_vehicle_tax, ()),
    "purchase_order": (_purchase_order, ("purchase_order",)), "surat_jalan": (_delivery_note, ("delivery_note",)),
    "faktur_pajak": (_tax_invoice, ("faktur_pajak",)), "kwitansi": (_receipt, ("receipt",)),
    "till_slip": (_till_slip, ("receipt",)), "bank_letter": (_bank_letter, ()), "payslip": (_payslip, ("slip_gaji",)),
    "price_list": (_price_list, ()), "quotation": (_quotation, ()), "cv": (_cv, ()), "transfer_slip": (_transfer_slip, ()),
    "blank": (_blank, ()), "landscape": (_landscape, ()), "noise": (_static, ()),
}  # fmt: skip

_PAINTERS: Final = {kind: painter for kind, (painter, _) in _NEGATIVES.items()}
KINDS: Final[Mapping[str, tuple[DocumentType, ...]]] = {kind: right for kind, (_, right) in _NEGATIVES.items()}
"""Every kind, and the types that are no mistake for it; free text and ``other`` never are."""
