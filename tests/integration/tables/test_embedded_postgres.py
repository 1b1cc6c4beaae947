"""The PostgreSQL from a wheel: started, joined, stopped, and started again after rough ends."""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import asyncpg
import pytest

from deployments.embedded_postgres import APPLICATION, PREFECT, start


@pytest.fixture
def data_dir():
    with tempfile.TemporaryDirectory(prefix="berkas-test-", ignore_cleanup_errors=True) as folder:
        yield Path(folder) / "pg"


def ask(url: str, sql: str) -> object:
    async def run() -> object:
        connection = await asyncpg.connect(url)
        try:
            return await connection.fetchval(sql)
        finally:
            await connection.close()

    return asyncio.run(run())


def test_both_databases_are_there_with_trigrams_and_survive_a_restart(data_dir):
    first = start(data_dir, durable=False)
    for database in (APPLICATION, PREFECT):
        assert ask(first.url(database), "select count(*) from pg_extension where extname = 'pg_trgm'") == 1
    ask(first.application_url, "create table kept as select 42 as answer")
    assert start(data_dir, durable=False) == first
    first.stop()

    again = start(data_dir, durable=False)

    assert ask(again.application_url, "select answer from kept") == 42
    assert again.prefect_url.startswith("postgresql+asyncpg://postgres@/prefect?host=")
    again.stop()
    with pytest.raises(OSError):
        ask(again.application_url, "select 1")


def test_a_durable_server_waits_for_the_disk(data_dir):
    server = start(data_dir)

    assert [ask(server.application_url, f"show {name}") for name in ("fsync", "synchronous_commit")] == ["on", "on"]
    server.stop()


def test_a_server_left_behind_by_a_killed_process_is_joined_and_stopped(data_dir):
    code = (
        "import os, signal, sys; from pathlib import Path; from deployments.embedded_postgres import start;"
        "start(Path(sys.argv[1]), durable=False); os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-W", "ignore", "-c", code, str(data_dir)], check=False, cwd=Path.cwd())
    assert (data_dir / "postmaster.pid").exists()

    server = start(data_dir, durable=False)

    assert ask(server.application_url, "select 1") == 1
    server.stop()
    assert not (data_dir / "postmaster.pid").exists()


def test_a_process_number_that_is_somebody_elses_now_is_not_taken_for_the_server(data_dir):
    start(data_dir, durable=False).stop()
    stale = [str(os.getpid()), str(data_dir), "1", "5432", str(data_dir), "", "1 1", "ready"]
    (data_dir / "postmaster.pid").write_text("\n".join(stale) + "\n")
    (data_dir / ".handle_pids.json").write_text(json.dumps([2**22 + 1]))

    server = start(data_dir, durable=False)

    assert ask(server.application_url, "select 1") == 1
    server.stop()
    with pytest.raises(OSError):
        ask(server.application_url, "select 1")
