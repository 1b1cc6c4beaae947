"""Corrections by analysts: a new extraction over the newest, and the sign-off."""

import asyncio

import pytest

from berkas.model.statuses import DocumentStatus
from tables.engine import fetch
from tables.queries import audit, documents, templates

REVIEW = DocumentStatus.REQUIRES_REVIEW


@pytest.fixture
def correct(access):
    async def send(document_id, body, **more):
        return await access.http.post(f"/api/documents/{document_id}/extractions", json=body, **more)

    return send


@pytest.fixture
async def in_review(access, webhook, read_npwp):
    return await access.read(ending=read_npwp(REVIEW))


async def test_a_correction_is_an_extraction_over_the_newest_one(access, correct, in_review):
    before = (await access.get(in_review))["extraction"]

    answer = await correct(in_review, {"fields": {"name": "CONTOH ABADI"}, "note": " Read from the stamp. "})

    assert answer.status_code == 201, answer.text
    after = answer.json()["data"]
    # both required fields count three times
    assert (after["method"], after["confidenceScore"]) == ("manual_correction", 99)
    assert after["findings"] == []
    assert after["previousExtractionId"] == before["id"]
    assert (after["actor"], after["note"]) == (access.key_id, "Read from the stamp.")
    assert after["fields"] == before["fields"] | {"name": "CONTOH ABADI"}
    assert list(after["fields"]) == list(before["fields"])
    assert after["fieldConfidences"] == before["fieldConfidences"] | {"name": 100}
    assert after["fieldBoundingBoxes"] == {"npwp_number": before["fieldBoundingBoxes"]["npwp_number"]}
    assert after["flags"] == ["template_partial", "photo_quality_poor"]
    assert (after["templateId"], after["templateVersion"]) == (before["templateId"], before["templateVersion"])
    document = await access.get(in_review)
    assert document["extraction"] == after
    assert (document["status"], document["confidenceScore"]) == ("requires_review", after["confidenceScore"])
    newest, oldest = (await access.http.get(f"/api/documents/{in_review}/extractions")).json()["data"]
    assert (newest, oldest) == (after, before)


async def test_a_value_that_is_sent_as_it_was_stays_as_sure_and_where_it_was(access, correct, in_review):
    before = (await access.get(in_review))["extraction"]

    after = (await correct(in_review, {"fields": {"name": "CONTOH SEJAHTERA"}})).json()["data"]

    assert after["fieldConfidences"] == before["fieldConfidences"]
    assert after["fieldBoundingBoxes"] == before["fieldBoundingBoxes"]
    # the rule about the NPWP was asked again and has nothing against it; who said the other thing cannot be asked
    assert after["findings"] == [finding for finding in before["findings"] if finding["fields"] == ["name"]]


async def test_the_text_of_the_document_stays_readable(access, correct, in_review):
    extraction_id = (await correct(in_review, {"fields": {"name": None}})).json()["data"]["id"]

    answer = await access.http.get(f"/api/documents/{in_review}/extractions/{extraction_id}?include=rawText")

    assert answer.json()["data"]["rawText"] == "NOMOR POKOK WAJIB PAJAK\nCONTOH SEJAHTERA"


async def test_the_search_finds_the_new_value_and_no_longer_the_old(access, correct, in_review):
    await correct(in_review, {"fields": {"npwp_number": "099999999990000", "address": "JALAN CONTOH 7"}})

    async def found(q):
        return [row["id"] for row in (await access.http.get("/api/documents", params={"q": q})).json()["data"]]

    assert await found("jalan contoh") == [in_review]
    assert await found("099999999990000") == [in_review]
    assert await found("091234567890000") == []


async def test_a_second_correction_goes_over_the_first(access, correct, in_review):
    first = (await correct(in_review, {"fields": {"name": "SATU"}})).json()["data"]

    second = (await correct(in_review, {"fields": {"address": "JALAN CONTOH 1"}})).json()["data"]

    assert second["previousExtractionId"] == first["id"]
    assert (second["fields"]["name"], second["fields"]["address"]) == ("SATU", "JALAN CONTOH 1")


