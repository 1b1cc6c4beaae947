"""An installation with an API on a loopback port; runs are taken down, and carried out by the tests that want them."""

import asyncio
import hashlib
import secrets
import time
from base64 import b32encode
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from served_api import NO_TLS, RunRecorder, served_in_thread

from api.app import create_app
from api.prefect_runs import RunRequest
from api.services import Services
from berkas.evaluation.specimens import papers, variants
from berkas.model.extraction import Candidate, Classification, ExtractionResult, FieldValue
from berkas.model.geometry import BoundingBox
from berkas.model.statuses import DocumentStatus
from berkas.settings import Settings
from deployments.key_making import make_organisation
from flows.resources import resources
from tables.engine import connected, fetch
from tables.erasures import ErasureKind
from tables.queries import api_keys, documents, erasures
from tables.queries.document_rows import DocumentRow
from tables.queries.documents import Ending
from tables.queries.erasures import Wanted
from tables.queries.receipts import ErasureRow

WAIT_SECONDS = 15
BOX = BoundingBox(0, 0.25, 0.125, 0.5, 0.0625)
READ = Ending(
    status=DocumentStatus.EXTRACTED,
    result=ExtractionResult(
        template_id="npwp",
        template_version=1,
        fields=(FieldValue("name", "CONTOH SEJAHTERA", "CONTOH SEJAHTERA", 97, BOX),),
        confidence_score=91,
        flags=(),
        findings=(),
        raw_text="CONTOH SEJAHTERA",
        review_reasons=(),
    ),
    classification=Classification("npwp", 97, (Candidate("npwp", 97),)),
    page_count=1,
)


@dataclass
class Installation:
    """The API, its database and its folder."""

    url: str
    settings: Settings
    runs: RunRecorder
    services: Services

    def client(self, organisation_id: str, *scopes: str) -> httpx.Client:
        """A client with a new key of the organisation; with every scope when none is named."""
        key = f"bk_live_{b32encode(secrets.token_bytes(20)).decode()}"

        async def store() -> None:
            async with connected(self.settings):
                await api_keys.create_key(
                    organisation_id=organisation_id,
                    name="tests",
                    sha256=hashlib.sha256(key.encode()).hexdigest(),
                    hint=key[-4:],
                    scopes=scopes or ("read", "write"),
                    rate_limits={"documents.upload": 10_000, "api.read": 10_000, "api.write": 10_000},
                )

        asyncio.run(store())
        headers = {"Authorization": f"Bearer {key}"}
        return httpx.Client(base_url=self.url, headers=headers, timeout=30, trust_env=False, verify=NO_TLS)

    def organisation(self) -> str:
        async def make() -> str:
            async with connected(self.settings):
                return await make_organisation(self.settings, "PT CONTOH")

        return asyncio.run(make())

    def originals(self) -> list[str]:
        return [path.name for path in (self.settings.data_dir / "blobs").rglob("*") if path.is_file()]

    def asked(self, deployment: str) -> list[RunRequest]:
        """What was asked for of a deployment, once the dispatcher had time to."""
        deadline = time.monotonic() + WAIT_SECONDS
        while not (found := [run for run in self.runs.requests if run.deployment == deployment]):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        return found


@pytest.fixture
def installation(settings: Settings, clean_database: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    """A fresh one; flows and commands find it through the environment, as workers do."""
    monkeypatch.setenv("BERKAS_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("BERKAS_ROOT_KEY", settings.root_key.get_secret_value())
    runs = RunRecorder()
    app = create_app(settings, orchestrator=runs)
    with served_in_thread(app) as url:
        yield Installation(url, settings, runs, app.state.services)


@pytest.fixture
def organisation_id(installation: Installation) -> str:
    return installation.organisation()


@pytest.fixture
def client(installation: Installation, organisation_id: str) -> Iterator[httpx.Client]:
    with installation.client(organisation_id) as http:
        yield http


@pytest.fixture
def upload(client: httpx.Client) -> Callable[..., dict[str, Any]]:
    """Upload a file, by default something that begins like a PDF; its document."""

    def send(
        content: bytes = b"%PDF-1.7\n% contoh", filename: str = "npwp-contoh.pdf", **fields: str
    ) -> dict[str, Any]:
        answer = client.post("/api/documents/upload", files={"file": (filename, content)}, data=fields)
        assert answer.status_code in {200, 201}, answer.text
        return dict(answer.json()["data"]["document"])

    return send


@pytest.fixture(scope="session")
def paper() -> Callable[[int], tuple[bytes, dict[str, Any]]]:
    """Draws an NPWP as a PDF with text: its bytes and its truth."""

    def draw(seed: int) -> tuple[bytes, dict[str, Any]]:
        specimen = papers.make("npwp", layout="card", seed=seed)
        return variants.render(specimen, "text_pdf", seed=seed)[0], dict(specimen.truth)

    return draw


@pytest.fixture
async def world(prefect_place: object, installation: Installation, organisation_id: str) -> AsyncIterator[str]:
    """An open pool, and resources of this installation instead of an earlier test's."""
    resources.cache_clear()
    async with connected(installation.settings):
        await fetch(
            """insert into webhook (id, organisation_id, url, events, sealed_secret)
            values ('whk_end', $1, 'https://contoh.test', array['document.erased', 'document.purged'], 'x')""",
            organisation_id,
        )
        yield organisation_id
    resources().reader.close()
    resources.cache_clear()


@pytest.fixture
def read(world: str, upload: Callable[..., dict[str, Any]]) -> Callable[..., Awaitable[DocumentRow]]:
    """Upload something and store what a run might have read of it."""

    async def make(number: int, **fields: str) -> DocumentRow:
        document = await asyncio.to_thread(upload, b"%PDF-1.7\n% contoh " + str(number).encode(), **fields)
        assert await documents.claim(document["id"], 1, "run-1")
        assert await documents.finish(document["id"], 1, READ)
        row = await documents.find(world, document["id"])
        assert row is not None
        return row

    return make


@pytest.fixture
def begin(world: str) -> Callable[..., Awaitable[ErasureRow]]:
    """Begin the removal of a document, as a request does."""

    async def make(document: DocumentRow, **values: Any) -> ErasureRow:
        wanted = {"kind": ErasureKind.ERASE, "reason": "CONTOH: subject asked", "actor": "key_1", **values}
        return (await erasures.begin(Wanted(organisation_id=world, document_id=document.id, **wanted))).erasure

    return make
