"""Who may ask: keys and scopes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from berkas.clock import utc_now
from tables.queries import api_keys

SCOPES = {
    "documents:read": (True, False),
    "read": (True, False),
    "documents:write": (False, True),
    "write": (False, True),
    "templates:read": (False, False),
    "webhooks:manage": (False, False),
    "api:manage": (False, False),
}
"""What a scope opens: reading and uploading."""

READS = ("/api/documents", "/api/documents/doc_1", "/api/documents/doc_1/extractions", "/api/documents/doc_1/extractions/ext_1",
         "/api/documents/doc_1/download", "/api/customers", "/api/customers/cus_1")  # fmt: skip
WRITES = ("/api/documents/upload", "/api/documents/upload-json", "/api/documents/doc_1/reextract", "/api/documents/doc_1/erase",
          "/api/customers")  # fmt: skip


def ask(server, authorization, path="/api/documents"):
    with server.client(None) as http:
        return http.get(path, headers={"Authorization": authorization} if authorization is not None else {})


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Bearer",
        "Bearer x",
        "Basic dXNlcjpwYXNz",
        f"Bearer bk_live_{'Q' * 32}",
        f"Bearer bk_live_{'a' * 32}",
        "bk_live",
    ],
)
def test_without_a_valid_key_nothing_is_served(server, authorization):
    answer = ask(server, authorization)

    assert (answer.status_code, answer.json()["code"]) == (401, "authentication_failed")
    assert answer.headers["www-authenticate"] == "Bearer"
    assert set(answer.json()) == {"error", "code", "requestId"}


def test_no_request_is_served_without_a_key(server):
    with server.client(None) as http:
        answers = [http.get(path) for path in READS] + [http.post(path) for path in WRITES]

    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(401, "authentication_failed")}


def test_a_revoked_key_opens_nothing(server, organisation):
    key = server.key(organisation)
    assert ask(server, f"Bearer {key}").status_code == 200
    (row,) = server.run(api_keys.list_keys, organisation)

    server.run(api_keys.revoke_key, organisation, row.id)

    assert ask(server, f"Bearer {key}").status_code == 401


def test_an_expired_key_opens_nothing_and_one_that_will_expire_does(server, organisation):
    past, future = (server.key(organisation, expires_at=utc_now() + timedelta(seconds=seconds)) for seconds in (-1, 60))

    assert (ask(server, f"Bearer {past}").status_code, ask(server, f"Bearer {future}").status_code) == (401, 200)


def test_a_key_of_the_sandbox_opens_nothing_here(server, organisation):
    key = server.key(organisation, environment="sandbox")

    assert ask(server, f"Bearer {key}").status_code == 401


def test_only_the_hash_of_a_key_is_stored(server, organisation, key):
    (row,) = server.run(api_keys.list_keys, organisation)

    assert key not in repr(row)
    assert row.hint == key[-4:]


@pytest.mark.parametrize("scope", SCOPES)
def test_a_scope_opens_what_it_says_and_nothing_else(server, organisation, scope):
    may_read, may_write = SCOPES[scope]
    with server.client(server.key(organisation, scope)) as http:
        reads = [http.get(path) for path in READS]
        writes = [http.post(path) for path in WRITES]

    for answers, may, needed in ((reads, may_read, "documents:read"), (writes, may_write, "documents:write")):
        for answer in answers:
            refused = {"error": f"missing scope: {needed}", "code": "missing_scope"}
            shown = {name: answer.json().get(name) for name in refused}
            assert (answer.status_code == 403, shown == refused) == (not may, not may), answer.text


def test_failed_authentications_are_limited_by_address_and_keys_that_worked_are_not(serve, make_settings):
    with serve(make_settings(rate_limit_failed_auth=3)) as server:
        key = server.key(server.organisation())
        assert ask(server, f"Bearer {key}").status_code == 200

        answers = [ask(server, "Bearer x") for _ in range(5)]

        assert [answer.status_code for answer in answers] == [401, 401, 401, 429, 429]
        assert answers[-1].json() == {
            "error": "rate limit exceeded",
            "code": "rate_limited",
            "bucket": "auth.failed",
            "limit": 3,
        }
        assert 1 <= int(answers[-1].headers["retry-after"]) <= 60
        assert ask(server, f"Bearer {key}").status_code == 200


def test_the_first_requests_of_a_good_key_are_no_failures_however_many_come_at_once(serve, make_settings):
    with serve(make_settings(rate_limit_failed_auth=2)) as server:
        organisation = server.organisation()
        keys = [server.key(organisation) for _ in range(4)]
        with ThreadPoolExecutor(20) as pool:
            together = list(pool.map(lambda _: ask(server, f"Bearer {keys[0]}").status_code, range(40)))

        one_by_one = [ask(server, f"Bearer {key}") for key in keys]

    assert together == [200] * 40
    assert [answer.status_code for answer in one_by_one] == [200] * 4
    assert {answer.headers["x-ratelimit-limit"] for answer in one_by_one} == {"10000"}


def test_a_key_that_was_revoked_counts_as_a_failure_again(serve, make_settings):
    with serve(make_settings(rate_limit_failed_auth=2)) as server:
        organisation = server.organisation()
        key = server.key(organisation)
        ask(server, f"Bearer {key}")
        (row,) = server.run(api_keys.list_keys, organisation)
        server.run(api_keys.revoke_key, organisation, row.id)

        answers = [ask(server, f"Bearer {key}").status_code for _ in range(4)]

    assert answers == [401, 401, 429, 429]


@pytest.mark.parametrize(
    "path", ["/api/documents/{key}", "/d/{key}", "/api/documents?q=%62k_live_{rest}", "/review?k={key}"]
)
def test_a_key_in_a_url_is_refused_however_it_is_encoded(server, key, path):
    answer = ask(server, f"Bearer {key}", path.format(key=key, rest=key.removeprefix("bk_live_")))

    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")
    assert "leaked" in answer.json()["error"]
    assert key not in server.log.getvalue()
