"""The removal of one document, the same for an erasure on request and for the end of the retention.

By now its key is gone and nobody can use it. Each step may be repeated from the beginning: a run that is killed at any point is
followed by another one, and what was removed is counted once.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable
from typing import Final
from uuid import UUID

import httpx
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.filters import (
    ArtifactFilter,
    ArtifactFilterFlowRunId,
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterName,
)
from prefect.client.schemas.objects import FlowRun, State
from prefect.exceptions import ObjectNotFound
from prefect.states import Cancelled, Cancelling

from berkas.errors import OrchestratorUnavailable
from berkas.jobs import PROCESS_DOCUMENT
from flows.resources import resources
from tables.queries import removals
from tables.queries.receipts import ErasureRow

STOP_SECONDS: Final = 30
"""How long to wait for a run that is still reading the document; its result cannot be stored, whatever it does."""

_POLL_SECONDS: Final = 0.5
_PAGE: Final = 200


async def remove_original(erasure: ErasureRow) -> None:
    """Remove the sealed original in every copy and version; without its key it is noise already."""
    if erasure.blob_name is None:
        return
    blobs = resources().blobs
    copies = await asyncio.to_thread(blobs.count, erasure.blob_name)
    await removals.note_at_least(erasure.id, original_copies=copies)
    await asyncio.to_thread(blobs.delete, erasure.blob_name)
    await removals.forget_blob(erasure.id)


async def remove_derived(erasure: ErasureRow) -> None:
    """Remove boxes, texts and fields, and what was said to others about the document."""
    await removals.remove_derived(erasure.id)


async def remove_runs(erasure: ErasureRow) -> None:
    """Remove the orchestrator's record of reading the document: runs with their tasks and logs, and their artifacts."""
    async with _client() as client:
        runs = await _runs_of(client, erasure.document_id)
        artifacts = await _artifacts_of(client, [run.id for run in runs])
        await removals.note_at_least(erasure.id, flow_runs=len(runs), artifacts=len(artifacts))
        for artifact in artifacts:
            await _gone(client.delete_artifact(artifact))
        for run in runs:
            await _stop(client, run)
            await _gone(client.delete_flow_run(run.id))


async def certify(erasure: ErasureRow) -> bool:
    """Complete the erasure in the audit log and in its receipt; False when another run has done so."""
    return await removals.certify(erasure.id)


@contextlib.asynccontextmanager
async def _client() -> AsyncIterator[PrefectClient]:
    """A client of the orchestrator.

    Raises:
        OrchestratorUnavailable: It does not answer as it should.
    """
    try:
        async with get_client() as client:
            yield client
    except httpx.HTTPError as error:
        raise OrchestratorUnavailable from error


async def _runs_of(client: PrefectClient, document_id: str) -> list[FlowRun]:
    """Every run that read the document; such a run is called by the document's id."""
    found: list[FlowRun] = []
    while True:
        page = await client.read_flow_runs(
            flow_filter=FlowFilter(name=FlowFilterName(any_=[PROCESS_DOCUMENT.partition("/")[0]])),
            flow_run_filter=FlowRunFilter(name=FlowRunFilterName(any_=[document_id])),
            limit=_PAGE,
            offset=len(found),
        )
        found += page
        if len(page) < _PAGE:
            return found


async def _artifacts_of(client: PrefectClient, run_ids: list[UUID]) -> list[UUID]:
    if not run_ids:
        return []
    artifacts = await client.read_artifacts(
        artifact_filter=ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=run_ids))
    )
    return [artifact.id for artifact in artifacts]


async def _stop(client: PrefectClient, run: FlowRun) -> None:
    """Have a run end that has not ended yet, so that nothing of it is written after it was removed."""
    if run.state is None or run.state.is_final():
        return
    wanted: State[None] = Cancelling() if run.state.is_running() else Cancelled()
    await _gone(client.set_flow_run_state(run.id, wanted))
    try:
        async with asyncio.timeout(STOP_SECONDS):
            while not await _has_ended(client, run.id):  # noqa: ASYNC110 - bounded; another process ends it
                await asyncio.sleep(_POLL_SECONDS)
    except TimeoutError:
        await _gone(client.set_flow_run_state(run.id, Cancelled(message="Its document is erased."), force=True))


async def _has_ended(client: PrefectClient, run_id: UUID) -> bool:
    try:
        run = await client.read_flow_run(run_id)
    except ObjectNotFound:
        return True
    return run.state is None or run.state.is_final()


async def _gone(call: Awaitable[object]) -> None:
    """Do something to what may have been removed meanwhile."""
    with contextlib.suppress(ObjectNotFound):
        await call
