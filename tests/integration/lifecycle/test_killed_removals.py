"""Kill -9 after each step of an erasure and of a purge: what follows completes it, once."""

import asyncio
import signal
from uuid import UUID

import pytest
from killed_runs import STEPS, run_until_killed
from prefect.client.orchestration import get_client
from prefect.states import Crashed
from removals_seen import age, asked_again, told

from flows.erase_document import erase_document
from flows.purge_expired import purge_expired
from flows.sweep_queued import sweep_queued
from tables.engine import fetch
from tables.erasures import ErasureStatus
from tables.queries import audit, documents, receipts

STEPS_DONE = [f"flows.removal:{step}" for step in STEPS]
LAST = STEPS_DONE[-1]
COUNTED = {"data_keys": 1, "original_copies": 1, "extractions": 1, "fields": 1}


async def killed(flow, after, document=1, **arguments):
    assert await asyncio.to_thread(run_until_killed, flow, arguments, after=after, document=document) == -signal.SIGKILL


async def swept_up(run_id):
    """The run is reported as lost, as a worker does that lost a slot or was lost itself and comes back; and then the sweep."""
    async with get_client() as client:
        run = await client.read_flow_run(UUID(run_id))
        assert run.state.is_running()
        await client.set_flow_run_state(run.id, Crashed())
    await fetch("update erasure set requested_at = requested_at - interval '10 minutes'")
    await sweep_queued()


async def counted(erasure_id):
    removed = (await receipts.get(erasure_id)).removed
    return {name: removed[name] for name in COUNTED}


@pytest.mark.parametrize("after", ["tables.queries.erasures:claim", *STEPS_DONE])
async def test_an_erasure_that_is_killed_is_followed_by_one_that_completes_it(read, begin, world, installation, after):
    document = await read(1)
    erasure = await begin(document)
    await asked_again(installation.runs, erasure, 1)

    await killed("flows.erase_document:erase_document", after, erasure_id=erasure.id, attempt=1)
    await swept_up((await receipts.get(erasure.id)).flow_run_id)

    if after == LAST:
        assert (await erase_document(erasure.id, 2, return_state=True)).name == "Superseded"
    else:
        await asked_again(installation.runs, erasure, 2)
        assert (await erase_document(erasure.id, 1, return_state=True)).name == "Superseded"
        assert (await erase_document(erasure.id, 2, return_state=True)).name == "Certified"
    assert (await receipts.get(erasure.id)).status is ErasureStatus.COMPLETED
    assert await counted(erasure.id) == COUNTED
    assert installation.originals() == []
    assert [row.action for row in await audit.list_entries(world)] == ["document.erase_begun", "document.erased"]
    assert await told() == {"document.erased": 1}


@pytest.mark.parametrize("after", ["tables.queries.erasures:begin", *STEPS_DONE])
async def test_a_purge_that_is_killed_at_its_second_document_is_finished_by_sweep_and_next_run(
    read, world, installation, after
):
    due = [await read(number) for number in range(3)]
    await age(*due)

    await killed("flows.purge_expired:purge_expired", after, 2)
    done, stopped, waiting = [await receipts.find(world, document.id) for document in due]
    assert (done.status, waiting) == (ErasureStatus.COMPLETED, None)
    await swept_up(stopped.flow_run_id)
    if after != LAST:
        await asked_again(installation.runs, stopped, 2)
        assert (await erase_document(stopped.id, 2, return_state=True)).name == "Certified"
    state = await purge_expired(return_state=True)

    assert state.message == "1 of 1 documents that are due."
    for document in due:
        receipt = await receipts.find(world, document.id)
        assert receipt.status is ErasureStatus.COMPLETED
        assert await counted(receipt.id) == COUNTED
        assert (await documents.find(world, document.id)).status == "purged"
    assert installation.originals() == []
    assert await told() == {"document.purged": 3}
