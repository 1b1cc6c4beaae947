"""Bulk re-extraction: which documents are chosen, which of them a bulk run has queued, how far they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from berkas.jobs import BULK_QUEUE
from berkas.model.sources import WantedSource
from berkas.model.statuses import FINAL_STATUSES, DocumentStatus
from berkas.refusals import Conflict, Gone, NotFound
from tables.engine import fetch, transaction
from tables.outbox import OutboxKind
from tables.queries import documents
from tables.queries.bulk_selection import BulkSelection
from tables.queries.extractions import NEWEST_IS_VERIFIED

_COUNT = """
select type, status, template_version, count(*) filter (where not is_left_out) as count,
    count(*) filter (where is_left_out) as verified
"""
_KINDS = "select d.type, d.status, d.template_version"
_LIST = "select d.id, d.organisation_id, d.created_at from document d"
_LEFT_OUT = f"(not $9::boolean and {NEWEST_IS_VERIFIED})"
_CHOSEN = """
d.status = any($2) and d.bulk_run_id is distinct from $1
    and ($3::text is null or d.organisation_id = $3)
    and (cardinality($4::text[]) = 0 or d.type = any($4))
    and ($5::text is null or d.template_id = $5)
    and ($6::int is null or d.template_version < $6)
    and ($7::timestamptz is null or d.created_at >= $7)
    and ($8::timestamptz is null or d.created_at < $8)
"""


@dataclass(frozen=True, slots=True)
class BulkDocument:
    """A document that a bulk run may queue; its time and id are where the next batch begins."""

    id: str
    organisation_id: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class BulkGroup:
    """Documents of one kind.

    Attributes:
        type: Their type.
        status: Their status.
        template_version: What made their newest extractions.
        count: How many are chosen.
        verified: How many more are left out because a person verified or corrected them.
    """

    type: str | None
    status: str
    template_version: int | None
    count: int
    verified: int = 0


async def count_chosen(run_id: str, selection: BulkSelection) -> list[BulkGroup]:
    """What a selection chooses beyond what the run has queued already, by type, status and template version."""
    rows = await fetch(
        f"{_COUNT} from ({_KINDS}, {_LEFT_OUT} as is_left_out from document d where {_CHOSEN}) d group by 1, 2, 3 order by 1, 2, 3",
        *_values(run_id, selection),
    )
    return [BulkGroup(**dict(row)) for row in rows]


async def next_chosen(
    run_id: str, selection: BulkSelection, *, after: BulkDocument | None, limit: int
) -> list[BulkDocument]:
    """The next documents of a selection, oldest first; those that the run has queued already are left out."""
    rows = await fetch(
        f"""{_LIST} where {_CHOSEN} and not {_LEFT_OUT} and ($10::timestamptz is null or (d.created_at, d.id) > ($10, $11))
        order by d.created_at, d.id limit $12""",
        *_values(run_id, selection),
        after.created_at if after else None,
        after.id if after else None,
        limit,
    )
    return [BulkDocument(**dict(row)) for row in rows]


async def queue(
    document: BulkDocument, run_id: str, *, include_verified: bool = False, source: WantedSource = WantedSource.AUTO
) -> bool:
    """Queue a document for a bulk run, as its next attempt, behind fresh uploads; False when somebody else was faster."""
    try:
        async with transaction():
            await documents.reextract(
                document.organisation_id, document.id, replace_verified=include_verified, source=source
            )
            await fetch("update document set bulk_run_id = $2 where id = $1", document.id, run_id)
            await fetch(
                """update outbox_entry set payload = payload || jsonb_build_object('queue', $2::text)
                where document_id = $1 and kind = $3 and done_at is null""",
                document.id,
                BULK_QUEUE,
                OutboxKind.PROCESS_DOCUMENT.value,
            )
    except (Conflict, Gone, NotFound):  # it is being read, somebody verified it this moment, or it is gone
        return False
    return True


async def queued_by(run_id: str) -> dict[DocumentStatus, int]:
    """Where the documents are that a bulk run has queued."""
    rows = await fetch("select status, count(*) from document where bulk_run_id = $1 group by status", run_id)
    return {DocumentStatus(row[0]): int(row[1]) for row in rows}


def in_flight(counts: dict[DocumentStatus, int]) -> int:
    """How many of them have not ended yet."""
    return sum(counts.get(status, 0) for status in (DocumentStatus.QUEUED, DocumentStatus.PARSING))


def _values(run_id: str, selection: BulkSelection) -> Sequence[object]:
    return (
        run_id,
        [status.value for status in selection.statuses if status in FINAL_STATUSES],
        selection.organisation_id,
        list(map(str, selection.types)),
        selection.template_id,
        selection.template_version_below,
        selection.created_from,
        selection.created_to,
        selection.include_verified,
    )
