"""Every answer has a request id; every failure the same envelope, which gives nothing away."""

import json
import re

import pytest

from berkas.storage.blobs import LocalBlobStore

MINTED = re.compile(r"req_[0-9A-HJKMNP-TV-Z]{26}")


def test_a_request_id_is_echoed_logged_and_put_on_the_run(client, server, pdf, eventually):
    headers = {"X-Request-Id": "loan-7:a"}

    answer = client.post("/api/documents/upload", files={"file": ("a.pdf", pdf(1))}, headers=headers)

    document_id = answer.json()["data"]["document"]["id"]
    assert answer.headers["x-request-id"] == "loan-7:a"
    assert '"requestId":"loan-7:a"' in server.log.getvalue()
    (run,) = eventually(lambda: server.orchestrator.runs_of(document_id))
    assert "request:loan-7:a" in run.tags


def test_without_a_request_id_one_is_made_and_it_stands_in_failures(client):
    first, second = client.get("/api/documents/doc_1"), client.get("/api/documents")

    assert first.json()["requestId"] == first.headers["x-request-id"]
    assert MINTED.fullmatch(first.headers["x-request-id"])
    assert MINTED.fullmatch(second.headers["x-request-id"])
    assert first.headers["x-request-id"] != second.headers["x-request-id"]


@pytest.mark.parametrize("given", ["", "a b", "<script>", "x" * 129, "é".encode(), "-a"])
def test_an_unsafe_request_id_is_replaced(client, given):
    answer = client.get("/api/documents", headers={"X-Request-Id": given})

    assert MINTED.fullmatch(answer.headers["x-request-id"])


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/nowhere",
        "/api",
        "/api/",
        "/api/nowhere",
        "/api/documents/a/b/c/d",
        "/%00",
        "/health/x",
        "//",
        "/schema/x",
        "/schema/assets/x",
    ],
)
def test_a_path_that_is_not_there_is_answered_by_an_envelope(client, path):
    answer = client.get(path)

    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/json")
    assert set(answer.json()) == {"error", "code", "requestId"}
    assert answer.json()["code"] == "not_found"


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/api/documents", {"GET"}),
        ("PUT", "/api/documents/upload", {"POST"}),
        ("PATCH", "/api/customers", {"GET", "POST"}),
        ("POST", "/health/live", {"GET"}),
        ("POST", "/metrics", {"GET"}),
    ],
)
def test_a_method_that_is_not_allowed_is_told_which_are(client, method, path, allowed):
    answer = client.request(method, path)

    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert allowed <= {name.strip() for name in answer.headers["allow"].split(",")}


def test_answers_with_personal_data_may_not_be_kept(client):
    for path in ("/api/documents", "/api/documents/doc_1", "/api/nowhere"):
        assert client.get(path).headers["cache-control"] == "no-store"


class Broken(LocalBlobStore):
    """A store that fails as no store should, with a secret in its message."""

    def writer(self, name):
        raise RuntimeError("rahasia 3171234567890123")


def test_a_fault_of_ours_tells_the_client_nothing_and_the_operator_where(serve, make_settings, pdf):
    settings = make_settings()
    with (
        serve(settings, Broken(settings.data_dir / "blobs")) as server,
        server.client(server.key(server.organisation())) as http,
    ):
        answer = http.post(
            "/api/documents/upload", files={"file": ("nama-rahasia.pdf", pdf(1))}, headers={"X-Request-Id": "r-500"}
        )
        log = server.log.getvalue()
        assert http.get("/api/documents").json()["total"] == 0

    assert answer.status_code == 500
    assert answer.json() == {
        "error": "Something went wrong on our side.",
        "code": "internal_error",
        "requestId": "r-500",
    }
    assert "rahasia" not in log
    (line,) = [line for line in map(json.loads, log.splitlines()) if line["level"] == "ERROR"]
    assert (line["requestId"], line["error_class"], line["status"]) == ("r-500", "RuntimeError", 500)
    assert "test_answers.py" in line["place"]


def test_log_lines_name_routes_and_never_paths_or_queries(client, server):
    client.get("/api/documents/doc_rahasia", params={"q": "rahasia"})
    client.get("/rahasia")

    log = server.log.getvalue()
    assert "rahasia" not in log
    routes = [line.get("route") for line in map(json.loads, log.splitlines())]
    assert "/api/documents/{document_id}" in routes
    assert "(none)" in routes


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/api/customers", {"GET", "POST", "OPTIONS"}),
        ("/api/documents/doc_1/legal-hold", {"PUT", "DELETE", "OPTIONS"}),
        ("/api/templates/tpl_1", {"GET", "PATCH", "DELETE", "OPTIONS"}),
        ("/health/live", {"GET", "OPTIONS"}),
    ],
)
def test_options_names_every_method_of_a_path(client, path, methods):
    answer = client.options(path)

    assert answer.status_code == 204
    assert set(answer.headers["allow"].split(", ")) == methods
