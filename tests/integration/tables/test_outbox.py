"""Leases: everything is taken by one at a time and lost by nobody."""

import asyncio

import asyncpg
import pytest

from berkas.jobs import OUTBOX_CHANNEL
from tables.engine import transaction
from tables.outbox import OutboxKind
from tables.queries import documents, outbox
from tables.queries.outbox import OutboxEntry

RUN = OutboxKind.PROCESS_DOCUMENT


async def test_many_dispatchers_take_every_entry_once(store):
    uploaded = {(await store()).id for _ in range(30)}

    batches = await asyncio.gather(*(outbox.take(RUN, limit=5, lease_seconds=60) for _ in range(10)))

    taken = [entry.document_id for batch in batches for entry in batch]
    assert sorted(taken) == sorted(uploaded)
    assert await outbox.take(RUN, limit=5, lease_seconds=60) == []


async def test_the_oldest_entry_is_taken_first(store):
    uploaded = [(await store()).id for _ in range(3)]

    taken = await outbox.take(RUN, limit=2, lease_seconds=60)

    assert [entry.document_id for entry in taken] == uploaded[:2]


async def test_an_entry_whose_lease_is_over_is_taken_again(store):
    await store()
    await outbox.take(RUN, limit=1, lease_seconds=0)

    [again] = await outbox.take(RUN, limit=1, lease_seconds=60)

    assert again.attempts == 2


async def test_who_lost_an_entry_to_another_one_can_do_nothing_with_it_any_more(store):
    await store()
    [lost] = await outbox.take(RUN, limit=1, lease_seconds=0)
    [entry] = await outbox.take(RUN, limit=1, lease_seconds=60)

    renewed = await outbox.renew(lost, lease_seconds=0), await outbox.renew(entry, lease_seconds=60)
    await outbox.release(lost, delay_seconds=0)
    await outbox.done(lost)

    assert renewed == (False, True)
    assert await outbox.take(RUN, limit=1, lease_seconds=60) == []
    assert await outbox.pending(RUN) == 1
    await outbox.done(entry)
    assert await outbox.pending(RUN) == 0


@pytest.mark.parametrize("kind", [OutboxKind.ERASE_DOCUMENT, OutboxKind.DELIVER_WEBHOOK])
async def test_who_lost_an_erasure_or_a_delivery_to_another_one_does_not_end_it(organisation, kind):
    """Its entry is deleted when it is done: by a former holder, whoever has it now would never be asked again."""
    await outbox.add(kind, organisation_id=organisation.id, document_id=None, payload={})
    [lost] = await outbox.take(kind, limit=1, lease_seconds=0)
    [entry] = await outbox.take(kind, limit=1, lease_seconds=60)

    await outbox.done(lost)

    assert await outbox.pending(kind) == 1
    assert await outbox.renew(entry, lease_seconds=60)
    await outbox.done(entry)
    assert await outbox.pending(kind) == 0


async def test_a_released_entry_is_due_after_its_delay(store):
    await store()
    [entry] = await outbox.take(RUN, limit=1, lease_seconds=60)

    await outbox.release(entry, delay_seconds=60)
    assert await outbox.take(RUN, limit=1, lease_seconds=60) == []

    await outbox.release(entry, delay_seconds=0)
    assert [again.id for again in await outbox.take(RUN, limit=1, lease_seconds=60)] == [entry.id]


async def test_what_is_done_is_never_taken_again(organisation, store):
    await store()
    await outbox.add(OutboxKind.DELIVER_WEBHOOK, organisation_id=organisation.id, document_id=None, payload={})
    kinds = (RUN, OutboxKind.DELIVER_WEBHOOK)
    for kind in kinds:
        [entry] = await outbox.take(kind, limit=10, lease_seconds=0)
        await outbox.done(entry)
        await outbox.release(entry, delay_seconds=0)

    assert await outbox.take(*OutboxKind, limit=10, lease_seconds=0) == []
    assert [await outbox.pending(kind) for kind in kinds] == [0, 0]


async def test_the_back_off_doubles_up_to_five_minutes():
    delays = [OutboxEntry(1, "org", RUN, "doc", {}, taken).back_off_seconds for taken in (1, 2, 3, 9, 10, 1000)]

    assert delays == [1, 2, 4, 256, 300, 300]


async def test_listeners_hear_of_an_entry_when_it_is_committed_and_not_before(organisation, store, database_url):
    heard = asyncio.Event()
    listener = await asyncpg.connect(database_url)
    await listener.add_listener(OUTBOX_CHANNEL, lambda *_details: heard.set())
    document = await store()
    await asyncio.wait_for(heard.wait(), 5)
    heard.clear()

    async with transaction():
        await documents.ask_for_run(organisation.id, document.id, 2)
        await listener.fetchval("select 1")
        assert not heard.is_set()

    await asyncio.wait_for(heard.wait(), 5)
    await listener.close()
