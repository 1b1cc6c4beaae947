"""Base64 as clients really send it: with line breaks, in the alphabet for URLs, without padding, as a data URL.

Only what has one meaning is taken. Two alphabets in one text, half a padding, or bits that belong to no byte are refused: such a
text was cut or altered on its way, and a document must not be guessed at. Sources: RFC 4648, sections 3 to 5; RFC 2045, section
6.8 (line breaks); RFC 2397 (data URLs).
"""

import base64
import binascii
from typing import Final
from urllib.parse import unquote_to_bytes

_BLANKS: Final = b" \t\r\n"
_URL_SAFE: Final = bytes.maketrans(b"-_", b"+/")
_MOST_HEAD: Final = 256
"""Bytes of a data URL before its comma."""


class NotBase64(ValueError):
    """The text is no base64 of one meaning; the message is for the client."""


def split_data_url(text: bytes | memoryview) -> tuple[str | None, bytes | memoryview]:
    """The media type that a data URL names, lower case, with its content; None and the text itself where it is no data URL.

    Raises:
        NotBase64: It is a data URL whose content is not said to be base64.
    """
    head = bytes(text[:_MOST_HEAD])
    if head[:5].lower() != b"data:":
        return None, text
    comma = head.find(b",")
    kind, *options = head[5:comma].decode("ascii", "replace").lower().split(";")
    if comma < 0 or not options or options[-1].strip() != "base64":
        message = "must be a data URL of base64, such as data:image/jpeg;base64,…, or base64 alone"
        raise NotBase64(message)
    content = text[comma + 1 :]
    if b"%" in bytes(content[-12:]):  # padding of a URL may be written as %3D
        content = unquote_to_bytes(bytes(content))
    return kind.strip() or None, content


def decode_base64(text: bytes | memoryview) -> bytes:
    """The bytes that a text stands for.

    Raises:
        NotBase64: It has no one meaning.
    """
    try:
        content = binascii.a2b_base64(text, strict_mode=True)
        plain: bytes | memoryview = text
    except (binascii.Error, ValueError):
        plain = _plain(bytes(text))
        try:
            content = binascii.a2b_base64(plain, strict_mode=True)
        except (binascii.Error, ValueError):
            raise NotBase64(_MALFORMED) from None
    rest = len(content) % 3
    if rest and bytes(plain[-4:]) != base64.b64encode(content[-rest:]):
        raise NotBase64(_MALFORMED)
    return content


_MALFORMED: Final = "must be base64 (RFC 4648); this text is cut, altered, or of another encoding"


def _plain(text: bytes) -> bytes:
    """In the standard alphabet, with padding, without line breaks."""
    text = text.translate(None, _BLANKS)
    if b"-" in text or b"_" in text:
        if b"+" in text or b"/" in text:
            message = "must be in one alphabet: either with + and /, or with - and _"
            raise NotBase64(message)
        text = text.translate(_URL_SAFE)
    if not text.endswith(b"="):
        text += b"=" * (-len(text) % 4)
    return text
