"""API keys over the API: shown once, never more than their maker may, revoked at once."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tables.engine import fetch
from tables.queries import audit


async def make(tenant, **body):
    return await tenant.http.post("/api/keys", json={"name": "intake", "scopes": ["documents:read"], **body})


def using(api, key: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=api.url, headers={"Authorization": f"Bearer {key}"}, trust_env=False)


async def test_a_key_is_shown_once_works_and_is_stored_as_its_hash(api, tenant):
    made = await make(tenant)

    key = made.json()["data"]
    assert made.status_code == 201
    assert (key["name"], key["scopes"], key["hint"], key["current"]) == (
        "intake", ["documents:read"], key["key"][-4:], False,
    )  # fmt: skip
    async with using(api, key["key"]) as http:
        assert (await http.get("/api/documents")).status_code == 200
        assert (await http.post("/api/customers", json={"name": "CONTOH"})).status_code == 403
        assert (await http.get("/api/keys")).status_code == 403
    listed = (await tenant.http.get("/api/keys")).json()
    assert listed["total"] == 2
    assert [row["key"] for row in listed["data"]] == [None, None]
    assert [row["current"] for row in listed["data"]] == [False, True]
    assert all(row["lastUsedAt"] for row in listed["data"])
    stored = await fetch("select row_to_json(k)::text from api_key k")
    assert not [row for row in stored if key["key"] in row[0]]


async def test_a_key_that_was_never_used_says_so(tenant):
    made = await make(tenant)

    assert made.json()["data"]["lastUsedAt"] is None


async def test_the_last_use_costs_a_write_a_minute_at_most(tenant):
    await fetch("update api_key set last_used_at = now() - interval '30 seconds'")
    [before] = await fetch("select last_used_at from api_key")
    await tenant.http.get("/api/keys")
    [recent] = await fetch("select last_used_at from api_key")
    await fetch("update api_key set last_used_at = now() - interval '61 seconds'")

    await tenant.http.get("/api/keys")

    [after] = await fetch("select last_used_at > now() - interval '10 seconds' as is_now from api_key")
    assert recent["last_used_at"] == before["last_used_at"]
    assert after["is_now"]


async def test_a_replay_shows_no_key_and_makes_none(tenant):
    headers = {"Idempotency-Key": "once"}
    body = {"name": "intake", "scopes": ["documents:read"]}

    first = await tenant.http.post("/api/keys", json=body, headers=headers)
    again = await tenant.http.post("/api/keys", json=body, headers=headers)

    assert again.json()["data"] == first.json()["data"] | {"key": None}
    assert (await tenant.http.get("/api/keys")).json()["total"] == 2
    [row] = await fetch("select encode(body, 'escape') as kept from idempotency_key")
    assert first.json()["data"]["key"] not in row["kept"]


@pytest.mark.parametrize(
    ("own", "wanted", "missing"),
    [
        (["api:manage", "documents:read"], ["documents:read"], None),
        (["api:manage", "documents:read"], ["documents:write"], "documents:write"),
        (["api:manage", "read"], ["templates:read", "documents:read"], None),
        (["api:manage", "read"], ["read"], None),
        (["api:manage", "documents:read", "templates:read"], ["read"], "read"),
        (["api:manage", "read"], ["api:manage", "webhooks:manage"], "webhooks:manage"),
        (["api:manage", "read"], ["write"], "write"),
    ],
)
async def test_nobody_can_give_a_scope_that_they_do_not_have(api, own, wanted, missing):
    maker = await api.tenant(*own)

    answer = await make(maker, scopes=wanted)

    if missing is None:
        assert answer.status_code == 201, answer.text
        assert answer.json()["data"]["scopes"] == sorted(wanted)
    else:
        assert (answer.status_code, answer.json()["error"]) == (403, f"missing scope: {missing}")
        assert (await maker.http.get("/api/keys")).json()["total"] == 1


async def test_a_key_ends_when_it_shall(api, tenant):
    ends = datetime.now(UTC) + timedelta(hours=1)

    made = await make(tenant, expiresAt=ends.isoformat())

    key = made.json()["data"]
    assert datetime.fromisoformat(key["expiresAt"]) == ends.replace(microsecond=ends.microsecond // 1000 * 1000)
    await fetch("update api_key set expires_at = now() - interval '1 second' where id = $1", key["id"])
    async with using(api, key["key"]) as http:
        assert (await http.get("/api/documents")).status_code == 401


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({"name": None, "scopes": []}, {"name", "scopes"}),
        ({"name": " ", "scopes": ["documents:delete"], "colour": 1}, {"name", "scopes", "colour"}),
        ({"expiresAt": "2020-01-01T00:00:00Z"}, {"expiresAt"}),
        ({"expiresAt": "2099-01-01"}, {"expiresAt"}),
        ({"expiresAt": "2099-13-01T00:00:00Z"}, {"expiresAt"}),
        ({"expiresAt": 4102444800}, {"expiresAt"}),
        ({"expiresAt": "9999-12-31T23:59:59-01:00"}, {"expiresAt"}),
        ({"rateLimits": {"api.read": 0}}, {"rateLimits"}),
        ({"rateLimits": {"api.read": True}}, {"rateLimits"}),
        ({"rateLimits": {"auth.failed": 10}}, {"rateLimits"}),
        ({"rateLimits": [1]}, {"rateLimits"}),
    ],
)
async def test_every_mistake_is_told_at_once(tenant, body, wrong):
    answer = await make(tenant, **body)

    assert answer.status_code == 400
    assert set(answer.json()["details"]["fieldErrors"]) == wrong


async def test_a_key_can_be_given_less_room_but_not_more_than_the_installation_gives(api, tenant):
    less = await make(tenant, rateLimits={"api.read": 2})
    more = await make(tenant, rateLimits={"api.read": 601})

    assert more.status_code == 400
    async with using(api, less.json()["data"]["key"]) as http:
        answers = [await http.get("/api/documents") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[0].headers["x-ratelimit-limit"] == "2"


async def test_a_revoked_key_is_refused_at_once_and_keeps_its_first_end(api, tenant):
    key = (await make(tenant)).json()["data"]

    revoked = await tenant.http.delete(f"/api/keys/{key['id']}")
    again = await tenant.http.delete(f"/api/keys/{key['id']}")

    assert (revoked.status_code, revoked.json()["data"]["current"]) == (200, False)
    assert revoked.json()["data"]["revokedAt"] is not None
    assert again.json()["data"]["revokedAt"] == revoked.json()["data"]["revokedAt"]
    async with using(api, key["key"]) as http:
        assert (await http.get("/api/documents")).status_code == 401


async def test_a_key_that_revokes_itself_is_told_so(tenant):
    [own] = (await tenant.http.get("/api/keys")).json()["data"]

    revoked = await tenant.http.delete(f"/api/keys/{own['id']}")

    assert (revoked.status_code, revoked.json()["data"]["current"]) == (200, True)
    assert (await tenant.http.get("/api/keys")).status_code == 401


async def test_keys_of_another_organisation_do_not_exist(api, tenant):
    stranger = await api.tenant()
    [own] = (await tenant.http.get("/api/keys")).json()["data"]

    answer = await stranger.http.delete(f"/api/keys/{own['id']}")

    assert answer.status_code == 404
    assert (await tenant.http.get("/api/keys")).json()["total"] == 1


@pytest.mark.parametrize(("method", "path"), [("POST", ""), ("GET", ""), ("DELETE", "/key_01HXYJ8Q4Z5N7T2B9C6D3E8F9R")])
async def test_keys_need_their_scope(api, method, path):
    writer = await api.tenant("read", "write", "webhooks:manage")

    answer = await writer.http.request(method, f"/api/keys{path}")

    assert (answer.status_code, answer.json()["error"]) == (403, "missing scope: api:manage")


async def test_keys_made_and_revoked_are_on_the_record(tenant):
    key = (await make(tenant, scopes=["documents:write", "documents:read"])).json()["data"]
    for _ in range(2):
        await tenant.http.delete(f"/api/keys/{key['id']}")

    made, revoked = await audit.list_entries(tenant.organisation_id)

    assert (made.action, made.subject) == ("key.create", key["id"])
    assert made.details == {"scopes": "documents:read, documents:write", "expires_at": None, "address": "127.0.0.1"}
    assert (revoked.action, revoked.subject, revoked.actor) == ("key.revoke", key["id"], made.actor)
