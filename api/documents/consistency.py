"""The comparison of a customer's documents, from their stored values to the answer."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from weakref import WeakKeyDictionary

from api import consistency_schemas as wire
from berkas.consistency.linking import Subject
from berkas.consistency.report import Agreement, Contradiction, Report, Said, report_of
from berkas.consistency.statements import Mention, Source
from berkas.model.statuses import DocumentStatus
from berkas.model.type_definition import Attribute
from berkas.turns import Turns
from tables.queries.consistency import StatedRow, stated_by_documents
from templates_registry import registry

WAITING: Final = 10
"""Comparisons of one organisation that may wait beside the one under way."""


@dataclass(frozen=True, slots=True)
class _Desk:
    """One comparison at a time: it keeps a processor busy, which other requests need too."""

    one: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))
    turns: Turns = field(default_factory=lambda: Turns("customers.consistency", at_once=1, waiting=WAITING))


_desks: WeakKeyDictionary[asyncio.AbstractEventLoop, _Desk] = WeakKeyDictionary()


async def compared(organisation_id: str, customer_id: str, *, now: datetime) -> wire.ConsistencyOut:
    """Compare the documents of a customer as they are now; nothing of it is stored.

    Raises:
        TooManyAtOnce: As many comparisons of the organisation as may already wait.
    """
    desk = _desks.setdefault(asyncio.get_running_loop(), _Desk())
    async with desk.turns.of(organisation_id), desk.one:
        rows, is_cut = await stated_by_documents(organisation_id, customer_id, registry.fields_of_subjects())
        # hundreds of names against each other: others wait for the loop
        return await asyncio.to_thread(_answer, customer_id, rows, is_cut=is_cut, now=now)


def _answer(customer_id: str, rows: Sequence[StatedRow], *, is_cut: bool, now: datetime) -> wire.ConsistencyOut:
    rules = {kind: one.subjects for kind, one in registry.types().items()}
    sources = [source for row in rows if (source := _source(row)) is not None]
    report = report_of(sources, rules, today=now.date())
    shown = _Shown(frozenset(row.document_id for row in rows if row.status is DocumentStatus.REQUIRES_REVIEW))
    mentioned = {document for subject in (*report.subjects, *report.alone) for document in subject.document_ids}
    return wire.ConsistencyOut(
        customer_id=customer_id,
        documents=[_document(row, is_used=row.document_id in mentioned) for row in rows],
        subjects=[_subject(index, subject) for index, subject in enumerate(report.subjects)],
        agreements=[shown.agreement(one) for one in report.agreements],
        contradictions=[shown.contradiction(one) for one in report.contradictions],
        unlinked=_unlinked(report),
        truncated=is_cut or report.is_truncated,
        computed_at=now,
    )


def _source(row: StatedRow) -> Source | None:
    if row.type is None or row.extraction_id is None:
        return None
    return Source(
        document_id=row.document_id,
        type=row.type,
        values=row.fields,
        confidences=row.confidences,
        cells=row.cells,
        is_verified=row.is_verified,
    )


def _document(row: StatedRow, *, is_used: bool) -> wire.ComparedDocumentOut:
    reason = None
    if not is_used:
        is_stating = row.type is not None and bool(registry.types()[row.type].subjects)
        if row.extraction_id is None:
            reason = wire.SkippedBecause.NOT_READ
        else:
            reason = wire.SkippedBecause.NOBODY_FOUND if is_stating else wire.SkippedBecause.TYPE_STATES_NOTHING
    return wire.ComparedDocumentOut(
        document_id=row.document_id,
        extraction_id=row.extraction_id,
        type=row.type,
        status=row.status,
        verified=row.is_verified,
        used=is_used,
        skipped_because=reason,
    )


def _subject(index: int, subject: Subject) -> wire.SubjectOut:
    mentions = [wire.LinkedMentionOut(**_place(one.mention), linked_by=one.by) for one in subject.mentions]
    return wire.SubjectOut(id=_id(index), kind=subject.kind, name=_name(subject), mentions=mentions)


def _unlinked(report: Report) -> list[wire.UnlinkedOut]:
    return [
        wire.UnlinkedOut(
            **_place(subject.mentions[0].mention),
            kind=subject.kind,
            name=_name(subject),
            reason="ambiguous" if subject.is_ambiguous else "no_match",
        )
        for subject in report.alone
    ]


def _name(subject: Subject) -> str | None:
    names = [name for one in subject.mentions if (name := one.mention.first(Attribute.NAME)) is not None]
    return max(names, key=lambda name: name.confidence).value if names else None


def _place(mention: Mention) -> dict[str, object]:
    return {
        "document_id": mention.document_id,
        "type": mention.type,
        "role": mention.role,
        "row": mention.row,
    }


def _id(index: int) -> str:
    return f"s{index + 1}"


class _Shown:
    """Makes wire models of what was said; marks documents that wait for a person."""

    def __init__(self, in_review: frozenset[str]) -> None:
        self._in_review = in_review

    def agreement(self, one: Agreement) -> wire.AgreementOut:
        return wire.AgreementOut(
            attribute=one.attribute,
            subject=_id(one.subject),
            match="same" if one.is_same else "alike",
            value=one.value,
            confidence=one.confidence,
            documents=self._statements(one.said),
        )

    def contradiction(self, one: Contradiction) -> wire.ContradictionOut:
        values = [
            wire.ContradictingValueOut(value=said[0].statement.value, documents=self._statements(said))
            for said in one.values
        ]
        return wire.ContradictionOut(
            attribute=one.attribute,
            subject=_id(one.subject),
            severity=one.severity,
            confidence=one.confidence,
            values=values,
        )

    def _statements(self, said: Sequence[Said]) -> list[wire.StatementOut]:
        return [
            wire.StatementOut(
                **_place(one.mention),
                field=one.statement.field,
                table=one.statement.table,
                value=one.statement.value,
                confidence=one.statement.confidence,
                requires_review=one.mention.document_id in self._in_review,
                derived=one.statement.is_derived,
            )
            for one in said
        ]
