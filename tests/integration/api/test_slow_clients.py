"""Clients that send a byte now and then: their heads and bodies have an end, and honest ones beside them are served."""

import itertools
import socket
import time
from urllib.parse import urlsplit

import pytest

SECONDS = 0.6
PATIENCE = 20


@pytest.fixture
def server(serve, make_settings):
    with serve(make_settings(header_seconds=SECONDS, body_seconds=SECONDS)) as running:
        yield running


def connect(server) -> socket.socket:
    place = urlsplit(server.url)
    link = socket.create_connection((place.hostname, place.port), timeout=PATIENCE)
    link.settimeout(0.05)
    return link


def drip(link: socket.socket, beginning: bytes, drops: bytes = b"x") -> bytes:
    """Send a beginning and then one byte after another until the server closes; what it answered."""
    link.sendall(beginning)
    answer, ends = b"", time.monotonic() + PATIENCE
    for drop in itertools.cycle(drops):
        assert time.monotonic() < ends, "the server never closed the connection"
        try:
            link.sendall(bytes([drop]))
            piece = link.recv(65536)
        except TimeoutError:
            continue
        except OSError:  # reset: it was closed while a byte was on its way
            return answer
        if not piece:
            return answer
        answer += piece
    raise AssertionError


def head(server, key: str, *lines: str, path: str = "/api/documents/upload") -> bytes:
    every = [f"POST {path} HTTP/1.1", "Host: x", f"Authorization: Bearer {key}", *lines, "", ""]
    return "\r\n".join(every).encode()


def test_a_head_that_comes_drop_by_drop_ends_its_connection(server):
    with connect(server) as link:
        answer = drip(link, b"GET /health/live HTTP/1.1\r\nX-Slow: ")

    assert answer == b""


def test_a_second_head_on_the_same_connection_has_an_end_too(server):
    with connect(server) as link:
        answer = drip(link, b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\nGET /health/live HTTP/1.1\r\nX-Slow: ")

    assert answer.startswith(b"HTTP/1.1 200 ")
    assert answer.count(b"HTTP/1.1") == 1


def test_a_body_that_nobody_reads_has_an_end(server):
    with connect(server) as link:
        answer = drip(link, b"GET /health/live HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n")

    assert answer.startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize(
    ("lines", "path"),
    [
        (("Content-Type: multipart/form-data; boundary=x", "Content-Length: 1000000"), "/api/documents/upload"),
        (("Content-Type: application/json", "Content-Length: 1000000"), "/api/documents/upload-json"),
        (("Content-Type: application/json", "Content-Length: 10000"), "/api/customers"),
    ],
)
def test_a_body_that_comes_drop_by_drop_is_refused(server, lines, path):
    key = server.key(server.organisation())

    with connect(server) as link:
        answer = drip(link, head(server, key, *lines, path=path), b" ")

    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"did not arrive in time" in answer
    assert b"connection: close" in answer.lower()
    assert server.blobs() == []


def test_a_request_that_takes_longer_than_its_head_may_is_served(server):
    """The time is for what the client sends, not for what the server does with it."""
    key = server.key(server.organisation())
    with server.client(key) as http:
        document = http.post("/api/documents/upload", files={"file": ("a.pdf", b"%PDF-1.7 CONTOH")}).json()["data"][
            "document"
        ]
        with http.stream("GET", f"/api/documents/{document['id']}/events") as answer:
            pieces = answer.iter_text()
            first = next(pieces)
            time.sleep(3 * SECONDS)
            server.run(fail, document["id"])
            rest = "".join(pieces)

    assert "queued" in first
    assert "failed" in rest


async def fail(document_id: str) -> None:
    from tables.engine import fetch

    await fetch("update document set status = 'failed' where id = $1", document_id)
