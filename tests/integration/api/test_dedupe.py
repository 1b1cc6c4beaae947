"""The same bytes of one organisation are one document, under every reference and customer that they were sent for."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from berkas.model.extraction import ExtractionResult, FieldValue
from berkas.model.statuses import DocumentStatus
from tables.queries.documents import Ending


@pytest.fixture
def ids(client):
    def find(**filters):
        return [document["id"] for document in client.get("/api/documents", params=filters).json()["data"]]

    return find


def test_the_same_bytes_meet_the_same_document(upload, client, server):
    first = upload(1, "a.pdf", type="ktp", externalRef="pertama")
    blobs = server.blobs()

    second = upload(1, "b.pdf", type="npwp", externalRef="kedua", metadata='{"x": 1}')

    made, met = first.json()["data"], second.json()["data"]
    assert (first.status_code, made["deduped"]) == (201, False)
    assert (second.status_code, met["deduped"]) == (200, True)
    assert met["document"]["id"] == made["document"]["id"]
    assert {name: met["document"][name] for name in ("type", "filename", "metadata", "externalRef")} == {
        "type": "ktp",
        "filename": "a.pdf",
        "metadata": None,
        "externalRef": "kedua",
    }
    assert server.blobs() == blobs
    assert client.get("/api/documents").json()["total"] == 1


def test_a_document_is_found_by_every_reference_and_customer_it_was_sent_for(uploaded, client, ids):
    document_id = uploaded(1, externalRef="ref-a", customerName="PT SATU")["id"]
    uploaded(1, externalRef="ref-b", customerName="PT DUA")
    uploaded(1, externalRef="ref-a", customerName="PT DUA")
    uploaded(1)
    uploaded(2, externalRef="lain")

    detail = client.get(f"/api/documents/{document_id}").json()["data"]
    assert detail["externalRefs"] == ["ref-a", "ref-b"]
    assert detail["customer"]["name"] == "PT DUA"
    for filters in ({"externalRef": "ref-a"}, {"externalRef": "ref-b"}, {"customerName": "pt satu"}, {"customerName": "PT DUA"},
                    {"q": "ref-b"}, {"q": "pt satu"}):  # fmt: skip
        assert ids(**filters) == [document_id], filters


def test_an_upload_without_a_reference_shows_the_latest(uploaded):
    uploaded(1, externalRef="a")
    uploaded(1, externalRef="b")

    assert uploaded(1)["externalRef"] == "b"


def test_what_was_extracted_is_met_with_its_extraction_and_not_read_again(uploaded, upload, client, server, eventually):
    document_id = uploaded(1)["id"]
    eventually(lambda: server.orchestrator.runs_of(document_id))
    result = ExtractionResult(
        template_id="ktp", template_version=1, fields=(FieldValue("name", "CONTOH", "CONTOH", 99, None),),
        confidence_score=99, flags=(), findings=(), raw_text="", review_reasons=(),
    )  # fmt: skip
    server.finish(document_id, Ending(status=DocumentStatus.EXTRACTED, result=result))
    before = client.get(f"/api/documents/{document_id}/extractions").json()["data"]

    again = upload(1).json()["data"]

    assert (again["deduped"], again["document"]["id"], again["document"]["status"]) == (True, document_id, "extracted")
    uploaded(2)  # by then the dispatcher has looked again
    assert len(server.orchestrator.runs_of(document_id)) == len(before) == 1
    assert client.get(f"/api/documents/{document_id}/extractions").json()["data"] == before


def test_a_document_that_failed_is_met_and_not_read_again(uploaded, upload, server, eventually):
    document_id = uploaded(1)["id"]
    eventually(lambda: server.orchestrator.runs_of(document_id))
    server.finish(document_id, Ending(status=DocumentStatus.FAILED, error_code="unreadable_file", stage="unseal"))

    again = upload(1).json()["data"]

    assert (again["deduped"], again["document"]["status"]) == (True, "failed")
    uploaded(2)  # by then the dispatcher has looked again
    assert len(server.orchestrator.runs_of(document_id)) == 1


def test_another_organisation_does_not_meet_it(uploaded, stranger, client, pdf):
    ours = uploaded(1)["id"]

    theirs = stranger.post("/api/documents/upload", files={"file": ("a.pdf", pdf(1))})

    assert theirs.status_code == 201
    assert theirs.json()["data"]["document"]["id"] != ours
    assert client.get("/api/documents").json()["total"] == stranger.get("/api/documents").json()["total"] == 1


def test_fifty_simultaneous_uploads_of_one_file_give_one_document(server, key, client, organisation, eventually):
    content = b"%PDF-1.7" + bytes(300_000)

    def send(number):
        with server.client(key) as http:
            form = {"externalRef": f"ref-{number}", "customerName": f"PT {number % 2}"}
            return http.post("/api/documents/upload", files={"file": ("a.pdf", content)}, data=form)

    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(send, range(50)))

    assert sorted(answer.status_code for answer in answers) == [200] * 49 + [201]
    (document_id,) = {answer.json()["data"]["document"]["id"] for answer in answers}
    assert {answer.json()["data"]["document"]["externalRef"] for answer in answers} == {f"ref-{n}" for n in range(50)}
    eventually(lambda: server.orchestrator.runs_of(document_id))
    assert len(server.orchestrator.runs_of(document_id)) == 1
    assert [path.name for path in server.blobs() if path.parent.name == organisation] == [document_id]
    assert set(client.get(f"/api/documents/{document_id}").json()["data"]["externalRefs"]) == {
        f"ref-{n}" for n in range(50)
    }
    assert client.get("/api/customers").json()["total"] == 2
