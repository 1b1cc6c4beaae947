"""Invented people and addresses for SPECIMEN papers: recognisably made up, consistent in themselves."""

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

_FIRST = ("CONTOH", "SPECIMEN")
_GIVEN_F = ("SITI AMINAH", "DEWI LESTARI", "RATNA SARI", "MAYA PUTRI", "INDAH WULANDARI", "NUR HIDAYAH")
_GIVEN_M = ("BUDI SANTOSO", "AGUS WIJAYA", "ANDI PRATAMA", "RIZKY MAULANA", "HENDRA GUNAWAN", "JOKO SUSILO")
_STREETS = (
    "JL. MELATI",
    "JL. KENANGA RAYA",
    "JL. PAHLAWAN",
    "JL. CEMPAKA PUTIH",
    "DUSUN SUKAMAJU",
    "JL. MERDEKA BARAT",
)
_OCCUPATIONS = ("KARYAWAN SWASTA", "WIRASWASTA", "PELAJAR/MAHASISWA", "GURU", "MENGURUS RUMAH TANGGA", "PETANI/PEKEBUN")
_RELIGIONS = ("ISLAM", "KRISTEN", "KATOLIK", "HINDU", "BUDDHA", "KHONGHUCU")
_MARITAL = ("BELUM KAWIN", "KAWIN", "CERAI HIDUP", "CERAI MATI")
_COMPANIES = ("PT CONTOH SEJAHTERA", "CV SPECIMEN MAKMUR", "PT CONTOH NUSANTARA JAYA", "YAYASAN SPECIMEN CENDEKIA")


@dataclass(frozen=True, slots=True)
class Place:
    """A district with the code that begins its NIKs (Kemendagri)."""

    code: str
    province: str
    regency: str
    kecamatan: str
    kelurahan: str


PLACES = (
    Place("317407", "DKI JAKARTA", "JAKARTA SELATAN", "KEBAYORAN BARU", "GUNUNG"),
    Place("327301", "JAWA BARAT", "KOTA BANDUNG", "SUKASARI", "SARIJADI"),
    Place("337401", "JAWA TENGAH", "KOTA SEMARANG", "SEMARANG TENGAH", "MIROTO"),
    Place("357801", "JAWA TIMUR", "KOTA SURABAYA", "KARANGPILANG", "KEDURUS"),
    Place("517103", "BALI", "KOTA DENPASAR", "DENPASAR BARAT", "PEMECUTAN"),
    Place("127106", "SUMATERA UTARA", "KOTA MEDAN", "MEDAN BARU", "PETISAH HULU"),
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who does not exist."""

    name: str
    is_female: bool
    born: date
    birthplace: str
    place: Place
    street: str
    rt_rw: str
    nik: str
    occupation: str
    religion: str
    marital_status: str
    blood_type: str


def make_person(rng: random.Random) -> Person:
    """An adult with a consistent NIK whose serial begins with 9."""
    is_female = rng.random() < 0.5
    born = date(1960, 1, 1) + timedelta(days=rng.randrange(45 * 365))
    place = rng.choice(PLACES)
    day = born.day + 40 * is_female
    name = f"{rng.choice(_GIVEN_F if is_female else _GIVEN_M)} {rng.choice(_FIRST)}"
    return Person(
        name=name,
        is_female=is_female,
        born=born,
        birthplace=rng.choice(PLACES).regency.removeprefix("KOTA "),
        place=place,
        street=f"{rng.choice(_STREETS)} NO. {rng.randrange(1, 180)}",
        rt_rw=f"{rng.randrange(1, 20):03d}/{rng.randrange(1, 16):03d}",
        nik=f"{place.code}{day:02d}{born:%m%y}9{rng.randrange(1, 1000):03d}",
        occupation=rng.choice(_OCCUPATIONS),
        religion=rng.choice(_RELIGIONS),
        marital_status=rng.choice(_MARITAL),
        blood_type=rng.choice(("A", "B", "AB", "O", "-")),
    )


def make_contradicted(rng: random.Random) -> Person:
    """Somebody whose date of birth is a day off that of the NIK, as after a slip of the pen or of somebody's hand."""
    person = make_person(rng)
    return replace(person, born=person.born + timedelta(days=1))


def make_company(rng: random.Random) -> str:
    """A company that does not exist."""
    return rng.choice(_COMPANIES)


def make_npwp(rng: random.Random) -> str:
    """Fifteen digits with a right check digit, office and head branch."""
    body = f"9{rng.randrange(10**7):07d}"
    total = sum(sum(divmod(int(digit) * (1 + position % 2), 10)) for position, digit in enumerate(body))
    return f"{body}{-total % 10}{rng.randrange(1, 1000):03d}000"
