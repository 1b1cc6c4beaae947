"""Whether two values of an attribute say the same: exactly, as far as print and reading let one tell, or not.

A value is prepared once and then compared with many. What states nothing, such as the NPWP of zeros of a party who has none, is
not compared; neither is an NPWP of 15 digits with one that is a NIK, for a person has both.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from berkas.consistency.names import Likeness, Name, is_slip, plain
from berkas.consistency.statements import FEMALE, MALE
from berkas.extraction.identity import comparable
from berkas.model.type_definition import Attribute, SubjectKind
from berkas.values.identifiers import npwp

MOST_CHARACTERS: Final = 300
"""Of a value that are compared."""

_WORDS: Final = re.compile(r"[^\W_]+")
_PLACES: Final = frozenset({"KOTA", "KAB", "KABUPATEN", "ADM", "ADMINISTRASI"})
_OF_ADDRESS: Final[Mapping[str, str]] = {"JALAN": "JL", "JLN": "JL", "NOMOR": "NO", "GANG": "GG", "BLOK": "BLK"}
_FILLING: Final = frozenset(
    {"JL", "NO", "RT", "RW", "KEL", "KELURAHAN", "DESA", "KEC", "KECAMATAN", "KOTA", "KAB", "KABUPATEN"}
)
_ALIKE_ADDRESSES: Final = 0.6
"""Share of the words of two addresses that both have."""

_REGISTERED: Final = re.compile(r"(?:(?:BELUM|TIDAK)\W*)?TERCATAT")
"""What a family card adds to KAWIN and CERAI: whether it is in the civil register."""

_PAYER_DIGITS: Final = 9
"""Of an NPWP of sixteen digits with its zero in front: that and eight of the taxpayer; a check digit and the office follow."""

_TAX_DIGITS: Final = 16

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A value, ready to be compared with many of its attribute.

    Attributes:
        attribute: Of what.
        form: What is compared of it; hashable.
    """

    attribute: Attribute
    form: Any

    def likeness(self, other: "Prepared", kind: SubjectKind) -> Likeness | None:
        """How alike two values are, of a person, a company or either; None where they cannot be compared."""
        if self.attribute is Attribute.NAME:
            found: Likeness = self.form.likeness(other.form, kind)
            return found
        return _RULES[self.attribute].likeness(self.form, other.form)


def prepared(attribute: Attribute, value: str) -> Prepared | None:
    """A value, ready to be compared; None where it states nothing, such as a number of zeros.

    Args:
        attribute: Of what.
        value: As extracted; its beginning is compared.
    """
    form = _RULES[attribute].form(value[:MOST_CHARACTERS])
    return None if form is None else Prepared(attribute, form)


def compare(attribute: Attribute, one: str, other: str, kind: SubjectKind) -> Likeness | None:
    """How alike two values of an attribute are; None where they cannot be compared."""
    mine, yours = prepared(attribute, one), prepared(attribute, other)
    return mine.likeness(yours, kind) if mine is not None and yours is not None else None


@dataclass(frozen=True, slots=True)
class _Rule(Generic[T]):
    """How values of an attribute are prepared, and how two such are compared."""

    form: Callable[[str], T | None]
    likeness: Callable[[T, T], Likeness | None]


def _equal(one: str, other: str) -> Likeness:
    return Likeness.SAME if one == other else Likeness.DIFFERENT


def _name(value: str) -> Name | None:
    found = Name.of(value)
    return None if found.is_empty() else found


def _names_of_people(one: Name, other: Name) -> Likeness:
    return one.likeness(other, SubjectKind.PERSON)


def number(value: str) -> str | None:
    """One spelling of a number; None where it has no digit but zeros, as where a party has none.

    >>> number("3273 0155 0895 0001"), number("0000000000000000"), number("NIHIL")
    ('3273015508950001', None, None)
    """
    found = (comparable(value[:MOST_CHARACTERS]) or "")[:MOST_CHARACTERS]
    return found if any(letter in "123456789" for letter in found) else None


def tax_numbers(one: str, other: str) -> Likeness | None:
    """NPWPs: 15 digits, or 16 with a zero before them, or a NIK; offices of one taxpayer have the first nine in common.

    >>> tax_numbers("01.300.066.6-091.000", "0013000666091000").name, tax_numbers("01.300.066.6-091.000", "3273015508950001")
    ('SAME', None)
    """
    mine, yours = full_tax_number(one), full_tax_number(other)
    return None if mine is None or yours is None else _tax_numbers(mine, yours)


