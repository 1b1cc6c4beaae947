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

SECRET = "tests"


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
    first = start(data_dir, secret=SECRET, durable=False)
    for database in (APPLICATION, PREFECT):
        assert ask(first.superuser_url(database), "select count(*) from pg_extension where extname = 'pg_trgm'") == 1
    ask(first.migration_url, "create table kept as select 42 as answer")
    assert start(data_dir, secret=SECRET, durable=False) == first
    first.stop()

    again = start(data_dir, secret=SECRET, durable=False)

    assert ask(again.migration_url, "select answer from kept") == 42
    assert again.prefect_url.startswith("postgresql+asyncpg://prefect:")
    again.stop()
    with pytest.raises(OSError):
        ask(again.application_url, "select 1")


def test_a_durable_server_waits_for_the_disk(data_dir):
    server = start(data_dir, secret=SECRET)

    assert [ask(server.application_url, f"show {name}") for name in ("fsync", "synchronous_commit")] == ["on", "on"]
    server.stop()


def test_a_server_left_behind_by_a_killed_process_is_joined_and_stopped(data_dir):
    code = (
        "import os, signal, sys; from pathlib import Path; from deployments.embedded_postgres import start;"
        "start(Path(sys.argv[1]), secret='tests', durable=False); os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-W", "ignore", "-c", code, str(data_dir)], check=False, cwd=Path.cwd())
    assert (data_dir / "postmaster.pid").exists()

    server = start(data_dir, secret=SECRET, durable=False)

    assert ask(server.application_url, "select 1") == 1
    server.stop()
    assert not (data_dir / "postmaster.pid").exists()


def test_a_process_number_that_is_somebody_elses_now_is_not_taken_for_the_server(data_dir):
    start(data_dir, secret=SECRET, durable=False).stop()
    stale = [str(os.getpid()), str(data_dir), "1", "5432", str(data_dir), "", "1 1", "ready"]
    (data_dir / "postmaster.pid").write_text("\n".join(stale) + "\n")
    (data_dir / ".handle_pids.json").write_text(json.dumps([2**22 + 1]))

    server = start(data_dir, secret=SECRET, durable=False)

    assert ask(server.application_url, "select 1") == 1
    server.stop()
    with pytest.raises(OSError):
        ask(server.application_url, "select 1")


def test_a_folder_of_an_older_version_gets_its_roles_and_keeps_what_is_in_it(data_dir):
    """Before, one superuser without a password owned and used both databases."""
    first = start(data_dir, secret=SECRET, durable=False)
    for database in (APPLICATION, PREFECT):
        admin = first.superuser_url(database)
        ask(admin, "create table kept as select 42 as answer")
        ask(admin, "create type mood as enum ('glad')")
        ask(admin, "create table counted (id bigserial primary key, mood mood)")
        ask(admin, "create view seen as select answer from kept")
        ask(admin, "create function doubled(n int) returns int language sql as 'select n * 2'")
    for role, database in (("berkas_owner", APPLICATION), ("prefect", PREFECT)):
        ask(first.superuser_url("postgres"), f"alter database {database} owner to postgres")
        ask(first.superuser_url(database), f"drop owned by {role}")
    ask(first.superuser_url(APPLICATION), "drop owned by berkas_app")
    for role in ("berkas_owner", "berkas_app", "prefect"):
        ask(first.superuser_url("postgres"), f"drop role {role}")
    first.stop()
    (data_dir / "pg_hba.conf").write_text("local all all trust\n")

    again = start(data_dir, secret=SECRET, durable=False)

    for url in (again.migration_url, again.prefect_url.replace("+asyncpg", "")):
        assert ask(url, "select answer from seen") == 42
        assert ask(url, "alter table kept add column more int") is None
        assert ask(url, "alter type mood add value 'sad'") is None
        assert ask(url, "insert into counted (mood) values ('sad') returning id") == 1
        assert ask(url, "drop function doubled(int)") is None
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        ask(again.application_url, "select answer from kept")
    again.stop()


def test_a_folder_whose_secret_was_lost_gets_new_passwords(data_dir):
    old = start(data_dir, secret=SECRET, durable=False)

    new = start(data_dir, secret="another", durable=False)

    assert ask(new.application_url, "select current_user::text") == "berkas_app"
    for url in (old.application_url, old.superuser_url(APPLICATION)):
        with pytest.raises(asyncpg.InvalidPasswordError):
            ask(url, "select 1")
    assert "trust" not in (data_dir / "pg_hba.conf").read_text()
    new.stop()
