"""What a person verified or corrected is never replaced behind their back by a later reading."""

import pytest

from berkas.jobs import Loss
from berkas.model.statuses import DocumentStatus
from tables.engine import fetch
from tables.queries import audit, documents, lost_runs
from tables.queries.documents import Ending

REVIEW = DocumentStatus.REQUIRES_REVIEW


@pytest.fixture
def reextract(access):
    async def ask(document_id, **body):
        return await access.http.post(f"/api/documents/{document_id}/reextract", json=body)

    return ask


@pytest.fixture(params=["verified", "corrected"])
async def kept(request, access, read_npwp):
    """A document that a person signed off, or corrected without a sign-off."""
    document_id = await access.read(ending=read_npwp(REVIEW))
    body = {"fields": {"name": "KATA ORANG"}, "verify": request.param == "verified"}
    answer = await access.http.post(f"/api/documents/{document_id}/extractions", json=body)
    assert answer.status_code == 201
    return await access.get(document_id)


async def unasked(document_id):
    """Queue a document again without anybody's permission, as no request can."""
    await fetch("update document set status = 'queued', attempt = attempt + 1 where id = $1", document_id)


async def test_a_plain_reextract_is_refused(access, kept, reextract):
    answer = await reextract(kept["id"])

    assert (answer.status_code, answer.json()["code"]) == (409, "verified_by_analyst")
    assert await access.get(kept["id"]) == kept


async def test_who_asks_for_it_gets_a_new_reading_and_it_is_noted(access, kept, reextract, read_npwp):
    answer = await reextract(kept["id"], replaceVerified=True)
    await access.end(kept["id"], read_npwp(), attempt=2)

    document = await access.get(kept["id"])
    entries = await audit.list_entries(access.organisation_id)
    assert answer.status_code == 202
    assert document["extraction"]["fields"]["name"] == "CONTOH SEJAHTERA"
    assert [e.details["replace_verified"] for e in entries if e.action == "document.reextract"] == [True]
    assert (await access.http.get(f"/api/documents/{kept['id']}/extractions")).json()["total"] == 3


async def test_a_reading_that_was_asked_for_is_the_newest_whatever_the_clocks_say(access, kept, reextract, read_npwp):
    await fetch("update extraction set created_at = now() + interval '1 hour' where id = $1", kept["extraction"]["id"])

    await reextract(kept["id"], replaceVerified=True)
    await access.end(kept["id"], read_npwp(), attempt=2)

    assert (await access.get(kept["id"]))["extraction"]["method"] == "rule_template"


async def test_the_flag_must_be_one(access, kept, reextract):
    answer = await reextract(kept["id"], replaceVerified="yes")

    assert answer.json()["details"]["fieldErrors"] == {"replaceVerified": ["must be true or false"]}


async def test_what_a_run_reads_on_the_way_of_a_permission_survives_its_death(access, kept, reextract, read_npwp):
    await reextract(kept["id"], replaceVerified=True)
    await documents.claim(kept["id"], 2, "run-2")
    await lost_runs.replace(kept["id"], 2, Loss.DIED, most_deaths=3)

    await access.end(kept["id"], read_npwp(), attempt=3)

    assert (await access.get(kept["id"]))["extraction"]["fields"]["name"] == "CONTOH SEJAHTERA"


async def test_a_reading_that_nobody_permitted_changes_nothing(access, kept, read_npwp, webhook, announced):
    """However it came to be: a retry, a sweep, a hand in the database."""
    await unasked(kept["id"])

    await access.end(kept["id"], read_npwp(confidence_score=12), attempt=2)

    document = await access.get(kept["id"])
    same = ("status", "confidenceScore", "extraction", "reviewReasons", "type", "errorCode")
    assert {name: document[name] for name in same} == {name: kept[name] for name in same}
    [(name, data)] = await announced()
    assert (name, data["extractionId"]) == (f"document.{kept['status']}", kept["extraction"]["id"])
    assert [row["id"] for row in (await access.http.get("/api/documents?q=kata orang")).json()["data"]] == [kept["id"]]
    assert await fetch("select 1 from outbox_entry where kind = 'process_document' and done_at is null") == []


async def test_a_permission_ends_with_the_next_correction(access, kept, reextract, read_npwp, end_failed):
    """A run that was permitted failed; a person wrote values again; what is read after that replaces nothing."""
    await reextract(kept["id"], replaceVerified=True)
    await access.end(kept["id"], end_failed(), attempt=2)
    body = {"fields": {"name": "LAGI"}}
    assert (await access.http.post(f"/api/documents/{kept['id']}/extractions", json=body)).status_code == 201
    await unasked(kept["id"])

    await access.end(kept["id"], read_npwp(), attempt=3)

    assert (await access.get(kept["id"]))["extraction"]["fields"]["name"] == "LAGI"


async def test_a_correction_while_a_permitted_run_reads_is_refused_and_nothing_typed_is_stored(access, kept, reextract):
    await reextract(kept["id"], replaceVerified=True)
    await documents.claim(kept["id"], 2, "run-2")

    answer = await access.http.post(f"/api/documents/{kept['id']}/extractions", json={"fields": {"name": "X"}})

    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")


async def test_a_run_that_fails_over_verified_values_fails_the_document_and_keeps_them(access, kept, end_failed):
    await unasked(kept["id"])

    await access.end(kept["id"], end_failed(), attempt=2)

    document = await access.get(kept["id"])
    assert (document["status"], document["extraction"]) == ("failed", kept["extraction"])


async def test_values_that_no_person_touched_are_replaced_as_ever(access, reextract, read_npwp):
    document_id = await access.read(ending=read_npwp(REVIEW))

    answer = await reextract(document_id)
    await access.end(document_id, Ending(status=DocumentStatus.EXTRACTED, result=read_npwp().result), attempt=2)

    assert answer.status_code == 202
    assert (await access.http.get(f"/api/documents/{document_id}/extractions")).json()["total"] == 2


async def test_a_key_of_a_request_is_good_for_one_document(access, read_npwp):
    """The same key for another document is another request: neither replayed nor taken for the first."""
    first, second = await access.read(), await access.read()
    before = (await access.get(second))["status"]
    headers = {"Idempotency-Key": "again"}
    await access.http.post(f"/api/documents/{first}/reextract", headers=headers)

    answer = await access.http.post(f"/api/documents/{second}/reextract", headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_conflict")
    assert (await access.get(second))["status"] == before
