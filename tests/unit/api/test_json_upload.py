"""A JSON body is decoded field by field: garbage that looks like base64 is refused, and no mistake hides another."""

import base64
import json

import pytest

from api.json_upload import check_agreement, decode_body
from berkas.reading.filetypes import FileType
from berkas.refusals import Refused, UnsupportedMediaType, ValidationFailed

CONTENT = b"%PDF-1.7 contoh"


def body(**values):
    return json.dumps({"filename": "a.pdf", "contentBase64": base64.b64encode(CONTENT).decode(), **values}).encode()


def test_a_body_is_decoded():
    upload = decode_body(body(contentType="Application/PDF; x=y", type="ktp", metadata={"a": 1}, externalRef=None))

    assert (upload.content, upload.filename, upload.content_types) == (CONTENT, "a.pdf", ("application/pdf",))
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
        "QQ=",
        "Q",
        "QR==",
        "QUJ=",
        "QQ==QQ==",
        "Q-_=",
        "QR",
        "QUI-/+8=",
        "QQ=\n",
        "data:,QQ==",
        "data:image/png,QQ==",
        "data:image/png;base64",
        "data:image/png;base64,",
        "data:image/png;base64;x,QQ==",
        "é",
        7,
        None,
        [],
        {},
        "Ă===",
    ],
)
def test_what_is_no_base64_of_one_meaning_is_blamed(encoded):
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
        b'{"metadata":' * 100_000,
        b'{"metadata":' + b"[" * 100_000,
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
    check_agreement([said] if said else [], found)


@pytest.mark.parametrize(
    ("said", "found"), [("image/png", FileType.JPEG), ("text/plain", FileType.PDF), ("image/", FileType.PDF)]
)
def test_a_media_type_that_contradicts_the_bytes_is_unsupported(said, found):
    with pytest.raises(UnsupportedMediaType):
        check_agreement(["application/octet-stream", said], found)


def in_lines(text: str) -> str:
    return "\n".join(text[start : start + 76] for start in range(0, len(text), 76))


TEXTS = {
    "lines of 76": in_lines,
    "lines of CRLF and a last one": lambda text: in_lines(text).replace("\n", "\r\n") + "\r\n",
    "tabs and blanks": lambda text: "\t " + text[:5] + " " + text[5:],
    "without padding": lambda text: text.rstrip("="),
    "for URLs": lambda text: text.replace("+", "-").replace("/", "_"),
    "for URLs, without padding": lambda text: text.replace("+", "-").replace("/", "_").rstrip("="),
    "a data URL": lambda text: f"data:application/pdf;base64,{text}",
    "a data URL of capitals with a parameter": lambda text: f"DATA:Application/PDF;name=a.pdf;BASE64,{text}",
    "a data URL of no type": lambda text: f"data:;base64,{text}",
    "a data URL with its padding escaped": lambda text: f"data:application/pdf;base64,{text.replace('=', '%3D')}",
}


@pytest.mark.parametrize("size", [7, 57, 58, 59, 200, 300_000])
@pytest.mark.parametrize("spelled", TEXTS.values(), ids=TEXTS)
def test_base64_is_read_in_every_spelling_of_one_meaning(size, spelled):
    content = b"%PDF-1.7" + bytes((index * 7) % 256 for index in range(size)) + b"\xfb\xff\xbf"

    upload = decode_body(body(contentBase64=spelled(base64.b64encode(content).decode())))

    assert upload.content == content


def test_slashes_that_php_escapes_are_slashes():
    content = b"\xff\xff\xff\xfe" * 10

    escaped = base64.b64encode(content).decode().replace("/", "\\/")

    assert decode_body(f'{{"filename": "a.pdf", "contentBase64": "{escaped}"}}'.encode()).content == content


def test_the_type_that_a_data_url_names_is_heard():
    said = decode_body(body(contentType="image/jpg", contentBase64="data:image/png;base64,QQ==")).content_types

    assert said == ("image/jpg", "image/png")
    with pytest.raises(UnsupportedMediaType):
        check_agreement(said, FileType.JPEG)


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_an_optional_field_that_says_nothing_is_the_same_as_left_out(nothing):
    names = ("contentType", "type", "externalRef", "customerName", "customerId", "metadata")

    upload = decode_body(body(pdfPassword=nothing and None, **dict.fromkeys(names, nothing)))

    assert upload == decode_body(body())


def test_a_reference_that_is_a_number_is_refused_in_words_that_help():
    with pytest.raises(ValidationFailed) as caught:
        decode_body(body(externalRef=12345, customerName=7.5))

    assert caught.value.field_errors == {
        name: ['must be text: put the number in quotes, such as "007"'] for name in ("externalRef", "customerName")
    }


@pytest.mark.parametrize(
    "given",
    [
        b'{"filename": "a.pdf", "filename": "b.pdf", "contentBase64": "QQ=="}',
        b'{"filename": "a.pdf", "contentBase64": "QQ==", "contentBase64": "QUI="}',
        b'{"filename": "a.pdf", "metadata": {"a": 1, "a": 2}, "contentBase64": "QQ=="}',
        b'{"filename": "a.pdf", "contentBase64": "' + b"QUFB" * 50_000 + b'", "contentBase64": "QUI="}',
        b'{"filename": "a.pdf", "filename": "b", "contentBase64": "' + b"QUFB" * 50_000 + b'"}',
    ],
)
def test_a_field_that_comes_twice_is_refused(given):
    with pytest.raises(Refused, match="twice"):
        decode_body(given)


@pytest.mark.parametrize("count", [30, 1_000_000])
def test_of_many_unknown_fields_the_first_few_are_named(count):
    given = b"{" + b",".join(b'"k%d":1' % number for number in range(count)) + b"}"

    with pytest.raises(ValidationFailed) as caught:
        decode_body(given)

    assert 1 <= len([name for name in caught.value.field_errors if name.startswith("k")]) <= 10


@pytest.mark.parametrize(
    "given",
    [
        {"externalRef": "bk_live_ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"},
        {"metadata": {"note": ["bk_live_ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"]}},
        {"bk_live_ABCDEFGHIJKLMNOPQRSTUVWXYZ234567": 1},
    ],
)
def test_an_api_key_is_refused_also_when_it_is_written_in_escapes(given):
    plain = body(**given)
    escaped = plain.replace(b"bk_live_", b"\\u0062k_\\u006Cive_")

    for sent in (plain, escaped):
        with pytest.raises(Refused, match="leaked"):
            decode_body(sent)
