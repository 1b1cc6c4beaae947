"""Who may only manage webhooks learns nothing of documents by them, and what was made for one address goes to no other."""

import json

import pytest

from tables.engine import fetch
from tables.webhooks import DeliveryStatus


@pytest.fixture
async def manager(api, tenant):
    """A key of the same organisation that may manage webhooks and nothing else."""
    return await api.tenant("webhooks:manage", organisation_id=tenant.organisation_id)


@pytest.mark.parametrize("event", ["document.extracted", "document.uploaded"])
async def test_who_may_not_read_documents_cannot_subscribe_to_what_they_hold(manager, receiver, event):
    body = {"url": receiver.url, "events": ["document.failed", event]}

    made = await manager.http.post("/api/webhooks", json=body)

    assert (made.status_code, made.json()["error"]) == (403, "missing scope: documents:read")
    assert await fetch("select 1 from webhook") == []


async def test_who_may_not_read_documents_can_subscribe_to_what_merely_happens(manager, receiver):
    webhook = await manager.webhook(receiver.url, "document.failed", "document.erased", "template.matched")

    changed = await manager.http.patch(f"/api/webhooks/{webhook['id']}", json={"events": ["document.purged"]})
    refused = await manager.http.patch(f"/api/webhooks/{webhook['id']}", json={"events": ["document.extracted"]})

    assert changed.json()["data"]["events"] == ["document.purged"]
    assert (refused.status_code, refused.json()["error"]) == (403, "missing scope: documents:read")
    assert (await manager.http.get(f"/api/webhooks/{webhook['id']}")).json()["data"]["events"] == ["document.purged"]


@pytest.mark.parametrize("scopes", [("webhooks:manage", "documents:read"), ("webhooks:manage", "read")])
async def test_a_key_that_reads_documents_as_well_subscribes_to_everything(api, receiver, scopes):
    reader = await api.tenant(*scopes)

    webhook = await reader.webhook(receiver.url, "document.extracted")

    assert webhook["events"] == ["document.extracted"]


async def test_who_may_not_read_documents_cannot_lead_somebody_elses_events_to_themselves(
    tenant, manager, receiver, receiving
):
    webhook = await tenant.webhook(receiver.url, "document.uploaded", active=False)
    path = f"/api/webhooks/{webhook['id']}"

    async with receiving() as own:
        moved = await manager.http.patch(path, json={"url": own.url})
        woken = await manager.http.patch(path, json={"active": True})
    off = await manager.http.patch(path, json={"active": False})

    assert [answer.status_code for answer in (moved, woken, off)] == [403, 403, 200]
    assert (await tenant.http.get(path)).json()["data"]["url"] == receiver.url


async def test_what_a_receiver_answered_is_shown_to_those_who_may_read_documents(
    api, tenant, manager, receiver, answering
):
    webhook = await tenant.webhook(receiver.url)
    await tenant.upload(externalRef="rahasia")
    receiver.script += [answering(410, b"cannot store rahasia"), answering(200, b"hello")]
    await api.work()
    path = f"/api/webhooks/{webhook['id']}"
    await manager.http.post(f"{path}/test")
    await api.work()

    shown = await tenant.deliveries(webhook["id"])
    hidden = await manager.deliveries(webhook["id"])
    one = await manager.http.get(f"{path}/deliveries/{shown[1]['id']}")

    assert [d["attempts"][0]["responseBody"] for d in shown] == ["hello", "cannot store rahasia"]
    assert [d["attempts"][0]["responseBody"] for d in hidden] == ["hello", None]
    assert hidden[1]["attempts"][0]["statusCode"] == 410
    assert "rahasia" not in json.dumps(hidden) + one.text


async def test_a_replayed_redelivery_shows_no_answers_to_who_may_not_read(api, tenant, manager, receiver, answering):
    webhook = await tenant.webhook(receiver.url)
    await tenant.upload()
    receiver.script.append(answering(410, b"rahasia"))
    await api.work()
    [delivery] = await tenant.deliveries(webhook["id"])
    path, once = f"/api/webhooks/{webhook['id']}/deliveries/{delivery['id']}/redeliver", {"Idempotency-Key": "once"}

    first = await tenant.http.post(path, headers=once)
    replay = await manager.http.post(path, headers=once)

    assert first.json()["data"]["attempts"][0]["responseBody"] == "rahasia"
    assert replay.headers["idempotency-replayed"] == "true"
    assert "rahasia" not in replay.text


