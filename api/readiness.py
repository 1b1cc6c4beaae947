"""Whether the servers that the API needs answer: asked anybody's number of times, looked up once a second."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Final

from api.prefect_runs import Orchestrator
from api.schemas import ReadinessOut
from berkas.errors import DatabaseUnavailable, ObjectStoreUnavailable, OrchestratorUnavailable, Unavailable
from berkas.storage.blobs import BlobStore
from tables.engine import check as check_database
from tables.engine import connected

PROBE_SECONDS: Final = 4
"""A server that has not answered by then is away; shorter than what a probe of Kubernetes is given."""

KEPT_SECONDS: Final = 1.0
"""How long an answer is given again: the question needs no key, and each look costs three servers a request."""


class Readiness:
    """Looks after the servers; lives as long as the application."""

    def __init__(
        self, blobs: BlobStore, orchestrator: Orchestrator, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._clock = clock
        self._blobs = blobs
        self._orchestrator = orchestrator
        self._lock = asyncio.Lock()
        self._known: ReadinessOut | None = None
        self._until = 0.0

    async def look(self) -> ReadinessOut:
        """Each server by name, as it was found within the last second; questions that come together wait for one look."""
        async with self._lock:
            if self._known is None or self._clock() >= self._until:
                self._known = await self._ask()
                self._until = self._clock() + KEPT_SECONDS
            return self._known

    async def _ask(self) -> ReadinessOut:
        database, store, prefect = await asyncio.gather(
            _state_of(_database(), DatabaseUnavailable),
            _state_of(asyncio.to_thread(self._blobs.check), ObjectStoreUnavailable),
            _state_of(self._orchestrator.check(), OrchestratorUnavailable),
        )
        status = "ok" if database == store == "ok" else "unavailable"
        return ReadinessOut(status=status, database=database, object_store=store, prefect=prefect)


async def _database() -> None:
    async with connected():
        await check_database()


async def _state_of(check: Awaitable[None], silent: type[Unavailable]) -> str:
    try:
        async with asyncio.timeout(PROBE_SECONDS):
            await check
    except Unavailable as error:
        return error.code
    except TimeoutError:
        return silent.code
    return "ok"
