"""Which due runs a warm worker is told of by a real Prefect server."""

import contextlib

import pytest

from berkas.jobs import BULK_QUEUE, READING_TAG, SIDE_QUEUE, WEBHOOKS_QUEUE

POOL = "contoh-warm"
FLOOD = 30
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
            for priority, queue in enumerate((SIDE_QUEUE, WEBHOOKS_QUEUE, BULK_QUEUE), start=2):
                await client.create_work_queue(queue, work_pool_name=POOL, priority=priority)

        def make(slots, side_slots):
            monkeypatch.setenv("BERKAS_WORKER_SLOTS", str(slots))
            monkeypatch.setenv("BERKAS_WORKER_SIDE_SLOTS", str(side_slots))
            made = WarmWorker(POOL)
            made._client = client
            return made

        yield make


@pytest.fixture
def due(prefect_place):
    """Puts so many runs into a queue."""
    from prefect import flow
    from prefect.client.orchestration import get_client
    from prefect.states import Scheduled

    @flow(name="contoh-due")
    def contoh():
        """Never runs."""

    async def make(count, queue, *tags):
        async with get_client() as client:
            runs = [
                await client.create_flow_run(
                    contoh, state=Scheduled(), tags=tags, work_pool_name=POOL, work_queue_name=queue
                )
                for _ in range(count)
            ]
        return {run.id for run in runs}

    return make


async def named(worker):
    return {entry.flow_run.id for entry in await worker._get_scheduled_flow_runs()}


async def test_a_flood_of_one_kind_never_hides_the_other(warm, due):
    deliveries = await due(FLOOD, WEBHOOKS_QUEUE)
    bulk = await due(1, BULK_QUEUE, READING_TAG)

    found = await named(warm(2, 2))

    assert bulk <= found
    assert 2 <= len(found & deliveries) < FLOOD


async def test_the_worker_with_the_most_slots_asks_for_no_more_than_the_server_gives(warm, due):
    fresh = await due(1, "default", READING_TAG)

    assert fresh <= await named(warm(256, 64))
