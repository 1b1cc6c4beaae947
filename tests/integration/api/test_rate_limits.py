"""Requests per key and bucket, by the route that serves them."""

import http.client
import time
from urllib.parse import urlsplit

import pytest


def upload(http, pdf, number=1):
    return http.post("/api/documents/upload", files={"file": ("a.pdf", pdf(number))})


def test_every_answer_says_where_its_bucket_stands(server, organisation, pdf):
    limits = {"api_read": 9, "api_write": 8, "documents_upload": 7}
    with server.client(server.key(organisation, **limits)) as http:
        answers = [
            http.get("/api/documents"),
            http.get("/api/documents/doc_1"),
            http.get("/api/nowhere"),
            http.post("/api/customers", json={}),
            upload(http, pdf),
            http.post("/api/documents/upload-json"),
        ]

    standings = [
        tuple(int(answer.headers[f"x-ratelimit-{name}"]) for name in ("limit", "remaining")) for answer in answers
    ]
    assert standings == [(9, 8), (9, 7), (9, 6), (8, 7), (7, 6), (7, 5)]
    for answer, seconds in zip(answers, (60, 60, 60, 60, 600, 600), strict=True):
        assert 0 < int(answer.headers["x-ratelimit-reset"]) - time.time() <= seconds + 1


def test_the_configured_limits_hold_where_a_key_has_none(serve, make_settings):
    with serve(make_settings(rate_limit_reads=5)) as server:
        key = server.key(server.organisation(), documents_upload=1)
        with server.client(key) as http:
            answers = [http.get("/api/documents") for _ in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429]


def test_over_the_limit_a_request_is_told_when_to_come_back_and_nothing_is_done(server, organisation, pdf):
    with server.client(server.key(organisation, documents_upload=2)) as http:
        answers = [upload(http, pdf, number) for number in range(3)]
        total = http.get("/api/documents").json()["total"]

    refused = answers[2]
    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert refused.json() == {
        "error": "rate limit exceeded",
        "code": "rate_limited",
        "bucket": "documents.upload",
        "limit": 2,
    }
    assert 1 <= int(refused.headers["retry-after"]) <= 600
    assert refused.headers["x-ratelimit-remaining"] == "0"
    assert refused.headers["x-request-id"]
    assert total == 2


def test_keys_of_one_organisation_are_counted_apart(server, organisation):
    keys = [server.key(organisation, api_read=1) for _ in range(2)]

    for key in keys:
        with server.client(key) as http:
            assert [http.get("/api/documents").status_code for _ in range(2)] == [200, 429]


def send_raw(server, key, method, target, body=b"", **headers):
    """A request with its target as it stands: clients of higher levels would tidy it."""
    link = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=30)
    try:
        sent = {"Authorization": f"Bearer {key}", **{name.replace("_", "-"): value for name, value in headers.items()}}
        link.request(method, target, body, sent)
        answer = link.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        link.close()


@pytest.mark.parametrize(
    "target",
    [
        "/api/documents/upload",
        "/api//documents/upload",
        "//api/documents/upload",
        "/api/documents//upload/",
        "/api/documents/upload/",
        "/api/documents/%75pload",
        "/%61pi/documents/upl%6Fad",
        "/api%2Fdocuments%2Fupload",
        "/api/documents/upload?x=1",
    ],
)
def test_an_upload_is_counted_as_one_however_its_path_is_spelled(server, organisation, pdf, target):
    key = server.key(organisation, documents_upload=1, api_write=1000)
    part = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
    form = {"Content_Type": "multipart/form-data; boundary=x"}
    bodies = [part + pdf(number) + b"\r\n--x--\r\n" for number in range(2)]

    first, second = [send_raw(server, key, "POST", target, body, **form) for body in bodies]

    assert (first[0], second[0]) == (201, 429)
    assert b"documents.upload" in second[2]
    assert first[1]["cache-control"] == "no-store"


def test_what_merely_begins_like_an_upload_is_none(server, organisation):
    key = server.key(organisation, documents_upload=1, api_write=2)

    answers = [send_raw(server, key, "POST", path) for path in ("/api/documents/uploads", "/api/documents/upload/x")]

    assert [headers["x-ratelimit-limit"] for _, headers, _ in answers] == ["2", "2"]


@pytest.mark.parametrize("target", ["//api/documents", "/api//documents", "/%61pi/documents", "/api"])
def test_no_spelling_of_a_path_goes_around_the_key(server, target):
    status, headers, _ = send_raw(server, "nonsense", "GET", target)

    assert status == 401
    assert "x-ratelimit-limit" in headers
