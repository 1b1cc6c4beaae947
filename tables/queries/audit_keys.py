"""Whose keys sign the audit log: those of the installation that this process belongs to."""

from functools import lru_cache

from berkas.errors import KeyUnknown
from berkas.storage.audit_signing import AuditSigner
from berkas.storage.keyring import Keyring, RootKeyMalformed, WrappedOrganisationKey
from tables.engine import ENGINE, Row

_kept: list[Keyring] = []
"""Of a process whose settings hold no root key any more."""


def keep(keyring: Keyring) -> None:
    """Sign with these root keys where the settings name none: a process may have taken them out of its environment."""
    _kept[:] = [keyring]


def signer_of(row: Row, organisation_id: str) -> AuditSigner:
    """The signing key of an organisation.

    Args:
        row: Its columns `wrapped_key` and `root_key_id`.
        organisation_id: Whose.

    Raises:
        KeyUnknown: The root key that wraps its key is not configured here.
        SealBroken: Its key was altered or belongs to another organisation.
    """
    key = WrappedOrganisationKey(row["root_key_id"], row["wrapped_key"])
    return _keyring().audit_signer(key, organisation_id)


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
