"""Documents whose run was lost: found, asked for again, given up."""

from dataclasses import dataclass
from datetime import datetime

from berkas.clock import utc_now
from berkas.errors import AttemptsExhausted
from berkas.model.events import EventKind
from berkas.model.statuses import DocumentStatus
from tables.documents import Document
from tables.engine import fetch, fetch_one, transaction
from tables.outbox import OutboxKind
from tables.queries import events, outbox
from tables.queries.documents import ask_for_run
from tables.queries.status_moves import move


@dataclass(frozen=True, slots=True)
class StuckDocument:
    """A document that has waited suspiciously long.

    Attributes:
        document_id: doc_…
        organisation_id: org_…
        status: ``queued`` or ``parsing``.
        attempt: Which run it waits for.
        flow_run_id: That run, where it is known.
        since: When it came into this status.
    """

    document_id: str
    organisation_id: str
    status: DocumentStatus
    attempt: int
    flow_run_id: str | None
    since: datetime


async def stuck(after_seconds: float, *, limit: int = 500) -> list[StuckDocument]:
    """Documents that are queued or parsing for longer, oldest first; not those that the dispatcher has yet to ask a run for."""
    rows = await fetch(
        """select id as document_id, organisation_id, status, attempt, flow_run_id,
            case status when 'queued' then queued_at else parsing_at end as since
        from document d
        where (status = 'parsing' and parsing_at < now() - make_interval(secs => $1))
            or (
                status = 'queued' and queued_at < now() - make_interval(secs => $1)
                and not exists (
                    select from outbox_entry e
                    where e.organisation_id = d.organisation_id and e.document_id = d.id and e.kind = $2 and e.done_at is null
                )
            )
        order by since limit $3""",
        float(after_seconds),
        OutboxKind.PROCESS_DOCUMENT.value,
        limit,
    )
    return [StuckDocument(**dict(row) | {"status": DocumentStatus(row["status"])}) for row in rows]


async def requeue(document_id: str, expected_attempt: int) -> int | None:
    """Ask for the next attempt in place of a lost run; it inherits the handle of the PDF password, request id and queue.

    Returns:
        The next attempt; None when the document has moved on meanwhile.
    """
    following = expected_attempt + 1
    async with transaction():
        organisation_id = await move(
            document_id,
            DocumentStatus.QUEUED,
            sources=[DocumentStatus.PARSING],
            where=Document.attempt == expected_attempt,
            values={
                Document.attempt: following,
                Document.queued_at: utc_now(),
                Document.parsing_at: None,
                Document.flow_run_id: None,
            },
        ) or await _stay_queued(document_id, expected_attempt)
        if organisation_id is None:
            return None
        asked = await outbox.close_runs(document_id)
        await ask_for_run(
            organisation_id,
            document_id,
            following,
            asked.get("password_handle"),
            request_id=asked.get("request_id"),
            queue=asked.get("queue"),
        )
    return following


async def fail_exhausted(document_id: str, expected_attempt: int) -> bool:
    """Give up a document whose last attempt was lost, too; False when it has moved on meanwhile."""
    async with transaction():
        organisation_id = await move(
            document_id,
            DocumentStatus.FAILED,
            sources=[DocumentStatus.QUEUED, DocumentStatus.PARSING],
            where=Document.attempt == expected_attempt,
            values={
                Document.finished_at: utc_now(),
                Document.error_code: AttemptsExhausted.code,
                Document.error_message: AttemptsExhausted.message,
                Document.stage: "run",
            },
        )
        if organisation_id is None:
            return False
        await outbox.close_runs(document_id)
        await events.emit(
            EventKind.FAILED, organisation_id=organisation_id, document_id=document_id, attempt=expected_attempt
        )
    return True


async def _stay_queued(document_id: str, expected_attempt: int) -> str | None:
    """The next attempt of a document whose run was lost before it claimed; its status does not change."""
    row = await fetch_one(
        """update document set attempt = attempt + 1, queued_at = $3, updated_at = $3, flow_run_id = null
        where id = $1 and attempt = $2 and status = 'queued' returning organisation_id""",
        document_id,
        expected_attempt,
        utc_now(),
    )
    return row["organisation_id"] if row else None
