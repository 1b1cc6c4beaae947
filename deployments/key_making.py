"""Organisations and API keys, made from the command line."""

import hashlib
import secrets
from base64 import b32encode
from collections.abc import Collection, Mapping

from berkas.ids import IdPrefix, new_id
from berkas.settings import Settings
from berkas.storage.keyring import Keyring
from tables.queries import api_keys, organisations

EVERYTHING = ("read", "write", "webhooks:manage", "api:manage")
_RANDOM_BYTES = 20
_HINT_CHARACTERS = 4


async def make_organisation(settings: Settings, name: str) -> str:
    """A new organisation with a key of its own; its id."""
    organisation_id = new_id(IdPrefix.ORGANISATION)
    key = Keyring(settings.root_key.get_secret_value()).new_organisation_key(organisation_id)
    await organisations.create_organisation(
        name=name, wrapped_key=key.wrapped, root_key_id=key.root_key_id, organisation_id=organisation_id
    )
    return organisation_id


async def make_key(
    settings: Settings,
    organisation_id: str,
    name: str,
    *,
    scopes: Collection[str] = EVERYTHING,
    rate_limits: Mapping[str, int] | None = None,
) -> str:
    """A new API key, to be shown once: only its SHA-256 is stored."""
    key = f"bk_{settings.environment}_{b32encode(secrets.token_bytes(_RANDOM_BYTES)).decode()}"
    await api_keys.create_key(
        organisation_id=organisation_id,
        name=name,
        sha256=hashlib.sha256(key.encode()).hexdigest(),
        hint=key[-_HINT_CHARACTERS:],
        scopes=scopes,
        rate_limits=rate_limits,
    )
    return key
