"""Where something that was planted is found: in rows, files, output, command lines and environments of an installation."""

import asyncio
import contextlib
from collections.abc import Sequence
from pathlib import Path

import asyncpg
import psutil
from stacks import Stack


def rows_of(url: str) -> str:
    """Every row of every table of a database as text."""
    return asyncio.run(_rows_of(url))


async def _rows_of(url: str) -> str:
    connection = await asyncpg.connect(url)
    try:
        names = await connection.fetch("select tablename from pg_tables where schemaname = 'public'")
        found = []
        for name in names:
            rows = await connection.fetch(f'select t::text as line from "{name["tablename"]}" t')
            found += [row["line"] for row in rows]
        return "\n".join(found)
    finally:
        await connection.close()


def files_holding(folder: Path, wanted: str, *, but: tuple[str, ...] = ()) -> list[str]:
    """Files below a folder with a text in them; `but` names folders at its top that are left out."""
    found = []
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink() and path.relative_to(folder).parts[0] not in but:
            with contextlib.suppress(OSError):  # gone meanwhile
                if wanted.encode() in path.read_bytes():
                    found.append(str(path))
    return found


def held_in(folder: Path, values: Sequence[str]) -> list[str]:
    """Which of these texts stand in a file below a folder; each file is read once."""
    left = list(values)
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            with contextlib.suppress(OSError):  # gone meanwhile
                content = path.read_bytes()
                left = [value for value in left if value.encode() not in content]
    return [value for value in values if value not in left]


def places_elsewhere(stack: Stack, wanted: str) -> list[str]:
    """Where a text is found outside of the installation's folder and databases: in its bucket and its Valkey."""
    return [place for place, content in stack.elsewhere().items() if wanted.encode() in content]


def places_of(stack: Stack, secret: str) -> list[str]:
    """Where a secret is found."""
    found = [url for url in (stack.info.database_url, stack.prefect_database_url) if secret in rows_of(url)]
    # the whole data folder: database files, write-ahead log, blobs, logs, Prefect's home
    for folder in (stack.folder, stack.temporary):
        found += files_holding(folder, secret)
    found += places_elsewhere(stack, secret)
    for process in stack.parts():
        with contextlib.suppress(psutil.NoSuchProcess):
            if secret in " ".join([*process.cmdline(), environment_of(process)]):
                found.append(f"process {process.pid}")
    return found + ["output"] * (secret in stack.said)


def environment_of(process: psutil.Process) -> str:
    """What others of its user see of the environment that a process was started with."""
    try:
        return Path(f"/proc/{process.pid}/environ").read_text(errors="replace")
    except (PermissionError, ProcessLookupError, FileNotFoundError):  # it is hidden, or gone
        return ""
