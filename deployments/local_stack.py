"""`berkas up`: PostgreSQL, Prefect server, API and warm worker of one machine, under one supervisor."""

import asyncio
import os
import signal
import sys
import uuid
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import asyncpg
import httpx
import msgspec
from pydantic import SecretStr

from berkas.clock import utc_now
from berkas.settings import Settings, secret_variables
from deployments import prefect_password, prefect_settings
from deployments.embedded_postgres import stop_abandoned
from deployments.stack_state import StackFolder, StackInfo, choose_port
from deployments.supervisor import Condition, Part, PartDied, Supervisor, Tell, always

PREFECT_PORT = 4200
START_SECONDS = 180
WORK_POOL = "berkas"
_OWNER_URL = "BERKAS_MIGRATION_DATABASE_URL"
"""Of the role that owns the tables: for migrations alone."""

OnReady = Callable[["LocalStack", "Prepared"], Coroutine[None, None, None] | None]


class Databases(msgspec.Struct, frozen=True):
    """What the part `postgres` announces when it is ready: URLs of its two databases, each for one role.

    Attributes:
        application: Ours, for API and workers.
        migration: Ours, for the owner of its tables.
        prefect: Prefect's, for its server.
    """

    application: str
    migration: str
    prefect: str


class Prepared(msgspec.Struct, frozen=True):
    """What `berkas prepare` prints.

    Attributes:
        api_key: The first API key, if this was the first start; shown once, stored nowhere.
    """

    api_key: str | None = None


@dataclass(frozen=True, slots=True)
class Ports:
    """Ports that were asked for; None takes the usual one, or any free one when that is taken; 0 takes any free one."""

    api: int | None = None
    prefect: int | None = None


class LocalStack:
    """The parts of one machine and how they depend on each other."""

    def __init__(self, settings: Settings, ports: Ports, tell: Tell) -> None:
        self._settings = settings
        self._folder = StackFolder(settings.data_dir)
        self._tell = tell
        self._supervisor = Supervisor(self._folder.logs)
        self._host = settings.api_host
        self._api_port = choose_port(self._host, wanted=ports.api, default=settings.api_port)
        self._prefect_port = choose_port("127.0.0.1", wanted=ports.prefect, default=PREFECT_PORT)
        self._environment: dict[str, str] = {}
        self._started_at = utc_now()

    @property
    def api_url(self) -> str:
        """Base URL of the API."""
        return f"http://{self._host}:{self._api_port}"

    @property
    def prefect_url(self) -> str:
        """Base URL of the Prefect server and its UI."""
        return f"http://127.0.0.1:{self._prefect_port}"

    @property
    def login(self) -> str:
        """Where user and password of the Prefect UI are."""
        return str(self._folder.folder / "secrets" / "prefect_auth")

    def settings(self, given: Settings) -> Settings:
        """The settings with the addresses of the running servers."""
        return given.model_copy(
            update={
                "database_url": SecretStr(self._environment["BERKAS_DATABASE_URL"]),
                "prefect_api_url": self._environment["PREFECT_API_URL"],
                "prefect_api_auth_string": SecretStr(self._environment["PREFECT_API_AUTH_STRING"]),
            }
        )

    async def start(self) -> Prepared:
        """Start everything; returns when papers can be uploaded and will be read.

        Raises:
            PrefectPasswordWeak: Somebody emptied the file with Prefect's password, or wrote an example into it.
            PartDied: A part ended while starting.
            TimeoutError: A part was not ready in time.
        """
        prefect_password.check(self._folder.prefect_auth(), self.login)
        self._started_at = utc_now()
        databases = await self._start_postgres()
        self._environment = self._client_environment(databases)
        await self._start_prefect(databases)
        await self._part("worker", "worker", "--deploy", wave=2)
        prepared = await self._prepare(databases)
        await self._part("api", "api", wave=2)
        await self._wait_for("API", self._api_is_ready)
        await self._wait_for("Prefect server", self._prefect_is_ready)
        await self._wait_for(f"worker ({self._settings.worker_slots} slots)", self._worker_is_ready)
        self._folder.announce(
            StackInfo(os.getpid(), self.api_url, self.prefect_url, databases.application, databases.migration)
        )
        return prepared

    async def watch(self) -> None:
        """Start again each part that dies, until one has died too often in a row.

        Raises:
            PartDied: Always, in the end.
        """
        await self._supervisor.watch(self._tell)

    async def stop(self) -> None:
        """Stop everything, dependants first."""
        await self._supervisor.stop()
        # the part that ran the database may have been killed, and could not stop it
        await asyncio.to_thread(stop_abandoned, self._folder.postgres)

    async def _start_postgres(self) -> Databases:
        self._tell("Starting PostgreSQL")
        ready = self._folder.folder / "postgres.json"
        ready.unlink(missing_ok=True)
        await self._part("postgres", "postgres", "--announce", str(ready), wave=0, is_ready=self._postgres_is_ready)
        await self._wait_for("PostgreSQL", lambda: _exists(ready))
        databases = msgspec.json.decode(ready.read_bytes(), type=Databases)
        ready.unlink()
        return databases

    async def _start_prefect(self, databases: Databases) -> None:
        self._tell("Starting Prefect server, API and worker")
        environment = prefect_settings.server(
            host="127.0.0.1",
            port=self._prefect_port,
            auth_string=self._folder.prefect_auth(),
            home=self._folder.prefect_home,
            database_url=databases.prefect,
        )
        await self._part("prefect", "server", wave=1, environment=environment)

    async def _prepare(self, databases: Databases) -> Prepared:
        process = await asyncio.create_subprocess_exec(
            *_command("prepare"),
            env={**os.environ, **self._environment, _OWNER_URL: databases.migration},
            stdout=asyncio.subprocess.PIPE,
            stderr=(self._folder.logs / "prepare.log").open("ab"),
        )
        output, _ = await process.communicate()
        if process.returncode != 0:
            raise PartDied("preparing the database", process.returncode, self._folder.logs / "prepare.log")
        self._tell("Database is at its newest version")
        return msgspec.json.decode(output.splitlines()[-1], type=Prepared)

    def _client_environment(self, databases: Databases) -> dict[str, str]:
        prefect = prefect_settings.client(
            api_url=f"{self.prefect_url}/api",
            auth_string=self._folder.prefect_auth(),
            home=self._folder.prefect_home,
        )
        return {
            **{name: value for name, value in os.environ.items() if name in secret_variables() - {_OWNER_URL}},
            **prefect,
            "BERKAS_DATA_DIR": str(self._settings.data_dir),
            "BERKAS_DATABASE_URL": databases.application,
            "BERKAS_ROOT_KEY": self._settings.root_key.get_secret_value() or self._folder.root_key(),
            "BERKAS_API_HOST": self._host,
            "BERKAS_API_PORT": str(self._api_port),
            "BERKAS_API_INTERNAL_URL": self.api_url,
        }

    async def _part(
        self,
        name: str,
        *arguments: str,
        wave: int,
        environment: Mapping[str, str] | None = None,
        is_ready: Condition = always,
    ) -> Part:
        command = [*_command(*arguments), "--parent-pid", str(os.getpid())]
        chosen = {"BERKAS_DATA_DIR": str(self._settings.data_dir), **(environment or self._environment)}
        # API and worker bear that Prefect's server is away; none of the others starts without the database
        needs = tuple(self._supervisor.parts[:1])
        return await self._supervisor.start(name, command, chosen, wave=wave, needs=needs, is_ready=is_ready)

    async def _wait_for(self, name: str, condition: Condition) -> None:
        await self._supervisor.until(condition, seconds=START_SECONDS)
        self._tell(f"{name} is ready")

    async def _postgres_is_ready(self) -> bool:
        try:
            connection = await asyncpg.connect(self._environment["BERKAS_DATABASE_URL"], timeout=5)
        except (
            OSError,
            asyncpg.PostgresError,
            asyncpg.InterfaceError,
            asyncpg.InternalClientError,
        ):  # away, or recovering
            return False
        await connection.close()
        return True

    async def _api_is_ready(self) -> bool:
        return await _answers(f"{self.api_url}/health/live")

    async def _prefect_is_ready(self) -> bool:
        return await _answers(f"{self.prefect_url}/api/health", self._prefect_auth)

    async def _worker_is_ready(self) -> bool:
        """Whether a worker has looked for runs since this start; the pool's own status outlives a killed one by minutes."""
        client = uuid.uuid4().hex
        token = await _get(f"{self.prefect_url}/api/csrf-token?client={client}", self._prefect_auth)
        if token is None:
            return False
        headers = {"Prefect-Csrf-Client": client, "Prefect-Csrf-Token": token.json()["token"]}
        async with httpx.AsyncClient(timeout=5, trust_env=False, auth=self._prefect_auth, headers=headers) as http:
            try:
                answer = await http.post(f"{self.prefect_url}/api/work_pools/{WORK_POOL}/workers/filter", json={})
            except httpx.HTTPError:
                return False
        workers = answer.json() if answer.is_success else []
        return any(datetime.fromisoformat(worker["last_heartbeat_time"]) > self._started_at for worker in workers)

    @property
    def _prefect_auth(self) -> httpx.BasicAuth:
        user, _, password = self._folder.prefect_auth().partition(":")
        return httpx.BasicAuth(user, password)


