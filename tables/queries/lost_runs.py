"""Documents whose run was lost: found, asked for again, given up."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from berkas.clock import utc_now
from berkas.errors import AttemptsExhausted, RunCancelled
from berkas.jobs import Loss
from berkas.model.events import EventKind
from berkas.model.statuses import DocumentStatus
from tables.documents import Document
from tables.engine import fetch, fetch_one, transaction
from tables.outbox import OutboxKind
from tables.queries import events, outbox
from tables.queries.documents import ask_for_run
from tables.queries.status_moves import move

FIRST_PAUSE_SECONDS: Final = 30
LONGEST_PAUSE_SECONDS: Final = 900


def pause_seconds(put_off: int) -> int:
    """How long a document waits that is put off so often: not at all the first time, then 30 seconds, 60 … 15 minutes at most."""
    return 0 if put_off < 2 else int(min(FIRST_PAUSE_SECONDS * 2 ** min(put_off - 2, 20), LONGEST_PAUSE_SECONDS))


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


async def stuck(after_seconds: float, *, limit: int = 5000) -> list[StuckDocument]:
    """Documents that are parsing or queued for longer, those first that nobody else will come to, then the oldest.

    Not those that the dispatcher has yet to ask a run for. A queued document behind more than ``limit`` others is looked at when
    some of them have been read.
    """
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
        order by status <> 'parsing', flow_run_id is not null, since limit $3""",
        float(after_seconds),
        OutboxKind.PROCESS_DOCUMENT.value,
        limit,
    )
    return [StuckDocument(**dict(row) | {"status": DocumentStatus(row["status"])}) for row in rows]


async def replace(document_id: str, expected_attempt: int, loss: Loss, *, most_deaths: int) -> bool:
    """See to a document whose run was lost: ask for the next attempt, or give it up; False when it has moved on meanwhile.

    It is given up when an operator cancelled the run, or when so many runs have died while they read it. What is not the document's
    doing never ends it: that a run was lost before it began, that its worker was stopped, that a server was away. Where trying
    again would meet the same, it is put off, the longer the more often.
    """
    async with transaction():
        row = await fetch_one(
            "select status, deaths from document where id = $1 and attempt = $2 for update",
            document_id,
            expected_attempt,
        )
        if row is None:
            return False
        if loss is Loss.CANCELLED:
            return await give_up(document_id, expected_attempt, RunCancelled)
        is_death = loss is Loss.DIED and row["status"] == DocumentStatus.PARSING.value
        if is_death and row["deaths"] + 1 >= most_deaths:
            return await give_up(document_id, expected_attempt, AttemptsExhausted)
        is_put_off = not is_death and loss is not Loss.STOPPED
        return await requeue(document_id, expected_attempt, is_death=is_death, is_put_off=is_put_off) is not None


async def requeue(
    document_id: str, expected_attempt: int, *, is_death: bool = False, is_put_off: bool = False
) -> int | None:
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
                Document.deaths: Document.deaths + int(is_death),
                Document.queued_at: utc_now(),
                Document.parsing_at: None,
                Document.flow_run_id: None,
            },
        ) or await _stay_queued(document_id, expected_attempt)
        if organisation_id is None:
            return None
        asked = await outbox.close_runs(document_id)
        put_off = int(asked.get("put_off", 0)) + is_put_off
        delay = pause_seconds(put_off) if is_put_off else 0
        known = asked | {"attempt": following, "put_off": put_off}
        await ask_for_run(organisation_id, document_id, **known, delay_seconds=delay)
    return following


async def give_up(document_id: str, expected_attempt: int, why: type[AttemptsExhausted] | type[RunCancelled]) -> bool:
    """End a document that no run will read as failed; False when it has moved on meanwhile."""
    async with transaction():
        organisation_id = await move(
            document_id,
            DocumentStatus.FAILED,
            sources=[DocumentStatus.QUEUED, DocumentStatus.PARSING],
            where=Document.attempt == expected_attempt,
            values={
                Document.finished_at: utc_now(),
                Document.error_code: why.code,
                Document.error_message: why.message,
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
