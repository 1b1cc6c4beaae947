"""The body of upload-json: decoded field by field, so that a client sees every mistake at once and nothing of 16 MB is copied.

Not pydantic: its base64 type silently accepts garbage. msgspec's refuses it, save for stray bits in the last group; those here.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import msgspec

from api.auth import KEY_MISPLACED, holds_key
from api.upload_fields import TEXT_FIELDS, Blame, UploadFields, check_fields, check_filename
from berkas.errors import Refused, UnsupportedMediaType, ValidationFailed
from berkas.extraction.filetypes import FileType

_FILE_FIELDS: Final = ("filename", "contentType", "contentBase64")
_KNOWN: Final = frozenset({*_FILE_FIELDS, *TEXT_FIELDS})

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
        content_type: What the client calls its type; None when not said.
        fields: What else was said.
    """

    content: bytes = field(repr=False)
    filename: str
    content_type: str | None
    fields: UploadFields


def decode_body(body: bytes | bytearray) -> JsonUpload:
    """The upload in a JSON body.

    Raises:
        Refused: Not a JSON object, or an API key in a field.
        ValidationFailed: Fields are unknown, missing or invalid; every mistake at once.
    """
    try:
        raw = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, RecursionError):
        raise Refused("The body must be a valid JSON object.") from None
    errors: dict[str, list[str]] = {}

    def blame(name: str, message: str) -> None:
        errors.setdefault(name, []).append(message)

    values = _values(raw, blame)
    upload = JsonUpload(
        content=_content(raw.get("contentBase64"), blame),
        filename=check_filename(values.get("filename"), "filename", blame),
        content_type=_media_type(values.get("contentType"), blame),
        fields=check_fields(values, blame),
    )
    if errors:
        raise ValidationFailed(errors)
    return upload


def check_agreement(content_type: str | None, file_type: FileType) -> None:
    """See that a client's media type does not contradict the bytes.

    Raises:
        UnsupportedMediaType: It does.
    """
    if content_type is None or content_type == _SAYS_NOTHING:
        return
    if _MEDIA_TYPES.get(content_type) is not file_type:
        raise UnsupportedMediaType(f"contentType contradicts the file, which is {file_type.value}.")


def _values(raw: Mapping[str, msgspec.Raw], blame: Blame) -> dict[str, object]:
    """Every known field but the content; unknown ones are blamed by their name, never by their value."""
    values: dict[str, object] = {}
    for name, encoded in raw.items():
        if holds_key(name):
            raise Refused(KEY_MISPLACED)
        if name not in _KNOWN:
            blame(
                "".join(char for char in name[:64] if char.isprintable()) or "(unnamed)", "is not a field of this body"
            )
        elif name != "contentBase64":
            values[name] = _value(encoded)
            if name != "pdfPassword" and holds_key(bytes(encoded).decode("utf-8", "replace")):
                raise Refused(KEY_MISPLACED)
    return values


def _value(encoded: msgspec.Raw) -> object:
    try:
        return msgspec.json.decode(encoded)
    except (msgspec.DecodeError, RecursionError):  # such as half of a surrogate pair
        return _UNREADABLE


def _content(encoded: msgspec.Raw | None, blame: Blame) -> bytes:
    if encoded is None or bytes(memoryview(encoded)[:4]) == b"null":
        blame("contentBase64", "is required")
        return b""
    try:
        content = msgspec.json.decode(encoded, type=bytes)
    except msgspec.DecodeError:
        blame("contentBase64", "must be standard base64 with padding")
        return b""
    if not content:
        blame("contentBase64", "must not be empty")
    elif not _ends_cleanly(encoded, content):
        blame("contentBase64", "must be standard base64 with padding")
    return content


def _ends_cleanly(encoded: msgspec.Raw, content: bytes) -> bool:
    """Whether the last group of four has no bits set that belong to no byte."""
    rest = len(content) % 3
    return rest == 0 or bytes(memoryview(encoded)[-5:-1]) == base64.b64encode(content[-rest:])


def _media_type(given: object, blame: Blame) -> str | None:
    if given is None:
        return None
    if not isinstance(given, str) or not given.strip():
        blame("contentType", "must be a media type")
        return None
    return given.partition(";")[0].strip().lower()
