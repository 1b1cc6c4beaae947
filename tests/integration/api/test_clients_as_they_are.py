"""Uploads as the clients of this world send them: their names, their base64, their compression, their empty fields."""

import base64
import gzip
import json

import pytest

KEY_ESCAPED = "\\u0062k_live_ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def send_form(client, disposition, content, *, others=(), encode=bytes, headers=None):
    """A form that is written by hand, byte for byte."""
    parts = [
        b"--x\r\nContent-Disposition: form-data; " + part + b"\r\n\r\n" + value + b"\r\n"
        for part, value in [*others, (disposition, content)]
    ]
    sent = {"Content-Type": "multipart/form-data; boundary=x", **(headers or {})}
    return client.post("/api/documents/upload", content=encode(b"".join(parts) + b"--x--\r\n"), headers=sent)


def send_json(client, *, encode=bytes, headers=None, **fields):
    body = encode(json.dumps({"filename": "a.pdf", **fields}).encode())
    return client.post(
        "/api/documents/upload-json", content=body, headers={"Content-Type": "application/json", **(headers or {})}
    )


@pytest.mark.parametrize(
    ("disposition", "filename"),
    [
        (
            b"""name=file; filename="=?utf-8?B?S8OpIHRwLmpwZw==?="; filename*=utf-8''K%C3%A9%20tp.jpg""",
            "Ké tp.jpg",
        ),
        (b"""name="file"; filename*=utf-8''KTP%20Nur%E2%80%99aini.jpg""", "KTP Nur’aini.jpg"),
        (b'name="file"; filename="caf\xe9.jpg"', "café.jpg"),
        (b'name="file"; filename="caf\xc3\xa9.jpg"', "café.jpg"),
        (b"""name="file"; filename*=UTF-8''..%2F..%2Fetc%2Fpasswd""", "passwd"),
    ],
)
def test_the_name_of_a_file_is_kept_as_it_was_meant(client, pdf, disposition, filename):
    answer = send_form(client, disposition, pdf(1))

    assert answer.status_code == 201
    assert answer.json()["data"]["document"]["filename"] == filename


def test_a_name_that_cannot_be_decoded_is_refused_and_leaves_nothing(client, server, pdf):
    before = server.blobs()

    answer = send_form(client, b"name=file; filename=a.jpg; filename*=utf-8''%FF.jpg", pdf(1))

    assert (answer.status_code, answer.json()["code"]) == (400, "validation_failed")
    assert "Content-Disposition" in answer.json()["details"]["fieldErrors"]["file"][0]
    assert server.blobs() == before


def test_empty_fields_of_a_form_are_the_same_as_left_out(client, pdf):
    names = (b"type", b"externalRef", b"customerName", b"customerId", b"pdfPassword", b"metadata")

    empty = send_form(client, b"name=file; filename=a.pdf", pdf(1), others=[(b"name=" + name, b"") for name in names])
    blank = send_form(client, b"name=file; filename=a.pdf", pdf(1), others=[(b"name=" + name, b" ") for name in names])

    assert (empty.status_code, blank.status_code) == (201, 200)
    assert (blank.json()["data"]["document"]["externalRef"], blank.json()["data"]["document"]["type"]) == (None, None)


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_base64_in_lines_is_taken(client, pdf, line_end):
    text = base64.encodebytes(pdf(1) * 20).decode().replace("\n", line_end)

    answer = send_json(client, contentBase64=text)

    assert answer.status_code == 201
    assert answer.json()["data"]["document"]["sizeBytes"] == len(pdf(1) * 20)


def test_a_data_url_is_taken_where_its_type_is_that_of_the_bytes(client, pdf):
    text = base64.b64encode(pdf(1)).decode()

    right = send_json(client, contentBase64=f"data:application/pdf;base64,{text}")
    wrong = send_json(client, contentBase64=f"data:image/jpeg;base64,{text}")
    none = send_json(client, contentBase64=f"data:application/pdf,{text}")

    assert (right.status_code, wrong.status_code, none.status_code) == (201, 415, 400)
    assert "data URL" in none.json()["details"]["fieldErrors"]["contentBase64"][0]


