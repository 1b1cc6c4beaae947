"""The parent's side of the fork server: start it, have children forked and ended, end it."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from berkas.errors import ReaderCrashed
from berkas.reading.sandbox.confinement import Measures
from berkas.reading.sandbox.fork_server import ANSWER_BYTES, AWAIT, END, FORK
from berkas.reading.sandbox.messages import Setup, receive, send

PROGRAM = (sys.executable, "-I", "-m", "berkas.reading.sandbox.fork_server")
START_SECONDS = 60
_ORDER_SECONDS: Final = 30
_STOP_SECONDS: Final = 5
_MEASURES_BYTES: Final = 1000

_ENVIRONMENT = {
    "PATH": "", "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1",
    # every further arena of malloc takes 64 MB of address space
    "MALLOC_ARENA_MAX": "1",
    # from 1.29 on, ONNX Runtime reports its use to its maker, and keeps an identifier and a database in the home folder
    "ORT_DISABLE_TELEMETRY": "1",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Child:
    """A child that waits for requests.

    Attributes:
        pid: Process id.
        connection: To it.
        measures: By which it is confined.
    """

    pid: int
    connection: socket.socket
    measures: Measures


class Spawner:
    """A fork server and its one child at a time."""

    def __init__(self, setup: Setup, program: Sequence[str]) -> None:
        """Start nothing yet.

        Args:
            setup: What the fork server loads.
            program: The fork server; the number of its socket is added.
        """
        self._setup = setup
        self._program = program
        self._server: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    @property
    def pid(self) -> int | None:
        """Process id of the fork server, None when there is none."""
        return self._server.pid if self._server else None

    def start(self) -> None:
        """Start the fork server if there is none; returns when it has everything loaded.

        Raises:
            ReaderCrashed: It ended, or took too long.
        """
        if self._server is not None and self._server.poll() is None:
            return
        self.stop()
        ours, theirs = socket.socketpair()
        with theirs:
            self._server = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [*self._program, str(theirs.fileno())],
                env=_ENVIRONMENT,
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,  # parsers quote the document in their complaints
                cwd="/",
                start_new_session=True,
            )
        self._control = ours
        with suppress(OSError):  # it is gone already, which the answer shows
            send(ours, self._setup)
        self._answer(START_SECONDS)

    def fork(self) -> Child:
        """A new child, confined.

        Raises:
            ReaderCrashed: There is none: the fork server ended, or the system has no room for another process.
        """
        self.start()
        ours, theirs = socket.socketpair()
        with theirs:
            pid = self._order(FORK, theirs.fileno())
        try:
            measures = receive(ours, Measures, most=_MEASURES_BYTES, seconds=_ORDER_SECONDS)
        except (OSError, EOFError):
            ours.close()
            self.end_child()
            raise ReaderCrashed from None
        return Child(pid, ours, measures)

    def end_child(self, *, is_awaited: bool = False) -> int:
        """End the child and whatever it has begun; its exit code, negative for a signal.

        Args:
            is_awaited: It is about to end by itself, and gets a moment to.
        """
        if self._control is None:
            return -signal.SIGKILL
        try:
            return self._order(AWAIT if is_awaited else END)
        except ReaderCrashed:  # with the fork server its children end
            return -signal.SIGKILL

    def stop(self) -> None:
        """End the fork server and its child."""
        if self._control is not None:
            self._control.close()
        if self._server is not None:
            try:
                self._server.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                with suppress(ProcessLookupError):
                    os.killpg(self._server.pid, signal.SIGKILL)
                self._server.wait()
        self._server = self._control = None

    def _order(self, order: bytes, *sockets: int) -> int:
        if self._control is None:
            raise ReaderCrashed
        try:
            socket.send_fds(self._control, [order], sockets)
        except OSError:
            self.stop()
            raise ReaderCrashed from None
        return self._answer(_ORDER_SECONDS)

    def _answer(self, seconds: float) -> int:
        if self._control is None:
            raise ReaderCrashed
        try:
            self._control.settimeout(seconds)
            answer = self._control.recv(ANSWER_BYTES, socket.MSG_WAITALL)
        except OSError:
            answer = b""
        if len(answer) != ANSWER_BYTES:
            self.stop()
            raise ReaderCrashed
        return int.from_bytes(answer, "big", signed=True)
