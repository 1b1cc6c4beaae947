"""A document whose run was lost gets the next attempt, until there were too many."""

import contextlib
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from berkas.jobs import Loss
from tables.engine import fetch
from tables.outbox import OutboxKind
from tables.queries import documents, idempotency, outbox

PDF = b"%PDF-1.7 contoh "


@pytest.fixture
def sweep(prefect_place, worker, database):
    """Runs ``sweep_queued``."""
    from flows.sweep_queued import sweep_queued

    async def run():
        assert (await sweep_queued(return_state=True)).is_completed()

    return run


@pytest.fixture
def make_run(prefect_place):
    """A run of the server's in some state; its id."""
    from prefect import flow
    from prefect.client.orchestration import get_client

    @flow(name="contoh")
    def contoh():
        """Never runs."""

    async def make(state, **where):
        async with get_client() as client:
            return str((await client.create_flow_run(contoh, state=state(), **where)).id)

    return make


@pytest.fixture
def waiting(store):
    """A document that waits since an hour for a run that was asked for."""

    async def make(number, run_id=None, *, is_claimed=False, attempt=1):
        document = await store(PDF + str(number).encode(), password_handle="handle")
        if is_claimed:
            assert await documents.claim(document.id, 1, run_id)
        await fetch(
            """update document set flow_run_id = $2, attempt = $3,
                queued_at = queued_at - interval '1 hour', parsing_at = parsing_at - interval '1 hour' where id = $1""",
            document.id,
            run_id,
            attempt,
        )
        await fetch(
            "update outbox_entry set done_at = now() where document_id = $1 and kind = 'process_document'", document.id
        )
        return document

    return make


@pytest.fixture
def now(organisation):
    """Status and attempt of a document, and the runs that it still asks for."""

    async def find(document):
        found = await documents.find(organisation.id, document.id)
        asked = await outbox.take(OutboxKind.PROCESS_DOCUMENT, limit=100, lease_seconds=0)
        payloads = [dict(entry.payload) for entry in asked if entry.document_id == document.id]
        for payload in payloads:
            payload.pop("put_off", None)
        return found.status, found.attempt, payloads

    return find


async def test_a_run_that_nobody_knows_is_asked_for_again(sweep, waiting, now):
    queued = await waiting(1, str(uuid4()))
    never_made = await waiting(2, None)
    parsing = await waiting(3, str(uuid4()), is_claimed=True)

    await sweep()

    for document in (queued, never_made, parsing):
        assert await now(document) == ("queued", 2, [{"attempt": 2, "password_handle": "handle"}])


async def test_a_run_that_ended_without_an_end_of_its_document_is_asked_for_again(sweep, waiting, now, make_run):
    from prefect.states import Crashed, Failed

    lost = [await waiting(n, await make_run(state), is_claimed=True) for n, state in enumerate((Crashed, Failed))]

    await sweep()

    for document in lost:
        assert (await now(document))[:2] == ("queued", 2)


@pytest.mark.parametrize("is_claimed", [True, False])
async def test_a_run_that_an_operator_cancelled_ends_its_document(sweep, waiting, make_run, organisation, is_claimed):
    from prefect.states import Cancelled

    document = await waiting(1, await make_run(Cancelled), is_claimed=is_claimed)

    await sweep()

    found = await documents.find(organisation.id, document.id)
    assert (found.status, found.error_code, found.attempt) == ("failed", "run_cancelled", 1)


async def test_one_lost_run_is_found_among_more_than_the_server_names_at_once(
    sweep, waiting, now, make_run, monkeypatch
):
    from prefect.states import Crashed, Scheduled

    monkeypatch.setattr("flows.tasks.lost._BATCH", 2)
    alive = [await waiting(n, await make_run(Scheduled)) for n in range(4)]
    lost = await waiting(4, await make_run(Crashed))

    await sweep()

    assert (await now(lost))[:2] == ("queued", 2)
    for document in alive:
        assert (await now(document))[:2] == ("queued", 1)


