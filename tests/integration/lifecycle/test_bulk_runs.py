"""Reading many documents again: a bulk run that is cut off half way goes on where it was, and tells how far it is."""

import asyncio
import json

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId
from prefect.client.schemas.objects import StateType
from prefect.flow_engine import run_flow
from prefect.states import Pending

from berkas.extraction.checks.run import TemplateRules
from berkas.model.statuses import DocumentStatus
from flows import bulk_reextract as module
from flows.bulk_reextract import bulk_reextract
from tables.engine import fetch
from tables.queries import bulk, corrections, documents
from tables.queries.bulk_selection import BulkSelection
from tables.queries.corrections import Correction
from tables.queries.documents import Ending

MADE = 12
LIMIT = 10
MOST_AT_ONCE = 3
CUT_OFF_AFTER = 5
WAIT_SECONDS = 20


@pytest.fixture
async def papers(read):
    """Ids of documents that were read, oldest first."""
    return [(await read(number)).id for number in range(MADE)]


class Seen(list[int]):
    """What was counted, and that some of it was."""

    def __init__(self):
        super().__init__()
        self.half_way = asyncio.Event()


@pytest.fixture
def in_flight(monkeypatch):
    """How many documents of a bulk run had not ended, after each that it queued."""
    monkeypatch.setattr(module, "_LOOK_SECONDS", 0.01)
    queue, seen = bulk.queue, Seen()

    async def spy(document, run_id, **options):
        is_queued = await queue(document, run_id, **options)
        seen.append(bulk.in_flight(await bulk.queued_by(run_id)))
        if len(seen) == CUT_OFF_AFTER:
            seen.half_way.set()
        return is_queued

    monkeypatch.setattr(bulk, "queue", spy)
    return seen


@pytest.fixture
async def reader(world):
    """Reads what is queued, one after another, in place of the workers; every fourth cannot be read."""

    async def go_on():
        ended = 0
        while True:
            for row in await fetch("select id, attempt from document where status = 'queued' order by queued_at"):
                assert await documents.claim(row["id"], row["attempt"], "run-2")
                ended += 1
                status = DocumentStatus.REQUIRES_REVIEW if ended % 4 else DocumentStatus.FAILED
                assert await documents.finish(row["id"], row["attempt"], Ending(status=status))
            await asyncio.sleep(0.02)

    task = asyncio.create_task(go_on())
    yield task
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def new_run(**parameters):
    async with get_client() as client:
        return await client.create_flow_run(bulk_reextract, parameters=parameters, state=Pending())


async def carry_out(run):
    """As a slot does; its final state."""
    await run_flow(bulk_reextract, flow_run=run, return_type="state")
    async with get_client() as client:
        return (await client.read_flow_run(run.id)).state


async def again(run):
    """The run, as it is after *Retry*."""
    async with get_client() as client:
        await client.set_flow_run_state(run.id, Pending(), force=True)
        return await client.read_flow_run(run.id)


async def artifacts_of(run):
    """Its artifacts by key, the newest of each: what they hold and say."""
    async with get_client() as client:
        found = await client.read_artifacts(
            artifact_filter=ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[run.id]))
        )
    return {artifact.key: artifact for artifact in sorted(found, key=lambda artifact: artifact.created)}


def rows_of(artifact):
    return json.loads(artifact.data)


async def correct_by_hand(document_id):
    """A person corrects the document without a sign-off."""
    [row] = await fetch("select organisation_id from document where id = $1", document_id)
    correction = Correction(
        fields={"name": "KATA ORANG"},
        rules=TemplateRules(()),
        template=("npwp", 1),
        is_sign_off=False,
        note=None,
        actor="key_1",
    )
    await corrections.correct(row["organisation_id"], document_id, correction)


async def attempts():
    """The attempt that each document is at, by its id."""
    return {row["id"]: row["attempt"] for row in await fetch("select id, attempt from document")}


