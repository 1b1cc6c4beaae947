"""One real stack for the whole session: `berkas up` of the built wheel, in a process of its own, with all that belongs to it."""

import os
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import msgspec
import psutil
import pytest
from built_wheel import Installed, build_and_install

from berkas.model.document_types import DocumentType
from berkas.settings import Settings
from berkas.specimens import papers, variants
from deployments.stack_state import StackInfo

START_SECONDS = 120
FINAL = {"extracted", "requires_review", "failed", "password_required"}
_KEY = re.compile(r"bk_live_[A-Z2-7]{32}")


class Stack:
    """A supervised stack on a data folder of its own; can be killed and started again."""

    def __init__(self, folder: Path, installed: Installed) -> None:
        self.folder = folder
        self.installed = installed
        self.temporary = folder.with_name(folder.name + "-tmp")
        self.temporary.mkdir(mode=0o777, exist_ok=True)
        self.key = ""
        self._process: subprocess.Popen[str] | None = None
        self._said: list[str] = []

    @property
    def info(self) -> StackInfo:
        return msgspec.json.decode((self.folder / "stack.json").read_bytes(), type=StackInfo)

    @property
    def prefect_database_url(self) -> str:
        return self.info.database_url.replace("/berkas?", "/prefect?", 1)

    @property
    def said(self) -> str:
        """What `berkas up` printed so far."""
        return "".join(self._said)

    @property
    def environment(self) -> dict[str, str]:
        """That of this process, without what would reach into an installation or show it the checkout."""
        return {
            name: value for name, value in os.environ.items() if not name.startswith(("BERKAS_", "PREFECT_", "PYTHON"))
        }

    def start(self) -> None:
        environment = self.environment | {
            "BERKAS_DATA_DIR": str(self.folder),
            "BERKAS_RATE_LIMIT_UPLOADS": "100000",
            "BERKAS_RATE_LIMIT_READS": "100000",
            "BERKAS_SWEEP_AFTER_SECONDS": "10",
            # what honest papers of these tests need many times over; hostile ones shall not keep a test waiting
            "BERKAS_READER_CPU_SECONDS": "20",
            "BERKAS_WEBHOOK_ALLOWED_HOSTS": "127.0.0.1",
            "COLUMNS": "200",
            "TMPDIR": str(self.temporary),
        }
        self._process = subprocess.Popen(
            [self.installed.berkas, "up", "--api-port", "0", "--prefect-port", "0"],
            env=environment, cwd=self.installed.empty, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        threading.Thread(target=self._listen, args=(self._process,), daemon=True).start()
        deadline = time.monotonic() + START_SECONDS
        while not (self.folder / "stack.json").exists():
            assert self._process.poll() is None, self.said
            assert time.monotonic() < deadline, self.said
            time.sleep(0.1)
        if not self.key:
            self.key = self._shown_key(deadline)

    def stop(self) -> None:
        """End it as a person does, and see that nothing of it goes on."""
        parts = self.parts()
        self.process.send_signal(signal.SIGTERM)
        self.wait_for_end()
        _, alive = psutil.wait_procs(parts, timeout=20)
        assert not alive, [process.cmdline() for process in alive]

    def wait_for_end(self) -> int:
        return self.process.wait(timeout=60)

    def parts(self) -> list[psutil.Process]:
        """Every process below the supervisor."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def part(self, name: str) -> psutil.Process:
        """The process that runs one part: postgres, server, api or worker."""
        return next(p for p in psutil.Process(self.process.pid).children() if p.cmdline()[3:4] == [name])

    def client(self) -> httpx.Client:
        headers = {"Authorization": f"Bearer {self.key}"}
        return httpx.Client(base_url=self.info.api_url, headers=headers, timeout=60, trust_env=False)

    @contextmanager
    def prefect(self) -> Iterator[httpx.Client]:
        """A client of Prefect's REST API."""
        user, _, password = self.prefect_auth.partition(":")
        url = f"{self.info.prefect_url}/api"
        with httpx.Client(base_url=url, auth=(user, password), timeout=30, trust_env=False) as client:
            token = client.get("/csrf-token", params={"client": "tests"})
            if token.is_success:
                client.headers.update({"Prefect-Csrf-Client": "tests", "Prefect-Csrf-Token": token.json()["token"]})
            yield client

    def begin_run(self, prefect: httpx.Client, deployment: str, **parameters: Any) -> str:
        """Start a run of a deployment (`flow/name`) as a person does in the UI; its id."""
        found = prefect.get(f"/deployments/name/{deployment}").json()
        body = {"parameters": parameters, "state": {"type": "SCHEDULED"}}
        answer = prefect.post(f"/deployments/{found['id']}/create_flow_run", json=body)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    def finished_run(self, prefect: httpx.Client, run_url: str) -> dict[str, Any]:
        """A flow run by its page in the UI, once it has ended; the row of the document ends a moment before."""
        deadline = time.monotonic() + 30
        while (run := prefect.get(f"/flow_runs/{run_url.rsplit('/', 1)[1]}").json())["end_time"] is None:
            assert time.monotonic() < deadline, run["state"]
            time.sleep(0.1)
        return dict(run)

    @property
    def prefect_auth(self) -> str:
        return (self.folder / "secrets" / "prefect_auth").read_text().strip()

    @property
    def process(self) -> "subprocess.Popen[str]":
        assert self._process is not None
        return self._process

    def _listen(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None
        self._said += process.stdout

    def _shown_key(self, deadline: float) -> str:
        while (found := _KEY.search(self.said)) is None:
            assert time.monotonic() < deadline, self.said
            time.sleep(0.05)
        return found.group()


@pytest.fixture(scope="session")
def installed() -> Iterator[Installed]:
    """The built wheel in a clean environment."""
    folder = Path(tempfile.mkdtemp(prefix="bkw"))
    folder.chmod(0o711)
    try:
        yield build_and_install(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def stack(installed: Installed) -> Iterator[Stack]:
    folder = Path(tempfile.mkdtemp(prefix="bk"))
    # PostgreSQL's own user must be able to pass
    folder.chmod(0o711)
    models = Settings().models_dir
    if models.exists():
        shutil.copytree(models, folder / "models")
    running = Stack(folder, installed)
    running.start()
    try:
        yield running
        running.stop()
    finally:
        if running.process.poll() is None:
            running.process.terminate()
            running.wait_for_end()
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(running.temporary, ignore_errors=True)


class Api:
    """What a client does with the API."""

    def __init__(self, http: httpx.Client) -> None:
        self.http = http

    def upload(self, content: bytes, filename: str = "paper.pdf", **fields: str) -> dict[str, Any]:
        """Upload a file; the data of the answer."""
        answer = self.http.post("/api/documents/upload", files={"file": (filename, content)}, data=fields)
        assert answer.status_code in {200, 201}, answer.text
        return dict(answer.json()["data"])

    def settled(self, document_id: str, *, seconds: float = 120) -> dict[str, Any]:
        """The document in its final status."""
        deadline = time.monotonic() + seconds
        while (document := self.document(document_id))["status"] not in FINAL:
            assert time.monotonic() < deadline, f"{document['status']} after {seconds} s, attempt {document['attempt']}"
            time.sleep(0.2)
        return document

    def read(self, content: bytes, filename: str = "paper.pdf", **fields: str) -> dict[str, Any]:
        """Upload a file and wait for its document."""
        return self.settled(self.upload(content, filename, **fields)["document"]["id"])

    def document(self, document_id: str) -> dict[str, Any]:
        return dict(self.http.get(f"/api/documents/{document_id}").json()["data"])

    def extractions(self, document_id: str) -> list[dict[str, Any]]:
        return list(self.http.get(f"/api/documents/{document_id}/extractions").json()["data"])


@pytest.fixture
def api(stack: Stack) -> Iterator[Api]:
    with stack.client() as http:
        yield Api(http)


@pytest.fixture(scope="session")
def draw() -> Callable[..., tuple[bytes, dict[str, Any]]]:
    """Draws a paper: its bytes and its truth."""

    def draw_one(kind: str, layout: str, seed: int, variant: str = "text_pdf") -> tuple[bytes, dict[str, Any]]:
        specimen = papers.make(DocumentType(kind), layout=layout, seed=seed)
        return variants.render(specimen, variant, seed=seed)[0], dict(specimen.truth)

    return draw_one
