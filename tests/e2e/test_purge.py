"""The nightly purge when its worker is killed in the middle of a document: all that was due goes, each once, nothing else does."""

import asyncio
import time

import asyncpg
import psutil
import pytest

pytestmark = pytest.mark.e2e

DUE = 5
LONG_AGO = "interval '30 years'"
WAIT_SECONDS = 60


@pytest.fixture
def due(stack, api, draw):
    """Documents whose retention is over, and one that is kept."""
    sent = [api.upload(draw("npwp", "card", 480 + number)[0])["document"]["id"] for number in range(DUE + 1)]
    assert {api.settled(document_id)["status"] for document_id in sent} == {"extracted"}
    *ids, kept = sent
    ask(stack, f"update document set created_at = created_at - {LONG_AGO} where id = any($1)", ids)
    return ids, kept


def ask(stack, statement, *values):
    async def run():
        connection = await asyncpg.connect(stack.info.database_url)
        try:
            return [dict(row) for row in await connection.fetch(statement, *values)]
        finally:
            await connection.close()

    return asyncio.run(run())


def removals(stack, ids):
    """How many of the documents are being removed and how many are."""
    rows = ask(stack, "select status, count(*) as n from erasure where document_id = any($1) group by 1", ids)
    found = {row["status"]: row["n"] for row in rows}
    return found.get("requested", 0), found.get("completed", 0)


def finished(prefect, run_id):
    deadline = time.monotonic() + WAIT_SECONDS
    while (state := prefect.get(f"/flow_runs/{run_id}").json()["state"])["type"] in {"SCHEDULED", "PENDING", "RUNNING"}:
        assert time.monotonic() < deadline, state
        time.sleep(0.1)
    return state


def stop_in_the_middle(stack, ids):
    """Freeze the worker's slots when some documents are purged and one is half removed."""
    slots = stack.part("worker").children(recursive=True)
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        for process in slots:
            process.suspend()
        under_way, completed = removals(stack, ids)
        if under_way and completed:
            return slots
        assert completed < DUE
        assert time.monotonic() < deadline
        for process in slots:
            process.resume()
        time.sleep(0.01)


def test_a_purge_that_is_killed_half_way_purges_each_document_once(stack, due) -> None:
    ids, kept = due
    with stack.prefect() as prefect:
        killed = stack.begin_run(prefect, "purge-expired/nightly", batch_size=3)
        slots = stop_in_the_middle(stack, ids)
    for process in (stack.part("worker"), *slots):
        process.kill()
    assert stack.wait_for_end() == 1
    psutil.wait_procs(slots, timeout=10)
    stack.start()
    before = removals(stack, ids)

    with stack.prefect() as prefect:
        again = finished(prefect, stack.begin_run(prefect, "purge-expired/nightly"))
        deadline = time.monotonic() + WAIT_SECONDS
        while removals(stack, ids) != (0, DUE):
            assert time.monotonic() < deadline, removals(stack, ids)
            finished(prefect, stack.begin_run(prefect, "sweep-queued/every-minute"))
            time.sleep(0.3)
        lost = finished(prefect, killed)
        runs = prefect.post("/flow_runs/filter", json={"flow_runs": {"name": {"any_": ids}}}).json()

    assert before[0] == 1
    assert 1 <= before[1] < DUE - 1
    assert lost["type"] == "CRASHED"
    assert again["message"] == f"{DUE - sum(before)} of {DUE - sum(before)} documents that are due."
    entries = ask(stack, "select subject, action from audit_entry where subject = any($1)", [*ids, kept])
    assert sorted((entry["subject"], entry["action"]) for entry in entries) == sorted(
        (document_id, action) for document_id in ids for action in ("document.purge_begun", "document.purged")
    )
    assert not stack.originals() & set(ids)
    assert runs == []
    for table in ("blob_key", "document_reference", "extraction"):
        assert ask(stack, f"select from {table} where document_id = any($1)", ids) == [], table
    with stack.client() as http:
        statuses = {
            document_id: http.get(f"/api/documents/{document_id}").json()["data"]["status"] for document_id in ids
        }
        url = http.get(f"/api/documents/{kept}/download").json()["data"]["url"]
        original = http.get(url)
    assert set(statuses.values()) == {"purged"}
    assert original.content.startswith(b"%PDF")
