"""Health and metrics, without a key; and the internal way to password slots."""

import asyncio
import contextlib
import hmac
from collections.abc import Awaitable
from typing import Any

from litestar import Controller, Request, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.metrics import CONTENT_TYPE
from api.openapi import not_ready
from api.schemas import HealthOut, ReadinessOut
from api.services import Services
from berkas.errors import (
    AuthenticationFailed,
    DatabaseUnavailable,
    ObjectStoreUnavailable,
    OrchestratorUnavailable,
    Unavailable,
)
from tables.engine import check as check_database
from tables.engine import connected
from tables.outbox import OutboxKind
from tables.queries import outbox

INTERNAL_API = "internal-api"
"""Purpose of the key that a worker shows here."""

PROBE_SECONDS = 4
"""A server that has not answered by then is away; shorter than what a probe of Kubernetes is given."""


class HealthController(Controller):
    """Is it alive, and can it serve?"""

    path = "/health"
    tags = ["Operations"]

    @get("/live", operation_id="live", summary="Check that the process answers", security=[{}])
    async def live(self) -> HealthOut:
        """The process answers."""
        return HealthOut(status="ok")

    @get(
        "/ready", operation_id="ready", summary="Check that uploads can be taken", security=[{}], responses=not_ready()
    )
    async def ready(self, services: NamedDependency[Services]) -> Response[ReadinessOut]:
        """Each server that is needed, by name: 200 when uploads can be taken, 503 else. Prefect may be away for a while."""
        database, store, prefect = await asyncio.gather(
            _state_of(_database(), DatabaseUnavailable),
            _state_of(asyncio.to_thread(services.blobs.check), ObjectStoreUnavailable),
            _state_of(services.orchestrator.check(), OrchestratorUnavailable),
        )
        is_ready = database == store == "ok"
        body = ReadinessOut(
            status="ok" if is_ready else "unavailable", database=database, object_store=store, prefect=prefect
        )
        return Response(body, status_code=200 if is_ready else 503)


@get(
    "/metrics",
    tags=["Operations"],
    operation_id="metrics",
    summary="Read metrics",
    media_type="text/plain",
    security=[{}],
)
async def show_metrics(services: NamedDependency[Services]) -> Response[bytes]:
    """Metrics for Prometheus; they hold no personal data."""
    # without the database its gauge keeps the last value: metrics must be readable when everything else is down
    with contextlib.suppress(Unavailable):
        async with connected():
            services.metrics.set_waiting(await outbox.pending(OutboxKind.PROCESS_DOCUMENT))
    return Response(services.metrics.exposition(), media_type=CONTENT_TYPE)


class PasswordSlotsController(Controller):
    """Workers take PDF passwords out of this process's memory; see docs/decisions/0008."""

    path = "/internal/password-slots"
    include_in_schema = False

    @post("/{handle:str}/take", status_code=200)
    async def take(
        self, request: Request[Any, Any, Any], handle: FromPath[str], services: NamedDependency[Services]
    ) -> dict[str, str]:
        """The password of a slot."""
        check_worker(request, services)
        return {"password": await services.slots.take(handle)}

    @delete("/{handle:str}", status_code=204)
    async def forget(
        self, request: Request[Any, Any, Any], handle: FromPath[str], services: NamedDependency[Services]
    ) -> None:
        """Empty a slot."""
        check_worker(request, services)
        await services.slots.forget(handle)


def check_worker(request: Request[Any, Any, Any], services: Services) -> None:
    """Let a worker of this installation through.

    Raises:
        AuthenticationFailed: It does not show the key.
    """
    given = request.headers.get("authorization", "").removeprefix("Bearer ").encode()
    if not hmac.compare_digest(given, services.keyring.derive(INTERNAL_API).hex().encode()):
        raise AuthenticationFailed


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
