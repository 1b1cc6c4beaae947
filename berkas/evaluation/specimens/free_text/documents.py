"""Documents of no known type that templates may be tuned on: a letter with a reference block, a form with boxes, an article."""

import random
from collections.abc import Mapping
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from berkas.evaluation.specimens.drawing import Column, Painter, Sheet, Truth
from berkas.evaluation.specimens.free_text.contents import Contents, a_day, open_table, ruled_table
from berkas.evaluation.specimens.people import make_npwp, make_person
from berkas.evaluation.specimens.wording import long_date, money

_GOODS: Final = (
    "Kursi lipat",
    "Meja panjang",
    "Tenda 4 x 6 m",
    "Pengeras suara",
    "Kipas angin",
    "Papan tulis",
    "Proyektor",
)
_ARTICLE: Final = (
    "Warga kampung contoh kembali mengadakan pasar murah di halaman balai desa. Puluhan pedagang kecil membuka lapak sejak pagi "
    "dan menjual beras, gula, minyak, serta sayur segar dengan harga di bawah pasar. Pengunjung datang dari beberapa dusun dan "
    "antre dengan tertib. Panitia menyediakan tempat duduk, air minum, dan pos kesehatan bagi orang tua. Anak sekolah tampil "
    "dengan tari daerah dan lagu bersama, sementara para ibu menunjukkan cara membuat keripik pisang. Kepala dusun berharap "
    "kegiatan seperti ini menjadi kebiasaan, sebab pembeli dan penjual sama senang. Sampah dipilah dan dibawa ke bank sampah "
    "oleh karang taruna setelah acara selesai. Menjelang sore hujan turun sebentar, namun pasar tetap ramai sampai barang habis."
)  # fmt: skip


def _letter(canvas: Canvas, rng: random.Random) -> Truth:
    """A letter of a cooperative: reference block, an appointment, a list with amounts, an account."""
    held, day, meeting = Contents(), a_day(rng), a_day(rng)
    sheet = Sheet(canvas, type_size=10)
    sheet.text(297, 46, "KOPERASI CONTOH SEJAHTERA", 15, bold=True, align="center")
    phone, mail = f"(021) 555{rng.randrange(1000, 9999)}", f"sekretariat{rng.randrange(10, 99)}@contoh.example"
    sheet.text(
        297, 62, f"Jl. Melati Raya No. {rng.randrange(1, 90)} Jakarta - Telp. {phone} - {mail}", 9, align="center"
    )
    held.entity("phone", phone)
    held.entity("email", mail)
    sheet.rule(50, 70, 545, width=1.2)
    number = f"{rng.randrange(10, 400):03d}/KCS/{rng.choice(('II', 'V', 'IX'))}/{day.year}"
    rows = (
        ("Nomor", number),
        ("Lampiran", "1 (satu) berkas"),
        ("Perihal", rng.choice(("Undangan rapat anggota", "Rencana iuran"))),
    )
    sheet.pairs(50, 96, rows, gap=70, leading=15)
    sheet.text(545, 96, f"Jakarta, {long_date(day)}", align="right")
    held.day(day)
    for key, value in rows:
        held.pair(key, value)
    y = sheet.lines(50, 156, ("Kepada Yth.", "Seluruh anggota koperasi", "di tempat"), leading=14) + 10
    intro = "Dengan hormat, bersama surat ini kami mengundang seluruh anggota untuk hadir dalam rapat yang akan diadakan pada:"
    y = sheet.lines(50, y, sheet.wrap(intro, 495), leading=14) + 8
    hour = f"{rng.randrange(8, 11):02d}:{rng.choice(('00', '30'))} WIB"
    rows = (("Tanggal", long_date(meeting)), ("Waktu", hour), ("Tempat", f"Balai Warga RW {rng.randrange(1, 20):02d}"))
    y = sheet.pairs(80, y, rows, gap=80, leading=15) + 10
    held.day(meeting)
    for key, value in rows:
        held.pair(key, value)
    y = sheet.lines(50, y, ("Adapun rencana iuran anggota adalah sebagai berikut.",), leading=14) + 14
    y = _dues(sheet, y, held, rng)
    account, total = f"{rng.randrange(10**9, 10**10)}", rng.randrange(2, 40) * 250_000
    text = (
        f"Iuran paling sedikit Rp {money(total)} dan dapat dibayarkan ke rekening BCA {account} atas nama Koperasi Contoh. "
        "Demikian surat ini kami sampaikan, atas perhatian Bapak dan Ibu kami ucapkan terima kasih."
    )
    held.rupiah(total)
    held.entity("account_number", account)
    y = sheet.lines(50, y + 8, sheet.wrap(text, 495), leading=14) + 16
    sheet.lines(400, y, ("Hormat kami,", "Ketua"), leading=14)
    sheet.text(400, y + 74, make_person(rng).name, bold=True)
    return held.truth()


