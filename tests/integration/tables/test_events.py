"""What each event tells, and that nobody pays for events that nobody hears."""

import json
from dataclasses import replace

import pytest

from berkas.errors import AttemptsExhausted
from berkas.model.events import EventKind
from berkas.model.extraction import Finding, Severity
from berkas.model.statuses import DocumentStatus
from tables.engine import ENGINE, fetch
from tables.queries import documents, events, extractions, lost_runs
from tables.queries.documents import Ending


async def told(event: str) -> list[dict]:
    """The data of every delivered event of a kind."""
    rows = await fetch("select body from webhook_delivery where event = $1 order by id", event)
    return [json.loads(row["body"])["data"] for row in rows]


async def test_an_upload_tells_what_came_in(webhook, store):
    document = await store(external_ref="ref-1", type_hint="ktp")

    [data] = await told("document.uploaded")
    assert data == {
        "documentId": document.id,
        "type": "ktp",
        "filename": "npwp-contoh.pdf",
        "sha256": document.sha256,
        "externalRef": "ref-1",
    }


async def test_the_same_bytes_again_are_no_news(webhook, store):
    await store("same")
    await store("same")

    assert len(await told("document.uploaded")) == 1


async def test_an_extraction_tells_type_and_fields_in_the_order_of_the_template(
    webhook, parsing, organisation, extracted
):
    document = await parsing()

    await documents.finish(document.id, 1, extracted)

    newest = await extractions.newest_extraction(organisation.id, document.id)
    assert await told("document.classified") == [
        {"documentId": document.id, "type": "npwp", "classificationConfidence": 97}
    ]
    [data] = await told("document.extracted")
    assert data == {
        "documentId": document.id,
        "extractionId": newest.id,
        "type": "npwp",
        "confidenceScore": 91,
        "fields": newest.fields,
        "fieldConfidences": newest.field_confidences,
        "cellConfidences": {"items": [{"amount": 47}]},
        "codes": [
            {"kind": "qr_code", "content": "https://contoh.invalid/KODE-RAHASIA", "byteCount": 35, "page": 0},
            {"kind": "data_matrix", "content": None, "byteCount": 7, "page": 0},
        ],
    }
    assert list(data["fields"]) == ["npwp_number", "name", "items", "address"]


async def test_a_type_that_the_sender_named_is_no_news(webhook, parsing, extracted):
    document = await parsing(type_hint="npwp")

    await documents.finish(document.id, 1, extracted)

    assert await told("document.classified") == []
    assert len(await told("document.extracted")) == 1


async def test_a_review_tells_flags_reasons_and_places_of_findings_and_no_fields(webhook, parsing, extracted):
    document = await parsing()
    finding = Finding("balance_mismatch", Severity.ERROR, ("items",), "It does not follow.", row=0, column="amount")
    result = replace(extracted.result, review_reasons=("rule_broken",), findings=(finding,))
    ending = Ending(status=DocumentStatus.REQUIRES_REVIEW, result=result)

    await documents.finish(document.id, 1, ending)

    [data] = await told("document.requires_review")
    assert (data.pop("extractionId")[:4], data) == (
        "ext_",
        {
            "documentId": document.id,
            "confidenceScore": 91,
            "flags": ["template_partial"],
            "reviewReasons": ["rule_broken"],
            "findings": [
                {
                    "code": "balance_mismatch",
                    "severity": "error",
                    "fields": ["items"],
                    "row": 0,
                    "column": "amount",
                    "message": "It does not follow.",
                }
            ],
        },
    )


@pytest.mark.parametrize(
    ("status", "data"),
    [
        (DocumentStatus.FAILED, {"errorMessage": "It is damaged.", "stage": "unseal"}),
        (DocumentStatus.PASSWORD_REQUIRED, {"errorMessage": "It is damaged."}),
    ],
)
async def test_a_failure_tells_why(webhook, parsing, status, data):
    document = await parsing()

    await documents.finish(
        document.id, 1, Ending(status=status, error_code="x", error_message="It is damaged.", stage="unseal")
    )

    assert await told(f"document.{status}") == [{"documentId": document.id, **data}]
    assert await told("document.classified") == []


async def test_a_document_whose_runs_were_all_lost_fails_with_a_reason(webhook, parsing):
    document = await parsing()

    await lost_runs.give_up(document.id, 1, AttemptsExhausted)

    [data] = await told("document.failed")
    assert data["stage"] == "run"
    assert data["errorMessage"]


async def test_other_events_tell_what_their_callers_know(webhook, store, organisation):
    document = await store()
    whose = {"organisation_id": organisation.id, "document_id": document.id}

    await events.emit(EventKind.ERASED, **whose, erasure_id="era_1", keep_fields=False)
    await events.emit(EventKind.TEMPLATE_MATCHED, **whose, template_id="tpl_1", template_version=2, match_confidence=93)
    await events.emit(
        EventKind.CORRECTED, **whose, extraction_id="ext_2", previous_extraction_id="ext_1", actor_user_id="key_1"
    )

    assert await told("document.erased") == [{"documentId": document.id}]
    assert await told("template.matched") == [{"documentId": document.id, "templateId": "tpl_1", "matchConfidence": 93}]
    assert await told("extraction.corrected") == [
        {
            "documentId": document.id,
            "extractionId": "ext_2",
            "actorUserId": "key_1",
            "previousExtractionId": "ext_1",
        }
    ]


async def test_a_correction_tells_who_corrected_what_from_the_extraction_itself(
    webhook, parsing, organisation, extracted
):
    document = await parsing()
    await documents.finish(document.id, 1, extracted)
    before = await extractions.newest_extraction(organisation.id, document.id)
    await fetch(
        """insert into extraction (id, organisation_id, document_id, attempt, method, confidence_score, actor,
            previous_extraction_id, created_at)
        values ('ext_2', $1, $2, 1, 'manual_correction', 100, 'key_9', $3, now())""",
        organisation.id,
        document.id,
        before.id,
    )

    await events.emit(
        EventKind.CORRECTED, organisation_id=organisation.id, document_id=document.id, extraction_id="ext_2"
    )

    [data] = await told("extraction.corrected")
    assert (data["actorUserId"], data["previousExtractionId"]) == ("key_9", before.id)


async def test_without_a_webhook_an_event_costs_one_look(store, organisation, monkeypatch):
    document = await store()
    asked = []
    fetch_really = ENGINE.fetch

    async def counted(sql, *values):
        asked.append(sql)
        return await fetch_really(sql, *values)

    monkeypatch.setattr(ENGINE, "fetch", counted)

    await events.emit(EventKind.FAILED, organisation_id=organisation.id, document_id=document.id)

    assert len(asked) == 1


async def test_hostile_text_is_told_without_what_json_cannot_hold(webhook, store, organisation):
    document = await store()

    await events.emit(
        EventKind.FAILED,
        organisation_id=organisation.id,
        document_id=document.id,
        error_message="a\x00b\ud800",
        stage="unseal",
    )

    [data] = await told("document.failed")
    assert data["errorMessage"] == "ab\ufffd"
