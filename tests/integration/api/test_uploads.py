"""Uploads by form: what is taken, what is refused, and that a refused one leaves nothing behind."""

import hashlib
import json
import socket

import pytest

from api.schemas import DocumentOut
from berkas.settings import MEBIBYTE
from tables.engine import fetch

LIMIT = 20 * MEBIBYTE
CONTENTS = {
    "application/pdf": b"\n%PDF-1.4\n",
    "image/jpeg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00",
    "image/png": b"\x89PNG\r\n\x1a\n\x00",
    "image/heic": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic",
    "image/webp": b"RIFF\x00\x00\x00\x00WEBPVP8 ",
    "image/tiff": b"MM\x00*\x00\x00\x00\x08",
}
"""How a file of each kind begins."""
FOREIGN = "cus_01HXYJ8Q4Z5N7T2B9C6D3E8F3J"


def errors_of(answer):
    body = answer.json()
    assert (answer.status_code, body["code"]) == (400, "validation_failed"), body
    assert body["requestId"] == answer.headers["x-request-id"]
    return body["details"]["fieldErrors"]


def total(client):
    return client.get("/api/documents").json()["total"]


def test_an_upload_is_answered_as_the_contract_says(upload, pdf, server, organisation):
    answer = upload(1, "../npwp contoh.pdf", type="npwp", externalRef="loan-1", metadata='{"z": 1, "a": [null, 2.5]}')

    assert answer.status_code == 201
    data = answer.json()["data"]
    document = data["document"]
    assert data["deduped"] is False
    assert document["id"].startswith("doc_")
    assert {
        name: document[name]
        for name in ("type", "status", "filename", "sizeBytes", "sha256", "contentType", "externalRef")
    } == {
        "type": "npwp",
        "status": "queued",
        "filename": "npwp contoh.pdf",
        "sizeBytes": len(pdf(1)),
        "sha256": hashlib.sha256(pdf(1)).hexdigest(),
        "contentType": "application/pdf",
        "externalRef": "loan-1",
    }
    assert list(document["metadata"].items()) == [("z", 1), ("a", [None, 2.5])]
    assert document["createdAt"].endswith("Z")
    assert set(document) == {field.alias for field in DocumentOut.model_fields.values()}
    assert [path.name for path in server.blobs() if path.parent.name == organisation] == [document["id"]]


def test_fields_may_come_after_the_file(client, pdf):
    parts = [("file", ("a.pdf", pdf(1))), ("externalRef", (None, "nanti")), ("type", (None, "ktp"))]

    document = client.post("/api/documents/upload", files=parts).json()["data"]["document"]

    assert (document["externalRef"], document["type"]) == ("nanti", "ktp")


def test_a_type_that_is_not_named_is_not_known_yet(uploaded):
    assert uploaded(1)["type"] is None


def test_every_mistake_is_told_at_once_and_nothing_is_kept(upload, client, server):
    before = server.blobs()

    found = errors_of(
        upload(
            b"",
            type="kartu",
            externalRef="x" * 256,
            customerName="\x01",
            customerId="1",
            pdfPassword="x" * 1025,
            metadata="[]",
            colour="rahasia",
        )
    )

    fields = {"file", "type", "externalRef", "customerName", "customerId", "pdfPassword", "metadata", "colour"}
    assert set(found) == fields
    assert all(isinstance(message, str) for messages in found.values() for message in messages)
    assert "rahasia" not in json.dumps(found)
    assert (total(client), server.blobs()) == (0, before)


