"""A receiver that fails makes its own deliveries wait, together, and takes no turn from those of others."""

import asyncio
from datetime import UTC, datetime

import pytest

from berkas.jobs import DELIVER_WEBHOOK
from flows.lost_deliveries import tend_deliveries
from tables.engine import fetch, fetch_one
from tables.queries import deliveries, outbox, receivers

PAPER = b"%PDF-1.4 SPECIMEN "


@pytest.fixture
def runs_of(api):
    """Runs that were asked for so far, by organisation, once the dispatcher has nothing to ask for any more."""

    async def settled(organisation_id: str) -> list[str]:
        async with asyncio.timeout(15):
            while True:
                api.services.dispatcher.wake()
                before = len(api.orchestrator.requests)
                await asyncio.sleep(0.2)
                leased = await fetch("select from outbox_entry where leased_until > now()")
                if len(api.orchestrator.requests) == before and not leased:
                    break
        wanted = [run for run in api.orchestrator.requests if run.deployment == DELIVER_WEBHOOK]
        return [run.name for run in wanted if organisation_id in run.tags]

    return settled


@pytest.fixture
def upload_many():
    async def send(tenant, count: int, first: int = 0) -> None:
        for number in range(first, first + count):
            await tenant.upload(PAPER + str(number).encode())

    return send


async def waits_of(organisation_id: str) -> list[int]:
    """Seconds until each entry of the outbox is due, soonest first."""
    rows = await fetch(
        """select extract(epoch from due_at - now()) as seconds from outbox_entry
        where organisation_id = $1 and kind = 'deliver_webhook' and done_at is null order by 1""",
        organisation_id,
    )
    return [round(row["seconds"]) for row in rows]


async def pass_time(seconds: int) -> None:
    """As if so long had gone by."""
    span = f"interval '{seconds} seconds'"
    await fetch(f"update webhook set paused_until = paused_until - {span}")
    await fetch(
        f"update webhook_delivery set next_attempt_at = next_attempt_at - {span}, give_up_at = give_up_at - {span}"
    )
    await fetch(f"update outbox_entry set due_at = due_at - {span}")


async def fail(api, receiver, answering, times: int) -> None:
    receiver.script += [answering(500)] * times
    for _ in range(times):
        await api.work()


async def test_a_hostile_tenant_with_many_slow_deliveries_leaves_others_their_turn(
    api, tenant, receiver, upload_many, runs_of
):
    hostile = await api.tenant()
    await hostile.webhook(receiver.url + "/slow")
    await tenant.webhook(receiver.url)
    await upload_many(hostile, 12)

    await tenant.upload(PAPER)

    assert len(await runs_of(tenant.organisation_id)) == 1
    in_flight = await runs_of(hostile.organisation_id)
    assert len(in_flight) == api.settings.deliveries_per_organisation == 2
    await api.work(next(run for run in api.orchestrator.requests if run.name == in_flight[0]))
    assert len(await runs_of(hostile.organisation_id)) == 3  # one ended, so one more may go


async def test_after_three_failures_in_a_row_everything_for_that_receiver_waits_and_one_tries(
    api, tenant, receiver, answering, upload_many, runs_of
):
    webhook = await tenant.webhook(receiver.url)
    await upload_many(tenant, 8)

    await fail(api, receiver, answering, 3)

    row = await fetch_one("select failures, paused_until from webhook where id = $1", webhook["id"])
    assert row["failures"] == 3
    assert 20 < (row["paused_until"] - datetime.now(UTC)).total_seconds() <= 30
    asked = len(await runs_of(tenant.organisation_id))
    await upload_many(tenant, 2, first=100)
    assert len(await runs_of(tenant.organisation_id)) == asked
    soonest, *others = [wait for wait in await waits_of(tenant.organisation_id) if wait < 115]
    assert 20 <= soonest <= 30
    assert min(others) >= soonest + 50
    assert len(receiver.arrived) == 3


async def test_a_pause_that_ends_lets_one_try_and_when_it_fails_all_wait_twice_as_long(
    api, tenant, receiver, answering, upload_many, runs_of
):
    await tenant.webhook(receiver.url)
    await upload_many(tenant, 8)
    await fail(api, receiver, answering, 3)
    await runs_of(tenant.organisation_id)
    # what was on its way when the pause began has ended somehow
    await fetch(
        "update webhook_delivery set status = 'failed', flow_run_id = null where status = 'pending' and flow_run_id is not null"
    )
    api.orchestrator.requests.clear()

    await pass_time(31)
    trying = await api.next_run()
    others = await runs_of(tenant.organisation_id)
    receiver.script.append(answering(500))
    await api.work(trying)

    [row] = await fetch("select failures, paused_until from webhook")
    assert others == []
    assert row["failures"] == 4
    assert 30 < (row["paused_until"] - datetime.now(UTC)).total_seconds() <= 60
    assert await runs_of(tenant.organisation_id) == []


async def test_when_one_arrives_all_that_waited_go_on(api, tenant, receiver, answering, upload_many):
    webhook = await tenant.webhook(receiver.url)
    await upload_many(tenant, 6)
    await fail(api, receiver, answering, 3)
    await pass_time(31)

    async with asyncio.timeout(30):
        while True:
            waiting = await fetch("select from webhook_delivery where status = 'pending' and attempts = 0")
            if not waiting:
                break
            await api.work()

    row = await fetch_one("select failures, paused_until from webhook where id = $1", webhook["id"])
    assert (row["failures"], row["paused_until"]) == (0, None)


