"""Flows on a Prefect server of the session, with real sealed papers in the embedded PostgreSQL and a real reader."""

import dataclasses
import hashlib
import inspect
import json
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from locked_papers import locked as lock

from berkas.evaluation.specimens import papers
from berkas.ids import IdPrefix, new_id
from berkas.model.events import EventKind
from berkas.reading.filetypes import sniff
from berkas.settings import Settings
from berkas.storage.blobs import LocalBlobStore
from berkas.storage.keyring import Keyring, WrappedOrganisationKey
from berkas.storage.sealing import Sealer
from tables.engine import fetch
from tables.queries import organisations, uploads, webhooks
from tables.queries.document_rows import DocumentRow
from tables.queries.organisations import OrganisationRow
from tables.queries.uploads import NewUpload
from tables.queries.webhooks import NewWebhook

PASSWORD = "sandi-CONTOH"


# per file, not per session: what it sets in the environment must not reach the tests of other folders
@pytest.fixture(scope="module")
def worker(database_url: str, root_key: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """The settings of a worker's process; its reader is warm after the first paper."""
    from flows.resources import resources

    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("BERKAS_ROOT_KEY", root_key)
        environment.setenv("BERKAS_BLOB_URL", f"file://{tmp_path_factory.mktemp('blobs')}")
        resources.cache_clear()
        yield Settings()
        resources().reader.stop()
        resources.cache_clear()


@pytest.fixture
def new_organisation(database: None, worker: Settings) -> Callable[[], Awaitable[OrganisationRow]]:
    async def make() -> OrganisationRow:
        organisation_id = new_id(IdPrefix.ORGANISATION)
        key = Keyring(worker.root_key.get_secret_value()).new_organisation_key(organisation_id)
        return await organisations.create_organisation(
            name="PT CONTOH", wrapped_key=key.wrapped, root_key_id=key.root_key_id, organisation_id=organisation_id
        )

    return make


@pytest.fixture
async def organisation(new_organisation: Callable[[], Awaitable[OrganisationRow]]) -> OrganisationRow:
    return await new_organisation()


@pytest.fixture
def store(organisation: OrganisationRow, worker: Settings) -> Callable[..., Awaitable[DocumentRow]]:
    """Seals a paper, stores it and records its upload."""

    async def make(content: bytes, *, owner: OrganisationRow = organisation, **values: Any) -> DocumentRow:
        document_id = new_id(IdPrefix.DOCUMENT)
        wrapped = WrappedOrganisationKey(owner.root_key_id, owner.wrapped_key)
        key = Keyring(worker.root_key.get_secret_value()).new_data_key(wrapped, owner.id, document_id)
        sealer = Sealer(key.key, document_id)
        writer = LocalBlobStore(Path(worker.blob_url.removeprefix("file://"))).writer(document_id)
        writer.write(sealer.update(content) + sealer.finish())
        writer.commit()
        upload = NewUpload(
            document_id=document_id,
            organisation_id=owner.id,
            filename="contoh.pdf",
            content_type=sniff(content[:1024]).value,
            size_bytes=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            blob_name=document_id,
            wrapped_key=key.wrapped,
            **values,
        )
        return (await uploads.record_upload(upload)).document

    return make


@pytest.fixture(scope="session")
def paper() -> papers.Specimen:
    """An NPWP with a text layer."""
    return papers.make("npwp", layout="electronic", seed=7)


@pytest.fixture(scope="session")
def locked(paper: papers.Specimen) -> bytes:
    """The same, locked with a password."""
    return lock(paper.pdf, PASSWORD)


@pytest.fixture
def replace_resources(worker: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Gives the tasks other resources in place of some of the worker's."""
    from flows import abandoned_uploads, reading, resources
    from flows.tasks import intake, persistence, templates

    def replace(**changes: Any) -> None:
        changed = dataclasses.replace(resources.resources(), **changes)
        for module in (abandoned_uploads, intake, persistence, reading, templates):
            monkeypatch.setattr(module, "resources", lambda: changed)

    return replace


@pytest.fixture
def run(prefect_place: Any, worker: Settings) -> Callable[..., Awaitable[Any]]:
    """Runs ``process_document`` and gives its final state."""
    from flows.process_document import process_document

    async def start(document_id: str, attempt: int = 1, password_handle: str | None = None) -> Any:
        return await process_document(document_id, attempt, password_handle, return_state=True)

    return start


@pytest.fixture
def drained(prefect_place: Any) -> Callable[[], Awaitable[None]]:
    """Waits until the server has every log line and event."""
    from prefect.events.worker import EventsWorker
    from prefect.logging.handlers import APILogWorker

    async def wait() -> None:
        for waiting in (APILogWorker.instance().drain(), EventsWorker.drain_all()):
            if inspect.isawaitable(waiting):
                await waiting

    return wait


@pytest.fixture
async def told(organisation: OrganisationRow) -> Callable[[str], Awaitable[list[tuple[str, dict[str, Any]]]]]:
    """What a webhook that hears of everything is told of a document: events and their data, in order."""
    await webhooks.create_webhook(
        NewWebhook(
            id=new_id(IdPrefix.WEBHOOK),
            organisation_id=organisation.id,
            url="https://contoh.example/hook",
            events=[kind.value for kind in EventKind],
            active=True,
            sealed_secret=b"sealed",
        ),
        actor="key_test",
    )

    async def of(document_id: str) -> list[tuple[str, dict[str, Any]]]:
        rows = await fetch("select event, body from webhook_delivery where document_id = $1 order by id", document_id)
        return [(row["event"], json.loads(row["body"])["data"]) for row in rows]

    return of
