"""The real API on a loopback port, on the embedded PostgreSQL; only the orchestrator is a recorder."""

import asyncio
import contextlib
import hashlib
import io
import logging
import secrets
import time
from base64 import b32encode
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from served_api import NO_TLS, RunRecorder, served_in_thread

from api import logs
from api.app import create_app
from api.prefect_runs import RunRefused, RunRequest
from api.services import Services
from berkas.settings import Settings
from berkas.storage.blobs import BlobStore
from deployments.key_making import EVERYTHING, make_organisation
from tables.engine import connected
from tables.queries import api_keys, documents
from tables.queries.documents import Ending

WAIT_SECONDS = 15


@dataclass
class Recorder(RunRecorder):
    """Also refuses runs with a certain tag, or has faults."""

    refused_tag: str | None = None
    faults: list[Exception] = field(default_factory=list)
    refusals: list[RunRequest] = field(default_factory=list)

    async def create(self, request: RunRequest) -> str:
        if self.faults and not self.is_away:
            raise self.faults.pop()
        if self.refused_tag in request.tags and not self.is_away:
            self.refusals.append(request)
            raise RunRefused
        return await super().create(request)


@dataclass
class Server:
    """The running API and what it keeps."""

    url: str
    settings: Settings
    orchestrator: Recorder
    log: io.StringIO
    services: Services

    def client(self, key: str | None) -> httpx.Client:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        return httpx.Client(base_url=self.url, headers=headers, timeout=30, trust_env=False, verify=NO_TLS)

    def run(self, call: Callable[..., Awaitable[Any]], *arguments: Any, **named: Any) -> Any:
        """What an operator or a worker would do to the database."""

        async def inside() -> Any:
            async with connected(self.settings):
                return await call(*arguments, **named)

        return asyncio.run(inside())

    def organisation(self) -> str:
        return self.run(make_organisation, self.settings, "PT CONTOH")

    def key(
        self,
        organisation_id: str,
        *scopes: str,
        expires_at: datetime | None = None,
        environment: str = "live",
        **limits: int,
    ) -> str:
        """A new key; without scopes it may do everything."""
        key = f"bk_{environment}_{b32encode(secrets.token_bytes(20)).decode()}"
        self.run(
            api_keys.create_key,
            organisation_id=organisation_id,
            name="tests",
            sha256=hashlib.sha256(key.encode()).hexdigest(),
            hint=key[-4:],
            scopes=scopes or EVERYTHING,
            expires_at=expires_at,
            rate_limits={name.replace("_", "."): limit for name, limit in limits.items()}
            or {"documents.upload": 10_000, "api.read": 10_000, "api.write": 10_000},
        )
        return key

    def finish(self, document_id: str, ending: Ending) -> None:
        """What a worker does at the end of a run."""

        async def claim_and_finish() -> None:
            assert await documents.claim(document_id, 1, "run-of-test")
            assert await documents.finish(document_id, 1, ending)

        self.run(claim_and_finish)

    def held_passwords(self) -> int:
        """How many PDF passwords the API holds in memory."""
        return len(self.services.slots._held)

    def blobs(self) -> list[Path]:
        return [path for path in (self.settings.data_dir / "blobs").rglob("*") if path.is_file()]


@contextlib.contextmanager
def serving(settings: Settings, blobs: BlobStore | None = None, recorder: Recorder | None = None) -> Iterator[Server]:
    """Serve until the block ends, in a thread, on a port that nobody else has."""
    orchestrator, log = recorder or Recorder(), io.StringIO()
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    logs.configure("INFO", log)
    app = create_app(settings, orchestrator=orchestrator, blobs=blobs)
    try:
        with served_in_thread(app) as url:
            yield Server(url, settings, orchestrator, log, app.state.services)
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)


@pytest.fixture(scope="session")
def serve() -> Callable[..., contextlib.AbstractContextManager[Server]]:
    """Serves an API of its own."""
    return serving


@pytest.fixture(scope="module")
def make_settings(
    database_url: str, root_key: str, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Settings]:
    """Settings with a data folder of their own."""

    def make(**values: Any) -> Settings:
        defaults = {"database_url": database_url, "root_key": root_key, "rate_limit_failed_auth": 10_000}
        return Settings(data_dir=tmp_path_factory.mktemp("api"), **{**defaults, **values})

    return make


# one per file, not per session: its dispatcher must not take what the tests of the tables put into the outbox
@pytest.fixture(scope="module")
def server(make_settings: Callable[..., Settings]) -> Iterator[Server]:
    with serving(make_settings()) as running:
        yield running


@pytest.fixture
def organisation(server: Server) -> str:
    """A fresh organisation: nothing of another test is visible to it."""
    return server.organisation()


@pytest.fixture
def key(server: Server, organisation: str) -> str:
    """A key of it that may do everything."""
    return server.key(organisation)


@pytest.fixture
def client(server: Server, key: str) -> Iterator[httpx.Client]:
    with server.client(key) as http:
        yield http


@pytest.fixture
def stranger(server: Server) -> Iterator[httpx.Client]:
    """A client of another organisation."""
    with server.client(server.key(server.organisation())) as http:
        yield http


@pytest.fixture
def upload(client: httpx.Client) -> Callable[..., httpx.Response]:
    """Uploads a file, by default the PDF number 1."""

    def send(content: bytes | int = 1, filename: str = "ktp.pdf", **fields: str) -> httpx.Response:
        body = content if isinstance(content, bytes) else _pdf(content)
        return client.post("/api/documents/upload", files={"file": (filename, body)}, data=fields)

    return send


@pytest.fixture
def uploaded(upload: Callable[..., httpx.Response]) -> Callable[..., dict[str, Any]]:
    """Uploads a file and gives its document."""

    def send(*arguments: Any, **fields: str) -> dict[str, Any]:
        answer = upload(*arguments, **fields)
        assert answer.status_code in {200, 201}, answer.text
        return dict(answer.json()["data"]["document"])

    return send


@pytest.fixture(scope="session")
def pdf() -> Callable[[int], bytes]:
    """Makes something that begins like a PDF; numbers make different files."""
    return _pdf


@pytest.fixture(scope="session")
def eventually() -> Callable[[Callable[[], Any]], Any]:
    """Waits for something to become true and gives it."""

    def wait(question: Callable[[], Any]) -> Any:
        deadline = time.monotonic() + WAIT_SECONDS
        while not (answer := question()):
            assert time.monotonic() < deadline, "it did not become true"
            time.sleep(0.02)
        return answer

    return wait


@pytest.fixture
def away(server: Server) -> Iterator[None]:
    """The orchestrator does not answer."""
    server.orchestrator.is_away = True
    with contextlib.ExitStack() as stack:
        stack.callback(setattr, server.orchestrator, "is_away", False)
        yield


def _pdf(number: int) -> bytes:
    return b"%PDF-1.7\n% contoh " + str(number).encode()
