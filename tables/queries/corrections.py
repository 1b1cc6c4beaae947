"""Corrections by people: a new extraction over the newest one, and the sign-off of a document in review."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from berkas.clock import utc_now
from berkas.corrections import corrected as core
from berkas.corrections.conflicts import Change, changes_between
from berkas.corrections.corrected import CERTAIN, Acceptance, Extracted
from berkas.extraction import confidence as judge
from berkas.extraction.checks.run import TemplateRules
from berkas.extraction.identity import DUPLICATE
from berkas.ids import IdPrefix, new_id
from berkas.model.document_types import DocumentType
from berkas.model.events import EventKind
from berkas.model.extraction import FieldEvidence, Finding, Flag, Method, Value
from berkas.model.statuses import FINAL_STATUSES, GONE_STATUSES, DocumentStatus
from berkas.refusals import (
    AlreadyVerified,
    Conflict,
    ExtractionChanged,
    FindingsNotAccepted,
    Gone,
    NotFound,
    ValidationFailed,
)
from tables.documents import Document
from tables.engine import fetch, fetch_one, transaction
from tables.extractions import Extraction
from tables.queries import audit, duplicates, events, extractions
from tables.queries.duplicates import Stated
from tables.queries.extractions import ExtractionRow
from tables.queries.search_content import searched
from tables.queries.status_moves import move
from tables.queries.storable import storable_text, to_json, to_sparse_json

_UNLOCKED_TRIES: Final = 3
"""How often a correction is worked out before its document is locked; where others always save meanwhile, under the lock then."""

_STATE: Final = """
select d.status, d.attempt, d.type, o.requires_review_threshold from document d join organisation o on o.id = d.organisation_id
where d.organisation_id = $1 and d.id = $2
"""
_LOCK_STATE: Final = f"{_STATE} for update of d"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What an analyst says of a document.

    Attributes:
        fields: New values by name, checked against the template; None empties a field.
        rules: Of the template against which it was checked.
        template: Id and version of that template.
        is_sign_off: Whether a document in review becomes extracted.
        previous: Id of the extraction that the analyst saw; None when it does not matter.
        acceptances: Findings that the analyst accepts.
        note: Why.
        actor: Who.
    """

    fields: Mapping[str, Value] = field(repr=False)
    rules: TemplateRules
    template: tuple[str | None, int | None]
    is_sign_off: bool
    previous: str | None = None
    acceptances: tuple[Acceptance, ...] = ()
    note: str | None = field(repr=False)
    actor: str


class StaleCorrection(ExtractionChanged):
    """The analyst saw another extraction than the newest one.

    Attributes:
        newest: The newest one.
        changed_by: Name of the key that made it; None for a run.
        changes: What differs between the two.
    """

    def __init__(self, newest: ExtractionRow, changed_by: str | None, changes: list[Change]) -> None:
        super().__init__()
        self.newest, self.changed_by, self.changes = newest, changed_by, changes
        self.subject = newest.document_id


class OpenFindings(FindingsNotAccepted):
    """Findings stand in the way of a sign-off, or of values of a document that counts as extracted.

    Attributes:
        findings: Those.
    """

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__()
        self.findings = findings


async def correct(organisation_id: str, document_id: str, correction: Correction) -> ExtractionRow:
    """Add an extraction with the correction over the newest one.

    Corrections of one document happen one after another, so none loses the fields of another. What the correction makes of the
    extraction is worked out in a thread and before the document is locked: tables are long, and others wait for loop and lock.

    Raises:
        NotFound: The organisation has no such document.
        Gone: It is erased or purged.
        Conflict: It is being processed, was never extracted, was meanwhile read by another template, or shall be signed off
            though it failed.
        ValidationFailed: The extraction that the analyst saw is none of this document.
        StaleCorrection: It is not the newest one any more.
        AlreadyVerified: A sign-off that changes nothing of a document that is signed off.
        OpenFindings: Findings are open, and it is a sign-off, or the document is extracted: its values are trusted, and no queue
            shows it.
    """
    for _ in range(_UNLOCKED_TRIES):
        seen = await _look(organisation_id, document_id, correction)
        draft = await asyncio.to_thread(_drafted, seen, correction)
        async with transaction():
            if await _is_unchanged(seen):
                return await _record(draft, seen, correction)
    async with transaction():
        await _state(organisation_id, document_id, locks=True)
        seen = await _look(organisation_id, document_id, correction)
        return await _record(await asyncio.to_thread(_drafted, seen, correction), seen, correction)


