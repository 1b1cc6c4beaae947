"""The one place that wires the API."""

import contextlib
from collections.abc import AsyncIterator

from litestar import Litestar
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.plugins.pydantic import PydanticPlugin
from redis.asyncio import Redis

from api.controllers.customers import CustomersController
from api.controllers.documents import DocumentsController
from api.controllers.downloads import DownloadsController, follow_link
from api.controllers.erasures import ErasuresController
from api.controllers.errands import ErrandsController
from api.controllers.exports import ExportsController
from api.controllers.extractions import ExtractionsController
from api.controllers.keys import KeysController
from api.controllers.operations import HealthController, PasswordSlotsController, show_metrics
from api.controllers.organisation import OrganisationController
from api.controllers.pages import PagesController
from api.controllers.reruns import RerunsController
from api.controllers.review import ReviewController
from api.controllers.status_events import StatusEventsController
from api.controllers.template_actions import TemplateActionsController
from api.controllers.templates import TemplatesController
from api.controllers.uploads import UploadsController
from api.controllers.webhooks import WebhooksController
from api.dispatch import OutboxDispatcher
from api.documents.viewers import ViewersController
from api.dry_runs import DryRuns
from api.errors import answer_error
from api.gate import BucketOf, Gate
from api.idempotency import PURPOSE, Fingerprints
from api.metrics import Metrics
from api.openapi import openapi_config
from api.options import name_every_method
from api.page_pictures import PagePictures
from api.prefect_runs import Orchestrator, PrefectRuns
from api.ratelimit import (
    ANSWER_SECONDS,
    BUCKET,
    Bucket,
    Counters,
    MemoryCounters,
    RateLimiter,
    RedisCounters,
    rules_of,
)
from api.readiness import Readiness
from api.services import Services, provide_services
from api.status_feed import StatusFeed
from berkas import signed_urls
from berkas.settings import Settings
from berkas.signed_urls import LinkSigner
from berkas.storage.blobs import BlobStore, open_store
from berkas.storage.errands import Errands, MemoryErrands, SharedErrands
from berkas.storage.handoff import MemorySlots, PasswordSlots, SharedSlots
from berkas.storage.keyring import Keyring
from berkas.version import VERSION
from tables.engine import connected
from tables.queries import audit


def create_app(
    settings: Settings, *, orchestrator: Orchestrator | None = None, blobs: BlobStore | None = None
) -> Litestar:
    """The ASGI application of an installation.

    Args:
        settings: Of the installation.
        orchestrator: In place of the Prefect server that the settings name.
        blobs: In place of the store that the settings name.
    """
    redis = _redis(settings)
    quick_redis = _redis(settings, ANSWER_SECONDS)
    keyring = Keyring(settings.root_key.get_secret_value())
    orchestrator = orchestrator or PrefectRuns(settings)
    metrics = Metrics()
    dispatcher = OutboxDispatcher(settings, orchestrator, metrics)
    limiter = RateLimiter(_counters(quick_redis), rules_of(settings))
    feed = StatusFeed(settings)
    errands = _errands(keyring, redis)
    blobs = blobs or open_store(settings)
    services = Services(
        settings=settings,
        keyring=keyring,
        blobs=blobs,
        slots=_slots(settings, keyring, redis),
        orchestrator=orchestrator,
        dispatcher=dispatcher,
        errands=errands,
        dry_runs=DryRuns(errands, orchestrator, seconds=settings.dry_run_seconds),
        pictures=PagePictures(errands, orchestrator, seconds=settings.picture_seconds),
        fingerprints=Fingerprints(keyring.derive_each(PURPOSE)),
        metrics=metrics,
        limiter=limiter,
        links=LinkSigner(keyring.derive_each(signed_urls.PURPOSE)),
        feed=feed,
        readiness=Readiness(blobs, orchestrator),
    )

    @contextlib.asynccontextmanager
    async def lifespan(_app: Litestar) -> AsyncIterator[None]:
        async with contextlib.AsyncExitStack() as stack:
            stack.push_async_callback(orchestrator.close)
            for client in (redis, quick_redis):
                if client is not None:
                    stack.push_async_callback(client.aclose)
            await stack.enter_async_context(connected(settings))
            await audit.sign_older_chains()
            await stack.enter_async_context(dispatcher.running())
            await stack.enter_async_context(feed.running())
            yield

    app = Litestar(
        route_handlers=[
            UploadsController,
            DocumentsController,
            RerunsController,
            ExtractionsController,
            ViewersController,
            DownloadsController,
            PagesController,
            ExportsController,
            StatusEventsController,
            ErasuresController,
            follow_link,
            CustomersController,
            WebhooksController,
            KeysController,
            OrganisationController,
            TemplatesController,
            TemplateActionsController,
            ErrandsController,
            ReviewController,
            HealthController,
            PasswordSlotsController,
            show_metrics,
        ],
        dependencies={"services": Provide(provide_services)},
        exception_handlers={Exception: answer_error},
        before_send=[name_every_method],
        lifespan=[lifespan],
        openapi_config=openapi_config(VERSION),
        plugins=[PydanticPlugin(prefer_alias=True)],
        state=State({"services": services}),
        # every failure is logged by api.errors, without messages of libraries; the framework's way would write those
        logging_config=None,
    )
    app.asgi_handler = Gate(
        app.asgi_handler,
        bucket_of=_buckets(app),
        limiter=limiter,
        metrics=metrics,
        settings=settings,
    )
    return app


def _buckets(app: Litestar) -> BucketOf:
    """Asks the router itself which handler a request is for: what is counted is what will run."""

    def bucket_of(path: str, method: str) -> Bucket | None:
        try:
            _, handler, *_ = app.asgi_router.handle_routing(path=path, method=method)
        except HTTPException:  # no such route, or not by this method
            return None
        bucket: Bucket | None = handler.opt.get(BUCKET)
        return bucket

    return bucket_of


def _slots(settings: Settings, keyring: Keyring, redis: Redis | None) -> PasswordSlots:
    if redis is None:
        return MemorySlots(settings.password_slot_seconds)
    return SharedSlots(redis, keyring.derive("password-slots"), settings.password_slot_seconds)


def _errands(keyring: Keyring, redis: Redis | None) -> Errands:
    return MemoryErrands() if redis is None else SharedErrands(redis, keyring.derive("errands"))


def _redis(settings: Settings, seconds: float = 5) -> Redis | None:
    if settings.redis_url is None:
        return None
    url = settings.redis_url.get_secret_value()
    client: Redis = Redis.from_url(url, socket_timeout=seconds, socket_connect_timeout=seconds)
    return client


def _counters(redis: Redis | None) -> Counters:
    return RedisCounters(redis) if redis is not None else MemoryCounters()
