"""Health and metrics, without a key; and the internal way to password slots."""

import asyncio
import hmac
from collections.abc import Awaitable
from typing import Any

from litestar import Controller, Request, Response, delete, get, post
from litestar.di import NamedDependency
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from api.services import Services
from berkas.errors import AuthenticationFailed, NotFound, SlotMissing, Unavailable
from tables.engine import check as check_database
from tables.engine import connected

INTERNAL_API = "internal-api"
"""Purpose of the key that a worker shows here."""


class HealthController(Controller):
    """Is it alive, and can it serve?"""

    path = "/health"
    tags = ["Operations"]  # noqa: RUF012 - the framework's way

    @get("/live", operation_id="live")
    async def live(self) -> dict[str, str]:
        """The process answers."""
        return {"status": "ok"}

    @get("/ready", operation_id="ready")
    async def ready(self, services: NamedDependency[Services]) -> Response[dict[str, Any]]:
        """Each server that is needed, by name: 200 when uploads can be taken, 503 else. Prefect may be away for a while."""
        database, store, prefect = await asyncio.gather(
            _state_of(_database()), _state_of(asyncio.to_thread(services.blobs.check)), _state_of(services.runs.check())
        )
        is_ready = database == store == "ok"
        body = {
            "status": "ok" if is_ready else "unavailable",
            "database": database,
            "objectStore": store,
            "prefect": prefect,
        }
        return Response(body, status_code=200 if is_ready else 503)


@get("/metrics", tags=["Operations"], operation_id="metrics", media_type="text/plain", sync_to_thread=False)
def metrics() -> Response[bytes]:
    """Metrics for Prometheus; they hold no personal data."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


class PasswordSlotsController(Controller):
    """Workers take PDF passwords out of this process's memory; see docs/decisions/0008."""

    path = "/internal/password-slots"
    include_in_schema = False

    @post("/{handle:str}/take", status_code=200)
    async def take(
        self, request: Request[Any, Any, Any], handle: str, services: NamedDependency[Services]
    ) -> dict[str, str]:
        """The password of a slot."""
        _check_worker(request, services)
        try:
            return {"password": await services.slots.take(handle)}
        except SlotMissing:
            raise NotFound from None

    @delete("/{handle:str}", status_code=204)
    async def forget(self, request: Request[Any, Any, Any], handle: str, services: NamedDependency[Services]) -> None:
        """Empty a slot."""
        _check_worker(request, services)
        await services.slots.forget(handle)


def _check_worker(request: Request[Any, Any, Any], services: Services) -> None:
    given = request.headers.get("authorization", "").removeprefix("Bearer ").encode()
    if not hmac.compare_digest(given, services.keyring.derive(INTERNAL_API).hex().encode()):
        raise AuthenticationFailed


async def _database() -> None:
    async with connected():
        await check_database()


async def _state_of(check: Awaitable[None]) -> str:
    try:
        await check
    except Unavailable as error:
        return error.code
    return "ok"
