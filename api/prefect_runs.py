"""Asking the Prefect server for runs, over its REST API: the client library costs seconds at start and 100 MB for one call."""

import uuid
from typing import Any

import httpx

from berkas.errors import OrchestratorUnavailable
from berkas.settings import Settings

_SECONDS = 15


class PrefectRuns:
    """One long-lived connection to the server."""

    def __init__(self, settings: Settings) -> None:
        user, _, password = settings.prefect_api_auth_string.get_secret_value().partition(":")
        self._http = httpx.AsyncClient(
            base_url=settings.prefect_api_url.rstrip("/"),
            auth=httpx.BasicAuth(user, password) if user else None,
            timeout=_SECONDS,
            trust_env=False,
        )
        self._deployment_ids: dict[str, str] = {}
        # the server's protection against forged requests asks every client for a token of its own
        self._client_id = str(uuid.uuid4())
        self._headers: dict[str, str] = {}

    async def create(self, path: str, parameters: dict[str, Any], *, idempotency_key: str, tags: list[str]) -> str:
        """Ask for a run of a deployment; the id of the run, the same for the same idempotency key.

        Raises:
            OrchestratorUnavailable: The server does not answer, or does not know the deployment yet.
        """
        body = {
            "parameters": parameters, "idempotency_key": idempotency_key, "tags": tags, "state": {"type": "SCHEDULED"},
        }  # fmt: skip
        try:
            answer = await self._post(path, body)
            if answer.status_code == httpx.codes.NOT_FOUND:  # the deployment was made anew
                self._deployment_ids.pop(path, None)
                answer = await self._post(path, body)
            if answer.status_code == httpx.codes.FORBIDDEN:  # the token is over
                self._headers = {}
                answer = await self._post(path, body)
            answer.raise_for_status()
            return str(answer.json()["id"])
        except (httpx.HTTPError, KeyError, ValueError) as error:
            raise OrchestratorUnavailable from error

    async def check(self) -> None:
        """Ask for a sign of life.

        Raises:
            OrchestratorUnavailable: There is none.
        """
        try:
            (await self._http.get("/health", timeout=3)).raise_for_status()
        except httpx.HTTPError as error:
            raise OrchestratorUnavailable from error

    async def close(self) -> None:
        """Close the connection."""
        await self._http.aclose()

    async def _post(self, path: str, body: dict[str, Any]) -> httpx.Response:
        if not self._headers:
            await self._take_token()
        if path not in self._deployment_ids:
            found = await self._http.get(f"/deployments/name/{path}", headers=self._headers)
            found.raise_for_status()
            self._deployment_ids[path] = str(found.json()["id"])
        address = f"/deployments/{self._deployment_ids[path]}/create_flow_run"
        return await self._http.post(address, json=body, headers=self._headers)

    async def _take_token(self) -> None:
        self._headers = {"Prefect-Csrf-Client": self._client_id}
        answer = await self._http.get("/csrf-token", params={"client": self._client_id})
        if answer.is_success:  # 422 when the protection is off
            self._headers["Prefect-Csrf-Token"] = str(answer.json()["token"])
