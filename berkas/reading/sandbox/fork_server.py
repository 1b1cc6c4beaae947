"""The program that forks sandbox children: it has every parser loaded, sees no document and holds no key.

A fork takes milliseconds where a fresh program takes seconds, so a child need not outlive one organisation or one anomaly. It has
one thread, takes orders of one byte over its socket, and ends with whoever holds the other end: with it end all children.
"""

import contextlib
import ctypes
import gc
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from berkas.reading.sandbox import confinement
from berkas.reading.sandbox.child import Confined, Serve, load
from berkas.reading.sandbox.confinement import Measures
from berkas.reading.sandbox.messages import Setup, receive, send
from berkas.reading.sandbox.usage import UsageMeter

FORK, AWAIT, END = b"f", b"a", b"e"
"""Orders: fork a child that serves the socket which comes along; give the child a moment to end by itself; end it at once."""

ANSWER_BYTES: Final = 8
READY: Final = 0

_OWN_END_SECONDS: Final = 2.0
_POLL_SECONDS: Final = 0.005


def main(load: Callable[[Setup], Serve] = load) -> None:
    """Serve the socket whose number is the first argument.

    Args:
        load: Loads what children need; answers what they do.
    """
    control = socket.socket(fileno=int(sys.argv[1]))
    libc = ctypes.CDLL(None)
    # before anything else: a process of several threads may not leave, and some libraries begin threads when they are imported
    own_network = confinement.leave_network(libc)
    confinement.hide_memory(libc)
    confinement.adopt_orphans(libc)
    setup = receive(control, Setup)
    serve = load(setup)
    # a collection in a child would touch, and so copy, every page of objects
    gc.collect()
    gc.freeze()
    _answer(control, READY)
    own, child = os.getpid(), 0
    while True:
        order, sockets = _next_order(control)
        if order == FORK and sockets:
            child = _fork()
            if not child:
                control.close()
                confine = partial(confinement.confine, libc, setup.limits, parent=own, own_network=own_network)
                _run(socket.socket(fileno=sockets[0]), serve, confine)
            os.close(sockets[0])
            _answer(control, child)
        elif order in {AWAIT, END}:
            _answer(control, _end(child, is_awaited=order == AWAIT))
        else:
            _end(child, is_awaited=False)
            os._exit(0)


def _fork() -> int:
    """Process id of the child, 0 in the child; negative when the system has no room for one."""
    try:
        return os.fork()
    except OSError:
        return -1


def _next_order(control: socket.socket) -> tuple[bytes, list[int]]:
    """The next order and what came with it; nothing when the other end is gone."""
    try:
        order, sockets, _, _ = socket.recv_fds(control, 1, 1)
    except OSError:
        return b"", []
    return order, sockets


def _answer(control: socket.socket, number: int) -> None:
    with contextlib.suppress(OSError):
        control.sendall(number.to_bytes(ANSWER_BYTES, "big", signed=True))


def _run(connection: socket.socket, serve: Serve, confine: Callable[[], Measures]) -> None:
    """Be a child, to the end of this process."""
    try:
        os.setsid()
        meter = UsageMeter()
        send(connection, confine())
        serve(Confined(connection, meter))
    except BaseException:  # noqa: BLE001 - whatever it is, a child never becomes a second fork server
        os._exit(1)
    os._exit(0)


def _end(child: int, *, is_awaited: bool) -> int:
    """End a child and whatever it has begun; how it ended by itself, negative for a signal, or 0."""
    if child <= 0:
        return 0
    status = 0
    has_ended = is_awaited and _ends_by_itself(child)
    _kill(child)  # and its group; nobody waited for it yet, so its number is still its own
    with contextlib.suppress(ChildProcessError):
        _, status = os.waitpid(child, 0)
    _end_the_rest()
    return os.waitstatus_to_exitcode(status) if has_ended else 0


def _ends_by_itself(child: int) -> bool:
    deadline = time.monotonic() + _OWN_END_SECONDS
    with contextlib.suppress(ChildProcessError):
        while time.monotonic() < deadline:
            if os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None:
                return True
            time.sleep(_POLL_SECONDS)
    return False


def _end_the_rest() -> None:
    """Kill what a child has begun: orphans become children of this process, in whatever session or group they are."""
    with contextlib.suppress(ChildProcessError):
        while True:
            pid, _ = os.waitpid(-1, os.WNOHANG)
            if not pid:
                for orphan in _children():
                    _kill(orphan)
                time.sleep(_POLL_SECONDS)


def _children() -> list[int]:
    own = str(os.getpid())
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # the name of a program, in parentheses, may hold spaces and parentheses
            if entry.read_text(errors="replace").rpartition(")")[2].split()[1] == own:
                found.append(int(entry.parent.name))
    return found


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
