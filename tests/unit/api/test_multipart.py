"""A form is read alike however the network cuts it; every mistake is found at once; what is broken ends the reading."""

import pytest

from api.multipart import FormShape, boundary_of, read_form
from berkas.refusals import PayloadTooLarge, Refused, UnsupportedMediaType

BOUNDARY = "batas-7"
SHAPE = FormShape(file_field="file", text_fields={"type": 8, "externalRef": 16}, max_parts=4, max_header_bytes=200)
FILE = b"%PDF-1.7\r\n--batas-\r\n\x00\xff--batas-"


class Sink:
    def __init__(self):
        self.content = b""

    async def write(self, chunk):
        self.content += chunk


def part(disposition, content, more=""):
    head = f"--{BOUNDARY}\r\nContent-Disposition: form-data; {disposition}\r\n{more}\r\n"
    return head.encode() + content + b"\r\n"


def form(*parts, end=f"--{BOUNDARY}--\r\n"):
    return b"".join(parts) + end.encode()


FILE_PART = part('name="file"; filename="ktp.pdf"', FILE, "Content-Type: Application/PDF\r\n")
WHOLE = form(part('name="type"', b"ktp"), FILE_PART, part('name="externalRef"', "kontrak é".encode()))


async def read(body, step=None):
    async def pieces():
        for start in range(0, len(body), step or len(body)):
            yield body[start : start + (step or len(body))]
        yield b""

    sink = Sink()
    return await read_form(pieces(), BOUNDARY, SHAPE, sink), sink.content


@pytest.mark.parametrize("step", [1, 2, 3, 5, 7, 11, 64, 1000])
async def test_a_form_is_read_alike_in_pieces_of_any_size(step):
    found, content = await read(WHOLE, step)

    assert content == FILE
    assert (found.filename, found.texts, found.errors) == ("ktp.pdf", {"type": "ktp", "externalRef": "kontrak é"}, {})


async def test_a_form_is_read_alike_wherever_it_is_cut_in_two():
    for cut in range(1, len(WHOLE)):

        async def pieces(at=cut):
            yield WHOLE[:at]
            yield WHOLE[at:]

        sink = Sink()
        found = await read_form(pieces(), BOUNDARY, SHAPE, sink)

        assert (sink.content, found.texts["externalRef"], found.errors) == (FILE, "kontrak é", {}), cut


async def test_every_end_but_the_last_is_too_early():
    for end in range(len(WHOLE) - len("--\r\n")):
        with pytest.raises(Refused):
            await read(WHOLE[:end], 50)


async def test_a_form_with_nothing_in_it_holds_nothing():
    found, content = await read(form())

    assert (found.filename, found.texts, found.errors, content) == (None, {}, {}, b"")


async def test_every_mistake_is_found_at_once():
    found, content = await read(
        form(
            part('name="type"', b"x" * 9),
            part('name="warna"', b"merah"),
            part('name="externalRef"; filename="a.txt"', b"a"),
            FILE_PART,
        )
    )

    assert content == FILE
    assert found.errors == {
        "type": ["must be at most 8 bytes"],
        "warna": ["is not a field of this form"],
        "externalRef": ["must be text, not a file"],
    }


async def test_a_second_file_and_a_second_value_are_refused_and_the_first_ones_kept():
    found, content = await read(
        form(
            FILE_PART,
            part('name="file"; filename="b.pdf"', b"zwei"),
            part('name="type"', b"a"),
            part('name="type"', b"b"),
        )
    )

    assert content == FILE
    assert found.errors == {"file": ["only one file may be sent"], "type": ["is given more than once"]}
    assert found.texts == {"type": "a"}


async def test_a_file_without_a_filename_is_no_file():
    found, content = await read(form(part('name="file"', b"%PDF-")))

    assert (found.errors, content) == ({"file": ["must be a file with a filename"]}, b"")


async def test_text_that_is_not_utf_8_is_blamed_and_an_empty_field_is_not_given():
    found, _ = await read(form(part('name="type"', b"\xff\xfe"), part('name="externalRef"', b"")))

    assert found.errors == {"type": ["must be UTF-8 text"]}
    assert found.texts == {}


async def test_the_name_of_an_unknown_field_is_shown_short_and_without_control_characters():
    found, _ = await read(form(part(f'name="a\tb{"c" * 90}"', b"")))

    assert found.errors == {f"ab{'c' * 61}": ["is not a field of this form"]}


@pytest.mark.parametrize(
    "body",
    [
        form(*[part('name="type"', b"")] * 5),
        form(part('name="type"', b"", f"X-Panjang: {'x' * 300}\r\n")),
        form(part('name="type"', b"", "X-A: b\r\n" * 9)),
    ],
    ids=["parts", "header", "headers"],
)
async def test_too_many_parts_and_too_long_headers_are_too_large(body):
    with pytest.raises(PayloadTooLarge):
        await read(body, 40)


@pytest.mark.parametrize(
    "body",
    [
        b"garbage",
        form(b"--batas-7\r\nno header\r\n\r\nx\r\n"),
        form(b"--batas-7\r\nContent-Type: text/plain\r\n\r\nx\r\n"),
    ],
    ids=["garbage", "no colon", "no disposition"],
)
async def test_what_is_no_form_is_refused(body):
    with pytest.raises(Refused) as caught:
        await read(body)

    assert caught.value.code == "bad_request"


@pytest.mark.parametrize(
    "kind", ["", "application/json", "multipart/mixed; boundary=x", "multipart/form-data2; boundary=x"]
)
def test_another_content_type_is_unsupported(kind):
    with pytest.raises(UnsupportedMediaType):
        boundary_of(kind)


@pytest.mark.parametrize("boundary", ["", '""', "x" * 201, "é", '"a\tb"'])
def test_a_malformed_boundary_is_refused(boundary):
    with pytest.raises(Refused):
        boundary_of(f"multipart/form-data; boundary={boundary}")


@pytest.mark.parametrize(
    "given", ["multipart/form-data; boundary=abc", 'Multipart/Form-Data; charset=x; boundary="abc"']
)
def test_the_boundary_is_found(given):
    assert boundary_of(given) == "abc"


@pytest.mark.parametrize("step", [1, 3, 8, 9, 1000])
async def test_a_text_field_that_comes_in_small_pieces_is_limited_as_a_whole(step):
    found, _ = await read(form(part('name="type"', b"123456789"), FILE_PART), step)
    fitting, _ = await read(form(part('name="type"', b"12345678"), FILE_PART), step)

    assert (found.errors, found.texts) == ({"type": ["must be at most 8 bytes"]}, {})
    assert (fitting.errors, fitting.texts) == ({}, {"type": "12345678"})


@pytest.mark.parametrize("charset", ["ISO-8859-1", '"windows-1252"'])
async def test_text_in_the_charset_that_its_part_names_is_understood(charset):
    header = f"Content-Type: text/plain; charset={charset}\r\n"

    found, _ = await read(form(part('name="externalRef"', "Kafé".encode("latin-1"), header)))

    assert (found.texts, found.errors) == ({"externalRef": "Kafé"}, {})


async def test_a_file_whose_name_cannot_be_decoded_is_refused_by_a_sentence_that_names_the_header():
    found, content = await read(form(part("name=file; filename*=utf-16''%FF", FILE)))

    assert content == b""
    [message] = found.errors["file"]
    assert "Content-Disposition" in message
    assert "filename*" in message
