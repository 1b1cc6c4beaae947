"""The worker's side of its slots: keep N warm processes, lend them to runs, replace the used up and the dead."""

import asyncio
import logging
import multiprocessing
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess

import anyio
import msgspec

from deployments.slot_messages import Order, Report

PRELOAD = (
    "deployments.forkserver_protection",
    "deployments.slot",
    "flows.process_document",
    "flows.draw_page",
    "flows.dry_run_template",
    "flows.erase_document",
    "flows.sweep_queued",
    "flows.bulk_reextract",
    "flows.deliver_webhook",
)
"""Modules that the forkserver imports once, so that a new slot has them at once. The first one keeps its secrets, and theirs."""

SECRET_PREFIXES = ("BERKAS_", "PREFECT_", "AWS_", "PG")
"""Names of variables that may hold passwords and keys begin like this."""

START_SECONDS = 120
STOP_SECONDS = 10


class Ending(StrEnum):
    """How an order ended, seen from outside of the slot."""

    FINISHED = "finished"
    DIED = "died"
    DEADLINE = "deadline"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of one order.

    Attributes:
        ending: How it ended.
        exit_code: Of the slot when it died, negative for a signal; else 0.
        error: Class name of what ended the run outside of Prefect's engine, if anything.
    """

    ending: Ending
    exit_code: int = 0
    error: str | None = None


@dataclass(frozen=True, slots=True)
class SlotLimits:
    """When a slot is replaced.

    Attributes:
        runs: After that many runs.
        rss_bytes: Above that resident memory, children included.
        deadline_seconds: Wall time of one run; then it is killed.
    """

    runs: int
    rss_bytes: int
    deadline_seconds: float


class Slot:
    """One warm process."""

    def __init__(self, process: ForkServerProcess, connection: Connection) -> None:
        self._process = process
        self._connection = connection
        self._cancelled = False
        self.runs = 0
        self.rss_bytes = 0

    @property
    def pid(self) -> int:
        """Process id."""
        return self._process.pid or 0

    @property
    def is_alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.is_alive()

    async def execute(self, order: Order, deadline_seconds: float) -> Outcome:
        """Run one order to its end, whatever that is."""
        self.runs += 1
        try:
            self._connection.send_bytes(msgspec.json.encode(order))
            with anyio.fail_after(deadline_seconds):
                report = await self.report()
        except TimeoutError:
            await self.kill()
            return Outcome(Ending.DEADLINE)
        except (EOFError, OSError):
            return await self._death()
        except BaseException:
            with anyio.CancelScope(shield=True):
                await self.kill()
            raise
        return Outcome(Ending.FINISHED, error=report.error)

    async def report(self) -> Report:
        """Wait for the next report.

        Raises:
            EOFError: The slot is gone.
        """
        await anyio.wait_readable(self._connection.fileno())
        report = msgspec.json.decode(self._connection.recv_bytes(), type=Report)
        self.rss_bytes = report.rss_bytes
        return report

    def cancel(self) -> None:
        """Kill the run; its outcome says that it was cancelled."""
        self._cancelled = True
        self._process.kill()

    async def kill(self) -> None:
        """End the process at once."""
        self._process.kill()
        await self._join()

    async def stop(self) -> None:
        """Let the process send its last logs and end; kill it when it does not."""
        try:
            self._connection.send_bytes(b"")
        except OSError:
            pass
        else:
            await self._join()
        if self._process.is_alive():
            await self.kill()

    async def _death(self) -> Outcome:
        await self._join()
        ending = Ending.CANCELLED if self._cancelled else Ending.DIED
        return Outcome(ending, exit_code=self._process.exitcode or -9)

    async def _join(self) -> None:
        await anyio.to_thread.run_sync(self._process.join, STOP_SECONDS)


class SlotPool:
    """N slots; a run borrows one and gives it back."""

    def __init__(
        self, size: int, limits: SlotLimits, logger: "logging.Logger | logging.LoggerAdapter[logging.Logger]"
    ) -> None:
        self._size = size
        self._limits = limits
        self._logger = logger
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(list(PRELOAD))
        _start_resource_tracker()
        self._idle: list[Slot] = []
        self._busy: dict[str, Slot] = {}
        self._free = asyncio.Semaphore(size)
        self._starting = asyncio.Lock()

    async def start(self) -> None:
        """Start every slot; returns when all are ready."""
        for _ in range(self._size):
            self._idle.append(await self._start_slot())

    async def execute(self, run_id: str, order: Order) -> Outcome:
        """Run an order in the next free slot."""
        async with self._lend(run_id) as slot:
            return await slot.execute(order, self._limits.deadline_seconds)

    def cancel(self, run_id: str) -> bool:
        """Kill the slot of a run; False when the run is in no slot."""
        slot = self._busy.get(run_id)
        if slot is None:
            return False
        slot.cancel()
        return True

    @property
    def pids(self) -> tuple[int, ...]:
        """Process ids of all slots."""
        return tuple(slot.pid for slot in (*self._idle, *self._busy.values()))

    @property
    def busy(self) -> int:
        """How many runs are in a slot."""
        return len(self._busy)

    async def stop(self) -> None:
        """Stop every slot."""
        idle, self._idle = self._idle, []
        async with anyio.create_task_group() as group:
            for slot in idle:
                group.start_soon(slot.stop)
            for slot in self._busy.values():
                group.start_soon(slot.kill)

    @asynccontextmanager
    async def _lend(self, run_id: str) -> AsyncIterator[Slot]:
        async with self._free:
            slot = await self._next_idle()
            self._busy[run_id] = slot
            try:
                yield slot
            finally:
                del self._busy[run_id]
                with anyio.CancelScope(shield=True):
                    await self._give_back(slot)

    async def _next_idle(self) -> Slot:
        while self._idle:
            slot = self._idle.pop()
            if slot.is_alive:
                return slot
        return await self._start_slot()

    async def _give_back(self, slot: Slot) -> None:
        if not slot.is_alive:
            self._logger.warning("Slot %s is gone after %s runs; the next run gets a new one", slot.pid, slot.runs)
        elif slot.runs >= self._limits.runs or slot.rss_bytes > self._limits.rss_bytes:
            self._logger.info("Slot %s is replaced: %s runs, %s MiB", slot.pid, slot.runs, slot.rss_bytes >> 20)
            await slot.stop()
        else:
            self._idle.append(slot)

    async def _start_slot(self) -> Slot:
        async with self._starting:
            ours, theirs = self._context.Pipe()
            process = self._context.Process(target=_serve, args=(theirs,), name="berkas-slot", daemon=True)
            await anyio.to_thread.run_sync(process.start)
            theirs.close()
            slot = Slot(process, ours)
            with anyio.fail_after(START_SECONDS):
                await slot.report()
            self._logger.info("Slot %s is ready", slot.pid)
            return slot


def _start_resource_tracker() -> None:
    """Start multiprocessing's own helper process without secrets: it keeps its environment for life, where others can read it."""
    withheld = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith(SECRET_PREFIXES)}
    try:
        resource_tracker.ensure_running()
    finally:
        os.environ.update(withheld)


def _serve(connection: Connection) -> None:
    # imported in the slot only: whoever imports the worker's class, as the Prefect server does, must not load the flows
    from deployments.slot import serve

    serve(connection)
