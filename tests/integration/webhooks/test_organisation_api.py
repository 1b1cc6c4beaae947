"""The organisation over the API: read, changed strictly, on the record."""

import pytest

from tables.engine import fetch
from tables.queries import audit

PATH = "/api/organisation"


async def test_an_organisation_begins_with_the_defaults(tenant):
    answer = await tenant.http.get(PATH)

    shown = answer.json()["data"]
    assert answer.status_code == 200
    assert (shown["id"], shown["name"], shown["requiresReviewThreshold"]) == (tenant.organisation_id, "PT CONTOH", 70)
    assert (shown["retentionDays"], shown["rateLimits"]) == ({}, {})


async def test_what_is_given_is_changed_and_the_rest_stays(tenant):
    retention = {"ktp": 365, "invoice": 3653, "default": None}
    await tenant.http.patch(PATH, json={"retentionDays": retention, "requiresReviewThreshold": 85})

    answer = await tenant.http.patch(PATH, json={"name": "  PT CONTOH BARU  "})

    shown = answer.json()["data"]
    assert answer.status_code == 200
    assert (shown["name"], shown["requiresReviewThreshold"]) == ("PT CONTOH BARU", 85)
    assert shown["retentionDays"] == retention
    [row] = await fetch("select settings -> 'retention_days' as days, requires_review_threshold from organisation")
    assert (row["days"], row["requires_review_threshold"]) == ('{"ktp": 365, "default": null, "invoice": 3653}', 85)


async def test_an_object_that_is_given_replaces_the_whole(tenant):
    await tenant.http.patch(PATH, json={"retentionDays": {"ktp": 365, "default": 30}, "rateLimits": {"api.read": 9}})

    answer = await tenant.http.patch(PATH, json={"retentionDays": {"npwp": 1}, "rateLimits": {}})

    assert answer.json()["data"]["retentionDays"] == {"npwp": 1}
    assert answer.json()["data"]["rateLimits"] == {}


async def test_an_empty_change_changes_nothing(tenant):
    before = (await tenant.http.get(PATH)).json()["data"]

    nothing = {"name": None, "requiresReviewThreshold": None, "retentionDays": None, "rateLimits": None}
    await tenant.http.patch(PATH, json=nothing)
    after = (await tenant.http.patch(PATH, json={})).json()["data"]

    assert after | {"updatedAt": None} == before | {"updatedAt": None}


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({"name": "", "requiresReviewThreshold": 101, "colour": "red"}, {"name", "requiresReviewThreshold", "colour"}),
        ({"name": "a" * 256}, {"name"}),
        ({"requiresReviewThreshold": -1}, {"requiresReviewThreshold"}),
        ({"requiresReviewThreshold": 70.5}, {"requiresReviewThreshold"}),
        ({"requiresReviewThreshold": "70"}, {"requiresReviewThreshold"}),
        ({"requiresReviewThreshold": True}, {"requiresReviewThreshold"}),
        ({"retentionDays": {"ktp": 0}}, {"retentionDays"}),
        ({"retentionDays": {"ktp": 36526}}, {"retentionDays"}),
        ({"retentionDays": {"ktp": "30"}}, {"retentionDays"}),
        ({"retentionDays": {"KTP": 30}}, {"retentionDays"}),
        ({"retentionDays": {"faktur": 30}}, {"retentionDays"}),
        ({"retentionDays": 30}, {"retentionDays"}),
        ({"retentionDays": {"ktp": False}}, {"retentionDays"}),
        ({"rateLimits": {"documents.upload": 61}}, {"rateLimits"}),
        ({"rateLimits": {"anything": 1}}, {"rateLimits"}),
        ({"id": "org_x"}, {"id"}),
    ],
)
async def test_a_wrong_value_changes_nothing(tenant, body, wrong):
    before = (await tenant.http.get(PATH)).json()

    answer = await tenant.http.patch(PATH, json={"requiresReviewThreshold": 10, **body})

    assert answer.status_code == 400
    assert set(answer.json()["details"]["fieldErrors"]) == wrong
    assert (await tenant.http.get(PATH)).json() == before


async def test_limits_of_the_organisation_hold_for_keys_without_their_own(api, tenant):
    own = await tenant.http.post("/api/keys", json={"name": "a", "scopes": ["read"], "rateLimits": {"api.read": 7}})
    await tenant.http.patch(PATH, json={"rateLimits": {"api.read": 300, "documents.upload": 5}})

    shared = await tenant.http.get(PATH)
    special = await tenant.http.get("/api/documents", headers={"Authorization": f"Bearer {own.json()['data']['key']}"})
    stranger = await (await api.tenant()).http.get(PATH)

    assert shared.headers["x-ratelimit-limit"] == "300"
    assert special.headers["x-ratelimit-limit"] == "7"
    assert stranger.headers["x-ratelimit-limit"] == "600"


async def test_every_value_that_was_set_is_on_the_record(tenant):
    await tenant.http.patch(PATH, json={"requiresReviewThreshold": 80, "retentionDays": {"ktp": 30, "default": None}})
    await tenant.http.patch(PATH, json={"retentionDays": {}})

    first, second = await audit.list_entries(tenant.organisation_id)

    assert (first.action, first.subject) == ("organisation.change", tenant.organisation_id)
    assert first.actor.startswith("key_")
    assert first.details == {
        "requires_review_threshold": 80,
        "retention_days": "replaced",
        "retention_days.ktp": 30,
        "retention_days.default": None,
        "address": "127.0.0.1",
    }
    assert second.details == {"retention_days": "emptied", "address": "127.0.0.1"}


@pytest.mark.parametrize("method", ["GET", "PATCH"])
async def test_the_organisation_needs_its_scope(api, method):
    writer = await api.tenant("read", "write", "webhooks:manage")

    answer = await writer.http.request(method, PATH)

    assert (answer.status_code, answer.json()["error"]) == (403, "missing scope: api:manage")
