"""Claiming and finishing: the attempt decides who may write."""

import asyncio
import json

import pytest

from berkas.model.extraction import Method
from berkas.model.geometry import BoundingBox
from berkas.model.statuses import DocumentStatus
from berkas.refusals import Conflict, Gone, NotFound
from tables.documents import Document
from tables.engine import fetch
from tables.outbox import OutboxKind
from tables.queries import documents, extractions, outbox, sealed_blobs
from tables.queries.documents import Ending
from tables.queries.status_moves import move

BOX = BoundingBox(0, 0.25, 0.125, 0.5, 0.0625)


async def test_twenty_runs_claim_and_one_gets_the_document(store, organisation, make_upload):
    document = await store()

    claims = await asyncio.gather(*(documents.claim(document.id, 1, f"run-{n}") for n in range(20)))

    [claimed] = [claim for claim in claims if claim]
    assert claimed.document_id == document.id
    assert claimed.organisation_id == organisation.id
    assert (claimed.wrapped_data_key, claimed.wrapped_organisation_key) == (
        b"wrapped-data-key",
        organisation.wrapped_key,
    )
    assert (claimed.root_key_id, claimed.size_bytes, claimed.type_hint) == (organisation.root_key_id, 1000, None)
    now = await documents.find(organisation.id, document.id)
    assert now.status is DocumentStatus.PARSING
    assert now.parsing_at is not None


async def test_the_same_run_may_claim_again_but_not_after_its_end(parsing, extracted):
    document = await parsing()

    assert await documents.claim(document.id, 1, "run-1")

    await documents.finish(document.id, 1, extracted)
    assert await documents.claim(document.id, 1, "run-1") is None


@pytest.mark.parametrize("attempt", [0, 2])
async def test_a_run_of_another_attempt_claims_nothing(store, attempt):
    document = await store()

    assert await documents.claim(document.id, attempt, "run-1") is None


async def test_the_end_of_a_run_is_stored_whole(parsing, organisation, extracted, webhook):
    document = await parsing()

    assert await documents.finish(document.id, 1, extracted)

    now = await documents.find(organisation.id, document.id)
    assert now.status is DocumentStatus.EXTRACTED
    assert (now.type, now.classification, now.page_count) == ("npwp", extracted.classification, 2)
    assert (now.template_id, now.template_version, now.confidence_score) == ("npwp", 1, 91)
    assert now.finished_at is not None
    stored = await extractions.newest_extraction(organisation.id, document.id, has_evidence=True)
    assert (stored.method, stored.attempt, stored.model_used) == (Method.RULE_TEMPLATE, 1, "small")
    assert list(stored.fields) == ["npwp_number", "name", "items", "address"]
    assert stored.fields["items"] == [{"no": 1, "code": None, "amount": 12.5}]
    assert list(stored.fields["items"][0]) == ["no", "code", "amount"]
    assert stored.field_confidences == {"npwp_number": 99, "name": 97, "items": 80, "address": 0}
    assert stored.field_bounding_boxes == {"npwp_number": BOX, "name": BOX, "items": (BOX,)}
    assert stored.cell_bounding_boxes == {"items": ({"no": BOX, "amount": BOX},)}
    assert stored.evidence == extracted.result.evidence
    assert stored.codes == extracted.result.codes
    assert list(stored.evidence) == ["npwp_number", "address"]
    assert (stored.findings, stored.flags) == (extracted.result.findings, extracted.result.flags)
    assert stored.raw_text == extracted.result.raw_text
    rows = await fetch("select event, body from webhook_delivery order by id")
    assert [row["event"] for row in rows] == ["document.uploaded", "document.classified", "document.extracted"]
    assert json.loads(rows[2]["body"])["data"]["extractionId"] == stored.id
    assert await outbox.pending(OutboxKind.PROCESS_DOCUMENT) == 0


async def test_an_extraction_of_an_older_release_has_no_boxes_of_cells_no_evidence_and_no_codes(
    parsing, organisation, extracted
):
    document = await parsing()
    await documents.finish(document.id, 1, extracted)
    await fetch("update extraction set cell_bounding_boxes = default, evidence = default, codes = default")

    stored = await extractions.newest_extraction(organisation.id, document.id, has_evidence=True)

    assert (stored.cell_bounding_boxes, stored.evidence, stored.codes) == ({}, None, ())
    assert stored.field_bounding_boxes["items"] == (BOX,)


async def test_evidence_takes_no_place_for_what_is_not_known(parsing, extracted):
    await documents.finish((await parsing()).id, 1, extracted)

    [row] = await fetch("select evidence -> 'address' as evidence from extraction")

    assert json.loads(row["evidence"]) == {
        "read": 94, "meant": 61, "way": "kind", "printed": "JL. LEMAH 7", "withheld": "JALAN LEMAH 7",
    }  # fmt: skip


async def test_twenty_ends_of_one_run_store_one_extraction(parsing, organisation, extracted):
    document = await parsing()

    stored = await asyncio.gather(*(documents.finish(document.id, 1, extracted) for _ in range(20)))

    assert len([one for one in stored if one is not None]) == 1
    assert len(await extractions.list_extractions(organisation.id, document.id)) == 1


