"""The strict reader of every JSON body: one object, each name once, nothing too deep, too wide or too long, no API key in it.

RFC 8259 leaves open what a name that comes twice means, and parsers disagree; a value that was checked by one reader and used by
another is an old way around checks. So such a body is refused, not guessed at.
"""

import asyncio
import json
import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

import msgspec
from litestar import Request

from api.auth import KEY_MISPLACED, holds_key
from api.bodies import read_body
from berkas.refusals import Refused, UnsupportedMediaType, ValidationFailed

MOST_DEPTH: Final = 32
"""Objects and lists inside each other."""

MOST_NAMES: Final = 2_000
"""Of one object."""

MOST_DIGITS: Final = 40
"""Of a whole number."""

SHOWN_UNKNOWN: Final = 10
"""Unknown fields that an answer names; a body of nothing else must not be answered at its own length."""

_SHOWN_CHARACTERS: Final = 64
_THREAD_BYTES: Final = 32 * 1024
"""A larger body is decoded in a thread, so that other requests need not wait for it."""

_MARK: Final = b"\xef\xbb\xbf"
"""The byte order mark that some writers put before UTF-8; RFC 8259, section 8.1, lets a reader ignore it."""

_TOO_LARGE: Final = "The body has a number that is too large; send long numbers as text."
_NOT_JSON: Final = "The body must be a valid JSON object."
_ESCAPE: Final = re.compile(r"\\(?:u00([0-7][0-9A-Fa-f])|.)", re.DOTALL)


class _Twice(ValueError):
    """A name occurs twice in one object."""


class _TooWide(ValueError):
    """An object has too many names."""


class _TooLong(ValueError):
    """A whole number has too many digits."""


async def read_object(
    request: Request[Any, Any, Any], *, most_bytes: int, secret: str | None = None, is_optional: bool = False
) -> dict[str, Any]:
    """The object in a request's body.

    Args:
        request: The request.
        most_bytes: How large its body may be.
        secret: The field that may hold anything; in all others nothing shaped like an API key may stand.
        is_optional: An empty body is an object without fields.

    Raises:
        UnsupportedMediaType: It is not sent as JSON.
        PayloadTooLarge: It is larger.
        Refused: Not a JSON object, ambiguous or extreme, or it holds an API key.
    """
    is_json = request.content_type[0] == "application/json"
    if not is_json and not is_optional:
        raise UnsupportedMediaType("Send the body as application/json.")
    body = await read_body(request, most_bytes)
    if is_optional and not body.strip():
        return {}
    if not is_json:
        raise UnsupportedMediaType("Send the body as application/json.")
    if len(body) > _THREAD_BYTES:
        return await asyncio.to_thread(decode_object, body, secret=secret)
    return decode_object(body, secret=secret)


def decode_object(body: bytes | bytearray, *, secret: str | None = None) -> dict[str, Any]:
    """The object in a body; see ``read_object``.

    Raises:
        Refused: Not a JSON object, ambiguous or extreme, or it holds an API key.
    """
    body = body.removeprefix(_MARK)
    try:
        # the strict parser first: of UTF-8, of lone surrogates, of numbers that fit nowhere
        values = msgspec.json.decode(body, type=dict[str, Any])
    except msgspec.DecodeError as error:
        raise Refused(_sentence(error)) from None
    except RecursionError:
        raise _too_deep() from None
    refuse_ambiguous(body)
    if _is_deeper(values, MOST_DEPTH):
        raise _too_deep()
    refuse_keys(body, values, secret=secret)
    return values


def refuse_ambiguous(text: bytes | bytearray) -> None:
    """See that a valid JSON text names nothing twice, and has no object of too many names and no number of too many digits.

    Raises:
        Refused: It does.
    """
    try:
        json.loads(text, object_pairs_hook=_each_once, parse_int=_not_endless)
    except _Twice:
        raise Refused("The body has an object that names the same field twice; send each field once.") from None
    except _TooWide:
        raise Refused(f"The body has an object of more than {MOST_NAMES} fields.") from None
    except _TooLong:
        raise Refused(_TOO_LARGE) from None
    except RecursionError:
        raise _too_deep() from None
    except ValueError:
        raise Refused(_NOT_JSON) from None


def refuse_keys(text: bytes | bytearray, values: Mapping[str, Any], *, secret: str | None = None) -> None:
    """See that no API key stands in a body, however it is spelled: JSON may write any character as an escape.

    Args:
        text: The body.
        values: What it says.
        secret: The field that may hold anything.

    Raises:
        Refused: One does.
    """
    if not holds_key(unescaped(text.decode("utf-8", "replace"))):
        return
    shown = {name: value for name, value in values.items() if name != secret}
    if holds_key(msgspec.json.encode(shown).decode()):
        raise Refused(KEY_MISPLACED)


def unescaped(text: str) -> str:
    r"""JSON text with its escapes of ASCII characters written out: ``\u0062k`` gives ``bk``."""
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)) if found[1] else found[0], text)


def unknown_fields(names: Iterable[str], known: Collection[str]) -> list[str]:
    """The first few names that are not known, short and without control characters, as an answer may repeat them."""
    unknown = [name for name in names if name not in known]
    return [shown_name(name) for name in unknown[:SHOWN_UNKNOWN]]


def shown_name(name: str) -> str:
    """A client's name for a field, as an answer may repeat it."""
    return "".join(char for char in name[:_SHOWN_CHARACTERS] if char.isprintable()) or "(unnamed)"


class Mistakes:
    """What is wrong with a body, by wire name.

    Attributes:
        errors: Sentences by wire name.
    """

    def __init__(self) -> None:
        self.errors: dict[str, list[str]] = {}

    def blame(self, name: str, message: str) -> None:
        """Note a mistake, once."""
        messages = self.errors.setdefault(name, [])
        if message not in messages:
            messages.append(message)

    def blame_unknown(self, names: Iterable[str], known: Collection[str]) -> None:
        """Note the fields that the body must not have."""
        for name in unknown_fields(names, known):
            self.blame(name, "is not a field of this body")

    def refuse(self) -> None:
        """See that there was none.

        Raises:
            ValidationFailed: There were.
        """
        if self.errors:
            raise ValidationFailed(self.errors)


def _each_once(pairs: list[tuple[str, Any]]) -> None:
    if len(pairs) > MOST_NAMES:
        raise _TooWide
    if len({name for name, _ in pairs}) < len(pairs):
        raise _Twice


def _not_endless(digits: str) -> None:
    if len(digits) > MOST_DIGITS:
        raise _TooLong


def _is_deeper(value: object, most: int) -> bool:
    layer = [value]
    for _ in range(most):
        layer = [inner for outer in layer for inner in _children(outer) if isinstance(inner, dict | list)]
        if not layer:
            return False
    return True


def _children(value: object) -> Iterable[object]:
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


def _too_deep() -> Refused:
    return Refused(f"The body is nested deeper than {MOST_DEPTH} levels.")


def _sentence(error: msgspec.DecodeError) -> str:
    """Our own sentence: a library's may quote the body."""
    if str(error).startswith(("Integer value out of range", "Number out of range")):
        return _TOO_LARGE
    return _NOT_JSON
