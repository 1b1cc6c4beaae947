"""How fresh uploads fare while many documents are read again in bulk: a part of `berkas bench`."""

import asyncio
import contextlib
import statistics
import time
from collections.abc import Sequence
from typing import Final

from api.prefect_runs import PrefectRuns, RunRequest
from berkas.clock import utc_now
from berkas.jobs import BULK_REEXTRACT, SIDE_QUEUE, BulkSelection
from berkas.model.statuses import DocumentStatus
from berkas.settings import Settings
from deployments.benchmark import Measure, Tell, text_pdfs
from deployments.client import ApiRefused, Client

_FRESH: Final = 20
_SENDERS: Final = 8
_MOST_FACTOR: Final = 3.0


async def measure_bulk(client: Client, settings: Settings, count: int, tell: Tell) -> list[Measure]:
    """Time from upload to extracted at rest and during a bulk run of so many documents; whether each was read again, once.

    Args:
        client: Of the running stack's API; its key has no limits.
        settings: Where the stack's Prefect server is.
        count: How many documents are read again.
        tell: Called with a line of progress.
    """
    at_rest = await _fresh(client, first=100_000)
    tell(f"Uploading {count} papers and cancelling their runs, so that there is something to read again")
    begun = utc_now()
    ids = await _cancelled(client, count)
    selection = BulkSelection(
        statuses=(DocumentStatus.FAILED, DocumentStatus.EXTRACTED), created_from=begun, created_to=utc_now()
    )
    tell(f"Reading {count} documents again, with fresh uploads between them")
    started = time.perf_counter()
    await _start_bulk(settings, selection)
    meanwhile = await _fresh(client, first=200_000)
    factor = statistics.median(meanwhile) / statistics.median(at_rest)
    documents = [await client.wait(document_id, seconds=4 * 3600) for document_id in ids]
    rate = count / (time.perf_counter() - started) * 60
    once = sum([document["status"] == "extracted" and document["attempt"] == 2 for document in documents])
    note = (
        f"p50 {statistics.median(at_rest):.2f} s at rest, {statistics.median(meanwhile):.2f} s meanwhile, {_FRESH} each"
    )
    return [
        Measure(
            "Fresh text PDFs during a bulk run", factor, "× rest", f"≤ {_MOST_FACTOR:g}", factor <= _MOST_FACTOR, note
        ),
        Measure(
            "Documents read again in bulk, once each",
            once,
            f"of {count}",
            "all",
            once == count,
            f"{rate:.0f} per minute",
        ),
    ]


async def _fresh(client: Client, *, first: int) -> Sequence[float]:
    seconds = []
    for content in text_pdfs(_FRESH, first=first):
        started = time.perf_counter()
        await client.wait((await client.upload("fresh.pdf", content))["id"], every=0.05)
        seconds.append(time.perf_counter() - started)
        await asyncio.sleep(1)
    return seconds


async def _cancelled(client: Client, count: int) -> list[str]:
    gate = asyncio.Semaphore(_SENDERS)

    async def make(content: bytes) -> str:
        async with gate:
            document_id = str((await client.upload("bulk.pdf", content))["id"])
            with contextlib.suppress(ApiRefused):  # it was read already
                await client.cancel(document_id)
            return document_id

    return await asyncio.gather(*(make(content) for content in text_pdfs(count, first=300_000)))


async def _start_bulk(settings: Settings, selection: BulkSelection) -> None:
    runs = PrefectRuns(settings)
    try:
        request = RunRequest(
            deployment=BULK_REEXTRACT,
            name="bench",
            parameters={"selection": selection.model_dump(mode="json"), "dry_run": False},
            idempotency_key=f"bench-{time.time_ns()}",
            tags=["bench"],
            work_queue=SIDE_QUEUE,
        )
        await runs.create(request)
    finally:
        await runs.close()
