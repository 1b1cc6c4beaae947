"""Which documents a bulk run chooses and queues."""

from datetime import timedelta

import pytest

from berkas.jobs import BULK_QUEUE
from berkas.model.sources import WantedSource
from berkas.model.statuses import DocumentStatus
from tables.outbox import OutboxKind
from tables.queries import bulk, documents, lost_runs, outbox
from tables.queries.bulk_selection import BulkSelection

RUN = "bulk-run-1"
ALL = BulkSelection()


@pytest.fixture
def finished(parsing, extracted):
    """Record an upload and let a run extract it."""

    async def make(**values):
        document = await parsing(**values)
        assert await documents.finish(document.id, 1, extracted)
        return document

    return make


async def queue_all(selection=ALL, run_id=RUN, *, limit=100):
    chosen = await bulk.next_chosen(run_id, selection, after=None, limit=limit)
    return [document.id for document in chosen if await bulk.queue(document, run_id)]


async def test_finished_documents_are_chosen_oldest_first_and_once(finished, parsing):
    first, second = await finished(), await finished()
    await parsing()

    assert await queue_all() == [first.id, second.id]
    assert await queue_all() == []
    assert await bulk.queued_by(RUN) == {DocumentStatus.QUEUED: 2}


async def test_the_next_batch_begins_after_the_last_document(finished):
    made = [await finished() for _ in range(3)]

    [first] = await bulk.next_chosen(RUN, ALL, after=None, limit=1)
    others = await bulk.next_chosen(RUN, ALL, after=first, limit=10)

    assert [first.id, *(document.id for document in others)] == [document.id for document in made]


@pytest.mark.parametrize(
    ("selection", "is_chosen"),
    [
        ({"types": ("npwp",)}, True),
        ({"types": ("ktp",)}, False),
        ({"statuses": (DocumentStatus.FAILED,)}, False),
        ({"template_id": "npwp", "template_version_below": 2}, True),
        ({"template_id": "npwp", "template_version_below": 3}, True),
        ({"template_id": "ktp"}, False),
        ({"organisation_id": "org_other"}, False),
    ],
)
async def test_every_condition_of_a_selection_counts(finished, selection, is_chosen):
    document = await finished()

    chosen = await bulk.next_chosen(RUN, BulkSelection(**selection), after=None, limit=10)

    assert [found.id for found in chosen] == ([document.id] if is_chosen else [])
    assert sum(group.count for group in await bulk.count_chosen(RUN, BulkSelection(**selection))) == int(is_chosen)


async def test_the_newest_version_is_not_older_than_itself(finished):
    await finished()

    assert await queue_all(BulkSelection(template_id="npwp", template_version_below=2)) != []
    assert (
        await bulk.next_chosen(
            "other", BulkSelection(template_id="npwp", template_version_below=2), after=None, limit=1
        )
        == []
    )


async def test_times_of_a_selection_are_half_open(finished):
    document = await finished()
    moment, later = document.created_at, document.created_at + timedelta(microseconds=1)

    assert await queue_all(BulkSelection(created_to=moment)) == []
    assert await queue_all(BulkSelection(created_from=later)) == []
    assert await queue_all(BulkSelection(created_from=moment, created_to=later)) == [document.id]


async def test_runs_of_a_bulk_run_wait_in_a_queue_of_their_own_even_when_they_are_lost(finished):
    await outbox.take(*OutboxKind, limit=100, lease_seconds=60)
    document = await finished()
    await queue_all()

    [entry] = await outbox.take(OutboxKind.PROCESS_DOCUMENT, limit=10, lease_seconds=60)
    await lost_runs.requeue(document.id, 2)
    [again] = await outbox.take(OutboxKind.PROCESS_DOCUMENT, limit=10, lease_seconds=60)

    assert (entry.payload["attempt"], entry.payload["queue"]) == (2, BULK_QUEUE)
    assert (again.payload["attempt"], again.payload["queue"]) == (3, BULK_QUEUE)


async def test_a_document_that_somebody_else_reads_again_is_left_alone(finished, organisation):
    document = await finished()
    chosen = await bulk.next_chosen(RUN, ALL, after=None, limit=10)
    await documents.reextract(organisation.id, document.id)

    assert [await bulk.queue(found, RUN) for found in chosen] == [False]
    assert await bulk.queued_by(RUN) == {}


@pytest.mark.parametrize("source", list(WantedSource))
async def test_a_bulk_run_may_ask_for_ocr(finished, source):
    document = await finished()
    [chosen] = await bulk.next_chosen(RUN, ALL, after=None, limit=1)

    assert await bulk.queue(chosen, RUN, source=source)

    assert (await documents.claim(document.id, 2, "run-2")).source is source