async def test_twenty_simultaneous_corrections_lose_nothing(access, correct, in_review):
    values = {name: f"NILAI {name}" for name in ("name", "address", "kpp_name", "npwp16")}

    answers = await asyncio.gather(
        *(correct(in_review, {"fields": {name: value}}) for name, value in values.items() for _ in range(5))
    )

    assert {answer.status_code for answer in answers} == {201}
    extractions = (await access.http.get(f"/api/documents/{in_review}/extractions")).json()["data"]
    assert values.items() <= extractions[0]["fields"].items()
    assert [e["previousExtractionId"] for e in extractions] == [e["id"] for e in extractions[1:]] + [None]


async def test_a_correction_is_newer_than_what_it_corrects_whatever_the_clocks_say(access, correct, in_review):
    await fetch("update extraction set created_at = now() + interval '1 hour' where document_id = $1", in_review)

    after = (await correct(in_review, {"fields": {"name": "CONTOH"}})).json()["data"]

    assert (await access.get(in_review))["extraction"]["id"] == after["id"]


async def test_a_sign_off_ends_the_review(access, correct, in_review, announced):
    answer = await correct(in_review, {"fields": {}, "verify": True})

    document = await access.get(in_review)
    assert answer.status_code == 201
    assert (document["status"], document["extraction"]["flags"][0]) == ("extracted", "analyst_verified")
    assert document["extraction"]["id"] == answer.json()["data"]["id"]
    assert [name for name, _ in await announced()] == [
        "document.uploaded",
        "document.classified",
        "document.requires_review",
        "document.extracted",
        "extraction.corrected",
    ]


async def test_the_world_hears_what_was_corrected_without_values(access, correct, in_review, announced):
    before = (await access.get(in_review))["extraction"]["id"]
    after = (await correct(in_review, {"fields": {"name": "RAHASIA"}})).json()["data"]["id"]

    [data] = [data for name, data in await announced() if name == "extraction.corrected"]
    *_, entry = await audit.list_entries(access.organisation_id)

    assert (data["extractionId"], data["previousExtractionId"]) == (after, before)
    assert "RAHASIA" not in str(data)
    assert (entry.action, entry.actor, entry.subject) == ("document.correct", access.key_id, in_review)
    assert entry.details == {
        "extraction": after, "previous": before, "fields": "name", "signed_off": False, "address": "127.0.0.1",
    }  # fmt: skip


async def test_signing_off_what_is_extracted_changes_no_status(access, correct):
    document_id = await access.read()

    answer = await correct(document_id, {"fields": {"name": "CONTOH"}, "verify": True})

    assert answer.status_code == 201
    assert (await access.get(document_id))["status"] == "extracted"


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({}, {"fields": ["is required"]}),
        ({"fields": []}, {"fields": ["must be an object"]}),
        ({"fields": {}}, {"fields": ["must name a field, unless verify is true or findings are accepted"]}),
        (
            {"fields": {"colour": "red", "registered_at": "1/2/2024", "name": 7}, "verify": "yes", "note": " ", "x": 1},
            {
                "fields.colour": ["is not a field of this type"],
                "fields.registered_at": ["must be a date as YYYY-MM-DD"],
                "fields.name": ["must be text"],
                "verify": ["must be true or false"],
                "note": ["must not be blank"],
                "x": ["is not a field of this body"],
            },
        ),
        ({"fields": {"name": "x"}, "note": "n" * 1001}, {"note": ["must be at most 1000 characters"]}),
    ],
)
async def test_every_mistake_is_told_at_once_and_nothing_is_stored(access, correct, in_review, body, wrong):
    answer = await correct(in_review, body)

    assert (answer.status_code, answer.json()["code"]) == (400, "validation_failed")
    assert answer.json()["details"]["fieldErrors"] == wrong
    assert (await access.http.get(f"/api/documents/{in_review}/extractions")).json()["total"] == 1


