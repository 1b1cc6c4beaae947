"""What API keys may do: the scopes, and the wildcards that stand for several of them."""

from collections.abc import Iterable
from typing import Final

SCOPES: Final = frozenset(
    {
        "documents:read",
        "documents:write",
        "templates:read",
        "templates:write",
        "webhooks:manage",
        "api:manage",
    }
)
"""Every scope."""

WILDCARDS: Final = ("read", "write")
"""Each stands for all scopes that end alike."""

GRANTABLE: Final = (*sorted(SCOPES), *WILDCARDS)
"""All that a key can be given, in the order in which people are told of it."""


def unknown_scopes(scopes: Iterable[str]) -> list[str]:
    """Those that are neither a scope nor a wildcard, sorted."""
    return sorted(set(scopes) - set(GRANTABLE))
