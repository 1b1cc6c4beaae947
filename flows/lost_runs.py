"""What becomes of that whose run was lost: a document, an erasure, a delivery. The sweep and the worker come here."""

from typing import Any

from berkas.jobs import Loss
from berkas.settings import Settings
from tables.engine import connected
from tables.queries import deliveries, erasures, lost_runs, retries


async def settle(parameters: dict[str, Any], loss: Loss, *, flow_run_id: str | None = None) -> None:
    """After the worker lost, stopped or killed a run, see to what it was for at once; the sweep would find it later."""
    attempt = parameters.get("attempt", 1)
    if not isinstance(attempt, int):
        return
    erasure_id, delivery_id = parameters.get("erasure_id"), parameters.get("delivery_id")
    if isinstance(erasure_id, str):
        async with connected():  # an erasure that has begun cannot be called off
            await erasures.ask_again(erasure_id, attempt)
    if isinstance(delivery_id, str):
        async with connected():
            await deliveries.replace_lost(delivery_id, attempt)
    document_id = parameters.get("document_id")
    if not isinstance(document_id, str):
        return  # a run of another flow
    async with connected():
        if flow_run_id is not None:
            attempt = await retries.attempt_of(document_id, flow_run_id) or attempt
        await lost_runs.replace(document_id, attempt, loss, most_deaths=Settings().max_attempts)
