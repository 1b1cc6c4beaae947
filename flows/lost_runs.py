"""What becomes of a document whose run was lost: the next attempt, or an end when there were too many. An erasure never ends so."""

from typing import Any

from berkas.errors import RunCancelled
from berkas.model.statuses import DocumentStatus
from berkas.settings import Settings
from tables.engine import connected
from tables.queries import deliveries, documents, erasures, lost_runs
from tables.queries.documents import Ending


async def try_again(document_id: str, attempt: int, *, max_attempts: int) -> bool:
    """Ask for the next attempt, or give the document up; whether either was needed."""
    if attempt >= max_attempts:
        return await lost_runs.fail_exhausted(document_id, attempt)
    return await lost_runs.requeue(document_id, attempt) is not None


async def settle(parameters: dict[str, Any], *, is_cancelled: bool) -> None:
    """After the worker lost or killed a run, see to its document at once; the sweep would find it later."""
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
        if is_cancelled:
            ending = Ending(
                status=DocumentStatus.FAILED,
                error_code=RunCancelled.code,
                error_message=RunCancelled.message,
                stage="run",
            )
            await documents.finish(document_id, attempt, ending)
        else:
            await try_again(document_id, attempt, max_attempts=Settings().max_attempts)
