"""People with passports for SPECIMEN data pages: what both zones say of them."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from berkas.evaluation.specimens.drawing import Truth
from berkas.evaluation.specimens.people import Person, make_person
from berkas.values.identifiers import mrz

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


@dataclass(frozen=True, slots=True)
class Traveller:
    """Somebody who does not exist, with a passport that nobody issued.

    Attributes:
        person: Name, birth and place.
        state: Three letters, of issue and of nationality.
        number: Of the passport.
        issued: Day of issue.
        expires: Last day.
        reg_no: Number of the register.
        optional: Optional data of the machine-readable zone.
    """

    person: Person
    state: str
    number: str
    issued: date
    expires: date
    reg_no: str
    optional: str = ""

    @property
    def surname(self) -> str:
        """The last word of the name."""
        return self.person.name.split()[-1]

    @property
    def given(self) -> str:
        """The words before it."""
        return " ".join(self.person.name.split()[:-1])

    @property
    def office(self) -> str:
        """City of the office that issued it."""
        return self.person.place.regency.removeprefix("KOTA ")

    @property
    def lines(self) -> tuple[str, str]:
        """Both lines of the machine-readable zone."""
        first = f"P<{self.state}{self.surname}<<{self.given.replace(' ', '<')}".ljust(mrz.LENGTH, "<")
        parts = (
            self.number.ljust(9, "<"),
            f"{self.person.born:%y%m%d}",
            f"{self.expires:%y%m%d}",
            self.optional.ljust(14, "<"),
        )
        number, born, expires, optional = (f"{part}{mrz.check_digit(part)}" for part in parts)
        sex = "F" if self.person.is_female else "M"
        whole = mrz.check_digit(number + born + expires + optional)
        return first, f"{number}{self.state}{born}{sex}{expires}{optional}{whole}"

    @property
    def truth(self) -> Truth:
        """What an Indonesian data page says."""
        first, second = self.lines
        return {
            "passport_number": self.number, "full_name": self.person.name, "surname": self.surname, "given_names": self.given,
            "nationality": self.state, "date_of_birth": self.person.born.isoformat(),
            "sex": "PEREMPUAN" if self.person.is_female else "LAKI-LAKI", "place_of_birth": self.person.birthplace,
            "issue_date": self.issued.isoformat(), "expiry_date": self.expires.isoformat(), "issuing_country": self.state,
            "issuing_office": self.office, "reg_no": self.reg_no, "mrz_line1": first, "mrz_line2": second, "mrz_valid": "VALID",
        }  # fmt: skip


def make_traveller(rng: random.Random, *, state: str = "IDN", years: int = 10) -> Traveller:
    """Somebody with a passport of a state, valid for a number of years."""
    person = make_person(rng)
    issued = date(2018, 1, 8) + timedelta(days=rng.randrange(2600))
    expires = date(issued.year + years, issued.month, min(issued.day, 28))
    number = f"X{rng.randrange(10**6):07d}"
    reg_no = f"{rng.randrange(1, 10)}A{rng.randrange(10, 99)}JD{rng.randrange(1000, 9999)}-CTH"
    return Traveller(person, state, number, issued, expires, reg_no)


def short_date(day: date, *, between: str = " ") -> str:
    """17 AUG 1990."""
    return f"{day.day:02d}{between}{_MONTHS[day.month - 1]}{between}{day.year}"
