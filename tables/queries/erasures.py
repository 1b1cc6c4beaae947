"""Erasures: begun in the transaction that makes the document unusable, gone on with by one run at a time, completed once.

From ``begin`` on nobody can open the original (its key is gone), find the document by anything that it was called, or meet it by
the same bytes. What takes longer is removed by a run; ``tables.queries.removals`` has its steps.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from berkas.clock import utc_now
from berkas.ids import IdPrefix, new_id
from berkas.model.statuses import GONE_STATUSES, DocumentStatus
from berkas.refusals import Conflict, LegalHold, NotFound
from tables.documents import Document
from tables.engine import Row, fetch, fetch_one, transaction
from tables.erasures import Erasure, ErasureKind, ErasureStatus
from tables.outbox import OutboxKind
from tables.queries import audit, outbox, receipts
from tables.queries.receipts import SELECT_ERASURES, ErasureRow, erasure_row
from tables.queries.status_moves import move
from tables.queries.storable import storable_text, to_json

STATUS_OF: Final[Mapping[ErasureKind, DocumentStatus]] = {
    ErasureKind.ERASE: DocumentStatus.ERASED,
    ErasureKind.PURGE: DocumentStatus.PURGED,
}
LONGEST_BACK_OFF_SECONDS: Final = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for.

    Attributes:
        organisation_id: Who asks.
        document_id: Which document.
        kind: On request, or because the retention ended.
        reason: Why; kept for ever.
        actor: The id of a key, or the name of a part of Berkas.
        keep_fields: Whether the fields of its extractions stay.
        flow_run_id: The run that goes on with it at once; None to have one asked for.
        request_id: Of the request, for the tags of that run.
    """

    organisation_id: str
    document_id: str
    kind: ErasureKind
    reason: str
    actor: str
    keep_fields: bool = False
    flow_run_id: str | None = None
    request_id: str | None = None


@dataclass(frozen=True, slots=True)
class Begun:
    """An erasure that is under way.

    Attributes:
        erasure: The erasure.
        password_handle: Of a memory slot that no run will empty any more.
    """

    erasure: ErasureRow
    password_handle: str | None = None


async def begin(wanted: Wanted) -> Begun:
    """Make a document unusable and have the rest of it removed; one that is being removed already is answered as it is.

    Raises:
        NotFound: The organisation has no such document.
        Conflict: It is erased or purged already; or, for a purge, it is not due any more.
        LegalHold: It is under legal hold.
    """
    async with transaction():
        document = await _locked_document(wanted)
        if document["status"] in GONE_STATUSES:
            return Begun(await _under_way(wanted))
        _check(document, wanted.kind)
        moved = await move(
            wanted.document_id,
            STATUS_OF[wanted.kind],
            sources=set(DocumentStatus) - GONE_STATUSES,
            where=Document.organisation_id == wanted.organisation_id,
            values=_BLANK | ({} if wanted.keep_fields else _NOTHING_READ),
        )
        if moved is None:  # the row is locked, so nobody can have moved it
            raise Conflict
        asked = await outbox.close_runs(wanted.document_id)
        erasure = await _insert(wanted, document["values"], await _remove_companions(wanted))
        if wanted.flow_run_id is None:
            await _ask_for_run(erasure, request_id=wanted.request_id)
        await audit.append(
            wanted.organisation_id,
            actor=wanted.actor,
            action=f"document.{wanted.kind}_begun",
            subject=wanted.document_id,
            details={"erasure_id": erasure.id, "reason": wanted.reason, "keep_fields": wanted.keep_fields},
        )
    return Begun(erasure, asked.get("password_handle"))


async def claim(erasure_id: str, attempt: int, flow_run_id: str) -> ErasureRow | None:
    """Let a run go on with an erasure; None when it is completed or another attempt has it."""
    rows = (
        await Erasure.update({Erasure.flow_run_id: flow_run_id})
        .where(
            Erasure.id == erasure_id,
            Erasure.attempt == attempt,
            Erasure.status == ErasureStatus.REQUESTED.value,
        )
        .returning(Erasure.id)
    )
    return await receipts.get(erasure_id) if rows else None


async def note_flow_run(erasure_id: str, attempt: int, flow_run_id: str) -> None:
    """Note which run was made for an attempt, so that a lost one can be told from a waiting one."""
    await Erasure.update({Erasure.flow_run_id: flow_run_id}).where(
        Erasure.id == erasure_id,
        Erasure.attempt == attempt,
        Erasure.status == ErasureStatus.REQUESTED.value,
        Erasure.flow_run_id.is_null(),
    )


async def stuck(after_seconds: float, *, limit: int = 500) -> list[ErasureRow]:
    """Erasures that are not completed for so long, oldest first; not those that the dispatcher has yet to ask a run for."""
    rows = await fetch(
        f"""{SELECT_ERASURES} e where status = 'requested' and requested_at < now() - make_interval(secs => $1)
            and not exists (
                select from outbox_entry o
                where o.organisation_id = e.organisation_id and o.document_id = e.document_id and o.kind = $2
                    and o.done_at is null
            )
        order by requested_at limit $3""",
        float(after_seconds),
        OutboxKind.ERASE_DOCUMENT.value,
        limit,
    )
    return [erasure_row(row) for row in rows]


