"""When a step is worth repeating: only where waiting may cure it."""

from typing import Any

from prefect import Task
from prefect.client.schemas.objects import State, TaskRun

from berkas.errors import BerkasError

RETRY_DELAYS = [1.0, 4.0, 10.0]
"""Seconds; short, because a slot waits meanwhile. A longer outage is the sweep's business."""


async def is_transient(_task: Task[..., Any], _task_run: TaskRun, state: State[Any]) -> bool:
    """Whether the error says of itself that it may pass; a damaged paper or a wrong password never does."""
    error = await state.aresult(raise_on_failure=False)
    return isinstance(error, BerkasError) and error.transient
