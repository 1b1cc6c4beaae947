"""Dry runs and pictures of pages that are over: their runs say nothing to anybody, and would fill the list of runs."""

from contextlib import suppress
from datetime import timedelta
from typing import Final

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.objects import StateType
from prefect.exceptions import ObjectNotFound

from berkas.clock import utc_now
from berkas.jobs import WORKER_CALL_TAG

_KEPT: Final = timedelta(minutes=1)
"""The last events and log lines of a run come seconds after its end."""

_AT_ONCE: Final = 200
"""Runs that the server gives at once; what is left is removed a minute later."""


async def forget_worker_calls() -> int:
    """Remove the runs of worker calls that went well, from the orchestrator; how many. Failed ones stay for the operator."""
    wanted = FlowRunFilter.model_validate(
        {
            "tags": {"all_": [WORKER_CALL_TAG]},
            "state": {"type": {"any_": [StateType.COMPLETED]}},
            "end_time": {"before_": utc_now() - _KEPT},
        }
    )
    async with get_client() as client:
        over = await client.read_flow_runs(flow_run_filter=wanted, limit=_AT_ONCE)
        for run in over:
            with suppress(ObjectNotFound):  # another sweep
                await client.delete_flow_run(run.id)
    return len(over)
