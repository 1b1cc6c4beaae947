"""What the parent and the reading sandbox say to each other: MessagePack with typed decoding, one length-prefixed frame each.

Nothing that comes out of the sandbox is ever unpickled or evaluated: a parser that was taken over can lie about a document, and
nothing more.
"""

import socket
import time
from typing import TypeVar

import msgspec

from berkas.model.geometry import Page, RuledTable
from berkas.reading.filetypes import FileType
from berkas.reading.limits import OcrOptions, ReadingLimits

MAX_FRAME_BYTES = 256 * 1024 * 1024
"""The largest file and what belongs to it."""

MAX_REPLY_BYTES = 64 * 1024 * 1024
"""The words of a page take a megabyte at most, a picture of one a few."""


class Request(msgspec.Struct, frozen=True, tag=True):
    """Base of what the parent asks."""


class Open(Request, frozen=True):
    """Open a document; the one before is forgotten."""

    content: bytes
    file_type: FileType
    password: str | None


class ReadPage(Request, frozen=True):
    """Read the words of a page.

    Attributes:
        index: Of the page.
        by_ocr: Read its picture, whatever text layer it has.
    """

    index: int
    by_ocr: bool = False


class FindTables(Request, frozen=True):
    """Find the ruled tables of a page."""

    index: int


class Draw(Request, frozen=True):
    """Draw a page as a person sees it, as JPEG.

    Attributes:
        index: Of the page.
        longest_px: Its longer side has so many pixels, or fewer.
        rotation: Degrees clockwise to undo, as reading found them; None when nobody knows.
    """

    index: int
    longest_px: int
    rotation: int | None


class Close(Request, frozen=True):
    """Forget the document."""


AnyRequest = Open | ReadPage | FindTables | Draw | Close


class Reply(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The answer to any request; what does not belong to the request stays empty.

    Attributes:
        error_code: Code of a ``DocumentError``, None when all went well.
        page_count: After opening.
        page: After reading a page.
        tables: After looking for tables.
        jpeg: After drawing.
        model_used: Recogniser that read the page, None for a text layer.
        cpu_seconds: CPU time of the sandbox since it began.
        rss_bytes: Its resident memory.
        address_bytes: Its address space, which is what `ReadingLimits.memory_bytes` limits; 0 where it is unknown.
    """

    error_code: str | None = None
    page_count: int = 0
    page: Page | None = None
    tables: tuple[RuledTable, ...] = ()
    jpeg: bytes = b""
    model_used: str | None = None
    cpu_seconds: float = 0.0
    rss_bytes: int = 0
    address_bytes: int = 0


class Setup(msgspec.Struct, frozen=True):
    """The first message to a new sandbox."""

    limits: ReadingLimits
    ocr: OcrOptions


T = TypeVar("T")


class FrameError(EOFError):
    """The other side sent what cannot be a frame of the kind that is due."""


def send(connection: socket.socket, message: msgspec.Struct) -> None:
    """Send one frame."""
    frame = msgspec.msgpack.encode(message)
    connection.sendall(len(frame).to_bytes(4, "big") + frame)


def receive(
    connection: socket.socket, kind: type[T], *, most: int = MAX_FRAME_BYTES, seconds: float | None = None
) -> T:
    """Receive one frame.

    Args:
        connection: To the other side.
        kind: What the frame must be.
        most: Bytes of the frame.
        seconds: For the whole frame, however slowly it drips; None waits for ever.

    Raises:
        EOFError: The other side is gone.
        FrameError: It sent what cannot be a frame of this kind.
        TimeoutError: The time ran out.
    """
    deadline = None if seconds is None else time.monotonic() + seconds
    length = int.from_bytes(_exactly(connection, 4, deadline), "big")
    if length > most:
        raise FrameError
    try:
        return msgspec.msgpack.decode(_exactly(connection, length, deadline), type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise FrameError from error


def _exactly(connection: socket.socket, length: int, deadline: float | None) -> bytearray:
    buffer = bytearray(length)
    view = memoryview(buffer)
    done = 0
    while done < length:
        if deadline is not None:
            connection.settimeout(max(deadline - time.monotonic(), 0.001))
        got = connection.recv_into(view[done:])
        if not got:
            raise EOFError
        done += got
    return buffer
