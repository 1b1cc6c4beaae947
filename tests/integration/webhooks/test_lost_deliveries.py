"""Deliveries whose run was lost: found, noted, asked for again; and those that are old enough to forget."""

import asyncio

import pytest

from berkas.jobs import Loss
from flows.lost_deliveries import tend_deliveries
from flows.lost_runs import settle
from tables.engine import fetch
from tables.queries import deliveries


@pytest.fixture
async def waiting(api, tenant, receiver):
    """A delivery whose run was asked for."""
    await tenant.webhook(receiver.url)
    await tenant.upload()
    return await api.next_run()


async def settle_outbox(delivery_id: str) -> None:
    """As long after as the sweep waits, when the dispatcher has noted that it asked for the run."""
    async with asyncio.timeout(10):
        while await fetch("select 1 from outbox_entry where payload ->> 'delivery_id' = $1", delivery_id):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    await fetch(
        "update webhook_delivery set next_attempt_at = next_attempt_at - interval '1 hour' where id = $1", delivery_id
    )


async def test_a_run_that_died_between_sending_and_recording_is_noted_and_tried_again(api, waiting, receiver):
    await deliveries.claim(waiting.name, 1, "run-that-died")
    await settle_outbox(waiting.name)

    [lost] = await deliveries.waiting(120)
    assert await deliveries.replace_lost(lost.delivery_id, lost.attempt)

    assert (lost.attempt, lost.flow_run_id) == (1, "run-that-died")
    [attempt] = await fetch("select number, error_code from webhook_attempt")
    assert (attempt["number"], attempt["error_code"]) == (1, "run_lost")
    following = await api.next_retry()
    assert (following.name, following.parameters["attempt"]) == (waiting.name, 2)
    await api.work(following)
    assert receiver.arrived[0].headers["x-berkas-attempt"] == "2"


async def test_a_run_that_was_lost_before_it_claimed_can_never_come_back_and_send(api, waiting, receiver):
    await settle_outbox(waiting.name)
    [lost] = await deliveries.waiting(120)

    assert await deliveries.replace_lost(lost.delivery_id, lost.attempt)

    assert lost.attempt == 1
    assert await api.work(waiting) is None
    assert receiver.arrived == []
    following = await api.next_retry()
    assert following.parameters["attempt"] == 2
    assert await api.work(following) is not None


async def test_two_sweeps_replace_a_lost_run_once(api, waiting):
    await settle_outbox(waiting.name)
    [lost] = await deliveries.waiting(120)

    assert [await deliveries.replace_lost(lost.delivery_id, 1) for _ in range(2)] == [True, False]

    assert len(await fetch("select 1 from webhook_attempt")) == 1


async def test_a_run_that_was_given_up_too_early_records_nothing_more(waiting, receiver):
    await deliveries.claim(waiting.name, 1, "run-that-was-slow")
    await deliveries.replace_lost(waiting.name, 1)

    late = await deliveries.record(waiting.name, 1, deliveries.Attempt(is_success=True, status_code=200))

    assert late is None
    [attempt] = await fetch("select error_code, status_code from webhook_attempt")
    assert (attempt["error_code"], attempt["status_code"]) == ("run_lost", None)


async def test_a_worker_that_lost_a_run_sees_to_its_delivery_at_once(api, waiting, receiver):
    await deliveries.claim(waiting.name, 1, "run-that-died")

    await settle(waiting.parameters, Loss.DIED)

    following = await api.next_retry()
    assert (following.name, following.parameters["attempt"]) == (waiting.name, 2)


async def test_a_retry_that_is_not_due_yet_waits_for_nobody(api, waiting, receiver, answering):
    receiver.script.append(answering(500))
    standing = await api.work(waiting)

    [entry] = await fetch("select due_at from outbox_entry where payload ->> 'delivery_id' = $1", waiting.name)
    assert entry["due_at"] == standing.next_attempt_at
    assert await deliveries.waiting(0) == []


async def test_a_retry_that_no_dispatcher_was_there_for_is_not_lost_and_goes_on_when_one_is(
    api, waiting, receiver, answering
):
    receiver.script.append(answering(500))
    await api.work(waiting)
    api.orchestrator.is_away = True
    await fetch("update webhook_delivery set next_attempt_at = now() - interval '1 hour'")
    await fetch("update outbox_entry set due_at = now() - interval '1 hour'")

    assert await deliveries.waiting(120) == []
    api.orchestrator.is_away = False
    following = await api.next_run()

    assert (following.name, following.parameters["attempt"]) == (waiting.name, 2)


async def test_an_entry_that_the_dispatcher_has_yet_to_take_is_not_lost(tenant, receiver, api):
    await tenant.webhook(receiver.url)
    await tenant.upload()
    run = await api.next_run()
    await settle_outbox(run.name)
    await fetch(
        """insert into outbox_entry (organisation_id, kind, payload, due_at)
        select organisation_id, 'deliver_webhook', jsonb_build_object('delivery_id', id, 'attempt', 1), now() + interval '1 hour'
        from webhook_delivery"""
    )

    assert await deliveries.waiting(120) == []


async def test_old_deliveries_and_old_secrets_are_forgotten(api, tenant, receiver, settings):
    webhook = await tenant.webhook(receiver.url)
    await tenant.http.post(f"/api/webhooks/{webhook['id']}/rotate-secret")
    for number in range(3):
        await tenant.upload(f"%PDF-1.4 CONTOH {number}".encode())
    await api.work()
    await api.work()
    await fetch(
        """update webhook_delivery set finished_at = now() - interval '31 days', created_at = now() - interval '31 days'
        where id = (select min(id) from webhook_delivery where status = 'delivered')"""
    )
    await fetch("update webhook set previous_valid_until = now() - interval '1 second'")

    await tend_deliveries(settings)

    rows = await fetch("select status from webhook_delivery order by id")
    assert sorted(row["status"] for row in rows) == ["delivered", "pending"]
    assert len(await fetch("select 1 from webhook_attempt")) == 1
    [row] = await fetch("select previous_sealed_secret, previous_valid_until from webhook")
    assert (row[0], row[1]) == (None, None)