def _tax_numbers(mine: str, yours: str) -> Likeness | None:
    if mine == yours:
        return Likeness.SAME
    if (mine[0] == "0") != (yours[0] == "0"):
        return None
    is_same_payer = payer(mine) is not None and payer(mine) == payer(yours)
    return Likeness.ALIKE if is_same_payer else Likeness.DIFFERENT


def full_tax_number(value: str) -> str | None:
    """Sixteen digits, as far as they are there; None where those of the taxpayer are zeros: such a party has no NPWP.

    >>> full_tax_number("00.000.000.0-404.000") is None
    True
    """
    digits = npwp.compact(value[:MOST_CHARACTERS])
    digits = f"0{digits}" if len(digits) == _TAX_DIGITS - 1 else digits
    return digits if digits[:_PAYER_DIGITS].strip("0") else None


def payer(digits: str) -> str | None:
    """What of sixteen digits says who the taxpayer is, whatever the office; None where they are not sixteen."""
    if len(digits) != _TAX_DIGITS:
        return None
    return digits[: _PAYER_DIGITS + 1] if digits[0] == "0" else digits


def _sex(value: str) -> str | None:
    word = value.strip().upper()
    if word.startswith(("L", "M", "PRIA")):
        return MALE
    return FEMALE if word.startswith(("P", "F", "W")) else None


def _place(value: str) -> frozenset[str] | None:
    words = frozenset(_words(value))
    return words - _PLACES or words or None


def _places(mine: frozenset[str], yours: frozenset[str]) -> Likeness:
    if mine == yours:
        return Likeness.SAME
    is_alike = mine <= yours or yours <= mine or is_slip("".join(sorted(mine)), "".join(sorted(yours)))
    return Likeness.ALIKE if is_alike else Likeness.DIFFERENT


def _address(value: str) -> frozenset[str] | None:
    words = (_OF_ADDRESS.get(word, word) for word in _words(value))
    return frozenset(word.lstrip("0") or word for word in words if word not in _FILLING) or None


def _addresses(mine: frozenset[str], yours: frozenset[str]) -> Likeness:
    if mine == yours:
        return Likeness.SAME
    both, shorter = mine & yours, min(len(mine), len(yours))
    numbers = [{word for word in words if word.isdigit()} for words in (mine, yours)]
    is_alike = (
        both and len(both) >= _ALIKE_ADDRESSES * shorter and not (numbers[0] ^ numbers[1] and not both & numbers[0])
    )
    return Likeness.ALIKE if is_alike else Likeness.DIFFERENT


def _marital_status(value: str) -> tuple[str, str] | None:
    """As stated, and without what only a family card adds."""
    text = plain(value)
    whole = comparable(text)
    return None if whole is None else (whole, comparable(_REGISTERED.sub(" ", text)) or whole)


def _marital_statuses(mine: tuple[str, str], yours: tuple[str, str]) -> Likeness:
    if mine[0] == yours[0]:
        return Likeness.SAME
    short, long = sorted((mine[1], yours[1]), key=len)
    # CERAI says no more than CERAI HIDUP and CERAI MATI
    is_alike = short == long or (short == "CERAI" and long.startswith(short))
    return Likeness.ALIKE if is_alike else Likeness.DIFFERENT


def _words(value: str) -> list[str]:
    return _WORDS.findall(plain(value)[:MOST_CHARACTERS])


def _date(value: str) -> str | None:
    return value.strip() or None


def _dates(one: str, other: str) -> Likeness:
    """Dates with their century, or without it where that is a guess."""
    is_whole = min(len(one), len(other)) >= len("95-08-15")
    return (
        Likeness.SAME
        if one == other or (is_whole and one[-8:] == other[-8:] and len(one) != len(other))
        else Likeness.DIFFERENT
    )


_NUMBER: Final = _Rule(number, _equal)
_PARENT: Final = _Rule(_name, _names_of_people)
_RULES: Final[Mapping[Attribute, _Rule[Any]]] = {
    Attribute.NAME: _PARENT,  # of a person; else Prepared.likeness
    Attribute.NIK: _NUMBER,
    Attribute.NPWP: _Rule(full_tax_number, _tax_numbers),
    Attribute.NIB: _NUMBER,
    Attribute.PASSPORT_NUMBER: _NUMBER,
    Attribute.BIRTH_DATE: _Rule(_date, _dates),
    Attribute.BIRTH_PLACE: _Rule(_place, _places),
    Attribute.SEX: _Rule(_sex, _equal),
    Attribute.ADDRESS: _Rule(_address, _addresses),
    Attribute.MARITAL_STATUS: _Rule(_marital_status, _marital_statuses),
    Attribute.FATHER_NAME: _PARENT,
    Attribute.MOTHER_NAME: _PARENT,
}
