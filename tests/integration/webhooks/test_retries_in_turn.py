"""Retries wait in the outbox until they are due and count among the deliveries of their organisation: none begin together."""

import asyncio

import asyncpg
import pytest

from berkas.jobs import DELIVER_WEBHOOK
from tables.engine import fetch
from tables.queries import outbox

WEBHOOKS = 5


@pytest.fixture
def asked_for(api):
    """Runs of an organisation that were asked for and not begun, once the dispatcher has nothing to ask for any more."""

    async def settled(organisation_id: str) -> list:
        async with asyncio.timeout(15):
            while True:
                api.services.dispatcher.wake()
                before = len(api.orchestrator.requests)
                await asyncio.sleep(0.2)
                if len(api.orchestrator.requests) == before and not await fetch(
                    "select from outbox_entry where leased_until > now()"
                ):
                    break
        runs = [run for run in api.orchestrator.requests if run.deployment == DELIVER_WEBHOOK]
        return [run for run in runs if organisation_id in run.tags]

    return settled


@pytest.fixture
async def failed_once(api, tenant, receiver, answering):
    """Deliveries of one organisation to several webhooks, none of them paused: each has failed once and waits for its retry."""
    for number in range(WEBHOOKS):
        await tenant.webhook(f"{receiver.url}/{number}")
    await tenant.upload()
    receiver.script += [answering(500)] * WEBHOOKS
    for _ in range(WEBHOOKS):
        await api.work()
    assert await fetch("select from webhook where paused_until is not null") == []


async def retries_are_due() -> None:
    await fetch("update webhook_delivery set next_attempt_at = now() where status = 'pending'")
    await fetch("update outbox_entry set due_at = now() where kind = 'deliver_webhook'")


async def test_no_run_is_asked_for_a_retry_before_it_is_due(tenant, failed_once, asked_for):
    assert await asked_for(tenant.organisation_id) == []

    rows = await fetch(
        """select e.due_at = d.next_attempt_at as agree from outbox_entry e
        join webhook_delivery d on d.id = e.payload ->> 'delivery_id' where d.status = 'pending'"""
    )
    assert [row["agree"] for row in rows] == [True] * WEBHOOKS


async def test_slow_retries_of_a_receiver_that_answers_now_and_then_leave_others_their_turn(
    api, tenant, receiver, receiving, answering, failed_once, asked_for
):
    may_answer = asyncio.Event()

    async def hang(reader, writer) -> None:
        await may_answer.wait()
        await answering(200)(reader, writer)

    receiver.script += [hang] * WEBHOOKS
    await asked_for(tenant.organisation_id)
    await retries_are_due()
    first = await asked_for(tenant.organisation_id)
    api.orchestrator.requests.clear()
    hanging = [asyncio.create_task(api.work(run)) for run in first]

    async with receiving() as elsewhere:
        other = await api.tenant()
        await other.webhook(elsewhere.url)
        await other.upload()
        await api.work(await api.next_run())
        more = await asked_for(tenant.organisation_id)

        assert len(elsewhere.arrived) == 1
    may_answer.set()
    await asyncio.gather(*hanging)
    for _ in range(WEBHOOKS - len(first)):
        await api.work()
    assert len(first) == api.settings.deliveries_per_organisation
    assert more == []
    rows = await fetch(
        "select status, attempts from webhook_delivery where organisation_id = $1", tenant.organisation_id
    )
    assert {tuple(row) for row in rows} == {("delivered", 2)}


async def test_a_retry_keeps_its_own_time_when_another_delivery_arrives(api, tenant, receiver, answering):
    """What one receiver refuses for good would have spent all its attempts at the pace of what it takes."""
    await tenant.webhook(receiver.url)
    await tenant.upload(b"%PDF-1.4 SPECIMEN 1")
    await tenant.upload(b"%PDF-1.4 SPECIMEN 2")
    receiver.script += [answering(500), answering(200)]

    refused = await api.work()
    await api.work()

    [entry] = await fetch("select due_at from outbox_entry where kind = 'deliver_webhook' and done_at is null")
    [waiting] = await fetch("select next_attempt_at from webhook_delivery where status = 'pending'")
    assert entry["due_at"] == waiting["next_attempt_at"] == refused.next_attempt_at


async def test_the_end_of_a_pause_gives_a_retry_its_own_time_back(api, tenant, receiver, answering):
    webhook = await tenant.webhook(receiver.url)
    await tenant.upload()
    receiver.script.append(answering(500))
    refused = await api.work()
    await fetch("update webhook set failures = 2")
    await tenant.upload(b"%PDF-1.4 SPECIMEN 2")
    receiver.script.append(answering(500))
    await api.work()
    held = await fetch("select 1 from webhook_delivery where next_attempt_at > now() + interval '20 seconds'")

    await tenant.http.patch(f"/api/webhooks/{webhook['id']}", json={"active": True})

    rows = await fetch("select next_attempt_at from webhook_delivery order by created_at")
    assert len(held) == 2
    assert rows[0]["next_attempt_at"] == refused.next_attempt_at


async def test_what_is_moved_into_the_future_while_a_dispatcher_looks_is_not_taken(api, tenant, receiver, database_url):
    await tenant.webhook(receiver.url)
    api.orchestrator.is_away = True
    await tenant.upload()
    await fetch("update outbox_entry set leased_until = null, due_at = now() - interval '1 minute'")
    holder = await asyncpg.connect(database_url)
    holding = holder.transaction()
    await holding.start()
    await holder.execute("update outbox_entry set due_at = now() + interval '1 hour' where kind = 'deliver_webhook'")

    taking = asyncio.create_task(outbox.take_deliveries(limit=20, lease_seconds=60, per_organisation=2))
    await asyncio.wait([taking], timeout=0.5)
    await holding.commit()
    taken = await taking
    await holder.close()

    assert taken == []
