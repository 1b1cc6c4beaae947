"""The flows of an erasure and of the nightly purge, against a real Prefect server: what they leave, and what survives a crash."""

import asyncio
import json
from collections import Counter
from datetime import timedelta

import pytest
from prefect.artifacts import Artifact
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId, LogFilter, LogFilterFlowRunId
from prefect.client.schemas.objects import StateType
from prefect.states import Running
from removals_seen import age, eventually, told

from berkas.errors import ObjectStoreUnavailable
from berkas.jobs import ERASE_DOCUMENT, PURGE_EXPIRED, Loss
from berkas.storage.blobs import LocalBlobStore
from deployments.catalogue import CATALOGUE
from flows import lost_runs, removal
from flows.erase_document import erase_document
from flows.process_document import process_document
from flows.purge_expired import purge_expired
from flows.sweep_queued import sweep_queued
from flows.tasks.removal import remove_original
from tables.engine import fetch
from tables.erasures import ErasureStatus
from tables.queries import audit, documents, erasures, extractions, legal_holds, receipts


@pytest.fixture
def really_read(world, upload, paper):
    """Upload a paper and read it by the real flow; with its truth."""

    async def make(seed, **fields):
        content, truth = paper(seed)
        document = await asyncio.to_thread(upload, content, **fields)
        await process_document(document["id"], return_state=True)
        row = await documents.find(world, document["id"])
        assert row.status == "extracted"
        return row, truth

    return make


async def runs_named(name):
    async with get_client() as client:
        return [run for run in await client.read_flow_runs() if run.name == name]


async def running_run_of(document):
    """A run that reads the document, somewhere."""
    async with get_client() as client:
        run = await client.create_flow_run(process_document, name=document.id, parameters={"document_id": document.id})
        await client.set_flow_run_state(run.id, Running(), force=True)
    return run


async def has_logs(run_id, words=""):
    async with get_client() as client:
        logs = await client.read_logs(LogFilter(flow_run_id=LogFilterFlowRunId(any_=[run_id])))
    return any(words in log.message for log in logs)


async def artifacts_of(run_id):
    async with get_client() as client:
        return await client.read_artifacts(
            artifact_filter=ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[run_id]))
        )


async def test_a_document_is_removed_from_store_tables_and_orchestrator(
    really_read, begin, installation, world, client, monkeypatch
):
    monkeypatch.setenv("BERKAS_PUBLIC_URL", "https://berkas.example/")
    document, truth = await really_read(1, externalRef="pinjaman-1", customerName="PT CONTOH")
    [reading] = await runs_named(document.id)
    # its last line: what the run still has to send would come after its removal
    await eventually(lambda: has_logs(reading.id, "Finished in state Extracted"))
    [timings] = await artifacts_of(reading.id)
    assert f"(https://berkas.example/review#{document.id})" in timings.description
    assert installation.originals()
    path = f"/api/documents/{document.id}"
    plain = (await asyncio.to_thread(client.get, path)).json()["data"]["extraction"]
    explained = (await asyncio.to_thread(client.get, f"{path}?include=evidence")).json()["data"]["extraction"]
    assert "fieldEvidence" not in plain
    why = explained["fieldEvidence"]["npwp_number"]
    assert (why["printed"], 0 < why["read"] <= 99, 0 < why["meant"] <= 99) == (truth["npwp_number"], True, True)
    assert {one["reason"] for one in why["corroboratedBy"]} & {"label", "position", "validator", "repetition"}
    erasure = await begin(document)

    state = await erase_document(erasure.id, 1, return_state=True)

    assert (state.type, state.name) == (StateType.COMPLETED, "Certified")
    gone = (await asyncio.to_thread(client.get, f"{path}?include=evidence")).json()["data"]
    assert gone["extraction"] is None
    receipt = await receipts.get(erasure.id)
    assert receipt.status is ErasureStatus.COMPLETED
    assert (receipt.blob_name, receipt.customer_ids) == (None, ())
    removed = Counter(receipt.removed)
    assert (removed["original_copies"], removed["flow_runs"], removed["artifacts"], removed["extractions"]) == (
        1,
        1,
        1,
        1,
    )
    assert removed["fields"] >= 2
    assert removed["evidence"] == len(explained["fieldEvidence"])
    assert installation.originals() == []
    assert await runs_named(document.id) == []
    assert await artifacts_of(reading.id) == []
    await eventually(lambda: _not(has_logs(reading.id)))
    rows = await fetch("select t::text as line from document t union all select t::text from extraction t")
    assert not [row for row in rows for value in truth.values() if str(value) in row["line"]]
    assert (await audit.examine(world)).broken_at is None


async def _not(question):
    return not await question


