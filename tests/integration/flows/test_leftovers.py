"""What a worker finds that it had in an earlier life, or could not report the end of."""

from collections.abc import Iterable
from uuid import UUID

import pytest

from berkas.jobs import taken_by

POOL = "contoh-leftovers"
ME, FORMER, OTHER = "warm-1.here", "warm-1.renamed", "warm-2.here"


@pytest.fixture
async def client(prefect_place):
    from prefect.client.orchestration import get_client

    async with get_client() as found:
        yield found


@pytest.fixture
async def make(client):
    """A run of our pool in some state; its id."""
    from contextlib import suppress

    from prefect import flow
    from prefect.client.schemas.actions import WorkPoolCreate
    from prefect.exceptions import ObjectAlreadyExists

    with suppress(ObjectAlreadyExists):
        await client.create_work_pool(WorkPoolCreate(name=POOL, type="warm"))

    @flow(name="contoh-leftovers")
    def contoh():
        """Never runs."""

    deployment = await client.create_deployment(
        flow_id=await client.create_flow(contoh), name="contoh", work_pool_name=POOL
    )

    async def one(state, worker: str | None = None) -> UUID:
        run = await client.create_flow_run_from_deployment(deployment, state=state)
        if worker is not None:
            await client.update_flow_run_labels(run.id, {"prefect.worker.name": worker})
        return run.id

    return one


async def found(client, taken: Iterable[UUID] = ()) -> set[UUID]:
    from deployments.leftovers import leftovers

    names = frozenset({ME, FORMER})
    return {run.id async for run in leftovers(client, POOL, names, lambda: list(taken))}


async def test_a_run_that_was_taken_a_moment_before_its_worker_was_killed_is_found(client, make) -> None:
    """It has no label yet: between state and label there is room for a kill."""
    from prefect.states import Pending

    mine, former = await make(Pending(message=taken_by(ME))), await make(Pending(message=taken_by(FORMER)))
    theirs = await make(Pending(message=taken_by(OTHER)))

    assert {mine, former} <= await found(client)
    assert theirs not in await found(client)


async def test_a_run_that_was_working_or_being_cancelled_is_found_by_its_label(client, make) -> None:
    from prefect.states import Cancelling, Running

    mine = {await make(Running(), ME), await make(Cancelling(), FORMER)}
    theirs = {await make(Running(), OTHER), await make(Running())}

    assert mine <= await found(client)
    assert not theirs & await found(client)


async def test_a_run_that_another_worker_took_since_is_not_ours_whatever_its_label_says(client, make) -> None:
    from prefect.states import Pending

    retaken = await make(Pending(message=taken_by(OTHER)), ME)

    assert retaken not in await found(client)


async def test_what_the_worker_has_and_what_is_over_is_left_alone(client, make) -> None:
    from prefect.states import Completed, Running, Scheduled

    held = await make(Running(), ME)
    others = {await make(Completed(), ME), await make(Scheduled(), ME)}

    assert not ({held} | others) & await found(client, taken=[held])
