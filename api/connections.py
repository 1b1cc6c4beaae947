"""Connections of clients: who sends the head of a request drop by drop does not hold one open."""

import asyncio
from typing import ClassVar

from uvicorn.protocols.http.h11_impl import H11Protocol


class ImpatientProtocol(H11Protocol):
    """HTTP/1.1 by uvicorn, which ends silent connections between requests, but lets a byte now and then keep one open for ever.

    The time runs whenever no request is being served: from the beginning of the connection, and from the end of an answer, also
    over what is left of a body that nobody wanted to read. How long a body may take is the business of ``exchange``.
    """

    head_seconds: ClassVar[float]

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop_waiting()
        super().connection_lost(exc)

    def handle_events(self) -> None:
        """Take what has come; a whole head begins a request."""
        super().handle_events()
        if self._is_serving():
            self._stop_waiting()

    def on_response_complete(self) -> None:
        """Wait for the next request, unless it has come already."""
        self._wait()
        super().on_response_complete()

    def _is_serving(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _wait(self) -> None:
        self._stop_waiting()
        self._deadline = self.loop.call_later(self.head_seconds, self._give_up)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        # another protocol may have taken the connection over
        if not self.transport.is_closing() and self.transport.get_protocol() is self:
            self.transport.close()


def protocol_of(head_seconds: float) -> type[ImpatientProtocol]:
    """The protocol for a server.

    Args:
        head_seconds: How long the head of a request may take.
    """
    return type("Protocol", (ImpatientProtocol,), {"head_seconds": head_seconds})
