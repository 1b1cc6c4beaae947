"""So many requests per key and bucket."""

import time


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
