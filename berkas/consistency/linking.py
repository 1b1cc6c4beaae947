"""Which mentions in documents are of the same person or company: by a number, by name and date of birth, or by name alone.

A number of its own is sure; two people of one name and one birthday are rare; a name alone links only what no other mention of that
name could be. One document never names somebody twice in different roles, so two of its mentions are linked by a number only.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations
from typing import Final

from berkas.consistency.comparing import Prepared, full_tax_number, number, payer, prepared
from berkas.consistency.names import Likeness, Name
from berkas.consistency.statements import Mention
from berkas.model.type_definition import Attribute, SubjectKind
from berkas.values.identifiers import nik as nik_number


class LinkedBy(StrEnum):
    """What says that a mention is of the same as others; the first that does."""

    NIK = "nik"
    NPWP = "npwp"
    NIB = "nib"
    PASSPORT_NUMBER = "passport_number"
    NAME_AND_BIRTH_DATE = "name_and_birth_date"
    NAME = "name"


CERTAINTY: Final[Mapping[LinkedBy, int]] = dict.fromkeys(LinkedBy, 100) | {
    LinkedBy.NAME_AND_BIRTH_DATE: 95,
    LinkedBy.NAME: 70,
}
"""How sure a link is, 0-100; set by hand."""

_NUMBERS: Final = (
    (Attribute.NIK, LinkedBy.NIK),
    (Attribute.NPWP, LinkedBy.NPWP),
    (Attribute.NIB, LinkedBy.NIB),
    (Attribute.PASSPORT_NUMBER, LinkedBy.PASSPORT_NUMBER),
)
_STRONG: Final = frozenset({Attribute.NIK, Attribute.NIB, Attribute.PASSPORT_NUMBER, Attribute.BIRTH_DATE})
"""One of them distinguishes a person or company from others of the same name."""

_BOTH: Final = {SubjectKind.PERSON, SubjectKind.COMPANY}

_MOST_NIKS: Final = 4
"""Of a group; one of more has been joined by another number."""

_SERIAL: Final = 12
"""Where the serial of a NIK begins: those of twins differ in it alone."""


@dataclass(frozen=True, slots=True)
class Linked:
    """A mention, and what links it to the others of its subject; None where nothing does."""

    mention: Mention
    by: LinkedBy | None


@dataclass(frozen=True, slots=True)
class Subject:
    """A person or a company.

    Attributes:
        kind: As far as any mention tells.
        mentions: In the order of the documents.
        is_ambiguous: Whether its name is that of several others, so that it was linked to none.
    """

    kind: SubjectKind
    mentions: tuple[Linked, ...]
    is_ambiguous: bool = False

    @property
    def document_ids(self) -> frozenset[str]:
        """The documents that mention it."""
        return frozenset(one.mention.document_id for one in self.mentions)


def subjects_of(mentions: Sequence[Mention], *, today: date) -> list[Subject]:
    """The persons and companies of some documents, in the order of their first mention.

    Args:
        mentions: In the order of the documents.
        today: No date of birth in a NIK lies behind it.
    """
    groups = _Groups(mentions, today)
    for attribute, by in _NUMBERS:
        _link_by_number(groups, attribute, by)
    _link_by_name_and_birth_date(groups)
    ambiguous = _link_by_name(groups)
    return [groups.subject(root, is_ambiguous=root in ambiguous) for root in groups.roots()]


@dataclass(frozen=True, slots=True)
class _Group:
    """Mentions that are of one, with what others ask of it.

    Attributes:
        members: Indices of the mentions.
        documents: That mention it.
        kinds: That they tell, without ``party``.
        names: Each name once, with the kind of who has it.
        niks: Printed ones that may be NIKs, few of them: all are compared with those of others.
        numbers: Printed NIKs and NPWPs, ready to be compared.
        is_strong: Whether anything but its name tells it from others.
    """

    members: list[int]
    documents: set[str]
    kinds: set[SubjectKind]
    names: set[tuple[Name, SubjectKind]]
    niks: frozenset[str]
    numbers: frozenset[Prepared]
    is_strong: bool

    @classmethod
    def of(cls, index: int, mention: Mention, today: date) -> "_Group":
        name, nik = mention.first(Attribute.NAME), mention.first(Attribute.NIK)
        printed = ((a, mention.first(a)) for a in (Attribute.NIK, Attribute.NPWP))
        numbers = (prepared(attribute, one.value) for attribute, one in printed if one is not None)
        return cls(
            [index],
            {mention.document_id},
            {mention.kind} - {SubjectKind.PARTY},
            {(Name.of(name.value), mention.kind)} if name is not None else set(),
            frozenset(_niks(nik.value, today) if nik is not None else ()),
            frozenset(one for one in numbers if one is not None),
            bool(mention.states.keys() & _STRONG),
        )

    @property
    def kind(self) -> SubjectKind:
        """As far as its mentions agree."""
        return next(iter(self.kinds)) if len(self.kinds) == 1 else SubjectKind.PARTY

    def with_(self, other: "_Group") -> "_Group":
        """Both together."""
        return _Group(
            self.members + other.members,
            self.documents | other.documents,
            self.kinds | other.kinds,
            self.names | other.names,
            self.niks | other.niks if len(self.niks) < _MOST_NIKS else self.niks,
            self.numbers | other.numbers,
            self.is_strong or other.is_strong,
        )

    def likeness(self, other: "_Group") -> Likeness:
        """How alike the names are, by those that are most."""
        found = Likeness.DIFFERENT
        for mine, my_kind in self.names:
            for yours, your_kind in other.names:
                found = max(found, mine.likeness(yours, _common(my_kind, your_kind)))
                if found is Likeness.SAME:
                    return found
        return found

    def has_other_nik(self, other: "_Group") -> bool:
        """Whether NIKs say that they are two, such as twins: not where one digit of the region or the birthday was misread."""
        if not self.niks or not other.niks or self.niks & other.niks:
            return False
        return not any(_is_misread(mine, yours) for mine in self.niks for yours in other.niks)


def _niks(value: str, today: date) -> Iterator[str]:
    """What may be a NIK: nothing else links persons as surely."""
    digits = number(value)
    if digits is not None and nik_number.parse(digits, today=today) is not None:
        yield digits


def _is_misread(one: str, other: str) -> bool:
    apart = [at for at, (mine, yours) in enumerate(zip(one, other, strict=True)) if mine != yours]
    return len(apart) == 1 and apart[0] < _SERIAL


def _common(one: SubjectKind, other: SubjectKind) -> SubjectKind:
    """A person or a company where either tells so; they are never of both kinds."""
    return other if one is SubjectKind.PARTY else one


class _Groups:
    """Mentions, each in one group, which is named by the first of them; groups are joined, never parted."""

    def __init__(self, mentions: Sequence[Mention], today: date) -> None:
        self.mentions = mentions
        self.today = today
        self._root = list(range(len(mentions)))
        self._own = [_Group.of(index, mention, today) for index, mention in enumerate(mentions)]
        self._groups = dict(enumerate(self._own))
        self._by: dict[int, LinkedBy] = {}

    def root(self, index: int) -> int:
        return self._root[index]

    def roots(self) -> list[int]:
        return sorted(self._groups)

    def group(self, root: int) -> _Group:
        return self._groups[root]

    def likeness(self, one: int, other: int) -> Likeness:
        """How alike the names of two mentions are, not those of their groups."""
        return self._own[one].likeness(self._own[other])

    def may_join(self, one: int, other: int) -> bool:
        return one != other and self._groups[one].kinds | self._groups[other].kinds != _BOTH

    def join(self, one: int, other: int, by: LinkedBy) -> None:
        first, second = sorted((self.root(one), self.root(other)))
        if not self.may_join(first, second):
            return
        for root in (first, second):
            if len(self._groups[root].members) == 1:
                self._by.setdefault(root, by)
        moved = self._groups.pop(second)
        for index in moved.members:
            self._root[index] = first
        self._groups[first] = self._groups[first].with_(moved)

    def subject(self, root: int, *, is_ambiguous: bool) -> Subject:
        group = self._groups[root]
        linked = tuple(Linked(self.mentions[index], self._by.get(index)) for index in sorted(group.members))
        return Subject(group.kind, linked, is_ambiguous)


def _link_by_number(groups: _Groups, attribute: Attribute, by: LinkedBy) -> None:
    by_key: dict[str, list[int]] = {}
    for index, mention in enumerate(groups.mentions):
        for key in _keys(mention, attribute, groups.today):
            for other in by_key.setdefault(key, []):
                if by is not LinkedBy.NPWP or not _share_a_tax_number(groups, other, index):
                    groups.join(other, index, by)
                    break
            else:
                by_key[key].append(index)


def _share_a_tax_number(groups: _Groups, one: int, other: int) -> bool:
    """Whether two persons state one NPWP, as a wife does who uses that of her husband."""
    first, second = groups.group(groups.root(one)), groups.group(groups.root(other))
    return first.has_other_nik(second) and not groups.likeness(one, other)


def _keys(mention: Mention, attribute: Attribute, today: date) -> Iterator[str]:
    """By what a number is looked up: an NPWP by its taxpayer; nothing where it is not one, as zeros are not."""
    for stated in mention.states.get(attribute, ()):
        if attribute is Attribute.NIK:
            yield from _niks(stated.value, today)
            continue
        found = number(stated.value)
        if attribute is Attribute.NPWP:
            digits = full_tax_number(stated.value)
            found = payer(digits) if digits is not None else None
        if found is not None:
            yield found


def _link_by_name_and_birth_date(groups: _Groups) -> None:
    by_day: dict[str, list[int]] = {}
    for index, mention in enumerate(groups.mentions):
        # the century of a date out of a NIK is a guess
        for day in {one.value[2:] for one in mention.states.get(Attribute.BIRTH_DATE, ())}:
            by_day.setdefault(day, []).append(index)
    pairs = (pair for born in by_day.values() for pair in combinations(born, 2) if _may_be_one(groups, *pair))
    alike = [(likeness, pair) for pair in pairs if (likeness := groups.likeness(*pair))]
    # the same names first: whose name is alike to those of twins is the one who has that very name
    for likeness, (one, other) in sorted(alike, key=lambda found: -found[0]):
        if _may_be_one(groups, one, other):
            first, second = groups.group(groups.root(one)), groups.group(groups.root(other))
            if likeness is Likeness.SAME or not first.has_other_nik(second):
                groups.join(one, other, LinkedBy.NAME_AND_BIRTH_DATE)


def _may_be_one(groups: _Groups, one: int, other: int) -> bool:
    first, second = groups.root(one), groups.root(other)
    return groups.may_join(first, second) and groups.group(first).documents.isdisjoint(groups.group(second).documents)


def _link_by_name(groups: _Groups) -> set[int]:
    """Join what only its name links; the groups that are left because their name is that of several."""
    ambiguous = set()
    for root in groups.roots():
        if groups.root(root) != root:
            continue
        found = _namesakes(groups, root)
        of_companies = [other for other in found if _has_company(groups, root, other)]
        for other in of_companies:
            if _may_be_one(groups, root, other):
                groups.join(root, other, LinkedBy.NAME)
        best = max(found.values(), default=Likeness.DIFFERENT)
        nearest = [other for other, likeness in found.items() if likeness is best and other not in of_companies]
        if len(nearest) == 1 and not of_companies:
            groups.join(root, nearest[0], LinkedBy.NAME)
        elif len(nearest) > 1:
            ambiguous.add(root)
    return ambiguous


def _namesakes(groups: _Groups, root: int) -> dict[int, Likeness]:
    """Other groups of that name which may be the same, with how alike the names are."""
    found = {}
    for other in groups.roots():
        if _may_be_one(groups, root, other):
            likeness = groups.group(root).likeness(groups.group(other))
            if likeness and _is_linked_by_name(groups, root, other, likeness):
                found[other] = likeness
    return found


def _is_linked_by_name(groups: _Groups, root: int, other: int, likeness: Likeness) -> bool:
    """A company is known by its very name; a person only where nothing tells it from others, and no number says otherwise."""
    if _has_company(groups, root, other):
        return likeness is Likeness.SAME
    if groups.group(root).is_strong:
        return False
    return not any(
        mine.likeness(yours, SubjectKind.PERSON) is Likeness.DIFFERENT
        for mine in groups.group(root).numbers
        for yours in groups.group(other).numbers
        if mine.attribute is yours.attribute
    )


def _has_company(groups: _Groups, one: int, other: int) -> bool:
    return SubjectKind.COMPANY in {groups.group(one).kind, groups.group(other).kind}
