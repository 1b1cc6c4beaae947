"""Reading one document and its extractions."""

from datetime import datetime
from functools import partial

import pytest

from berkas.model.extraction import (
    Candidate,
    Classification,
    Corroboration,
    ExtractionResult,
    FieldEvidence,
    FieldValue,
    Finding,
    Flag,
    Rival,
    Severity,
)
from berkas.model.geometry import BoundingBox
from berkas.model.statuses import DocumentStatus
from berkas.model.template import Near
from tables.engine import fetch
from tables.queries import documents, extractions
from tables.queries.documents import Ending

BOX = BoundingBox(0, 0.25, 0.125, 0.5, 0.0625)
WIRE_BOX = {"page": 0, "x": 0.25, "y": 0.125, "w": 0.5, "h": 0.0625}
EVIDENCE = {
    "npwp_number": FieldEvidence(
        read=98,
        meant=97,
        way="label",
        label="NPWP",
        label_box=BOX,
        label_likeness=100,
        side=Near.RIGHT,
        printed="09.123",
        corroborated_by=(Corroboration.VALIDATOR,),
        rival=Rival("099999999990000", 12, BOX),
    ),
    "address": FieldEvidence(read=94, meant=61, way="kind", printed="JL. LEMAH 7", withheld="JALAN LEMAH 7"),
    "items": FieldEvidence(read=80, way="row", corroborated_by=(Corroboration.SUM,)),
}


def ending(template_id="npwp", **values):
    fields = (
        FieldValue("npwp_number", "091234567890000", "09.123", 99, BOX),
        FieldValue(
            "items", [{"no": 1, "amount": 12.5}], None, 80, BOX, (BOX, BOX), ({"amount": 47},), ({"amount": BOX},)
        ),
        FieldValue("address", None, "JL. LEMAH 7", 61, BOX),
    )
    result = ExtractionResult(
        template_id=template_id,
        template_version=1,
        fields=values.pop("fields", fields),
        confidence_score=91,
        flags=(Flag.TEMPLATE_PARTIAL,),
        findings=(Finding("field_missing", Severity.WARNING, ("address",), "The address was not found."),),
        raw_text="NOMOR POKOK WAJIB PAJAK\fHALAMAN DUA",
        review_reasons=(),
        evidence=EVIDENCE,
    )
    candidates = (Candidate("npwp", 97), Candidate("ktp", 3))
    return Ending(
        status=DocumentStatus.EXTRACTED,
        result=result,
        classification=Classification("npwp", 97, candidates),
        page_count=2,
        model_used="small",
        **values,
    )


@pytest.fixture
def extracted(uploaded, server):
    document_id = uploaded(1, externalRef="a", customerName="PT CONTOH")["id"]
    server.finish(document_id, ending())
    return document_id


def test_a_document_that_waits_has_no_extraction(uploaded, client):
    document_id = uploaded(1, type="ktp")["id"]

    data = client.get(f"/api/documents/{document_id}").json()["data"]

    assert (data["status"], data["type"], data["attempt"]) == ("queued", "ktp", 1)
    nothing = (
        "extraction",
        "classification",
        "templateId",
        "templateVersion",
        "pageCount",
        "errorCode",
        "customer",
    )
    assert {data[name] for name in nothing} == {None}
    assert (data["legalHold"], data["externalRefs"]) == (False, [])
    assert data["retainUntil"] > data["createdAt"]
    assert data["timings"]["queuedAt"].endswith("Z")
    assert data["timings"]["parsingAt"] is None


def test_an_extracted_document_shows_all_that_is_known(extracted, client):
    data = client.get(f"/api/documents/{extracted}").json()["data"]

    assert (data["status"], data["type"], data["pageCount"], data["confidenceScore"]) == ("extracted", "npwp", 2, 91)
    assert data["classification"] == {
        "type": "npwp",
        "confidence": 97,
        "candidates": [{"type": "npwp", "confidence": 97}, {"type": "ktp", "confidence": 3}],
    }
    assert (data["templateId"], data["templateVersion"]) == ("npwp", 1)
    assert (data["customer"]["name"], data["externalRefs"]) == ("PT CONTOH", ["a"])
    found = data["extraction"]
    assert found["documentId"] == extracted
    assert (found["method"], found["modelUsed"], found["confidenceScore"]) == ("rule_template", "small", 91)
    assert list(found["fields"].items()) == [
        ("npwp_number", "091234567890000"),
        ("items", [{"no": 1, "amount": 12.5}]),
        ("address", None),
    ]
    assert found["fieldConfidences"] == {"npwp_number": 99, "items": 80, "address": 61}
    assert found["fieldBoundingBoxes"] == {"npwp_number": WIRE_BOX, "items": [WIRE_BOX, WIRE_BOX], "address": WIRE_BOX}
    assert found["cellConfidences"] == {"items": [{"amount": 47}]}
    assert found["cellBoundingBoxes"] == {"items": [{"amount": WIRE_BOX}]}
    assert "fieldEvidence" not in found
    assert found["flags"] == ["template_partial"]
    assert [finding["code"] for finding in found["findings"]] == ["field_missing"]
    assert found["rawText"] is None
    times = data["timings"]
    assert times["queuedAt"] <= times["parsingAt"] <= times["finishedAt"]
    assert times["parsingSeconds"] == pytest.approx(_seconds(times["parsingAt"], times["finishedAt"]), abs=0.002)


