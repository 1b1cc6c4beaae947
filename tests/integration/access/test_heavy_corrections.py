"""Corrections of long tables: nobody waits for them, neither for the server nor for the document, and nothing is lost meanwhile."""

import asyncio

import pytest

from berkas.corrections import corrected as core
from berkas.model.statuses import DocumentStatus
from tables.engine import fetch

NOWAIT = "select id from document where id = $1 for update nowait"


@pytest.fixture
def correct(access):
    async def send(document_id, body, **more):
        return await access.http.post(f"/api/documents/{document_id}/extractions", json=body, **more)

    return send


@pytest.fixture
async def in_review(access, read_npwp):
    return await access.read(ending=read_npwp(DocumentStatus.REQUIRES_REVIEW))


@pytest.fixture
async def meanwhile(monkeypatch):
    """Something that others do on the server's event loop while the first correction is worked out."""
    loop, works_out, answers = asyncio.get_running_loop(), core.corrected, []

    def do(what):
        def works_out_slowly(*args, **more):
            if not answers:
                answers.append(None)
                answers[0] = asyncio.run_coroutine_threadsafe(what(), loop).result(20)
            return works_out(*args, **more)

        monkeypatch.setattr(core, "corrected", works_out_slowly)
        return answers

    return do


async def test_while_a_correction_is_worked_out_the_server_serves_and_the_document_is_not_locked(
    access, correct, in_review, meanwhile
):
    async def others():
        answer = await access.http.get(f"/api/documents/{in_review}")
        return answer.status_code, [row["id"] for row in await fetch(NOWAIT, in_review)]

    seen = meanwhile(others)

    answer = await correct(in_review, {"fields": {"name": "CONTOH ABADI"}})

    assert (answer.status_code, seen) == (201, [(200, [in_review])])


async def test_what_others_save_while_a_correction_is_worked_out_is_not_lost(access, correct, in_review, meanwhile):
    meanwhile(lambda: correct(in_review, {"fields": {"address": "JALAN CONTOH 1"}}))

    after = (await correct(in_review, {"fields": {"name": "CONTOH ABADI"}})).json()["data"]

    assert (after["fields"]["name"], after["fields"]["address"]) == ("CONTOH ABADI", "JALAN CONTOH 1")
    assert (await access.http.get(f"/api/documents/{in_review}/extractions")).json()["total"] == 3


async def test_who_named_what_they_saw_hears_what_others_save_while_it_is_worked_out(
    access, correct, in_review, meanwhile
):
    seen = (await access.get(in_review))["extraction"]["id"]
    meanwhile(lambda: correct(in_review, {"fields": {"address": "JALAN CONTOH 1"}}))

    answer = await correct(in_review, {"fields": {"name": "CONTOH ABADI"}, "previousExtractionId": seen})

    assert (answer.status_code, answer.json()["code"]) == (409, "extraction_changed")


async def test_a_threshold_that_changes_while_a_correction_is_worked_out_counts(access, correct, in_review, meanwhile):
    meanwhile(lambda: fetch("update organisation set requires_review_threshold = 100"))

    await correct(in_review, {"fields": {"address": "JALAN CONTOH 1"}})

    assert "score_below_threshold" in (await access.get(in_review))["reviewReasons"]


async def test_a_document_that_is_read_again_while_a_correction_is_worked_out_is_not_corrected(
    access, correct, in_review, meanwhile
):
    meanwhile(lambda: access.http.post(f"/api/documents/{in_review}/reextract"))

    answer = await correct(in_review, {"fields": {"name": "CONTOH ABADI"}})

    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
