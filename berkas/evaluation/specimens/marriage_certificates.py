"""SPECIMEN marriage certificates: the booklet of an office of religious affairs, and the extract of a civil registry."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from berkas.evaluation.specimens.birth_certificates import make_adult, spoken
from berkas.evaluation.specimens.drawing import Fonts, Painter, Sheet, Truth, opaque_token
from berkas.evaluation.specimens.people import Person
from berkas.evaluation.specimens.wording import long_date

_ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_DAYS: Final = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_DOWRIES: Final = (
    "Seperangkat alat salat dan emas 5 gram",
    "Uang tunai Rp 2.026.000",
    "Emas 10 gram tunai",
    "Kitab suci dan cincin emas",
)
_HIJRI: Final = ("12 Muharram", "28 Syawal", "3 Rabiul Awal", "17 Rajab", "9 Zulhijah")


@dataclass(frozen=True, slots=True)
class Marriage:
    """The marriage of two people who do not exist."""

    number: str
    husband: Person
    wife: Person
    husband_father: str
    wife_father: str
    guardian: str
    day: date
    hijri: str
    dowry: str
    officiant: str
    religion: str
    issued: date
    serial: str

    @property
    def city(self) -> str:
        """Of the office."""
        return self.husband.place.regency.removeprefix("KOTA ")

    @property
    def weekday(self) -> str:
        """``Sabtu``."""
        return _DAYS[self.day.weekday()]

    def truth(self, *printed: str, has_persons: bool = True) -> Truth:
        """Canonical values; of the optional ones those that are printed.

        Args:
            *printed: Names of optional values.
            has_persons: Whether more than the names of husband and wife is printed.
        """
        optional: Truth = {
            "guardian_name": self.guardian, "dowry": self.dowry, "officiant": self.officiant, "religion": self.religion,
            "book_serial": self.serial, "office": f"KANTOR URUSAN AGAMA KECAMATAN {self.husband.place.kecamatan}",
            "place": self.city, "husband_father": self.husband_father, "wife_father": self.wife_father, "issue_place": self.city,
        }  # fmt: skip
        found: Truth = {
            "certificate_number": self.number, "husband_name": self.husband.name, "wife_name": self.wife.name,
            "marriage_date": self.day.isoformat(), "issue_date": self.issued.isoformat(),
            **{name: value if name in printed else None for name, value in optional.items()},
        }  # fmt: skip
        for role, person in (("husband", self.husband), ("wife", self.wife)):
            found |= {
                f"{role}_nik": person.nik if has_persons else None,
                f"{role}_place_of_birth": person.birthplace if has_persons else None,
                f"{role}_date_of_birth": person.born.isoformat() if has_persons else None,
                f"{role}_occupation": person.occupation if has_persons else None,
                f"{role}_address": person.street if has_persons else None,
            }
        return found


def make_marriage(rng: random.Random, *, is_civil: bool = False) -> Marriage:
    """A marriage that an office of religious affairs, or a civil registry, recorded."""
    husband, wife = make_adult(rng, is_female=False), make_adult(rng, is_female=True)
    father, other = make_adult(rng, is_female=False), make_adult(rng, is_female=False)
    day = date(2012, 1, 1) + timedelta(days=rng.randrange(5000))
    number = f"{rng.randrange(1, 999):04d}/{rng.randrange(1, 200):03d}/{_ROMAN[day.month - 1]}/{day.year}"
    if is_civil:
        number = f"{husband.place.code[:4]}-KW-{day + timedelta(days=9):%d%m%Y}-{rng.randrange(1, 999):04d}"
    return Marriage(
        number=number,
        husband=husband,
        wife=wife,
        husband_father=father.name,
        wife_father=other.name,
        guardian=other.name,
        day=day,
        hijri=f"{rng.choice(_HIJRI)} {day.year - 579} H",
        dowry=rng.choice(_DOWRIES),
        officiant=f"PDT. {father.name}",
        religion=rng.choice(("KRISTEN", "KATOLIK", "HINDU", "BUDDHA")),
        issued=day + timedelta(days=rng.randrange(10, 40)),
        serial=f"{rng.choice(('JB', 'JT', 'DK'))} {rng.randrange(10**7):07d}",
    )


def person_rows(person: Person, father: str, *, child_of: str) -> tuple[tuple[str, str], ...]:
    """Labels and values of husband or wife."""
    return (
        ("Nama", person.name), (child_of, father), ("Tempat dan Tanggal Lahir", f"{person.birthplace}, {long_date(person.born)}"),
        ("NIK", person.nik), ("Kewarganegaraan", "Indonesia"), ("Agama", "Islam"), ("Pekerjaan", person.occupation),
        ("Alamat", person.street),
    )  # fmt: skip


def _block(sheet: Sheet, y: float, title: str, rows: Sequence[tuple[str, str]], *, left: float = 34) -> float:
    """A title and numbered labels with their values, spaced by the size of the letters; gives the y below them."""
    leading, gap = 1.5 * sheet.type_size, 15 * sheet.type_size
    sheet.text(left, y, title, bold=True)
    numbered = [(f"{number}. {label}", value) for number, (label, value) in enumerate(rows, start=1)]
    return sheet.pairs(left + 10, y + leading, numbered, gap=gap, leading=leading) + 6


def _booklet(canvas: Canvas, rng: random.Random) -> Truth:
    """Two small pages, husband and wife below each other, guardian and dowry on the second one."""
    marriage = make_marriage(rng)
    sheet = Sheet(canvas, size=(420, 595), ground="#eef3ea", type_size=9)
    for number, line in enumerate((
        "KEMENTERIAN AGAMA REPUBLIK INDONESIA", f"KANTOR URUSAN AGAMA KECAMATAN {marriage.husband.place.kecamatan}",
        marriage.husband.place.regency,
    )):  # fmt: skip
        sheet.text(210, 44 + 14 * number, line, 10, bold=True, align="center")
    sheet.text(210, 104, "KUTIPAN AKTA NIKAH", 13, bold=True, align="center")
    sheet.text(210, 120, f"Nomor : {marriage.number}", 10, align="center")
    text = (
        f"Pada hari {marriage.weekday}, tanggal {long_date(marriage.day)} M, bertepatan dengan tanggal {marriage.hijri}, "
        "pukul 09.00 WIB telah dilangsungkan akad nikah seorang laki-laki :"
    )
    y = sheet.lines(34, 146, sheet.wrap(text, 352), leading=13) + 6
    y = _block(
        sheet,
        y,
        "I. SUAMI",
        person_rows(marriage.husband, marriage.husband_father, child_of="Bin"),
    )
    sheet.text(34, y + 4, "dengan seorang perempuan :")
    y = _block(
        sheet,
        y + 22,
        "II. ISTRI",
        person_rows(marriage.wife, marriage.wife_father, child_of="Binti"),
    )
    sheet.next_page()
    sheet.text(386, 40, f"No. Seri : {marriage.serial}", align="right")
    y = _block(
        sheet,
        66,
        "III. WALI NIKAH",
        (("Nama", marriage.guardian), ("Hubungan", "Ayah kandung")),
    )
    y = sheet.pairs(
        34, y + 6, (("Mas kawin", marriage.dowry), ("Perjanjian", "Taklik talak dibacakan")), gap=150, leading=15
    )
    sheet.text(210, y + 30, f"{marriage.city.title()}, {long_date(marriage.issued)}")
    sheet.text(210, y + 46, "Kepala KUA / Pegawai Pencatat Nikah")
    sheet.text(210, y + 120, "MAYA PUTRI SPECIMEN", bold=True)
    printed = ("guardian_name", "dowry", "book_serial", "office", "issue_place", "husband_father", "wife_father")
    return marriage.truth(*printed) | {"religion": "ISLAM"}


def _spread(canvas: Canvas, rng: random.Random) -> Truth:
    """An opened booklet across a sheet: husband on the left, wife on the right, each with the same labels."""
    marriage = make_marriage(rng)
    sheet = Sheet(canvas, size=(842, 595), fonts=Fonts("Times-Roman", "Times-Bold"), type_size=10.5)
    sheet.text(421, 46, "BUKU NIKAH", 15, bold=True, align="center")
    sheet.text(421, 64, f"KANTOR URUSAN AGAMA KECAMATAN {marriage.husband.place.kecamatan}", 11, align="center")
    sheet.text(421, 84, f"Nomor Akta Nikah : {marriage.number}", align="center")
    left = _block(
        sheet,
        120,
        "SUAMI",
        person_rows(marriage.husband, marriage.husband_father, child_of="Bin"),
        left=40,
    )
    _block(
        sheet,
        120,
        "ISTRI",
        person_rows(marriage.wife, marriage.wife_father, child_of="Binti"),
        left=440,
    )
    text = (
        f"Akad nikah dilangsungkan pada hari {marriage.weekday} tanggal {long_date(marriage.day)} M "
        f"bertepatan dengan {marriage.hijri} dengan wali nikah {marriage.guardian} dan mas kawin berupa {marriage.dowry}."
    )
    y = sheet.lines(40, left + 16, sheet.wrap(text, 760), leading=17) + 24
    sheet.text(560, y, f"{marriage.city.title()}, {long_date(marriage.issued)}")
    sheet.text(560, y + 16, "Pegawai Pencatat Nikah")
    printed = ("guardian_name", "dowry", "office", "issue_place", "husband_father", "wife_father")
    return marriage.truth(*printed) | {"religion": "ISLAM"}


def _civil(canvas: Canvas, rng: random.Random) -> Truth:
    """The extract of a civil registry: prose, the names on lines of their own."""
    marriage = make_marriage(rng, is_civil=True)
    sheet = Sheet(canvas, type_size=10.5, ground="#f6f1e4")
    for number, line in enumerate(("REPUBLIK INDONESIA", "PENCATATAN SIPIL", "KUTIPAN AKTA PERKAWINAN")):
        sheet.text(297, 80 + 22 * number, line, 13, bold=True, align="center")
    y = 160.0
    for text in (
        f"Berdasarkan Akta Perkawinan Nomor {marriage.number}",
        f"bahwa di {marriage.city} pada tanggal {spoken(marriage.day)}",
        "telah tercatat perkawinan antara", marriage.husband.name, "dengan", marriage.wife.name,
        "yang telah dilangsungkan di hadapan pemuka agama", f"{marriage.religion} bernama {marriage.officiant}",
    ):  # fmt: skip
        for line in sheet.wrap(text, 470):
            sheet.text(297, y, line, align="center")
            y += 24
    sheet.text(310, y + 20, f"Kutipan ini dikeluarkan di {marriage.city}")
    sheet.text(310, y + 36, f"pada tanggal {long_date(marriage.issued)}")
    sheet.text(310, y + 58, "Kepala Dinas Kependudukan dan Pencatatan Sipil", 9)
    sheet.qr(310, y + 66, 56, opaque_token("akta", marriage.number))
    return marriage.truth("religion", "officiant", "place", "issue_place", has_persons=False)


LAYOUTS: Final[Mapping[str, Painter]] = {"booklet": _booklet, "spread": _spread, "civil": _civil}
