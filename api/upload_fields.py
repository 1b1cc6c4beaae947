"""The fields beside the file of an upload, checked alike for forms and JSON; every mistake is collected by wire name.

All of them may be left out, and clients that always send every field write null, or nothing, for those that they do not know: each
of these is the same as left out.
"""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

from api.json_reader import decode_object
from berkas.ids import IdPrefix, is_id
from berkas.model.document_types import DocumentType
from berkas.refusals import Refused
from tables.queries.customers import is_storable_name
from templates_registry import document_types

MAX_FILENAME = 255
MAX_REFERENCE = 255
MAX_CUSTOMER_NAME = 255
MAX_PASSWORD = 1024
MAX_METADATA_BYTES = 4096

TEXT_FIELDS: Final[Mapping[str, int]] = {
    "type": 64,
    "externalRef": MAX_REFERENCE * 4,
    "customerName": MAX_CUSTOMER_NAME * 4,
    "customerId": 64,
    "pdfPassword": MAX_PASSWORD * 4,
    "metadata": MAX_METADATA_BYTES,
}
"""Wire names of the text fields with the most bytes of each."""

_MAX_DEPTH = 16


@dataclass(frozen=True, slots=True)
class UploadFields:
    """What a client said about the file; None where nothing was said."""

    type: DocumentType | None = None
    external_ref: str | None = None
    customer_name: str | None = None
    customer_id: str | None = None
    pdf_password: str | None = field(default=None, repr=False)
    metadata: dict[str, Any] | None = None


Blame = Callable[[str, str], None]
"""Takes a wire name and a sentence."""


def check_fields(values: Mapping[str, object], blame: Blame) -> UploadFields:
    """The fields out of text (or, for metadata, an object) by wire name; mistakes go to ``blame``."""
    return UploadFields(
        type=_document_type(values.get("type"), blame),
        external_ref=_text(values, "externalRef", MAX_REFERENCE, blame),
        customer_name=check_customer_name(values, "customerName", blame),
        customer_id=_customer_id(values.get("customerId"), blame),
        pdf_password=_password(values.get("pdfPassword"), blame),
        metadata=_metadata(values.get("metadata"), blame),
    )


def is_absent(given: object) -> bool:
    """Whether a value of an optional field says nothing: null, or a text without anything in it."""
    return given is None or (isinstance(given, str) and not given.strip())


def check_filename(given: object, wire_name: str, blame: Blame) -> str:
    """The last part of a file's name, without folders and control characters; 1-255 characters."""
    if given is None:
        blame(wire_name, "is required")
        return ""
    if not isinstance(given, str):
        blame(wire_name, "must be text")
        return ""
    last = given.replace("\\", "/").rsplit("/", 1)[-1]
    name = unicodedata.normalize("NFC", "".join(char for char in last if _is_clean(char))).strip()
    if not name or name in {".", ".."}:
        blame(wire_name, "must have a filename")
    elif len(name) > MAX_FILENAME:
        blame(wire_name, f"must have a filename of at most {MAX_FILENAME} characters")
    return name


def check_customer_name(values: Mapping[str, object], wire_name: str, blame: Blame) -> str | None:
    """A customer's name with single spaces; None when it is not given or not right."""
    name = _text(values, wire_name, MAX_CUSTOMER_NAME, blame)
    if name and not is_storable_name(name):
        blame(wire_name, "is too long when its compatibility characters are written out")
        return None
    return " ".join(name.split()) if name else None


def _document_type(given: object, blame: Blame) -> DocumentType | None:
    if is_absent(given):
        return None
    if str(given) in document_types.names():
        return str(given)
    blame("type", f"must be one of: {', '.join(document_types.names())}")
    return None


def _text(values: Mapping[str, object], name: str, longest: int, blame: Blame) -> str | None:
    given = values.get(name)
    if given is None or is_absent(given):
        return None
    if not isinstance(given, str):
        is_number = isinstance(given, int | float) and not isinstance(given, bool)
        blame(name, 'must be text: put the number in quotes, such as "007"' if is_number else "must be text")
        return None
    text = given.strip()
    if len(text) > longest:
        blame(name, f"must be at most {longest} characters")
    elif not all(_is_clean(char) for char in text):
        blame(name, "must not contain control characters")
    else:
        return text
    return None


def _customer_id(given: object, blame: Blame) -> str | None:
    if is_absent(given):
        return None
    if isinstance(given, str) and is_id(given, IdPrefix.CUSTOMER):
        return given
    blame("customerId", "is not a customer of yours")
    return None


def _password(given: object, blame: Blame) -> str | None:
    if given is None or given == "":
        return None
    if not isinstance(given, str):
        blame("pdfPassword", "must be text")
    elif len(given) > MAX_PASSWORD:
        blame("pdfPassword", f"must be at most {MAX_PASSWORD} characters")
    else:
        return given
    return None


def _metadata(given: object, blame: Blame) -> dict[str, Any] | None:
    if is_absent(given):
        return None
    decoded = _decoded(given)
    if decoded is None:
        return None
    if not isinstance(decoded, dict):
        blame("metadata", "must be a JSON object")
    elif not _is_storable(decoded, _MAX_DEPTH):
        blame("metadata", f"must not contain NUL characters nor be nested deeper than {_MAX_DEPTH}")
    elif len(msgspec.json.encode(decoded)) > MAX_METADATA_BYTES:
        blame("metadata", f"must be at most {MAX_METADATA_BYTES} bytes")
    else:
        return decoded
    return None


def _decoded(given: object) -> object:
    """JSON that a form carries as text, as strictly read as a body; what cannot be read is no object either."""
    if not isinstance(given, str):
        return given
    try:
        return None if given.strip() == "null" else decode_object(given.encode())
    except (Refused, UnicodeEncodeError):
        return given


def _is_storable(value: object, depth: int) -> bool:
    """Whether PostgreSQL's jsonb can hold it: no NUL in any text."""
    if isinstance(value, str):
        return "\x00" not in value
    if isinstance(value, dict):
        return depth > 0 and all("\x00" not in key and _is_storable(item, depth - 1) for key, item in value.items())
    if isinstance(value, list):
        return depth > 0 and all(_is_storable(item, depth - 1) for item in value)
    return True


def _is_clean(char: str) -> bool:
    """Neither a control character nor half of a surrogate pair."""
    return unicodedata.category(char) not in {"Cc", "Cs"}