def test_null_and_empty_are_left_out_and_a_number_is_told_to_be_text(client, pdf):
    text = base64.b64encode(pdf(1)).decode()
    names = ("contentType", "type", "externalRef", "customerName", "customerId", "pdfPassword", "metadata")

    nulls = send_json(client, contentBase64=text, **dict.fromkeys(names))
    empty = send_json(client, contentBase64=text, **dict.fromkeys(names, ""))
    number = send_json(client, contentBase64=text, externalRef=12345)

    assert (nulls.status_code, empty.status_code, number.status_code) == (201, 200, 400)
    assert number.json()["details"]["fieldErrors"] == {
        "externalRef": ['must be text: put the number in quotes, such as "007"']
    }


GZIP = {"encode": gzip.compress, "headers": {"Content-Encoding": "gzip"}}


def test_compressed_uploads_are_the_files_that_they_hold(client, pdf):
    form = send_form(client, b"name=file; filename=a.pdf", pdf(1), **GZIP)
    body = send_json(client, contentBase64=base64.b64encode(pdf(1)).decode(), **GZIP)

    assert (form.status_code, body.status_code) == (201, 200)
    assert form.json()["data"]["document"]["sha256"] == body.json()["data"]["document"]["sha256"]


def test_other_json_bodies_may_be_compressed_too(client):
    answer = client.post(
        "/api/customers",
        content=gzip.compress(b'{"name": "PT CONTOH"}'),
        headers={"Content-Encoding": "gzip", "Content-Type": "application/json"},
    )

    assert answer.status_code == 201


def test_what_expands_beyond_the_limit_is_too_large(client, server, pdf):
    size = server.settings.max_upload_bytes
    bomb = pdf(1) + bytes(4 * size)

    form = send_form(client, b"name=file; filename=a.pdf", bomb, **GZIP)
    body = send_json(client, contentBase64="A" * (2 * size), **GZIP)

    assert (form.status_code, body.status_code) == (413, 413)
    assert [answer.json()["code"] for answer in (form, body)] == ["payload_too_large"] * 2


def test_another_encoding_is_told_which_one_is_understood(client, pdf):
    answer = send_form(client, b"name=file; filename=a.pdf", pdf(1), headers={"Content-Encoding": "br"})

    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")
    assert "gzip" in answer.json()["error"]
    assert answer.headers["accept-encoding"] == "gzip, identity"


@pytest.mark.parametrize("field", ["externalRef", "metadata", "file name"])
def test_a_key_in_a_form_is_refused_also_in_escapes_and_in_pieces(client, pdf, field):
    key = "bk_live_ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    values = {
        "externalRef": [(b"name=externalRef", key.encode())],
        "metadata": [(b"name=metadata", f'{{"note": "{KEY_ESCAPED}"}}'.encode())],
        "file name": [],
    }[field]
    name = (
        f"name=file; filename*=UTF-8''%62k_live_{key.removeprefix('bk_live_')}.pdf"
        if not values
        else "name=file; filename=a.pdf"
    )

    answer = send_form(client, name.encode(), pdf(1), others=values)

    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")
    assert "leaked" in answer.json()["error"]


def test_a_key_in_a_form_is_refused_also_when_it_comes_byte_by_byte(client, pdf):
    key = b"bk_live_ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    body = (
        b"--x\r\nContent-Disposition: form-data; name=customerName\r\n\r\n" + key
        + b"\r\n--x\r\nContent-Disposition: form-data; name=file; filename=a.pdf\r\n\r\n" + pdf(1) + b"\r\n--x--\r\n"
    )  # fmt: skip

    answer = client.post(
        "/api/documents/upload",
        content=(body[at : at + 1] for at in range(len(body))),
        headers={"Content-Type": "multipart/form-data; boundary=x"},
    )

    assert (answer.status_code, "leaked" in answer.json()["error"]) == (400, True)


def test_megabytes_of_unknown_fields_are_answered_in_a_few_words(client, uploaded):
    flood = ",".join(f'"field{number}":1' for number in range(150_000))
    document = uploaded()
    headers = {"Content-Type": "application/json"}

    upload = client.post("/api/documents/upload-json", content=f"{{{flood}}}", headers=headers)
    correction = client.post(
        f"/api/documents/{document['id']}/extractions", content=f'{{"fields": {{{flood}}}}}', headers=headers
    )

    assert upload.status_code == 400
    assert upload.json()["details"]["fieldErrors"] == {"field0": ["is not a field of this body"]}
    assert correction.status_code == 400
    assert len(upload.content) + len(correction.content) < 2_000