@dataclass(frozen=True, slots=True)
class _State:
    """Of a document, and how its organisation judges."""

    status: DocumentStatus
    attempt: int
    type: DocumentType | None
    threshold: int


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a correction is made over."""

    state: _State
    before: ExtractionRow
    now: datetime


@dataclass(frozen=True, slots=True)
class _Draft:
    """What is stored of a correction: columns of its extraction, what it says of itself, and what the search finds of it."""

    columns: Mapping[str, Any] = field(repr=False)
    stated: Stated
    findings: tuple[Finding, ...]
    reasons: tuple[str, ...]
    search_content: str = field(repr=False)


async def _look(organisation_id: str, document_id: str, correction: Correction) -> _Seen:
    """The document and its newest extraction, checked to be what the correction may be made over."""
    state = await _state(organisation_id, document_id)
    _check_status(state.status, correction)
    before = await extractions.newest_extraction(organisation_id, document_id, has_evidence=True)
    if before is None:
        raise Conflict("The document has no extraction to correct. Re-extract it.")
    await _check_seen(before, correction)
    if (before.template_id, before.template_version) != correction.template:
        raise Conflict("The document was read by another template meanwhile. Read it again.")
    return _Seen(state, before, utc_now())


async def _is_unchanged(seen: _Seen) -> bool:
    """Lock the document; whether it is still what was seen."""
    organisation_id, document_id = seen.before.organisation_id, seen.before.document_id
    if await _state(organisation_id, document_id, locks=True) != seen.state:
        return False
    return await extractions.newest_id(organisation_id, document_id) == seen.before.id


async def _state(organisation_id: str, document_id: str, *, locks: bool = False) -> _State:
    row = await fetch_one(_LOCK_STATE if locks else _STATE, organisation_id, document_id)
    if row is None:
        raise NotFound
    return _State(DocumentStatus(row["status"]), row["attempt"], row["type"], row["requires_review_threshold"])


async def _record(draft: _Draft, seen: _Seen, correction: Correction) -> ExtractionRow:
    """Store and announce a correction of a document that is locked."""
    organisation_id, document_id = seen.before.organisation_id, seen.before.document_id
    extraction_id = new_id(IdPrefix.EXTRACTION)
    findings = duplicates.revised(draft.findings, await duplicates.note(organisation_id, document_id, draft.stated))
    named = [one for one in correction.acceptances if one.document_id is not None]
    findings = core.accepted(findings, named, actor=correction.actor, at=seen.now)
    # one that is found only now was shown to nobody
    if _is_trusted(seen, correction) and (unseen := duplicates.unseen(findings, seen.before.findings)):
        raise OpenFindings(unseen)
    await Extraction.insert(
        Extraction(
            id=extraction_id,
            created_at=extractions.after(seen.before.created_at),
            findings=to_json(findings),
            review_reasons=to_json(_reasons(draft, findings, seen, correction)),
            **draft.columns,
        )
    )
    after = await extractions.get_extraction(organisation_id, document_id, extraction_id)
    if after is None:  # pragma: no cover - it was added in this transaction
        raise NotFound
    is_signed_off = correction.is_sign_off and seen.state.status is DocumentStatus.REQUIRES_REVIEW
    await _show(after, draft.search_content, is_signed_off=is_signed_off)
    await _announce(seen, after, correction)
    return after


def _reasons(draft: _Draft, findings: Sequence[Finding], seen: _Seen, correction: Correction) -> list[str]:
    """Why a person should look at the document; nothing where one just signed it off.

    Another document that an extracted one names is none: who made it extracted saw it.
    """
    if correction.is_sign_off:
        return []
    reasons = [reason for reason in draft.reasons if reason != DUPLICATE]
    is_open = any(finding.code == DUPLICATE and not finding.is_accepted for finding in findings)
    if is_open and not _is_trusted(seen, correction):
        reasons.append(DUPLICATE)
    if not reasons and seen.state.status is DocumentStatus.REQUIRES_REVIEW:
        reasons.append("sign_off_missing")
    return reasons


def _check_status(status: DocumentStatus, correction: Correction) -> None:
    if status in GONE_STATUSES:
        raise Gone
    if status not in FINAL_STATUSES:
        raise Conflict("The document is being processed. Wait until it is finished.")
    if correction.is_sign_off and status not in {DocumentStatus.REQUIRES_REVIEW, DocumentStatus.EXTRACTED}:
        raise Conflict("Only a document that was read can be signed off. Re-extract it.")


async def _check_seen(newest: ExtractionRow, correction: Correction) -> None:
    """See that the analyst saw the newest extraction."""
    if correction.previous in {None, newest.id}:
        return
    seen = await extractions.get_extraction(newest.organisation_id, newest.document_id, correction.previous or "")
    if seen is None:
        raise ValidationFailed({"previousExtractionId": ["is not an extraction of this document"]})
    named = await fetch_one(
        "select name from api_key where organisation_id = $1 and id = $2", newest.organisation_id, newest.actor
    )
    changes = await asyncio.to_thread(changes_between, seen.fields, newest.fields, correction.fields)
    raise StaleCorrection(newest, named["name"] if named else None, changes)


def _is_trusted(seen: _Seen, correction: Correction) -> bool:
    """Whether nobody looks at the values afterwards."""
    return correction.is_sign_off or seen.state.status is DocumentStatus.EXTRACTED


def _made(seen: _Seen, correction: Correction) -> Extracted:
    """The values after the correction, with what is known of them."""
    before = seen.before
    known = Extracted(
        fields=before.fields,
        confidences=before.field_confidences,
        cells=before.cell_confidences,
        boxes=before.field_bounding_boxes,
        cell_boxes=before.cell_bounding_boxes,
        findings=before.findings,
        codes=before.codes,
    )
    made = core.corrected(known, correction.fields, correction.rules, today=seen.now.date())
    findings = core.accepted(made.findings, correction.acceptances, actor=correction.actor, at=seen.now)
    is_signed_off = seen.state.status is DocumentStatus.EXTRACTED and Flag.ANALYST_VERIFIED in before.flags
    if correction.is_sign_off and is_signed_off and (made.fields, findings) == (known.fields, known.findings):
        raise AlreadyVerified
    if _is_trusted(seen, correction) and (blocking := core.blocking(findings)):
        raise OpenFindings(blocking)
    return replace(made, findings=findings)


def _drafted(seen: _Seen, correction: Correction) -> _Draft:
    """Everything of a correction that takes time: values, judgement and texts. It runs in a thread."""
    before, state = seen.before, seen.state
    made = _made(seen, correction)
    order = [found.name for found in correction.rules.fields if not found.internal]
    names = [*(name for name in order if name in made.fields), *(n for n in made.fields if n not in order)]
    judged = made.judged(correction.rules)
    # what is merely gathered is no field whose value may be the wrong one
    own = [(found, value) for found, value in judged if found.gather is None]
    score = judge.score_of(own) if own else before.confidence_score
    causes = judge.review_causes(judged, made.findings, score=score, threshold=state.threshold)
    flags = [*judge.flags_of(judged, ()), *(flag for flag in before.flags if flag is Flag.PHOTO_QUALITY_POOR)]
    if correction.is_sign_off:
        score = CERTAIN
        flags = [Flag.ANALYST_VERIFIED, *(flag for flag in flags if flag is not Flag.LOW_CONFIDENCE)]
    fields = {name: made.fields[name] for name in names}
    columns = {
        "organisation_id": before.organisation_id,
        "document_id": before.document_id,
        "attempt": state.attempt,
        "method": Method.MANUAL_CORRECTION.value,
        "model_used": before.model_used,
        "source": before.source.value if before.source else None,
        "qualities": to_json(before.qualities),
        "codes": to_json(before.codes),
        "confidence_score": score,
        "fields": to_json(fields),
        "field_confidences": to_json(made.confidences),
        "cell_confidences": to_json(made.cells),
        "field_bounding_boxes": to_json(made.boxes),
        "cell_bounding_boxes": to_json(made.cell_boxes),
        "evidence": to_sparse_json(_evidence_left(before, made)),
        "flags": to_json(flags),
        "raw_text": before.raw_text,
        "template_id": before.template_id,
        "template_version": before.template_version,
        "previous_extraction_id": before.id,
        "actor": correction.actor,
        "note": storable_text(correction.note) if correction.note else None,
    }
    # what a person changes after the sign-off is sure as well
    is_verified = correction.is_sign_off or Flag.ANALYST_VERIFIED in before.flags
    stated = Stated(state.type, made.fields, made.confidences, is_verified=is_verified)
    return _Draft(columns, stated, made.findings, judge.reasons_of(causes), searched(fields.values(), before.raw_text))


def _evidence_left(before: ExtractionRow, made: Extracted) -> dict[str, FieldEvidence]:
    """Of the fields that are as they were: what a person wrote needs none."""
    known = before.evidence or {}
    return {name: one for name, one in known.items() if made.fields.get(name) == before.fields.get(name)}


async def _show(after: ExtractionRow, content: str, *, is_signed_off: bool) -> None:
    """Let the document show and find what the newest extraction says; no run may replace it by an earlier permission."""
    if is_signed_off:
        await move(
            after.document_id,
            DocumentStatus.EXTRACTED,
            sources=[DocumentStatus.REQUIRES_REVIEW],
            where=Document.organisation_id == after.organisation_id,
            values={
                Document.confidence_score: after.confidence_score,
                Document.search_content: content,
                Document.replaces_verified: False,
            },
        )
        await events.emit(
            EventKind.EXTRACTED,
            organisation_id=after.organisation_id,
            document_id=after.document_id,
            attempt=after.attempt,
            extraction_id=after.id,
        )
        return
    await fetch(
        """update document set confidence_score = $3, search_content = $4, updated_at = $5, replaces_verified = false
        where organisation_id = $1 and id = $2""",
        after.organisation_id,
        after.document_id,
        after.confidence_score,
        content,
        utc_now(),
    )


async def _announce(seen: _Seen, after: ExtractionRow, correction: Correction) -> None:
    """Tell the world and the audit log, without any value."""
    await events.emit(
        EventKind.CORRECTED,
        organisation_id=after.organisation_id,
        document_id=after.document_id,
        attempt=seen.state.attempt,
        extraction_id=after.id,
        previous_extraction_id=seen.before.id,
    )
    details: dict[str, audit.Detail] = {
        "extraction": after.id,
        "previous": seen.before.id,
        "fields": ", ".join(correction.fields),
        "signed_off": correction.is_sign_off,
    }
    accepted = [f for f in after.findings if f.accepted_by == correction.actor and f.accepted_at == seen.now]
    if accepted:
        details["accepted_findings"] = ", ".join(_place_of(finding) for finding in accepted)
    await audit.append(
        after.organisation_id,
        actor=correction.actor,
        action="document.correct",
        subject=after.document_id,
        details=details,
    )


def _place_of(finding: Finding) -> str:
    """Code and place of a finding: ``balance_mismatch transactions[3].balance``."""
    row = f"[{finding.row}]" if finding.row is not None else ""
    column = f".{finding.column}" if finding.column is not None else ""
    return f"{finding.code} {'/'.join(finding.fields)}{row}{column}".strip()
