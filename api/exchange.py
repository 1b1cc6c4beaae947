"""One request and its answer, as they pass through the gate."""

import asyncio
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Final

from litestar.types import HTTPReceiveMessage, HTTPScope, Message, Receive, ReceiveMessage, Send

from berkas.refusals import Refused

DRAINED_BYTES: Final = 64 * 1024 * 1024
DRAINED_SECONDS: Final = 10
"""So much of an unread body is thrown away, so long, before a failure is answered."""

Headers = Iterable[tuple[bytes, bytes]]


class Exchange:
    """Passes messages on and knows how far they got.

    A server that answers before it has read the body resets the connection, and many clients then never see the answer; so the rest
    of the body is read and thrown away first, within limits. A body has so long to arrive, however steadily it comes.

    Attributes:
        status: Of the answer; None until it begins.
        standing_headers: Headers that the answer gets, set by the gate once it knows them.
    """

    def __init__(
        self, scope: HTTPScope, receive: Receive, send: Send, headers: Headers, *, body_seconds: float
    ) -> None:
        self.status: int | None = None
        self.headers = list(headers)
        self._receive = receive
        self._send = send
        given = dict(scope["headers"])
        self._has_body = given.get(b"content-length", b"0") != b"0" or b"transfer-encoding" in given
        self._waits_for_continue = given.get(b"expect", b"").lower() == b"100-continue"
        self._is_read = not self._has_body
        self._is_late = False
        self._deadline = asyncio.get_running_loop().time() + body_seconds

    async def receive(self) -> HTTPReceiveMessage:
        """The next message of the client.

        Raises:
            Refused: The time of its body is over.
        """
        message = await (self._receive() if self._is_read else self._in_time())
        self._waits_for_continue = False
        if message["type"] != "http.request" or not message.get("more_body", False):
            self._is_read = True
        return message  # type: ignore[return-value]  # an HTTP scope gets HTTP messages only

    async def _in_time(self) -> ReceiveMessage:
        try:
            async with asyncio.timeout_at(self._deadline):
                return await self._receive()
        except TimeoutError:
            self._is_late = True
            raise Refused("The body did not arrive in time.") from None

    async def send(self, message: Message) -> None:
        """Send a message of the answer, its first one with our headers."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            if self.status >= 400:
                await self._drain()
            if self._is_late:
                self.headers.append((b"connection", b"close"))  # what is left of the body is no next request
            message["headers"] = [*message.get("headers", ()), *self.headers]
        await self._send(message)

    async def answer(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        """Send a whole answer of JSON."""
        sent = {"content-type": "application/json", "content-length": str(len(body)), **headers}
        encoded = [(name.lower().encode(), value.encode()) for name, value in sent.items()]
        await self.send({"type": "http.response.start", "status": status, "headers": encoded})
        await self.send({"type": "http.response.body", "body": body, "more_body": False})

    async def _drain(self) -> None:
        if self._waits_for_continue or self._is_late:  # such a client has not begun to send, or would not end
            return
        left = DRAINED_BYTES
        with suppress(TimeoutError, Refused):
            async with asyncio.timeout(DRAINED_SECONDS):
                while not self._is_read and left > 0:
                    message = await self.receive()
                    left -= len(message["body"]) if message["type"] == "http.request" else left
