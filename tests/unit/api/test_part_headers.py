"""Names of files as clients of all ages write them."""

import pytest

from api.part_headers import disposition_of


def named(header: bytes) -> str | None:
    found = disposition_of(header.decode("latin-1"))
    assert (found.name, found.problem) == ("file", None)
    return found.filename


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (
            """form-data; name=file; filename="=?utf-8?B?S8OpIHRwLmpwZw==?="; filename*=utf-8''K%C3%A9%20tp.jpg""",
            "Ké tp.jpg",
        ),
        ("""form-data; name="file"; filename*=utf-8''KTP%20Nur%E2%80%99aini.jpg""", "KTP Nur’aini.jpg"),
        ('form-data; name="file"; filename=ktp.jpg', "ktp.jpg"),
        ('form-data; name="file"; filename="a;b=c.pdf"', "a;b=c.pdf"),
        ('form-data; filename="first.pdf"; name="file"', "first.pdf"),
        ('form-data; name="file"; filename="Ké tp.jpg"', "Ké tp.jpg"),
        ('form-data; name="file"; filename="a\\"b.pdf"', 'a"b.pdf'),
        ('form-data; name="file"; filename="a%22b.pdf"', 'a"b.pdf'),
        ('form-data; name="file"; filename="C:\\fakepath\\ktp.pdf"', "ktp.pdf"),
        ('form-data; name="file"; filename=""', ""),
        ('form-data; name="file"', None),
    ],
)
def test_a_name_is_read_as_the_client_meant_it(header, name):
    assert named(header.encode()) == name


@pytest.mark.parametrize("parameter", ["filename*", "FILENAME*", "FileName*"])
@pytest.mark.parametrize("charset", ["UTF-8", "utf-8", "Utf8", "UTF8"])
@pytest.mark.parametrize("language", ["", "id", "en-GB"])
@pytest.mark.parametrize("pattern", ["{}={}", "{} = {}", '{}="{}"'])
def test_an_extended_name_is_decoded_in_every_spelling(parameter, charset, language, pattern):
    written = pattern.format(parameter, f"{charset}'{language}'Nur%e2%80%99aini%20%c3%a9.JPG")

    for header in (
        f"form-data; name=file; filename=nur.jpg; {written}",
        f"form-data; name=file; {written}; filename=nur.jpg",
        f"form-data; {written}; name=file",
        f"form-data;name=file;{written}",
    ):
        assert named(header.encode()) == "Nur’aini é.JPG", header


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("iso-8859-1''caf%E9.jpg", "café.jpg"),
        ("ISO-8859-1'en'%A3%20rates.pdf", "£ rates.pdf"),
        ("windows-1252''%80.pdf", "€.pdf"),
        ("us-ascii''plain.pdf", "plain.pdf"),
        ("UTF-8''it's%20here.pdf", "it's here.pdf"),
        ("UTF-8''semi%3Bcolon%22.pdf", 'semi;colon".pdf'),
    ],
)
def test_an_extended_name_may_be_in_latin_1_and_hold_any_character(written, name):
    assert named(f"form-data; name=file; filename*={written}".encode()) == name


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("=?utf-8?B?S8OpIHRwLmpwZw==?=", "Ké tp.jpg"),
        ("=?UTF-8?Q?K=C3=A9_tp.jpg?=", "Ké tp.jpg"),
        ("=?iso-8859-1?q?caf=E9.jpg?=", "café.jpg"),
        ("=?utf-8?B?S8M=?= =?utf-8?B?qS5qcGc=?=", "Ké.jpg"),
    ],
)
def test_encoded_words_are_decoded_where_there_is_no_extended_name(words, name):
    assert named(f'form-data; name="file"; filename="{words}"'.encode()) == name


def test_names_in_bytes_of_latin_1_and_of_utf_8_are_told_apart():
    assert named(b'form-data; name="file"; filename="caf\xe9.jpg"') == "café.jpg"
    assert named(b'form-data; name="file"; filename="caf\xc3\xa9.jpg"') == "café.jpg"
    assert named(b'form-data; name="file"; filename="\x81.jpg"') == "\x81.jpg"


@pytest.mark.parametrize(
    ("parameters", "part"),
    [
        ("filename*=UTF-8''%FF.pdf", "filename*"),
        ("filename*=UTF-8''%zz.pdf", "filename*"),
        ("filename*=UTF-8''half%C3", "filename*"),
        ("filename*=big5''%A4%A4.pdf", "filename*"),
        ("filename*=UTF-8'only-one.pdf", "filename*"),
        ("filename*=plain.pdf; filename=plain.pdf", "filename*"),
        ("filename*=", "filename*"),
        ("filename*0*=UTF-8''a; filename*1=b.pdf", "filename*0"),
        ('filename="=?x-unknown?B?QQ==?="', "filename"),
        ('filename="=?utf-8?B?/w==?="', "filename"),
    ],
)
def test_a_name_that_cannot_be_decoded_is_a_problem_that_names_the_header(parameters, part):
    found = disposition_of(f"form-data; name=file; {parameters}")

    assert found.problem is not None
    assert "Content-Disposition" in found.problem
    assert part in found.problem
