"""An installation with an API on a loopback port; runs are taken down, and carried out by the tests that want them."""

import asyncio
import contextlib
import hashlib
import secrets
import socket
import threading
import time
from base64 import b32encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
import uvicorn

from api.app import create_app
from api.prefect_runs import RunRequest
from api.services import Services
from berkas.model.document_types import DocumentType
from berkas.settings import Settings
from berkas.specimens import papers, variants
from deployments.key_making import make_organisation
from tables.engine import connected
from tables.queries import api_keys

WAIT_SECONDS = 15


@dataclass
class AskedFor:
    """Takes down the runs that the dispatcher asks for; each gets an id that no run has."""

    requests: list[RunRequest] = field(default_factory=list)

    async def create(self, request: RunRequest) -> str:
        self.requests.append(request)
        return f"00000000-0000-4000-8000-{len(self.requests):012}"

    async def cancel(self, run_id: str) -> None:
        await self.check()

    async def check(self) -> None:
        """Always there."""

    async def close(self) -> None:
        """Nothing to close."""


@dataclass
class Installation:
    """The API, its database and its folder."""

    url: str
    settings: Settings
    runs: AskedFor
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
        return httpx.Client(base_url=self.url, headers=headers, timeout=30, trust_env=False)

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


@contextlib.contextmanager
def serving(settings: Settings) -> Iterator[Installation]:
    runs = AskedFor()
    listener = socket.create_server(("127.0.0.1", 0))
    app = create_app(settings, orchestrator=runs)
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        deadline = time.monotonic() + WAIT_SECONDS
        while not server.started:
            assert thread.is_alive()
            assert time.monotonic() < deadline
            time.sleep(0.01)
        yield Installation(f"http://127.0.0.1:{listener.getsockname()[1]}", settings, runs, app.state.services)
    finally:
        server.should_exit = True
        thread.join(timeout=WAIT_SECONDS)
        listener.close()


@pytest.fixture
def installation(settings: Settings, clean_database: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    """A fresh one; flows and commands find it through the environment, as workers do."""
    monkeypatch.setenv("BERKAS_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("BERKAS_ROOT_KEY", settings.root_key.get_secret_value())
    with serving(settings) as running:
        yield running


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
        specimen = papers.make(DocumentType.NPWP, layout="card", seed=seed)
        return variants.render(specimen, "text_pdf", seed=seed)[0], dict(specimen.truth)

    return draw
