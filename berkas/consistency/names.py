"""Names of persons and companies, and how alike two are.

Names of persons are compared without titles and degrees (Permendagri 73/2022 lets a card have them or not), in any order, with
initials and with one letter that was misread; those of companies without their legal forms and branches.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from rapidfuzz.distance import OSA

from berkas.extraction.identity import comparable_words
from berkas.model.type_definition import SubjectKind


class Likeness(IntEnum):
    """How alike two values are; None where they cannot be compared."""

    DIFFERENT = 0
    ALIKE = 1
    SAME = 2


MOST_CHARACTERS: Final = 120
"""Of a name that are compared; those of notarial deeds have fewer than 100."""

MOST_WORDS: Final = 16
"""Of a name that are compared."""

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
_BEHIND_COMMA: Final = _TITLES | {
    "AK",
    "CA",
    "CPMA",
    "CFA",
    "CFP",
    "CIA",
    "BKP",
    "CLA",
    "LC",
    "MENG",
    "MPH",
    "MARS",
    "MPSI",
    "MSE",
    "SGZ",
    "SHUM",
    "SPA",
    "SPB",
    "SPOG",
    "SPPD",
    "STRKEB",
    "NERS",
    "JR",
    "SR",
}
"""Words that are degrees behind a comma; elsewhere some of them are names."""

_DEGREE: Final = re.compile(r"\b(?:[A-Z]{1,4}\.\s?){1,3}[A-Z]{0,5}\b\.?")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_FIRST_NAMES: Final = frozenset(
    {"M", "MUH", "MOH", "MOCH", "MUCH", "MHD", "MUHAMAD", "MUHAMMAD", "MOHAMAD", "MOHAMMAD", "MOCHAMAD"}
)
_BRANCHES: Final = frozenset({"CABANG", "CAB", "KANTOR", "KC", "KCP", "UNIT", "BRANCH"})
"""Words behind which the branch of a company stands."""

_LEAST_FOR_SLIP: Final = 5
"""Letters of a name in which one may be misread without its being another name."""


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name of a person, in capitals, without titles and degrees.

    Attributes:
        words: In their order.
        ordered: The same, by the alphabet.
        squeezed: All of them without spaces.
    """

    words: tuple[str, ...]
    ordered: tuple[str, ...]
    squeezed: str


@dataclass(frozen=True, slots=True)
class CompanyName:
    """A name of a company, without its legal form, spaces and punctuation.

    Attributes:
        words: In their order.
        squeezed: All of them.
        head: Those before its branch; all of them where it has none.
    """

    words: tuple[str, ...]
    squeezed: str
    head: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name, ready to be compared with many: as that of a person and as that of a company."""

    person: PersonName
    company: CompanyName

    @classmethod
    def of(cls, text: str) -> "Name":
        """A name as extracted."""
        cut = plain(text[:MOST_CHARACTERS])[:MOST_CHARACTERS]
        words = tuple(name_words(cut))[:MOST_WORDS]
        of_company = tuple(comparable_words(cut, is_company=True))[:MOST_WORDS]
        before = next((at for at, word in enumerate(of_company) if at and word in _BRANCHES), len(of_company))
        return cls(
            PersonName(words, tuple(sorted(words)), "".join(words)),
            CompanyName(of_company, "".join(of_company), "".join(of_company[:before])),
        )

    def is_empty(self) -> bool:
        """Whether it has neither a letter nor a digit."""
        return not self.person.squeezed and not self.company.squeezed

    def likeness(self, other: "Name", kind: SubjectKind) -> Likeness:
        """How alike two names are, of people, of companies, or of those who may be either."""
        found = Likeness.DIFFERENT
        if kind is not SubjectKind.COMPANY:
            found = _people(self.person, other.person)
        if kind is SubjectKind.PERSON or found is Likeness.SAME:
            return found
        return max(found, _companies(self.company, other.company))


def people(one: str, other: str) -> Likeness:
    """Names of persons.

    >>> people("Dr. RATNA SARI, S.H.", "RATNA SARI").name, people("RATNA SARl", "RATNA SARI").name
    ('SAME', 'ALIKE')
    >>> people("M. RIZKI PRATAMA", "MUHAMMAD RIZKI PRATAMA").name, people("RATNA SARI", "RATNA DEWI").name
    ('ALIKE', 'DIFFERENT')
    """
    return Name.of(one).likeness(Name.of(other), SubjectKind.PERSON)


def _people(mine: PersonName, yours: PersonName) -> Likeness:
    if not mine.words or not yours.words:
        return Likeness.DIFFERENT
    if mine.squeezed == yours.squeezed or mine.ordered == yours.ordered:
        return Likeness.SAME
    if is_slip(mine.squeezed, yours.squeezed):
        return Likeness.ALIKE
    short, long = sorted((mine.words, yours.words), key=len)
    is_part = len(short) >= 2 and _is_within(short, long)
    is_shortened = len(short) == len(long) >= 2 and all(map(_is_initial, short, long))
    return Likeness.ALIKE if is_part or is_shortened else Likeness.DIFFERENT


def _companies(mine: CompanyName, yours: CompanyName) -> Likeness:
    if not mine.squeezed or not yours.squeezed:
        return Likeness.DIFFERENT
    if mine.squeezed == yours.squeezed:
        return Likeness.SAME
    short, long = sorted((mine.words, yours.words), key=len)
    # PT Maju Jaya Cabang Bandung, or PT Maju Jaya Bandung, is PT Maju Jaya
    is_branch = mine.head == yours.squeezed or mine.squeezed == yours.head
    is_start = len(short) >= 2 and long[: len(short)] == short
    is_alike = is_branch or is_start or is_slip(mine.squeezed, yours.squeezed)
    return Likeness.ALIKE if is_alike else Likeness.DIFFERENT


def is_slip(one: str, other: str) -> bool:
    """Whether one letter alone was misread, left out or doubled, or two beside each other changed places."""
    is_long = min(len(one), len(other)) >= _LEAST_FOR_SLIP and abs(len(one) - len(other)) <= 1
    return is_long and OSA.distance(one, other, score_cutoff=1) <= 1


def name_words(name: str) -> list[str]:
    """The words of a person's name in capitals, without accents, titles and degrees; all of them where nothing else is left."""
    head, *tails = plain(name).split(",")
    # Ratna Sari, S.H., M.Kn. has degrees behind a comma, and Contoh, Ratna Sari has names
    kept = " ".join((head, *(tail for tail in tails if not _is_degrees(tail))))
    words = _LETTERS.findall(_DEGREE.sub(_title_or_initials, kept))
    own = [word for word in words if word not in _TITLES]
    return own or _LETTERS.findall(" ".join((head, *tails)))


def _is_degrees(tail: str) -> bool:
    """Whether what stands behind a comma are degrees alone: dotted, or known ones, also S Kom."""
    words = tail.split()
    squeezed = re.sub(r"[.\s]", "", tail)
    return squeezed in _BEHIND_COMMA or all("." in word or re.sub(r"\W", "", word) in _BEHIND_COMMA for word in words)


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


def plain(text: str) -> str:
    """In capitals and without accents."""
    letters = unicodedata.normalize("NFKD", text).upper()
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
