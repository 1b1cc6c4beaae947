"""The ``Content-Disposition`` of a part of a form, as clients write it: in UTF-8 or Latin-1, extended, in words.

Sources: RFC 7578, section 4.2; RFC 8187 (``filename*=UTF-8''…``, which RFC 7578 forbids and many clients send); RFC 2047 (encoded
words, which .NET sent before 2021 for every name beyond ASCII). What is named in two ways is taken from the extended one (RFC 6266,
section 4.3). What says that it is encoded and cannot be decoded is refused, for a made-up name would look like the client's.
"""

import re
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header
from typing import Final
from urllib.parse import unquote_to_bytes

from multipart import content_disposition_unquote

HEADER: Final = "Content-Disposition"

_PARAMETER: Final = re.compile(r';[ \t]*([^\s=;"]+)[ \t]*=[ \t]*("(?:\\.|[^"\\])*"(?=[ \t]*(?:;|$))|[^;]*)')
_WORDS: Final = re.compile(r"\s*=\?[^?\s]+\?[BbQq]\?[^?]*\?=(?:\s*=\?[^?\s]+\?[BbQq]\?[^?]*\?=)*\s*")
_BROKEN_PERCENT: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")

_CHARSETS: Final = {
    "utf-8": "utf-8", "utf8": "utf-8", "us-ascii": "utf-8", "ascii": "utf-8",
    "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "windows-1252": "cp1252", "cp1252": "cp1252",
}  # fmt: skip
"""Those that RFC 8187 and its predecessor name, with what goes by the same name in practice (WHATWG, Encoding Standard)."""


class UndecodableName(ValueError):
    """A name is written in a way that cannot be undone; the message is for the client."""


@dataclass(frozen=True, slots=True)
class Disposition:
    """What a part says of itself.

    Attributes:
        name: Of the field; empty when it has none.
        filename: Of the file; None when it is no file.
        problem: Why the filename cannot be read; None when it can.
    """

    name: str
    filename: str | None
    problem: str | None = None


def disposition_of(header: str) -> Disposition:
    """The field and file that a header names.

    Args:
        header: Its value, its bytes decoded as ISO 8859-1.
    """
    parameters: dict[str, str] = {}
    for name, value in _PARAMETER.findall(_decoded(header.encode("latin-1"))):
        parameters.setdefault(name.lower(), value.strip())
    field = content_disposition_unquote(parameters.get("name", ""))
    try:
        return Disposition(field, _filename(parameters))
    except UndecodableName as error:
        return Disposition(field, "", str(error))


def text_of(raw: bytes | bytearray, charset: str | None) -> str:
    """A text field in the charset that its part names, if it is one that we know; else in UTF-8.

    Raises:
        UnicodeDecodeError: It is not.
    """
    return raw.decode(_CHARSETS.get((charset or "").strip().lower(), "utf-8"))


def _decoded(raw: bytes) -> str:
    """A header in UTF-8, and where it is none, in Latin-1: few texts of that are UTF-8 by chance, hardly any name."""
    for charset in ("utf-8", "cp1252"):
        try:
            return raw.decode(charset)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def _filename(parameters: dict[str, str]) -> str | None:
    if "filename*" in parameters:
        return _extended(parameters["filename*"].strip('"'))
    if "filename" in parameters:
        plain = content_disposition_unquote(parameters["filename"], filename=True)
        return _words(plain) if _WORDS.fullmatch(plain) else plain
    if any(name.startswith("filename*") for name in parameters):
        message = f"has a {HEADER} header with a filename in pieces (filename*0); send it as one filename or filename*"
        raise UndecodableName(message)
    return None


def _extended(value: str) -> str:
    """An extended value: charset, language and percent-encoded text, parted by apostrophes."""
    charset, *rest = value.split("'", 2)
    encoding = _CHARSETS.get(charset.strip().lower())
    if len(rest) != 2 or encoding is None or _BROKEN_PERCENT.search(rest[1]):
        raise UndecodableName(_NOT_EXTENDED)
    try:
        return unquote_to_bytes(rest[1].strip()).decode(encoding)
    except UnicodeDecodeError:
        raise UndecodableName(_NOT_EXTENDED) from None


_NOT_EXTENDED: Final = (
    f"has a {HEADER} header whose filename* cannot be decoded; write it as UTF-8''name with percent-encoding (RFC 8187)"
)
_NOT_WORDS: Final = f"has a {HEADER} header whose filename is an encoded word (RFC 2047) that cannot be decoded"


def _words(value: str) -> str:
    """Encoded words, one after another; a character may begin in one and end in the next."""
    try:
        return "".join(
            piece if isinstance(piece, str) else piece.decode(charset or "ascii")
            for piece, charset in decode_header(value)
        )
    except (HeaderParseError, LookupError, ValueError):
        raise UndecodableName(_NOT_WORDS) from None
