"""What webhooks are sent is what the OpenAPI document says, event by event."""

import json
from dataclasses import replace

import pytest
from jsonschema import Draft202012Validator

from berkas.model.extraction import Finding, Severity
from berkas.model.statuses import DocumentStatus
from tables.engine import fetch


@pytest.fixture
async def schemas(access):
    """Of each event's body."""
    document = (await access.http.get("/schema/openapi.json")).json()
    return {
        event: item["post"]["requestBody"]["content"]["application/json"]["schema"]
        for event, item in document["webhooks"].items()
    }


async def test_every_body_is_as_the_openapi_document_says(access, webhook, schemas, read_npwp, end_failed):
    found = (Finding("npwp_check_digit", Severity.WARNING, ("npwp_number",), "The check digit does not fit."),)
    review = read_npwp(DocumentStatus.REQUIRES_REVIEW)
    await access.read()  # the first, for those that follow state the same
    document_id = await access.read(
        ending=replace(review, result=replace(review.result, findings=found)), externalRef="r"
    )
    await access.read(ending=end_failed())
    await access.read(ending=end_failed(DocumentStatus.PASSWORD_REQUIRED, "password_required"))
    corrected = await access.http.post(
        f"/api/documents/{document_id}/extractions", json={"fields": {"name": "CONTOH"}, "note": "From the stamp."}
    )
    assert corrected.status_code == 201, corrected.text

    rows = await fetch("select event, body from webhook_delivery")

    assert {row["event"] for row in rows} >= {
        "document.uploaded", "document.classified", "document.extracted", "document.requires_review", "document.failed",
        "document.password_required", "extraction.corrected",
    }  # fmt: skip
    for row in rows:
        Draft202012Validator(schemas[row["event"]]).validate(json.loads(row["body"]))