PDF = ("a.pdf", b"%PDF-1.7")
LONG = json.dumps({"a": "x" * 4096})
WRONG = {
    "no file": ([("type", (None, "ktp"))], {"file": ["is required"]}),
    "empty file": ([("file", ("a.pdf", b""))], {"file": ["must not be empty"]}),
    "text as file": ([("file", (None, "%PDF-1.7"))], {"file": ["must be a file with a filename"]}),
    "two files": ([("file", PDF), ("file", PDF)], {"file": ["only one file may be sent"]}),
    "a field twice": (
        [("file", PDF), ("type", (None, "ktp")), ("type", (None, "sim"))],
        {"type": ["is given more than once"]},
    ),
    "long metadata": ([("file", PDF), ("metadata", (None, LONG))], {"metadata": ["must be at most 4096 bytes"]}),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_form_that_is_wrong_is_told_how(client, server, name):
    parts, messages = WRONG[name]
    before = server.blobs()

    assert errors_of(client.post("/api/documents/upload", files=parts)) == messages
    assert server.blobs() == before


@pytest.mark.parametrize("kind", CONTENTS)
def test_a_file_may_have_20_mb_and_not_one_byte_more(upload, client, server, kind):
    before = len(server.blobs())

    exact = upload(CONTENTS[kind].ljust(LIMIT, b"\0"))
    answer = upload(CONTENTS[kind].ljust(LIMIT + 1, b"\0"))

    assert (exact.status_code, exact.json()["data"]["document"]["sizeBytes"]) == (201, LIMIT)
    assert (answer.status_code, answer.json()["code"]) == (413, "payload_too_large")
    assert (total(client), len(server.blobs())) == (1, before + 1)


@pytest.mark.parametrize(("size", "status"), [(3 * MEBIBYTE, 201), (LIMIT + 1, 413), (2 * LIMIT + 2 * MEBIBYTE, 413)])
def test_a_body_that_does_not_say_how_large_it_is_is_counted_while_it_comes(client, server, size, status):
    before = len(server.blobs())

    def pieces():
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7'
        for start in range(8, size, MEBIBYTE):
            yield bytes(min(MEBIBYTE, size - start))
        yield b"\r\n--x--\r\n"

    answer = client.post(
        "/api/documents/upload", content=pieces(), headers={"Content-Type": "multipart/form-data; boundary=x"}
    )

    assert answer.status_code == status
    assert len(server.blobs()) == before + (status == 201)


def test_a_body_that_says_it_is_too_large_is_refused_before_it_is_sent(server, key):
    with socket.create_connection(server.url.removeprefix("http://").split(":")) as link:
        head = _head(
            key, "Content-Type: multipart/form-data; boundary=x", "Content-Length: 99999999", "Expect: 100-continue"
        )
        link.sendall(head)
        link.settimeout(10)

        assert link.recv(65536).startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize("kind", CONTENTS)
def test_the_type_of_a_file_is_told_by_its_bytes(client, kind):
    files = {"file": ("catatan.txt", CONTENTS[kind], "text/plain")}

    answer = client.post("/api/documents/upload", files=files)

    assert (answer.status_code, answer.json()["data"]["document"]["contentType"]) == (201, kind)


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00" + bytes(2000),
        b"%PD",
        b"GIF89a",
        b"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00mif1avif",
        b"PK\x03\x04",
        b"\0",
    ],
    ids=["exe", "nearly", "gif", "avif", "zip", "nul"],
)
def test_another_type_is_unsupported_whatever_it_is_called(client, server, content):
    before = server.blobs()

    answer = client.post("/api/documents/upload", files={"file": ("ktp.pdf", content, "application/pdf")})

    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_file_type")
    assert (total(client), server.blobs()) == (0, before)


def test_a_customer_is_made_by_name_once_however_it_is_written(uploaded, client):
    first = uploaded(1, customerName="PT Contoh Jaya")["customer"]
    second = uploaded(2, customerName="  pt  CONTOH jaya ")["customer"]
    third = uploaded(3, customerId=first["id"], customerName="Pt Contoh JAYA")["customer"]
    fourth = uploaded(4, customerId=first["id"])["customer"]

    assert first["name"] == "PT Contoh Jaya"
    assert first == second == third == fourth
    assert client.get("/api/customers").json()["total"] == 1


def test_a_customer_must_be_ours_and_agree_with_its_name(upload, uploaded, client, stranger, server, pdf):
    ours = uploaded(1, customerName="PT CONTOH")["customer"]["id"]
    theirs = stranger.post("/api/customers", json={"name": "PT LAIN"}).json()["data"]["id"]
    before = server.blobs()

    for customer_id in (FOREIGN, theirs):
        assert errors_of(upload(2, customerId=customer_id)) == {"customerId": ["is not a customer of yours"]}
    assert "customerId" in errors_of(upload(2, customerId=ours, customerName="PT LAIN"))
    assert (total(client), server.blobs()) == (1, before)
    assert client.get("/api/customers").json()["total"] == 1


