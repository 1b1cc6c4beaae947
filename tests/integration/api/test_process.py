"""The API as a process of its own, as operators start it: what it writes, how much memory it takes, whom it asks for runs."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import psutil
import pytest

from berkas.settings import MEBIBYTE
from deployments.key_making import make_key, make_organisation
from tables.engine import connected

MARKER = b"RAHASIA-BUNDARAN-7712"
MOST_GROWTH_BYTES = 14 * MEBIBYTE
"""Less than one whole file of 20 MB."""


class Prefect(ThreadingHTTPServer):
    """Answers like a Prefect server, once it is there."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), PrefectAnswers)
        self.is_there, self.runs = False, []
        threading.Thread(target=self.serve_forever, daemon=True).start()


class PrefectAnswers(BaseHTTPRequestHandler):
    server: Prefect

    def do_GET(self):
        self._answer({"id": "dep-1", "token": "t"})

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        if self.server.is_there:
            self.server.runs.append(body)
        self._answer({"id": "run-1"})

    def _answer(self, body):
        content = json.dumps(body).encode()
        self.send_response(200 if self.server.is_there else 503)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        """Say nothing."""


class Api:
    """The process and a client."""

    def __init__(self, environment, key):
        self.environment, self.key = environment, key
        self.log = Path(environment["TMPDIR"]).with_name("log")
        self.url = f"http://127.0.0.1:{environment['BERKAS_API_PORT']}"
        self.http = httpx.Client(
            base_url=self.url, headers={"Authorization": f"Bearer {key}"}, timeout=60, trust_env=False
        )

    def start(self):
        with self.log.open("ab") as log:
            self.process = subprocess.Popen([sys.executable, "-m", "api"], env=self.environment, stderr=log)
        deadline = time.monotonic() + 60
        while True:
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            with contextlib.suppress(httpx.TransportError):
                self.http.get("/health/live")
                return
            time.sleep(0.05)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.terminate()
        assert self.process.wait(20) is not None

    def upload(self, content, **fields):
        answer = self.http.post("/api/documents/upload", files={"file": ("a.pdf", content)}, data=fields)
        assert answer.status_code == 201, answer.text
        return answer.json()["data"]["document"]["id"]

    def files_holding(self, wanted):
        folders = (Path(self.environment["TMPDIR"]), Path(self.environment["BERKAS_DATA_DIR"]))
        return [
            path for folder in folders for path in folder.rglob("*") if path.is_file() and wanted in path.read_bytes()
        ]

    def blob_bytes(self):
        blobs = Path(self.environment["BERKAS_DATA_DIR"]) / "blobs"
        return sum(path.stat().st_size for path in blobs.rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def prefect():
    server = Prefect()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def other_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def api(make_settings, root_key, database_url, prefect):
    settings = make_settings()

    async def make():
        async with connected(settings):
            organisation = await make_organisation(settings, "PT CONTOH")
            return await make_key(settings, organisation, "tests")

    with tempfile.TemporaryDirectory(prefix="bk") as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        temporary = Path(folder) / "tmp"
        temporary.mkdir()
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("BERKAS_", "PREFECT_"))
        }
        environment |= {
            "BERKAS_DATA_DIR": str(settings.data_dir),
            "BERKAS_DATABASE_URL": database_url,
            "BERKAS_ROOT_KEY": root_key,
            "BERKAS_API_PORT": str(port),
            "BERKAS_RATE_LIMIT_FAILED_AUTH": "2",
            "PREFECT_API_URL": f"http://127.0.0.1:{prefect.server_address[1]}/api",
            "TMPDIR": str(temporary),
        }
        running = Api(environment, asyncio.run(make()))
        running.start()
        try:
            yield running
            running.stop()
        finally:
            if running.process.poll() is None:
                running.kill()
            running.http.close()


