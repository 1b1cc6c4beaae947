"""What a local stack keeps in its data folder: the lock, secrets, the note of what runs where."""

import base64
import fcntl
import os
import secrets
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from pydantic import SecretStr

from berkas.settings import Settings

SECRET_MODE = 0o600


class StackInfo(msgspec.Struct, frozen=True):
    """Where the parts of a running stack are; written while it runs, read by `berkas demo`, `upload` and `doctor`.

    Attributes:
        pid: Of the supervisor.
        api_url: Base URL of the API.
        prefect_url: Base URL of the Prefect server and its UI.
        database_url: Of the application's database, for the role of API and workers.
        migration_database_url: The same for the owner of its tables; empty beside a stack of an older version.
    """

    pid: int
    api_url: str
    prefect_url: str
    database_url: str
    migration_database_url: str = ""


class StackRunsAlready(Exception):
    """Another supervisor holds the data folder."""

    def __init__(self, info: StackInfo | None) -> None:
        self.info = info
        super().__init__("a stack is already running on this data folder")


class StackFolder:
    """The data folder of a local stack."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.logs = folder / "logs"
        self.prefect_home = folder / "prefect"
        self.postgres = folder / "postgres"
        self._secrets = folder / "secrets"
        self._info = folder / "stack.json"

    def prepare(self) -> None:
        """Make the folders."""
        for folder in (self.folder, self.logs, self.prefect_home):
            folder.mkdir(parents=True, exist_ok=True)
        self._secrets.mkdir(mode=0o700, exist_ok=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder; the lock ends with the process, however it ends.

        Raises:
            StackRunsAlready: Another supervisor holds it.
        """
        with (self.folder / "stack.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise StackRunsAlready(self.running()) from None
            self._info.unlink(missing_ok=True)  # of a stack that was killed: its process number may be another's by now
            try:
                yield
            finally:
                self._info.unlink(missing_ok=True)

    def root_key(self) -> str:
        """The root key `id:base64`, made on first use."""
        return self._secret("root_key", lambda: f"k1:{base64.b64encode(secrets.token_bytes(32)).decode()}")

    def prefect_auth(self) -> str:
        """`user:password` of the Prefect server, made on first use."""
        return self._secret("prefect_auth", lambda: f"berkas:{secrets.token_urlsafe(24)}")

    def database_secret(self) -> str:
        """What the passwords of the database's roles are derived from, made on first use."""
        return self._secret("database", lambda: secrets.token_urlsafe(32))

    def announce(self, info: StackInfo) -> None:
        """Note what runs where."""
        write_private(self._info, msgspec.json.encode(info))

    def running(self) -> StackInfo | None:
        """What runs on this folder now, or None."""
        try:
            info = msgspec.json.decode(self._info.read_bytes(), type=StackInfo)
            os.kill(info.pid, 0)
        except (OSError, msgspec.DecodeError):
            return None
        return info

    def _secret(self, name: str, make: Callable[[], str]) -> str:
        path = self._secrets / name
        if not path.exists():
            write_private(path, make().encode())
        return path.read_text().strip()


def settings_here() -> Settings:
    """The settings; where they name no database, with that of the stack that runs on the data folder, if one does."""
    settings = Settings()
    folder = StackFolder(settings.data_dir)
    running = folder.running()
    if running is None or "database_url" in settings.model_fields_set:
        return settings
    root_key = settings.root_key.get_secret_value() or folder.root_key()
    owner = running.migration_database_url
    return settings.model_copy(
        update={
            "database_url": SecretStr(running.database_url),
            "migration_database_url": SecretStr(owner) if owner else settings.migration_database_url,
            "root_key": SecretStr(root_key),
        }
    )


def write_private(path: Path, content: bytes) -> None:
    """Write a file that its owner alone may read, whole or not at all."""
    temporary = path.with_suffix(".new")
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, SECRET_MODE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    temporary.replace(path)


class PortTaken(Exception):
    """A port that was asked for is used by somebody else."""

    def __init__(self, port: int) -> None:
        super().__init__(f"port {port} is already in use")


def choose_port(host: str, *, wanted: int | None, default: int) -> int:
    """The wanted port, else the default, else any free one.

    Raises:
        PortTaken: The wanted port is in use.
    """
    if wanted is not None:
        if wanted and not _is_free(host, wanted):
            raise PortTaken(wanted)
        return wanted or _any_free(host)
    return default if _is_free(host, default) else _any_free(host)


def _is_free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _any_free(host: str) -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((host, 0))
        port: int = probe.getsockname()[1]
        return port
