"""How fresh uploads fare while many documents are read again in bulk: a part of `berkas bench`."""

import asyncio
import contextlib
import itertools
import statistics
import time
from collections.abc import Mapping, Sequence
from typing import Any, Final

from api.prefect_runs import PrefectRuns, RunRequest
from berkas.clock import utc_now
from berkas.jobs import BULK_REEXTRACT, LONG_QUEUE
from berkas.model.statuses import DocumentStatus
from berkas.settings import Settings
from deployments.benchmark import Measure, Tell, text_pdfs
from deployments.client import ApiRefused, Client
from tables.queries.bulk_selection import BulkSelection

_FRESH: Final = 20
_PAUSE_SECONDS: Final = 4.0
"""Between two fresh uploads."""

_SENDERS: Final = 8
_MOST_FACTOR: Final = 3.0
_MOST_SECONDS: Final = 4 * 3600


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
    documents = await _cancelled(client, count)
    selection = BulkSelection(
        statuses=(DocumentStatus.FAILED, DocumentStatus.EXTRACTED), created_from=begun, created_to=utc_now()
    )
    tell(f"Reading {count} documents again, with fresh uploads between them")
    started = time.perf_counter()
    await _start_bulk(settings, selection)
    async with asyncio.timeout(_MOST_SECONDS):
        reading = asyncio.create_task(_read_once(client, documents))
        meanwhile = await _fresh(client, first=200_000, until=reading)
        once = await reading
    factor = statistics.median(meanwhile) / statistics.median(at_rest)
    rate = count / (time.perf_counter() - started) * 60
    note = (
        f"p50 {statistics.median(at_rest):.2f} s of {len(at_rest)} at rest, "
        f"{statistics.median(meanwhile):.2f} s of {len(meanwhile)} meanwhile"
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


async def _fresh(client: Client, *, first: int, until: asyncio.Task[Any] | None = None) -> Sequence[float]:
    """Seconds from upload to result, one paper after another: some, and then on until a task has ended."""
    seconds = []
    for seed in itertools.count(first):
        [content] = text_pdfs(1, first=seed)
        started = time.perf_counter()
        await client.wait((await client.upload("fresh.pdf", content))["document"]["id"], every=0.05)
        seconds.append(time.perf_counter() - started)
        if len(seconds) >= _FRESH and (until is None or until.done()):
            break
        await asyncio.sleep(_PAUSE_SECONDS)
    return seconds


async def _read_once(client: Client, documents: Mapping[str, int]) -> int:
    """How many were read again exactly once, when all have been read; each has so many extractions of before."""
    once = 0
    for document_id, before in documents.items():
        while (document := await client.wait(document_id))["attempt"] == 1:  # noqa: ASYNC110 - of another process
            await asyncio.sleep(1)
        stored = len(await client.extractions(document_id)) - before
        once += (document["status"], document["attempt"], stored) == ("extracted", 2, 1)
    return once


async def _cancelled(client: Client, count: int) -> dict[str, int]:
    """Documents whose first run was cancelled, or had ended before; with the number of their extractions."""
    gate = asyncio.Semaphore(_SENDERS)

    async def make(content: bytes) -> tuple[str, int]:
        async with gate:
            document_id = str((await client.upload("bulk.pdf", content))["document"]["id"])
            with contextlib.suppress(ApiRefused):  # it was read already
                await client.cancel(document_id)
            return document_id, len(await client.extractions(document_id))

    return dict(await asyncio.gather(*(make(content) for content in text_pdfs(count, first=300_000))))


async def _start_bulk(settings: Settings, selection: BulkSelection) -> None:
    runs = PrefectRuns(settings)
    try:
        request = RunRequest(
            deployment=BULK_REEXTRACT,
            name="bench",
            parameters={"selection": selection.model_dump(mode="json"), "dry_run": False},
            idempotency_key=f"bench-{time.time_ns()}",
            tags=["bench"],
            work_queue=LONG_QUEUE,
        )
        await runs.create(request)
    finally:
        await runs.close()
