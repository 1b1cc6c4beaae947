"""Health and metrics, without a key; and the internal way to password slots."""

import contextlib
import hmac
from typing import Any

from litestar import Controller, Request, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.metrics import CONTENT_TYPE
from api.openapi import not_ready
from api.schemas import HealthOut, ReadinessOut
from api.services import Services
from berkas.errors import Unavailable
from berkas.refusals import AuthenticationFailed
from tables.engine import connected
from tables.outbox import OutboxKind
from tables.queries import outbox

INTERNAL_API = "internal-api"
"""Purpose of the key that a worker shows here."""


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
        state = await services.readiness.look()
        return Response(state, status_code=200 if state.status == "ok" else 503)


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
