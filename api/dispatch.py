"""The dispatcher: turns outbox entries into flow runs, beside the requests. An upload never waits for it.

docs/decisions/0004 tells why.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Mapping
from typing import Final, Protocol, runtime_checkable

from api.metrics import Metrics
from api.prefect_runs import Orchestrator, RunRefused, RunRequest
from api.request_ids import request_tag
from berkas.errors import BerkasError, Unavailable
from berkas.jobs import OUTBOX_CHANNEL, DeliverWebhook, EraseDocument, Job, ProcessDocument
from berkas.settings import Settings
from tables.engine import connected
from tables.notifications import keep_listening
from tables.outbox import OutboxKind
from tables.queries import deliveries, documents, erasures, outbox
from tables.queries.outbox import OutboxEntry

log = logging.getLogger("berkas.api")

_JOBS: Final[Mapping[OutboxKind, type[Job]]] = {
    OutboxKind.PROCESS_DOCUMENT: ProcessDocument,
    OutboxKind.ERASE_DOCUMENT: EraseDocument,
    OutboxKind.DELIVER_WEBHOOK: DeliverWebhook,
}
"""Entries that ask for a run, and its parameters."""

_FIRST: Final = (OutboxKind.PROCESS_DOCUMENT, OutboxKind.ERASE_DOCUMENT)

_BATCH: Final = 20
_LEASE_SECONDS: Final = 20
"""A process that dies keeps its entries so long. A live one begins the lease of each entry anew when it comes to it."""
_POLL_SECONDS: Final = 2.0
_FIRST_PAUSE_SECONDS: Final = 0.5
_LONGEST_PAUSE_SECONDS: Final = 10.0
_STOP_SECONDS: Final = 3.0


@runtime_checkable
class Dispatcher(Protocol):
    """What an upload needs of the dispatcher."""

    def wake(self) -> None:
        """Look into the outbox now."""


class OutboxDispatcher:
    """Runs as a task of the API process; several processes share the outbox by leases."""

    def __init__(self, settings: Settings, orchestrator: Orchestrator, metrics: Metrics) -> None:
        self._settings = settings
        self._orchestrator = orchestrator
        self._metrics = metrics
        self._awake = asyncio.Event()
        self._is_stopping = False
        self._pause = 0.0

    def wake(self) -> None:
        """Look into the outbox now."""
        self._awake.set()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Dispatch as long as the block lasts; what is being asked for then is asked for to the end, within limits."""
        task = asyncio.create_task(self._run(), name="dispatcher")
        # workers and other processes of the API fill the outbox, too
        listening = asyncio.create_task(
            keep_listening(self._settings, OUTBOX_CHANNEL, self.wake, log), name="outbox nudges"
        )
        try:
            yield
        finally:
            self._is_stopping = True
            self._awake.set()
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
            # cancels it when it takes too long; its leases then end by themselves
            with contextlib.suppress(TimeoutError, asyncio.CancelledError):
                await asyncio.wait_for(task, _STOP_SECONDS)

    async def _run(self) -> None:
        while not self._is_stopping:
            try:
                while await self.dispatch_batch() and not self._is_stopping:
                    pass
                self._pause = 0.0
            except Unavailable as error:
                self._lengthen_pause()
                log.warning("dispatching waits", extra={"fields": {"code": error.code, "seconds": self._pause}})
            except Exception as error:  # noqa: BLE001 - nothing may end the dispatcher while the process lives
                self._lengthen_pause()
                log.error("dispatching failed", extra={"fields": {"error_class": type(error).__name__}})
            await self._rest()

    def _lengthen_pause(self) -> None:
        self._pause = min(_LONGEST_PAUSE_SECONDS, max(_FIRST_PAUSE_SECONDS, self._pause * 2))

    async def _rest(self) -> None:
        """Until somebody wakes us or it is time to look by ourselves; after a failure nobody can shorten the pause but the end."""
        if self._is_stopping:
            return
        if self._pause:
            self._awake.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._pause):
                    while not self._is_stopping:
                        await self._awake.wait()
                        self._awake.clear()
            return
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._awake.wait(), _POLL_SECONDS)
        self._awake.clear()

    async def dispatch_batch(self) -> bool:
        """Ask for the runs of some entries; whether there may be more.

        Raises:
            Unavailable: The database or the orchestrator does not answer; the entries stay.
        """
        async with connected():
            if self._pause:  # no entry is touched before the orchestrator is back
                await self._orchestrator.check()
            entries = await self._take()
            done = 0
            try:
                for position, entry in enumerate(entries):
                    if position == 0 or await outbox.renew(entry, lease_seconds=_LEASE_SECONDS):
                        done += await self._dispatch_or_release(entry, entries[position + 1 :])
            finally:
                if done:
                    await outbox.nudge()
        return bool(entries)  # there may be more than a batch, or than an organisation may have at once

    async def _take(self) -> list[OutboxEntry]:
        """The next entries: documents and erasures first, so that an upload never waits behind what is said about others."""
        entries = await outbox.take(*_FIRST, limit=_BATCH, lease_seconds=_LEASE_SECONDS)
        if len(entries) < _BATCH:
            entries += await outbox.take_deliveries(
                limit=_BATCH - len(entries),
                lease_seconds=_LEASE_SECONDS,
                per_organisation=self._settings.deliveries_per_organisation,
            )
        return entries

    async def _dispatch_or_release(self, entry: OutboxEntry, others: list[OutboxEntry]) -> bool:
        """Ask for the run of one entry; whether it was taken. When nobody answers, the others are given back, too."""
        try:
            await self._dispatch(entry)
        except RunRefused as error:
            self._metrics.count_dispatch(is_done=False)
            fields = {"code": error.code, "document_id": entry.document_id, "attempts": entry.attempts}
            log.error("a run was refused", extra={"fields": fields})
            await outbox.release(entry, delay_seconds=entry.back_off_seconds)
            return False
        except BerkasError:
            self._metrics.count_dispatch(is_done=False)
            for left in [entry, *others]:
                await outbox.release(left, delay_seconds=0)
            raise
        self._metrics.count_dispatch(is_done=True)
        return True

    async def _dispatch(self, entry: OutboxEntry) -> None:
        job = job_of(entry)
        request_id = entry.payload.get("request_id")
        tags = (entry.document_id, entry.organisation_id, request_id and request_tag(request_id))
        run_id = await self._orchestrator.create(
            RunRequest(
                deployment=job.deployment,
                name=job.run_name,
                parameters=job.model_dump(mode="json"),
                idempotency_key=job.idempotency_key,
                tags=[tag for tag in tags if tag],
                work_queue=entry.payload.get("queue"),
                scheduled_at=entry.payload.get("scheduled_at"),
            )
        )
        if isinstance(job, ProcessDocument):
            await documents.note_flow_run(job.document_id, job.attempt, run_id)
        elif isinstance(job, DeliverWebhook):
            await deliveries.note_flow_run(job.delivery_id, job.attempt, run_id)
        elif isinstance(job, EraseDocument):
            await erasures.note_flow_run(job.erasure_id, job.attempt, run_id)
        await outbox.done(entry)


def job_of(entry: OutboxEntry) -> Job:
    """The parameters of the run that an entry asks for."""
    job = _JOBS[entry.kind]
    known = {"document_id": entry.document_id, **entry.payload}
    return job.model_validate({name: known[name] for name in job.model_fields if name in known})
