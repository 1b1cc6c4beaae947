"""Values that a person verified or corrected: no reading replaces them unless its attempt was asked to."""

from dataclasses import dataclass

from berkas.clock import utc_now
from berkas.model.events import EventKind
from berkas.model.extraction import Flag, ReviewCause
from berkas.model.statuses import DocumentStatus
from tables.documents import Document
from tables.engine import fetch_one
from tables.queries import events, extractions, outbox
from tables.queries.status_moves import move


@dataclass(frozen=True, slots=True)
class Finished:
    """What a run left of its document.

    Attributes:
        status: Of the document.
        has_kept_values: Whether a person's values stayed, and what the run read was dropped.
        causes: Why a person should look at it, beside what the run found: what other documents say.
    """

    status: DocumentStatus
    has_kept_values: bool = False
    causes: tuple[ReviewCause, ...] = ()


async def status_to_keep(document_id: str, attempt: int) -> DocumentStatus | None:
    """Where a document belongs whose newest values a person made and this attempt may not replace; None for every other.

    Within the caller's transaction, until the end of which nobody corrects the document.
    """
    row = await fetch_one(
        """select organisation_id from document
        where id = $1 and attempt = $2 and status = 'parsing' and not replaces_verified for update""",
        document_id,
        attempt,
    )
    newest = await extractions.newest_extraction(row["organisation_id"], document_id) if row else None
    if newest is None or not newest.is_verified:
        return None
    return DocumentStatus.EXTRACTED if Flag.ANALYST_VERIFIED in newest.flags else DocumentStatus.REQUIRES_REVIEW


async def keep(document_id: str, attempt: int, status: DocumentStatus) -> Finished | None:
    """End a run without its result, so that the document is again what a person made of it; None when it has moved on."""
    organisation_id = await move(
        document_id,
        status,
        sources=[DocumentStatus.PARSING],
        where=Document.attempt == attempt,
        values={
            Document.finished_at: utc_now(),
            Document.error_code: None,
            Document.error_message: None,
            Document.stage: None,
        },
    )
    if organisation_id is None:
        return None
    await outbox.close_runs(document_id)
    await events.emit(
        EventKind(f"document.{status}"), organisation_id=organisation_id, document_id=document_id, attempt=attempt
    )
    return Finished(status, has_kept_values=True)
