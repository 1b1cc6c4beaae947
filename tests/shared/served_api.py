"""The real API on a loopback port that nobody else has, and what stands in Prefect's place where no run is wanted."""

import asyncio
import contextlib
import os
import random
import socket
import ssl
import threading
import time
import uuid
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Final

import uvicorn
from litestar import Litestar
from litestar.types import ASGIApp, Receive, Scope, Send

from api.connections import protocol_of
from api.prefect_runs import RunRequest
from berkas.errors import OrchestratorUnavailable

START_SECONDS = 30
TICK_SECONDS = 0.01
"""How often a server looks whether it is to end: uvicorn's own tenth of a second, once a test, would be a minute of the suite."""
NO_TLS: Final = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""For clients of servers on loopback: loading the certificates of the world would cost each of them 17 ms."""
SLOW_ANSWERS_SECONDS = float(os.environ.get("SLOW_ANSWERS_SECONDS", "0"))
"""Finds tests that look at a page before its answers are there: answers to a browser wait, each up to this long."""
LINGER_SECONDS = 2
"""How long a server that stops waits for open streams."""


@dataclass
class RunRecorder:
    """Takes note of the runs that are asked for and cancelled; or is away."""

    requests: list[RunRequest] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    is_away: bool = False

    async def create(self, request: RunRequest) -> str:
        """The same id for the same request, as Prefect gives it."""
        await self.check()
        self.requests.append(request)
        return str(uuid.uuid5(uuid.NAMESPACE_URL, request.idempotency_key))

    async def cancel(self, run_id: str) -> None:
        await self.check()
        self.cancelled.append(run_id)

    async def check(self) -> None:
        if self.is_away:
            raise OrchestratorUnavailable

    async def close(self) -> None:
        """Nothing to close."""

    def runs_of(self, document_id: str) -> list[RunRequest]:
        """What was asked for a document so far."""
        return [run for run in self.requests if run.name == document_id]


@contextlib.contextmanager
def served_in_thread(app: Litestar, *, listener: socket.socket | None = None) -> Iterator[str]:
    """Serve until the block ends; the URL."""
    with listener or socket.create_server(("127.0.0.1", 0)) as listening:
        server = _server(app)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            deadline = time.monotonic() + START_SECONDS
            while not server.started:
                assert thread.is_alive(), "the server did not start"
                assert time.monotonic() < deadline, "the server did not start in time"
                time.sleep(0.01)
            yield _url(listening)
        finally:
            server.should_exit = True
            thread.join(timeout=START_SECONDS)
    assert not thread.is_alive()


@contextlib.asynccontextmanager
async def served_in_loop(app: Litestar) -> AsyncIterator[str]:
    """Serve in this event loop until the block ends; the URL."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = _server(app)
        server.capture_signals = contextlib.nullcontext  # type: ignore[method-assign,assignment]
        task = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            while not server.started:
                assert not task.done(), "the server did not start"
                await asyncio.sleep(0.01)
            yield _url(listening)
        finally:
            server.should_exit = True
            await task


class _Server(uvicorn.Server):
    async def main_loop(self) -> None:
        while not self.should_exit:
            await self.on_tick(0)
            await asyncio.sleep(TICK_SECONDS)


def _server(app: Litestar) -> uvicorn.Server:
    return _Server(
        uvicorn.Config(
            _slowed(app) if SLOW_ANSWERS_SECONDS else app,
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=LINGER_SECONDS,
            http=protocol_of(app.state.services.settings.header_seconds),
            ws="none",
        )
    )


def _slowed(app: ASGIApp) -> ASGIApp:
    """An API that keeps a page waiting, for each answer differently: they overtake each other."""

    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        # what a browser sends names where it comes from; the requests of tests do not
        if scope["type"] == "http" and any(name == b"sec-fetch-mode" for name, _ in scope["headers"]):
            await asyncio.sleep(random.uniform(0.3, 1) * SLOW_ANSWERS_SECONDS)
        await app(scope, receive, send)

    return slow


def _url(listening: socket.socket) -> str:
    return f"http://127.0.0.1:{listening.getsockname()[1]}"
