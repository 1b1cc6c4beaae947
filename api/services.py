"""What handlers need, made once in ``app.create_app`` and kept in the application's state."""

from dataclasses import dataclass

from litestar.datastructures import State

from api.dispatch import Dispatcher
from api.dry_runs import DryRuns
from api.idempotency import Fingerprints
from api.metrics import Metrics
from api.page_pictures import PagePictures
from api.prefect_runs import Orchestrator
from api.ratelimit import RateLimiter
from api.readiness import Readiness
from api.status_feed import StatusFeed
from berkas.settings import Settings
from berkas.signed_urls import LinkSigner
from berkas.storage.blobs import BlobStore
from berkas.storage.errands import Errands
from berkas.storage.handoff import PasswordSlots
from berkas.storage.keyring import Keyring


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """See the module."""

    settings: Settings
    keyring: Keyring
    blobs: BlobStore
    slots: PasswordSlots
    orchestrator: Orchestrator
    dispatcher: Dispatcher
    errands: Errands
    dry_runs: DryRuns
    pictures: PagePictures
    fingerprints: Fingerprints
    metrics: Metrics
    limiter: RateLimiter
    links: LinkSigner
    feed: StatusFeed
    readiness: Readiness


async def provide_services(state: State) -> Services:
    """The services of this application."""
    found: Services = state.services
    return found
