"""The id of a request: taken over from ``X-Request-Id`` when it has a safe shape, else minted; echoed and logged."""

import re
from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any

from ulid import ULID

_SAFE = re.compile(rb"[A-Za-z0-9][A-Za-z0-9._:-]{0,127}")
_STATE_KEY = "berkas_request_id"

current_request_id: ContextVar[str | None] = ContextVar("current_request_id", default=None)
"""For log records made while a request is served."""


def choose(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """The caller's id if it is 1-128 letters, digits and ``._:-``, beginning with a letter or digit; else a new one."""
    given = next((value for name, value in headers if name == b"x-request-id"), b"")
    return given.decode("ascii") if _SAFE.fullmatch(given) else f"req_{ULID()}"


def request_tag(request_id: str) -> str:
    """How a run is tagged with it: a client chooses it, and alone it could pass for a tag that decides how a run is run."""
    return f"request:{request_id}"


def request_id_of(scope: Any) -> str:  # noqa: ANN401 - an ASGI scope
    """The id of the request that owns this ASGI scope; the same on every call."""
    state: dict[str, Any] = scope.setdefault("state", {})
    if _STATE_KEY not in state:
        state[_STATE_KEY] = choose(scope.get("headers", ()))
    return str(state[_STATE_KEY])