async def test_the_run_shows_its_steps(read, begin):
    document = await read(2)
    erasure = await begin(document)

    await erase_document(erasure.id, 1, return_state=True)

    async with get_client() as client:
        [run] = await runs_named(erasure.id)
        await eventually(lambda: _count_tasks(client, run.id, 4))
        tasks = await client.read_task_runs()
    names = {task.name.rpartition("-")[0] for task in tasks if task.flow_run_id == run.id}
    assert names == {"remove_original", "remove_derived", "remove_runs", "certify"}
    assert run.parameters == {"erasure_id": erasure.id, "attempt": 1}


async def _count_tasks(client, run_id, count):
    return len([task for task in await client.read_task_runs() if task.flow_run_id == run_id]) >= count


async def test_a_run_killed_between_deleting_the_original_and_noting_it_counts_it_once(read, begin, installation):
    document = await read(20)
    erasure = await begin(document)

    class Dies(LocalBlobStore):
        def delete(self, name):
            super().delete(name)
            raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(removal, "resources", lambda: _with_store(Dies(installation.settings.data_dir / "blobs")))
        with pytest.raises(KeyboardInterrupt):
            await removal.remove_original(erasure)
    await erase_document(erasure.id, 1, return_state=True)

    assert (await receipts.get(erasure.id)).removed["original_copies"] == 1


def _with_store(store):
    class Some:
        blobs = store

    return Some


async def test_a_store_that_is_away_fails_the_run_and_the_next_one_completes(read, begin, installation, monkeypatch):
    document = await read(21)
    erasure = await begin(document)
    monkeypatch.setattr("flows.erase_document.remove_original", remove_original.with_options(retries=0))

    class Away(LocalBlobStore):
        def count(self, name):
            raise ObjectStoreUnavailable

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(removal, "resources", lambda: _with_store(Away(installation.settings.data_dir / "blobs")))
        state = await erase_document(erasure.id, 1, return_state=True)
    assert state.type is StateType.FAILED
    assert (await receipts.get(erasure.id)).status is ErasureStatus.REQUESTED
    assert await erasures.ask_again(erasure.id, 1) == 2

    assert (await erase_document(erasure.id, 2, return_state=True)).name == "Certified"


async def test_a_lost_slot_is_answered_at_once_and_a_cancelled_run_as_well(read, begin):
    document = await read(22)
    erasure = await begin(document)

    await lost_runs.settle({"erasure_id": erasure.id, "attempt": 1}, Loss.DIED)
    await lost_runs.settle({"erasure_id": erasure.id, "attempt": 2}, Loss.CANCELLED)

    assert (await receipts.get(erasure.id)).attempt == 3


async def test_a_run_that_is_still_reading_is_cancelled_before_its_record_goes(read, begin, monkeypatch):
    document = await read(23)
    await running_run_of(document)
    erasure = await begin(document)
    monkeypatch.setattr(removal, "STOP_SECONDS", 1)

    await erase_document(erasure.id, 1, return_state=True)

    assert await runs_named(document.id) == []
    assert (await receipts.get(erasure.id)).status is ErasureStatus.COMPLETED


async def test_leftovers_of_a_killed_writer_are_removed_too(read, begin, installation):
    document = await read(24)
    [sealed] = (installation.settings.data_dir / "blobs").rglob(document.id)
    sealed.with_name(f"{document.id}.0a1b2c3d4e5f.part").write_bytes(b"half")

    erasure = await begin(document)
    await erase_document(erasure.id, 1, return_state=True)

    assert installation.originals() == []
    assert (await receipts.get(erasure.id)).removed["original_copies"] == 2


async def test_the_sweep_leaves_an_erasure_alone_whose_run_is_alive(read, begin):
    document = await read(25)
    reading = await running_run_of(document)
    erasure = await begin(document, flow_run_id=str(reading.id))
    await fetch("update erasure set requested_at = requested_at - interval '10 minutes'")

    await sweep_queued()

    assert (await receipts.get(erasure.id)).attempt == 1


async def test_a_purge_removes_what_is_due_and_says_what_it_kept_and_why(read, installation, world):
    due = [await read(30 + number) for number in range(3)]
    held, fresh = await read(33), await read(34)
    await age(*due, held)
    await legal_holds.place(world, held.id, reason="Case 17", actor="key_1")

    counted = await purge_expired(dry_run=True, return_state=True)
    assert counted.message == "3 documents would be purged."
    assert len(installation.originals()) == 5
    [row] = await summary()
    assert (row["type"], row["due"], row["purged"], row["kept: legal hold"]) == ("npwp", 3, 0, 1)

    state = await purge_expired(batch_size=2, return_state=True)

    assert (state.name, state.message) == ("Purged", "3 of 3 documents that are due.")
    [row] = await summary()
    assert (row["due"], row["purged"], row["not finished"], row["kept: legal hold"]) == (3, 3, 0, 1)
    assert sorted(installation.originals()) == sorted([held.id, fresh.id])
    statuses = {
        document.id: (await documents.find(world, document.id)).status.value for document in [*due, held, fresh]
    }
    assert Counter(statuses.values()) == {"purged": 3, "extracted": 2}
    receipt = await receipts.find(world, due[0].id)
    assert (receipt.kind, receipt.status, receipt.reason) == ("purge", "completed", "retention period ended")
    assert receipt.removed["fields"] == 1
    assert await told() == {"document.purged": 3}
    progress = await Artifact.aget("purge-progress")
    assert float(progress.data) == 100.0


