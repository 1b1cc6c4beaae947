"""Two analysts on one document: nobody's work is undone behind their back."""

import asyncio

import httpx
import pytest
from served_api import NO_TLS

from api.auth import hash_of
from berkas.ids import IdPrefix, new_id
from berkas.model.statuses import DocumentStatus
from tables.engine import fetch
from tables.queries import api_keys


@pytest.fixture
def correct(access):
    async def send(document_id, body, *, client=None, **more):
        return await (client or access.http).post(f"/api/documents/{document_id}/extractions", json=body, **more)

    return send


@pytest.fixture
async def colleague(access):
    """Makes clients of another key of the same organisation, with these scopes."""
    clients = []

    async def make(name, *scopes):
        key = f"bk_live_{'QRST'[len(clients)] * 32}"
        await api_keys.create_key(
            organisation_id=access.organisation_id, name=name, sha256=hash_of(key), hint="", scopes=scopes
        )
        client = httpx.AsyncClient(
            base_url=access.http.base_url, headers={"Authorization": f"Bearer {key}"}, trust_env=False, verify=NO_TLS
        )
        clients.append(client)
        return client

    yield make
    for client in clients:
        await client.aclose()


@pytest.fixture
async def in_review(access, read_npwp):
    return await access.read(ending=read_npwp(DocumentStatus.REQUIRES_REVIEW))


async def newest_of(access, document_id):
    return (await access.get(document_id))["extraction"]


async def test_a_correction_of_what_a_colleague_changed_meanwhile_is_refused_with_both_values(
    access, correct, colleague, in_review
):
    seen = (await newest_of(access, in_review))["id"]
    sinta = await colleague("Sinta, review", "read", "write")
    theirs = (await correct(in_review, {"fields": {"name": "SINTA", "address": "JALAN 1"}}, client=sinta)).json()[
        "data"
    ]

    answer = await correct(in_review, {"fields": {"name": "BUDI"}, "previousExtractionId": seen})

    assert (answer.status_code, answer.json()["code"]) == (409, "extraction_changed")
    details = answer.json()["details"]
    assert (details["newestExtractionId"], details["changedBy"]) == (theirs["id"], "Sinta, review")
    assert details["changedAt"] == theirs["createdAt"]
    assert details["changes"] == [
        {
            "field": "name",
            "row": None,
            "column": None,
            "before": "CONTOH SEJAHTERA",
            "theirs": "SINTA",
            "yours": "BUDI",
        },
        {"field": "address", "row": None, "column": None, "before": None, "theirs": "JALAN 1"},
    ]
    assert (await newest_of(access, in_review)) == theirs


async def test_a_correction_of_the_newest_extraction_is_taken_by_body_or_header(access, correct, in_review):
    seen = (await newest_of(access, in_review))["id"]
    first = await correct(in_review, {"fields": {"name": "SATU"}, "previousExtractionId": seen})

    second = await correct(
        in_review, {"fields": {"name": "DUA"}}, headers={"If-Match": f'"{first.json()["data"]["id"]}"'}
    )
    stale = await correct(in_review, {"fields": {"name": "TIGA"}}, headers={"If-Match": f'"{seen}"'})

    assert (first.status_code, second.status_code) == (201, 201)
    assert (stale.status_code, stale.json()["code"]) == (409, "extraction_changed")


async def test_of_twenty_who_saw_the_same_one_saves(access, correct, in_review):
    seen = (await newest_of(access, in_review))["id"]

    answers = await asyncio.gather(
        *(correct(in_review, {"fields": {"name": f"NAMA {n}"}, "previousExtractionId": seen}) for n in range(20))
    )

    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 19
    assert (await access.http.get(f"/api/documents/{in_review}/extractions")).json()["total"] == 2