def test_a_failed_document_says_why(uploaded, client, server):
    document_id = uploaded(1)["id"]
    server.finish(
        document_id,
        Ending(
            status=DocumentStatus.FAILED, error_code="unreadable_file", error_message="It is damaged.", stage="unseal"
        ),
    )

    data = client.get(f"/api/documents/{document_id}").json()["data"]

    assert (data["status"], data["errorCode"], data["errorMessage"], data["stage"]) == (
        "failed", "unreadable_file", "It is damaged.", "unseal",
    )  # fmt: skip
    assert data["extraction"] is None


def test_extractions_are_listed_newest_first_and_read_one_by_one(extracted, client, server, organisation):
    async def read_again():
        await documents.reextract(organisation, extracted)
        assert await documents.claim(extracted, 2, "run-2")
        assert await documents.finish(extracted, 2, ending(fields=(FieldValue("name", "BUDI", "BUDI", 90, BOX),)))

    server.run(read_again)

    listed = client.get(f"/api/documents/{extracted}/extractions").json()

    assert (listed["total"], listed["offset"]) == (2, 0)
    assert [list(extraction["fields"]) for extraction in listed["data"]] == [
        ["name"],
        ["npwp_number", "items", "address"],
    ]
    for extraction in listed["data"]:
        one = client.get(f"/api/documents/{extracted}/extractions/{extraction['id']}").json()["data"]
        assert one == extraction
    detail = client.get(f"/api/documents/{extracted}").json()["data"]
    assert (detail["extraction"], detail["attempt"]) == (listed["data"][0], 2)
    second = client.get(f"/api/documents/{extracted}/extractions", params={"limit": 1, "offset": 1}).json()
    assert second["data"] == listed["data"][1:]
    assert (second["total"], second["page"], second["meta"]) == (2, 2, {"pages": 2})


def test_a_page_of_extractions_ends_early_rather_than_filling_the_memory(extracted, client, server, organisation):
    async def page(limit, most_bytes, **more):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(extractions, "PAGE_BYTES", most_bytes)
            return await extractions.list_page(organisation, extracted, limit=limit, offset=0, has_text=True, **more)

    async def bytes_of(*columns):
        sizes = " + ".join(f"octet_length({column}::text)" for column in columns)
        return (await fetch(f"select {sizes} from extraction where document_id = $1", extracted))[0][0]

    async def read_again():
        for attempt in (2, 3):
            await documents.reextract(organisation, extracted)
            assert await documents.claim(extracted, attempt, "run")
            assert await documents.finish(extracted, attempt, ending())

    server.run(read_again)

    assert [row.attempt for row in server.run(page, 50, 10**6)[0]] == [3, 2, 1]
    assert [row.attempt for row in server.run(page, 2, 10**6)[0]] == [3, 2]
    counted = ("fields", "field_bounding_boxes", "cell_confidences", "cell_bounding_boxes", "codes", "raw_text")
    two = 2 * server.run(bytes_of, *counted)
    evidence = server.run(bytes_of, "evidence")
    assert [len(server.run(page, 50, size)[0]) for size in (two - 1, two)] == [1, 2]
    with_evidence = (two + 2 * evidence - 1, two + 2 * evidence)
    assert [len(server.run(partial(page, has_evidence=True), 50, size)[0]) for size in with_evidence] == [1, 2]
    rows, total = server.run(page, 50, 1)
    assert ([row.attempt for row in rows], total) == ([3], 3)


def test_the_text_is_shown_on_demand_and_where_there_is_nothing_else(extracted, uploaded, client, server):
    path = f"/api/documents/{extracted}/extractions"
    text = "NOMOR POKOK WAJIB PAJAK\fHALAMAN DUA"

    (shown,) = client.get(path, params={"include": "rawText"}).json()["data"]
    one = client.get(f"{path}/{shown['id']}", params={"include": "rawText"}).json()["data"]

    assert shown["rawText"] == one["rawText"] == text
    generic = uploaded(2, type="generic_ocr")["id"]
    server.finish(generic, ending("generic_ocr", fields=()))
    assert client.get(f"/api/documents/{generic}").json()["data"]["extraction"]["rawText"] == text


