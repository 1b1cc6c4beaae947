"""A correction switches no check off: findings stay until the values satisfy them or somebody accepts them."""

import pytest

from api.documents.corrections import MOST_ACCEPTED
from berkas.model.statuses import DocumentStatus
from tables.engine import fetch
from tables.queries import audit

REVIEW = DocumentStatus.REQUIRES_REVIEW
UNLIKELY = {"code": "value_unlikely", "fields": ["npwp_number"]}


@pytest.fixture
def correct(access):
    async def send(document_id, body, **more):
        return await access.http.post(f"/api/documents/{document_id}/extractions", json=body, **more)

    return send


@pytest.fixture
async def in_review(access, read_npwp):
    return await access.read(ending=read_npwp(REVIEW, findings=()))


@pytest.fixture
async def unbalanced(access, read_statement):
    """A statement of four rows, the third of which has a wrong balance."""
    rows = [
        {"date": f"2026-05-0{n + 1}", "description": f"CONTOH {n}", "credit": 10, "balance": 10 * n + 10 + (n == 2)}
        for n in range(4)
    ]
    document_id = await access.read(ending=read_statement(4))
    await fetch("update document set status = 'requires_review' where id = $1", document_id)
    body = {"fields": {"transactions": rows}}
    await access.http.post(f"/api/documents/{document_id}/extractions", json=body)
    return document_id


async def newest_of(access, document_id):
    return (await access.get(document_id))["extraction"]


async def test_saving_without_a_sign_off_verifies_nothing(access, correct, in_review):
    after = (await correct(in_review, {"fields": {"address": "JALAN CONTOH 1"}})).json()["data"]

    document = await access.get(in_review)
    assert "analyst_verified" not in after["flags"]
    assert "low_confidence" in after["flags"]
    assert after["confidenceScore"] == document["confidenceScore"] == int(100 * (0.99 * 0.6 * 1) ** 0.35)
    assert document["reviewReasons"] == ["field_below_floor"]


async def test_a_document_in_which_nothing_is_doubtful_any_more_waits_for_the_sign_off(access, correct, in_review):
    await correct(in_review, {"fields": {"name": "CONTOH ABADI"}})
    corrected = (await access.get(in_review))["reviewReasons"]

    await correct(in_review, {"fields": {}, "verify": True})

    assert (corrected, (await access.get(in_review))["reviewReasons"]) == (["sign_off_missing"], [])


async def test_an_error_stays_when_something_else_is_corrected_and_stands_in_the_way_of_a_sign_off(
    access, correct, unbalanced
):
    before = await newest_of(access, unbalanced)
    rows, cells = before["fields"]["transactions"], before["cellConfidences"]["transactions"]
    edited = [rows[0] | {"description": "SETORAN"}, *rows[1:]]

    saved = (await correct(unbalanced, {"fields": {"transactions": edited}})).json()["data"]
    signed = await correct(unbalanced, {"fields": {}, "verify": True})

    [finding] = saved["findings"]
    assert (finding["code"], finding["fields"], finding["row"], finding["column"]) == (
        "balance_mismatch", ["transactions"], 2, "balance",
    )  # fmt: skip
    assert saved["fieldConfidences"]["transactions"] == 90
    assert saved["cellConfidences"]["transactions"] == [cells[0] | {"description": 100}, *cells[1:]]
    assert (signed.status_code, signed.json()["code"]) == (422, "findings_not_accepted")
    assert signed.json()["details"]["findings"] == [finding]
    assert (await access.get(unbalanced))["status"] == "requires_review"
    assert (await access.get(unbalanced))["reviewReasons"][-1] == "rule_broken"


async def test_a_sign_off_with_every_finding_accepted_is_recorded_with_who_and_when(access, correct, unbalanced):
    accepted = {"code": "balance_mismatch", "fields": ["transactions"], "row": 2, "column": "balance"}

    answer = await correct(unbalanced, {"fields": {}, "verify": True, "acceptFindings": [accepted]})

    [finding] = answer.json()["data"]["findings"]
    document = await access.get(unbalanced)
    *_, entry = await audit.list_entries(access.organisation_id)
    assert answer.status_code == 201
    assert (finding["accepted"], finding["acceptedBy"]) == (True, access.key_id)
    assert document["createdAt"] < finding["acceptedAt"] <= answer.json()["data"]["createdAt"]
    assert (document["status"], document["confidenceScore"], document["reviewReasons"]) == ("extracted", 100, [])
    assert "analyst_verified" in document["extraction"]["flags"]
    assert entry.details["accepted_findings"] == "balance_mismatch transactions[2].balance"


