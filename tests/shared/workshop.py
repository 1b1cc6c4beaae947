"""The real API on a loopback port and the real steps of a run; only Prefect is left out: a thread does what it is asked for."""

import asyncio
import base64
import contextlib
import importlib
import io
import logging
import os
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from served_api import NO_TLS, RunRecorder, served_in_thread

from api import logs
from api.app import create_app
from api.prefect_runs import RunRequest
from berkas.jobs import DRAW_PAGE, DRY_RUN_TEMPLATE
from berkas.settings import Settings
from deployments.key_making import make_key, make_organisation
from tables.engine import connected, fetch

PLENTY = {"documents.upload": 10_000, "api.read": 10_000, "api.write": 10_000}


@dataclass
class Workshop(RunRecorder):
    """Also does errands at once; or has no worker."""

    has_workers: bool = True
    threads: list[threading.Thread] = field(default_factory=list)

    async def create(self, request: RunRequest) -> str:
        run_id = await super().create(request)
        if request.deployment in _ERRANDS and self.has_workers:
            given = {"deployment": request.deployment, **request.parameters}
            thread = threading.Thread(target=_do_errand, kwargs=given)
            thread.start()
            self.threads.append(thread)
        return run_id

    def finish(self) -> None:
        """Wait for the worker calls under way: they bring their answers to the API, which must be there still."""
        for thread in self.threads:
            thread.join()


_ERRANDS = {DRY_RUN_TEMPLATE: "dry_run_template", DRAW_PAGE: "draw_page"}
_SLOT = threading.Lock()
"""A slot does one run after another."""


def _do_errand(deployment: str, handle: str) -> None:
    name = _ERRANDS[deployment]
    with _SLOT:
        asyncio.run(getattr(_flow_module(name), name).fn(handle))


def _flow_module(name: str) -> Any:
    """Imported where it is wanted: Prefect takes seconds."""
    return importlib.import_module(f"flows.{name}")


@dataclass
class Installation:
    """The running API, its settings, its workshop and what it logged."""

    url: str
    settings: Settings
    workshop: Workshop
    log: io.StringIO

    def run(self, call: Callable[..., Awaitable[Any]], *arguments: Any, **named: Any) -> Any:
        """What an operator would do to the database."""

        async def inside() -> Any:
            async with connected(self.settings):
                return await call(*arguments, **named)

        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return asyncio.run(inside())
        # in a thread: a browser that is driven from a test keeps the loop of the test's own thread running
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(asyncio.run, inside()).result()

    def client(self, organisation_id: str, *scopes: str) -> httpx.Client:
        """A client with a new key; without scopes it may do everything."""
        more = {"scopes": scopes} if scopes else {}
        key = self.run(make_key, self.settings, organisation_id, "tests", rate_limits=PLENTY, **more)
        headers = {"Authorization": f"Bearer {key}"}
        return httpx.Client(base_url=self.url, headers=headers, timeout=60, trust_env=False, verify=NO_TLS)


