"""What takes the papers in and drives them: the API and the Prefect server with its deployments and workers."""

import uuid
from collections.abc import AsyncIterator
from importlib.metadata import version
from typing import Any

import httpx

from berkas.settings import Settings
from deployments.checkup.findings import Finding, bad, good, note
from deployments.local_stack import WORK_POOL

_SECONDS = 10
_READY = "READY"
_ONLINE = "ONLINE"


async def api(settings: Settings) -> AsyncIterator[Finding]:
    """Whether the API answers where workers look for it."""
    url = settings.api_internal_url
    try:
        async with httpx.AsyncClient(base_url=url, timeout=_SECONDS, trust_env=False) as client:
            state = (await client.get("/health/ready")).json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError):
        remedy = "Start `berkas api` or `berkas up`, or set BERKAS_API_INTERNAL_URL: workers take passwords from there."
        yield bad("API", f"does not answer at {_shown(url)}", remedy)
        return
    troubles = [f"{name} {value}" for name, value in state.items() if value != "ok"]
    if troubles:
        yield bad("API", f"answers at {_shown(url)}, but: {', '.join(troubles)}", "Mend what is named.")
    else:
        yield good("API", f"ready at {_shown(url)}")


async def prefect(settings: Settings) -> AsyncIterator[Finding]:
    """Whether the server answers, knows every deployment, and has a worker that lives."""
    user, _, password = settings.prefect_api_auth_string.get_secret_value().partition(":")
    auth = httpx.BasicAuth(user, password) if user else None
    url = settings.prefect_api_url
    try:
        async with httpx.AsyncClient(base_url=url, auth=auth, timeout=_SECONDS, trust_env=False) as client:
            async for finding in _server(client, url):
                yield finding
    except (httpx.HTTPError, httpx.InvalidURL):
        remedy = "Start `berkas server` or `berkas up`, or set PREFECT_API_URL."
        yield bad("Prefect server", f"does not answer at {_shown(url)}", remedy)


async def _server(client: httpx.AsyncClient, url: str) -> AsyncIterator[Finding]:
    answer = await client.get("/admin/version")
    if answer.status_code in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}:
        remedy = "Set PREFECT_API_AUTH_STRING to the server's `user:password`."
        yield bad("Prefect server", f"refuses the login at {_shown(url)}", remedy)
        return
    answer.raise_for_status()
    yield _version(str(answer.json()))
    yield await _deployments(client)
    for finding in await _pool(client):
        yield finding


def _version(theirs: str) -> Finding:
    ours = version("prefect")
    if theirs.split(".")[:2] == ours.split(".")[:2]:
        return good("Prefect server", f"answers, version {theirs}")
    return note(
        "Prefect server", f"version {theirs}, but {ours} is installed here", "Run the same version on both sides."
    )


async def _deployments(client: httpx.AsyncClient) -> Finding:
    # loading the flows takes seconds; only whoever asks for it pays
    from deployments.catalogue import CATALOGUE

    paths = [plan.path for plan in CATALOGUE]
    missing = [path for path in paths if (await client.get(f"/deployments/name/{path}")).is_error]
    if missing:
        return bad("Deployments", f"not registered: {', '.join(missing)}", "Run `berkas deploy`.")
    return good("Deployments", f"all {len(paths)} are registered")


async def _pool(client: httpx.AsyncClient) -> list[Finding]:
    answer = await client.get(f"/work_pools/{WORK_POOL}")
    if answer.is_error:
        return [bad("Work pool", f"there is no pool {WORK_POOL!r}", "Run `berkas deploy`.")]
    pool = answer.json()
    if pool.get("is_paused"):
        return [
            bad("Work pool", f"{WORK_POOL!r} is paused", "Resume it in the Prefect UI: papers wait in their queue.")
        ]
    living = [worker for worker in await _workers(client) if worker.get("status") == _ONLINE]
    state = f"{WORK_POOL!r} of type {pool.get('type')} is {str(pool.get('status')).lower().replace('_', ' ')}"
    if pool.get("status") != _READY or not living:
        return [bad("Work pool", f"{state}, {len(living)} workers live", "Start `berkas worker`.")]
    return [good("Work pool", f"{state}, {len(living)} workers live")]


async def _workers(client: httpx.AsyncClient) -> list[dict[str, Any]]:
    headers = {"Prefect-Csrf-Client": str(uuid.uuid4())}
    token = await client.get("/csrf-token", params={"client": headers["Prefect-Csrf-Client"]})
    if token.is_success:  # 422 when the protection is off
        headers["Prefect-Csrf-Token"] = str(token.json()["token"])
    answer = await client.post(f"/work_pools/{WORK_POOL}/workers/filter", json={}, headers=headers)
    answer.raise_for_status()
    return list(answer.json())


def _shown(url: str) -> str:
    """A URL without a login in it."""
    parsed = httpx.URL(url)
    return str(parsed.copy_with(userinfo=b"", query=None))
