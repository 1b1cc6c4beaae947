"""Webhooks over the API: made, shown, changed, tested, rotated, removed; and never another organisation's."""

import json

import pytest

from berkas import outbound
from tables.engine import fetch
from tables.queries import audit

EVERY_PATH = [
    ("GET", ""),
    ("PATCH", ""),
    ("DELETE", ""),
    ("POST", "/rotate-secret"),
    ("POST", "/test"),
    ("GET", "/deliveries"),
    ("GET", "/deliveries/whd_01HXYJ8Q4Z5N7T2B9C6D3E8F7P"),
    ("POST", "/deliveries/whd_01HXYJ8Q4Z5N7T2B9C6D3E8F7P/redeliver"),
]


async def test_a_webhook_shows_its_secret_once(tenant, receiver):
    made = await tenant.http.post("/api/webhooks", json={"url": receiver.url, "events": ["document.extracted"]})

    webhook = made.json()["data"]
    assert made.status_code == 201
    assert webhook["id"].startswith("whk_")
    assert webhook["secret"].startswith("whsec_")
    assert (webhook["url"], webhook["events"], webhook["active"]) == (receiver.url, ["document.extracted"], True)
    one = (await tenant.http.get(f"/api/webhooks/{webhook['id']}")).json()["data"]
    listed = (await tenant.http.get("/api/webhooks")).json()
    assert one == webhook | {"secret": None}
    assert listed == {"data": [one], "total": 1, "limit": 50, "offset": 0, "page": 1, "meta": {"pages": 1}}


async def test_the_secret_is_stored_sealed_only(tenant, receiver):
    webhook = await tenant.webhook(receiver.url)

    [row] = await fetch("select sealed_secret from webhook")
    assert webhook["secret"].encode() not in row["sealed_secret"]
    dump = await fetch("select * from idempotency_key")
    assert dump == []


async def test_a_repeated_request_makes_one_webhook_and_its_replay_shows_no_secret(tenant, receiver):
    body, headers = {"url": receiver.url, "events": ["document.failed"]}, {"Idempotency-Key": "once"}

    first = await tenant.http.post("/api/webhooks", json=body, headers=headers)
    again = await tenant.http.post("/api/webhooks", json=body, headers=headers)
    other = await tenant.http.post("/api/webhooks", json=body | {"active": False}, headers=headers)

    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 409)
    assert again.headers["idempotency-replayed"] == "true"
    assert again.json()["data"] == first.json()["data"] | {"secret": None}
    [row] = await fetch("select count(*), max(encode(body, 'escape')) as kept from idempotency_key")
    assert first.json()["data"]["secret"] not in row["kept"]
    assert (await tenant.http.get("/api/webhooks")).json()["total"] == 1


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({}, {"url", "events"}),
        ({"url": "", "events": []}, {"url", "events"}),
        ({"url": 7, "events": "document.failed", "active": 1, "colour": "red"}, {"url", "events", "active", "colour"}),
        ({"url": "http://contoh.example.com/", "events": ["document.failed"]}, {"url"}),
        ({"url": "https://10.0.0.1/", "events": ["document.failed"]}, {"url"}),
        ({"url": "https://localhost/", "events": ["document.failed"]}, {"url"}),
        ({"url": "https://user:rahasia@contoh.example.com/", "events": ["webhook.test"]}, {"url", "events"}),
        ({"url": "https://8.8.8.8/", "events": ["document.unknown"]}, {"events"}),
        ({"url": "https://8.8.8.8/", "events": ["document.failed"], "active": "no"}, {"active"}),
    ],
)
async def test_every_mistake_of_a_body_is_told_at_once_and_repeats_nothing(tenant, body, wrong):
    answer = await tenant.http.post("/api/webhooks", json=body)

    assert answer.status_code == 400
    assert set(answer.json()["details"]["fieldErrors"]) == wrong
    assert "rahasia" not in answer.text
    assert await fetch("select 1 from webhook") == []


async def test_an_organisation_has_at_most_twenty(tenant, receiver):
    for _ in range(20):
        await tenant.webhook(receiver.url)

    one_more = await tenant.http.post("/api/webhooks", json={"url": receiver.url, "events": ["document.failed"]})

    assert (one_more.status_code, one_more.json()["code"]) == (422, "rule_violation")


async def test_what_is_given_is_changed_and_the_rest_stays(tenant, receiver):
    webhook = await tenant.webhook(receiver.url, "document.failed")

    changed = await tenant.http.patch(f"/api/webhooks/{webhook['id']}", json={"active": False})
    refused = await tenant.http.patch(
        f"/api/webhooks/{webhook['id']}", json={"url": "https://127.0.0.2/", "events": []}
    )
    unchanged = await tenant.http.patch(
        f"/api/webhooks/{webhook['id']}", json={"url": None, "events": None, "active": None}
    )

    assert changed.status_code == 200
    now = changed.json()["data"]
    assert (now["active"], now["url"], now["events"], now["secret"]) == (False, receiver.url, ["document.failed"], None)
    assert (refused.status_code, set(refused.json()["details"]["fieldErrors"])) == (400, {"url", "events"})
    assert unchanged.json()["data"] == now | {"updatedAt": unchanged.json()["data"]["updatedAt"]}


