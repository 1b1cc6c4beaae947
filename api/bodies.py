"""A request's body as it comes in, counted: nothing is gathered, and no client may send without end or stop half way."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, Final

from litestar import Request

from berkas.errors import PayloadTooLarge, Refused

IDLE_SECONDS: Final = 60
"""How long a client may send nothing before its request is given up."""


class ClientGone(Refused):
    """The client closed the connection before its body was complete; nobody will read the answer."""

    message = "The body is incomplete."


async def stream_body(request: Request[Any, Any, Any], most_bytes: int) -> AsyncIterator[bytes]:
    """The body in the pieces in which it arrives.

    Raises:
        PayloadTooLarge: It is, or says that it is, larger than so many bytes.
        ClientGone: The client closed the connection.
        Refused: The client stopped sending.
    """
    announced = request.headers.get("content-length", "")
    if announced.isascii() and announced.isdigit() and int(announced[:20]) > most_bytes:
        raise PayloadTooLarge
    size_bytes = 0
    while True:
        try:
            async with asyncio.timeout(IDLE_SECONDS):
                message = await request.receive()
        except TimeoutError:
            raise Refused("The body did not arrive in time.") from None
        if message["type"] != "http.request":
            raise ClientGone
        size_bytes += len(message["body"])
        if size_bytes > most_bytes:
            raise PayloadTooLarge
        if message["body"]:
            yield message["body"]
        if not message["more_body"]:
            return


async def read_body(request: Request[Any, Any, Any], most_bytes: int) -> bytearray:
    """The whole body.

    Raises:
        PayloadTooLarge: It is, or says that it is, larger than so many bytes.
        ClientGone: The client closed the connection.
        Refused: The client stopped sending.
    """
    body = bytearray()
    async for piece in stream_body(request, most_bytes):
        body += piece
    return body
