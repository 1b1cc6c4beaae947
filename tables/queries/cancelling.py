"""Cancelling what a document waits for, at a client's wish."""

from dataclasses import dataclass, field

from berkas.clock import utc_now
from berkas.errors import RunCancelled
from berkas.model.events import EventKind
from berkas.model.statuses import GONE_STATUSES, DocumentStatus
from berkas.refusals import Conflict, Gone, NotFound
from tables.documents import Document
from tables.engine import fetch_one, transaction
from tables.queries import audit, documents, events, outbox
from tables.queries.document_rows import DocumentRow
from tables.queries.status_moves import move


@dataclass(frozen=True, slots=True)
class Cancelled:
    """A document that nobody reads any more.

    Attributes:
        document: The document.
        flow_run_id: The orchestrator's run, where one is known; it may still be working.
        password_handle: Names the memory slot of a PDF password that is no longer needed.
    """

    document: DocumentRow
    flow_run_id: str | None
    password_handle: str | None = field(repr=False)


async def cancel(organisation_id: str, document_id: str, *, actor: str) -> Cancelled:
    """End a document that is queued or parsing as failed; its run can store nothing afterwards.

    Raises:
        NotFound: The organisation has no such document.
        Gone: It is erased or purged.
        Conflict: It is finished.
    """
    async with transaction():
        # the lock: whatever claims or finishes it at this moment comes before or after, never between
        before = await fetch_one(
            "select attempt, flow_run_id from document where organisation_id = $1 and id = $2 for update",
            organisation_id,
            document_id,
        )
        if before is None:
            raise NotFound
        moved = await move(
            document_id,
            DocumentStatus.FAILED,
            sources=[DocumentStatus.QUEUED, DocumentStatus.PARSING],
            where=(Document.organisation_id == organisation_id) & (Document.attempt == before["attempt"]),
            values={
                Document.finished_at: utc_now(),
                Document.error_code: RunCancelled.code,
                Document.error_message: RunCancelled.message,
                Document.stage: "run",
            },
        )
        document = await documents.find(organisation_id, document_id)
        if document is None:  # pragma: no cover - it is locked
            raise NotFound
        if moved is None:
            if document.status in GONE_STATUSES:
                raise Gone
            raise Conflict("The document is finished; there is nothing to cancel.")
        asked = await outbox.close_runs(document_id)
        await events.emit(
            EventKind.FAILED, organisation_id=organisation_id, document_id=document_id, attempt=document.attempt
        )
        await audit.append(
            organisation_id,
            actor=actor,
            action="document.cancel",
            subject=document_id,
            details={"attempt": document.attempt},
        )
    return Cancelled(document, before["flow_run_id"], asked.get("password_handle"))