async def test_a_run_that_waits_or_works_is_left_alone(sweep, waiting, now, make_run):
    from prefect.states import Pending, Running, Scheduled

    alive = [await waiting(n, await make_run(state)) for n, state in enumerate((Scheduled, Pending, Running))]

    await sweep()

    for document in alive:
        assert await now(document) == ("queued", 1, [])


@pytest.fixture
def taken(make_run):
    """A run that a worker took and did not begin; its id."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.actions import WorkPoolCreate
    from prefect.exceptions import ObjectAlreadyExists
    from prefect.states import Pending

    async def make(worker, *, kind="warm", is_online=False):
        async with get_client() as client:
            with contextlib.suppress(ObjectAlreadyExists):
                await client.create_work_pool(WorkPoolCreate(name="contoh", type="warm"))
            run_id = await make_run(Pending, work_pool_name="contoh", tags=["berkas"])
            if worker:
                labels = {"prefect.worker.name": worker, "prefect.worker.type": kind}
                await client.update_flow_run_labels(run_id, labels)
            if is_online:
                await client.send_worker_heartbeat("contoh", worker, heartbeat_interval_seconds=30)
        return run_id

    return make


async def state_of(run_id):
    from prefect.client.orchestration import get_client

    async with get_client() as client:
        return (await client.read_flow_run(UUID(run_id))).state


async def test_a_run_that_a_worker_took_to_its_grave_is_given_up_and_asked_for_again(
    sweep, waiting, now, taken, monkeypatch
):
    """It has not begun, so no heartbeat of it is missed; and a new machine has another name."""
    monkeypatch.setattr("flows.orphans.ORPHAN_AFTER", timedelta(0))
    run_id = await taken("warm-1.gone")
    document = await waiting(1, run_id)

    await sweep()

    assert (await state_of(run_id)).is_crashed()
    assert await now(document) == ("queued", 2, [{"attempt": 2, "password_handle": "handle"}])


async def test_a_run_that_was_taken_a_moment_ago_is_left_alone(sweep, waiting, now, taken):
    """It may be taken again, and carry the old name until the new worker writes its own."""
    run_id = await taken("warm-1.gone")
    document = await waiting(1, run_id)

    await sweep()

    assert (await state_of(run_id)).is_pending()
    assert await now(document) == ("queued", 1, [])


async def test_a_run_that_went_on_since_it_was_found_is_not_given_up(taken):
    from prefect.client.orchestration import get_client
    from prefect.states import Running

    from flows import orphans

    async with get_client() as client:
        found = await client.read_flow_run(UUID(await taken("warm-1.gone")))
        await client.set_flow_run_state(found.id, Running())

        assert not await orphans._give_up(client, found, frozenset())

        assert (await client.read_flow_run(found.id)).state.is_running()


async def test_a_run_that_was_taken_by_who_lives_or_by_a_stock_worker_is_left_alone(
    sweep, waiting, now, taken, monkeypatch
):
    monkeypatch.setattr("flows.orphans.ORPHAN_AFTER", timedelta(0))
    runs = [
        await taken("warm-1.here", is_online=True),
        await taken("process-1", kind="process"),
        await taken(None),
    ]
    documents_waiting = [await waiting(number, run_id) for number, run_id in enumerate(runs)]

    await sweep()

    assert all([(await state_of(run_id)).is_pending() for run_id in runs])
    for document in documents_waiting:
        assert await now(document) == ("queued", 1, [])


async def test_a_run_whose_worker_died_before_it_gave_its_name_is_given_up(sweep, waiting, now, taken, monkeypatch):
    monkeypatch.setattr("flows.orphans.UNNAMED_AFTER", timedelta(0))
    document = await waiting(1, await taken(None))

    await sweep()

    assert (await now(document))[:2] == ("queued", 2)


async def test_a_run_that_was_given_a_name_since_it_was_found_is_left_alone(sweep, waiting, now, taken, monkeypatch):
    from flows import orphans

    monkeypatch.setattr(orphans, "UNNAMED_AFTER", timedelta(0))
    document = await waiting(1, run_id := await taken(None))
    find = orphans._all_of

    async def found_and_named(client, wanted):
        runs = await find(client, wanted)
        await client.update_flow_run_labels(UUID(run_id), {"prefect.worker.name": "warm-1.elsewhere"})
        return runs

    monkeypatch.setattr(orphans, "_all_of", found_and_named)

    await sweep()

    assert (await now(document))[:2] == ("queued", 1)


async def test_what_just_began_to_wait_and_what_is_not_yet_asked_for_are_left_alone(sweep, store, now):
    fresh = await store(PDF)
    await fetch("update document set queued_at = queued_at - interval '1 hour' where id = $1", fresh.id)

    await sweep()

    assert (await now(fresh))[:2] == ("queued", 1)
    await fetch("update document set queued_at = now(), flow_run_id = $2 where id = $1", fresh.id, str(uuid4()))
    await fetch("update outbox_entry set done_at = now()")
    await sweep()
    assert await now(fresh) == ("queued", 1, [])


async def test_after_the_last_death_a_document_fails(sweep, waiting, organisation, worker):
    given_up = await waiting(1, str(uuid4()), is_claimed=True, attempt=worker.max_attempts)
    not_yet = await waiting(2, str(uuid4()), is_claimed=True, attempt=worker.max_attempts - 1)
    await fetch("update document set deaths = attempt - 1")

    await sweep()

    failed = await documents.find(organisation.id, given_up.id)
    assert (failed.status, failed.error_code, failed.stage) == ("failed", "attempts_exhausted", "run")
    queued = await documents.find(organisation.id, not_yet.id)
    assert (queued.status, queued.attempt) == ("queued", worker.max_attempts)


async def test_a_second_sweep_finds_nothing_left_to_do(sweep, waiting, now):
    document = await waiting(1, str(uuid4()))
    await sweep()
    before = await now(document)

    await sweep()

    assert (await now(document))[:2] == before[:2] == ("queued", 2)


async def test_old_events_and_old_answers_are_dropped(sweep, store, organisation):
    await store(PDF)
    await idempotency.begin(organisation.id, "old", ["a" * 64])
    await idempotency.begin(organisation.id, "new", ["a" * 64])
    await fetch("update idempotency_key set expires_at = now() where key = 'old'")
    await fetch("update outbox_entry set created_at = now() - interval '25 hours'")

    await sweep()

    assert [row["key"] for row in await fetch("select key from idempotency_key")] == ["new"]
    assert [row["kind"] for row in await fetch("select kind from outbox_entry")] == ["process_document"]


@pytest.mark.parametrize(
    ("loss", "deaths", "status", "code"),
    [
        (Loss.DIED, 0, "queued", None),
        (Loss.CANCELLED, 0, "failed", "run_cancelled"),
        (Loss.DIED, 4, "failed", "attempts_exhausted"),
        (Loss.STOPPED, 4, "queued", None),
    ],
)
async def test_a_worker_that_lost_a_run_sees_to_its_document(store, organisation, loss, deaths, status, code):
    from flows.lost_runs import settle

    document = await store(PDF)
    await fetch("update document set attempt = 7, deaths = $2 where id = $1", document.id, deaths)
    await documents.claim(document.id, 7, "run")

    await settle({"document_id": document.id, "attempt": 7}, loss)

    found = await documents.find(organisation.id, document.id)
    assert (found.status, found.error_code, found.attempt) == (status, code, 7 + (status == "queued"))


async def test_a_lost_run_of_another_flow_changes_nothing(store, organisation):
    from flows.lost_runs import settle

    document = await store(PDF)

    for parameters in (
        {},
        {"document_id": 7},
        {"document_id": document.id, "attempt": "1"},
        {"document_id": document.id, "attempt": 2},
    ):
        await settle(parameters, Loss.CANCELLED)

    assert (await documents.find(organisation.id, document.id)).status == "queued"
