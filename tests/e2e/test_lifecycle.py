"""What happens to a document after its first reading: another password, the way back to the original, an end at a client's wish."""

import json

import pytest

from berkas.evaluation.specimens import variants

pytestmark = [pytest.mark.e2e, pytest.mark.stacks("local", "cluster")]


@pytest.fixture
def locked(api, draw):
    """A locked PDF that came without its password: its bytes and its id."""

    def upload(seed):
        content, _ = draw("npwp", "card", seed, "locked_pdf")
        document = api.read(content)
        assert (document["status"], document["errorCode"]) == ("password_required", "password_required")
        return content, document["id"]

    return upload


def reextract(api, document_id, **body):
    answer = api.http.post(f"/api/documents/{document_id}/reextract", json=body)
    assert answer.status_code == 202, answer.text
    return api.settled(document_id)


def test_a_locked_pdf_is_read_once_its_password_comes_and_goes_back_as_it_was(stack, api, locked) -> None:
    content, document_id = locked(71)

    wrong = reextract(api, document_id, pdfPassword="salah")
    right = reextract(api, document_id, pdfPassword=variants.PASSWORD)
    again = reextract(api, document_id, pdfPassword=variants.PASSWORD, type="npwp")
    extractions = api.extractions(document_id)
    url = api.http.get(f"/api/documents/{document_id}/download").json()["data"]["url"]
    with stack.client(with_key=False) as anybody:
        first, second = anybody.get(url), anybody.get(url)

    assert (wrong["status"], wrong["errorCode"]) == ("password_required", "password_wrong")
    assert (right["status"], right["errorCode"], right["type"]) == ("extracted", None, "npwp")
    assert (again["status"], again["attempt"]) == ("extracted", 4)
    assert [extraction["id"] for extraction in extractions] == [again["extraction"]["id"], right["extraction"]["id"]]
    assert (first.status_code, first.content) == (200, content)
    assert (second.status_code, second.json()["code"]) == (410, "link_used")


def test_a_run_is_followed_to_its_end(api, draw) -> None:
    document_id = api.upload(draw("npwp", "card", 72)[0])["document"]["id"]

    with api.http.stream("GET", f"/api/documents/{document_id}/events") as answer:
        events = [json.loads(line.removeprefix("data: ")) for line in answer.iter_lines() if line.startswith("data: ")]

    statuses = [event["status"] for event in events if "status" in event]
    assert [event["page"] for event in events if "status" not in event] == [1]
    assert statuses[-1] == "extracted"
    assert statuses == sorted(set(statuses), key=["queued", "parsing", "extracted"].index)


def test_a_cancelled_document_stores_nothing_and_its_run_is_over(stack, api, draw) -> None:
    document_id = api.upload(draw("ktp", "current", 73, "photo")[0])["document"]["id"]

    with api.http.stream("GET", f"/api/documents/{document_id}/events") as answer:
        for line in answer.iter_lines():
            if line.startswith("data: ") and json.loads(line.removeprefix("data: ")).get("status") == "parsing":
                break
    run_url = api.document(document_id)["flowRunUrl"]
    cancelled = api.http.post(f"/api/documents/{document_id}/cancel")

    assert cancelled.status_code == 202, cancelled.text
    with stack.prefect() as prefect:
        run = stack.finished_run(prefect, run_url)
    document = api.settled(document_id)  # the worker ends the document after the run that it killed
    assert (document["status"], document["errorCode"], document["extraction"]) == ("failed", "run_cancelled", None)
    assert run["state"]["type"] in {"CANCELLED", "COMPLETED"}
    assert api.read(draw("npwp", "card", 74)[0])["status"] == "extracted"


def test_a_correction_signs_a_document_off(api, draw) -> None:
    document = api.read(draw("npwp", "card", 75)[0])

    answer = api.http.post(
        f"/api/documents/{document['id']}/extractions", json={"fields": {"name": "CONTOH ABADI"}, "verify": True}
    )

    assert answer.status_code == 201, answer.text
    after = api.document(document["id"])
    assert (after["status"], after["extraction"]["fields"]["name"]) == ("extracted", "CONTOH ABADI")
    assert after["extraction"]["previousExtractionId"] == document["extraction"]["id"]
    export = api.http.get(f"/api/documents/{document['id']}/export", params={"format": "csv"})
    assert "CONTOH ABADI" in export.text
