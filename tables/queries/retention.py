"""When documents are due: set at upload and when the type is known, brought up to date when the policy changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from berkas.model.document_types import DocumentType
from berkas.retention import SETTING, Overrides, policy, retain_until
from tables.engine import fetch, fetch_one
from tables.queries.storable import from_json
from templates_registry import document_types

# a hold keeps what it holds: it may only be kept longer meanwhile
_APPLY: Final = """
with policy as (select * from unnest($2::text[], $3::int[]) as p (type, days)),
wanted as (
    select d.id, d.created_at + make_interval(days => p.days) as until
    from document d join policy p on p.type = coalesce(d.type, 'default')
    where d.organisation_id = $1 and d.status not in ('erased', 'purged') and ($4::text is null or d.id = $4)
        and d.retain_until is distinct from d.created_at + make_interval(days => p.days)
        and (not d.legal_hold or p.days is null or d.retain_until < d.created_at + make_interval(days => p.days))
    limit $5
), applied as (
    update document d set retain_until = w.until from wanted w where d.id = w.id returning 1
)
select count(*) from applied
"""
_BATCH: Final = 5000


@dataclass(frozen=True, slots=True)
class DueDocument:
    """A document whose retention is over.

    Attributes:
        document_id: doc_…
        organisation_id: org_…
        type: As classified; None when it never was.
    """

    document_id: str
    organisation_id: str
    type: str | None


@dataclass(frozen=True, slots=True)
class DueCount:
    """How many documents of a type are due, and why some of them are kept all the same.

    Attributes:
        type: Wire name; None when never classified.
        due: May be purged now.
        held: Kept because of a legal hold.
        being_read: Kept because a run is asked for or under way; due again the next time.
    """

    type: str | None
    due: int
    held: int
    being_read: int


async def overrides_of(organisation_id: str) -> Overrides:
    """What the organisation says about retention; empty when nothing."""
    row = await fetch_one(
        "select coalesce(nullif(settings -> $2, 'null'), '{}') from organisation where id = $1",
        organisation_id,
        SETTING,
    )
    return from_json(row[0], dict[str, int | None]) if row else {}


async def first_end(organisation_id: str, type_hint: DocumentType | None, uploaded_at: datetime) -> datetime | None:
    """Until when a new document is kept; None for ever."""
    overrides = await overrides_of(organisation_id)
    return retain_until(uploaded_at, type_hint, defaults=document_types.retention_days(), overrides=overrides)


async def apply(organisation_id: str, document_id: str | None = None) -> int:
    """Set the end of the retention as the policy says it now, of one document or of all that are not gone.

    Returns:
        How many documents have another end now. A document under legal hold never gets an earlier one.
    """
    days = policy(document_types.retention_days(), await overrides_of(organisation_id))
    changed = 0
    while True:
        rows = await fetch(_APPLY, organisation_id, list(days), list(days.values()), document_id, _BATCH)
        changed += int(rows[0][0])
        if rows[0][0] < _BATCH:
            return changed


async def due(organisation_id: str | None, *, after: str, limit: int) -> list[DueDocument]:
    """Documents to purge, by id: neither held nor being read.

    Args:
        organisation_id: Whose; None for everybody's.
        after: Id of the last one of the page before; empty for the first.
        limit: How many at most.
    """
    rows = await fetch(
        """select id as document_id, organisation_id, type from document
        where retain_until <= now() and not legal_hold and status not in ('erased', 'purged', 'queued', 'parsing')
            and ($1::text is null or organisation_id = $1) and id > $2
        order by id limit $3""",
        organisation_id,
        after,
        limit,
    )
    return [DueDocument(**dict(row)) for row in rows]


async def count_due(organisation_id: str | None) -> list[DueCount]:
    """What a purge would find now, by type."""
    rows = await fetch(
        """select type,
            count(*) filter (where not legal_hold and status not in ('queued', 'parsing')) as due,
            count(*) filter (where legal_hold) as held,
            count(*) filter (where not legal_hold and status in ('queued', 'parsing')) as being_read
        from document
        where retain_until <= now() and status not in ('erased', 'purged')
            and ($1::text is null or organisation_id = $1)
        group by type order by type""",
        organisation_id,
    )
    return [DueCount(**dict(row)) for row in rows]