async def test_a_removed_webhook_is_gone_with_its_deliveries(api, tenant, receiver):
    webhook = await tenant.webhook(receiver.url)
    await tenant.upload()
    request = await api.next_run()

    removed = await tenant.http.delete(f"/api/webhooks/{webhook['id']}")

    assert removed.status_code == 204
    assert (await tenant.http.get(f"/api/webhooks/{webhook['id']}")).status_code == 404
    assert await api.work(request) is None
    assert (await fetch("select 1 from webhook_delivery"), receiver.arrived) == ([], [])


@pytest.mark.parametrize(("method", "path"), EVERY_PATH)
async def test_a_webhook_of_another_organisation_does_not_exist(api, tenant, receiver, method, path):
    webhook = await tenant.webhook(receiver.url)
    stranger = await api.tenant()
    body = {"json": {"active": False}} if method == "PATCH" else {}

    answer = await stranger.http.request(method, f"/api/webhooks/{webhook['id']}{path}", **body)

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert (await stranger.http.get("/api/webhooks")).json()["total"] == 0
    assert (await tenant.http.get(f"/api/webhooks/{webhook['id']}")).json()["data"]["active"] is True


@pytest.mark.parametrize(("method", "path"), EVERY_PATH)
async def test_webhooks_need_their_scope(api, method, path):
    reader = await api.tenant("read", "write", "api:manage")

    answer = await reader.http.request(method, f"/api/webhooks/whk_01HXYJ8Q4Z5N7T2B9C6D3E8F6N{path}")

    assert (answer.status_code, answer.json()["error"]) == (403, "missing scope: webhooks:manage")


async def test_every_change_is_on_the_record_without_url_and_secret(api, tenant, receiver):
    webhook = await tenant.webhook(receiver.url + "/rahasia")
    path = f"/api/webhooks/{webhook['id']}"
    await tenant.http.patch(path, json={"url": receiver.url + "/rahasia/2"})
    await tenant.http.post(path + "/rotate-secret")
    await tenant.http.post(path + "/test")
    await tenant.http.delete(path)

    entries = await audit.list_entries(tenant.organisation_id)

    assert [entry.action for entry in entries] == [
        "webhook.create", "webhook.change", "webhook.rotate_secret", "webhook.test", "webhook.delete",
    ]  # fmt: skip
    assert {entry.subject for entry in entries} == {webhook["id"]}
    assert entries[1].details["url_changed"] is True
    said = json.dumps([dict(entry.details) for entry in entries])
    assert "rahasia" not in said
    assert "whsec_" not in said
    assert (await audit.examine(tenant.organisation_id)).broken_at is None


@pytest.mark.parametrize("name", ["%00", "whk_", "a" * 300, "%F0%9F%98%80", "whk_01HXYJ8Q4Z5N7T2B9C6D3E8F6N%00"])
async def test_what_is_no_id_is_not_found(tenant, receiver, name):
    webhook = await tenant.webhook(receiver.url)

    answers = [
        await tenant.http.request(method, f"/api/webhooks/{name}{path}", **({"json": {}} if method == "PATCH" else {}))
        for method, path in EVERY_PATH
    ]
    answers.append(await tenant.http.get(f"/api/webhooks/{webhook['id']}/deliveries/{name}"))
    answers.append(await tenant.http.post(f"/api/webhooks/{webhook['id']}/deliveries/{name}/redeliver"))
    answers.append(await tenant.http.delete(f"/api/keys/{name}"))
    answers.append(await tenant.http.get(f"/api/documents/{name}"))

    assert {answer.status_code for answer in answers} == {404}


@pytest.mark.parametrize(
    ("content", "media_type", "status", "code"),
    [
        (b"url=https://8.8.8.8/", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
        (b"{", "application/json", 400, "bad_request"),
        (b"[]", "application/json", 400, "bad_request"),
        (b'"' + b"[" * 5000, "application/json", 400, "bad_request"),
        (b'{"url": "' + b"a" * 20_000 + b'"}', "application/json", 413, "payload_too_large"),
        (
            b'{"url": "https://8.8.8.8/?k=bk_live_ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"}',
            "application/json",
            400,
            "bad_request",
        ),
    ],
)
async def test_a_body_that_is_none_is_refused(tenant, content, media_type, status, code):
    answer = await tenant.http.post("/api/webhooks", content=content, headers={"Content-Type": media_type})

    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_why_a_name_is_refused_is_not_told(tenant, monkeypatch):
    """Otherwise who asks could find out which names mean something inside."""
    answers = []

    async def inside(_host, _port):
        return ["8.8.8.8", "10.0.0.1"]

    async def unknown(_host, _port):
        raise OSError

    for resolver in (inside, unknown):
        monkeypatch.setattr(outbound, "system_resolver", resolver)
        body = {"url": "https://db.contoh.example.com/", "events": ["document.failed"]}
        answers.append(await tenant.http.post("/api/webhooks", json=body))

    assert [answer.status_code for answer in answers] == [400, 400]
    assert answers[0].json()["details"] == answers[1].json()["details"]
    assert set(answers[0].json()["details"]["fieldErrors"]) == {"url"}


async def test_a_public_name_is_taken(tenant, monkeypatch):
    async def public(_host, _port):
        return ["8.8.8.8"]

    monkeypatch.setattr(outbound, "system_resolver", public)

    webhook = await tenant.webhook("https://hooks.contoh.example.com/berkas?a=b")

    assert webhook["url"] == "https://hooks.contoh.example.com/berkas?a=b"
