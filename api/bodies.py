"""A request's body as it comes in, counted: nothing is gathered, and no client may send without end or stop half way."""

import asyncio
import zlib
from collections.abc import AsyncIterator, Iterator
from typing import Any, Final

from litestar import Request

from berkas.refusals import PayloadTooLarge, Refused, UnsupportedMediaType

IDLE_SECONDS: Final = 60
"""How long a client may send nothing before its request is given up."""

_GZIP: Final = frozenset({"gzip", "x-gzip"})
_PLAIN: Final = frozenset({"", "identity"})
_PIECE_BYTES: Final = 64 * 1024
"""Expanded at a time: what is small on the wire may be a thousand times as large, and is counted before more of it is made."""


class ClientGone(Refused):
    """The client closed the connection before its body was complete; nobody will read the answer."""

    message = "The body is incomplete."


class UnsupportedEncoding(UnsupportedMediaType):
    """The body is compressed in a way that is not understood (RFC 9110, section 15.5.16)."""

    message = "Send the body as it is or with Content-Encoding: gzip; no other encoding is understood."


async def stream_body(request: Request[Any, Any, Any], most_bytes: int) -> AsyncIterator[bytes]:
    """The body in pieces, expanded where it is compressed by gzip; the limit holds for what comes and for what it becomes.

    Raises:
        PayloadTooLarge: It is, or says that it is, or expands to something larger than so many bytes.
        UnsupportedEncoding: It is compressed otherwise.
        ClientGone: The client closed the connection.
        Refused: The client stopped sending, or what it sent is no gzip.
    """
    encoding = request.headers.get("content-encoding", "").strip().lower()
    if encoding in _PLAIN:
        async for piece in _received(request, most_bytes):
            yield piece
        return
    if encoding not in _GZIP:
        raise UnsupportedEncoding
    size_bytes, expander = 0, _Expander()
    async for piece in _received(request, most_bytes):
        for expanded in expander.expand(piece):
            size_bytes += len(expanded)
            if size_bytes > most_bytes:
                raise PayloadTooLarge
            yield expanded
            await asyncio.sleep(0)  # other requests are served in between
    expander.finish()


async def read_body(request: Request[Any, Any, Any], most_bytes: int) -> bytearray:
    """The whole body.

    Raises:
        PayloadTooLarge: It is, or says that it is, or expands to something larger than so many bytes.
        UnsupportedEncoding: It is compressed in another way than gzip.
        ClientGone: The client closed the connection.
        Refused: The client stopped sending, or what it sent is no gzip.
    """
    body = bytearray()
    async for piece in stream_body(request, most_bytes):
        body += piece
    return body


async def _received(request: Request[Any, Any, Any], most_bytes: int) -> AsyncIterator[bytes]:
    """The body in the pieces in which it arrives."""
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


class _Expander:
    """Undoes gzip piece by piece; several members after one another are one text (RFC 1952, section 2.2)."""

    def __init__(self) -> None:
        self._member = self._new()
        self._is_begun = False

    def expand(self, piece: bytes) -> Iterator[bytes]:
        """What a piece of the compressed body becomes, in pieces of bounded size.

        Raises:
            Refused: It is no gzip.
        """
        while piece:
            if self._member.eof:
                self._member, self._is_begun = self._new(), False
            self._is_begun = True
            try:
                expanded = self._member.decompress(piece, _PIECE_BYTES)
            except zlib.error:
                raise Refused(_NO_GZIP) from None
            if expanded:
                yield expanded
            piece = self._member.unused_data if self._member.eof else self._member.unconsumed_tail
        while not self._member.eof and (rest := self._rest()):
            yield rest

    def finish(self) -> None:
        """See that nothing is missing.

        Raises:
            Refused: It ends early.
        """
        if not self._is_begun or not self._member.eof:
            raise Refused(_NO_GZIP)

    def _rest(self) -> bytes:
        """What is still held back of what was taken in."""
        try:
            return self._member.decompress(b"", _PIECE_BYTES)
        except zlib.error:
            raise Refused(_NO_GZIP) from None

    @staticmethod
    def _new() -> "zlib._Decompress":
        return zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)


_NO_GZIP: Final = "The body says Content-Encoding: gzip and is not gzip, or not a whole one."
