"""No part of an installation starts with an empty or a default password of the Prefect server."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from deployments.failures import ExitCode

WEAK = ["", "berkas:PASSWORD"]


def berkas(*words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    known = {name: value for name, value in os.environ.items() if not name.startswith(("BERKAS_", "PREFECT_"))}
    command = [sys.executable, "-m", "deployments.cli", *words]
    return subprocess.run(command, env=known | environment, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize("weak", WEAK)
def test_the_server_does_not_start_with_a_password_that_everybody_knows(weak, tmp_path) -> None:
    ended = berkas("server", PREFECT_SERVER_API_AUTH_STRING=weak, PREFECT_HOME=str(tmp_path))

    assert ended.returncode == ExitCode.USAGE
    assert "PREFECT_SERVER_API_AUTH_STRING" in ended.stderr
    assert "openssl rand" in ended.stderr


@pytest.mark.parametrize("weak", WEAK)
def test_a_worker_does_not_start_with_a_password_that_everybody_knows(weak, tmp_path) -> None:
    ended = berkas("worker", PREFECT_API_AUTH_STRING=weak, PREFECT_HOME=str(tmp_path), BERKAS_DATA_DIR=str(tmp_path))

    assert ended.returncode == ExitCode.USAGE
    assert "PREFECT_API_AUTH_STRING" in ended.stderr


def test_a_stack_whose_password_somebody_emptied_does_not_start(tmp_path: Path) -> None:
    secrets = tmp_path / "secrets"
    secrets.mkdir(mode=0o700)
    (secrets / "prefect_auth").write_text("berkas:")

    ended = berkas("up", "--api-port", "0", "--prefect-port", "0", BERKAS_DATA_DIR=str(tmp_path), COLUMNS="300")

    assert ended.returncode == ExitCode.USAGE
    assert "prefect_auth" in ended.stderr
    assert not (tmp_path / "postgres").exists()
