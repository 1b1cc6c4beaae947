"""Vehicles that do not exist, with their owners, for SPECIMEN vehicle ownership books."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from berkas.evaluation.specimens.drawing import Truth
from berkas.evaluation.specimens.people import Person, make_person
from berkas.model.extraction import Scalar

_MADE: Final = (
    ("CONTOHYA", "AVANSI 1.3 G M/T", "MOBIL PENUMPANG", "MINIBUS", 1329, "BENSIN"),
    ("SPECIMINDA", "BEATA 110 CBS", "SEPEDA MOTOR", "SEPEDA MOTOR R2", 108, "BENSIN"),
    ("CONTOHUZU", "TRAGO PICK UP 2.5", "MOBIL BARANG", "PICK UP", 2499, "SOLAR"),
    ("SPECIMISHI", "XPANDRA CROSS AT", "MOBIL PENUMPANG", "MICRO/MINIBUS", 1499, "BENSIN"),
)
_COLOURS: Final = ("HITAM METALIK", "PUTIH", "SILVER METALIK", "MERAH", "ABU-ABU METALIK")
_AREAS: Final = {"317407": "B", "327301": "D", "337401": "H", "357801": "L", "517103": "DK", "127106": "BK"}
_FRAME: Final = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
_BOOKS: Final = "QRSTU"
"""Letters of the books of 2019 to 2023."""


@dataclass(frozen=True, slots=True)
class Vehicle:
    """A vehicle and the book about it.

    Attributes:
        owner: Who has it.
        plate: With spaces.
        brand: Make.
        type: As the maker calls it.
        kind: For the law.
        model: Of its body.
        year: Of its making.
        cylinder_cc: Capacity.
        fuel: What it burns.
        colour: Of its body.
        frame: 17 characters.
        engine: Number.
        book: Number of the book, with its dash.
        issued: Day of issue.
    """

    owner: Person
    plate: str
    brand: str
    type: str
    kind: str
    model: str
    year: int
    cylinder_cc: int
    fuel: str
    colour: str
    frame: str
    engine: str
    book: str
    issued: date

    @property
    def address(self) -> tuple[str, str]:
        """Street, and district with city."""
        place = self.owner.place
        return (
            f"{self.owner.street} RT {self.owner.rt_rw[:3]} RW {self.owner.rt_rw[4:]}",
            f"{place.kecamatan} {place.regency.removeprefix('KOTA ')}",
        )

    @property
    def city(self) -> str:
        """Where the book was issued."""
        return self.owner.place.regency.removeprefix("KOTA ")

    def truth(self, **other: Scalar) -> Truth:
        """What a book says, but for what its layout does not print."""
        found: Truth = {
            "bpkb_number": self.book.replace("-", ""), "plate_number": self.plate, "owner_name": self.owner.name,
            "owner_nik": self.owner.nik, "owner_address": " ".join(self.address), "owner_occupation": self.owner.occupation,
            "brand": self.brand, "type": self.type, "kind": self.kind, "model": self.model, "year": self.year,
            "cylinder_cc": self.cylinder_cc, "color": self.colour, "chassis_number": self.frame, "engine_number": self.engine,
            "fuel_type": self.fuel, "issue_place": self.city, "issue_date": self.issued.isoformat(),
        }  # fmt: skip
        return found | other


def make_vehicle(rng: random.Random) -> Vehicle:
    """A vehicle with numbers of the right shape that belong to none."""
    owner = make_person(rng)
    brand, type_, kind, model, cylinder, fuel = rng.choice(_MADE)
    year = rng.randrange(2019, 2024)
    plate = f"{_AREAS[owner.place.code]} {rng.randrange(1000, 9999)} CT{rng.choice('ABDEHKL')}"
    frame = f"MHXCTH{''.join(rng.choice(_FRAME) for _ in range(5))}{rng.randrange(10**6):06d}"
    engine = f"{rng.choice(('1NR', 'JM8', '4A9', 'K15'))}CT{rng.randrange(10**7):07d}"
    book = f"{_BOOKS[year - 2019]}-0{rng.randrange(10**7):07d}"
    issued = date(year, 2, 1) + timedelta(days=rng.randrange(300))
    return Vehicle(
        owner, plate, brand, type_, kind, model, year, cylinder, fuel, rng.choice(_COLOURS), frame, engine, book, issued
    )