async def test_rows_that_both_changed_are_told_by_their_place_in_the_newest_table(access, correct, read_statement):
    document_id = await access.read(ending=read_statement(4))
    await fetch("update document set status = 'requires_review' where id = $1", document_id)
    seen = await newest_of(access, document_id)
    rows = seen["fields"]["transactions"]
    theirs = [rows[1] | {"debit": 7}, rows[2], {"date": "2026-05-09", "description": "BARU"}, rows[3]]
    mine = [*rows[:1], rows[1] | {"debit": 9}, *rows[2:]]
    await correct(document_id, {"fields": {"transactions": theirs}})

    answer = await correct(document_id, {"fields": {"transactions": mine}, "previousExtractionId": seen["id"]})

    assert answer.status_code == 409
    assert answer.json()["details"]["changes"] == [
        {"field": "transactions", "row": 0, "column": "debit", "before": 1001, "theirs": 7, "yours": 9},
        {"field": "transactions", "row": 2, "column": None, "before": None, "theirs": theirs[2], "yours": None},
        {"field": "transactions", "row": None, "column": None, "before": rows[0], "theirs": None, "yours": rows[0]},
    ]


async def test_a_new_reading_makes_an_open_page_stale(access, correct, in_review, read_npwp):
    seen = (await newest_of(access, in_review))["id"]
    await access.http.post(f"/api/documents/{in_review}/reextract")
    await access.end(in_review, read_npwp(DocumentStatus.REQUIRES_REVIEW), attempt=2)

    answer = await correct(in_review, {"fields": {"name": "X"}, "previousExtractionId": seen})

    assert (answer.status_code, answer.json()["code"]) == (409, "extraction_changed")
    assert (answer.json()["details"]["changedBy"], answer.json()["details"]["changes"]) == (None, [])


async def test_who_may_only_write_sees_where_and_no_values(access, correct, colleague, in_review):
    seen = (await newest_of(access, in_review))["id"]
    await correct(in_review, {"fields": {"name": "RAHASIA"}})
    writer = await colleague("intake", "documents:write")

    answer = await correct(in_review, {"fields": {"name": "X"}, "previousExtractionId": seen}, client=writer)

    assert answer.json()["details"]["changes"] == [{"field": "name", "row": None, "column": None}]
    assert "RAHASIA" not in answer.text


@pytest.mark.parametrize(
    ("body", "headers", "place"),
    [
        ({"previousExtractionId": "x"}, {}, "previousExtractionId"),
        ({"previousExtractionId": 7}, {}, "previousExtractionId"),
        ({"previousExtractionId": new_id(IdPrefix.EXTRACTION)}, {}, "previousExtractionId"),
        ({}, {"If-Match": 'W/"x"'}, "If-Match"),
        (
            {"previousExtractionId": new_id(IdPrefix.EXTRACTION)},
            {"If-Match": f'"{new_id(IdPrefix.EXTRACTION)}"'},
            "If-Match",
        ),
    ],
)
async def test_what_names_no_extraction_of_the_document_is_refused(access, correct, in_review, body, headers, place):
    answer = await correct(in_review, {"fields": {"name": "X"}} | body, headers=headers)

    assert (answer.status_code, set(answer.json()["details"]["fieldErrors"])) == (400, {place})


async def test_a_document_is_signed_off_once(access, correct, in_review):
    first = await correct(in_review, {"fields": {}, "verify": True})

    again = await correct(in_review, {"fields": {}, "verify": True})
    same = await correct(in_review, {"fields": {"name": "CONTOH SEJAHTERA"}, "verify": True})
    other = await correct(in_review, {"fields": {"name": "LAIN"}, "verify": True})

    assert first.status_code == 201
    assert [(a.status_code, a.json()["code"]) for a in (again, same)] == [(409, "already_verified")] * 2
    assert other.status_code == 201


async def test_of_two_who_sign_off_at_once_one_does(access, correct, in_review):
    answers = await asyncio.gather(*(correct(in_review, {"fields": {}, "verify": True}) for _ in range(10)))

    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 9


async def test_a_refusal_with_values_that_is_kept_for_repeats_goes_with_the_document(access, correct, in_review):
    seen = (await newest_of(access, in_review))["id"]
    await correct(in_review, {"fields": {"name": "RAHASIA"}})
    stale = {"fields": {"address": "X"}, "previousExtractionId": seen}
    await correct(in_review, stale, headers={"Idempotency-Key": "stale"})

    kept = await fetch("select subject, convert_from(body, 'utf8') as body from idempotency_key where key = 'stale'")

    assert [(row["subject"], "RAHASIA" in row["body"]) for row in kept] == [(in_review, True)]
