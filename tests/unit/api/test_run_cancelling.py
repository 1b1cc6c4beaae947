"""Asking Prefect to stop a run: with its token, and no complaint about runs that are over."""

import httpx
import msgspec
import pytest

from api.prefect_runs import PrefectRuns
from berkas.errors import OrchestratorUnavailable
from berkas.settings import Settings


class Server:
    """Prefect's API as far as a cancellation goes; its token changes when it is told to."""

    def __init__(self, status: int = 201) -> None:
        self.status = status
        self.token = "first"
        self.states: list[tuple[str, object]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/api/csrf-token":
            return httpx.Response(200, json={"token": self.token})
        if request.headers.get("prefect-csrf-token") != self.token:
            return httpx.Response(403)
        self.states.append((request.url.path, msgspec.json.decode(request.content)))
        return httpx.Response(self.status, json={})


def runs_of(server) -> PrefectRuns:
    return PrefectRuns(Settings(prefect_api_url="http://prefect/api"), transport=httpx.MockTransport(server))


async def test_a_run_is_set_to_cancelling() -> None:
    server = Server()

    await runs_of(server).cancel("run-1")

    assert server.states == [
        ("/api/flow_runs/run-1/set_state", {"state": {"type": "CANCELLING", "name": "Cancelling"}})
    ]


async def test_a_token_that_is_over_is_taken_anew() -> None:
    server = Server()
    runs = runs_of(server)
    await runs.cancel("run-1")
    server.token = "second"

    await runs.cancel("run-2")

    assert [path for path, _ in server.states] == ["/api/flow_runs/run-1/set_state", "/api/flow_runs/run-2/set_state"]


@pytest.mark.parametrize("status", [404, 422, 200])
async def test_a_run_that_is_over_or_unknown_is_left_as_it_is(status) -> None:
    server = Server(status)

    await runs_of(server).cancel("run-1")

    assert [path for path, _ in server.states] == ["/api/flow_runs/run-1/set_state"]


@pytest.mark.parametrize("status", [500, 503, 401])
async def test_a_server_that_cannot_is_unavailable(status) -> None:
    with pytest.raises(OrchestratorUnavailable):
        await runs_of(Server(status)).cancel("run-1")


async def test_a_server_that_is_away_is_unavailable() -> None:
    def away(request):
        raise httpx.ConnectError("refused")

    with pytest.raises(OrchestratorUnavailable):
        await runs_of(away).cancel("run-1")
