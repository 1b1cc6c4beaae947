"""Asking Prefect for a run over its REST API: once per key, with its token, and with a clear word when it cannot be."""

import base64
import json

import httpx
import pytest

from api.prefect_runs import Orchestrator, PrefectRuns, RunRefused, RunRequest
from berkas.errors import OrchestratorUnavailable
from berkas.settings import Settings

REQUEST = RunRequest(
    deployment="process-document/on-upload",
    name="doc_1",
    parameters={"document_id": "doc_1", "attempt": 1},
    idempotency_key="doc_1:1",
    tags=["doc_1", "req_1"],
)


class Prefect:
    """Answers like a Prefect server; ``failures`` are answered first to requests for a run."""

    def __init__(self, *failures, has_tokens=True):
        self.failures, self.has_tokens, self.seen, self.deployments = list(failures), has_tokens, [], 0

    def __call__(self, request):
        self.seen.append(request)
        path = request.url.path
        if path == "/api/csrf-token":
            return httpx.Response(200, json={"token": "t1"}) if self.has_tokens else httpx.Response(422)
        if path == "/api/deployments/name/process-document/on-upload":
            self.deployments += 1
            return httpx.Response(200, json={"id": f"dep-{self.deployments}"})
        if path == "/api/health":
            return httpx.Response(200, json=True)
        if self.failures:
            failure = self.failures.pop(0)
            if isinstance(failure, Exception):
                raise failure
            return failure
        return httpx.Response(201, json={"id": "run-1"})

    def connect(self, **values):
        settings = Settings(prefect_api_url="http://prefect.test/api/", **values)
        return PrefectRuns(settings, httpx.MockTransport(self))

    @property
    def runs(self):
        return [request for request in self.seen if request.url.path.endswith("create_flow_run")]


async def test_a_run_is_asked_for_with_ids_key_and_tags():
    prefect = Prefect()
    runs = prefect.connect(prefect_api_auth_string="berkas:kata-sandi")

    assert await runs.create(REQUEST) == "run-1"

    (asked,) = prefect.runs
    assert asked.url.path == "/api/deployments/dep-1/create_flow_run"
    assert json.loads(asked.content) == {
        "name": "doc_1",
        "parameters": {"document_id": "doc_1", "attempt": 1},
        "idempotency_key": "doc_1:1",
        "tags": ["doc_1", "req_1"],
        "state": {"type": "SCHEDULED"},
    }
    assert asked.headers["prefect-csrf-token"] == "t1"
    assert asked.headers["authorization"] == f"Basic {base64.b64encode(b'berkas:kata-sandi').decode()}"
    assert isinstance(runs, Orchestrator)


async def test_the_deployment_and_the_token_are_looked_up_once():
    prefect = Prefect()
    runs = prefect.connect()

    for _ in range(3):
        await runs.create(REQUEST)

    assert (len(prefect.seen), len(prefect.runs)) == (5, 3)


async def test_a_server_without_tokens_is_asked_without_one():
    prefect = Prefect(has_tokens=False)

    await prefect.connect().create(REQUEST)

    assert "prefect-csrf-token" not in prefect.runs[0].headers


@pytest.mark.parametrize("status", [403, 404])
async def test_a_deployment_made_anew_or_a_token_that_is_over_is_looked_up_again(status):
    prefect = Prefect(httpx.Response(status))
    runs = prefect.connect()

    assert await runs.create(REQUEST) == "run-1"
    assert prefect.runs[-1].url.path == "/api/deployments/dep-2/create_flow_run"


@pytest.mark.parametrize("status", [400, 409, 413, 422])
async def test_a_run_that_is_never_taken_is_refused(status):
    with pytest.raises(RunRefused):
        await Prefect(httpx.Response(status)).connect().create(REQUEST)


@pytest.mark.parametrize(
    "failure",
    [
        httpx.ConnectError("rahasia"),
        httpx.ReadTimeout("rahasia"),
        httpx.Response(500),
        httpx.Response(401),
        httpx.Response(200, text="<html>"),
        httpx.Response(200, json={}),
    ],
    ids=["refused connection", "timeout", "500", "401", "no JSON", "no id"],
)
async def test_every_other_failure_means_that_it_is_away(failure):
    with pytest.raises(OrchestratorUnavailable) as caught:
        await Prefect(failure).connect().create(REQUEST)

    assert "rahasia" not in str(caught.value)


async def test_a_sign_of_life_is_asked_for():
    await Prefect().connect().check()

    with pytest.raises(OrchestratorUnavailable):
        await PrefectRuns(
            Settings(prefect_api_url="http://prefect.test/api"),
            httpx.MockTransport(lambda request: httpx.Response(503)),
        ).check()