async def test_a_purge_twice_purges_nothing_twice(read, world):
    document = await read(40)
    await age(document)

    await purge_expired(return_state=True)
    again = await purge_expired(return_state=True)

    assert again.message == "0 of 0 documents that are due."
    actions = [row.action for row in await audit.list_entries(world)]
    assert actions == ["document.purge_begun", "document.purged"]


async def test_a_limit_and_an_organisation_confine_a_purge(read, world):
    purged = [await read(50 + number) for number in range(2)]
    await age(*purged)

    assert (await purge_expired(organisation_id="org_none", return_state=True)).message.startswith("0 of 0")
    assert (await purge_expired(limit=1, return_state=True)).message.startswith("1 of 1")
    assert (await purge_expired(organisation_id=world, return_state=True)).message.startswith("1 of 1")


async def test_a_policy_that_was_changed_by_day_is_followed_at_night(read, world):
    document = await read(60)
    await fetch("""update organisation set settings = '{"retention_days": {"npwp": 3}}'""")
    await fetch("update document set created_at = now() - interval '4 days'")
    assert (await documents.find(world, document.id)).retain_until - document.created_at > timedelta(days=365)

    await purge_expired(return_state=True)

    assert (await documents.find(world, document.id)).status == "purged"


async def test_fields_that_an_erasure_kept_go_when_the_retention_would_have_ended(read, begin, world):
    due, fresh = await read(61), await read(62)
    for document in (due, fresh):
        erasure = await begin(document, keep_fields=True)
        await erase_document(erasure.id, 1, return_state=True)
    receipt = await receipts.find(world, due.id)
    await fetch("update document set created_at = created_at - interval '1828 days' where id = $1", due.id)

    await purge_expired(dry_run=True, return_state=True)
    counted = (await Artifact.aget("purge-summary")).description
    still = len(await extractions.list_extractions(world, due.id))
    await purge_expired(organisation_id="org_none", return_state=True)
    untouched = len(await extractions.list_extractions(world, due.id))
    await purge_expired(return_state=True)
    removed = (await Artifact.aget("purge-summary")).description
    await purge_expired(return_state=True)

    assert ("of 1 erased documents are due" in counted, "of 1 erased documents removed" in removed) == (True, True)
    assert (still, untouched) == (1, 1)
    assert await extractions.list_extractions(world, due.id) == []
    [kept] = await extractions.list_extractions(world, fresh.id)
    assert kept.fields
    assert (await documents.find(world, due.id)).status == "erased"
    assert await receipts.find(world, due.id) == receipt
    [entry] = [row for row in await audit.list_entries(world) if row.action == "document.kept_fields_purged"]
    assert (entry.subject, entry.actor) == (due.id, "purge-expired")
    assert entry.details == {
        "erasure_id": receipt.id, "reason": "retention period ended", "extractions": 1, "fields": 1,
    }  # fmt: skip


async def test_the_limit_of_a_purge_is_one_for_documents_and_kept_fields(read, begin, world):
    for number in (64, 65):
        erasure = await begin(await read(number), keep_fields=True)
        await erase_document(erasure.id, 1, return_state=True)
    await fetch("update document set created_at = created_at - interval '1828 days'")

    await purge_expired(limit=1, return_state=True)

    assert (await fetch("select count(*) as n from extraction"))[0]["n"] == 1


async def test_fields_are_kept_for_ever_where_the_organisation_says_so(read, begin, world):
    document = await read(63)
    erasure = await begin(document, keep_fields=True)
    await erase_document(erasure.id, 1, return_state=True)
    await fetch("""update organisation set settings = '{"retention_days": {"npwp": null}}'""")
    await fetch("update document set created_at = created_at - interval '40000 days'")

    await purge_expired(return_state=True)

    assert len(await extractions.list_extractions(world, document.id)) == 1


async def summary():
    return json.loads((await Artifact.aget("purge-summary")).data)


def test_deployments_say_when_and_how_often_a_purge_runs():
    plans = {plan.path: plan for plan in CATALOGUE}

    purge = plans[PURGE_EXPIRED]
    assert (purge.schedule.cron, purge.schedule.timezone) == ("0 2 * * *", "Asia/Jakarta")
    assert (purge.concurrency.limit, purge.concurrency.collision_strategy) == (1, "CANCEL_NEW")
    assert ERASE_DOCUMENT in plans
    form = purge_expired.parameters.properties
    assert [field["title"] for field in form.values()] == ["Dry run", "Batch size", "Limit", "Organisation"]
    assert all(field["description"] for field in form.values())
