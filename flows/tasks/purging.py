"""The steps of the nightly purge."""

import time
from typing import Final

from prefect import task
from prefect.artifacts import acreate_table_artifact
from prefect.cache_policies import NO_CACHE

from berkas.refusals import Conflict, LegalHold, NotFound
from flows import removal
from flows.papers import without_messages
from flows.tasks.retrying import RETRY_DELAYS, is_transient
from tables.erasures import ErasureKind
from tables.queries import erasures, kept_fields, organisations, receipts, retention
from tables.queries.erasures import Wanted
from tables.queries.kept_fields import KeptFields
from tables.queries.retention import DueCount, DueDocument

ACTOR: Final = "purge-expired"
REASON: Final = "retention period ended"


@task(name="apply_policy", persist_result=False, cache_policy=NO_CACHE)
async def apply_policy(organisation_id: str | None) -> None:
    """Bring the end of every retention to what the organisations say now."""
    with without_messages():
        for organisation in await organisations.list_organisations():
            if organisation_id in {None, organisation.id}:
                await retention.apply(organisation.id)


@task(name="count_due", persist_result=False, cache_policy=NO_CACHE)
async def count_due(organisation_id: str | None) -> list[DueCount]:
    """Count what is due and what is kept all the same, by type."""
    with without_messages():
        return await retention.count_due(organisation_id)


async def find_due(organisation_id: str | None, *, after: str, limit: int) -> list[DueDocument]:
    """The next documents to purge, by id."""
    with without_messages():
        return await retention.due(organisation_id, after=after, limit=limit)


@task(
    name="purge_batch",
    retries=len(RETRY_DELAYS),
    retry_delay_seconds=RETRY_DELAYS,
    retry_condition_fn=is_transient,
    persist_result=False,
    cache_policy=NO_CACHE,
)
async def purge_batch(batch: list[DueDocument], *, run_id: str) -> None:
    """Remove some documents, one after another, by the steps of an erasure; a repeated batch goes on where it stopped."""
    with without_messages():
        for document in batch:
            await _purge(document, run_id)


async def _purge(document: DueDocument, run_id: str) -> None:
    wanted = Wanted(
        organisation_id=document.organisation_id,
        document_id=document.document_id,
        kind=ErasureKind.PURGE,
        reason=REASON,
        actor=ACTOR,
        flow_run_id=run_id,
    )
    try:
        begun = await erasures.begin(wanted)
    except (Conflict, LegalHold, NotFound):
        return  # held, asked to be read again or erased since it was found
    await removal.remove_original(begun.erasure)
    await removal.remove_derived(begun.erasure)
    await removal.remove_runs(begun.erasure)
    await removal.certify(begun.erasure)


@task(name="count_kept_fields", persist_result=False, cache_policy=NO_CACHE)
async def count_kept_fields(organisation_id: str | None) -> int:
    """Count the erased documents whose kept fields are due."""
    with without_messages():
        return len(await _kept_fields(organisation_id))


@task(
    name="remove_kept_fields",
    retries=len(RETRY_DELAYS),
    retry_delay_seconds=RETRY_DELAYS,
    retry_condition_fn=is_transient,
    persist_result=False,
    cache_policy=NO_CACHE,
)
async def remove_kept_fields(organisation_id: str | None, *, limit: int | None, until: float) -> int:
    """Remove the fields that erasures kept and whose time is over, of so many documents at most; of how many it did."""
    removed = 0
    with without_messages():
        for kept in await _kept_fields(organisation_id):
            if removed == limit or time.monotonic() > until:
                break
            removed += await kept_fields.remove(kept, actor=ACTOR, reason=REASON)
    return removed


async def _kept_fields(organisation_id: str | None) -> list[KeptFields]:
    return [
        kept
        for organisation in await organisations.list_organisations()
        if organisation_id in {None, organisation.id}
        for kept in await kept_fields.due(organisation.id)
    ]


@task(name="publish_summary", persist_result=False, cache_policy=NO_CACHE)
async def publish_summary(due: list[DueCount], *, kept_fields_of: int, run_id: str | None) -> None:
    """Publish counts by type: what was due, what this run purged, and what was kept and why; no ids, no names.

    Args:
        due: Before the run.
        kept_fields_of: How many erased documents lost their kept fields; in a dry run how many would.
        run_id: Of the run; None for a dry run.
    """
    with without_messages():
        done = {count.type: count for count in await receipts.count_of_run(run_id)} if run_id else {}
    rows = []
    for count in due:
        purged = done.get(count.type)
        rows.append(
            {
                "type": count.type or "unknown",
                "due": count.due,
                "purged": purged.completed if purged else 0,
                "not finished": purged.unfinished if purged else 0,
                "kept: legal hold": count.held,
                "kept: being read": count.being_read,
            }
        )
    purged_count = sum(count.completed for count in done.values())
    description = (
        f"{purged_count} documents purged. Kept fields of {kept_fields_of} erased documents removed."
        if run_id
        else f"Dry run: nothing was purged. Kept fields of {kept_fields_of} erased documents are due."
    )
    await acreate_table_artifact(key="purge-summary", table=rows, description=description)