# for the files of a folder, which is a package for this: what it sets in the environment must not reach other folders
@pytest.fixture(scope="package")
def installation(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    # Prefect's home must not be the user's; the reading sandbox and its keys are found through the environment
    folder = tmp_path_factory.mktemp("installation")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PREFECT_HOME", str(folder / "prefect"))
        environment.setenv("BERKAS_DATA_DIR", str(folder / "data"))
        environment.setenv("BERKAS_ROOT_KEY", f"test:{base64.b64encode(os.urandom(32)).decode()}")
        environment.setenv("BERKAS_DRY_RUN_SECONDS", "60")
        environment.setenv("BERKAS_PICTURE_SECONDS", "60")
        environment.setenv("BERKAS_MAX_TEMPLATES", "40")
        for name in _ERRANDS.values():
            _flow_module(name)  # now: on a busy machine the first call would wait for this longer than it may
        with _serving(environment) as running:
            yield running


@pytest.fixture
def impatient(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    """Another API of the same installation, without workers, in which an errand may take a second."""
    monkeypatch.setenv("BERKAS_DRY_RUN_SECONDS", "1")
    monkeypatch.setenv("BERKAS_PICTURE_SECONDS", "1")
    with _serving(monkeypatch) as running:
        running.workshop.has_workers = False
        yield running


@contextlib.contextmanager
def _serving(environment: pytest.MonkeyPatch) -> Iterator[Installation]:
    listener = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    environment.setenv("BERKAS_API_INTERNAL_URL", url)
    settings = Settings()
    _forget_resources()
    workshop, log = Workshop(), io.StringIO()
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    logs.configure("DEBUG", log)
    app = create_app(settings, orchestrator=workshop)
    try:
        with served_in_thread(app, listener=listener):
            try:
                yield Installation(url, settings, workshop, log)
            finally:
                workshop.finish()
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        _forget_resources()


def _forget_resources() -> None:
    """A worker that starts anew, with the environment as it is now."""
    from flows.resources import resources

    if resources.cache_info().currsize:
        resources().reader.stop()
    resources.cache_clear()


@pytest.fixture
def organisation(installation: Installation) -> str:
    """A fresh organisation: nothing of another test is visible to it."""
    return installation.run(make_organisation, installation.settings, "PT CONTOH")


@pytest.fixture
def client(installation: Installation, organisation: str) -> Iterator[httpx.Client]:
    with installation.client(organisation) as http:
        yield http


@pytest.fixture
def stranger(installation: Installation) -> Iterator[httpx.Client]:
    """A client of another organisation."""
    other = installation.run(make_organisation, installation.settings, "PT SPECIMEN")
    with installation.client(other) as http:
        yield http


@pytest.fixture
def rows(installation: Installation) -> Callable[..., list[dict[str, Any]]]:
    """Rows of a statement."""

    def read(sql: str, *values: object) -> list[dict[str, Any]]:
        return [dict(row) for row in installation.run(fetch, sql, *values)]

    return read


@pytest.fixture
def paper() -> Callable[..., bytes]:
    """A page of lines in typewriter letters, as a PDF with a text layer."""

    def draw(*lines: str) -> bytes:
        buffer = io.BytesIO()
        canvas = Canvas(buffer, pagesize=A4)
        canvas.setFont("Courier", 11)
        for number, line in enumerate(lines):
            canvas.drawString(60, A4[1] - 70 - 22 * number, line)
        # no two papers of the tests are the same bytes
        canvas.setTitle(os.urandom(8).hex())
        canvas.save()
        return buffer.getvalue()

    return draw


@pytest.fixture
def upload(client: httpx.Client) -> Callable[..., str]:
    """Uploads a paper; its id."""

    def send(content: bytes, **fields: str) -> str:
        answer = client.post("/api/documents/upload", files={"file": ("paper.pdf", content)}, data=fields)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["data"]["document"]["id"])

    return send


@pytest.fixture
def read(installation: Installation, client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Does the run of a document as the flow does, and gives the document as the API shows it."""
    import flows.process_document as module
    from berkas.jobs import ProcessDocument
    from flows.papers import Paper

    for name in ("unseal", "classify", "choose_template", "extract", "apply_template", "record"):
        monkeypatch.setattr(module, name, getattr(module, name).fn)

    async def run(document_id: str, attempt: int) -> None:
        job = ProcessDocument(document_id=document_id, attempt=attempt)
        document = await module.claim(job, flow_run_id=f"run-of-{document_id}-{attempt}")
        assert document is not None
        paper = Paper(job, document)
        try:
            assert await module.record(paper, await module._read(paper))
        finally:
            await module.put_away(paper)

    def process(document_id: str, attempt: int = 1) -> Any:
        installation.run(run, document_id, attempt)
        return client.get(f"/api/documents/{document_id}").json()["data"]

    return process
