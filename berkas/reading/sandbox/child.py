"""The program inside the reading sandbox: limits itself, then answers requests until its parent is gone."""

import contextlib
import ctypes
import os
import socket
import sys
import threading
import time

from berkas.reading.sandbox import confinement
from berkas.reading.sandbox.messages import AnyRequest, Open, Reply, Setup, receive, send


def main() -> None:
    """Serve the socket whose number is the first argument."""
    connection = socket.socket(fileno=int(sys.argv[1]))
    libc = ctypes.CDLL(None)
    # before anything else: a process of several threads may not leave, and some parsers begin threads when they are imported
    confinement.leave_network(libc)
    from berkas.reading.sandbox.handler import Handler

    threading.Thread(target=_follow_parent, args=(os.getppid(),), daemon=True).start()
    setup = receive(connection, Setup)
    confinement.limit(setup.limits)
    handler = Handler(setup)
    confinement.forbid_calls(libc)
    send(connection, Reply())
    with contextlib.suppress(EOFError, OSError):
        while True:
            request: AnyRequest = receive(connection, AnyRequest)  # type: ignore[arg-type]
            if isinstance(request, Open):
                confinement.grant_cpu(setup.limits.cpu_seconds)
            send(connection, handler.answer(request))
            del request
            with contextlib.suppress(AttributeError):
                libc.malloc_trim(0)


def _follow_parent(parent: int) -> None:
    """End with the parent, even in the middle of a page."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


if __name__ == "__main__":
    main()
