"""A guard that lets no connection leave this machine, a real receiver on a loopback port, and the real API before a recorder."""

import asyncio
import contextlib
import ipaddress
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from served_api import NO_TLS, RunRecorder, served_in_loop

from api.app import create_app
from api.prefect_runs import RunRequest
from api.services import Services
from berkas.jobs import DELIVER_WEBHOOK
from berkas.settings import Settings
from deployments.key_making import EVERYTHING, make_key, make_organisation
from flows import resources
from flows.deliver_webhook import Parcel, send
from tables.engine import fetch
from tables.queries import deliveries
from tables.queries.deliveries import Standing

WAIT_SECONDS = 15


class LeftTheMachine(AssertionError):
    """Something tried to connect to, or to look up, what is not this machine."""


@dataclass
class Guard:
    """What was tried while it stood."""

    is_up: bool = False
    refused: list[str] = field(default_factory=list)
    resolved: list[str] = field(default_factory=list)
    connected: list[tuple[str, int]] = field(default_factory=list)


GUARD = Guard()


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if not GUARD.is_up or event not in {
        "socket.connect",
        "socket.sendto",
        "socket.getaddrinfo",
        "socket.gethostbyname",
    }:
        return
    if event.startswith("socket.get"):
        host = _text(arguments[0])
        GUARD.resolved.append(host)
    else:
        address = arguments[1]
        if not isinstance(address, tuple):  # a socket file
            return
        host = _text(address[0])
        GUARD.connected.append((host, address[1]))
    if not _is_here(host):
        GUARD.refused.append(host)
        raise LeftTheMachine(host)


def _text(host: object) -> str:
    return host.decode() if isinstance(host, bytes) else str(host)


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


sys.addaudithook(_watch)


@pytest.fixture(autouse=True)
def guard() -> Iterator[Guard]:
    """Let nothing leave this machine; a hook of the interpreter, which no library goes around."""
    GUARD.is_up = True
    for tried in (GUARD.refused, GUARD.resolved, GUARD.connected):
        tried.clear()
    yield GUARD
    GUARD.is_up = False


