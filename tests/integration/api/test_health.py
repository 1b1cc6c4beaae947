"""Is it alive, can it serve, and what may a monitor know: also while a server that it needs is away."""

import asyncio
import re

import pytest
from served_api import RunRecorder

from api.readiness import Readiness
from berkas.storage.blobs import open_store

OK = {"status": "ok", "database": "ok", "objectStore": "ok", "prefect": "ok"}


def ask(server, path):
    with server.client(None) as http:
        return http.get(path)


@pytest.fixture
def status_once(eventually):
    """The probe's status once it says what is expected, not what a slow moment of a busy machine makes it say."""

    def status_once(server, **expected):
        seen = eventually(lambda: (answer := ask(server, "/health/ready")).json() == OK | expected and answer)
        return seen.status_code

    return status_once


def test_a_living_process_says_so_without_a_key(server):
    answer = ask(server, "/health/live")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_with_every_server_there_it_is_ready(server, status_once):
    assert status_once(server) == 200


def test_without_the_orchestrator_uploads_can_still_be_taken(server, away, status_once):
    assert status_once(server, prefect="orchestrator_unavailable") == 200


async def test_however_many_ask_at_once_each_server_is_asked_once_a_second(database, settings):
    class Counted(RunRecorder):
        asked = 0

        async def check(self) -> None:
            self.asked += 1

    now, prefect = [1000.0], Counted()
    readiness = Readiness(open_store(settings), prefect, clock=lambda: now[0])

    answers = await asyncio.gather(*(readiness.look() for _ in range(200)))
    now[0] += 0.99
    await readiness.look()
    within_a_second = prefect.asked
    now[0] += 0.02
    await readiness.look()

    assert {answer.status for answer in answers} == {"ok"}
    assert (within_a_second, prefect.asked) == (1, 2)


def test_without_the_object_store_it_is_not_ready_and_an_upload_leaves_nothing(serve, make_settings, pdf, status_once):
    settings = make_settings()
    # root may write everywhere, but nobody into a file as if it were a folder
    (settings.data_dir / "blobs").write_bytes(b"")
    with serve(settings) as server, server.client(server.key(server.organisation())) as http:
        ready = status_once(server, status="unavailable", objectStore="object_store_unavailable")
        refused = http.post("/api/documents/upload", files={"file": ("a.pdf", pdf(1))})
        (settings.data_dir / "blobs").unlink()
        taken = http.post("/api/documents/upload", files={"file": ("a.pdf", pdf(1))})
        total = http.get("/api/documents").json()["total"]

    assert ready == 503
    assert (refused.status_code, refused.json()["code"]) == (503, "object_store_unavailable")
    assert int(refused.headers["retry-after"]) >= 1
    assert (taken.status_code, total) == (201, 1)


def test_metrics_count_by_route_and_outcome(server, upload, client):
    upload(1)
    upload(1)
    client.get("/api/documents/doc_1")
    client.request("TEBAK", "/api/documents")

    text = ask(server, "/metrics").text

    assert re.search(r'^berkas_uploads_total\{outcome="deduped"\} [1-9]', text, re.MULTILINE)
    assert 'berkas_http_requests_total{method="GET",route="/api/documents/{document_id}",status="404"}' in text
    assert 'method="OTHER"' in text
    assert "berkas_outbox_waiting" in text


def test_metrics_hold_no_personal_data(server, uploaded, client, organisation, key):
    document = uploaded(
        1, "nama-rahasia.pdf", externalRef="ref-rahasia", customerName="PT RAHASIA", pdfPassword="sandi-rahasia"
    )
    client.get(f"/api/documents/{document['id']}", headers={"X-Request-Id": "req-rahasia"})
    client.get("/api/documents", params={"q": "rahasia"})
    client.get("/rahasia")

    text = ask(server, "/metrics").text

    assert "rahasia" not in text.lower()
    for private in (document["id"], document["sha256"], organisation, key, key[-8:], "doc_", "org_", "key_", "cus_"):
        assert private not in text, private