async def test_a_late_twin_of_an_older_attempt_stores_nothing(parsing, organisation, extracted):
    document = await parsing()
    await fetch("update document set attempt = 2 where id = $1", document.id)

    assert await documents.finish(document.id, 1, extracted) is None

    assert await extractions.list_extractions(organisation.id, document.id) == []
    assert (await documents.find(organisation.id, document.id)).status is DocumentStatus.PARSING


async def test_an_end_that_cannot_be_stored_leaves_the_document_as_it_was(parsing, organisation, make_result):
    document = await parsing()

    with pytest.raises(Exception, match="score_is_percent"):
        await documents.finish(
            document.id, 1, Ending(status=DocumentStatus.EXTRACTED, result=make_result(confidence_score=101))
        )

    assert (await documents.find(organisation.id, document.id)).status is DocumentStatus.PARSING


async def test_a_failure_says_why_and_a_later_success_forgets_it(parsing, organisation, extracted):
    document = await parsing()
    await documents.finish(
        document.id,
        1,
        Ending(
            status=DocumentStatus.FAILED, error_code="unreadable_file", error_message="It is damaged.", stage="open"
        ),
    )
    failed = await documents.find(organisation.id, document.id)

    await documents.reextract(organisation.id, document.id)
    await documents.claim(document.id, 2, "run-2")
    await documents.finish(document.id, 2, extracted)

    assert (failed.error_code, failed.error_message, failed.stage) == ("unreadable_file", "It is damaged.", "open")
    now = await documents.find(organisation.id, document.id)
    assert (now.error_code, now.error_message, now.stage) == (None, None, None)


async def test_hostile_text_in_values_is_stored_without_what_postgresql_cannot_hold(parsing, organisation, make_result):
    document = await parsing()
    hostile = make_result(raw_text="a\x00b\udfff \\u0000", fields=())

    await documents.finish(document.id, 1, Ending(status=DocumentStatus.EXTRACTED, result=hostile))

    stored = await extractions.newest_extraction(organisation.id, document.id)
    assert stored.raw_text == "ab\ufffd \\u0000"


async def test_a_reextract_asks_for_the_next_attempt_and_keeps_earlier_extractions(parsing, organisation, extracted):
    document = await parsing()
    await documents.finish(document.id, 1, extracted)

    again = await documents.reextract(
        organisation.id, document.id, type_hint="invoice", template_id="tpl", password_handle="slot"
    )

    assert (again.status, again.attempt, again.type) == (DocumentStatus.QUEUED, 2, "invoice")
    assert (again.finished_at, again.parsing_at) == (None, None)
    [entry] = await outbox.take(OutboxKind.PROCESS_DOCUMENT, limit=10, lease_seconds=60)
    assert entry.payload == {"attempt": 2, "password_handle": "slot"}
    claimed = await documents.claim(document.id, 2, "run-2")
    assert (claimed.type_hint, claimed.template_id) == ("invoice", "tpl")
    await documents.finish(document.id, 2, extracted)
    assert [row.attempt for row in await extractions.list_extractions(organisation.id, document.id)] == [2, 1]


async def test_twenty_simultaneous_reextracts_give_one_attempt(parsing, organisation, extracted):
    document = await parsing()
    await documents.finish(document.id, 1, extracted)

    answers = await asyncio.gather(
        *(documents.reextract(organisation.id, document.id) for _ in range(20)), return_exceptions=True
    )

    assert sum(isinstance(answer, Conflict) for answer in answers) == 19
    assert (await documents.find(organisation.id, document.id)).attempt == 2


async def test_a_reextract_is_refused_while_running_after_erasure_and_to_strangers(
    parsing, organisation, other_organisation
):
    document = await parsing()

    with pytest.raises(Conflict):
        await documents.reextract(organisation.id, document.id)
    with pytest.raises(NotFound):
        await documents.reextract(other_organisation.id, document.id)
    await fetch("update document set status = 'erased', dedupe_key = null where id = $1", document.id)
    with pytest.raises(Gone):
        await documents.reextract(organisation.id, document.id)
    assert await sealed_blobs.find_blob(organisation.id, document.id) is None


async def test_extractions_are_read_by_their_organisation_only(parsing, organisation, other_organisation, extracted):
    document = await parsing()
    await documents.finish(document.id, 1, extracted)
    stored = await extractions.newest_extraction(organisation.id, document.id)

    assert await extractions.get_extraction(organisation.id, document.id, stored.id) == stored
    assert stored.evidence is None
    assert await extractions.get_extraction(other_organisation.id, document.id, stored.id) is None
    assert await extractions.list_extractions(other_organisation.id, document.id) == []


async def test_the_run_of_a_queued_attempt_is_noted(store, organisation):
    document = await store()

    await documents.note_flow_run(document.id, 1, "run-9")
    await documents.note_flow_run(document.id, 2, "run-10")

    assert (await documents.find(organisation.id, document.id)).flow_run_id == "run-9"


async def test_a_move_that_the_life_of_a_document_does_not_know_is_a_mistake(store):
    document = await store()

    with pytest.raises(ValueError, match="never moves"):
        await move(
            document.id,
            DocumentStatus.EXTRACTED,
            sources=[DocumentStatus.QUEUED],
            where=Document.attempt == 1,
            values={},
        )
