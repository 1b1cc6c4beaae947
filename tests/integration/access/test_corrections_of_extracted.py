"""A document that counts as extracted is trusted: no correction adds to it what rules contradict, unless somebody accepts that."""

import pytest

from tables.engine import fetch

WRONG = {"code": "balance_mismatch", "fields": ["transactions"], "row": 2, "column": "balance"}


@pytest.fixture
def correct(access):
    async def send(document_id, body, **more):
        return await access.http.post(f"/api/documents/{document_id}/extractions", json=body, **more)

    return send


@pytest.fixture(params=["extracted", "signed off"])
async def trusted(request, access, read_statement, correct):
    """A statement whose balances follow, extracted by a run or signed off by a person."""
    document_id = await access.read(ending=read_statement(4))
    await fetch("update document set status = 'requires_review' where id = $1", document_id)
    body = {"fields": {"transactions": rows_of(4)}, "verify": request.param == "signed off"}
    assert (await correct(document_id, body)).status_code == 201
    await fetch("update document set status = 'extracted' where id = $1", document_id)
    return await access.get(document_id)


def rows_of(count, *, wrong=None):
    return [
        {"date": f"2026-05-0{n + 1}", "description": f"CONTOH {n}", "credit": 10, "balance": 10 * n + 10 + (n == wrong)}
        for n in range(count)
    ]


@pytest.mark.parametrize("fields", [{"transactions": rows_of(4, wrong=2)}, {"account_number": "BUKAN ANGKA"}])
async def test_a_correction_that_adds_what_is_in_the_way_of_a_sign_off_is_refused(access, correct, trusted, fields):
    answer = await correct(trusted["id"], {"fields": fields})

    assert (answer.status_code, answer.json()["code"]) == (422, "findings_not_accepted")
    [finding] = answer.json()["details"]["findings"]
    assert finding["fields"] == list(fields)
    assert await access.get(trusted["id"]) == trusted


async def test_with_each_finding_accepted_it_is_recorded_and_by_whom(access, correct, trusted):
    body = {"fields": {"transactions": rows_of(4, wrong=2)}, "acceptFindings": [WRONG]}

    answer = await correct(trusted["id"], body)

    document = await access.get(trusted["id"])
    [finding] = document["extraction"]["findings"]
    assert (answer.status_code, document["status"]) == (201, "extracted")
    assert (finding["accepted"], finding["acceptedBy"]) == (True, access.key_id)
    assert "rule_broken" not in document["reviewReasons"]


async def test_a_correction_with_which_rules_agree_needs_no_acceptance(access, correct, trusted):
    answer = await correct(trusted["id"], {"fields": {"account_holder": "CONTOH ABADI"}})

    assert (answer.status_code, answer.json()["data"]["findings"]) == (201, [])


async def test_as_many_findings_as_a_refusal_names_can_be_accepted(access, correct, read_statement):
    """Thousands of impossible cells: one finding stands for them, in the answer and in what is stored."""
    document_id = await access.read(ending=read_statement(1))
    rows = [{"date": "2026-05-01", "description": f"CONTOH {n}", "time": "X"} for n in range(2000)]
    refused = await correct(document_id, {"fields": {"transactions": rows}})
    named = [{k: f[k] for k in ("code", "fields", "row", "column")} for f in refused.json()["details"]["findings"]]

    answer = await correct(document_id, {"fields": {"transactions": rows}, "acceptFindings": named})

    assert answer.status_code == 201
    found = [f for f in answer.json()["data"]["findings"] if f["code"] == "value_unlikely"]
    assert [(f["fields"], f["row"], f["column"], f["accepted"]) for f in found] == [
        (["transactions"], None, None, True)
    ]
