"""Which of those that wait for a run wait in vain."""

from typing import Protocol, TypeVar
from uuid import UUID

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import PrefectClient, get_client
from prefect.exceptions import ObjectNotFound


class Waiting(Protocol):
    """What waits for a run: a document, an erasure, a delivery."""

    @property
    def flow_run_id(self) -> str | None:
        """That run, where it is known."""


W = TypeVar("W", bound=Waiting)


@task(name="find_lost", persist_result=False, cache_policy=NO_CACHE)
async def find_lost(waiting: list[W]) -> list[W]:
    """Those whose run is over or does not exist."""
    async with get_client() as client:
        return [one for one in waiting if await _is_lost(client, one.flow_run_id)]


async def _is_lost(client: PrefectClient, flow_run_id: str | None) -> bool:
    if flow_run_id is None:
        return True
    try:
        run = await client.read_flow_run(UUID(flow_run_id))
    except ObjectNotFound:
        return True
    return run.state is None or run.state.is_final()
