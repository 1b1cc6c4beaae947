"""The steps of an erasure that change our own tables: each may be repeated, and counts what it removed once.

The row of the erasure is locked first, so that two runs of it follow each other; the second finds nothing left to do.
"""

from collections.abc import Mapping
from typing import Final

from berkas.clock import utc_now
from berkas.model.events import EventKind
from tables.engine import fetch, fetch_one, transaction
from tables.erasures import ErasureKind
from tables.queries import audit, customers, events, receipts
from tables.queries.receipts import ErasureRow
from tables.queries.storable import to_json

_MEASURE_EXTRACTIONS: Final = """
select count(*) as extractions,
    coalesce(sum((select count(*) from json_each_text(fields) f where f.value is not null)), 0) as fields,
    coalesce(sum((
        select sum(case jsonb_typeof(b.value) when 'array' then jsonb_array_length(b.value) else 1 end)
        from jsonb_each(field_bounding_boxes) b
    )), 0) + coalesce(sum((
        select sum((select count(*) from jsonb_object_keys(r.value)))
        from jsonb_each(cell_bounding_boxes) t, jsonb_array_elements(t.value) r
    )), 0) as bounding_boxes,
    coalesce(sum((select count(*) from jsonb_object_keys(evidence))), 0) as evidence,
    coalesce(sum(jsonb_array_length(codes)), 0) as codes,
    count(raw_text) as raw_texts,
    count(note) as notes,
    coalesce(sum(jsonb_array_length(findings)), 0) as findings
from extraction where organisation_id = $1 and document_id = $2
"""

_STRIP_EXTRACTIONS: Final = """
update extraction set field_bounding_boxes = '{}', cell_bounding_boxes = '{}', evidence = null, codes = '[]', raw_text = null,
    note = null,
    findings = '[]', review_reasons = '[]'
where organisation_id = $1 and document_id = $2
"""

_DELETE_EXTRACTIONS: Final = "delete from extraction where organisation_id = $1 and document_id = $2"

# in the order of everybody, see tables.queries.receivers
_LOCK_DELIVERIES: Final = """
select from webhook_delivery where organisation_id = $1 and document_id = $2 order by id for update
"""

# what tells of the erasure itself has to arrive
_WEBHOOK_BODIES: Final = """
with emptied as (
    update webhook_delivery set body = null where organisation_id = $1 and document_id = $2 and body is not null
        and event not in ('document.erased', 'document.purged')
    returning 1
)
select count(*) from emptied
"""

_WEBHOOK_RESPONSES: Final = """
with emptied as (
    update webhook_attempt a set response_body = null from webhook_delivery d
    where d.organisation_id = $1 and d.document_id = $2 and a.organisation_id = d.organisation_id and a.delivery_id = d.id
        and a.response_body is not null
    returning 1
)
select count(*) from emptied
"""

_IDEMPOTENT_ANSWERS: Final = """
with dropped as (delete from idempotency_key where organisation_id = $1 and subject = $2 returning 1)
select count(*) from dropped
"""

# a delivery ends by itself when it finds no body
_OUTBOX_ENTRIES: Final = """
with dropped as (
    delete from outbox_entry where organisation_id = $1 and document_id = $2
        and kind not in ('erase_document', 'deliver_webhook')
    returning 1
)
select count(*) from dropped
"""

_EVENT_OF: Final[Mapping[ErasureKind, EventKind]] = {
    ErasureKind.ERASE: EventKind.ERASED,
    ErasureKind.PURGE: EventKind.PURGED,
}


async def note_at_least(erasure_id: str, **counts: int) -> None:
    """Note what is about to be removed elsewhere; when a repeated step finds less than the first one, the first one is right."""
    async with transaction():
        row = await _locked(erasure_id)
        if row is not None:
            known = row.removed
            await _write(row, {name: max(count, known.get(name, 0)) for name, count in counts.items()})


async def forget_blob(erasure_id: str) -> None:
    """Note that the original is gone in every copy and version."""
    await fetch("update erasure set pending = pending - 'blob_name' where id = $1", erasure_id)


