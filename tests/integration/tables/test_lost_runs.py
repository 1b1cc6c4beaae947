"""What the sweep does with documents whose run was lost."""

import asyncio

import pytest

from berkas.errors import AttemptsExhausted, RunCancelled
from berkas.jobs import Loss
from berkas.model.statuses import DocumentStatus
from tables.engine import fetch
from tables.outbox import OutboxKind
from tables.queries import documents, lost_runs, outbox


async def age(document_id: str, seconds: int) -> None:
    await fetch(
        """update document set queued_at = queued_at - make_interval(secs => $2),
        parsing_at = parsing_at - make_interval(secs => $2) where id = $1""",
        document_id,
        float(seconds),
    )


async def dispatch() -> None:
    for entry in await outbox.take(OutboxKind.PROCESS_DOCUMENT, limit=100, lease_seconds=60):
        await outbox.done(entry)


async def test_a_document_that_waits_too_long_is_stuck(parsing, store, organisation):
    reading, waiting, recent = await parsing(), await store(), await store()
    await dispatch()
    await age(reading.id, 300)
    await age(waiting.id, 200)

    found = await lost_runs.stuck(120)

    assert [(item.document_id, item.status) for item in found] == [
        (reading.id, DocumentStatus.PARSING),
        (waiting.id, DocumentStatus.QUEUED),
    ]
    assert (found[0].organisation_id, found[0].attempt, found[0].flow_run_id) == (organisation.id, 1, "run-1")
    assert recent.id not in {item.document_id for item in found}


async def test_a_document_that_the_dispatcher_has_not_come_to_is_not_stuck(store):
    document = await store()
    await age(document.id, 300)

    assert await lost_runs.stuck(120) == []


async def test_finished_documents_are_never_stuck(parsing, extracted):
    document = await parsing()
    await documents.finish(document.id, 1, extracted)
    await age(document.id, 300)

    assert await lost_runs.stuck(120) == []


async def test_a_lost_run_is_replaced_by_the_next_attempt_with_the_same_password(parsing, organisation, extracted):
    document = await parsing(password_handle="slot")
    await dispatch()

    assert await lost_runs.requeue(document.id, 1) == 2

    now = await documents.find(organisation.id, document.id)
    assert (now.status, now.attempt, now.flow_run_id) == (DocumentStatus.QUEUED, 2, None)
    [entry] = await outbox.take(OutboxKind.PROCESS_DOCUMENT, limit=10, lease_seconds=60)
    assert entry.payload == {"attempt": 2, "password_handle": "slot"}
    assert await documents.finish(document.id, 1, extracted) is None
    assert await documents.claim(document.id, 2, "run-2") is not None


async def test_a_run_lost_before_it_claimed_is_replaced_too(store, organisation):
    document = await store()
    await dispatch()

    assert await lost_runs.requeue(document.id, 1) == 2

    assert await documents.claim(document.id, 1, "run-1") is None
    assert await documents.claim(document.id, 2, "run-2") is not None


@pytest.mark.parametrize("claimed", [True, False], ids=["parsing", "queued"])
async def test_ten_sweeps_at_once_ask_for_one_attempt(parsing, store, claimed):
    document = await (parsing if claimed else store)()
    await dispatch()

    attempts = await asyncio.gather(*(lost_runs.requeue(document.id, 1) for _ in range(10)))

    assert sorted(attempts, key=str) == [2, *[None] * 9]
    assert await outbox.pending(OutboxKind.PROCESS_DOCUMENT) == 1


async def test_a_run_that_finishes_while_the_sweep_looks_wins(parsing, organisation, extracted):
    document = await parsing()
    await documents.finish(document.id, 1, extracted)

    assert await lost_runs.requeue(document.id, 1) is None
    assert await lost_runs.give_up(document.id, 1, AttemptsExhausted) is False

    assert (await documents.find(organisation.id, document.id)).status is DocumentStatus.EXTRACTED


@pytest.mark.parametrize("claimed", [True, False], ids=["parsing", "queued"])
async def test_a_document_whose_attempts_are_used_up_fails(parsing, store, organisation, claimed):
    document = await (parsing if claimed else store)()

    assert await lost_runs.give_up(document.id, 1, AttemptsExhausted)

    now = await documents.find(organisation.id, document.id)
    assert (now.status, now.error_code) == (DocumentStatus.FAILED, AttemptsExhausted.code)
    assert now.error_message == AttemptsExhausted.message
    assert await outbox.pending(OutboxKind.PROCESS_DOCUMENT) == 0


