"""Which of those that wait for a run wait in vain."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar
from uuid import UUID

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.objects import TERMINAL_STATES, State

from berkas.jobs import Loss
from flows.outcomes import UNAVAILABLE

_BATCH: Final = 200
"""As many runs as the Prefect server tells of at once."""


class Waiting(Protocol):
    """What waits for a run: a document, an erasure, a delivery."""

    @property
    def flow_run_id(self) -> str | None:
        """That run, where it is known."""


W = TypeVar("W", bound=Waiting)


@dataclass(frozen=True, slots=True)
class Lost(Generic[W]):
    """What waits in vain, and how its run was lost."""

    waiting: W
    loss: Loss


@task(name="find_lost", persist_result=False, cache_policy=NO_CACHE)
async def find_lost(waiting: Sequence[W]) -> list[Lost[W]]:
    """Those whose run is over or does not exist."""
    found = [Lost(one, Loss.DIED) for one in waiting if one.flow_run_id is None]
    asked = [one for one in waiting if one.flow_run_id is not None]
    async with get_client() as client:
        for start in range(0, len(asked), _BATCH):
            found += await _lost_of(client, asked[start : start + _BATCH])
    return found


async def _lost_of(client: PrefectClient, batch: Sequence[W]) -> list[Lost[W]]:
    """Those of a batch; the server names runs only where some are over, for naming costs it more than counting."""
    ids = {UUID(one.flow_run_id) for one in batch if one.flow_run_id}
    if await client.count_flow_runs(flow_run_filter=_of(ids, is_alive=True)) == len(ids):
        return []
    states = {run.id: run.state for run in await client.read_flow_runs(flow_run_filter=_of(ids), limit=_BATCH)}
    return [
        Lost(one, loss_of(state))
        for one in batch
        if (state := states.get(UUID(one.flow_run_id or ""))) is None or state.is_final()
    ]


def _of(ids: Iterable[UUID], *, is_alive: bool = False) -> FlowRunFilter:
    wanted: dict[str, object] = {"id": {"any_": list(ids)}}
    if is_alive:
        wanted["state"] = {"type": {"not_any_": list(TERMINAL_STATES)}}
    return FlowRunFilter.model_validate(wanted)


def loss_of(state: State | None) -> Loss:
    """How a run was lost, by its last state; None for a run that does not exist."""
    if state is None:
        return Loss.DIED
    if state.is_cancelled():
        return Loss.CANCELLED
    return Loss.UNAVAILABLE if state.is_failed() and state.name == UNAVAILABLE else Loss.DIED
