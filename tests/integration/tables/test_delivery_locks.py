"""Everything that touches deliveries at once, over connections of its own: nobody ends as the victim of a deadlock."""

import asyncio
import contextlib
import random

import asyncpg
import pytest

from berkas.ids import IdPrefix, new_id
from berkas.model.events import EventKind
from berkas.refusals import Conflict, Gone
from tables.engine import fetch
from tables.erasures import ErasureKind
from tables.queries import deliveries, delivery_ends, delivery_log, erasures, events, outbox, removals, webhooks
from tables.queries.deliveries import Attempt
from tables.queries.delivery_log import Redelivery
from tables.queries.erasures import Wanted
from tables.queries.webhooks import NewWebhook, WebhookChange

WEBHOOKS, DOCUMENTS = 5, 10


@pytest.fixture
async def webhook_ids(organisation) -> list[str]:
    """Webhooks whose receivers have failed so often that each further failure pauses them."""
    made = []
    for number in range(WEBHOOKS):
        new = NewWebhook(
            id=new_id(IdPrefix.WEBHOOK),
            organisation_id=organisation.id,
            url=f"https://contoh.example/{number}",
            events=[kind.value for kind in EventKind],
            active=True,
            sealed_secret=b"sealed",
        )
        made.append((await webhooks.create_webhook(new, actor="key_test")).id)
    await fetch("update webhook set failures = 5")
    return made


@pytest.fixture
async def document_ids(organisation, webhook_ids, store) -> list[str]:
    """Documents with two deliveries to each webhook."""
    made = [(await store()).id for _ in range(DOCUMENTS)]
    for document_id in made:
        await events.emit(EventKind.FAILED, organisation_id=organisation.id, document_id=document_id)
    return made


@pytest.fixture
async def under_way(document_ids) -> list[str]:
    """Half of the deliveries, in no order: their first attempts are being made. The others wait in the outbox."""
    rows = await fetch(
        """update webhook_delivery set attempts = 1, flow_run_id = 'run'
        where id in (select id from webhook_delivery order by md5(id) limit $1) returning id""",
        WEBHOOKS * DOCUMENTS,
    )
    ids = [row["id"] for row in rows]
    await fetch("delete from outbox_entry where kind = 'deliver_webhook' and payload ->> 'delivery_id' = any($1)", ids)
    await fetch(
        "update webhook_delivery set give_up_at = now() where id in (select id from webhook_delivery where attempts = 0 limit 10)"
    )
    random.Random(7).shuffle(ids)
    return ids


@pytest.fixture
def at_work(organisation, webhook_ids, document_ids) -> list:
    """What dispatchers, runs, the sweep, erasures and people do with deliveries, each as a coroutine of its own."""
    return [
        _take(),
        _take(),
        _claim_and_lose(),
        _tend(),
        _erase(organisation.id, document_ids),
        _change(organisation.id, webhook_ids),
        _redeliver(organisation.id, webhook_ids),
        _delete(organisation.id, webhook_ids[1:]),
    ]


async def _record(ids: list[str]) -> None:
    for position, delivery_id in enumerate(ids):
        is_success = position % 5 == 4
        await deliveries.record(delivery_id, 1, Attempt(is_success, status_code=200 if is_success else 500))


async def _take() -> None:
    for _ in range(25):
        for entry in await outbox.take_deliveries(limit=20, lease_seconds=60, per_organisation=200):
            await outbox.release(entry, delay_seconds=0)


async def _claim_and_lose() -> None:
    for row in await fetch("select id from webhook_delivery where attempts = 0 order by md5(id)"):
        await deliveries.claim(row["id"], 1, "run")
        await deliveries.replace_lost(row["id"], 1)


async def _tend() -> None:
    for _ in range(15):
        await delivery_ends.end_overdue()
        await delivery_ends.forget_finished(0, limit=3)


async def _erase(organisation_id: str, document_ids: list[str]) -> None:
    for document_id in document_ids:
        wanted = Wanted(
            organisation_id=organisation_id,
            document_id=document_id,
            kind=ErasureKind.ERASE,
            reason="test",
            actor="key_test",
        )
        erasure = (await erasures.begin(wanted)).erasure
        await removals.remove_derived(erasure.id)
        await removals.certify(erasure.id)


async def _change(organisation_id: str, webhook_ids: list[str]) -> None:
    for webhook_id in webhook_ids * 3:
        change = WebhookChange(active=True)
        await webhooks.change_webhook(organisation_id, webhook_id, change, actor="key_test", may_read_documents=True)


async def _redeliver(organisation_id: str, webhook_ids: list[str]) -> None:
    for webhook_id in webhook_ids * 2:
        for row in await fetch("select id from webhook_delivery where webhook_id = $1 limit 2", webhook_id):
            wish = Redelivery(
                organisation_id=organisation_id,
                webhook_id=webhook_id,
                delivery_id=row["id"],
                actor="key_test",
                to_current_url=False,
                may_read_documents=True,
            )
            with contextlib.suppress(Conflict, Gone):
                await delivery_log.redeliver(wish)


async def _delete(organisation_id: str, webhook_ids: list[str]) -> None:
    for webhook_id in webhook_ids:
        await asyncio.sleep(0.1)
        assert await webhooks.delete_webhook(organisation_id, webhook_id, actor="key_test")


async def test_everything_at_once_ends_without_a_deadlock(at_work, under_way):
    third = len(under_way) // 3
    recording = [_record(under_way[start : start + third]) for start in range(0, len(under_way), third)]

    ends = await asyncio.gather(*recording, *at_work, return_exceptions=True)

    assert [end for end in ends if end is not None] == []
    assert len(await fetch("select from webhook")) == 1


async def test_a_failure_that_begins_a_pause_waits_for_no_delivery_that_somebody_else_holds(
    webhook_ids, under_way, database_url
):
    """Who holds it, an erasure for one, may wait for the very delivery that is being recorded."""
    [first] = await fetch("select id, webhook_id from webhook_delivery where id = $1", under_way[0])
    [other] = await fetch(
        "select id from webhook_delivery where webhook_id = $1 and attempts = 0 and give_up_at > now() limit 1",
        first["webhook_id"],
    )
    holder = await asyncpg.connect(database_url)
    holding = holder.transaction()
    await holding.start()
    await holder.execute("update webhook_delivery set body = null where id = $1", other["id"])

    async with asyncio.timeout(20):
        await deliveries.record(first["id"], 1, Attempt(is_success=False, status_code=500))
    await holding.rollback()
    await holder.close()

    rows = await fetch(
        "select id from webhook_delivery where webhook_id = $1 and next_attempt_at > now() + interval '30 seconds'",
        first["webhook_id"],
    )
    assert first["id"] in {row["id"] for row in rows}
    assert other["id"] not in {row["id"] for row in rows}
