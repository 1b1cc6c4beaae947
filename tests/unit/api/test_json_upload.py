"""A JSON body is decoded field by field: garbage that looks like base64 is refused, and no mistake hides another."""

import base64
import json

import pytest

from api.json_upload import check_agreement, decode_body
from berkas.errors import Refused, UnsupportedMediaType, ValidationFailed
from berkas.extraction.filetypes import FileType

CONTENT = b"%PDF-1.7 contoh"


def body(**values):
    return json.dumps({"filename": "a.pdf", "contentBase64": base64.b64encode(CONTENT).decode(), **values}).encode()


def test_a_body_is_decoded():
    upload = decode_body(body(contentType="Application/PDF; x=y", type="ktp", metadata={"a": 1}, externalRef=None))

    assert (upload.content, upload.filename, upload.content_type) == (CONTENT, "a.pdf", "application/pdf")
    assert (upload.fields.type, upload.fields.metadata, upload.fields.external_ref) == ("ktp", {"a": 1}, None)
    assert "contoh" not in repr(upload)


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 6, 100_000])
def test_content_of_any_length_survives(size):
    content = bytes(index % 251 for index in range(size))

    assert decode_body(body(contentBase64=base64.b64encode(content).decode())).content == content


@pytest.mark.parametrize(
    "encoded",
    [
        "",
        "====",
        "QQ",
        "QQ=",
        "Q",
        "QR==",
        "QUJ=",
        "QQ==QQ==",
        "QQ\n==",
        " QQ==",
        "QQ==\n",
        "Q-_=",
        "é",
        7,
        None,
        [],
        {},
        "Ă===",
    ],
)
def test_what_is_not_standard_base64_is_blamed(encoded):
    with pytest.raises(ValidationFailed) as caught:
        decode_body(body(contentBase64=encoded))

    assert list(caught.value.field_errors) == ["contentBase64"]


def test_every_mistake_is_found_at_once_and_no_value_is_repeated():
    with pytest.raises(ValidationFailed) as caught:
        decode_body(
            json.dumps({"contentType": 7, "type": "rahasia", "warna\n": "rahasia", "metadata": "rahasia"}).encode()
        )

    assert set(caught.value.field_errors) == {"filename", "contentType", "contentBase64", "type", "warna", "metadata"}
    assert "rahasia" not in str(caught.value.field_errors)


@pytest.mark.parametrize(
    "given",
    [
        b"",
        b"{",
        b"[]",
        b"7",
        b'"x"',
        b"\xff",
        b'{"filename":"\\ud800"}',
        b'{"a":1}x',
        b"[" * 100_000,
        b'{"a":' * 100_000,
    ],
)
def test_what_is_no_json_object_is_refused(given):
    with pytest.raises(Refused) as caught:
        decode_body(given)

    assert caught.value.code == "bad_request"


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (None, FileType.PDF),
        ("application/octet-stream", FileType.PNG),
        ("image/jpg", FileType.JPEG),
        ("image/heif", FileType.HEIC),
        ("image/tif", FileType.TIFF),
        *[(file_type.value, file_type) for file_type in FileType],
    ],
)
def test_a_media_type_that_fits_or_says_nothing_agrees(said, found):
    check_agreement(said, found)


@pytest.mark.parametrize(
    ("said", "found"), [("image/png", FileType.JPEG), ("text/plain", FileType.PDF), ("", FileType.PDF)]
)
def test_a_media_type_that_contradicts_the_bytes_is_unsupported(said, found):
    with pytest.raises(UnsupportedMediaType):
        check_agreement(said, found)
