"""Ranges and names of files on the wire."""

import pytest

from api.errors import RangeNotSatisfiable, headers_of, status_of
from api.file_headers import attachment, parse_range

SIZE = 1000


@pytest.mark.parametrize(
    ("header", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=0-499", 0, 500),
        ("bytes=500-", 500, 1000),
        ("bytes=-1", 999, 1000),
        ("bytes=-5000", 0, 1000),
        ("bytes=999-", 999, 1000),
        ("bytes=900-5000", 900, 1000),
        ("Bytes= 1-2 ", 1, 3),
    ],
)
def test_one_range_is_one_part(header, start, end) -> None:
    part = parse_range(header, SIZE)

    assert (part.start, part.end, part.length) == (start, end, end - start)
    assert part.content_range == f"bytes {start}-{end - 1}/1000"


@pytest.mark.parametrize(
    "header",
    [None, "", "bytes", "bytes=", "bytes=-", "bytes=5-4", "bytes=a-b", "bytes=0-1,5-6", "lines=0-5", "bytes=0-1;", "bytes=٣-٤",
     "bytes=" + "9" * 40 + "-", "bytes=--5", "bytes=0x1-2"],
)  # fmt: skip
def test_what_is_not_one_range_asks_for_the_whole_file(header) -> None:
    assert parse_range(header, SIZE) is None


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=1000-1001", "bytes=5000-6000", "bytes=-0"])
def test_a_range_behind_the_end_is_refused_and_the_size_is_told(header) -> None:
    with pytest.raises(RangeNotSatisfiable) as refused:
        parse_range(header, SIZE)

    assert status_of(refused.value) == 416
    assert headers_of(refused.value) == {"Content-Range": "bytes */1000"}


@pytest.mark.parametrize(
    ("filename", "plain", "encoded"),
    [
        ("ktp contoh.jpg", "ktp contoh.jpg", "ktp%20contoh.jpg"),
        ("akta-kelahiran-Ñusa.pdf", "akta-kelahiran-Nusa.pdf", "akta-kelahiran-%C3%91usa.pdf"),
        ('a"b\\c;d.pdf', "a_b_c_d.pdf", "a%22b%5Cc%3Bd.pdf"),
        ("文書.pdf", ".pdf", "%E6%96%87%E6%9B%B8.pdf"),
        ("文書", "file", "%E6%96%87%E6%9B%B8"),
        ("x\r\nSet-Cookie: a=b.pdf", "x__Set-Cookie_ a_b.pdf", "x%0D%0ASet-Cookie%3A%20a%3Db.pdf"),
        ("100%'*().pdf", "100___().pdf", "100%25%27%2A%28%29.pdf"),
        ("\ud800.pdf", ".pdf", "?.pdf"),
    ],
)
def test_a_name_is_told_plainly_and_truly_and_ends_no_header(filename, plain, encoded) -> None:
    header = attachment(filename)

    assert header == f"attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded.replace('?', '%3F')}"
    assert header.isascii()
    assert header.isprintable()
