"""The fields beside a file: cleaned where that is harmless, blamed by wire name where they are wrong."""

import json

import pytest

from api.upload_fields import UploadFields, check_fields, check_filename
from templates_registry import document_types

CUSTOMER = "cus_01HXYJ8Q4Z5N7T2B9C6D3E8F3J"


@pytest.fixture
def blamed():
    return {}


@pytest.fixture
def check(blamed):
    def run(**values):
        return check_fields(values, blamed.__setitem__)

    return run


def test_nothing_said_is_nothing(check, blamed):
    assert check() == UploadFields()
    assert blamed == {}


def test_every_field_is_taken(check, blamed):
    fields = check(
        type="ktp",
        externalRef=" kontrak-7 ",
        customerName="  PT   Contoh\u3000Jaya ",
        customerId=CUSTOMER,
        pdfPassword=" spasi ",
        metadata='{"cabang": "JKT-01", "n": [1, 2.5, null, true]}',
    )

    assert blamed == {}
    assert fields == UploadFields(
        type="ktp",
        external_ref="kontrak-7",
        customer_name="PT Contoh Jaya",
        customer_id=CUSTOMER,
        pdf_password=" spasi ",
        metadata={"cabang": "JKT-01", "n": [1, 2.5, None, True]},
    )
    assert "spasi" not in repr(fields)


@pytest.mark.parametrize("kind", document_types.names())
def test_every_type_may_be_named(check, blamed, kind):
    assert check(type=kind).type == kind
    assert blamed == {}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("type", "kartu-x"),
        ("type", "KTP"),
        ("type", 7),
        ("externalRef", "x" * 256),
        ("externalRef", "a\nb"),
        ("externalRef", 7),
        ("customerName", "x" * 256),
        ("customerName", "a\x00b"),
        ("customerId", "cus_1"),
        ("customerId", CUSTOMER.lower()),
        ("customerId", CUSTOMER.replace("cus", "doc")),
        ("customerId", 7),
        ("pdfPassword", "x" * 1025),
        ("pdfPassword", 7),
        ("metadata", "[]"),
        ("metadata", "{"),
        ("metadata", '"x"'),
        ("metadata", '{"a": "\\u0000"}'),
        ("metadata", '{"\\u0000": 1}'),
        ("metadata", '{"a": "\\ud800"}'),
        ("metadata", '{"a": 1e999}'),
        ("metadata", "{" * 5000),
        ("metadata", '{"a":' * 17 + "1" + "}" * 17),
        ("metadata", {"a": "x" * 4096}),
        ("metadata", ["a"]),
    ],
)
def test_what_is_wrong_is_blamed_by_its_wire_name_and_not_repeated(check, blamed, name, value):
    check(**{name: value})

    assert list(blamed) == [name]
    assert f" {value} " not in f" {blamed[name]} "


@pytest.mark.parametrize("metadata", ["{}", '{"a": 12345678901234567890123}', json.dumps({"a": "é" * 2000})])
def test_metadata_of_up_to_four_kilobytes_is_taken(check, blamed, metadata):
    assert check(metadata=metadata).metadata == json.loads(metadata)
    assert blamed == {}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("ktp.pdf", "ktp.pdf"),
        ("C:\\Users\\budi\\ktp depan.pdf", "ktp depan.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\r\nb\x00.pdf", "ab.pdf"),
        ("e\u0301.pdf", "é.pdf"),
        ("x" * 255, "x" * 255),
    ],
)
def test_of_a_filename_the_last_part_is_kept_clean(blamed, given, kept):
    assert check_filename(given, "file", blamed.__setitem__) == kept
    assert blamed == {}


@pytest.mark.parametrize("given", [None, 7, "", " ", ".", "..", "a/", "\x00", "x" * 256])
def test_a_filename_that_is_none_is_blamed(blamed, given):
    check_filename(given, "filename", blamed.__setitem__)

    assert list(blamed) == ["filename"]
