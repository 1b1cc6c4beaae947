"""Prefixed sortable ids: a short prefix, an underscore and a ULID (26 characters of Crockford base32)."""

import re
from enum import StrEnum

from ulid import ULID


class IdPrefix(StrEnum):
    """What an id names."""

    ORGANISATION = "org"
    API_KEY = "key"
    CUSTOMER = "cus"
    DOCUMENT = "doc"
    EXTRACTION = "ext"
    TEMPLATE = "tpl"
    WEBHOOK = "whk"
    WEBHOOK_DELIVERY = "whd"
    EVENT = "evt"
    ERASURE = "era"


_ULID = "[0-7][0-9A-HJKMNP-TV-Z]{25}"
_SHAPE = re.compile(f"[a-z]{{3}}_{_ULID}")


def new_id(prefix: IdPrefix) -> str:
    """A new id, sortable by its time of creation (to the millisecond)."""
    return f"{prefix}_{ULID()}"


def id_pattern(prefix: IdPrefix) -> str:
    """Regular expression of JSON Schema for an id with this prefix."""
    return f"^{prefix}_{_ULID}$"


def is_id(text: str, prefix: IdPrefix) -> bool:
    """Whether the text has the shape of an id with this prefix."""
    return text.startswith(f"{prefix}_") and _SHAPE.fullmatch(text) is not None
