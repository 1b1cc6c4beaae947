"""The body of upload-json: decoded field by field, so that a client sees every mistake at once and nothing of 16 MB is copied.

Not pydantic: its base64 type silently accepts garbage. The first look is by a structure that ends at the first unknown field, so
megabytes of them cost nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

from api.auth import KEY_MISPLACED, holds_key
from api.base64_text import NotBase64, decode_base64, split_data_url
from api.json_reader import Mistakes, refuse_ambiguous, refuse_keys, shown_name
from api.upload_fields import TEXT_FIELDS, Blame, UploadFields, check_fields, check_filename
from berkas.reading.filetypes import FileType
from berkas.refusals import Refused, UnsupportedMediaType

_FILE_FIELDS: Final = ("filename", "contentType", "contentBase64")
_KNOWN: Final = frozenset({*_FILE_FIELDS, *TEXT_FIELDS})

_SMALL_BYTES: Final = 256 * 1024
"""A body with unknown fields is looked at as a whole up to this size, so that all its mistakes are told; above, the first is."""

_BESIDE_BYTES: Final = 64 * 1024
"""Most of a body beside the content: filename, references and metadata fill a tenth of it."""

_NOT_JSON: Final = "The body must be a valid JSON object."
_UNKNOWN: Final = "Object contains unknown field `"
_NULL: Final = b"null"
_ABSENT: Final = msgspec.Raw()

_Members: Any = msgspec.defstruct(
    "_Members", [(name, msgspec.Raw, _ABSENT) for name in sorted(_KNOWN)], forbid_unknown_fields=True
)

_MEDIA_TYPES: Final[Mapping[str, FileType]] = {
    **{file_type.value: file_type for file_type in FileType},
    "image/heif": FileType.HEIC,
    "image/jpg": FileType.JPEG,
    "image/tif": FileType.TIFF,
    "application/x-pdf": FileType.PDF,
}
"""What clients call the six file types."""

_SAYS_NOTHING: Final = "application/octet-stream"

_UNREADABLE: Final = object()
"""Of no type that any field may have."""


@dataclass(frozen=True, slots=True)
class JsonUpload:
    """A decoded body.

    Attributes:
        content: The file.
        filename: Its name, cleaned.
        content_types: What the client calls its type, in ``contentType`` and in a data URL; empty when not said.
        fields: What else was said.
    """

    content: bytes = field(repr=False)
    filename: str
    content_types: tuple[str, ...]
    fields: UploadFields


def decode_body(body: bytes | bytearray) -> JsonUpload:
    """The upload in a JSON body.

    Raises:
        Refused: Not a JSON object, ambiguous or extreme, or an API key in a field.
        ValidationFailed: Fields are unknown, missing or invalid; every mistake at once.
    """
    mistakes = Mistakes()
    raw = _members(body, mistakes)
    values = {name: _value(encoded) for name, encoded in raw.items() if name != "contentBase64"}
    beside = _without(body, raw.get("contentBase64"))
    refuse_ambiguous(beside)
    readable = {name: value for name, value in values.items() if value is not _UNREADABLE}
    refuse_keys(beside, readable, secret="pdfPassword")  # noqa: S106 - a field's name
    content, said = _content(raw.get("contentBase64"), mistakes.blame)
    upload = JsonUpload(
        content=content,
        filename=check_filename(values.get("filename"), "filename", mistakes.blame),
        content_types=tuple(
            kind for kind in (_media_type(values.get("contentType"), mistakes.blame), said) if kind is not None
        ),
        fields=check_fields(values, mistakes.blame),
    )
    mistakes.refuse()
    return upload


def check_agreement(content_types: Iterable[str], file_type: FileType) -> None:
    """See that no media type that a client named contradicts the bytes.

    Raises:
        UnsupportedMediaType: One does.
    """
    for content_type in content_types:
        if content_type != _SAYS_NOTHING and _MEDIA_TYPES.get(content_type) is not file_type:
            raise UnsupportedMediaType(f"contentType contradicts the file, which is {file_type.value}.")


def _members(body: bytes | bytearray, mistakes: Mistakes) -> dict[str, msgspec.Raw]:
    """Every known field, undecoded; unknown ones are blamed by their name, never by their value."""
    try:
        found = msgspec.json.decode(body, type=_Members)
    except msgspec.ValidationError as error:
        unknown = str(error).partition(_UNKNOWN)[2].rpartition("`")[0]
        if not unknown and _UNKNOWN not in str(error):
            raise Refused(_NOT_JSON) from None
        if len(body) > _SMALL_BYTES:
            if holds_key(unknown):
                raise Refused(KEY_MISPLACED) from None
            mistakes.blame(shown_name(unknown), "is not a field of this body")
            mistakes.refuse()
    except (msgspec.DecodeError, RecursionError):
        raise Refused(_NOT_JSON) from None
    else:
        return {name: raw for name in _KNOWN if memoryview(raw := getattr(found, name)).nbytes}
    try:
        every = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, RecursionError):
        raise Refused(_NOT_JSON) from None
    if any(holds_key(name) for name in every):
        raise Refused(KEY_MISPLACED)
    mistakes.blame_unknown(every, _KNOWN)
    return {name: raw for name, raw in every.items() if name in _KNOWN}


def _without(body: bytes | bytearray, content: msgspec.Raw | None) -> bytes:
    """The body with an empty text in place of a large content: what is left is small enough to be looked at closely.

    Raises:
        Refused: It is not.
    """
    if len(body) <= _BESIDE_BYTES:
        return bytes(body)
    large = memoryview(content) if content is not None else memoryview(b"")
    if len(body) - len(large) > _BESIDE_BYTES:
        raise Refused("The fields beside contentBase64 are too large, or contentBase64 comes twice.")
    at = body.find(large)
    return bytes(body[:at]) + b'""' + bytes(body[at + len(large) :])


def _value(encoded: msgspec.Raw) -> object:
    try:
        return msgspec.json.decode(encoded)
    except (msgspec.DecodeError, RecursionError):  # such as half of a surrogate pair
        return _UNREADABLE


def _content(encoded: msgspec.Raw | None, blame: Blame) -> tuple[bytes, str | None]:
    """The file, and its media type where a data URL names one."""
    text = memoryview(encoded) if encoded is not None else memoryview(_NULL)
    if bytes(text[:4]) == _NULL:
        blame("contentBase64", "is required")
        return b"", None
    try:
        said, content = split_data_url(_text(text))
        decoded = decode_base64(content)
    except NotBase64 as error:
        blame("contentBase64", str(error))
        return b"", None
    if not decoded:
        blame("contentBase64", "must not be empty")
    return decoded, said


def _text(encoded: memoryview) -> bytes | memoryview:
    """A JSON text as its bytes, without a copy where it has no escapes.

    Raises:
        NotBase64: It is no text.
    """
    if bytes(encoded[:1]) != b'"':
        message = "must be text"
        raise NotBase64(message)
    if bytes(encoded).find(b"\\") < 0:
        return encoded[1:-1]
    try:
        return msgspec.json.decode(encoded, type=str).encode()
    except (msgspec.DecodeError, UnicodeEncodeError):
        message = "must be text"
        raise NotBase64(message) from None


def _media_type(given: object, blame: Blame) -> str | None:
    if given is None:
        return None
    if not isinstance(given, str):
        blame("contentType", "must be a media type")
        return None
    return given.partition(";")[0].strip().lower() or None
