"""Customers: named once, however they are written."""

import pytest


def test_a_customer_is_made_and_then_met(client):
    made, met = (
        client.post("/api/customers", json={"name": " PT  Contoh "}),
        client.post("/api/customers", json={"name": "pt contoh"}),
    )

    assert (made.status_code, met.status_code) == (201, 200)
    assert made.json() == met.json()
    assert made.json()["data"]["name"] == "PT Contoh"


def test_customers_are_listed_by_name_in_pages(client):
    for name in ("c", "A", "b"):
        client.post("/api/customers", json={"name": name})

    page = client.get("/api/customers", params={"limit": 2, "offset": 1}).json()

    assert [customer["name"] for customer in page["data"]] == ["b", "c"]
    assert (page["total"], page["limit"], page["offset"]) == (3, 2, 1)


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"name"}),
        ({"name": ""}, {"name"}),
        ({"name": 7}, {"name"}),
        ({"name": "x" * 256}, {"name"}),
        ({"name": "\ufdfa" * 57}, {"name"}),  # 18 characters each, written out
        ({"name": "\u3316" * 120}, {"name"}),  # six of three bytes each
        ({"name": "a", "x": 1}, {"x"}),
    ],
)
def test_a_body_that_is_wrong_is_told_how(client, body, fields):
    answer = client.post("/api/customers", json=body)

    assert (answer.status_code, set(answer.json()["details"]["fieldErrors"])) == (400, fields)


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [(b"[]", "application/json", 400), (b"{", "application/json", 400), (b"{}", "text/plain", 415),
     (b'{"name":"' + b"x" * 20_000 + b'"}', "application/json", 413)],
)  # fmt: skip
def test_what_is_no_customer_is_refused(client, body, content_type, status):
    assert client.post("/api/customers", content=body, headers={"Content-Type": content_type}).status_code == status


def test_a_key_is_refused_wherever_it_stands(client, key):
    for body in ({"name": key}, {"name": "a", key: 1}, {"name": "a", "x": [key]}):
        answer = client.post("/api/customers", json=body)
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")
        assert key not in answer.text