async def run(settings: Settings, ports: Ports, *, tell: Tell, on_ready: OnReady) -> None:
    """Run a stack until SIGINT or SIGTERM; whatever ends it, nothing of it is left behind.

    Args:
        settings: Of the installation.
        ports: That were asked for.
        tell: Called with a line of progress.
        on_ready: Called once when papers can be uploaded; may return an awaitable, whose end ends the stack.

    Raises:
        StackRunsAlready: Another stack holds the data folder.
        PortTaken: A port that was asked for is in use.
        PartDied: A part ended while the stack started, or again and again afterwards.
    """
    folder = StackFolder(settings.data_dir)
    folder.prepare()
    with folder.locked():
        stack = LocalStack(settings, ports, tell)
        task = asyncio.create_task(_live(stack, on_ready))
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, task.cancel)
        try:
            await task
        except asyncio.CancelledError:
            tell("Stopping")
        finally:
            await stack.stop()
            tell("Stopped")


async def _live(stack: LocalStack, on_ready: OnReady) -> None:
    prepared = await stack.start()
    work = on_ready(stack, prepared)
    if not asyncio.iscoroutine(work):
        await stack.watch()
        return
    tasks = [asyncio.ensure_future(work), asyncio.create_task(stack.watch())]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "deployments.cli", *arguments]


async def _exists(path: Path) -> bool:
    return path.exists()  # noqa: ASYNC240 - a look at a local folder blocks nothing


async def _answers(url: str, auth: httpx.Auth | None = None) -> bool:
    return await _get(url, auth) is not None


async def _get(url: str, auth: httpx.Auth | None) -> httpx.Response | None:
    try:
        async with httpx.AsyncClient(timeout=5, trust_env=False) as client:
            answer = await client.get(url, auth=auth)
    except httpx.HTTPError:
        return None
    return answer if answer.is_success else None
