"""Text and JSON in the form that PostgreSQL can hold and search."""

import re
import unicodedata
from typing import TypeVar

import msgspec

T = TypeVar("T")

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable_text(text: str) -> str:
    """Without NUL, which PostgreSQL's text cannot hold, and with lone surrogates, which UTF-8 cannot, as U+FFFD."""
    return _UNSTORABLE.sub(lambda found: "" if found[0] == "\x00" else "\ufffd", text)


def storable(value: object) -> object:
    """The same JSON value with every text storable."""
    if isinstance(value, str):
        return storable_text(value)
    if isinstance(value, dict):
        return {storable_text(str(key)): storable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [storable(item) for item in value]
    return value


def to_json(value: object) -> str:
    """JSON text of plain values, enums and dataclasses."""
    return msgspec.json.encode(storable(msgspec.to_builtins(value))).decode()


def to_sparse_json(value: object) -> str:
    """As ``to_json``, without members that are null or empty lists: they are the defaults of what is read back."""
    return msgspec.json.encode(_sparse(storable(msgspec.to_builtins(value)))).decode()


def _sparse(value: object) -> object:
    if isinstance(value, dict):
        return {name: _sparse(item) for name, item in value.items() if item is not None and item != []}
    return [_sparse(item) for item in value] if isinstance(value, list) else value


def from_json(text: str, kind: type[T]) -> T:
    """The value that ``to_json`` was given, checked against its type."""
    return msgspec.json.decode(text, type=kind)


def fold(text: str) -> str:
    """One form for all spellings of a text: compatibility characters resolved, case folded, single spaces, trimmed."""
    return " ".join(unicodedata.normalize("NFKC", storable_text(text)).casefold().split())