async def ask_again(erasure_id: str, expected_attempt: int) -> int | None:
    """Ask for the next attempt in place of a lost run, however many there were, the later ones after a pause.

    Returns:
        The next attempt; None when the erasure is completed or another attempt was asked for meanwhile.
    """
    async with transaction():
        rows = (
            await Erasure.update({Erasure.attempt: Erasure.attempt + 1, Erasure.flow_run_id: None})
            .where(
                Erasure.id == erasure_id,
                Erasure.attempt == expected_attempt,
                Erasure.status == ErasureStatus.REQUESTED.value,
            )
            .returning(Erasure.id)
        )
        if not rows:
            return None
        delay = min(15 * 2 ** min(expected_attempt - 2, 20), LONGEST_BACK_OFF_SECONDS) if expected_attempt > 2 else 0
        await _ask_for_run(await receipts.get(erasure_id), delay_seconds=delay)
    return expected_attempt + 1


_BLANK: Final[dict[Any, Any]] = {
    Document.dedupe_key: None,
    Document.sha256: None,
    Document.filename: None,
    Document.external_ref: None,
    Document.customer_id: None,
    Document.metadata: None,
    Document.classification: None,
    Document.type_hint: None,
    Document.page_count: None,
    Document.page_rotations: None,
    Document.qualities: None,
    Document.wanted_template_id: None,
    Document.wanted_template_version: None,
    Document.error_code: None,
    Document.error_message: None,
    Document.stage: None,
    Document.flow_run_id: None,
    Document.bulk_run_id: None,
    Document.retain_until: None,
    Document.search_names: "",
    Document.search_content: "",
    Document.identity: None,
    Document.identity_apart: None,
}
"""What a document was called and what was found out about it; its type, size and times stay as its tombstone."""

_NOTHING_READ: Final[dict[Any, None]] = {
    Document.confidence_score: None,
    Document.template_id: None,
    Document.template_version: None,
}


async def _locked_document(wanted: Wanted) -> Row:
    row = await fetch_one(
        """select status, legal_hold, coalesce(retain_until <= now(), false) as is_due,
            num_nonnulls(sha256, filename, external_ref, customer_id, metadata, classification) as values
        from document where organisation_id = $1 and id = $2 for update""",
        wanted.organisation_id,
        wanted.document_id,
    )
    if row is None:
        raise NotFound
    return row


def _check(document: Row, kind: ErasureKind) -> None:
    if document["legal_hold"]:
        raise LegalHold
    is_read = document["status"] in {DocumentStatus.QUEUED, DocumentStatus.PARSING}
    if kind is ErasureKind.PURGE and (is_read or not document["is_due"]):
        raise Conflict("The document is not due.")


async def _under_way(wanted: Wanted) -> ErasureRow:
    erasure = await receipts.find(wanted.organisation_id, wanted.document_id)
    if erasure is None or erasure.status is ErasureStatus.COMPLETED:
        raise Conflict("The document is erased already.")
    return erasure


@dataclass(frozen=True, slots=True)
class _Companions:
    """What went with the document's row, and what the run needs to know of it."""

    keys: int
    references: int
    blob_name: str | None
    customer_ids: list[str]


async def _remove_companions(wanted: Wanted) -> _Companions:
    """Delete the key first: from here on nobody can open the original, in whatever copy."""
    keys = await fetch("delete from blob_key where document_id = $1 returning blob_name", wanted.document_id)
    await fetch("delete from document_viewer where document_id = $1", wanted.document_id)
    references = await fetch(
        "delete from document_reference where organisation_id = $1 and document_id = $2 returning customer_id",
        wanted.organisation_id,
        wanted.document_id,
    )
    return _Companions(
        keys=len(keys),
        references=len(references),
        blob_name=keys[0]["blob_name"] if keys else None,
        customer_ids=sorted({row["customer_id"] for row in references if row["customer_id"]}),
    )


async def _insert(wanted: Wanted, value_count: int, companions: _Companions) -> ErasureRow:
    removed = {
        "data_keys": companions.keys,
        "document_values": value_count,
        "references": companions.references,
    }
    erasure_id = new_id(IdPrefix.ERASURE)
    await Erasure.insert(
        Erasure(
            id=erasure_id,
            organisation_id=wanted.organisation_id,
            document_id=wanted.document_id,
            kind=wanted.kind.value,
            reason=storable_text(wanted.reason),
            actor=wanted.actor,
            keep_fields=wanted.keep_fields,
            flow_run_id=wanted.flow_run_id,
            pending=to_json({"blob_name": companions.blob_name, "customer_ids": companions.customer_ids}),
            removed=to_json(removed),
            requested_at=utc_now(),
        )
    )
    return await receipts.get(erasure_id)


async def _ask_for_run(erasure: ErasureRow, *, request_id: str | None = None, delay_seconds: float = 0) -> None:
    await outbox.add(
        OutboxKind.ERASE_DOCUMENT,
        organisation_id=erasure.organisation_id,
        document_id=erasure.document_id,
        payload={"erasure_id": erasure.id, "attempt": erasure.attempt}
        | ({"request_id": request_id} if request_id else {}),
        delay_seconds=delay_seconds,
    )
