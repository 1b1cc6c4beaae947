"""Asking the Prefect server for runs, over its REST API: the client library costs seconds at start and 100 MB for one call."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol, runtime_checkable

import httpx

from berkas.errors import BerkasError, OrchestratorUnavailable
from berkas.settings import Settings

_SECONDS: Final = 15
_HEALTH_SECONDS: Final = 3
_REFUSED: Final = frozenset({400, 409, 413, 422})
"""Statuses by which the server says that it will never take this one run."""


class RunRefused(BerkasError):
    """The orchestrator answers, but does not take this run: asking again at once does not help."""

    code = "run_refused"
    message = "The orchestrator does not take the run."


@dataclass(frozen=True, slots=True)
class RunRequest:
    """A run to ask for.

    Attributes:
        deployment: `flow-name/deployment-name`.
        name: Of the run, for people.
        parameters: Ids and handles only: the orchestrator stores and shows them.
        idempotency_key: Asking again with the same one gives the same run.
        tags: To find the run by.
        work_queue: Of the deployment's pool; None for the deployment's own.
        scheduled_at: When it shall start, an ISO 8601 time; None for at once. Until then it is Scheduled and holds no slot.
    """

    deployment: str
    name: str
    parameters: dict[str, Any]
    idempotency_key: str
    tags: Sequence[str]
    work_queue: str | None = None
    scheduled_at: str | None = None


@runtime_checkable
class Orchestrator(Protocol):
    """What the dispatcher and the health check need of Prefect."""

    async def create(self, request: RunRequest) -> str:
        """Ask for a run; its id.

        Raises:
            OrchestratorUnavailable: The server does not answer, or does not know the deployment yet.
            RunRefused: It does not take this run.
        """

    async def cancel(self, run_id: str) -> None:
        """Ask that a run be stopped; one that is over or unknown is left as it is.

        Raises:
            OrchestratorUnavailable: The server does not answer.
        """

    async def check(self) -> None:
        """Ask for a sign of life.

        Raises:
            OrchestratorUnavailable: There is none.
        """

    async def close(self) -> None:
        """Close the connection."""


class PrefectRuns:
    """One long-lived connection to a Prefect server."""

    def __init__(self, settings: Settings, transport: httpx.AsyncBaseTransport | None = None) -> None:
        """Connect to nobody yet.

        Args:
            settings: Where the server is and how to log in.
            transport: In place of the network, for tests.
        """
        user, _, password = settings.prefect_api_auth_string.get_secret_value().partition(":")
        self._http = httpx.AsyncClient(
            base_url=settings.prefect_api_url.rstrip("/"),
            auth=httpx.BasicAuth(user, password) if user else None,
            timeout=_SECONDS,
            trust_env=False,
            transport=transport,
        )
        self._deployment_ids: dict[str, str] = {}
        # the server's protection against forged requests asks every client for a token of its own
        self._client_id = str(uuid.uuid4())
        self._headers: dict[str, str] = {}

    async def create(self, request: RunRequest) -> str:
        """See Orchestrator."""
        try:
            answer = await self._post(request)
            if answer.status_code in {httpx.codes.NOT_FOUND, httpx.codes.FORBIDDEN}:
                # the deployment was made anew, or the token is over
                self._deployment_ids.pop(request.deployment, None)
                self._headers = {}
                answer = await self._post(request)
            if answer.status_code in _REFUSED:
                raise RunRefused
            answer.raise_for_status()
            return str(answer.json()["id"])
        except (httpx.HTTPError, httpx.InvalidURL, KeyError, ValueError) as error:
            raise OrchestratorUnavailable from error

    async def cancel(self, run_id: str) -> None:
        """See Orchestrator."""
        try:
            answer = await self._post_cancelling(run_id)
            if answer.status_code == httpx.codes.FORBIDDEN:  # the token is over
                self._headers = {}
                answer = await self._post_cancelling(run_id)
            if answer.status_code not in {httpx.codes.NOT_FOUND, httpx.codes.UNPROCESSABLE_ENTITY}:
                answer.raise_for_status()
        except (httpx.HTTPError, httpx.InvalidURL, KeyError, ValueError) as error:
            raise OrchestratorUnavailable from error

    async def check(self) -> None:
        """See Orchestrator."""
        try:
            (await self._http.get("/health", timeout=_HEALTH_SECONDS)).raise_for_status()
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise OrchestratorUnavailable from error

    async def close(self) -> None:
        """See Orchestrator."""
        await self._http.aclose()

    async def _post(self, request: RunRequest) -> httpx.Response:
        if not self._headers:
            await self._take_token()
        deployment_id = await self._deployment_id(request.deployment)
        body: dict[str, Any] = {
            "name": request.name,
            "parameters": request.parameters,
            "idempotency_key": request.idempotency_key,
            "tags": list(request.tags),
            "state": {"type": "SCHEDULED"},
        }
        if request.work_queue is not None:
            body["work_queue_name"] = request.work_queue
        if request.scheduled_at is not None:
            body["state"]["state_details"] = {"scheduled_time": request.scheduled_at}
        return await self._http.post(f"/deployments/{deployment_id}/create_flow_run", json=body, headers=self._headers)

    async def _post_cancelling(self, run_id: str) -> httpx.Response:
        if not self._headers:
            await self._take_token()
        # the server makes Cancelled of it where nothing works on the run yet; else the worker kills its slot
        state = {"state": {"type": "CANCELLING", "name": "Cancelling"}}
        return await self._http.post(f"/flow_runs/{run_id}/set_state", json=state, headers=self._headers)

    async def _deployment_id(self, path: str) -> str:
        if path not in self._deployment_ids:
            found = await self._http.get(f"/deployments/name/{path}", headers=self._headers)
            found.raise_for_status()
            self._deployment_ids[path] = str(found.json()["id"])
        return self._deployment_ids[path]

    async def _take_token(self) -> None:
        answer = await self._http.get("/csrf-token", params={"client": self._client_id})
        headers = {"Prefect-Csrf-Client": self._client_id}
        if answer.is_success:  # 422 when the protection is off
            headers["Prefect-Csrf-Token"] = str(answer.json()["token"])
        self._headers = headers