@pytest.mark.parametrize("content_type", ["application/json", "application/x-www-form-urlencoded", "", None])
def test_a_body_that_is_no_form_is_an_unsupported_media_type(client, content_type):
    headers = {"Content-Type": content_type} if content_type is not None else {}

    answer = client.post("/api/documents/upload", content=b"{}", headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


BROKEN = {
    "no boundary": ("multipart/form-data", b"x"),
    "garbage": ("multipart/form-data; boundary=x", b"garbage"),
    "nothing": ("multipart/form-data; boundary=x", b""),
    "no end": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n%PDF-',
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_form_is_refused_and_leaves_nothing(client, server, name):
    content_type, body = BROKEN[name]
    before = server.blobs()

    answer = client.post("/api/documents/upload", content=body, headers={"Content-Type": content_type})

    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")
    assert (total(client), server.blobs()) == (0, before)


def test_a_client_that_goes_away_half_way_leaves_nothing(server, key, client, eventually):
    before = server.blobs()
    start = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7' + bytes(MEBIBYTE)
    with socket.create_connection(server.url.removeprefix("http://").split(":")) as link:
        link.sendall(_head(key, "Content-Type: multipart/form-data; boundary=x", "Content-Length: 9999999") + start)
        eventually(lambda: len(server.blobs()) > len(before))

    eventually(lambda: server.blobs() == before)
    assert total(client) == 0


def test_no_file_stays_on_its_way_in(upload, server, organisation, eventually):
    answers = [upload(1), upload(1, externalRef="again"), upload(b"no file"), upload(2, customerName="\ufdfa" * 57)]

    assert [answer.status_code for answer in answers] == [201, 200, 415, 400]

    mine = f"{organisation}/%"
    eventually(lambda: server.run(fetch, "select 1 from blob_draft where blob_name like $1", mine) == [])


@pytest.mark.parametrize("field", ["externalRef", "customerName", "metadata", "apiKey"])
def test_a_key_in_a_form_is_refused_and_logged_nowhere(upload, client, server, key, field):
    answer = upload(1, **{field: json.dumps({"k": key}) if field == "metadata" else key})

    assert answer.status_code == 400
    assert key not in answer.text
    assert key not in server.log.getvalue()
    assert total(client) == 0


def test_a_key_as_the_name_of_a_field_is_not_repeated(upload, server, key):
    answer = upload(1, **{key: "x"})

    assert answer.status_code == 400
    assert key not in answer.text
    assert key not in server.log.getvalue()


def test_a_key_in_the_query_is_refused_and_logged_nowhere(client, server, key, pdf):
    answer = client.post("/api/documents/upload", params={"api_key": key}, files={"file": ("a.pdf", pdf(1))})

    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")
    assert key not in answer.text
    assert key not in server.log.getvalue()
    assert "x-ratelimit-remaining" in answer.headers


def test_what_was_sent_with_a_file_is_not_logged(upload, server):
    upload(
        b"%PDF-1.7 isi-rahasia",
        "nama-rahasia.pdf",
        externalRef="ref-rahasia",
        pdfPassword="sandi-rahasia",
        customerName="PT rahasia",
    )

    assert "rahasia" not in server.log.getvalue()


@pytest.mark.parametrize("name", ["é.pdf", "x" * 255, "%00%0a.pdf", "💳.pdf", "a b;c.pdf"])
def test_a_strange_filename_is_kept(uploaded, name):
    assert uploaded(1, name)["filename"] == name


def test_control_characters_leave_a_filename(client):
    body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a\x00\x1bb.pdf"\r\n\r\n%PDF-1.7\r\n--x--\r\n'

    answer = client.post(
        "/api/documents/upload", content=body, headers={"Content-Type": "multipart/form-data; boundary=x"}
    )

    assert (answer.status_code, answer.json()["data"]["document"]["filename"]) == (201, "ab.pdf")


def _head(key, *headers):
    lines = ["POST /api/documents/upload HTTP/1.1", "Host: x", f"Authorization: Bearer {key}", *headers, "", ""]
    return "\r\n".join(lines).encode()
