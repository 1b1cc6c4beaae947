"""The flow that reads many documents again: after a new template version, a new model, or a fault that was mended.

It queues documents a few at a time, as the next attempt of each, in a work queue of their own which has the lowest priority and few
slots: fresh uploads go before them. Each is an ordinary run of ``process_document``. What it has queued carries its run's id, so a
run that was lost goes on where it stopped when it is retried in the UI.
"""

import asyncio
from dataclasses import dataclass
from typing import Annotated

from prefect import flow, task
from prefect.artifacts import acreate_progress_artifact, acreate_table_artifact, aupdate_progress_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed

from berkas.jobs import BULK_REEXTRACT
from berkas.model.sources import WantedSource
from flows.run_form import shown
from tables.engine import connected
from tables.queries import bulk
from tables.queries.bulk import BulkDocument
from tables.queries.bulk_selection import BulkSelection

_LOOK_SECONDS = 1.0

_EVERYTHING = BulkSelection()


@dataclass(frozen=True, slots=True)
class Pace:
    """How many documents a run queues.

    Attributes:
        chosen: In all.
        most_at_once: That may wait or be read at the same time.
    """

    chosen: int
    most_at_once: int


@flow(name=BULK_REEXTRACT.partition("/")[0], persist_result=False)
async def bulk_reextract(
    selection: Annotated[BulkSelection, shown("Which documents", "All conditions must hold")] = _EVERYTHING,
    dry_run: Annotated[bool, shown("Dry run", "Only count what would be read again")] = True,
    most_at_once: Annotated[
        int, shown("Most at once", "How many may wait or be read at the same time", ge=1, le=500)
    ] = 20,
    source: Annotated[
        WantedSource, shown("Source", "ocr: read the pages by OCR, whatever text layers they have")
    ] = WantedSource.AUTO,
) -> State[None]:
    """Read the chosen documents again; earlier extractions stay."""
    run_id = str(flow_run.get_id())
    async with connected():
        chosen, verified = await count_documents(run_id, selection)
        if dry_run:
            left_out = f" {verified} that people verified or corrected are left out." if verified else ""
            return Completed(name="Counted", message=f"{chosen} documents would be read again.{left_out}")
        await queue_documents(run_id, selection, Pace(chosen, most_at_once), source)
        ended = await summarise(run_id)
    return Completed(message=f"{ended} documents were read again.")


@task(name="count_documents", persist_result=False, cache_policy=NO_CACHE)
async def count_documents(run_id: str, selection: BulkSelection) -> tuple[int, int]:
    """How many are to be queued, beyond what the run has queued already, and how many are left out because people verified them.

    By type, status and template version in a table.
    """
    groups = await bulk.count_chosen(run_id, selection)
    total = sum(group.count for group in groups)
    rows = [
        {
            "type": g.type, "status": g.status, "template version": g.template_version, "documents": g.count,
            "verified, left out": g.verified,
        }
        for g in groups
    ]  # fmt: skip
    wanted = total
    if selection.limit is not None:
        wanted = min(total, selection.limit - sum((await bulk.queued_by(run_id)).values()))
    description = f"{total} documents are chosen"
    description += f"; the oldest {wanted} of them are read." if wanted < total else "."
    await acreate_table_artifact(key="bulk-chosen", table=rows, description=description)
    return wanted, sum(group.verified for group in groups)


@task(name="queue_documents", persist_result=False, cache_policy=NO_CACHE)
async def queue_documents(run_id: str, selection: BulkSelection, pace: "Pace", source: WantedSource) -> None:
    """Queue them while at most so many are unfinished, and wait for the last to end."""
    progress = await acreate_progress_artifact(progress=0.0, key="bulk-progress", description="Documents read again")
    wanted = pace.chosen + sum((await bulk.queued_by(run_id)).values())
    last: BulkDocument | None = None
    is_all_queued = False
    while True:
        counts = await bulk.queued_by(run_id)
        unfinished, known = bulk.in_flight(counts), sum(counts.values())
        if is_all_queued and not unfinished:
            break
        left = wanted - known
        room = min(pace.most_at_once - unfinished, left)
        if room > 0 and not is_all_queued:
            batch = await bulk.next_chosen(run_id, selection, after=last, limit=room)
            for document in batch:
                await bulk.queue(document, run_id, include_verified=selection.include_verified, source=source)
            last = batch[-1] if batch else last
        is_all_queued = is_all_queued or left <= 0 or (room > 0 and not batch)
        await aupdate_progress_artifact(progress, 100 * (known - unfinished) / max(1, wanted))
        await asyncio.sleep(_LOOK_SECONDS)
    await aupdate_progress_artifact(progress, 100.0)


@task(name="summarise", persist_result=False, cache_policy=NO_CACHE)
async def summarise(run_id: str) -> int:
    """How many documents were read again; how they ended, as a table."""
    counts = await bulk.queued_by(run_id)
    rows = [{"status": status.value, "documents": count} for status, count in sorted(counts.items())]
    await acreate_table_artifact(key="bulk-summary", table=rows, description="How the documents ended.")
    return sum(counts.values())
