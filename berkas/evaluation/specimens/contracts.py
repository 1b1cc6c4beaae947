"""SPECIMEN contracts: of cooperation and of employment, two or three pages of clauses."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from berkas.evaluation.specimens.drawing import Fonts, Painter, Sheet, Truth
from berkas.evaluation.specimens.people import Person, make_company, make_person
from berkas.evaluation.specimens.wording import MONTHS, in_words, long_date, money

DAYS: Final = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_POSITIONS: Final = ("Direktur Utama", "Direktur", "Manajer Operasional", "Kepala Cabang")


@dataclass(frozen=True, slots=True)
class Party:
    """One of two who agree."""

    company: str
    person: Person
    position: str

    @property
    def address(self) -> str:
        """On one line."""
        return f"{self.person.street.title()}, {self.person.place.regency.title()}"


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement of parties that do not exist."""

    number: str
    signed: date
    first: Party
    second: Party
    months: int
    value: int

    @property
    def start(self) -> date:
        """First day of its term: that of the month after it was signed."""
        return (self.signed.replace(day=1) + timedelta(days=32)).replace(day=1)

    @property
    def end(self) -> date:
        """Last day of its term."""
        months = self.start.month - 1 + self.months
        return date(self.start.year + months // 12, months % 12 + 1, 1) - timedelta(days=1)

    @property
    def term(self) -> str:
        """``12 (dua belas) bulan``."""
        return f"{self.months} ({in_words(self.months)}) bulan"

    @property
    def city(self) -> str:
        """Where it is signed and judged."""
        return self.first.person.place.regency.removeprefix("KOTA ").title()

    @property
    def weekday(self) -> str:
        """Of the day on which it is signed."""
        return DAYS[self.signed.weekday()]

    def truth(
        self, title: str, *, has_value: bool = True, has_number: bool = True, second_is_person: bool = False
    ) -> Truth:
        """Canonical values.

        Args:
            title: As printed.
            has_value: Whether an amount is agreed.
            has_number: Whether a number is printed.
            second_is_person: Whether the second party stands for nobody but itself.
        """
        second = None if second_is_person else self.second.company
        return {
            "title": title, "contract_number": self.number if has_number else None, "contract_date": self.signed.isoformat(),
            "first_party_name": self.first.company, "first_party_representative": self.first.person.name,
            "first_party_position": self.first.position, "first_party_address": self.first.address, "second_party_name": second,
            "second_party_representative": self.second.person.name,
            "second_party_position": None if second_is_person else self.second.position,
            "second_party_address": self.second.address, "start_date": self.start.isoformat(), "end_date": self.end.isoformat(),
            "term": self.term, "contract_value": self.value if has_value else None,
            "court": f"Pengadilan Negeri {self.city}",
        }  # fmt: skip


def make_agreement(rng: random.Random) -> Agreement:
    """Two parties, a term of six to thirty-six months, an amount."""
    signed = date(2021, 1, 4) + timedelta(days=rng.randrange(1900))
    parties = [Party(make_company(rng), make_person(rng), rng.choice(_POSITIONS)) for _ in range(2)]
    return Agreement(
        number=f"{rng.randrange(1, 400):03d}/PKS/CTH/{_ROMAN[signed.month - 1]}/{signed.year}",
        signed=signed,
        first=parties[0],
        second=parties[1],
        months=rng.choice((6, 12, 18, 24, 36)),
        value=rng.randrange(10, 900) * 1_000_000,
    )


def spoken_day(day: date) -> str:
    """``dua belas bulan Agustus tahun dua ribu dua puluh empat``."""
    return f"{in_words(day.day)} bulan {MONTHS[day.month - 1]} tahun {in_words(day.year)}"


def clauses(sheet: Sheet, y: float, texts: Sequence[tuple[str, str]], *, leading: float = 15) -> float:
    """Clauses with their number and title in the middle; turns the page where it is full; gives the y after the last."""
    for number, (title, text) in enumerate(texts, start=1):
        lines = sheet.wrap(text, sheet.width - 120)
        if y + leading * (len(lines) + 3) > sheet.height - 60:
            sheet.next_page()
            y = 70.0
        sheet.text(sheet.width / 2, y, f"Pasal {number}", bold=True, align="center")
        sheet.text(sheet.width / 2, y + leading, title.upper(), bold=True, align="center")
        y = sheet.lines(60, y + 2 * leading, lines, leading=leading) + leading
    return y


def signatures(sheet: Sheet, y: float, agreement: Agreement) -> None:
    """Both parties beside each other."""
    if y > sheet.height - 150:
        sheet.next_page()
        y = 90.0
    for x, label, party in ((80, "PIHAK PERTAMA", agreement.first), (360, "PIHAK KEDUA", agreement.second)):
        sheet.text(x, y, label, bold=True)
        sheet.text(x, y + 84, party.person.name)


def _cooperation(canvas: Canvas, rng: random.Random) -> Truth:
    """Of two companies; their people with labels, the party named behind each block."""
    agreement = make_agreement(rng)
    sheet = Sheet(canvas, fonts=Fonts("Times-Roman", "Times-Bold"), type_size=11)
    sheet.text(297, 66, "SURAT PERJANJIAN KERJA SAMA", 14, bold=True, align="center")
    sheet.text(297, 84, f"Nomor : {agreement.number}", align="center")
    text = (
        f"Pada hari ini, {agreement.weekday}, tanggal {spoken_day(agreement.signed)} ({agreement.signed:%d-%m-%Y}), bertempat di "
        f"{agreement.city}, kami yang bertanda tangan di bawah ini:"
    )
    y = sheet.lines(60, 116, sheet.wrap(text, 475), leading=16) + 8
    for number, party, role in ((1, agreement.first, "PIHAK PERTAMA"), (2, agreement.second, "PIHAK KEDUA")):
        sheet.text(60, y, f"{number}.")
        y = sheet.pairs(
            78,
            y,
            (("Nama", party.person.name), ("Jabatan", party.position), ("Alamat", party.address)),
            gap=80,
            leading=16,
        )
        acts = f"dalam hal ini bertindak untuk dan atas nama {party.company}, selanjutnya disebut {role}."
        y = sheet.lines(78, y, sheet.wrap(acts, 455), leading=16) + 6
    texts = (
        ("Ruang Lingkup", "PIHAK PERTAMA menunjuk PIHAK KEDUA untuk melaksanakan pekerjaan dalam lampiran."),
        ("Jangka Waktu", f"Perjanjian ini berlaku untuk jangka waktu {agreement.term} terhitung sejak "
         f"tanggal {long_date(agreement.start)} sampai dengan tanggal {long_date(agreement.end)}."),
        ("Nilai Pekerjaan",
         f"Nilai pekerjaan disepakati sebesar Rp {money(agreement.value)},- ({in_words(agreement.value)} rupiah)."),
        ("Hak dan Kewajiban", "Para pihak beritikad baik. PIHAK KEDUA menyerahkan laporan setiap bulan."),
        ("Penyelesaian Perselisihan", "Perselisihan diselesaikan secara musyawarah; apabila tidak tercapai, para pihak "
         f"memilih domisili hukum di kantor Kepaniteraan Pengadilan Negeri {agreement.city}."),
        ("Penutup", "Perjanjian ini dibuat rangkap dua, bermeterai cukup, dan berkekuatan hukum sama."),
    )  # fmt: skip
    signatures(sheet, clauses(sheet, y + 10, texts, leading=16) + 12, agreement)
    return agreement.truth("SURAT PERJANJIAN KERJA SAMA")


def _employment(canvas: Canvas, rng: random.Random) -> Truth:
    """For a fixed term, of a company with a person; wages by the month."""
    agreement = make_agreement(rng)
    sheet = Sheet(canvas, type_size=10)
    sheet.text(297, 60, "PERJANJIAN KERJA WAKTU TERTENTU", 13, bold=True, align="center")
    sheet.text(297, 76, f"No. {agreement.number.replace('PKS', 'PKWT')}", align="center")
    text = (
        f"Pada hari ini {agreement.weekday} tanggal {long_date(agreement.signed)} di {agreement.city}, "
        "yang bertanda tangan di bawah ini :"
    )
    y = sheet.lines(60, 106, sheet.wrap(text, 475), leading=15) + 6
    first, second = agreement.first, agreement.second
    y = sheet.pairs(
        60,
        y,
        (("Nama", first.person.name), ("Jabatan", first.position), ("Alamat", first.address)),
        gap=110,
        leading=15,
    )
    acts = f"Bertindak untuk dan atas nama {first.company}, selanjutnya disebut PIHAK PERTAMA."
    y = sheet.lines(60, y + 2, sheet.wrap(acts, 475), leading=15) + 8
    rows = (("Nama", second.person.name), ("NIK", second.person.nik), ("Alamat", second.address))
    y = sheet.pairs(60, y, rows, gap=110, leading=15)
    y = sheet.lines(60, y + 2, ("Bertindak untuk diri sendiri, selanjutnya disebut PIHAK KEDUA.",), leading=15) + 10
    texts = (
        ("Jabatan dan Penempatan", "PIHAK PERTAMA menerima PIHAK KEDUA sebagai karyawan sesuai kebutuhan perusahaan."),
        ("Masa Kerja", f"Perjanjian ini berlaku selama {agreement.term}, terhitung mulai tanggal "
         f"{long_date(agreement.start)} sampai dengan tanggal {long_date(agreement.end)}."),
        ("Upah", f"PIHAK KEDUA menerima upah setiap bulan sebesar Rp{money(agreement.value // 100)}."),
        ("Penyelesaian Perselisihan", f"Para pihak memilih domisili tetap di Kepaniteraan Pengadilan Negeri {agreement.city}."),
    )  # fmt: skip
    signatures(sheet, clauses(sheet, y, texts) + 12, agreement)
    truth = agreement.truth("PERJANJIAN KERJA WAKTU TERTENTU", second_is_person=True)
    return truth | {
        "contract_number": agreement.number.replace("PKS", "PKWT"),
        "contract_value": agreement.value // 100,
    }


LAYOUTS: Final[Mapping[str, Painter]] = {"cooperation": _cooperation, "employment": _employment}
