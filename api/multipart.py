"""A multipart/form-data body, read while it streams: text fields into memory, the file into a sink, nothing onto a disk.

Fields may come before or after the file. Wrong fields are collected, so that a client sees every mistake at once; what is broken or
too large ends the reading.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from multipart import MultipartError, MultipartSegment, ParserLimitReached, PushMultipartParser, parse_options_header

from api.part_headers import HEADER, Disposition, disposition_of, text_of
from berkas.refusals import PayloadTooLarge, Refused, UnsupportedMediaType

_MAX_BOUNDARY = 200
_MAX_HEADERS = 8


@dataclass(frozen=True, slots=True)
class FormShape:
    """What a form may hold.

    Attributes:
        file_field: Name of its one file.
        text_fields: Name of each text field with the most bytes that it may have.
        max_parts: Parts of any kind above which the form is refused as too large.
        max_header_bytes: Longest header line of a part.
    """

    file_field: str
    text_fields: Mapping[str, int]
    max_parts: int = 32
    max_header_bytes: int = 4096


@dataclass(slots=True)
class Form:
    """What a form held.

    Attributes:
        texts: Text by field; a field that was sent empty is not in it.
        filename: Name that the client gave to the file; None when there was no file.
        file_media_type: Content-Type that the client gave to the file, lower case; never trusted.
        errors: Every mistake by field.
    """

    texts: dict[str, str] = field(default_factory=dict)
    filename: str | None = None
    file_media_type: str | None = None
    errors: dict[str, list[str]] = field(default_factory=dict)

    def blame(self, name: str, message: str) -> None:
        """Record a mistake, once."""
        messages = self.errors.setdefault(name, [])
        if message not in messages:
            messages.append(message)


@runtime_checkable
class FileSink(Protocol):
    """Takes the bytes of the file as they come."""

    async def write(self, chunk: bytes) -> None:
        """Take the next bytes; raising ends the reading."""


def boundary_of(content_type: str) -> str:
    """The boundary out of a request's Content-Type.

    Raises:
        UnsupportedMediaType: Not multipart/form-data.
        Refused: No boundary, or not one that RFC 2046 allows.
    """
    kind, options = parse_options_header(content_type)
    if kind != "multipart/form-data":
        raise UnsupportedMediaType("Send the document as multipart/form-data.")
    boundary = options.get("boundary", "")
    if not boundary or len(boundary) > _MAX_BOUNDARY or not boundary.isascii() or not boundary.isprintable():
        raise Refused("The multipart boundary is missing or malformed.")
    return str(boundary)


async def read_form(body: AsyncIterator[bytes], boundary: str, shape: FormShape, sink: FileSink) -> Form:
    """Read a whole form, the file going to the sink chunk by chunk.

    Raises:
        Refused: The body is malformed or ends early.
        PayloadTooLarge: Too many parts, or headers too long.
    """
    parser = PushMultipartParser(
        boundary,
        max_header_size=shape.max_header_bytes,
        max_header_count=_MAX_HEADERS,
        max_segment_count=shape.max_parts,
        header_charset="latin-1",  # every byte is kept; what it means is decided by part_headers
    )
    reader = _FormReader(shape, sink)
    try:
        with parser:
            async for chunk in body:
                if not chunk:
                    continue
                for event in parser.parse(chunk):
                    await reader.take(event)
    except ParserLimitReached as error:
        raise PayloadTooLarge("The form has too many parts or too long headers.") from error
    except MultipartError as error:
        raise Refused("The multipart body is malformed or incomplete.") from error
    return reader.form


class _FormReader:
    """Turns the parser's events (a part begins, bytes, a part ends) into a form."""

    def __init__(self, shape: FormShape, sink: FileSink) -> None:
        self.form = Form()
        self._shape = shape
        self._sink = sink
        self._name: str | None = None
        self._text = bytearray()
        self._is_file = False
        self._charset: str | None = None
        self._seen: set[str] = set()

    async def take(self, event: MultipartSegment | bytes | None) -> None:
        """Take the next event."""
        if isinstance(event, MultipartSegment):
            self._begin(event)
        elif event is None:
            self._end()
        elif self._is_file:
            await self._sink.write(bytes(event))
        elif self._name is not None:
            self._add_text(self._name, event)

    def _begin(self, part: MultipartSegment) -> None:
        disposition = disposition_of(part.header(HEADER, ""))
        name, has_filename = disposition.name, disposition.filename is not None
        self._name, self._is_file, self._charset = None, False, part.charset
        self._text.clear()
        if name == self._shape.file_field:
            self._is_file = self._begin_file(disposition, part.content_type)
        elif name not in self._shape.text_fields:
            self.form.blame(_printable(name), "is not a field of this form")
        elif name in self._seen:
            self.form.blame(name, "is given more than once")
        elif has_filename:
            self.form.blame(name, "must be text, not a file")
        else:
            self._name = name
        self._seen.add(name)

    def _begin_file(self, disposition: Disposition, media_type: str | None) -> bool:
        name = self._shape.file_field
        if name in self._seen:
            self.form.blame(name, "only one file may be sent")
            return False
        if disposition.filename is None:
            self.form.blame(name, "must be a file with a filename")
            return False
        if disposition.problem is not None:
            self.form.blame(name, disposition.problem)
            return False
        self.form.filename = disposition.filename
        self.form.file_media_type = media_type
        return True

    def _add_text(self, name: str, data: bytes) -> None:
        if len(self._text) + len(data) > self._shape.text_fields[name]:
            self.form.blame(name, f"must be at most {self._shape.text_fields[name]} bytes")
            self._name = None
        else:
            self._text += data

    def _end(self) -> None:
        if self._name is not None and self._text:
            try:
                self.form.texts[self._name] = text_of(self._text, self._charset)
            except UnicodeDecodeError:
                self.form.blame(self._name, "must be UTF-8 text")
        self._name, self._is_file = None, False


def _printable(name: str) -> str:
    """An unknown field's name, short and without control characters, so that it can be reported."""
    return "".join(char for char in name[:64] if char.isprintable()) or "(unnamed)"
