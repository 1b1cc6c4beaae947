"""The flow that looks, every minute, for documents, erasures and deliveries whose run was lost.

A crash can lose a run at any point: before it was made, while it waited, while it worked. The row says that a document waits;
Prefect says whether its run is still alive. Where it is not, the next attempt is asked for.
"""

from prefect import flow
from prefect.artifacts import acreate_table_artifact

from berkas.jobs import SWEEP_QUEUED
from berkas.settings import Settings
from flows.abandoned_uploads import remove_abandoned
from flows.lost_deliveries import tend_deliveries
from flows.orphans import give_up_orphans
from flows.past_calls import forget_worker_calls
from flows.tasks.lost import Lost, find_lost
from tables.engine import connected
from tables.queries import downloads, erasures, idempotency, lost_runs, viewers
from tables.queries.lost_runs import StuckDocument


@flow(name=SWEEP_QUEUED.partition("/")[0], persist_result=False)
async def sweep_queued() -> None:
    """Ask for the next attempt of every document, erasure and delivery whose run is lost."""
    settings = Settings()
    async with connected():
        await give_up_orphans()
        waiting = await lost_runs.stuck(settings.sweep_after_seconds)
        lost = await find_lost(waiting) if waiting else []
        again = [one for one in lost if await _replace(one, settings)]
        await tend_deliveries(settings)
        unfinished = await erasures.stuck(settings.sweep_after_seconds)
        for erasure in await find_lost(unfinished) if unfinished else []:
            await erasures.ask_again(erasure.waiting.id, erasure.waiting.attempt)
        await remove_abandoned()
        await idempotency.forget_expired()
        await downloads.forget_expired()
        await viewers.forget_expired()
        await forget_worker_calls()
    if again:
        await acreate_table_artifact(
            key="lost-runs",
            table=[_line(one) for one in again],
            description=f"{len(again)} documents whose run was lost; {len(waiting)} were waiting for long.",
        )


async def _replace(lost: Lost[StuckDocument], settings: Settings) -> bool:
    document = lost.waiting
    return await lost_runs.replace(document.document_id, document.attempt, lost.loss, most_deaths=settings.max_attempts)


def _line(lost: Lost[StuckDocument]) -> dict[str, object]:
    document = lost.waiting
    return {
        "document": document.document_id,
        "status": document.status.value,
        "lost attempt": document.attempt,
        "its run": lost.loss.value,
    }
