"""What a sandbox child does: answer requests until its parent is gone."""

import contextlib
import ctypes
import socket
from collections.abc import Callable
from dataclasses import dataclass

from berkas.reading.sandbox import confinement
from berkas.reading.sandbox.messages import AnyRequest, Open, Reply, Setup, receive, send
from berkas.reading.sandbox.usage import UsageMeter


@dataclass(frozen=True, slots=True)
class Confined:
    """What a child has, once it is confined.

    Attributes:
        connection: To the parent of the fork server.
        meter: Of what it uses.
    """

    connection: socket.socket
    meter: UsageMeter


Serve = Callable[[Confined], None]
"""What runs in a child."""


def load(setup: Setup) -> Serve:
    """Load every parser and model, which takes seconds; a child that is forked afterwards has them at once."""
    from berkas.reading.sandbox.handler import Handler
    from berkas.reading.sandbox.preload import preload

    handler = Handler(setup)
    preload()
    handler.warm_up()

    def serve(child: Confined) -> None:
        _answer_requests(child, handler.answer, setup.limits.cpu_seconds)

    return serve


def _answer_requests(child: Confined, answer: Callable[[AnyRequest], Reply], cpu_seconds: int) -> None:
    libc = ctypes.CDLL(None)
    with contextlib.suppress(EOFError, OSError):
        while True:
            request: AnyRequest = receive(child.connection, AnyRequest)  # type: ignore[arg-type]
            if isinstance(request, Open):
                confinement.grant_cpu(cpu_seconds)
            send(child.connection, child.meter.on(answer(request)))
            del request
            with contextlib.suppress(AttributeError):
                libc.malloc_trim(0)
