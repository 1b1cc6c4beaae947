"""SPECIMEN extracts of birth certificates: with English captions between the lines, and as older registries typed them."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from berkas.evaluation.specimens.drawing import Fonts, Painter, Sheet, Truth, opaque_token
from berkas.evaluation.specimens.people import PLACES, Person, Place, make_person
from berkas.evaluation.specimens.wording import MONTHS, in_words, long_date

_ORDER: Final = ("SATU", "DUA", "TIGA", "EMPAT", "LIMA")
_SURNAMES: Final = ("CONTOH", "SPECIMEN")
_GIRLS: Final = ("ALYA KIRANA", "NADIA PERMATA", "INTAN MAHARANI", "SALSABILA AYU")
_BOYS: Final = ("RAFI PRADANA", "DIMAS SAPUTRA", "BIMA ARYA", "FARHAN HIDAYAT")


@dataclass(frozen=True, slots=True)
class Birth:
    """The birth of a child that does not exist."""

    number: str
    kind: str | None
    nik: str
    child: str
    is_female: bool
    born: date
    place: Place
    order: int
    father: str
    mother: str
    issued: date
    officer: str

    @property
    def city(self) -> str:
        """Of the registry: ``KOTA BANDUNG``."""
        return self.place.regency

    @property
    def birthplace(self) -> str:
        """Without the kind of region."""
        return self.place.regency.removeprefix("KOTA ")

    @property
    def sex(self) -> str:
        """As certificates print it."""
        return "PEREMPUAN" if self.is_female else "LAKI-LAKI"

    @property
    def order_in_words(self) -> str:
        """``SATU``."""
        return _ORDER[self.order - 1]

    @property
    def office(self) -> str:
        """That issued the extract."""
        return f"DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL {self.city}"

    def truth(self, *printed: str) -> Truth:
        """Canonical values; of the optional ones those that are printed."""
        optional: Truth = {
            "nik": self.nik, "registration_kind": self.kind, "father_name": self.father, "officer_name": self.officer,
            "registry_office": self.office,
        }  # fmt: skip
        return {
            "certificate_number": self.number, "child_name": self.child, "place_of_birth": self.birthplace,
            "date_of_birth": self.born.isoformat(), "gender": self.sex, "birth_order": self.order, "mother_name": self.mother,
            "issue_place": self.birthplace, "issue_date": self.issued.isoformat(),
            **{name: value if name in printed else None for name, value in optional.items()},
        }  # fmt: skip


def make_adult(rng: random.Random, *, is_female: bool) -> Person:
    """A woman or a man."""
    return next(person for person in iter(lambda: make_person(rng), None) if person.is_female == is_female)


def make_birth(rng: random.Random) -> Birth:
    """A birth with a number of its registration, in time or late."""
    place = rng.choice(PLACES)
    is_female = rng.random() < 0.5
    born = date(1996, 1, 1) + timedelta(days=rng.randrange(29 * 365))
    kind = rng.choice(("LU", "LU", "LT"))
    registered = born + timedelta(days=rng.randrange(3, 50) if kind == "LU" else rng.randrange(90, 1500))
    day = born.day + 40 * is_female
    father, mother, officer = make_adult(rng, is_female=False), make_adult(rng, is_female=True), make_person(rng)
    return Birth(
        number=f"{place.code[:4]}-{kind}-{registered:%d%m%Y}-{rng.randrange(1, 9999):04d}",
        kind=kind,
        nik=f"{place.code}{day:02d}{born:%m%y}9{rng.randrange(1, 1000):03d}",
        child=f"{rng.choice(_GIRLS if is_female else _BOYS)} {rng.choice(_SURNAMES)}",
        is_female=is_female,
        born=born,
        place=place,
        order=rng.randrange(1, 6),
        father=father.name,
        mother=mother.name,
        issued=registered + timedelta(days=rng.randrange(0, 400)),
        officer=officer.name,
    )


def spoken(day: date) -> str:
    """``DUA PULUH EMPAT MEI tahun DUA RIBU SEPULUH``."""
    return f"{in_words(day.day).upper()} {MONTHS[day.month - 1].upper()} tahun {in_words(day.year).upper()}"


def centred(
    sheet: Sheet, y: float, texts: Sequence[tuple[str, str]], *, leading: float = 30, width: float = 470
) -> float:
    """Sentences in the middle of the sheet, each line with its translation in small letters below; gives the y after the last."""
    for text, caption in texts:
        for line in sheet.wrap(text, width):
            sheet.text(sheet.width / 2, y, line, align="center")
            if caption:
                sheet.text(sheet.width / 2, y + 10, caption, 6.5, align="center")
            y += leading
    return y


def _bilingual(canvas: Canvas, rng: random.Random) -> Truth:
    """The sheet since about 2010: prose in the middle with English captions, NIK at its top."""
    birth = make_birth(rng)
    sheet = Sheet(canvas, type_size=10.5, ground="#f7f3e6")
    sheet.text(60, 60, f"NIK : {birth.nik}")
    sheet.text(535, 60, f"AL.{rng.randrange(500, 899)}.{rng.randrange(10**7):07d}", align="right")
    for number, (text, caption) in enumerate((
        ("REPUBLIK INDONESIA", "REPUBLIC OF INDONESIA"), ("PENCATATAN SIPIL", "REGISTRY OFFICE"),
        ("WARGA NEGARA INDONESIA", "INDONESIAN CITIZEN"), ("KUTIPAN AKTA KELAHIRAN", "EXCERPT OF BIRTH CERTIFICATE"),
    )):  # fmt: skip
        sheet.text(297, 100 + 30 * number, text, 13, bold=True, align="center")
        sheet.text(297, 110 + 30 * number, caption, 6.5, align="center")
    texts = (
        (f"Berdasarkan Akta Kelahiran Nomor {birth.number}", "By virtue of birth certificate number"),
        (f"bahwa di {birth.birthplace} pada tanggal {spoken(birth.born)}", "that in ... on date ..."),
        ("telah lahir", "was born"), (birth.child, ""),
        (f"anak ke {birth.order_in_words}, {birth.sex} dari ayah {birth.father}", "child no ..., sex, of father"),
        (f"dan ibu {birth.mother}", "and mother"),
    )  # fmt: skip
    y = centred(sheet, 238, texts) + 10
    sheet.lines(
        300,
        y,
        (f"Kutipan ini dikeluarkan di {birth.birthplace}", f"pada tanggal {long_date(birth.issued)}"),
        leading=14,
    )
    sheet.lines(300, y + 36, ("Kepala Dinas Kependudukan", f"dan Pencatatan Sipil {birth.city.title()}"), leading=14)
    sheet.text(300, y + 112, birth.officer, bold=True)
    sheet.text(300, y + 125, f"NIP. 9{rng.randrange(10**17):017d}")
    return birth.truth("nik", "registration_kind", "father_name", "officer_name", "registry_office")


def _typed(canvas: Canvas, rng: random.Random) -> Truth:
    """As registries typed them before: the number below the title, parents as husband and wife, dates in words twice."""
    birth = make_birth(rng)
    number = (
        f"{rng.randrange(1, 999)}/{rng.choice('UTD')}/{rng.choice(('JS', 'BDG', 'SMG', 'SBY'))}/{birth.issued.year}"
    )
    sheet = Sheet(canvas, fonts=Fonts("Courier", "Courier-Bold"), type_size=10)
    sheet.text(297, 60, "PENCATATAN SIPIL", 12, bold=True, align="center")
    sheet.text(297, 76, birth.city, 11, align="center")
    sheet.text(297, 106, "KUTIPAN AKTA KELAHIRAN", 14, bold=True, align="center")
    sheet.text(297, 122, f"No. {number}", align="center")
    text = (
        f"Dari daftar akta kelahiran menurut stbld. 1920 No. 751 jo. 1927 No. 564 di {birth.city} ternyata, bahwa di "
        f"{birth.birthplace} pada tanggal {spoken(birth.born)} telah lahir seorang anak {birth.sex.lower()} bernama {birth.child}, "
        f"anak ke-{birth.order} dari suami-isteri {birth.father} dan {birth.mother}."
    )
    y = sheet.lines(60, 160, sheet.wrap(text, 475), leading=20) + 16
    closing = f"Kutipan ini dikeluarkan di {birth.birthplace} pada tanggal {spoken(birth.issued)}."
    y = sheet.lines(60, y, sheet.wrap(closing, 475), leading=20) + 24
    sheet.text(320, y, "Kepala Kantor Catatan Sipil")
    sheet.text(320, y + 80, birth.officer)
    return birth.truth("father_name") | {"certificate_number": number, "registry_office": "KANTOR CATATAN SIPIL"}


def _mother_alone(canvas: Canvas, rng: random.Random) -> Truth:
    """The newest sheet: left-aligned prose, electronically signed, of a child of its mother alone."""
    birth = make_birth(rng)
    sheet = Sheet(canvas, fonts=Fonts("Times-Roman", "Times-Bold"), type_size=11.5)
    sheet.text(297, 70, "REPUBLIK INDONESIA", 13, bold=True, align="center")
    sheet.text(297, 92, "KUTIPAN AKTA KELAHIRAN", 15, bold=True, align="center")
    sheet.text(60, 124, f"Nomor Induk Kependudukan : {birth.nik}")
    text = (
        f"Berdasarkan Akta Kelahiran Nomor {birth.number}, bahwa di {birth.birthplace} pada tanggal {spoken(birth.born)} "
        f"telah lahir {birth.child}, anak ke {birth.order_in_words}, {birth.sex} dari seorang ibu {birth.mother}."
    )
    y = sheet.lines(60, 160, sheet.wrap(text, 475), leading=22) + 30
    sheet.text(310, y, f"Dikeluarkan di {birth.birthplace}, {long_date(birth.issued)}")
    sheet.text(310, y + 16, f"Kepala Dinas Kependudukan dan Pencatatan Sipil {birth.city.title()}", 8)
    sheet.text(310, y + 90, birth.officer, bold=True)
    sheet.text(310, y + 104, f"NIP 9{rng.randrange(10**17):017d}")
    sheet.qr(60, 722, 54, opaque_token("akta", birth.number))
    sheet.text(
        60, 790, "Dokumen ini telah ditandatangani secara elektronik; keasliannya dapat diperiksa dengan kode QR.", 8
    )
    return birth.truth("nik", "registration_kind", "officer_name", "registry_office")


LAYOUTS: Final[Mapping[str, Painter]] = {
    "bilingual": _bilingual,
    "typed": _typed,
    "mother_alone": _mother_alone,
}
