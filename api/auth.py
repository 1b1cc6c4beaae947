"""API keys on the wire: ``Authorization: Bearer bk_<live|sandbox>_<32 base32 characters>``, and what a key may do."""

import hashlib
import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote_plus

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from berkas.refusals import AuthenticationFailed, MissingScope, Refused

_KEY = re.compile(r"bk_(?:live|sandbox)_[A-Z2-7]{32}")
_KEY_ANYWHERE = re.compile(r"bk_(?:live|sandbox)_[A-Za-z2-7]{16,}")

KEY_MISPLACED: Final = "Send the API key in the Authorization header only; treat this one as leaked and revoke it."


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: a valid key of an organisation.

    Attributes:
        key_id: key_…
        organisation_id: org_…
        scopes: As granted, wildcards not resolved.
        rate_limits: The key's own limits by bucket name, where it has any.
    """

    key_id: str
    organisation_id: str
    scopes: frozenset[str]
    rate_limits: Mapping[str, int]

    def may(self, scope: str) -> bool:
        """Whether the key carries the scope, by itself or by a wildcard."""
        return scope in self.scopes or scope.rpartition(":")[2] in self.scopes


def bearer_key(authorization: str | None, environment: str) -> str:
    """The key out of an Authorization header.

    Raises:
        AuthenticationFailed: No header, not a Bearer, not shaped like a key, or a key of the other environment.
    """
    scheme, _, key = (authorization or "").partition(" ")
    key = key.strip()
    if scheme.lower() != "bearer" or not _KEY.fullmatch(key) or not key.startswith(f"bk_{environment}_"):
        raise AuthenticationFailed
    return key


def hash_of(key: str) -> str:
    """SHA-256 of a key in hex: all that is ever stored of it. A key has 160 random bits, so no salt and no slow hash are needed."""
    return hashlib.sha256(key.encode("ascii")).hexdigest()


def refuse_key_in_url(path: str, query_string: bytes) -> None:
    """Refuse a request that carries a key where logs and histories would keep it.

    Raises:
        Refused: The path or the query string holds something shaped like a key, however it is encoded.
    """
    if holds_key(path) or (query_string and holds_key(unquote_plus(query_string.decode("latin-1")))):
        raise Refused(KEY_MISPLACED)


def holds_key(text: str) -> bool:
    """Whether a text contains something shaped like an API key."""
    return _KEY_ANYWHERE.search(text) is not None


def client_address(client: tuple[str, int] | None) -> str:
    """What failed authentications are counted by: the IPv4 address, or the /64 network that an IPv6 client owns."""
    if client is None:
        return "unknown"
    try:
        address = ipaddress.ip_address(client[0])
    except ValueError:
        return client[0][:64]
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def caller_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Caller:
    """The caller that the gate has put into the connection."""
    caller = connection.scope.get("user")
    if not isinstance(caller, Caller):
        raise AuthenticationFailed
    return caller


class RequireScope:
    """A guard: the key must carry this scope."""

    def __init__(self, scope: str) -> None:
        self.scope = scope

    async def __call__(self, connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        """Let the caller through.

        Raises:
            MissingScope: The key does not carry the scope.
        """
        if not caller_of(connection).may(self.scope):
            raise MissingScope(f"missing scope: {self.scope}")
