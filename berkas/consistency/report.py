"""Where the documents of a customer agree and where they contradict each other, with how sure that is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Final

from berkas.consistency.comparing import Likeness, compare
from berkas.consistency.linking import CERTAINTY, Linked, Subject, subjects_of
from berkas.consistency.statements import Mention, Source, Statement, mentions_of
from berkas.extraction.identity import SURE
from berkas.model.document_types import DocumentType
from berkas.model.extraction import Severity
from berkas.model.type_definition import Attribute, TypeSubject

MOST_MENTIONS: Final = 300
"""Persons and companies in documents that are compared, from the newest document on."""

_SEVERITY: Final[Mapping[Attribute, Severity]] = {
    **dict.fromkeys(Attribute, Severity.ERROR),
    # what people move, and what clerks write in many ways
    Attribute.ADDRESS: Severity.WARNING,
    Attribute.BIRTH_PLACE: Severity.WARNING,
    Attribute.FATHER_NAME: Severity.WARNING,
    Attribute.MOTHER_NAME: Severity.WARNING,
    # what changes in a life
    Attribute.MARITAL_STATUS: Severity.INFO,
    Attribute.PASSPORT_NUMBER: Severity.INFO,
}
"""Of a contradiction between values that are sure."""

_MILDER: Final[Mapping[Severity, Severity]] = {
    Severity.ERROR: Severity.WARNING,
    Severity.WARNING: Severity.INFO,
    Severity.INFO: Severity.INFO,
}


@dataclass(frozen=True, slots=True)
class Said:
    """A statement with who is meant and where."""

    linked: Linked
    statement: Statement

    @property
    def mention(self) -> Mention:
        """The mention that states it."""
        return self.linked.mention

    @property
    def certainty(self) -> int:
        """How sure it is, and that it is about the same subject, 0-100."""
        return self.statement.confidence * (CERTAINTY[self.linked.by] if self.linked.by else 100) // 100


@dataclass(frozen=True, slots=True)
class Agreement:
    """Documents that state the same of a subject.

    Attributes:
        subject: Index of the subject.
        attribute: Of what.
        is_same: Whether the values are the same in every spelling that counts; else they are alike: a letter that was misread,
            a name that was shortened.
        confidence: 0-100: of the least sure document.
        value: As the surest document has it.
        said: By which documents.
    """

    subject: int
    attribute: Attribute
    is_same: bool
    confidence: int
    value: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Documents that state different things of a subject.

    Attributes:
        subject: Index of the subject.
        attribute: Of what.
        severity: ``error`` where sure values of what does not change differ; milder the less sure, or the more usual, that is.
        confidence: 0-100: how sure it is that they differ, by the surest document of each of the two surest values.
        values: Each value with the documents that state it, those of most documents first.
    """

    subject: int
    attribute: Attribute
    severity: Severity
    confidence: int
    values: tuple[tuple[Said, ...], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What documents say of each other.

    Attributes:
        subjects: Persons and companies that several documents mention.
        alone: Those that only one document mentions.
        agreements: By subject.
        contradictions: The severest first.
        is_truncated: Whether some mentions were left out.
    """

    subjects: tuple[Subject, ...]
    alone: tuple[Subject, ...]
    agreements: tuple[Agreement, ...]
    contradictions: tuple[Contradiction, ...]
    is_truncated: bool


def report_of(sources: Sequence[Source], rules: Mapping[DocumentType, Sequence[TypeSubject]], *, today: date) -> Report:
    """Compare the documents of a customer.

    Args:
        sources: Their newest extractions.
        rules: Of whom documents of each type state what.
        today: No date of birth in a NIK lies behind it.
    """
    mentions = [one for source in sources for one in mentions_of(source, rules.get(source.type, ()), today=today)]
    found = subjects_of(mentions[:MOST_MENTIONS])
    shared = tuple(subject for subject in found if len(subject.document_ids) > 1)
    compared = [one for index, subject in enumerate(shared) for one in _compared(index, subject)]
    order = list(Severity)
    contradictions = [one for one in compared if isinstance(one, Contradiction)]
    return Report(
        shared,
        tuple(subject for subject in found if len(subject.document_ids) == 1),
        tuple(one for one in compared if isinstance(one, Agreement)),
        tuple(sorted(contradictions, key=lambda one: (-order.index(one.severity), -one.confidence, one.subject))),
        len(mentions) > MOST_MENTIONS,
    )


def _compared(index: int, subject: Subject) -> Iterator[Agreement | Contradiction]:
    for attribute in Attribute:
        said = _said(subject, attribute)
        if len({one.mention.document_id for one in said}) < 2:
            continue
        values, is_same = _by_value(subject, attribute, said)
        if _are_apart(subject, attribute, values):
            yield _contradiction(index, attribute, values)
            continue
        for agreeing in values:
            if len({one.mention.document_id for one in agreeing}) > 1:
                surest = max(agreeing, key=lambda one: one.statement.confidence)
                confidence = min(one.statement.confidence for one in agreeing)
                yield Agreement(index, attribute, is_same, confidence, surest.statement.value, agreeing)


def _said(subject: Subject, attribute: Attribute) -> list[Said]:
    """All printed statements of an attribute, and what follows from numbers where that tells anything new.

    What a NIK holds is compared within a document that prints both: that NIK tells the others nothing more.
    """
    said = [Said(one, s) for one in subject.mentions for s in one.mention.states.get(attribute, ())]
    printed = [one for one in said if not one.statement.is_derived]
    compared = {_nik(one) for one in printed} if attribute is not Attribute.NIK else set()
    documents = {one.mention.document_id for one in printed}
    derived = [
        one
        for one in said
        if one.statement.is_derived and one.mention.document_id not in documents and _nik(one) not in compared
    ]
    return [*printed, *derived] if printed else []


def _nik(said: Said) -> str | None:
    """The NIK in the mention of a statement."""
    stated = said.mention.states.get(Attribute.NIK)
    return stated[0].value if stated else None


def _by_value(subject: Subject, attribute: Attribute, said: Sequence[Said]) -> tuple[list[tuple[Said, ...]], bool]:
    """The statements by value, those of most documents first; and whether values of one group are the same throughout."""
    groups: list[list[Said]] = []
    is_same = True
    # the surest first: they stand for their group
    for one in sorted(said, key=lambda one: -one.statement.confidence):
        for group in groups:
            likeness = _likeness(subject, attribute, group[0], one)
            if likeness:
                group.append(one)
                is_same = is_same and likeness is Likeness.SAME
                break
        else:
            groups.append([one])
    groups.sort(key=lambda group: -len({one.mention.document_id for one in group}))
    return [tuple(group) for group in groups], is_same


def _are_apart(subject: Subject, attribute: Attribute, values: Sequence[tuple[Said, ...]]) -> bool:
    """Whether any two values differ; some cannot be compared, such as an NPWP of 15 digits and one that is a NIK."""
    return any(
        _likeness(subject, attribute, one[0], other[0]) is Likeness.DIFFERENT for one, other in combinations(values, 2)
    )


def _likeness(subject: Subject, attribute: Attribute, one: Said, other: Said) -> Likeness | None:
    mine, yours = one.statement, other.statement
    if attribute is Attribute.BIRTH_DATE and (mine.is_derived or yours.is_derived):
        # the century of a date out of a NIK is a guess
        return compare(attribute, mine.value[2:], yours.value[2:], subject.kind)
    return compare(attribute, mine.value, yours.value, subject.kind)


def _contradiction(index: int, attribute: Attribute, values: Sequence[tuple[Said, ...]]) -> Contradiction:
    surest = sorted((max(group, key=lambda one: one.certainty) for group in values), key=lambda one: -one.certainty)
    severity = _SEVERITY[attribute]
    if min(one.certainty for one in surest[:2]) < SURE:
        severity = _MILDER[severity]
    return Contradiction(index, attribute, severity, surest[1].certainty, tuple(values))
