"""One embedded PostgreSQL and one Prefect server for the whole session.

The database is migrated once; every test that asks for ``clean_database`` starts empty.
"""

import asyncio
import base64
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest

from berkas.settings import Settings
from deployments.embedded_postgres import APPLICATION, EmbeddedPostgres, start
from tables.engine import connected
from tables.migrations import migrate

ROOT_KEY = f"test:{base64.b64encode(bytes(range(32))).decode()}"


@dataclass(frozen=True)
class PrefectPlace:
    """Where the Prefect server of the session keeps everything."""

    folders: tuple[Path, ...]

    def files_holding(self, wanted: str) -> list[Path]:
        """Files with a text in them: databases and their journals, results, logs."""
        found = [path for folder in self.folders for path in folder.rglob("*") if path.is_file()]
        return [path for path in found if wanted.encode() in path.read_bytes()]


@pytest.fixture(scope="session")
def prefect_place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrefectPlace]:
    """A Prefect server; flows that a test calls run against it."""
    # imported here: it costs seconds, and few tests want it
    from prefect.settings import (
        PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
        PREFECT_HOME,
        PREFECT_SERVER_ANALYTICS_ENABLED,
        PREFECT_SERVER_DATABASE_CONNECTION_URL,
        temporary_settings,
    )
    from prefect.testing.utilities import prefect_test_harness

    home = tmp_path_factory.mktemp("prefect")
    quiet = {
        PREFECT_HOME: home,
        PREFECT_SERVER_ANALYTICS_ENABLED: False,
        # joining its heart would cost every run a second
        PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None,
    }
    with temporary_settings(quiet), prefect_test_harness(server_startup_timeout=120):
        database = Path(str(PREFECT_SERVER_DATABASE_CONNECTION_URL.value()).partition("///")[2])
        yield PrefectPlace((home, database.parent))


@pytest.fixture(scope="session")
def postgres() -> Iterator[EmbeddedPostgres]:
    # not pytest's own folder: its path may be too long for a socket, and root's is closed to the server's user
    with tempfile.TemporaryDirectory(prefix="berkas-test-", ignore_cleanup_errors=True) as folder:
        server = start(Path(folder) / "pg", secret="tests", durable=False)
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture(scope="session")
def database_url(postgres: EmbeddedPostgres) -> Iterator[str]:
    """Of the migrated application database, for the role of API and workers: what that role lacks shows in every test.

    Also in the environment, where flows and Piccolo look for it.
    """
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("BERKAS_DATABASE_URL", postgres.application_url)
        environment.setenv("BERKAS_MIGRATION_DATABASE_URL", postgres.migration_url)
        asyncio.run(migrate())
        environment.delenv("BERKAS_MIGRATION_DATABASE_URL")
        yield postgres.application_url


@pytest.fixture(scope="session")
def superuser_url(postgres: EmbeddedPostgres, database_url: str) -> str:
    """Of the same database, for somebody who may do everything: to look behind triggers, or to clean up."""
    return postgres.superuser_url(APPLICATION)


@pytest.fixture
def behind_the_triggers(superuser_url: str) -> Callable[..., Awaitable[None]]:
    """Carries out a statement as somebody whom neither rights, foreign keys nor triggers stop."""

    async def run(statement: str, *values: object) -> None:
        connection = await asyncpg.connect(superuser_url)
        try:
            async with connection.transaction():
                await connection.execute("set local session_replication_role = replica")
                await connection.execute(statement, *values)
        finally:
            await connection.close()

    return run


@pytest.fixture(scope="session")
def prefect_database_url(postgres: EmbeddedPostgres) -> str:
    """Of Prefect's database, for SQLAlchemy; empty until Prefect migrates it."""
    return postgres.prefect_url


@pytest.fixture(scope="session")
def root_key() -> str:
    """The root key of every test installation."""
    return ROOT_KEY


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """An installation with the test database, a root key, and a data folder of its own for each test."""
    return Settings(data_dir=tmp_path / "data", database_url=database_url, root_key=ROOT_KEY, environment="live")


@pytest.fixture
async def clean_database(superuser_url: str) -> None:
    """Leave no row of an earlier test behind."""
    connection = await asyncpg.connect(superuser_url)
    try:
        async with connection.transaction():
            # neither foreign keys nor the triggers of the audit log apply to a replica
            await connection.execute("set local session_replication_role = replica")
            names = await connection.fetch(
                "select tablename from pg_tables where schemaname = 'public' and tablename <> 'migration'"
            )
            for row in names:
                await connection.execute(f'delete from "{row["tablename"]}"')
    finally:
        await connection.close()


@pytest.fixture
async def database(clean_database: None, settings: Settings) -> AsyncIterator[None]:
    """An empty database and an open pool of this test's event loop."""
    async with connected(settings):
        yield
