"""Which due runs a warm worker is told of by a real Prefect server, and which of them it takes."""

import contextlib

import pytest
from pydantic import ValidationError

from berkas.jobs import (
    BULK_QUEUE,
    DEFAULT_QUEUE,
    ERRANDS_QUEUE,
    LONG_QUEUE,
    LONG_TAG,
    READING_TAG,
    SIDE_QUEUE,
    WEBHOOKS_QUEUE,
    WORKER_CALL_TAG,
)
from berkas.settings import Settings

POOL = "contoh-warm"
FLOOD = 20
"""More than a worker asks for at once."""


@pytest.fixture
async def warm(prefect_place, worker, monkeypatch):
    """Makes a warm worker of some slots that talks to the server and starts nothing."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.actions import WorkPoolCreate
    from prefect.exceptions import ObjectAlreadyExists

    from deployments.warm_worker import WarmWorker

    async with get_client() as client:
        with contextlib.suppress(ObjectAlreadyExists):
            await client.create_work_pool(WorkPoolCreate(name=POOL, type="warm"))
            # the server moves the default queue, which every pool has, to the second place
            await client.create_work_queue(ERRANDS_QUEUE, work_pool_name=POOL, priority=1)
            for priority, queue in enumerate((SIDE_QUEUE, LONG_QUEUE, WEBHOOKS_QUEUE, BULK_QUEUE), start=3):
                await client.create_work_queue(queue, work_pool_name=POOL, priority=priority)

        def make(slots, side_slots):
            monkeypatch.setenv("BERKAS_WORKER_SLOTS", str(slots))
            monkeypatch.setenv("BERKAS_WORKER_SIDE_SLOTS", str(side_slots))
            made = WarmWorker(POOL)
            made._client = client
            made._runs_task_group = NothingStarts()
            return made

        yield make


class NothingStarts:
    """In place of where a worker starts what it takes."""

    def start_soon(self, *_what):
        pass


@pytest.fixture
async def due(prefect_place):
    """Puts so many runs into a queue."""
    from prefect import flow
    from prefect.client.orchestration import get_client
    from prefect.states import Scheduled

    @flow(name="contoh-due")
    def contoh():
        """Never runs."""

    made = []

    async def make(count, queue, *tags):
        async with get_client() as client:
            runs = [
                await client.create_flow_run(
                    contoh, state=Scheduled(), tags=tags, work_pool_name=POOL, work_queue_name=queue
                )
                for _ in range(count)
            ]
        made.extend(runs)
        return {run.id for run in runs}

    yield make
    async with get_client() as client:
        for run in made:
            await client.delete_flow_run(run.id)


async def named(worker):
    return {entry.flow_run.id for entry in await worker._get_scheduled_flow_runs()}


async def taken(worker):
    """What it takes when it looks once; none of it ends."""
    await worker._submit_scheduled_flow_runs(await worker._get_scheduled_flow_runs())
    return set(worker._taken)


async def end(worker, run_id):
    from prefect.client.orchestration import get_client
    from prefect.states import Completed

    async with get_client() as client:
        await client.set_flow_run_state(run_id, Completed(), force=True)
    worker._release_limit_slot(run_id)


async def test_a_flood_of_one_kind_never_hides_the_other(warm, due):
    deliveries = await due(FLOOD, WEBHOOKS_QUEUE)
    bulk = await due(1, BULK_QUEUE, READING_TAG)

    found = await named(warm(2, 2))

    assert bulk <= found
    assert 2 <= len(found & deliveries) < FLOOD


async def test_who_waits_for_an_errand_waits_for_no_queue_of_documents(warm, due):
    await due(FLOOD, DEFAULT_QUEUE, READING_TAG)
    errand = await due(1, ERRANDS_QUEUE, WORKER_CALL_TAG)

    assert errand <= await named(warm(1, 2))


async def test_the_worker_with_the_most_slots_asks_for_no_more_than_the_server_gives(warm, due):
    fresh = await due(1, DEFAULT_QUEUE, READING_TAG)

    assert fresh <= await named(warm(256, 64))


@pytest.mark.parametrize("side_slots", [2, 3])
async def test_long_runs_leave_a_side_slot_to_all_others(warm, due, side_slots):
    long = await due(FLOOD, LONG_QUEUE, LONG_TAG)
    worker = warm(1, side_slots)

    first = await taken(worker)
    erasures = await due(2, SIDE_QUEUE)
    then = await taken(worker)

    assert first <= long
    assert len(first) == side_slots - 1
    assert len(then & erasures) == 1
    assert len(then) == side_slots


async def test_a_side_slot_that_comes_free_goes_to_what_is_over_soon_while_long_runs_wait(warm, due):
    long = await due(FLOOD, LONG_QUEUE, LONG_TAG)
    worker = warm(1, 2)
    [running] = await taken(worker)
    erasures = await due(2, SIDE_QUEUE)
    deliveries = await due(1, WEBHOOKS_QUEUE)
    order = []

    for _ in range(3):
        [short] = await taken(worker) - {running}
        order.append(short)
        await end(worker, short)

    assert running in long
    assert set(order[:2]) == erasures
    assert set(order[2:]) == deliveries


async def test_what_was_taken_is_taken_once(warm, due):
    deliveries = await due(1, WEBHOOKS_QUEUE)
    worker = warm(1, 2)

    assert await taken(worker) == await taken(worker) == deliveries


def test_one_side_slot_would_be_too_few():
    with pytest.raises(ValidationError):
        Settings(worker_side_slots=1)
