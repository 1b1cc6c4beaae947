"""Corrections by people: a new extraction over the newest one, and the sign-off of a document in review."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from berkas.clock import utc_now
from berkas.errors import Conflict, Gone, NotFound
from berkas.ids import IdPrefix, new_id
from berkas.model.events import EventKind
from berkas.model.extraction import Flag, Method, Value
from berkas.model.statuses import FINAL_STATUSES, GONE_STATUSES, DocumentStatus
from tables.documents import Document
from tables.engine import fetch, fetch_one, transaction
from tables.extractions import Extraction
from tables.queries import audit, events, extractions
from tables.queries.extractions import ExtractionRow
from tables.queries.search_content import searched
from tables.queries.status_moves import move
from tables.queries.storable import storable_text, to_json

CERTAIN = 100
"""Confidence of what a person wrote."""

_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What an analyst says of a document.

    Attributes:
        fields: New values by name, checked against the schema; None empties a field.
        order: Names of the schema's fields.
        template: Id and version of the template whose schema it was checked against.
        is_sign_off: Whether a document in review becomes extracted.
        note: Why.
        actor: Who.
    """

    fields: Mapping[str, Value] = field(repr=False)
    order: tuple[str, ...]
    template: tuple[str | None, int | None]
    is_sign_off: bool
    note: str | None = field(repr=False)
    actor: str


async def correct(organisation_id: str, document_id: str, correction: Correction) -> ExtractionRow:
    """Add an extraction with the correction over the newest one.

    Corrections of one document happen one after another, so none loses the fields of another.

    Raises:
        NotFound: The organisation has no such document.
        Gone: It is erased or purged.
        Conflict: It is being processed, was never extracted, was meanwhile read by another template, or shall be signed off
            though it failed.
    """
    async with transaction():
        status, attempt = await _lock(organisation_id, document_id)
        _check_status(status, correction)
        before = await extractions.newest_extraction(organisation_id, document_id)
        if before is None:
            raise Conflict("The document has no extraction to correct. Re-extract it.")
        if (before.template_id, before.template_version) != correction.template:
            raise Conflict("The document was read by another template meanwhile. Read it again.")
        extraction_id = await _add(before, correction, attempt)
        after = await extractions.get_extraction(organisation_id, document_id, extraction_id)
        if after is None:  # pragma: no cover - it was added in this transaction
            raise NotFound
        await _show(after, is_signed_off=correction.is_sign_off and status is DocumentStatus.REQUIRES_REVIEW)
        await events.emit(
            EventKind.CORRECTED,
            organisation_id=organisation_id,
            document_id=document_id,
            attempt=attempt,
            extraction_id=after.id,
            previous_extraction_id=before.id,
        )
        await audit.append(
            organisation_id,
            actor=correction.actor,
            action="document.correct",
            subject=document_id,
            details={
                "extraction": after.id,
                "previous": before.id,
                "fields": ", ".join(correction.fields),
                "signed_off": correction.is_sign_off,
            },
        )
    return after


async def _lock(organisation_id: str, document_id: str) -> tuple[DocumentStatus, int]:
    """Status and attempt, which nobody changes until the end of the transaction."""
    row = await fetch_one(
        "select status, attempt from document where organisation_id = $1 and id = $2 for update",
        organisation_id,
        document_id,
    )
    if row is None:
        raise NotFound
    return DocumentStatus(row["status"]), row["attempt"]


def _check_status(status: DocumentStatus, correction: Correction) -> None:
    if status in GONE_STATUSES:
        raise Gone
    if status not in FINAL_STATUSES:
        raise Conflict("The document is being processed. Wait until it is finished.")
    if correction.is_sign_off and status not in {DocumentStatus.REQUIRES_REVIEW, DocumentStatus.EXTRACTED}:
        raise Conflict("Only a document that was read can be signed off. Re-extract it.")


async def _add(before: ExtractionRow, correction: Correction, attempt: int) -> str:
    """Store the correction; fields that were not sent keep value, confidence and box, those that did not change their box."""
    fields = before.fields | dict(correction.fields)
    names = [*(name for name in correction.order if name in fields), *(n for n in fields if n not in correction.order)]
    changed = {name for name in fields if name not in before.fields or before.fields[name] != fields[name]}
    boxes = {name: box for name, box in before.field_bounding_boxes.items() if name not in changed}
    confidences = before.field_confidences | dict.fromkeys(correction.fields, CERTAIN)
    extraction_id = new_id(IdPrefix.EXTRACTION)
    await Extraction.insert(
        Extraction(
            id=extraction_id,
            organisation_id=before.organisation_id,
            document_id=before.document_id,
            attempt=attempt,
            method=Method.MANUAL_CORRECTION.value,
            model_used=before.model_used,
            confidence_score=CERTAIN,
            fields=to_json({name: fields[name] for name in names}),
            field_confidences=to_json(confidences),
            field_bounding_boxes=to_json(boxes),
            # what a rule thought of a value that is another one now is no longer true
            findings=to_json([finding for finding in before.findings if not changed & set(finding.fields)]),
            flags=to_json(_flags(before, fields)),
            review_reasons="[]",
            raw_text=before.raw_text,
            template_id=before.template_id,
            template_version=before.template_version,
            previous_extraction_id=before.id,
            actor=correction.actor,
            note=storable_text(correction.note) if correction.note else None,
            # newer than what it corrects, also when another machine's clock made that
            created_at=max(utc_now(), before.created_at + _TICK),
        )
    )
    return extraction_id


def _flags(before: ExtractionRow, fields: Mapping[str, Value]) -> list[Flag]:
    flags = [Flag.ANALYST_VERIFIED]
    if Flag.PHOTO_QUALITY_POOR in before.flags:
        flags.append(Flag.PHOTO_QUALITY_POOR)
    if any(value is None for value in fields.values()):
        flags.append(Flag.TEMPLATE_PARTIAL)
    return flags


async def _show(after: ExtractionRow, *, is_signed_off: bool) -> None:
    """Let the document show and find what the newest extraction says."""
    content = searched(after.fields.values(), after.raw_text)
    if is_signed_off:
        await move(
            after.document_id,
            DocumentStatus.EXTRACTED,
            sources=[DocumentStatus.REQUIRES_REVIEW],
            where=Document.organisation_id == after.organisation_id,
            values={Document.confidence_score: CERTAIN, Document.search_content: content},
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
        "update document set confidence_score = $3, search_content = $4, updated_at = $5 where organisation_id = $1 and id = $2",
        after.organisation_id,
        after.document_id,
        CERTAIN,
        content,
        utc_now(),
    )
