"""Uploads by JSON: the same rules, in a body of at most 16 MB."""

import base64
import json

import pytest

from berkas.settings import MEBIBYTE

LIMIT = 16 * MEBIBYTE
FOREIGN = "cus_01HXYJ8Q4Z5N7T2B9C6D3E8F3J"


@pytest.fixture
def send(client, pdf):
    def post(content=None, **values):
        given = {
            "filename": "ktp.pdf",
            "contentType": "application/pdf",
            "contentBase64": base64.b64encode(pdf(1) if content is None else content).decode(),
        }
        body = {name: value for name, value in (given | values).items() if value is not ...}
        return client.post("/api/documents/upload-json", json=body)

    return post


def total(client):
    return client.get("/api/documents").json()["total"]


def test_an_upload_by_json_is_answered_like_one_by_form(send, upload):
    by_json = send(type="ktp", externalRef="a", customerName="PT CONTOH", metadata={"b": 1}, pdfPassword="x")
    by_form = upload(1, externalRef="b")

    document = by_json.json()["data"]["document"]
    assert (by_json.status_code, by_form.status_code) == (201, 200)
    assert (document["type"], document["externalRef"], document["metadata"]) == ("ktp", "a", {"b": 1})
    assert document["customer"]["name"] == "PT CONTOH"
    assert by_form.json()["data"]["document"]["id"] == document["id"]
    assert set(by_form.json()["data"]["document"]) == set(document)


def test_a_customer_may_be_named_by_id(send):
    customer = send(customerName="PT CONTOH").json()["data"]["document"]["customer"]

    document = send(b"%PDF-1.7 lain", customerId=customer["id"]).json()["data"]["document"]

    assert document["customer"] == customer
    assert "customerId" in send(customerId=FOREIGN).json()["details"]["fieldErrors"]


def test_the_media_type_may_be_left_out(send):
    assert send(contentType=...).status_code == 201


def test_every_mistake_is_told_at_once(send, client, server):
    before = server.blobs()

    answer = send(
        filename=..., contentBase64="rahasia!", type="x", customerId=7, metadata=[], colour="rahasia", externalRef=7
    )

    assert (answer.status_code, answer.json()["code"]) == (400, "validation_failed")
    found = answer.json()["details"]["fieldErrors"]
    assert set(found) == {"filename", "contentBase64", "type", "customerId", "metadata", "colour", "externalRef"}
    assert "rahasia" not in answer.text
    assert (total(client), server.blobs()) == (0, before)


@pytest.mark.parametrize("encoded", ["", "Q", "QR", "Q-_=", "JVBE!i0x", "JVBERi0xLje="])
def test_bad_base64_is_a_mistake_of_its_field(send, encoded):
    answer = send(contentBase64=encoded)

    assert (answer.status_code, list(answer.json()["details"]["fieldErrors"])) == (400, ["contentBase64"])


def test_a_media_type_that_contradicts_the_bytes_is_unsupported(send, client):
    answer = send(contentType="image/png")

    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")
    assert total(client) == 0


def test_bytes_of_no_known_type_are_unsupported(send):
    answer = send(b"MZ\x90\x00", contentType="application/octet-stream")

    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_file_type")


def test_a_body_may_have_16_mb_and_not_one_byte_more(client, server):
    head, tail = b'{"filename":"a.pdf","contentBase64":"', b'"}'
    content = base64.b64encode(b"%PDF-1.7" + bytes((LIMIT - len(head) - len(tail)) // 4 * 3 - 8))
    fitting = head + content + tail
    fitting += b" " * (LIMIT - len(fitting))

    answers = [client.post("/api/documents/upload-json", content=body, headers={"Content-Type": "application/json"})
               for body in (fitting, fitting + b" ")]  # fmt: skip

    assert [answer.status_code for answer in answers] == [201, 413]
    assert answers[1].json()["code"] == "payload_too_large"


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"a":1}x', b"[" * 100_000])
def test_what_is_no_json_object_is_refused(client, body):
    answer = client.post("/api/documents/upload-json", content=body, headers={"Content-Type": "application/json"})

    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


@pytest.mark.parametrize("content_type", ["text/plain", "multipart/form-data; boundary=x", None, ";"])
def test_another_content_type_is_unsupported(client, content_type):
    headers = {"Content-Type": content_type} if content_type else {}

    answer = client.post("/api/documents/upload-json", content=b"{}", headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


def test_a_content_type_may_name_its_charset(client, pdf):
    body = json.dumps({"filename": "a.pdf", "contentBase64": base64.b64encode(pdf(1)).decode()})

    answer = client.post(
        "/api/documents/upload-json", content=body, headers={"Content-Type": "Application/JSON; charset=utf-8"}
    )

    assert answer.status_code == 201


@pytest.mark.parametrize("field", ["externalRef", "customerName", "metadata", "apiKey"])
def test_a_key_in_a_field_is_refused_and_repeated_nowhere(send, server, key, field):
    answer = send(**{field: {"k": [key]} if field == "metadata" else key})

    assert answer.status_code == 400
    assert key not in answer.text
    assert key not in server.log.getvalue()


def test_a_key_as_the_name_of_a_field_is_not_repeated(send, key):
    answer = send(**{key: "x"})

    assert answer.status_code == 400
    assert key not in answer.text
