"""From an event to a receiver: signed, once per attempt, tried again, recorded, and delivered again on demand."""

import asyncio
import base64
import hashlib
import hmac
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from berkas.model.events import EventKind
from tables.engine import fetch, transaction
from tables.queries import deliveries, events
from tables.webhooks import DeliveryStatus

DELIVERED, FAILED, PENDING = DeliveryStatus.DELIVERED, DeliveryStatus.FAILED, DeliveryStatus.PENDING


def is_signed(request, secret: str, *, position: int = 0) -> bool:
    """What a receiver does, written from the documentation and not from our code."""
    signed = b".".join([
        request.headers["webhook-id"].encode(), request.headers["webhook-timestamp"].encode(), request.body,
    ])  # fmt: skip
    key = base64.b64decode(secret.removeprefix("whsec_"))
    expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return hmac.compare_digest(request.headers["webhook-signature"].split(" ")[position], expected)


def is_plainly_signed(request, secret: str, header: str = "x-berkas-signature") -> bool:
    expected = "sha256=" + hmac.new(secret.encode(), request.body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(request.headers[header], expected)


def seconds_until(moment: datetime) -> float:
    return (moment - datetime.now(UTC)).total_seconds()


async def test_an_upload_arrives_signed(api, tenant, receiver):
    webhook = await tenant.webhook(receiver.url)
    document = await tenant.upload(externalRef="ref-1", type="ktp")

    request = await api.next_run()
    standing = await api.work(request)

    [arrived] = receiver.arrived
    assert standing is not None
    assert standing.status is DELIVERED
    assert is_signed(arrived, webhook["secret"])
    assert is_plainly_signed(arrived, webhook["secret"])
    assert arrived.headers["x-berkas-event"] == "document.uploaded"
    assert (arrived.headers["x-berkas-delivery"], arrived.headers["x-berkas-attempt"]) == (request.name, "1")
    assert arrived.headers["x-berkas-timestamp"] == arrived.headers["webhook-timestamp"]
    envelope = arrived.json
    assert envelope["id"] == arrived.headers["webhook-id"]
    assert envelope["id"].startswith("evt_")
    assert (envelope["event"], envelope["orgId"]) == ("document.uploaded", tenant.organisation_id)
    assert datetime.fromisoformat(envelope["occurredAt"]).tzinfo is not None
    assert envelope["data"] == {
        "documentId": document["id"],
        "type": "ktp",
        "filename": "contoh.pdf",
        "sha256": document["sha256"],
        "externalRef": "ref-1",
    }


async def test_the_run_has_ids_only(api, tenant, receiver):
    await tenant.webhook(receiver.url)
    document = await tenant.upload(externalRef="rahasia")

    request = await api.next_run()

    assert set(request.parameters) == {"delivery_id", "attempt"}
    assert set(request.tags) == {document["id"], tenant.organisation_id}
    assert request.idempotency_key == f"{request.name}:1"
    assert request.scheduled_at is None


async def test_only_active_webhooks_that_want_the_event_hear_of_it(api, tenant, receiver):
    wanting = await tenant.webhook(receiver.url, "document.failed", "document.uploaded")
    other = await tenant.webhook(receiver.url, "document.failed")
    inactive = await tenant.webhook(receiver.url, "document.uploaded", active=False)
    stranger = await (await api.tenant()).webhook(receiver.url, "document.uploaded")

    await tenant.upload()

    rows = await fetch("select webhook_id from webhook_delivery")
    assert [row["webhook_id"] for row in rows] == [wanting["id"]]
    assert other["id"] != inactive["id"] != stranger["id"]


async def test_two_webhooks_get_the_same_event(api, tenant, receiver):
    await tenant.webhook(receiver.url + "/1")
    await tenant.webhook(receiver.url + "/2")
    await tenant.upload()

    await api.work()
    await api.work()

    first, second = receiver.arrived
    assert {first.path, second.path} == {"/hook/1", "/hook/2"}
    assert first.body == second.body
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.headers["x-berkas-delivery"] != second.headers["x-berkas-delivery"]
    assert first.headers["webhook-signature"] != second.headers["webhook-signature"]


async def test_an_event_that_is_rolled_back_is_not_delivered(tenant, receiver):
    await tenant.webhook(receiver.url, "document.erased")
    document = await tenant.upload()

    with suppress(RuntimeError):
        async with transaction():
            await events.emit(EventKind.ERASED, organisation_id=tenant.organisation_id, document_id=document["id"])
            assert len(await fetch("select 1 from webhook_delivery")) == 1
            raise RuntimeError

    assert await fetch("select 1 from webhook_delivery") == []


async def test_a_failed_attempt_is_recorded_and_tried_again_later_without_a_slot(api, tenant, receiver, answering):
    webhook = await tenant.webhook(receiver.url)
    await tenant.upload()
    receiver.script += [answering(500, b"database is down"), answering(503), answering(200)]

    first = await api.work()
    first_delay = seconds_until(first.next_attempt_at)
    second_run = await api.next_retry()
    second = await api.work(second_run)
    second_delay = seconds_until(second.next_attempt_at)
    third = await api.work(await api.next_retry())

    assert [first.status, second.status, third.status] == [PENDING, PENDING, DELIVERED]
    assert 3.5 <= first_delay <= 5.5
    assert 25 <= second_delay <= 33
    assert second_run.parameters["attempt"] == 2
    assert second_run.scheduled_at is None  # it waited in the outbox
    assert [request.headers["x-berkas-attempt"] for request in receiver.arrived] == ["1", "2", "3"]
    assert len({request.body for request in receiver.arrived}) == 1
    [delivery] = await tenant.deliveries(webhook["id"])
    assert (delivery["status"], delivery["nextAttemptAt"]) == ("delivered", None)
    assert [(a["number"], a["statusCode"], a["responseBody"]) for a in delivery["attempts"]] == [
        (1, 500, "database is down"), (2, 503, "ok"), (3, 200, "ok"),
    ]  # fmt: skip
    assert all(attempt["durationMs"] >= 0 and attempt["attemptedAt"] for attempt in delivery["attempts"])


async def test_after_the_last_attempt_it_is_given_up(api, tenant, receiver, answering):
    webhook = await tenant.webhook(receiver.url)
    await tenant.upload()
    receiver.script += [answering(500)] * 20

    standings = []
    for _ in range(11):
        standings.append(await api.work())
        # the pause of a receiver that fails, and the wait after it, are over
        await fetch("update webhook set paused_until = null")
        await fetch("update outbox_entry set due_at = now()")

    assert [standing.status for standing in standings if standing] == [PENDING] * 10 + [FAILED]
    [delivery] = await tenant.deliveries(webhook["id"])
    assert (delivery["status"], len(delivery["attempts"])) == ("failed", 11)
    assert delivery["finishedAt"] is not None
    assert len(receiver.arrived) == 11
    total = sum((s.next_attempt_at - datetime.now(UTC) for s in standings[:10] if s and s.next_attempt_at), timedelta())
    assert timedelta(hours=20) < total < timedelta(hours=27)
    shown = (await tenant.http.get(f"/api/webhooks/{webhook['id']}")).json()["data"]
    assert shown["failingSince"] == delivery["createdAt"]
    assert shown["lastDeliveredAt"] is None


async def test_a_receiver_that_is_gone_for_good_is_not_tried_again(api, tenant, receiver, answering):
    await tenant.webhook(receiver.url)
    await tenant.upload()
    receiver.script.append(answering(410))

    standing = await api.work()

    assert standing is not None
    assert (standing.status, standing.next_attempt_at) == (FAILED, None)


async def test_twins_of_one_attempt_send_once(api, tenant, receiver):
    await tenant.webhook(receiver.url)
    await tenant.upload()
    request = await api.next_run()

    standings = await asyncio.gather(*(api.work(request) for _ in range(10)))

    assert len(receiver.arrived) == 1
    assert sum(standing is not None for standing in standings) == 1


async def test_a_late_twin_of_an_earlier_attempt_neither_sends_nor_records(api, tenant, receiver, answering):
    await tenant.webhook(receiver.url)
    await tenant.upload()
    receiver.script.append(answering(500))
    request = await api.next_run()
    await api.work(request)

    late = await api.work(request)
    recorded = await deliveries.record(request.name, 2, deliveries.Attempt(is_success=True))

    assert (late, recorded) == (None, None)
    assert len(receiver.arrived) == 1


async def test_a_webhook_that_is_switched_off_gets_nothing_more(api, tenant, receiver, answering):
    webhook = await tenant.webhook(receiver.url)
    await tenant.upload()
    receiver.script.append(answering(500))
    await api.work()
    await tenant.http.patch(f"/api/webhooks/{webhook['id']}", json={"active": False})

    assert await api.work(await api.next_retry()) is None

    assert len(receiver.arrived) == 1
    [delivery] = await tenant.deliveries(webhook["id"])
    assert (delivery["status"], delivery["attempts"][-1]["errorCode"]) == ("failed", "webhook_inactive")
    again = await tenant.http.post(f"/api/webhooks/{webhook['id']}/deliveries/{delivery['id']}/redeliver")
    assert again.status_code == 409


async def test_a_url_that_the_operator_no_longer_allows_gets_nothing(api, tenant, receiver, monkeypatch):
    from flows import resources

    webhook = await tenant.webhook(receiver.url)
    await tenant.upload()
    request = await api.next_run()
    monkeypatch.setenv("BERKAS_WEBHOOK_ALLOWED_HOSTS", "")
    resources.resources.cache_clear()

    await api.work(request)

    [delivery] = await tenant.deliveries(webhook["id"])
    assert delivery["attempts"][0]["errorCode"] == "address_refused"
    assert receiver.arrived == []


async def test_for_a_day_after_a_rotation_both_secrets_sign(api, tenant, receiver):
    webhook = await tenant.webhook(receiver.url)
    rotated = await tenant.http.post(f"/api/webhooks/{webhook['id']}/rotate-secret")
    new = rotated.json()["data"]["secret"]
    await tenant.upload(b"%PDF-1.4 CONTOH 1")
    await api.work()
    await fetch("update webhook set previous_valid_until = now() - interval '1 second'")
    await tenant.upload(b"%PDF-1.4 CONTOH 2")
    await api.work()

    during, after = receiver.arrived
    assert rotated.status_code == 200
    until = datetime.fromisoformat(rotated.json()["data"]["previousSecretUntil"])
    assert 86_000 < seconds_until(until) <= 86_400
    assert new != webhook["secret"]
    assert is_signed(during, new, position=0)
    assert is_signed(during, webhook["secret"], position=1)
    assert is_plainly_signed(during, new)
    assert is_plainly_signed(during, webhook["secret"], "x-berkas-signature-previous")
    assert is_signed(after, new)
    assert len(after.headers["webhook-signature"].split(" ")) == 1
    assert "x-berkas-signature-previous" not in after.headers


async def test_a_secret_cannot_be_moved_to_another_webhook(api, tenant, receiver):
    from berkas.errors import SealBroken

    first, second = await tenant.webhook(receiver.url, "document.failed"), await tenant.webhook(receiver.url)
    await fetch(
        "update webhook set sealed_secret = (select sealed_secret from webhook where id = $1) where id = $2",
        first["id"],
        second["id"],
    )
    await tenant.upload()

    with pytest.raises(SealBroken):
        await api.work()

    assert receiver.arrived == []


async def test_a_test_event_is_sent_once_even_to_an_inactive_webhook(api, tenant, receiver, answering):
    webhook = await tenant.webhook(receiver.url, active=False)
    receiver.script.append(answering(500))

    asked = await tenant.http.post(f"/api/webhooks/{webhook['id']}/test")
    standing = await api.work()

    assert asked.status_code == 202
    assert (asked.json()["data"]["event"], asked.json()["data"]["documentId"]) == ("webhook.test", None)
    [arrived] = receiver.arrived
    assert is_signed(arrived, webhook["secret"])
    assert arrived.json["event"] == arrived.headers["x-berkas-event"] == "webhook.test"
    assert arrived.json["data"]["webhookId"] == webhook["id"]
    assert standing is not None
    assert standing.status is FAILED


async def test_a_delivery_can_be_sent_again_to_the_byte_with_a_new_round_of_attempts(api, tenant, receiver, answering):
    webhook = await tenant.webhook(receiver.url)
    await tenant.upload()
    await api.work()
    [delivery] = await tenant.deliveries(webhook["id"])
    path = f"/api/webhooks/{webhook['id']}/deliveries/{delivery['id']}"
    receiver.script.append(answering(500))

    asked = await tenant.http.post(path + "/redeliver")
    early = await tenant.http.post(path + "/redeliver")
    failed = await api.work()
    delay = seconds_until(failed.next_attempt_at)
    await api.work(await api.next_retry())

    assert (asked.status_code, asked.json()["data"]["status"]) == (202, "pending")
    assert (early.status_code, early.json()["code"]) == (409, "conflict")
    assert 3.5 <= delay <= 5.5
    assert [request.headers["x-berkas-attempt"] for request in receiver.arrived] == ["1", "2", "3"]
    assert len({(request.body, request.headers["webhook-id"]) for request in receiver.arrived}) == 1
    assert (await tenant.http.get(path)).json()["data"]["status"] == "delivered"


async def test_what_was_erased_cannot_be_delivered_again(api, tenant, receiver, answering):
    webhook = await tenant.webhook(receiver.url, "document.uploaded", "document.failed")
    document = await tenant.upload()
    await api.work()
    receiver.script.append(answering(500))
    await events.emit(EventKind.FAILED, organisation_id=tenant.organisation_id, document_id=document["id"])
    await api.work()
    await fetch("update webhook_delivery set body = null")

    assert await api.work(await api.next_retry()) is None

    waiting, delivered = await tenant.deliveries(webhook["id"])
    assert (waiting["status"], waiting["attempts"][-1]["errorCode"]) == ("failed", "body_erased")
    assert waiting["erased"] is delivered["erased"] is True
    answer = await tenant.http.post(f"/api/webhooks/{webhook['id']}/deliveries/{delivered['id']}/redeliver")
    assert (answer.status_code, answer.json()["code"]) == (410, "gone")
    assert len(receiver.arrived) == 2


async def test_an_answer_that_comes_after_the_erasure_is_not_kept(api, tenant, receiver):
    webhook = await tenant.webhook(receiver.url)
    await tenant.upload()
    request = await api.next_run()

    async def erase_and_quote(_reader, writer):
        await fetch("update webhook_delivery set body = null")
        writer.write(b"HTTP/1.1 500 No\r\nContent-Length: 7\r\n\r\nrahasia")
        await writer.drain()

    receiver.script.append(erase_and_quote)
    standing = await api.work(request)

    [delivery] = await tenant.deliveries(webhook["id"])
    assert standing is not None
    assert standing.status is FAILED
    assert delivery["attempts"][0]["responseBody"] is None


async def test_deliveries_are_paged_and_filtered(api, tenant, receiver, answering):
    webhook = await tenant.webhook(receiver.url)
    receiver.script += [answering(410), answering(200)]
    for number in range(3):
        await tenant.upload(f"%PDF-1.4 CONTOH {number}".encode())
    await tenant.http.post(f"/api/webhooks/{webhook['id']}/test")
    await api.work()
    await api.work()
    path = f"/api/webhooks/{webhook['id']}/deliveries"

    every = (await tenant.http.get(path, params={"limit": 3})).json()
    rest = (await tenant.http.get(path, params={"limit": 3, "offset": 3})).json()
    wrong = await tenant.http.get(path, params={"status": "lost", "event": "document.unknown", "colour": "red"})

    assert (every["total"], len(every["data"]), len(rest["data"])) == (4, 3, 1)
    assert every["data"][0]["event"] == "webhook.test"
    assert [d["status"] for d in await tenant.deliveries(webhook["id"], status="failed")] == ["failed"]
    assert len(await tenant.deliveries(webhook["id"], status="failed,delivered", event="document.uploaded")) == 2
    assert len(await tenant.deliveries(webhook["id"], event="webhook.test")) == 1
    assert set(wrong.json()["details"]["fieldErrors"]) == {"status", "event", "colour"}
