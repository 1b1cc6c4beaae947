"""Runs that bear a worker's name and that it does not have: it was killed with them, or could not report how they ended."""

from collections.abc import AsyncIterator, Callable, Iterable
from typing import Final
from uuid import UUID

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import FlowRunFilter, WorkPoolFilter, WorkPoolFilterName
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.exceptions import ObjectNotFound

from berkas.jobs import taker_of

_PAGE: Final = 200
"""Runs that the server gives at once."""

_HELD: Final = FlowRunFilter.model_validate(
    {"state": {"type": {"any_": [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]}}}
)


async def leftovers(
    client: PrefectClient, pool: str, names: frozenset[str], taken: Callable[[], Iterable[UUID]]
) -> AsyncIterator[FlowRun]:
    """Each run of a pool that nobody works on although it is a worker's.

    Args:
        client: Of the Prefect server.
        pool: Name of the work pool.
        names: Of the worker, now and in earlier lives.
        taken: Gives the runs that the worker has at this moment.
    """
    before = frozenset(taken())
    for run in await _held(client, pool):
        is_mine = run.state is not None and taker_of(run.state.message, run.labels) in names
        # what was taken or ended while the server was asked is none
        if is_mine and run.id not in before and run.id not in frozenset(taken()) and await _is_as_found(client, run):
            yield run


async def _held(client: PrefectClient, pool: str) -> list[FlowRun]:
    """Every run of the pool that some worker has."""
    where = WorkPoolFilter(name=WorkPoolFilterName(any_=[pool]))
    found: list[FlowRun] = []
    while True:
        page = await client.read_flow_runs(
            flow_run_filter=_HELD, work_pool_filter=where, limit=_PAGE, offset=len(found)
        )
        found += page
        if len(page) < _PAGE:
            return found


async def _is_as_found(client: PrefectClient, run: FlowRun) -> bool:
    try:
        now = await client.read_flow_run(run.id)
    except ObjectNotFound:
        return False
    return now.state is not None and run.state is not None and now.state.id == run.state.id
