"""Whether two values of an attribute say the same: exactly, as far as print and reading let one tell, or not.

Names are compared without titles and degrees (Permendagri 73/2022 lets a card have them or not), in any order, with initials and
with one letter that was misread. Not compared: an NPWP of 15 digits with one that is a NIK, for a person has both.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from rapidfuzz.distance import DamerauLevenshtein

from berkas.consistency.statements import FEMALE, MALE
from berkas.extraction.identity import comparable
from berkas.model.type_definition import Attribute, SubjectKind
from berkas.values.identifiers import npwp


class Likeness(IntEnum):
    """How alike two values are; None where they cannot be compared."""

    DIFFERENT = 0
    ALIKE = 1
    SAME = 2


Compare = Callable[[str, str], Likeness | None]

MOST_CHARACTERS: Final = 300
"""Of a value that are compared."""

_TITLES: Final = frozenset(
    [
        "DR",
        "DRG",
        "DRH",
        "DRS",
        "DRA",
        "IR",
        "PROF",
        "H",
        "HJ",
        "HAJI",
        "KH",
        "R",
        "RA",
        "RR",
        "RADEN",
        "TN",
        "NY",
        "NN",
        "SDR",
        "BPK",
        "BAPAK",
        "IBU",
        "MR",
        "MRS",
        "MS",
        "ALM",
        "ALMH",
        "SH",
        "SE",
        "SS",
        "SP",
        "SI",
        "SKM",
        "SPD",
        "SAG",
        "SKOM",
        "SIKOM",
        "SSOS",
        "ST",
        "STP",
        "SFARM",
        "SPSI",
        "SKED",
        "SKEP",
        "SPT",
        "SIP",
        "SSI",
        "SST",
        "SPDI",
        "SEI",
        "MH",
        "MM",
        "MA",
        "MSI",
        "MSC",
        "MBA",
        "MKOM",
        "MPD",
        "MAG",
        "MT",
        "MKN",
        "MKES",
        "MHUM",
        "AMD",
        "AMK",
        "APT",
        "CPA",
        "PHD",
        "BSC",
        "BA",
        "LLM",
        "LLB",
    ]
)
_DEGREE: Final = re.compile(r"\b(?:[A-Z]{1,4}\.\s?){1,3}[A-Z]{0,5}\b\.?")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_WORDS: Final = re.compile(r"[^\W_]+")
_FIRST_NAMES: Final = frozenset(
    {"M", "MUH", "MOH", "MOCH", "MUCH", "MHD", "MUHAMAD", "MUHAMMAD", "MOHAMAD", "MOHAMMAD", "MOCHAMAD"}
)
_PLACES: Final = frozenset({"KOTA", "KAB", "KABUPATEN", "ADM", "ADMINISTRASI"})
_OF_ADDRESS: Final[Mapping[str, str]] = {"JALAN": "JL", "JLN": "JL", "NOMOR": "NO", "GANG": "GG", "BLOK": "BLK"}
_FILLING: Final = frozenset(
    {"JL", "NO", "RT", "RW", "KEL", "KELURAHAN", "DESA", "KEC", "KECAMATAN", "KOTA", "KAB", "KABUPATEN"}
)
_ALIKE_ADDRESSES: Final = 0.6
"""Share of the words of two addresses that both have."""

_LEAST_FOR_SLIP: Final = 5
"""Letters of a name in which one may be misread without its being another name."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name, ready to be compared with many.

    Attributes:
        words: Of a person's name, in capitals, without titles and degrees.
        company: Of a company's, without its legal form, spaces and punctuation.
    """

    words: tuple[str, ...]
    company: str

    @classmethod
    def of(cls, text: str) -> "Name":
        """A name as extracted."""
        cut = text[:MOST_CHARACTERS]
        return cls(tuple(name_words(cut)), comparable(cut, is_company=True) or "")

    def likeness(self, other: "Name", kind: SubjectKind) -> Likeness:
        """How alike two names are, of people, of companies, or of those who may be either."""
        found = Likeness.DIFFERENT
        if kind is not SubjectKind.COMPANY:
            found = _people(self.words, other.words)
        return found if kind is SubjectKind.PERSON else max(found, _companies(self.company, other.company))


def compare(attribute: Attribute, one: str, other: str, kind: SubjectKind) -> Likeness | None:
    """How alike two values of an attribute are; None where they cannot be compared."""
    if attribute is Attribute.NAME:
        return Name.of(one).likeness(Name.of(other), kind)
    return _BY_ATTRIBUTE[attribute](one[:MOST_CHARACTERS], other[:MOST_CHARACTERS])


def people(one: str, other: str) -> Likeness:
    """Names of persons.

    >>> people("Dr. RATNA SARI, S.H.", "RATNA SARI").name, people("RATNA SARl", "RATNA SARI").name
    ('SAME', 'ALIKE')
    >>> people("M. RIZKI PRATAMA", "MUHAMMAD RIZKI PRATAMA").name, people("RATNA SARI", "RATNA DEWI").name
    ('ALIKE', 'DIFFERENT')
    """
    return Name.of(one).likeness(Name.of(other), SubjectKind.PERSON)


def _people(mine: Sequence[str], yours: Sequence[str]) -> Likeness:
    if not mine or not yours:
        return Likeness.DIFFERENT
    squeezed = "".join(mine), "".join(yours)
    if squeezed[0] == squeezed[1] or sorted(mine) == sorted(yours):
        return Likeness.SAME
    if _is_slip(*squeezed):
        return Likeness.ALIKE
    short, long = sorted((mine, yours), key=len)
    is_part = len(short) >= 2 and _is_within(short, long)
    is_shortened = len(short) == len(long) >= 2 and all(map(_is_initial, short, long))
    return Likeness.ALIKE if is_part or is_shortened else Likeness.DIFFERENT


def _companies(mine: str, yours: str) -> Likeness:
    if mine and mine == yours:
        return Likeness.SAME
    return Likeness.ALIKE if _is_slip(mine, yours) else Likeness.DIFFERENT


def _is_slip(one: str, other: str) -> bool:
    """Whether one letter alone was misread, left out or doubled, or two beside each other changed places."""
    is_long = min(len(one), len(other)) >= _LEAST_FOR_SLIP and abs(len(one) - len(other)) <= 1
    return is_long and DamerauLevenshtein.distance(one, other, score_cutoff=1) <= 1


def name_words(name: str) -> list[str]:
    """The words of a person's name in capitals, without accents, titles and degrees; all of them where nothing else is left."""
    plain = _plain(name)
    head, *degrees = plain.split(",")
    # behind a comma stand degrees: Ratna Sari, S.H., M.Kn.
    words = _LETTERS.findall(_DEGREE.sub(_title_or_initials, head))
    own = [word for word in words if word not in _TITLES]
    return own or _LETTERS.findall(" ".join((head, *degrees)))


