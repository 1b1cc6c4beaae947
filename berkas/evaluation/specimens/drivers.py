"""People with driving licences for SPECIMEN cards: what the three generations of cards say of them."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from berkas.evaluation.specimens.drawing import Truth
from berkas.evaluation.specimens.people import Person, make_person
from berkas.model.extraction import Value

CLASSES = ("A", "A UMUM", "B I", "B I UMUM", "B II", "B II UMUM", "C", "C I", "C II", "D")
_OFFICES = (
    "METRO JAYA",
    "POLDA JAWA BARAT",
    "POLDA JAWA TENGAH",
    "POLDA JAWA TIMUR",
    "POLDA BALI",
    "POLDA SUMATERA UTARA",
)


@dataclass(frozen=True, slots=True)
class Driver:
    """Somebody who does not exist, with a licence that nobody issued.

    Attributes:
        person: Name, birth and place.
        licence_class: Such as B I UMUM.
        number: 12, 14 or 16 digits.
        issued: Day of issue.
        office: Who issued it.
        height: In centimetres.
    """

    person: Person
    licence_class: str
    number: str
    issued: date
    office: str
    height: int

    @property
    def expires(self) -> date:
        """Five years after its issue (PP 60/2016)."""
        return date(self.issued.year + 5, self.issued.month, min(self.issued.day, 28))

    @property
    def sex(self) -> str:
        """As the police write it."""
        return "WANITA" if self.person.is_female else "PRIA"

    @property
    def birth(self) -> str:
        """Place and date."""
        return f"{self.person.birthplace}, {self.person.born:%d-%m-%Y}"

    def truth(self, **other: Value) -> Truth:
        """What a card says, but for what it does not print, or prints otherwise."""
        person = self.person
        found: Truth = {
            "sim_number": self.number, "license_class": self.licence_class, "name": person.name,
            "nik": self.number if len(self.number) == 16 else None, "place_of_birth": person.birthplace,
            "date_of_birth": person.born.isoformat(), "gender": "PEREMPUAN" if person.is_female else "LAKI-LAKI",
            "blood_type": person.blood_type, "address": f"{person.street} {person.place.kecamatan}",
            "occupation": person.occupation, "height": None, "issue_date": None, "expiry_date": self.expires.isoformat(),
            "issuing_office": self.office,
        }  # fmt: skip
        return found | other


def make_driver(rng: random.Random, *, digits: int) -> Driver:
    """Somebody with a licence whose number has a number of digits; sixteen are the NIK."""
    person = make_person(rng)
    number = person.nik if digits == 16 else f"9{rng.randrange(10 ** (digits - 1)):0{digits - 1}d}"
    first = {12: date(2014, 1, 6), 14: date(2020, 1, 6), 16: date(2024, 7, 8)}[digits]
    issued = first + timedelta(days=rng.randrange(700))
    return Driver(person, rng.choice(CLASSES), number, issued, rng.choice(_OFFICES), rng.randrange(150, 186))
