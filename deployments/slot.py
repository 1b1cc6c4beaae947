"""A slot: one process of the warm worker that has the flows loaded and runs one of them after another.

The worker sends orders over a pipe and reads reports from it, both JSON. The pipe is also the lifeline: when the worker is
gone, however it died, the pipe ends and the slot ends with it, in the middle of a run if need be.
"""

import asyncio
import contextlib
import os
import queue
import signal
import threading
from contextlib import AsyncExitStack
from importlib import import_module
from multiprocessing.connection import Connection
from typing import Any

import msgspec
import psutil
from prefect import Flow
from prefect.client.schemas.objects import FlowRun
from prefect.context import AsyncClientContext, SyncClientContext
from prefect.events.worker import EventsWorker
from prefect.exceptions import PrefectSignal
from prefect.flow_engine import run_flow
from prefect.logging import get_logger
from prefect.logging.handlers import APILogWorker

from deployments.entrypoints import ENTRYPOINTS
from deployments.slot_messages import Order, Report
from tables.engine import connected

logger = get_logger("berkas.slot")


class _Shared:
    """What outlives a run: Prefect's client and the database pool, opened when their servers first answer."""

    def __init__(self) -> None:
        self._stack = AsyncExitStack()
        self._client = False
        self._database = False

    async def open(self) -> None:
        """Open what is not open yet; what cannot be opened now is left to the run, which reports it properly."""
        if not self._client:
            with contextlib.suppress(Exception):
                await self._stack.enter_async_context(AsyncClientContext.get_or_create())
                self._client = True
        if not self._database:
            with contextlib.suppress(Exception):
                await self._stack.enter_async_context(connected())
                self._database = True

    async def close(self) -> None:
        """Close both."""
        await self._stack.aclose()


def serve(connection: Connection) -> None:
    """Run orders until the worker says stop (an empty message) or is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the worker decides
    orders: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(connection, orders), daemon=True, name="lifeline").start()
    with SyncClientContext.get_or_create(), asyncio.Runner() as runner:
        shared = _Shared()
        runner.run(shared.open())
        _report(connection)
        while message := orders.get():
            runner.run(shared.open())
            _report(connection, _execute(runner, msgspec.json.decode(message, type=Order)))
        _flush()
        runner.run(shared.close())


def _listen(connection: Connection, orders: "queue.SimpleQueue[bytes]") -> None:
    try:
        while message := connection.recv_bytes():
            orders.put(message)
    except (EOFError, OSError):
        os.kill(os.getpid(), signal.SIGKILL)
    orders.put(b"")


def _report(connection: Connection, error: str | None = None) -> None:
    process = psutil.Process()
    family = [process, *process.children(recursive=True)]
    rss = 0
    for member in family:
        with contextlib.suppress(psutil.Error):
            rss += member.memory_info().rss
    connection.send_bytes(msgspec.json.encode(Report(rss, error)))


def _execute(runner: asyncio.Runner, order: Order) -> str | None:
    """Run one flow; whatever leaves the engine is the run's business, never the slot's end."""
    flow_run = FlowRun.model_validate_json(order.flow_run)
    try:
        flow = _load(order.entrypoint)
        outcome = run_flow(flow, flow_run=flow_run, return_type="state", error_logger=logger)
        if asyncio.iscoroutine(outcome):
            runner.run(outcome)
    except PrefectSignal as error:  # the server took the run away: cancelled, paused, already running elsewhere
        logger.info("Run %s was not started or not finished: %s", flow_run.id, type(error).__name__)
    except Exception as error:  # noqa: BLE001 - the boundary of a run
        return type(error).__name__
    return None


def _load(entrypoint: str) -> Flow[..., Any]:
    """A flow of the catalogue; the worker has checked that it is one, and this is the last door before code runs."""
    module, _, name = entrypoint.rpartition(".")
    flow = getattr(import_module(module), name) if entrypoint in ENTRYPOINTS else None
    if not isinstance(flow, Flow):
        message = "the entrypoint is none of the catalogue's flows"
        raise TypeError(message)
    return flow


def _flush() -> None:
    """Send the last logs and events: a slot that is replaced must not lose them."""
    APILogWorker.drain_all(timeout=5)
    EventsWorker.drain_all(timeout=5)
