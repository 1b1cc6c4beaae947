"""Runs that a worker had taken and not begun when its machine was lost.

A run that works has a heartbeat, and the automation `berkas-lost-runs` gives it up when that stops. One that waits in a worker for
its slot has none: when the worker does not come back under its name, it would be Pending for ever, and count in the limits of its
queue and of its deployment.
"""

from contextlib import suppress
from datetime import timedelta
from typing import Final

from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.objects import FlowRun, StateType, WorkerStatus
from prefect.exceptions import ObjectNotFound
from prefect.states import Crashed

from berkas.clock import utc_now
from berkas.jobs import taker_of

WARM: Final = "warm"
"""Of other types of workers a run may outlive its worker: it is a job or a container of its own."""

ORPHAN_AFTER: Final = timedelta(minutes=1)
"""On a stock pool, a run that is taken again carries the name of who had it before, until the new worker writes its own."""

UNNAMED_AFTER: Final = timedelta(seconds=150)
"""A stock worker puts its name on a run after it took it: milliseconds, a minute or two when the server is slow to answer."""

_PAGE: Final = 200
"""Runs that the server gives at once."""


async def give_up_orphans() -> int:
    """Mark as Crashed what was taken by workers that Prefect does not see any more; how many runs that were.

    The sweep then asks for the next attempt. If such a worker lives after all, its run finds that and ends.
    """
    wanted = FlowRunFilter.model_validate(
        {"state": {"type": {"any_": [StateType.PENDING]}}, "tags": {"all_": ["berkas"]}}
    )
    async with get_client() as client:
        pending = await _all_of(client, wanted)
        online = {pool: await _online(client, pool) for pool in {run.work_pool_name for run in pending} if pool}
        orphans = [run for run in pending if _is_orphan(run, online.get(run.work_pool_name or "", frozenset()))]
        return sum([await _give_up(client, run, online.get(run.work_pool_name or "", frozenset())) for run in orphans])


async def _give_up(client: PrefectClient, run: FlowRun, online: frozenset[str]) -> bool:
    """Mark a run as Crashed, unless it went on, was given a name or was removed by an erasure since it was found."""
    with suppress(ObjectNotFound):
        now = await client.read_flow_run(run.id)
        is_as_found = now.state is not None and now.state.id == (run.state and run.state.id)
        if is_as_found and _is_orphan(now, online):
            await client.set_flow_run_state(run.id, Crashed(message="The worker that took it is gone."))
            return True
    return False


async def _all_of(client: PrefectClient, wanted: FlowRunFilter) -> list[FlowRun]:
    found: list[FlowRun] = []
    while len(page := await client.read_flow_runs(flow_run_filter=wanted, limit=_PAGE, offset=len(found))) == _PAGE:
        found += page
    return [*found, *page]


async def _online(client: PrefectClient, pool: str) -> frozenset[str]:
    try:
        workers = await client.read_workers_for_work_pool(pool)
    except ObjectNotFound:
        return frozenset()
    return frozenset(worker.name for worker in workers if worker.status is WorkerStatus.ONLINE)


def _is_orphan(run: FlowRun, online: frozenset[str]) -> bool:
    if run.state is None:
        return False
    worker = taker_of(run.state.message, run.labels)
    patience = UNNAMED_AFTER if worker is None else ORPHAN_AFTER
    if run.state.timestamp > utc_now() - patience:
        return False
    is_warm = run.labels.get("prefect.worker.type") == WARM or taker_of(run.state.message, {}) is not None
    return worker is None or (is_warm and worker not in online)
