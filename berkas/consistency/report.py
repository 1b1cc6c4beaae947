"""Where the documents of a customer agree and where they contradict each other, with how sure that is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Final

from berkas.consistency.comparing import Prepared, prepared
from berkas.consistency.linking import CERTAINTY, Linked, LinkedBy, Subject, subjects_of
from berkas.consistency.names import Likeness
from berkas.consistency.statements import Mention, Source, Statement, mentions_of
from berkas.extraction.identity import SURE
from berkas.model.document_types import DocumentType
from berkas.model.extraction import Severity
from berkas.model.type_definition import Attribute, TypeSubject

MOST_MENTIONS: Final = 300
"""Persons and companies in documents that are compared, from the newest document on."""

MOST_VALUES: Final = 20
"""Different values of an attribute of a subject that are compared, the surest."""

_OF_WHO_PAYS: Final = frozenset({Attribute.NAME, Attribute.NIK, Attribute.BIRTH_DATE, Attribute.SEX})
"""What differs by right where a wife states the NPWP of her husband."""

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

    @property
    def is_by_tax_number(self) -> bool:
        """Whether nothing but an NPWP links it, also one that is a NIK."""
        nik = self.mention.states.get(Attribute.NIK, ())
        is_inside = self.linked.by is LinkedBy.NIK and all(one.is_derived for one in nik)
        return self.linked.by is LinkedBy.NPWP or is_inside


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
        is_truncated: Whether some mentions, or values of a subject, were left out.
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
    found = subjects_of(mentions[:MOST_MENTIONS], today=today)
    shared = tuple(subject for subject in found if len(subject.document_ids) > 1)
    stated = [values for index, subject in enumerate(shared) for values in _values_of(index, subject)]
    order = list(Severity)
    contradictions = [_contradiction(one) for one in stated if one.are_apart]
    return Report(
        shared,
        tuple(subject for subject in found if len(subject.document_ids) == 1),
        tuple(agreement for one in stated if not one.are_apart for agreement in _agreements(one)),
        tuple(sorted(contradictions, key=lambda one: (-order.index(one.severity), -one.confidence, one.subject))),
        len(mentions) > MOST_MENTIONS or any(one.is_cut for one in stated),
    )


@dataclass(frozen=True, slots=True)
class _Values:
    """What documents state of an attribute of a subject.

    Attributes:
        subject: Index of the subject.
        attribute: Of what.
        groups: The statements by value, those of most documents first.
        is_same: Whether the values of one group are the same throughout; else some are alike.
        are_apart: Whether any two groups differ; some cannot be compared, such as an NPWP of 15 digits and one that is a NIK.
        is_cut: Whether there are more values than are compared.
    """

    subject: int
    attribute: Attribute
    groups: tuple[tuple[Said, ...], ...]
    is_same: bool
    are_apart: bool
    is_cut: bool


def _values_of(index: int, subject: Subject) -> Iterator[_Values]:
    for attribute in Attribute:
        said = _said(subject, attribute)
        if len({one.mention.document_id for one in said}) > 1:
            yield _by_value(index, subject, attribute, said)


def _agreements(values: _Values) -> Iterator[Agreement]:
    for agreeing in values.groups:
        if len({one.mention.document_id for one in agreeing}) > 1:
            surest = max(agreeing, key=lambda one: one.statement.confidence)
            confidence = min(one.statement.confidence for one in agreeing)
            value = surest.statement.value
            yield Agreement(values.subject, values.attribute, values.is_same, confidence, value, agreeing)


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


def _by_value(index: int, subject: Subject, attribute: Attribute, said: Sequence[Said]) -> _Values:
    groups: list[tuple[Prepared, list[Said]]] = []
    is_same, is_cut = True, False
    # what is printed and surest first: it stands for its group
    for one in sorted(said, key=lambda one: (one.statement.is_derived, -one.statement.confidence)):
        form = _prepared(attribute, one.statement)
        if form is None:
            continue
        for head, group in groups:
            likeness = head.likeness(form, subject.kind)
            if likeness:
                group.append(one)
                is_same = is_same and likeness is Likeness.SAME
                break
        else:
            if len(groups) < MOST_VALUES:
                groups.append((form, [one]))
            else:
                is_cut = True
    are_apart = any(
        one.likeness(other, subject.kind) is Likeness.DIFFERENT
        for one, other in combinations([head for head, _ in groups], 2)
    )
    by_documents = sorted(
        (tuple(group) for _, group in groups), key=lambda group: -len({one.mention.document_id for one in group})
    )
    return _Values(index, attribute, tuple(by_documents), is_same, are_apart, is_cut)


def _prepared(attribute: Attribute, one: Statement) -> Prepared | None:
    # the century of a date out of a NIK is a guess
    is_short = attribute is Attribute.BIRTH_DATE and one.is_derived
    return prepared(attribute, one.value[2:] if is_short else one.value)


def _contradiction(values: _Values) -> Contradiction:
    surest = sorted(
        (max(group, key=lambda one: one.certainty) for group in values.groups), key=lambda one: -one.certainty
    )
    severity = _SEVERITY[values.attribute]
    is_of_who_pays = values.attribute in _OF_WHO_PAYS and any(
        all(one.is_by_tax_number for one in group) for group in values.groups
    )
    if min(one.certainty for one in surest[:2]) < SURE or (severity is Severity.ERROR and is_of_who_pays):
        severity = _MILDER[severity]
    return Contradiction(values.subject, values.attribute, severity, surest[1].certainty, values.groups)
