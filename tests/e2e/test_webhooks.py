"""A webhook through the whole stack: an event, a run in Prefect, a signed request, a retry that waits as a scheduled run."""

import base64
import contextlib
import hashlib
import hmac
import json
import threading
import time
import uuid
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import psutil
import pytest
from traces import rows_of

pytestmark = pytest.mark.e2e

WAIT_SECONDS = 120
HANG = 0
"""In place of a status: let the sender wait, then close without a word."""


class Receiver(ThreadingHTTPServer):
    """Takes note of every request; answers with the statuses of its script, then with 204."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.arrived: list[tuple[dict[str, str], bytes]] = []
        self.script: list[int] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook"

    def wait_for(self, event: str, count: int = 1) -> list[tuple[dict[str, str], dict[str, Any]]]:
        """Headers and body of so many requests of an event."""
        deadline = time.monotonic() + WAIT_SECONDS
        while len(found := self.arrived_of(event)) < count:
            assert time.monotonic() < deadline, [headers["x-berkas-event"] for headers, _ in self.arrived]
            time.sleep(0.1)
        return found

    def arrived_of(self, event: str) -> list[tuple[dict[str, str], dict[str, Any]]]:
        """Headers and body of every request of an event so far; a paper of another test may send some of others."""
        return [(headers, json.loads(body)) for headers, body in self.arrived if headers["x-berkas-event"] == event]


class Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.arrived.append(({name.lower(): value for name, value in self.headers.items()}, body))
        status = self.server.script.pop(0) if self.server.script else 204
        if status == HANG:
            time.sleep(8)
            return
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Quietly."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    server = Receiver()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def webhook(api, receiver) -> Iterator[dict[str, Any]]:
    events = ["document.uploaded", "document.classified", "document.extracted"]
    made = api.http.post("/api/webhooks", json={"url": receiver.url, "events": events})
    assert made.status_code == 201, made.text
    yield made.json()["data"]
    api.http.delete(f"/api/webhooks/{made.json()['data']['id']}")


def runs_of(prefect: httpx.Client, delivery_id: str) -> list[dict[str, Any]]:
    """Runs of a delivery, oldest first."""
    wanted = {"flow_runs": {"name": {"any_": [delivery_id]}}, "sort": "EXPECTED_START_TIME_ASC"}
    return list(prefect.post("/flow_runs/filter", json=wanted).json())


@pytest.mark.stacks("local", "cluster")
def test_a_paper_is_told_of_from_upload_to_fields(api, receiver, webhook, draw) -> None:
    content, truth = draw("npwp", "electronic", 81)

    document = api.read(content, externalRef="e2e-webhook")

    [(_, uploaded)] = receiver.wait_for("document.uploaded")
    [(_, classified)] = receiver.wait_for("document.classified")
    [(headers, extracted)] = receiver.wait_for("document.extracted")
    assert uploaded["data"]["documentId"] == document["id"]
    assert uploaded["data"]["externalRef"] == "e2e-webhook"
    assert classified["data"]["type"] == "npwp"
    assert extracted["data"]["extractionId"] == document["extraction"]["id"]
    assert extracted["data"]["fields"]["npwp_number"] == truth["npwp_number"]
    body = next(body for sent, body in receiver.arrived if sent["webhook-id"] == headers["webhook-id"])
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(webhook["secret"].removeprefix("whsec_"))
    expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == expected


def test_neither_body_nor_secret_is_in_prefect_or_in_a_log(stack, api, receiver, webhook, draw) -> None:
    content, truth = draw("npwp", "electronic", 83)
    api.read(content, externalRef="rahasia-webhook-83")
    receiver.wait_for("document.extracted")

    said = rows_of(stack.prefect_database_url) + stack.said
    said += "".join(path.read_text(errors="replace") for path in (stack.folder / "logs").rglob("*") if path.is_file())

    assert "deliver-webhook" in said
    for secret in (webhook["secret"], "rahasia-webhook-83", truth["npwp_number"], receiver.url):
        assert secret not in said


def test_a_retry_is_a_run_that_is_asked_for_when_it_is_due_and_arrives(stack, api, receiver, webhook) -> None:
    receiver.script.append(500)
    asked = api.http.post(f"/api/webhooks/{webhook['id']}/test").json()["data"]  # one attempt only
    receiver.wait_for("webhook.test")
    receiver.script.append(503)
    again = f"/api/webhooks/{webhook['id']}/deliveries/{asked['id']}"
    _until(lambda: api.http.get(again).json()["data"]["status"] == "failed")

    assert api.http.post(f"{again}/redeliver").status_code == 202
    receiver.wait_for("webhook.test", 2)
    with stack.prefect() as prefect:
        _until(lambda: len(api.http.get(again).json()["data"]["attempts"]) == 2)
        waiting, known = api.http.get(again).json()["data"], runs_of(prefect, asked["id"])
        receiver.wait_for("webhook.test", 3)
        _until(lambda: api.http.get(again).json()["data"]["status"] == "delivered")
        _until(lambda: all(run["end_time"] for run in runs_of(prefect, asked["id"])))
        runs = runs_of(prefect, asked["id"])

    assert (waiting["status"], len(known)) == ("pending", 2)
    assert waiting["nextAttemptAt"] is not None
    assert [run["parameters"] for run in runs] == [{"delivery_id": asked["id"], "attempt": n} for n in (1, 2, 3)]
    assert [run["state"]["name"] for run in runs] == ["Given up", "Will be retried", "Delivered"]
    assert {run["state"]["type"] for run in runs} == {"COMPLETED"}
    attempts = api.http.get(again).json()["data"]["attempts"]
    assert [attempt["statusCode"] for attempt in attempts] == [500, 503, 204]


@pytest.mark.stacks("local", "cluster")
def test_a_delivery_whose_slot_is_killed_arrives_all_the_same(stack, api, receiver, webhook, draw) -> None:
    receiver.script.append(HANG)
    api.upload(draw("npwp", "card", 82)[0], type="npwp")
    [(headers, _)] = receiver.wait_for("document.uploaded")
    for process in stack.parts():
        with contextlib.suppress(psutil.Error):
            if receiver.server_port in {link.raddr.port for link in process.net_connections() if link.raddr}:
                assert "deployments.slot" in " ".join(process.cmdline())
                process.kill()

    twice = receiver.wait_for("document.uploaded", 2)

    assert {sent["x-berkas-delivery"] for sent, _ in twice} == {headers["x-berkas-delivery"]}
    assert [sent["x-berkas-attempt"] for sent, _ in twice] == ["1", "2"]
    path = f"/api/webhooks/{webhook['id']}/deliveries/{headers['x-berkas-delivery']}"
    _until(lambda: api.http.get(path).json()["data"]["status"] == "delivered")
    attempts = api.http.get(path).json()["data"]["attempts"]
    assert [attempt["errorCode"] for attempt in attempts] == ["run_lost", None]


def test_the_sweep_finds_a_delivery_whose_run_does_not_exist(stack, api, receiver, webhook) -> None:
    path = f"/api/webhooks/{webhook['id']}"
    lost = api.http.post(f"{path}/test").json()["data"]["id"]
    receiver.wait_for("webhook.test")
    _until(lambda: api.http.get(f"{path}/deliveries/{lost}").json()["data"]["status"] == "delivered")
    # as if a new round had been asked for, and Prefect had lost its database since
    stack.ask(
        """update webhook_delivery set status = 'pending', finished_at = null, last_attempt = 12, flow_run_id = $2,
            next_attempt_at = now() - interval '1 hour' where id = $1""",
        lost,
        str(uuid.uuid4()),
    )

    stack.sweep_until(lambda: len(receiver.arrived_of("webhook.test")) == 2)

    _until(lambda: api.http.get(f"{path}/deliveries/{lost}").json()["data"]["status"] == "delivered")
    attempts = api.http.get(f"{path}/deliveries/{lost}").json()["data"]["attempts"]
    assert [attempt["errorCode"] for attempt in attempts] == [None, "run_lost", None]
    assert [headers["x-berkas-attempt"] for headers, _ in receiver.wait_for("webhook.test", 2)] == ["1", "3"]


def test_an_address_inside_is_refused_even_where_loopback_is_allowed(api) -> None:
    for url in ("http://10.0.0.1/", "https://localhost/", "http://169.254.169.254/latest/", "http://[::1]:80/"):
        answer = api.http.post("/api/webhooks", json={"url": url, "events": ["document.failed"]})

        assert (answer.status_code, answer.json()["code"]) == (400, "validation_failed"), url


def _until(condition: Any) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)
