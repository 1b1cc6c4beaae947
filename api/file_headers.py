"""Headers of answers that are files: which part of it, under which name, and that no browser may run it."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from api.errors import RangeNotSatisfiable

INERT: Final = {
    # a paper may hold scripts: even opened in a browser it must not run as a page of ours
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-site",
    "Referrer-Policy": "no-referrer",
}
"""Headers of every file of a client."""

_RANGE: Final = re.compile(r"bytes=[ \t]*(\d*)-(\d*)[ \t]*", re.ASCII | re.IGNORECASE)
_ATTR_CHARS: Final = "!#$&+-.^_`|~"
"""What an extended value may hold unquoted beside letters and digits (RFC 8187, section 3.2.1)."""


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes ``start`` to before ``end`` of a file of so many bytes."""

    start: int
    end: int
    of_bytes: int

    @property
    def length(self) -> int:
        """How many bytes."""
        return self.end - self.start

    @property
    def content_range(self) -> str:
        """The value of ``Content-Range``."""
        return f"bytes {self.start}-{self.end - 1}/{self.of_bytes}"


def parse_range(header: str | None, size_bytes: int) -> Part | None:
    """The part that a ``Range`` header asks for (RFC 9110, section 14); None for the whole file.

    Several ranges, other units and malformed headers are ignored, as the standard allows.

    Raises:
        RangeNotSatisfiable: It begins behind the end of the file, or asks for the last 0 bytes.
    """
    found = _RANGE.fullmatch(header or "")
    if found is None or not any(found.groups()) or any(len(digits) > 18 for digits in found.groups()):
        return None
    first, last = found.groups()
    if not first:
        wanted = min(int(last), size_bytes)
        start, end = size_bytes - wanted, size_bytes
    else:
        start, end = int(first), min(int(last) + 1, size_bytes) if last else size_bytes
        if last and int(last) < start:
            return None
    if start >= size_bytes:
        raise RangeNotSatisfiable(size_bytes)
    return Part(start, end, size_bytes)


def attachment(filename: str) -> str:
    """The value of ``Content-Disposition`` for a file to be saved (RFC 6266): a plain name, and the true one in UTF-8."""
    plain = unicodedata.normalize("NFKD", filename).encode("ascii", "ignore").decode()
    plain = re.sub(r'[^\w .()\[\]-]|["\\]', "_", plain, flags=re.ASCII).strip() or "file"
    # half of a surrogate pair cannot be encoded
    encoded = quote(filename.encode("utf-8", "replace"), safe=_ATTR_CHARS)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}"