async def test_a_dry_run_counts_and_queues_nothing(papers):
    run = await new_run(selection=BulkSelection(limit=LIMIT), dry_run=True)

    state = await carry_out(run)

    assert (state.name, state.message) == ("Counted", f"{LIMIT} documents would be read again.")
    artifacts = await artifacts_of(run)
    assert set(artifacts) == {"bulk-chosen"}
    assert artifacts["bulk-chosen"].description == f"{MADE} documents are chosen; the oldest {LIMIT} of them are read."
    assert rows_of(artifacts["bulk-chosen"]) == [
        {"type": "npwp", "status": "extracted", "template version": 1, "documents": MADE, "verified, left out": 0}
    ]
    assert set((await attempts()).values()) == {1}


async def test_what_people_verified_is_counted_apart_and_not_read_again_unless_asked_for(papers, in_flight, reader):
    for document_id in papers[:2]:
        await correct_by_hand(document_id)
    counted, again = await new_run(dry_run=True), await new_run(dry_run=False, most_at_once=MADE)
    everything = BulkSelection(include_verified=True)

    dry = await carry_out(counted)
    async with asyncio.timeout(WAIT_SECONDS):
        await carry_out(again)
    left = await attempts()
    async with asyncio.timeout(WAIT_SECONDS):
        await carry_out(await new_run(selection=everything, dry_run=False, most_at_once=MADE))

    assert dry.message == f"{MADE - 2} documents would be read again. 2 that people verified or corrected are left out."
    [row] = rows_of((await artifacts_of(counted))["bulk-chosen"])
    assert (row["documents"], row["verified, left out"]) == (MADE - 2, 2)
    assert left == dict.fromkeys(papers[:2], 1) | dict.fromkeys(papers[2:], 2)
    assert [(await attempts())[document_id] for document_id in papers[:2]] == [2, 2]


async def test_a_run_that_was_cut_off_queues_the_rest_and_nothing_twice(papers, in_flight, reader):
    run = await new_run(selection=BulkSelection(limit=LIMIT), dry_run=False, most_at_once=MOST_AT_ONCE)
    first = asyncio.create_task(carry_out(run))
    async with asyncio.timeout(WAIT_SECONDS):
        await in_flight.half_way.wait()
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    before = await attempts()
    run = await again(run)

    async with asyncio.timeout(WAIT_SECONDS):
        state = await carry_out(run)

    assert CUT_OFF_AFTER <= list(before.values()).count(2) < LIMIT
    assert (state.type, state.message) == (StateType.COMPLETED, f"{LIMIT} documents were read again.")
    assert await attempts() == dict.fromkeys(papers[:LIMIT], 2) | dict.fromkeys(papers[LIMIT:], 1)
    assert 1 < max(in_flight) <= MOST_AT_ONCE
    already = list(before.values()).count(2)
    chosen = (await artifacts_of(run))["bulk-chosen"].description
    assert chosen == f"{MADE - already} documents are chosen; the oldest {LIMIT - already} of them are read."


async def test_a_run_tells_how_far_it_is_and_how_the_documents_ended(papers, in_flight, reader, monkeypatch):
    update, told = module.aupdate_progress_artifact, []

    async def spy(artifact_id, progress):
        told.append(progress)
        return await update(artifact_id, progress)

    monkeypatch.setattr(module, "aupdate_progress_artifact", spy)
    run = await new_run(selection=BulkSelection(limit=LIMIT), dry_run=False, most_at_once=MOST_AT_ONCE)

    await carry_out(run)

    artifacts = await artifacts_of(run)
    assert set(artifacts) == {"bulk-chosen", "bulk-progress", "bulk-summary"}
    assert artifacts["bulk-progress"].data == 100
    assert told == sorted(told)
    assert any(0 < progress < 100 for progress in told)
    assert rows_of(artifacts["bulk-summary"]) == [
        {"status": "failed", "documents": LIMIT // 4},
        {"status": "requires_review", "documents": LIMIT - LIMIT // 4},
    ]