async def test_a_finding_may_be_accepted_before_the_sign_off(correct, unbalanced):
    accepted = {"code": "balance_mismatch", "fields": ["transactions"], "row": 2, "column": "balance"}

    first = await correct(unbalanced, {"fields": {}, "acceptFindings": [accepted]})
    signed = await correct(unbalanced, {"fields": {}, "verify": True})

    assert (first.status_code, signed.status_code) == (201, 201)
    assert first.json()["data"]["findings"] == signed.json()["data"]["findings"]


async def test_the_right_value_needs_nobodys_acceptance(access, correct, unbalanced):
    rows = (await newest_of(access, unbalanced))["fields"]["transactions"]

    answer = await correct(
        unbalanced, {"fields": {"transactions": [*rows[:2], rows[2] | {"balance": 30}, rows[3]]}, "verify": True}
    )

    assert (answer.status_code, answer.json()["data"]["findings"]) == (201, [])


async def test_an_impossible_value_is_stored_and_a_sign_off_must_accept_it(correct, in_review):
    saved = await correct(in_review, {"fields": {"npwp_number": "BUKAN ANGKA"}})
    refused = await correct(in_review, {"fields": {}, "verify": True})
    signed = await correct(in_review, {"fields": {}, "verify": True, "acceptFindings": [UNLIKELY]})

    [finding] = saved.json()["data"]["findings"]
    assert (finding["code"], finding["severity"], finding["fields"]) == ("value_unlikely", "warning", ["npwp_number"])
    assert (refused.status_code, refused.json()["code"]) == (422, "findings_not_accepted")
    assert signed.status_code == 201


async def test_rows_keep_their_boxes_when_one_is_removed(access, correct, unbalanced):
    before = await newest_of(access, unbalanced)
    rows = before["fields"]["transactions"]

    after = (await correct(unbalanced, {"fields": {"transactions": [rows[0], *rows[2:], {"credit": 5}]}})).json()[
        "data"
    ]

    boxes = before["fieldBoundingBoxes"]["transactions"]
    assert after["fieldBoundingBoxes"]["transactions"] == [boxes[0], *boxes[2:], None]
    assert after["cellConfidences"]["transactions"][3] == {"credit": 100}


async def test_findings_that_were_stored_before_they_had_places_are_read(access, in_review):
    await fetch(
        """update extraction set findings = '[{"code": "old", "severity": "error", "fields": ["name"], "message": "X."}]'
        where document_id = $1""",
        in_review,
    )

    [finding] = (await newest_of(access, in_review))["findings"]

    assert finding == {
        "code": "old", "severity": "error", "fields": ["name"], "row": None, "column": None, "message": "X.",
        "accepted": False, "acceptedBy": None, "acceptedAt": None, "segments": [], "documentId": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ("x", "acceptFindings"),
        ([{}] * (MOST_ACCEPTED + 1), "acceptFindings"),
        ([{"code": "x"}], "acceptFindings[0]"),
        ([UNLIKELY, {"code": "x", "fields": ["a"], "row": True}], "acceptFindings[1]"),
        ([{"code": "x", "fields": ["a"], "colour": "red"}], "acceptFindings[0]"),
        ([{"code": "x", "fields": [1]}], "acceptFindings[0]"),
        ([{"code": "x", "fields": [], "documentId": "ext_1"}], "acceptFindings[0]"),
        ([7], "acceptFindings[0]"),
    ],
)
async def test_what_names_no_finding_is_refused(correct, in_review, given, place):
    answer = await correct(in_review, {"fields": {}, "verify": True, "acceptFindings": given})

    assert (answer.status_code, set(answer.json()["details"]["fieldErrors"])) == (400, {place})


async def test_reasons_stand_in_the_list_and_in_the_export(access, correct, in_review):
    await correct(in_review, {"fields": {"address": "JALAN CONTOH 1"}})

    [listed] = (await access.http.get("/api/documents")).json()["data"]
    exported = (await access.http.get(f"/api/documents/{in_review}/export?format=json")).json()["data"]

    assert listed["reviewReasons"] == exported["reviewReasons"] == ["field_below_floor"]


async def test_a_correction_needs_the_right_to_write(access, correct, in_review):
    """A key of the same organisation that may read everything may record nothing."""
    await fetch("update api_key set scopes = '{documents:read}' where id = $1", access.key_id)

    answer = await correct(in_review, {"fields": {"name": "X"}})

    assert (answer.status_code, answer.json()["error"]) == (403, "missing scope: documents:write")
    assert (await access.http.get(f"/api/documents/{in_review}/extractions")).json()["total"] == 1