def _title_or_initials(found: re.Match[str]) -> str:
    """A degree with dots as one word, so that it is known: S.H. is SH; initials stay apart."""
    squeezed = re.sub(r"[.\s]", "", found[0])
    return f" {squeezed} " if squeezed in _TITLES else found[0].replace(".", " ")


def _is_within(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether all words of a name are those of a longer one: a card has no room for all of them."""
    left = list(long)
    for word in short:
        if word not in left:
            return False
        left.remove(word)
    return True


def _is_initial(one: str, other: str) -> bool:
    return one == other or {one, other} <= _FIRST_NAMES or (min(len(one), len(other)) == 1 and one[0] == other[0])


def _numbers(one: str, other: str) -> Likeness:
    return Likeness.SAME if comparable(one) == comparable(other) else Likeness.DIFFERENT


def tax_numbers(one: str, other: str) -> Likeness | None:
    """NPWPs: 15 digits, or 16 with a zero before them, or a NIK; offices of one taxpayer have the first nine in common.

    >>> tax_numbers("01.300.066.6-091.000", "0013000666091000").name, tax_numbers("01.300.066.6-091.000", "3273015508950001")
    ('SAME', None)
    """
    mine, yours = full_tax_number(one), full_tax_number(other)
    if mine == yours:
        return Likeness.SAME
    if (mine[0] == "0") != (yours[0] == "0"):
        return None
    is_same_payer = mine[0] == "0" and mine[:10] == yours[:10]
    return Likeness.ALIKE if is_same_payer else Likeness.DIFFERENT


def full_tax_number(number: str) -> str:
    """Sixteen digits, as far as they are there."""
    return npwp.full(number) or "0"


def _dates(one: str, other: str) -> Likeness:
    return Likeness.SAME if one == other else Likeness.DIFFERENT


def _sexes(one: str, other: str) -> Likeness | None:
    mine, yours = _sex(one), _sex(other)
    if mine is None or yours is None:
        return None
    return Likeness.SAME if mine == yours else Likeness.DIFFERENT


def _sex(value: str) -> str | None:
    told = value.upper()
    if told.startswith(("L", "M", "PRIA")):
        return MALE
    return FEMALE if told.startswith(("P", "F", "W")) else None


def _places(one: str, other: str) -> Likeness:
    mine, yours = ({*_WORDS.findall(_plain(text))} - _PLACES for text in (one, other))
    if mine == yours:
        return Likeness.SAME
    squeezed = "".join(sorted(mine)), "".join(sorted(yours))
    return (
        Likeness.ALIKE
        if _is_slip(*squeezed) or (mine and yours and (mine <= yours or yours <= mine))
        else Likeness.DIFFERENT
    )


def _addresses(one: str, other: str) -> Likeness:
    mine, yours = _address_words(one), _address_words(other)
    if mine == yours:
        return Likeness.SAME
    both, shorter = mine & yours, min(len(mine), len(yours))
    numbers = [{word for word in words if word.isdigit()} for words in (mine, yours)]
    is_alike = (
        both and len(both) >= _ALIKE_ADDRESSES * shorter and not (numbers[0] ^ numbers[1] and not both & numbers[0])
    )
    return Likeness.ALIKE if is_alike else Likeness.DIFFERENT


def _address_words(text: str) -> frozenset[str]:
    words = (_OF_ADDRESS.get(word, word) for word in _WORDS.findall(_plain(text)))
    return frozenset(word.lstrip("0") or word for word in words if word not in _FILLING)


def _texts(one: str, other: str) -> Likeness:
    return Likeness.SAME if comparable(one) == comparable(other) else Likeness.DIFFERENT


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).upper()
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


_BY_ATTRIBUTE: Final[Mapping[Attribute, Compare]] = {
    Attribute.NIK: _numbers,
    Attribute.NPWP: tax_numbers,
    Attribute.NIB: _numbers,
    Attribute.PASSPORT_NUMBER: _numbers,
    Attribute.BIRTH_DATE: _dates,
    Attribute.BIRTH_PLACE: _places,
    Attribute.SEX: _sexes,
    Attribute.ADDRESS: _addresses,
    Attribute.MARITAL_STATUS: _texts,
    Attribute.FATHER_NAME: people,
    Attribute.MOTHER_NAME: people,
}
