"""Receipts of erasures: how far they are, what they removed, and whether the audit log still holds their proof."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tables.engine import Row, fetch, fetch_one
from tables.erasures import ErasureKind, ErasureStatus
from tables.queries.storable import from_json

SELECT_ERASURES = """
select id, organisation_id, document_id, kind, status, reason, actor, keep_fields, attempt, flow_run_id, pending, removed,
    requested_at, completed_at, audit_sequence, audit_hash
from erasure
"""
"""Everything of ``ErasureRow``; the caller adds where, order and limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureRow:
    """The removal of one document.

    Attributes:
        id: era_…
        organisation_id: Whose document.
        document_id: Which.
        kind: On request, or because the retention ended.
        status: How far it is.
        reason: Why, as given.
        actor: Who wanted it: the id of a key, or the name of a part of Berkas.
        keep_fields: Whether the fields of its extractions stay.
        attempt: Which run may go on with it, from 1.
        flow_run_id: That run, where it is known.
        blob_name: Of the sealed original; None once that is removed.
        customer_ids: Customers that the document named and that may be named by no other; empty once that is seen to.
        removed: Counts by what was removed so far.
        requested_at: When it began.
        completed_at: When nothing was left.
        audit_sequence: Of the audit entry that ends it.
        audit_hash: Of that entry; 32 bytes.
    """

    id: str
    organisation_id: str
    document_id: str
    kind: ErasureKind
    status: ErasureStatus
    reason: str
    actor: str
    keep_fields: bool
    attempt: int
    flow_run_id: str | None
    blob_name: str | None
    customer_ids: tuple[str, ...]
    removed: dict[str, int]
    requested_at: datetime
    completed_at: datetime | None
    audit_sequence: int | None
    audit_hash: bytes | None


@dataclass(frozen=True, slots=True)
class RunCount:
    """How many removals of a type one run began.

    Attributes:
        type: Wire name of the document's type; None when never classified.
        completed: Of which nothing is left.
        unfinished: That another run has to go on with.
    """

    type: str | None
    completed: int
    unfinished: int


async def find(organisation_id: str, document_id: str) -> ErasureRow | None:
    """The erasure of a document, or None."""
    row = await fetch_one(
        f"{SELECT_ERASURES} where organisation_id = $1 and document_id = $2", organisation_id, document_id
    )
    return erasure_row(row) if row else None


async def get(erasure_id: str) -> ErasureRow:
    """An erasure that exists, by its own id."""
    [row] = await fetch(f"{SELECT_ERASURES} where id = $1", erasure_id)
    return erasure_row(row)


async def count_of_run(flow_run_id: str) -> list[RunCount]:
    """What a run of the purge has done, by type."""
    rows = await fetch(
        """select d.type, count(*) filter (where e.status = 'completed') as completed,
            count(*) filter (where e.status <> 'completed') as unfinished
        from erasure e join document d on d.organisation_id = e.organisation_id and d.id = e.document_id
        where e.flow_run_id = $1 group by d.type order by d.type""",
        flow_run_id,
    )
    return [RunCount(**dict(row)) for row in rows]


async def missing_in_audit(organisation_id: str) -> list[str]:
    """Completed erasures whose entry is not, or not unaltered, in the audit log."""
    rows = await fetch(
        """select e.id from erasure e
        left join audit_entry a on a.organisation_id = e.organisation_id and a.sequence = e.audit_sequence
        where e.organisation_id = $1 and e.status = 'completed' and a.hash is distinct from e.audit_hash
        order by e.id""",
        organisation_id,
    )
    return [row["id"] for row in rows]


def erasure_row(row: Row) -> ErasureRow:
    """The erasure in a row of ``SELECT_ERASURES``."""
    values = dict(row)
    pending = from_json(values.pop("pending"), dict[str, Any])
    return ErasureRow(
        **values
        | {
            "kind": ErasureKind(values["kind"]),
            "status": ErasureStatus(values["status"]),
            "removed": from_json(values["removed"], dict[str, int]),
            "blob_name": pending.get("blob_name"),
            "customer_ids": tuple(pending.get("customer_ids", ())),
        }
    )