async def test_rows_of_a_table_are_corrected_as_a_whole(access, correct, read_statement):
    document_id = await access.read(ending=read_statement(3))
    rows = [{"date": "2026-05-02", "description": "CONTOH", "debit": 5, "credit": None, "balance": 1.5}]

    refused = await correct(document_id, {"fields": {"transactions": [{"date": "2 May", "amount": 7}]}})
    after = (await correct(document_id, {"fields": {"transactions": rows}})).json()["data"]

    assert set(refused.json()["details"]["fieldErrors"]) == {
        "fields.transactions[0].date",
        "fields.transactions[0].amount",  # a column that only rules use
    }
    assert after["fields"]["transactions"] == rows
    assert after["fieldBoundingBoxes"] == {}


async def test_fields_are_those_of_the_organisations_template_that_made_the_extraction(access, correct, read_npwp):
    definition = {"fields": [{"name": "colour", "label": "Colour", "type": "enum", "values": ["red", "blue"]}]}
    template = await templates.create_template(
        access.organisation_id,
        name="CONTOH",
        slug="contoh",
        document_type_hint="other",
        definition=definition,
    )
    await templates.publish(access.organisation_id, template.id)
    document_id = await access.read(ending=read_npwp(template_id=template.id, template_version=1, fields=()))

    refused = await correct(document_id, {"fields": {"colour": "green"}})
    answer = await correct(document_id, {"fields": {"colour": "blue"}})

    assert refused.json()["details"]["fieldErrors"] == {"fields.colour": ["must be one of: red, blue"]}
    assert answer.json()["data"]["fields"] == {"colour": "blue"}


async def test_a_document_that_runs_failed_or_has_no_extraction_is_refused(
    access, stranger, correct, end_failed, in_review
):
    queued = (await access.upload())["id"]
    failed = await access.read(ending=end_failed())
    await access.http.post(f"/api/documents/{in_review}/reextract")
    await access.end(in_review, end_failed(), attempt=2)

    answers = [
        await correct(queued, {"fields": {"name": "x"}}),
        await correct(failed, {"fields": {"name": "x"}}),
        await correct(in_review, {"fields": {"name": "x"}, "verify": True}),
    ]
    foreign = await stranger.post(f"/api/documents/{in_review}/extractions", json={"fields": {"name": "x"}})

    assert [(a.status_code, a.json()["code"]) for a in answers] == [(409, "conflict")] * 3
    assert foreign.status_code == 404


async def test_an_erased_document_is_gone(access, correct, in_review):
    await fetch("update document set status = 'erased', dedupe_key = null where id = $1", in_review)

    assert (await correct(in_review, {"fields": {"name": "x"}})).status_code == 410


async def test_a_correction_and_a_new_run_do_not_meet(access, correct, in_review, read_npwp):
    """Whichever comes first refuses the other: what a person verified, or a document that is being read."""
    again, answer = await asyncio.gather(
        access.http.post(f"/api/documents/{in_review}/reextract"),
        correct(in_review, {"fields": {"name": "x"}, "verify": True}),
    )

    status = (await documents.find(access.organisation_id, in_review)).status
    assert (again.status_code, answer.status_code, status) in {
        (202, 409, DocumentStatus.QUEUED),
        (409, 201, DocumentStatus.EXTRACTED),
    }


async def test_the_same_key_corrects_once(access, correct, in_review):
    headers = {"Idempotency-Key": "correct-1"}

    first = await correct(in_review, {"fields": {"name": "x"}}, headers=headers)
    second = await correct(in_review, {"fields": {"name": "x"}}, headers=headers)

    assert first.content == second.content
    assert (await access.http.get(f"/api/documents/{in_review}/extractions")).json()["total"] == 2