async def test_an_attempt_whose_receiver_was_paused_meanwhile_is_not_sent(api, tenant, receiver):
    webhook = await tenant.webhook(receiver.url)
    await tenant.upload(PAPER)
    request = await api.next_run()
    await fetch("update webhook set failures = 5, paused_until = now() + interval '1 minute'")

    assert await api.work(request) is None

    assert receiver.arrived == []
    [delivery] = await tenant.deliveries(webhook["id"])
    assert (delivery["status"], delivery["attempts"][0]["errorCode"]) == ("pending", "receiver_paused")
    assert (await fetch_one("select failures from webhook"))["failures"] == 5


async def test_another_webhook_of_the_same_organisation_does_not_wait(
    api, tenant, receiver, answering, upload_many, runs_of
):
    broken = await tenant.webhook(receiver.url + "/broken")
    await upload_many(tenant, 2)
    await fail(api, receiver, answering, 2)
    await fetch(
        "update webhook set failures = 9, paused_until = now() + interval '10 minutes' where id = $1", broken["id"]
    )
    healthy = await tenant.webhook(receiver.url + "/healthy")
    api.orchestrator.requests.clear()

    await tenant.upload(PAPER + b"9")
    await api.work(await api.next_run())

    assert receiver.arrived[-1].path == "/hook/healthy"
    assert [d["status"] for d in await tenant.deliveries(healthy["id"])] == ["delivered"]


async def test_a_webhook_that_is_switched_on_again_is_not_paused_any_more(
    api, tenant, receiver, answering, upload_many
):
    webhook = await tenant.webhook(receiver.url)
    await upload_many(tenant, 4)
    await fail(api, receiver, answering, 3)
    was_paused = (await fetch_one("select paused_until from webhook"))["paused_until"]

    await tenant.http.patch(f"/api/webhooks/{webhook['id']}", json={"active": True})

    assert was_paused is not None
    assert (await fetch_one("select paused_until from webhook"))["paused_until"] is None


async def test_a_test_event_goes_to_a_paused_receiver_too(api, tenant, receiver):
    webhook = await tenant.webhook(receiver.url, "document.failed")
    await fetch("update webhook set failures = 9, paused_until = now() + interval '10 minutes'")

    await tenant.http.post(f"/api/webhooks/{webhook['id']}/test")
    await api.work()

    assert [arrived.json["event"] for arrived in receiver.arrived] == ["webhook.test"]


async def test_what_waits_longer_than_deliveries_are_tried_is_given_up_without_another_attempt(
    api, tenant, receiver, answering, upload_many, prefect_place
):
    webhook = await tenant.webhook(receiver.url)
    await upload_many(tenant, 5)
    await fail(api, receiver, answering, 3)
    await fetch("update webhook_delivery set give_up_at = now() - interval '1 second' where attempts = 0")
    waiting = await fetch("select from webhook_delivery where attempts = 0 and flow_run_id is null")
    assert waiting

    await tend_deliveries(api.settings)

    given_up = [d for d in await tenant.deliveries(webhook["id"], status="failed") if d["attempts"] == []]
    assert len(given_up) == len(waiting)
    assert len(receiver.arrived) == 3


async def test_no_attempt_is_planned_after_the_end(api, tenant, receiver, answering):
    await tenant.webhook(receiver.url)
    await tenant.upload(PAPER)
    await fetch("update webhook_delivery set give_up_at = now() + interval '2 seconds'")
    receiver.script.append(answering(500))

    standing = await api.work()

    assert standing.next_attempt_at is None
    assert standing.status.value == "failed"


async def test_two_dispatchers_at_once_take_no_more_than_one_alone(api, tenant, receiver, upload_many):
    await tenant.webhook(receiver.url)
    api.orchestrator.is_away = True
    await upload_many(tenant, 8)
    await fetch("update outbox_entry set leased_until = null, due_at = now() - interval '1 minute'")

    taken = await asyncio.gather(
        *(outbox.take_deliveries(limit=20, lease_seconds=60, per_organisation=2) for _ in range(4))
    )

    assert sum(map(len, taken)) == 2


@pytest.mark.parametrize(("failures", "seconds"), [(0, 0), (2, 0), (3, 30), (4, 60), (7, 480), (8, 900), (500, 900)])
def test_pauses_grow_to_a_quarter_of_an_hour(failures, seconds):
    assert receivers.pause_seconds(failures) == seconds


async def test_a_receiver_that_answers_now_and_then_is_never_paused(api, tenant, receiver, answering, upload_many):
    await tenant.webhook(receiver.url)
    await upload_many(tenant, 6)
    receiver.script += [answering(500), answering(500), answering(200)] * 2

    for _ in range(6):
        await api.work()

    assert await fetch("select from webhook where paused_until is not null") == []
    assert deliveries.RECEIVER_PAUSED not in [
        row["error_code"] for row in await fetch("select error_code from webhook_attempt")
    ]
