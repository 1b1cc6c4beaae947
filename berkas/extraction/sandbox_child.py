"""The program inside the reading sandbox: limits itself, then answers requests until its parent is gone."""

import contextlib
import ctypes
import os
import resource
import socket
import sys
import threading
import time

from berkas.extraction.limits import ReadingLimits
from berkas.extraction.sandbox_messages import AnyRequest, Open, Reply, Setup, receive, send

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_OPEN_FILES = 128


def main() -> None:
    """Serve the socket whose number is the first argument."""
    connection = socket.socket(fileno=int(sys.argv[1]))
    libc = ctypes.CDLL(None)
    # before anything else: a process of several threads may not leave, and some parsers begin threads when they are imported
    _leave_network(libc)
    from berkas.extraction.desk import Desk

    threading.Thread(target=_follow_parent, args=(os.getppid(),), daemon=True).start()
    setup = receive(connection, Setup)
    _limit(setup.limits)
    desk = Desk(setup)
    send(connection, Reply())
    with contextlib.suppress(EOFError, OSError):
        while True:
            request: AnyRequest = receive(connection, AnyRequest)  # type: ignore[arg-type]
            if isinstance(request, Open):
                _grant_cpu(setup.limits.cpu_seconds)
            send(connection, desk.answer(request))
            del request
            with contextlib.suppress(AttributeError):
                libc.malloc_trim(0)


def _leave_network(libc: ctypes.CDLL) -> None:
    """A network namespace without interfaces, where the system allows it; best effort."""
    with contextlib.suppress(AttributeError):
        # with a user namespace anybody may; where those are forbidden, root still may
        if libc.unshare(_NEW_USER | _NEW_NETWORK) != 0:
            libc.unshare(_NEW_NETWORK)


def _limit(limits: ReadingLimits) -> None:
    for kind, value in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (value, value))
    # nothing of a document may be written to a disk; the hard limit stays, for ruled_tables writes to memory files
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))


def _grant_cpu(seconds: int) -> None:
    """So much CPU time from now on; then the kernel ends this process."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(usage.ru_utime + usage.ru_stime) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def _follow_parent(parent: int) -> None:
    """End with the parent, even in the middle of a page."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


if __name__ == "__main__":
    main()