async def test_what_waits_goes_to_the_url_that_it_was_made_for(api, tenant, receiver, receiving, answering):
    webhook = await tenant.webhook(receiver.url)
    await tenant.upload()
    receiver.script.append(answering(500))
    await api.work()

    async with receiving() as moved:
        await tenant.http.patch(f"/api/webhooks/{webhook['id']}", json={"url": moved.url})
        standing = await api.work()
        await tenant.upload(b"%PDF-1.4 CONTOH 2")
        await api.work()

    assert standing.status is DeliveryStatus.DELIVERED
    assert (len(receiver.arrived), len(moved.arrived)) == (2, 1)
    newer, older = await tenant.deliveries(webhook["id"])
    assert (older["url"], newer["url"]) == (receiver.url, moved.url)


async def test_an_old_delivery_goes_to_a_new_url_only_when_asked_to_by_who_may_read_it(
    api, tenant, manager, receiver, receiving
):
    webhook = await tenant.webhook(receiver.url)
    await tenant.upload()
    await api.work()
    [delivery] = await tenant.deliveries(webhook["id"])
    path = f"/api/webhooks/{webhook['id']}/deliveries/{delivery['id']}/redeliver"

    async with receiving() as moved:
        await tenant.http.patch(f"/api/webhooks/{webhook['id']}", json={"url": moved.url})
        unasked = await tenant.http.post(path)
        no_right = await manager.http.post(path, json={"toCurrentUrl": True})
        before = len(moved.arrived)
        asked = await tenant.http.post(path, json={"toCurrentUrl": True})
        await api.work()

    assert (unasked.status_code, unasked.json()["code"]) == (409, "conflict")
    assert (no_right.status_code, no_right.json()["error"]) == (403, "missing scope: documents:read")
    assert before == 0
    assert (asked.status_code, asked.json()["data"]["url"]) == (202, moved.url)
    assert (len(receiver.arrived), len(moved.arrived)) == (1, 1)
    assert receiver.arrived[0].body == moved.arrived[0].body


async def test_a_delivery_that_waits_can_be_led_to_the_new_url(api, tenant, receiver, receiving, answering):
    webhook = await tenant.webhook(receiver.url)
    await tenant.upload()
    receiver.script.append(answering(500))
    await api.work()
    [delivery] = await tenant.deliveries(webhook["id"])
    path = f"/api/webhooks/{webhook['id']}/deliveries/{delivery['id']}/redeliver"

    async with receiving() as moved:
        await tenant.http.patch(f"/api/webhooks/{webhook['id']}", json={"url": moved.url})
        asked = await tenant.http.post(path, json={"toCurrentUrl": True})
        standing = await api.work()

    assert (asked.status_code, asked.json()["data"]["status"]) == (202, "pending")
    assert standing.status is DeliveryStatus.DELIVERED
    assert (len(receiver.arrived), len(moved.arrived)) == (1, 1)


async def test_a_delivery_of_the_release_before_goes_where_its_webhook_points(api, tenant, receiver):
    await tenant.webhook(receiver.url)
    await tenant.upload()
    await fetch("update webhook_delivery set url = null")

    standing = await api.work()

    assert standing.status is DeliveryStatus.DELIVERED
    assert len(receiver.arrived) == 1


async def test_the_secret_of_another_organisations_webhook_is_not_changed(api, tenant, receiver):
    webhook = await tenant.webhook(receiver.url)
    stranger = await api.tenant()
    before = await fetch("select sealed_secret, previous_sealed_secret, previous_valid_until, updated_at from webhook")

    answer = await stranger.http.post(f"/api/webhooks/{webhook['id']}/rotate-secret")

    after = await fetch("select sealed_secret, previous_sealed_secret, previous_valid_until, updated_at from webhook")
    assert answer.status_code == 404
    assert [tuple(row) for row in after] == [tuple(row) for row in before]
