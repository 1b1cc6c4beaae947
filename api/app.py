"""The one place that wires the API."""

import contextlib
from collections.abc import AsyncIterator
from importlib.metadata import version

from litestar import Litestar
from litestar.datastructures import State
from litestar.di import Provide
from litestar.plugins.pydantic import PydanticPlugin
from redis.asyncio import Redis

from api.controllers.documents import DocumentsController
from api.controllers.operations import HealthController, PasswordSlotsController, metrics
from api.controllers.uploads import UploadsController
from api.dispatch import PrefectDispatcher
from api.errors import answer_error
from api.gate import Gate, add_headers
from api.openapi import openapi_config
from api.prefect_runs import PrefectRuns
from api.ratelimit import Counters, MemoryCounters, RateLimiter, RedisCounters, rules_of
from api.services import Services, provide_services
from berkas.settings import Settings
from berkas.storage.blobs import open_store
from berkas.storage.handoff import MemorySlots, PasswordSlots, SharedSlots
from berkas.storage.keyring import Keyring
from tables.engine import connected


def create_app(settings: Settings) -> Litestar:
    """The ASGI application of an installation."""
    redis: Redis | None = Redis.from_url(settings.redis_url.get_secret_value()) if settings.redis_url else None
    keyring = Keyring(settings.root_key.get_secret_value())
    runs = PrefectRuns(settings)
    dispatcher = PrefectDispatcher(runs)
    services = Services(settings, keyring, open_store(settings), _slots(settings, keyring, redis), dispatcher, runs)

    @contextlib.asynccontextmanager
    async def lifespan(_app: Litestar) -> AsyncIterator[None]:
        async with connected(settings), dispatcher.running():
            yield
        await runs.close()
        if redis is not None:
            await redis.aclose()

    return Litestar(
        route_handlers=[UploadsController, DocumentsController, HealthController, PasswordSlotsController, metrics],
        dependencies={"services": Provide(provide_services)},
        middleware=[Gate(RateLimiter(_counters(redis), rules_of(settings)), settings.environment)],
        exception_handlers={Exception: answer_error},
        before_send=[add_headers],
        lifespan=[lifespan],
        openapi_config=openapi_config(version("berkas")),
        plugins=[PydanticPlugin(prefer_alias=True)],
        state=State({"services": services}),
        logging_config=None,
    )


def _slots(settings: Settings, keyring: Keyring, redis: Redis | None) -> PasswordSlots:
    if redis is None:
        return MemorySlots(settings.password_slot_seconds)
    return SharedSlots(redis, keyring.derive("password-slots"), settings.password_slot_seconds)


def _counters(redis: Redis | None) -> Counters:
    return RedisCounters(redis) if redis is not None else MemoryCounters()
