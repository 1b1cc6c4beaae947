"""Keys of organisations in queries: what signs their audit logs, and what makes fingerprints of their documents."""

from functools import lru_cache

from berkas.errors import KeyUnknown
from berkas.storage.audit_signing import AuditSigner, SigningStart
from berkas.storage.keyring import Keyring, RootKeyMalformed, WrappedOrganisationKey
from tables.engine import ENGINE, Row, fetch

_kept: list[Keyring] = []
"""Of a process whose settings hold no root key any more."""


def keep(keyring: Keyring) -> None:
    """Sign with these root keys where the settings name none: a process may have taken them out of its environment."""
    _kept[:] = [keyring]


def signing_of(row: Row, organisation_id: str) -> tuple[AuditSigner, SigningStart | None]:
    """The signing key of an organisation, and where its signatures begin; None while that is not recorded.

    Args:
        row: Its columns `wrapped_key` and `root_key_id`.
        organisation_id: Whose.

    Raises:
        KeyUnknown: The root key that wraps its key is not configured here.
        SealBroken: Its key was altered or belongs to another organisation.
    """
    key = stored_key(row)
    return _keyring().audit_signer(key, organisation_id), key.signing_start


def with_start(row: Row, organisation_id: str, start: SigningStart) -> bytes:
    """The organisation's key to be stored from now on, which says where its signatures begin.

    Args:
        row: Its columns `wrapped_key` and `root_key_id`.
        organisation_id: Whose.
        start: Where.

    Raises:
        KeyUnknown: The root key that wraps its key is not configured here.
        SealBroken: Its key was altered or belongs to another organisation.
        ValueError: It says so already.
    """
    return _keyring().record_signing_start(stored_key(row), organisation_id, start).wrapped


async def identity_key_of(organisation_id: str) -> bytes:
    """The key of the fingerprints of an organisation's documents.

    Raises:
        KeyUnknown: The root key that wraps its key is not configured here.
        SealBroken: Its key was altered or belongs to another organisation.
    """
    [row] = await fetch("select wrapped_key, root_key_id from organisation where id = $1", organisation_id)
    return _keyring().identity_key(stored_key(row), organisation_id)


def stored_key(row: Row) -> WrappedOrganisationKey:
    """The key that the columns `wrapped_key` and `root_key_id` hold."""
    return WrappedOrganisationKey(row["root_key_id"], row["wrapped_key"])


def _keyring() -> Keyring:
    root_keys = ENGINE.settings.root_key.get_secret_value()
    if not root_keys and _kept:
        return _kept[0]
    try:
        return _parsed(root_keys)
    except RootKeyMalformed:
        raise KeyUnknown from None


@lru_cache(maxsize=4)
def _parsed(root_keys: str) -> Keyring:
    return Keyring(root_keys)
