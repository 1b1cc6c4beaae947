"""The dispatcher: turns outbox entries into flow runs, beside the requests. docs/decisions/0004 tells why."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from typing import Protocol, runtime_checkable

from api.prefect_runs import PrefectRuns
from berkas.errors import BerkasError, Unavailable
from berkas.jobs import NUDGE_CHANNEL, PROCESS_DOCUMENT, ProcessDocument
from tables.engine import connected, fetch
from tables.outbox import OutboxKind
from tables.queries import documents, outbox
from tables.queries.outbox import OutboxEntry

log = logging.getLogger("berkas.api")

_BATCH = 20
_LEASE_SECONDS = 60
_POLL_SECONDS = 2.0
_MOST_DELAY_SECONDS = 30.0


@runtime_checkable
class Dispatcher(Protocol):
    """What an upload needs of the dispatcher."""

    def wake(self) -> None:
        """Look into the outbox now."""


class PrefectDispatcher:
    """Runs as a task of the API process; several processes share the outbox by leases."""

    def __init__(self, runs: PrefectRuns) -> None:
        self._runs = runs
        self._awake = asyncio.Event()

    def wake(self) -> None:
        """Look into the outbox now."""
        self._awake.set()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Dispatch as long as the block lasts."""
        task = asyncio.create_task(self._run(), name="dispatcher")
        try:
            yield
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _run(self) -> None:
        delay = 0.0
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._awake.wait(), delay or _POLL_SECONDS)
            self._awake.clear()
            try:
                while await self.dispatch_batch():
                    pass
                delay = 0.0
            except Unavailable as error:
                delay = min(_MOST_DELAY_SECONDS, max(1.0, delay * 2))
                log.warning("dispatching waits", extra={"fields": {"code": error.code, "seconds": delay}})
            except Exception as error:  # noqa: BLE001 - nothing may end the dispatcher while the process lives
                delay = _MOST_DELAY_SECONDS
                log.error("dispatching failed", extra={"fields": {"error_class": type(error).__name__}})

    async def dispatch_batch(self) -> bool:
        """Ask for the runs of some entries; whether there may be more.

        Raises:
            Unavailable: The database or the orchestrator does not answer; the entries stay.
        """
        async with connected():
            entries = await outbox.take(OutboxKind.PROCESS_DOCUMENT, limit=_BATCH, lease_seconds=_LEASE_SECONDS)
            for position, entry in enumerate(entries):
                try:
                    await self._dispatch(entry)
                except BerkasError:
                    for left in entries[position:]:
                        await outbox.release(left.id, delay_seconds=1)
                    raise
            if entries:
                await fetch("select pg_notify($1, '')", NUDGE_CHANNEL)
        return len(entries) == _BATCH

    async def _dispatch(self, entry: OutboxEntry) -> None:
        job = ProcessDocument(
            document_id=entry.document_id,
            attempt=entry.payload["attempt"],
            password_handle=entry.payload.get("password_handle"),
        )
        run_id = await self._runs.create(
            PROCESS_DOCUMENT,
            job.model_dump(mode="json"),
            idempotency_key=job.idempotency_key,
            tags=[job.document_id, entry.organisation_id],
        )
        await documents.note_flow_run(job.document_id, job.attempt, run_id)
        await outbox.done(entry.id)