async def remove_derived(erasure_id: str) -> None:
    """Remove everything that was made of the original or said about it, in one transaction.

    With ``keep_fields`` the values of the fields and their confidences stay, nothing else: no evidence and no codes, which hold
    other values.
    A customer whom an upload made goes with the last document that names it, in either case: a name is not a field.
    """
    async with transaction():
        row = await _locked(erasure_id)
        if row is None:
            return
        found = await _extractions_of(row)
        await fetch(
            _STRIP_EXTRACTIONS if row.keep_fields else _DELETE_EXTRACTIONS, row.organisation_id, row.document_id
        )
        found |= await _remove_answers(row)
        found["customers"] = await customers.remove_unused(row.organisation_id, list(row.customer_ids))
        await _add(row, found)
        await fetch("update erasure set pending = pending - 'customer_ids' where id = $1", erasure_id)


async def certify(erasure_id: str) -> bool:
    """Complete an erasure: the audit entry with the counts, its number and hash in the receipt, the event, all or nothing.

    Returns:
        False when it is completed already.
    """
    async with transaction():
        row = await _locked(erasure_id)
        if row is None:
            return False
        # first, for it locks webhooks, and what follows their deliveries (tables.queries.receivers)
        await events.emit(
            _EVENT_OF[row.kind],
            organisation_id=row.organisation_id,
            document_id=row.document_id,
            erasure_id=row.id,
            keep_fields=row.keep_fields,
        )
        # an answer that was on its way when the document was removed may have been stored since
        removed = await _add(row, await _remove_answers(row))
        sequence = await audit.append(
            row.organisation_id,
            actor=row.actor,
            action=_EVENT_OF[row.kind].value,
            subject=row.document_id,
            details={"erasure_id": row.id, "keep_fields": row.keep_fields, **removed},
        )
        entry = await audit.find_entry(row.organisation_id, sequence)
        await fetch(
            """update erasure set status = 'completed', completed_at = $2, audit_sequence = $3, audit_hash = $4, pending = '{}'
            where id = $1""",
            erasure_id,
            utc_now(),
            sequence,
            entry.hash if entry else None,
        )
    return True


async def _locked(erasure_id: str) -> ErasureRow | None:
    """The erasure, locked until the end of the transaction; None when it is completed."""
    row = await fetch_one("select id from erasure where id = $1 and status = 'requested' for update", erasure_id)
    return await receipts.get(erasure_id) if row else None


async def _extractions_of(row: ErasureRow) -> dict[str, int]:
    """What is there to be removed of the extractions; what is kept is not counted."""
    [found] = await fetch(_MEASURE_EXTRACTIONS, row.organisation_id, row.document_id)
    kept = {"extractions", "fields"} if row.keep_fields else set()
    return {name: int(count) for name, count in dict(found).items() if name not in kept}


async def _remove_answers(row: ErasureRow) -> dict[str, int]:
    """Empty or drop what was, or would be, said to others about the document."""
    statements = {
        "webhook_bodies": _WEBHOOK_BODIES,
        "webhook_responses": _WEBHOOK_RESPONSES,
        "idempotent_answers": _IDEMPOTENT_ANSWERS,
        "outbox_entries": _OUTBOX_ENTRIES,
    }
    await fetch(_LOCK_DELIVERIES, row.organisation_id, row.document_id)
    counts = {}
    for name, statement in statements.items():
        [found] = await fetch(statement, row.organisation_id, row.document_id)
        counts[name] = int(found[0])
    return counts


async def _add(row: ErasureRow, counts: Mapping[str, int]) -> dict[str, int]:
    """Add to the counts of the receipt; all of them, old and new."""
    return await _write(row, {name: row.removed.get(name, 0) + count for name, count in counts.items()})


async def _write(row: ErasureRow, counts: Mapping[str, int]) -> dict[str, int]:
    removed = row.removed | dict(counts)
    await fetch("update erasure set removed = $2::jsonb where id = $1", row.id, to_json(removed))
    return removed
