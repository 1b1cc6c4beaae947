"""A recorded upload gets its run, sooner or later, once."""

import asyncio

import asyncpg
import pytest

from berkas.jobs import NUDGE_CHANNEL, PROCESS_DOCUMENT
from tables.engine import fetch


@pytest.fixture
def entry(server):
    """The outbox entry that asks for a document's run."""

    def read(document_id):
        (row,) = server.run(
            fetch,
            """select attempts, done_at, extract(epoch from due_at - now()) as due_in from outbox_entry
            where document_id = $1 and kind = 'process_document'""",
            document_id,
        )
        return row

    return read


def test_an_upload_asks_for_its_run_with_ids_only(uploaded, client, server, organisation, eventually):
    document_id = uploaded(1, "rahasia.pdf", externalRef="rahasia", customerName="rahasia")["id"]

    (run,) = eventually(lambda: server.orchestrator.runs_of(document_id))

    assert run.deployment == PROCESS_DOCUMENT
    assert run.parameters == {"document_id": document_id, "attempt": 1, "password_handle": None}
    assert run.idempotency_key == f"{document_id}:1"
    assert {document_id, organisation} < set(run.tags)
    assert "rahasia" not in repr(run)


def test_a_request_cannot_pass_for_a_tag_of_ours(client, server, pdf, eventually):
    answer = client.post(
        "/api/documents/upload", files={"file": ("a.pdf", pdf(1))}, headers={"X-Request-Id": "maintenance"}
    )
    document_id = answer.json()["data"]["document"]["id"]

    (run,) = eventually(lambda: server.orchestrator.runs_of(document_id))

    assert "request:maintenance" in run.tags
    assert "maintenance" not in run.tags


def test_an_upload_does_not_wait_for_the_orchestrator_and_its_run_is_asked_for_later_once(
    upload, uploaded, client, server, eventually, entry, away
):
    answer = upload(1)
    document_id = answer.json()["data"]["document"]["id"]
    others = [uploaded(number)["id"] for number in (2, 3)]
    eventually(lambda: entry(document_id)["attempts"])

    assert answer.status_code == 201
    assert client.get(f"/api/documents/{document_id}").json()["data"]["status"] == "queued"
    eventually(lambda: "dispatching waits" in server.log.getvalue())
    server.orchestrator.is_away = False
    for name in (document_id, *others):
        eventually(lambda name=name: server.orchestrator.runs_of(name))
    uploaded(4)
    assert [len(server.orchestrator.runs_of(name)) for name in (document_id, *others)] == [1, 1, 1]
    assert entry(document_id)["done_at"] is not None


def test_an_upload_never_waits_behind_what_is_said_about_others(uploaded, server, organisation, eventually, away):
    server.run(
        fetch,
        """insert into outbox_entry (organisation_id, kind, payload, due_at)
        select $1, 'deliver_webhook', jsonb_build_object('delivery_id', 'whd_' || n, 'attempt', 1), now() - interval '1 minute'
        from generate_series(1, 50) n""",
        organisation,
    )
    document_id = uploaded(1)["id"]
    server.orchestrator.is_away = False

    def asked():
        return [run.deployment for run in server.orchestrator.requests if organisation in run.tags]

    eventually(lambda: len(asked()) == 51)

    assert asked()[0] == PROCESS_DOCUMENT
    assert server.orchestrator.runs_of(document_id)


def test_a_run_that_is_refused_is_asked_for_again_less_and_less_often_and_holds_up_nobody(
    uploaded, client, server, eventually, entry, pdf
):
    server.orchestrator.refused_tag = "request:refuse-me"
    answer = client.post(
        "/api/documents/upload", files={"file": ("a.pdf", pdf(1))}, headers={"X-Request-Id": "refuse-me"}
    )
    document_id = answer.json()["data"]["document"]["id"]
    waits = []
    for number in (2, 3, 4):
        eventually(
            lambda number=number: len(server.orchestrator.refusals) == number - 1 and entry(document_id)["due_in"] > 0
        )
        waits.append(entry(document_id)["due_in"])
        assert not server.orchestrator.runs_of(document_id)
        server.run(fetch, "update outbox_entry set due_at = now() where document_id = $1", document_id)
        if number == 4:
            server.orchestrator.refused_tag = None
        other = uploaded(number)["id"]
        eventually(lambda other=other: server.orchestrator.runs_of(other))

    eventually(lambda: server.orchestrator.runs_of(document_id))
    assert [round(float(wait)) for wait in waits] == [1, 2, 4]
    uploaded(5)
    assert len(server.orchestrator.runs_of(document_id)) == 1


def test_a_fault_that_nobody_foresaw_does_not_end_the_dispatcher(uploaded, server, eventually):
    server.orchestrator.faults.append(ValueError("rahasia"))
    first = uploaded(1)["id"]
    eventually(lambda: "dispatching failed" in server.log.getvalue())

    # the entry that failed is under its lease for a minute yet; others are served at once
    second = uploaded(2)["id"]
    eventually(lambda: server.orchestrator.runs_of(second))
    server.run(fetch, "update outbox_entry set leased_until = now() where document_id = $1", first)

    eventually(lambda: server.orchestrator.runs_of(first))
    assert "rahasia" not in server.log.getvalue()


def test_workers_hear_of_a_new_run(uploaded, database_url):
    heard = []

    async def listen():
        connection = await asyncpg.connect(database_url)
        arrived = asyncio.Event()
        await connection.add_listener(NUDGE_CHANNEL, lambda *_: (heard.append(1), arrived.set()))
        await asyncio.to_thread(uploaded, 1)
        async with asyncio.timeout(10):
            await arrived.wait()
        await connection.close()

    asyncio.run(listen())

    assert heard
