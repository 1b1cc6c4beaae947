"""Dispatchers of processes that begin, end and stand side by side.

The outbox is one for all, so none of these tests may have the API of its file beside it.
"""

import uuid

from api import dispatch
from tables.queries import documents, lost_runs


def test_what_was_not_asked_for_before_a_restart_is_asked_for_after_it(serve, make_settings, pdf, eventually):
    settings = make_settings()
    with serve(settings) as first:
        first.orchestrator.is_away = True
        key = first.key(first.organisation())
        with first.client(key) as http:
            answer = http.post("/api/documents/upload", files={"file": ("a.pdf", pdf(1))})
        document_id = answer.json()["data"]["document"]["id"]
    assert not first.orchestrator.requests

    with serve(settings) as second:
        eventually(lambda: second.orchestrator.runs_of(document_id))

    assert len(second.orchestrator.runs_of(document_id)) == 1


def test_two_processes_ask_for_each_run_once(serve, make_settings, pdf, eventually):
    with serve(make_settings()) as first, serve(make_settings()) as second:
        key = first.key(first.organisation())
        ids = set()
        with first.client(key) as here, second.client(key) as there:
            for number in range(40):
                http = (here, there)[number % 2]
                answer = http.post("/api/documents/upload", files={"file": ("a.pdf", pdf(number))})
                ids.add(answer.json()["data"]["document"]["id"])
        both = (first.orchestrator, second.orchestrator)
        eventually(lambda: ids <= {run.name for recorder in both for run in recorder.requests})

    asked = [run.name for recorder in both for run in recorder.requests]
    assert sorted(name for name in asked if name in ids) == sorted(ids)


def test_a_document_links_to_its_run(serve, make_settings, pdf, eventually):
    settings = make_settings(prefect_ui_url="http://prefect.test")
    with serve(settings) as server, server.client(server.key(server.organisation())) as http:
        answer = http.post("/api/documents/upload", files={"file": ("a.pdf", pdf(1))})
        path = f"/api/documents/{answer.json()['data']['document']['id']}"
        url = eventually(lambda: http.get(path).json()["data"]["flowRunUrl"])

    [request] = server.orchestrator.requests
    assert url == f"http://prefect.test/runs/flow-run/{uuid.uuid5(uuid.NAMESPACE_URL, request.idempotency_key)}"


def test_what_a_worker_puts_into_the_outbox_is_asked_for_at_once(serve, make_settings, pdf, eventually, monkeypatch):
    """Nobody wakes this dispatcher but the database, and it looks by itself once a minute only."""
    monkeypatch.setattr(dispatch, "_POLL_SECONDS", 60.0)
    with serve(make_settings()) as server, server.client(server.key(server.organisation())) as http:
        answer = http.post("/api/documents/upload", files={"file": ("a.pdf", pdf(1))})
        document_id = answer.json()["data"]["document"]["id"]
        eventually(lambda: server.orchestrator.runs_of(document_id))

        server.run(documents.claim, document_id, 1, "run-1")
        server.run(lost_runs.requeue, document_id, 1)

        eventually(lambda: len(server.orchestrator.runs_of(document_id)) == 2)