@pytest.mark.parametrize("loss", [loss for loss in Loss if loss is not Loss.CANCELLED])
@pytest.mark.parametrize("claimed", [True, False], ids=["parsing", "queued"])
async def test_only_runs_that_die_while_they_read_end_a_document(parsing, store, organisation, loss, claimed):
    document = await (parsing if claimed else store)()

    for attempt in (1, 2, 3):
        await lost_runs.replace(document.id, attempt, loss, most_deaths=3)
        if claimed:
            await documents.claim(document.id, attempt + 1, f"run-{attempt + 1}")

    now = await documents.find(organisation.id, document.id)
    is_over = claimed and loss is Loss.DIED
    assert (now.status is DocumentStatus.FAILED) is is_over
    assert now.error_code == (AttemptsExhausted.code if is_over else None)
    assert now.attempt == (3 if is_over else 4)


async def test_who_asks_again_gets_as_many_runs_as_before(parsing, organisation):
    document = await parsing()
    await lost_runs.replace(document.id, 1, Loss.DIED, most_deaths=2)
    await documents.claim(document.id, 2, "run-2")
    assert await lost_runs.replace(document.id, 2, Loss.DIED, most_deaths=2)
    await documents.reextract(organisation.id, document.id)
    await documents.claim(document.id, 3, "run-3")

    assert await lost_runs.replace(document.id, 3, Loss.DIED, most_deaths=2)

    now = await documents.find(organisation.id, document.id)
    assert (now.status, now.attempt) == (DocumentStatus.QUEUED, 4)


@pytest.mark.parametrize("claimed", [True, False], ids=["parsing", "queued"])
async def test_a_cancelled_run_ends_its_document(parsing, store, organisation, claimed):
    document = await (parsing if claimed else store)()

    assert await lost_runs.replace(document.id, 1, Loss.CANCELLED, most_deaths=5)
    assert not await lost_runs.replace(document.id, 1, Loss.CANCELLED, most_deaths=5)

    now = await documents.find(organisation.id, document.id)
    assert (now.status, now.error_code) == (DocumentStatus.FAILED, RunCancelled.code)
    assert await outbox.pending(OutboxKind.PROCESS_DOCUMENT) == 0


@pytest.mark.parametrize(
    ("claimed", "loss", "is_put_off"),
    [(True, Loss.DIED, False), (True, Loss.STOPPED, False), (True, Loss.UNAVAILABLE, True), (False, Loss.DIED, True)],
)
async def test_what_would_meet_the_same_again_waits(parsing, store, claimed, loss, is_put_off):
    document = await (parsing if claimed else store)(request_id="req_1", password_handle="slot")

    for attempt in (1, 2):
        await dispatch()
        await lost_runs.replace(document.id, attempt, loss, most_deaths=5)
        [waiting] = await fetch(
            "select due_at - now() as pause, payload from outbox_entry where kind = 'process_document'"
        )
        if claimed:
            await documents.claim(document.id, attempt + 1, f"run-{attempt + 1}")

    assert (waiting["pause"].total_seconds() > 20) is is_put_off
    assert '"request_id": "req_1"' in waiting["payload"]
    assert '"password_handle": "slot"' in waiting["payload"]


def test_pauses_grow_to_a_quarter_of_an_hour():
    assert [lost_runs.pause_seconds(n) for n in range(1, 9)] == [0, 30, 60, 120, 240, 480, 900, 900]
    assert lost_runs.pause_seconds(10_000) == 900


async def test_a_lost_reading_is_found_behind_any_number_that_wait(parsing, store):
    waiting = [await store() for _ in range(3)]
    reading = await parsing()
    await dispatch()
    for document in waiting:
        await age(document.id, 900)
    await age(reading.id, 200)

    assert [item.document_id for item in await lost_runs.stuck(120, limit=1)] == [reading.id]


async def test_finish_and_requeue_at_once_leave_one_of_both(parsing, organisation, extracted):
    for _ in range(10):
        document = await parsing()

        stored, following = await asyncio.gather(
            documents.finish(document.id, 1, extracted), lost_runs.requeue(document.id, 1)
        )

        assert (stored is not None) is (following is None)
        now = await documents.find(organisation.id, document.id)
        assert now.status is (stored.status if stored else DocumentStatus.QUEUED)