def test_evidence_is_shown_on_demand_wherever_fields_are(extracted, client):
    path = f"/api/documents/{extracted}"
    asked = {"include": "evidence"}

    document = client.get(path, params=asked).json()["data"]["extraction"]
    (listed,) = client.get(f"{path}/extractions", params={"include": "rawText,evidence"}).json()["data"]
    one = client.get(f"{path}/extractions/{document['id']}", params=asked).json()["data"]

    assert document["fieldEvidence"] == listed["fieldEvidence"] == one["fieldEvidence"]
    assert (one["rawText"], bool(listed["rawText"])) == (None, True)
    assert list(one["fieldEvidence"]) == ["npwp_number", "items", "address"]
    number, items, address = one["fieldEvidence"].values()
    [reason] = number.pop("corroboratedBy")
    assert reason["reason"] == "validator"
    assert reason["message"].startswith("It passes the validator")
    assert number == {
        "read": 98,
        "meant": 97,
        "label": "NPWP",
        "place": {"way": "label", "side": "right", "labelBox": WIRE_BOX, "labelLikeness": 100, "box": WIRE_BOX},
        "printed": "09.123",
        "rival": {"value": "099999999990000", "confidence": 12, "box": WIRE_BOX},
        "withheld": None,
    }
    assert (items["meant"], items["place"]["way"], items["place"]["box"]) == (None, "row", None)
    assert address["withheld"] == {"value": "JALAN LEMAH 7", "raw": "JL. LEMAH 7", "box": WIRE_BOX}


def test_an_extraction_of_an_older_release_has_empty_evidence(extracted, client, server):
    query = "update extraction set evidence = null, cell_bounding_boxes = default where document_id = $1"
    server.run(fetch, query, extracted)

    found = client.get(f"/api/documents/{extracted}?include=evidence").json()["data"]["extraction"]

    assert (found["fieldEvidence"], found["cellBoundingBoxes"]) == ({}, {})


@pytest.mark.parametrize("query", ["include=text", "include=evidence,x"])
def test_a_document_includes_nothing_else(extracted, client, query):
    answer = client.get(f"/api/documents/{extracted}?{query}")

    assert (answer.status_code, list(answer.json()["details"]["fieldErrors"])) == (400, ["include"])


@pytest.mark.parametrize("query", ["include=text", "include=rawText&include=x", "page=1"])
def test_another_query_is_refused(extracted, client, query):
    answer = client.get(f"/api/documents/{extracted}/extractions?{query}")

    assert (answer.status_code, answer.json()["code"]) == (400, "validation_failed")


def test_what_is_another_organisations_is_not_there(extracted, client, stranger):
    (extraction,) = client.get(f"/api/documents/{extracted}/extractions").json()["data"]
    customer = client.get("/api/customers").json()["data"][0]["id"]

    for path in (
        f"/api/documents/{extracted}",
        f"/api/documents/{extracted}/extractions",
        f"/api/documents/{extracted}/extractions/{extraction['id']}",
        f"/api/customers/{customer}",
    ):
        answer = stranger.get(path)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), path
    for filters in ({}, {"externalRef": "a"}, {"customerName": "PT CONTOH"}, {"customerId": customer}, {"q": "npwp"}):
        assert stranger.get("/api/documents", params=filters).json()["data"] == [], filters
    assert stranger.get("/api/customers").json()["data"] == []


def test_an_extraction_of_another_document_is_not_there(extracted, uploaded, client):
    (extraction,) = client.get(f"/api/documents/{extracted}/extractions").json()["data"]
    other = uploaded(2)["id"]

    assert client.get(f"/api/documents/{other}/extractions/{extraction['id']}").status_code == 404


@pytest.mark.parametrize(
    "document_id", ["doc_1", "doc_01HXYJ8Q4Z5N7T2B9C6D3E8F1G", "x" * 5000, "%00", "a%00b", "%ff", "%ed%a0%80", "'"]
)
@pytest.mark.parametrize(
    "path",
    ["/api/documents/{}", "/api/documents/{}/extractions", "/api/documents/{}/extractions/{}", "/api/customers/{}"],
)
def test_an_id_that_is_none_is_not_there(client, path, document_id):
    answer = client.get(path.format(document_id, document_id))

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_customer_is_read_with_its_documents(extracted, uploaded, client):
    uploaded(2, customerName="pt contoh")
    uploaded(3)
    (customer,) = client.get("/api/customers").json()["data"]

    data = client.get(f"/api/customers/{customer['id']}").json()["data"]

    assert (data["name"], data["documentCount"]) == ("PT CONTOH", 2)
    assert data["documents"][1]["id"] == extracted


def _seconds(start, end):
    return (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds()
