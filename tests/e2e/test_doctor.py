"""`berkas doctor` on a running stack."""

import asyncio
import subprocess

import httpx
import pytest
from pydantic import SecretStr

from berkas.settings import Settings
from deployments.checkup import orchestration
from deployments.checkup.findings import Finding, Grade

pytestmark = pytest.mark.e2e


def test_a_running_stack_is_as_it_should_be(stack) -> None:
    done = subprocess.run(
        [stack.installed.berkas, "doctor"],
        env=stack.environment | {"BERKAS_DATA_DIR": str(stack.folder)},
        cwd=stack.installed.empty, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout + done.stderr
    assert "✗" not in done.stdout
    for name in (
        "Database",
        "Migrations",
        "Organisations",
        "Object store",
        "Reading sandbox",
        "Sandbox",
        "API",
        "Deployments",
    ):
        assert f"✓ {name}" in done.stdout or f"! {name}" in done.stdout, name
    for name in ("root_key", "prefect_auth", "database"):
        secret = (stack.folder / "secrets" / name).read_text().strip()
        assert secret
        assert secret.rpartition(":")[2] not in done.stdout + done.stderr


def test_a_wrong_login_and_a_paused_pool_are_told(stack) -> None:
    user, _, password = stack.prefect_auth.partition(":")
    settings = Settings(PREFECT_API_URL=f"{stack.info.prefect_url}/api", PREFECT_API_AUTH_STRING=stack.prefect_auth)
    wrong = settings.model_copy(update={"prefect_api_auth_string": SecretStr(f"{user}:{password}x")})

    refused = asyncio.run(found(wrong))
    with stack.prefect() as prefect:
        pause(prefect, is_paused=True)
        try:
            paused = asyncio.run(found(settings))
        finally:
            pause(prefect, is_paused=False)
    resumed = asyncio.run(found(settings))

    assert "PREFECT_API_AUTH_STRING" in refused["Prefect server"].remedy
    assert "paused" in paused["Work pool"].detail
    assert resumed["Deployments"].grade is Grade.GOOD
    assert resumed["Work pool"].detail.endswith("1 workers live")


def pause(prefect: httpx.Client, *, is_paused: bool) -> None:
    prefect.patch("/work_pools/berkas", json={"is_paused": is_paused}).raise_for_status()


async def found(settings: Settings) -> dict[str, Finding]:
    return {finding.name: finding async for finding in orchestration.prefect(settings)}
