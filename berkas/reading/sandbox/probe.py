"""Tries every attack of ``attacks`` on this machine, from inside a child, against decoys."""

import os
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Final

from berkas.reading.limits import OcrOptions, ReadingLimits
from berkas.reading.sandbox.attacks import ATTACKS, Attempt, Result, Targets
from berkas.reading.sandbox.confinement import Measures
from berkas.reading.sandbox.messages import FrameError, Setup, receive, send
from berkas.reading.sandbox.spawner import Spawner

PROGRAM: tuple[str, ...] = (sys.executable, "-I", "-m", "berkas.reading.sandbox.attacks")
_SECONDS: Final = 10
_SETUP: Final = Setup(ReadingLimits(), OcrOptions())


def attempts() -> Iterator[tuple[str, Result]]:
    """Every attack and how it went; this process is the one whose secrets are wanted.

    Raises:
        ReaderCrashed: No child can be started.
    """
    with ExitStack() as stack:
        attacker, sibling = (Spawner(_SETUP, PROGRAM) for _ in range(2))
        stack.callback(attacker.stop)
        stack.callback(sibling.stop)
        other = sibling.fork()
        stack.enter_context(other.connection)
        targets = _plant(stack, other.pid)
        for name in ATTACKS:
            yield name, _attempt(attacker, Attempt(name, targets))


def measures() -> Measures:
    """What confines a child on this machine.

    Raises:
        ReaderCrashed: No child can be started.
    """
    spawner = Spawner(_SETUP, PROGRAM)
    try:
        child = spawner.fork()
        child.connection.close()
        return child.measures
    finally:
        spawner.stop()


def _plant(stack: ExitStack, sibling: int) -> Targets:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="berkas-probe-")))
    key_file = folder / "root_key"
    key_file.write_text("decoy")
    key_file.chmod(0o600)
    name = f"berkas-probe-{os.getpid()}"
    listener = stack.enter_context(closing(socket.socket(socket.AF_UNIX)))
    if sys.platform == "linux":
        listener.bind(f"\0{name}")
        listener.listen()
    return Targets(os.getpid(), sibling, str(key_file), str(folder), name)


def _attempt(attacker: Spawner, attempt: Attempt) -> Result:
    """One attack in a child of its own; one that ends its child got through: a program runs in its place, say."""
    with attacker.fork().connection as connection:
        try:
            send(connection, attempt)
            return receive(connection, Result, seconds=_SECONDS)
        except (OSError, FrameError, EOFError):
            return Result(succeeded=True, detail="the child is gone")
        finally:
            attacker.end_child()
