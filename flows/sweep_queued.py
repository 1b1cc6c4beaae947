"""The flow that looks, every minute, for documents whose run was lost.

A crash can lose a run at any point: before it was made, while it waited, while it worked. The row says that a document waits;
Prefect says whether its run is still alive. Where it is not, the next attempt is asked for.
"""

from uuid import UUID

from prefect import flow, task
from prefect.artifacts import acreate_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import get_client
from prefect.exceptions import ObjectNotFound

from berkas.jobs import SWEEP_QUEUED
from berkas.settings import Settings
from flows.lost_runs import try_again
from tables.engine import connected
from tables.queries import downloads, idempotency, lost_runs, outbox
from tables.queries.lost_runs import StuckDocument

EVENTS_KEPT_SECONDS = 24 * 3600


@flow(name=SWEEP_QUEUED.partition("/")[0], persist_result=False)
async def sweep_queued() -> None:
    """Ask for the next attempt of every document whose run is lost."""
    settings = Settings()
    async with connected():
        waiting = await lost_runs.stuck(settings.sweep_after_seconds)
        lost = await find_lost(waiting) if waiting else []
        again = [d for d in lost if await try_again(d.document_id, d.attempt, max_attempts=settings.max_attempts)]
        await outbox.forget_events(EVENTS_KEPT_SECONDS)
        await idempotency.forget_expired()
        await downloads.forget_expired()
    if again:
        await acreate_table_artifact(
            key="lost-runs",
            table=[{"document": d.document_id, "status": d.status.value, "lost attempt": d.attempt} for d in again],
            description=f"{len(again)} documents whose run was lost; {len(waiting)} were waiting for long.",
        )


@task(name="find_lost", persist_result=False, cache_policy=NO_CACHE)
async def find_lost(waiting: list[StuckDocument]) -> list[StuckDocument]:
    """Those whose run is over or does not exist."""
    async with get_client() as client:
        lost = []
        for document in waiting:
            if document.flow_run_id is None:
                lost.append(document)
                continue
            try:
                run = await client.read_flow_run(UUID(document.flow_run_id))
            except ObjectNotFound:
                lost.append(document)
                continue
            if run.state is None or run.state.is_final():
                lost.append(document)
        return lost
