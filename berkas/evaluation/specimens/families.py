"""Families that do not exist, for SPECIMEN family cards: consistent in themselves, each NIK with its date of birth and sex."""

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

from berkas.evaluation.specimens.drawing import Truth
from berkas.evaluation.specimens.people import Person, make_person
from berkas.model.extraction import Scalar

_EDUCATION = (
    "TIDAK/BELUM SEKOLAH", "BELUM TAMAT SD/SEDERAJAT", "TAMAT SD/SEDERAJAT", "SLTP/SEDERAJAT", "SLTA/SEDERAJAT",
    "DIPLOMA I/II", "AKADEMI/DIPLOMA III/S. MUDA", "DIPLOMA IV/STRATA I", "STRATA II",
)  # fmt: skip
_PARENTS = (
    "SLAMET CONTOH",
    "WAGIMAN SPECIMEN",
    "SUKINI CONTOH",
    "MARYATI SPECIMEN",
    "HASAN CONTOH",
    "ROKAYAH SPECIMEN",
)


@dataclass(frozen=True, slots=True)
class Member:
    """One row of both grids.

    Attributes:
        person: Who it is.
        relationship: To the head of the family.
        education: The highest one.
        marital_status: As family cards write it.
        married: Day of the marriage; None where none is printed.
        father: Name.
        mother: Name.
    """

    person: Person
    relationship: str
    education: str
    marital_status: str
    married: date | None
    father: str
    mother: str


@dataclass(frozen=True, slots=True)
class Family:
    """A family card.

    Attributes:
        number: Of the card, 16 digits.
        members: The head first.
        postal_code: Five digits.
        issued: Day of issue.
    """

    number: str
    members: tuple[Member, ...]
    postal_code: str
    issued: date

    @property
    def head(self) -> Person:
        """The head of the family."""
        return self.members[0].person

    def truth(self, *, blood: bool = True, marriage: bool = True) -> Truth:
        """What the card says.

        Args:
            blood: Whether it has a column of blood types.
            marriage: Whether it has a column of days of marriage.
        """
        place = self.head.place
        return {
            "kk_number": self.number, "head_name": self.head.name, "address": self.head.street, "rt_rw": self.head.rt_rw,
            "kelurahan": place.kelurahan, "kecamatan": place.kecamatan, "regency": place.regency,
            "postal_code": self.postal_code, "province": place.province, "issue_date": self.issued.isoformat(),
            "members": [self._row(member, blood=blood, marriage=marriage) for member in self.members],
        }  # fmt: skip

    def _row(self, member: Member, *, blood: bool, marriage: bool) -> dict[str, Scalar]:
        person = member.person
        return {
            "nik": person.nik, "name": person.name, "relationship": member.relationship,
            "gender": "PEREMPUAN" if person.is_female else "LAKI-LAKI", "place_of_birth": person.birthplace,
            "date_of_birth": person.born.isoformat(), "religion": person.religion, "education": member.education,
            "occupation": person.occupation, "blood_type": person.blood_type if blood else None,
            "marital_status": member.marital_status,
            "marriage_date": member.married.isoformat() if member.married and marriage else None, "citizenship": "WNI",
            "passport_no": None, "kitap_no": None, "father_name": member.father, "mother_name": member.mother,
        }  # fmt: skip


def make_family(rng: random.Random) -> Family:
    """Parents with up to three children."""
    head, wife = _adult(rng, is_female=False), _adult(rng, is_female=True)
    wife = replace(wife, place=head.place, street=head.street, rt_rw=head.rt_rw, religion=head.religion)
    married = max(head.born, wife.born) + timedelta(days=365 * 21 + rng.randrange(900))
    members = [
        Member(replace(head, marital_status="KAWIN"), "KEPALA KELUARGA", rng.choice(_EDUCATION[3:]), "KAWIN", married,
               rng.choice(_PARENTS[:2]), rng.choice(_PARENTS[2:4])),
        Member(replace(wife, marital_status="KAWIN"), "ISTRI", rng.choice(_EDUCATION[3:]), "KAWIN", married,
               _PARENTS[4], _PARENTS[5]),
    ]  # fmt: skip
    for count in range(rng.randrange(1, 4)):
        child = _child(rng, head, married + timedelta(days=500 + 900 * count + rng.randrange(300)))
        members.append(Member(child, "ANAK", rng.choice(_EDUCATION[:4]), "BELUM KAWIN", None, head.name, wife.name))
    registered = married + timedelta(days=200)
    number = f"{head.place.code}{registered:%d%m%y}9{rng.randrange(1, 1000):03d}"
    postal_code = f"{rng.randrange(1, 9)}{rng.randrange(10**4):04d}"
    return Family(number, tuple(members), postal_code, date(2021, 1, 4) + timedelta(days=rng.randrange(1500)))


def _adult(rng: random.Random, *, is_female: bool) -> Person:
    while True:
        person = make_person(rng)
        if person.is_female is is_female and person.born.year < 1994:
            return person


def _child(rng: random.Random, head: Person, born: date) -> Person:
    person = make_person(rng)
    nik = f"{head.place.code}{born.day + 40 * person.is_female:02d}{born:%m%y}9{rng.randrange(1, 1000):03d}"
    return replace(
        person, born=born, birthplace=head.birthplace, place=head.place, street=head.street, rt_rw=head.rt_rw, nik=nik,
        occupation=rng.choice(("PELAJAR/MAHASISWA", "BELUM/TIDAK BEKERJA")), religion=head.religion, marital_status="BELUM KAWIN",
    )  # fmt: skip