def _dues(sheet: Sheet, y: float, held: Contents, rng: random.Random) -> float:
    columns = (
        Column("1", "", 50, 85),
        Column("2", "", 85, 290),
        Column("3", "", 290, 400),
        Column("4", "", 400, 545, "right"),
    )
    headings = ("No", "Nama anggota", "Wilayah", "Jumlah iuran")
    rows = []
    for index in range(1, rng.randrange(4, 9)):
        person = make_person(rng)
        rows.append((str(index), person.name, person.place.regency, money(rng.randrange(1, 60) * 25_000)))
    sheet.text(50, y, "DAFTAR IURAN ANGGOTA", bold=True)
    held.table("DAFTAR IURAN ANGGOTA", headings, rows)
    return open_table(sheet, y + 20, columns, headings, rows)


def _form(canvas: Canvas, rng: random.Random) -> Truth:
    """A form whose labels and values stand in boxes, and a part with small labels above their values."""
    held, person, day = Contents(), make_person(rng), a_day(rng)
    sheet = Sheet(canvas, type_size=10)
    sheet.text(297, 54, "FORMULIR PENDAFTARAN ANGGOTA PERPUSTAKAAN", 14, bold=True, align="center")
    digits, phone = make_npwp(rng), f"0812{rng.randrange(10**7, 10**8)}"
    npwp = f"{digits[:2]}.{digits[2:5]}.{digits[5:8]}.{digits[8]}-{digits[9:12]}.{digits[12:]}"
    mail, plate = f"anggota{rng.randrange(100, 999)}@contoh.example", f"B {rng.randrange(1000, 9999)} CTH"
    rows = (
        ("Nama lengkap", person.name), ("NIK", person.nik), ("NPWP", npwp),
        ("Tempat/tgl lahir", f"{person.birthplace}, {person.born:%d-%m-%Y}"), ("Alamat", person.street),
        ("Telepon", phone), ("E-mail", mail), ("No. polisi kendaraan", plate), ("Pekerjaan", person.occupation),
    )  # fmt: skip
    y = 78.0
    for key, value in rows:
        sheet.box(60, y, 150, 24)
        sheet.box(210, y, 325, 24)
        sheet.text(66, y + 16, key)
        sheet.text(216, y + 16, value)
        held.pair(key, value)
        y += 24
    for kind, text in (("nik", person.nik), ("npwp", npwp), ("date", person.born.isoformat()), ("phone", phone),
                       ("email", mail), ("plate", plate)):  # fmt: skip
        held.entity(kind, text)
    y += 22
    numbers = (("No. anggota", f"A-{rng.randrange(10**4, 10**5)}"), ("Tanggal daftar", f"{day:%d/%m/%Y}"),
               ("Masa berlaku", f"{rng.randrange(1, 4)} tahun"))  # fmt: skip
    for number, (key, value) in enumerate(numbers):
        x = 60 + 160 * number
        sheet.box(x, y, 155, 40)
        sheet.text(x + 6, y + 12, key, 7)
        sheet.text(x + 6, y + 31, value, 12)
        held.pair(key, value)
    held.day(day)
    y = sheet.lines(60, y + 66, sheet.wrap(
        "Saya menyatakan bahwa isian di atas benar dan bersedia mematuhi tata tertib perpustakaan yang berlaku di kampung contoh.",
        475), leading=14) + 20  # fmt: skip
    sheet.text(400, y, "Pemohon,")
    sheet.text(400, y + 60, person.name)
    return held.truth()


def _article(canvas: Canvas, rng: random.Random) -> Truth:
    """A page of a local paper in two columns, with a titled table below."""
    held, day = Contents(), a_day(rng)
    sheet = Sheet(canvas, type_size=9.5)
    sheet.text(50, 56, "WARTA KAMPUNG CONTOH", 20, bold=True)
    sheet.text(545, 56, f"Edisi {long_date(day)}", 9, align="right")
    held.day(day)
    sheet.rule(50, 64, 545)
    sheet.text(50, 86, "Pasar murah digelar lagi", 14, bold=True)
    lines = sheet.wrap(" ".join(rng.sample(_ARTICLE.split(". "), k=8)), 235)
    half = (len(lines) + 1) // 2
    sheet.lines(50, 110, lines[:half], leading=13)
    y = sheet.lines(310, 110, lines[half:], leading=13) + 30
    columns = (Column("1", "", 60, 100), Column("2", "", 100, 290), Column("3", "", 290, 370, "right"),
               Column("4", "", 370, 535, "right"))  # fmt: skip
    headings = ("No.", "Barang", "Jumlah", "Sewa per hari")
    goods = rng.sample(_GOODS, k=rng.randrange(3, 6))
    rows = [
        (str(n), name, str(rng.randrange(1, 90)), money(rng.randrange(1, 90) * 5_000))
        for n, name in enumerate(goods, start=1)
    ]
    title = "Barang inventaris yang disewakan"
    sheet.text(60, y, title, bold=True)
    held.table(title, headings, rows)
    y = ruled_table(sheet, y + 10, columns, headings, rows) + 22
    fee = rng.randrange(4, 30) * 12_500
    sheet.text(60, y, f"Uang jaminan sebesar Rp{money(fee)},00 dikembalikan setelah barang diterima.")
    held.rupiah(fee)
    return held.truth()


LAYOUTS: Final[Mapping[str, Painter]] = {"letter": _letter, "form": _form, "article": _article}
