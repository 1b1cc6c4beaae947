"""A key makes no key that can do more than itself, and an organisation has so many and no more."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tables.engine import fetch


async def make(http: httpx.AsyncClient, **body) -> httpx.Response:
    return await http.post("/api/keys", json={"name": "intake", "scopes": ["documents:read"], **body})


def in_hours(hours: float) -> str:
    return (datetime.now(UTC) + timedelta(hours=hours)).isoformat()


@pytest.fixture
def using(api):
    """A client with a key."""

    def client(key: str) -> httpx.AsyncClient:
        return httpx.AsyncClient(base_url=api.url, headers={"Authorization": f"Bearer {key}"}, trust_env=False)

    return client


async def test_a_key_that_ends_makes_no_key_that_lives_longer(tenant, using):
    short = (await make(tenant.http, scopes=["api:manage", "documents:read"], expiresAt=in_hours(2))).json()["data"]

    async with using(short["key"]) as http:
        longer = await make(http, expiresAt=in_hours(3))
        shorter = await make(http, expiresAt=in_hours(1))
        unsaid = await make(http)
        null = await make(http, expiresAt=None)

    assert longer.status_code == 400
    assert set(longer.json()["details"]["fieldErrors"]) == {"expiresAt"}
    assert shorter.json()["data"]["expiresAt"] < short["expiresAt"]
    assert unsaid.json()["data"]["expiresAt"] == null.json()["data"]["expiresAt"] == short["expiresAt"]


async def test_a_key_that_does_not_end_makes_keys_that_do_not_end(tenant):
    assert (await make(tenant.http)).json()["data"]["expiresAt"] is None


async def test_a_slow_key_makes_no_faster_one(tenant, using):
    limits = {"api.read": 7, "api.write": 50}
    slow = (await make(tenant.http, scopes=["api:manage", "documents:read"], rateLimits=limits)).json()["data"]

    async with using(slow["key"]) as http:
        faster = await make(http, rateLimits={"api.read": 8})
        slower = await make(http, rateLimits={"api.read": 2})
        unsaid = await make(http)
    async with using(unsaid.json()["data"]["key"]) as http:
        used = await http.get("/api/documents")

    assert (faster.status_code, set(faster.json()["details"]["fieldErrors"])) == (400, {"rateLimits"})
    assert slower.json()["data"]["rateLimits"] == {"api.read": 2, "api.write": 50}
    assert unsaid.json()["data"]["rateLimits"] == limits
    assert used.headers["x-ratelimit-limit"] == "7"


class TestMost:
    @pytest.fixture
    def more_settings(self):
        return {"BERKAS_MAX_KEYS": "3"}

    async def test_an_organisation_has_as_many_keys_that_work_as_it_may(self, tenant):
        made = [await make(tenant.http) for _ in range(2)]

        one_more = await make(tenant.http)
        await tenant.http.delete(f"/api/keys/{made[0].json()['data']['id']}")
        in_its_place = await make(tenant.http)
        await fetch("update api_key set expires_at = now() where id = $1", made[1].json()["data"]["id"])
        after_one_ended = await make(tenant.http)

        assert (one_more.status_code, one_more.json()["code"]) == (422, "rule_violation")
        assert [answer.status_code for answer in (in_its_place, after_one_ended)] == [201, 201]
        page = (await tenant.http.get("/api/keys", params={"limit": 2, "offset": 1})).json()
        assert (page["total"], len(page["data"])) == (5, 2)