@dataclass
class Arrived:
    """A request as it came over the wire."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


Behaviour = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def answer_with(status: int = 200, body: bytes = b"ok", **headers: str) -> Behaviour:
    """Answer with a status, a body and headers."""

    async def behave(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        lines = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body)}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        await writer.drain()

    return behave


class Receiver:
    """An HTTP server of a few lines that can misbehave as no real one would let us; behaves by its script, then answers 200."""

    def __init__(self) -> None:
        self.arrived: list[Arrived] = []
        self.script: list[Behaviour] = []
        self.port = 0
        self.tls: Any = None

    @property
    def url(self) -> str:
        return f"http{'s' if self.tls else ''}://127.0.0.1:{self.port}/hook"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            method, path, _ = head[0].split(" ")
            headers = {
                name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)
            }
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            self.arrived.append(Arrived(method, path, headers, body))
            await (self.script.pop(0) if self.script else answer_with())(reader, writer)
        writer.close()


@contextlib.asynccontextmanager
async def receive(tls: Any = None) -> AsyncIterator[Receiver]:
    """A receiver on a free loopback port."""
    receiver = Receiver()
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0, ssl=tls)
    receiver.port, receiver.tls = server.sockets[0].getsockname()[1], tls
    try:
        yield receiver
    finally:
        server.close()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receive() as running:
        yield running


@pytest.fixture
def receiving() -> Callable[..., Any]:
    """Another receiver, with TLS for one."""
    return receive


@pytest.fixture
def answering() -> Callable[..., Behaviour]:
    """Makes a behaviour: answer with a status, a body and headers."""
    return answer_with


@dataclass
class Tenant:
    """An organisation with a client that may do everything."""

    organisation_id: str
    http: httpx.AsyncClient

    async def webhook(self, url: str, *events: str, **more: Any) -> dict[str, Any]:
        """Make a webhook; the data of the answer."""
        body = {"url": url, "events": list(events) or ["document.uploaded"], **more}
        made = await self.http.post("/api/webhooks", json=body)
        assert made.status_code == 201, made.text
        return dict(made.json()["data"])

    async def upload(self, content: bytes = b"%PDF-1.4 SPECIMEN", **fields: str) -> dict[str, Any]:
        """Upload a paper; the document."""
        sent = await self.http.post("/api/documents/upload", files={"file": ("contoh.pdf", content)}, data=fields)
        assert sent.status_code in {200, 201}, sent.text
        return dict(sent.json()["data"]["document"])

    async def deliveries(self, webhook_id: str, **filters: Any) -> list[dict[str, Any]]:
        """What was delivered to a webhook, newest first."""
        found = await self.http.get(f"/api/webhooks/{webhook_id}/deliveries", params=filters)
        assert found.status_code == 200, found.text
        return list(found.json()["data"])


@dataclass
class Api:
    """The running API, and what a worker would do."""

    url: str
    settings: Settings
    services: Services
    orchestrator: RunRecorder
    stack: contextlib.AsyncExitStack

    async def tenant(self, *scopes: str, organisation_id: str | None = None) -> Tenant:
        organisation_id = organisation_id or await make_organisation(self.settings, "PT CONTOH")
        key = await make_key(self.settings, organisation_id, "tests", scopes=scopes or EVERYTHING)
        headers = {"Authorization": f"Bearer {key}"}
        http = httpx.AsyncClient(base_url=self.url, headers=headers, timeout=30, trust_env=False, verify=NO_TLS)
        return Tenant(organisation_id, await self.stack.enter_async_context(http))

    async def next_run(self) -> RunRequest:
        """The next delivery run that the dispatcher asks for."""
        async with asyncio.timeout(WAIT_SECONDS):
            while True:
                self.services.dispatcher.wake()
                for position, request in enumerate(self.orchestrator.requests):
                    if request.deployment == DELIVER_WEBHOOK:
                        return self.orchestrator.requests.pop(position)
                await asyncio.sleep(0.02)

    async def next_retry(self) -> RunRequest:
        """The next delivery run that the dispatcher asks for, as if what waits in the outbox were due."""
        await fetch(
            "update webhook_delivery set next_attempt_at = least(next_attempt_at, now()) where status = 'pending'"
        )
        await fetch("update outbox_entry set due_at = least(due_at, now()) where kind = 'deliver_webhook'")
        return await self.next_run()

    async def work(self, request: RunRequest | None = None) -> Standing | None:
        """Do what the flow does with a run, by default the next one; None when the run had nothing to do."""
        request = request or await self.next_run()
        delivery_id, attempt = request.parameters["delivery_id"], request.parameters["attempt"]
        delivery = await deliveries.claim(delivery_id, attempt, "run-of-test")
        if delivery is None:
            return None
        parcel = Parcel(delivery)
        await send.fn(parcel)
        assert parcel.outcome is not None
        return await deliveries.record(delivery_id, attempt, parcel.outcome)


@pytest.fixture
def allowed_hosts() -> str:
    """What the operator allows; a test may say otherwise."""
    return "127.0.0.1"


@pytest.fixture
def more_settings() -> dict[str, str]:
    """Settings that a test wants besides, by variable."""
    return {}


@pytest.fixture
async def api(
    database: None,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    allowed_hosts: str,
    more_settings: dict[str, str],
    settings: Settings,
) -> AsyncIterator[Api]:
    environment = {
        "BERKAS_DATA_DIR": str(settings.data_dir),
        "BERKAS_ROOT_KEY": settings.root_key.get_secret_value(),
        "BERKAS_WEBHOOK_ALLOWED_HOSTS": allowed_hosts,
        **more_settings,
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    resources.resources.cache_clear()
    recorder = RunRecorder()
    app = create_app(Settings(database_url=database_url), orchestrator=recorder)
    async with served_in_loop(app) as url, contextlib.AsyncExitStack() as stack:
        yield Api(url, Settings(), app.state.services, recorder, stack)
    resources.resources.cache_clear()


@pytest.fixture
async def tenant(api: Api) -> Tenant:
    return await api.tenant()
