"""An installation with an API on a loopback port; runs are taken down, and carried out by the tests that want them."""

import asyncio
import hashlib
import secrets
import time
from base64 import b32encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from served_api import NO_TLS, RunRecorder, served_in_thread

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
        specimen = papers.make(DocumentType.NPWP, layout="card", seed=seed)
        return variants.render(specimen, "text_pdf", seed=seed)[0], dict(specimen.truth)

    return draw