def test_a_file_on_its_way_in_and_at_rest_is_in_clear_nowhere(api, eventually):
    before = api.blob_bytes()
    body = b"%PDF-1.7\n" + (MARKER + b"-" * 1000) * 6000
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
    whole = head + body + b"\r\n--x--\r\n"
    half = len(whole) // 2
    with socket.create_connection(("127.0.0.1", int(api.environment["BERKAS_API_PORT"]))) as link:
        lines = ["POST /api/documents/upload HTTP/1.1", "Host: x", f"Authorization: Bearer {api.key}",
                 "Content-Type: multipart/form-data; boundary=x", f"Content-Length: {len(whole)}", "Connection: close"]  # fmt: skip
        link.sendall("\r\n".join([*lines, "", ""]).encode() + whole[:half])
        eventually(lambda: api.blob_bytes() - before > half - MEBIBYTE)
        on_its_way = api.files_holding(MARKER)
        link.sendall(whole[half:])
        answer = b""
        while piece := link.recv(65536):
            answer += piece

    assert answer.startswith(b"HTTP/1.1 201 ")
    assert (on_its_way, api.files_holding(MARKER)) == ([], [])
    assert api.blob_bytes() - before > len(body)


def test_the_search_finds_what_is_there(api):
    """A search that cannot find is no proof."""
    planted = Path(api.environment["TMPDIR"]) / "planted"
    planted.write_bytes(b"-" * 1000 + MARKER)

    assert api.files_holding(MARKER) == [planted]
    planted.unlink()


def test_memory_does_not_grow_with_the_size_of_a_file(api):
    process = psutil.Process(api.process.pid)
    for number in range(5):
        api.upload(b"%PDF-1.7 kecil" + bytes([number]) + os.urandom(MEBIBYTE))
    before, most, is_done = process.memory_info().rss, 0, threading.Event()

    def watch():
        nonlocal most
        while not is_done.wait(0.002):
            most = max(most, process.memory_info().rss)

    watcher = threading.Thread(target=watch)
    watcher.start()
    for number in range(3):
        api.upload(b"%PDF-1.7 besar" + bytes([number]) + os.urandom(20 * MEBIBYTE - 15))
    is_done.set()
    watcher.join()

    assert most > before / 2
    assert most - before < MOST_GROWTH_BYTES


def test_what_a_killed_process_did_not_ask_for_is_asked_for_by_the_next_one_once(api, prefect, eventually):
    document_id = api.upload(b"%PDF-1.7 tertunda")
    eventually(lambda: "dispatching waits" in api.log.read_text())
    api.kill()
    assert not prefect.runs

    prefect.is_there = True
    api.start()
    eventually(lambda: [run for run in prefect.runs if run["name"] == document_id])
    other = api.upload(b"%PDF-1.7 berikut")
    eventually(lambda: [run for run in prefect.runs if run["name"] == other])

    (run,) = [run for run in prefect.runs if run["name"] == document_id]
    assert run["idempotency_key"] == f"{document_id}:1"
    assert run["parameters"] == {"document_id": document_id, "attempt": 1, "password_handle": None}


def test_the_address_of_a_client_is_not_taken_from_its_headers(api):
    answers = [
        httpx.get(f"{api.url}/api/documents", headers={"X-Forwarded-For": f"192.0.2.{n}"}, trust_env=False).status_code
        for n in range(4)
    ]

    assert answers == [401, 401, 429, 429]


def test_a_proxy_that_is_named_says_who_the_client_is_and_a_client_cannot(api, other_port):
    behind = Api(api.environment | {"BERKAS_TRUSTED_PROXIES": "127.0.0.1", "BERKAS_API_PORT": str(other_port)}, api.key)
    behind.start()

    def status(forwarded):
        headers = {"X-Forwarded-For": forwarded}
        return httpx.get(f"{behind.url}/api/documents", headers=headers, trust_env=False).status_code

    try:
        answers = [status(address) for address in (*["198.51.100.7"] * 3, "198.51.100.8", "198.51.100.9, 198.51.100.7")]
    finally:
        behind.stop()

    assert answers == [401, 401, 429, 401, 429]


def test_its_log_is_json_and_holds_no_address_of_a_request(api):
    api.http.get("/api/documents/doc_rahasia", params={"q": "rahasia"})

    lines = [json.loads(line) for line in api.log.read_text().splitlines()]
    assert lines
    assert "rahasia" not in json.dumps(lines)
    assert {"time", "level", "logger", "message"} <= set(lines[-1])
