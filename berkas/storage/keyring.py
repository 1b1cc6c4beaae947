"""The envelope of keys: a root key wraps each organisation's key, which wraps each document's data key.

Root keys have ids, so that a new one can take over while the old one still opens what it wrapped. Every wrapped key is bound by its
associated data to whom it belongs: a row copied to another organisation or document cannot be opened there. In the same
way an organisation's key is bound to where the signatures of its audit log begin: without a root key nobody alters or removes that.
"""

import base64
import binascii
import os
import re
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from berkas.errors import KeyUnknown, SealBroken
from berkas.storage.audit_signing import FROM_THE_FIRST, AuditSigner, SigningStart

KEY_BYTES = 32
_NONCE_BYTES = 12
_PLAIN_BYTES = _NONCE_BYTES + KEY_BYTES + 16
"""Of a key that AES-256-GCM sealed: nonce, key and tag; versions before stored organisations' keys so."""
_START_MARK = b"\x01"
_COUNT_BYTES = 8
_START_BYTES = len(_START_MARK) + _COUNT_BYTES + len(FROM_THE_FIRST.hash)
_KEY_ID = re.compile(r"[A-Za-z0-9_-]{1,32}")


class RootKeyMalformed(ValueError):
    """The setting is not a list of `id:base64(32 bytes)`."""


@dataclass(frozen=True, slots=True)
class WrappedOrganisationKey:
    """An organisation's key as it is stored.

    Attributes:
        root_key_id: Id of the root key that wrapped it.
        wrapped: Nonce and sealed key (60 bytes); behind a mark, a count and a hash (41 bytes) where ``signing_start`` is known.
    """

    root_key_id: str
    wrapped: bytes = field(repr=False)

    @property
    def signing_start(self) -> SigningStart | None:
        """Where the signatures of the audit log begin; None in a key of versions that did not record it.

        It is true only of a key that opens.

        Raises:
            SealBroken: This is no stored key.
        """
        if len(self.wrapped) == _PLAIN_BYTES:
            return None
        if len(self.wrapped) != _START_BYTES + _PLAIN_BYTES or not self.wrapped.startswith(_START_MARK):
            raise SealBroken
        fields = self.wrapped[len(_START_MARK) : _START_BYTES]
        return SigningStart(int.from_bytes(fields[:_COUNT_BYTES], "big"), fields[_COUNT_BYTES:])


@dataclass(frozen=True, slots=True)
class DataKey:
    """A document's data key, open and as it is stored; its repr shows neither."""

    key: bytes
    wrapped: bytes

    def __repr__(self) -> str:
        return "DataKey(…)"


class Keyring:
    """The root keys of an installation."""

    def __init__(self, root_keys: str) -> None:
        """Take the setting ``BERKAS_ROOT_KEY``: `id:base64`, comma-separated; the first wraps, all unwrap.

        Raises:
            RootKeyMalformed: The setting is empty, malformed or names an id twice; the message shows nothing of it.
        """
        parsed = [_parse(part) for part in root_keys.split(",")]
        self._keys = dict(parsed)
        if len(self._keys) != len(parsed):
            message = "two root keys have the same id"
            raise RootKeyMalformed(message)
        self.primary_id = next(iter(self._keys))

    def __repr__(self) -> str:
        return f"Keyring({', '.join(self._keys)})"

    def new_organisation_key(self, organisation_id: str) -> WrappedOrganisationKey:
        """A random key for an organisation whose audit log is signed from its first entry on, wrapped by the first root key."""
        return self._wrap_organisation_key(os.urandom(KEY_BYTES), organisation_id, self.primary_id, FROM_THE_FIRST)

    def rewrap(self, key: WrappedOrganisationKey, organisation_id: str) -> WrappedOrganisationKey:
        """The same organisation's key, wrapped by the first root key.

        Raises:
            KeyUnknown: Its root key is not configured.
            SealBroken: It was altered or belongs to another organisation.
        """
        opened = self._open_organisation_key(key, organisation_id)
        return self._wrap_organisation_key(opened, organisation_id, self.primary_id, key.signing_start)

    def record_signing_start(
        self, key: WrappedOrganisationKey, organisation_id: str, start: SigningStart
    ) -> WrappedOrganisationKey:
        """The same organisation's key, wrapped by the same root key and bound to where its signatures begin.

        Raises:
            KeyUnknown: Its root key is not configured.
            SealBroken: It was altered or belongs to another organisation.
            ValueError: It is bound already; that is never changed.
        """
        opened = self._open_organisation_key(key, organisation_id)
        if key.signing_start is not None:
            message = "where the signatures of an audit log begin is recorded once"
            raise ValueError(message)
        return self._wrap_organisation_key(opened, organisation_id, key.root_key_id, start)

    def new_data_key(self, key: WrappedOrganisationKey, organisation_id: str, document_id: str) -> DataKey:
        """A random data key for a document.

        Raises:
            KeyUnknown: The root key is not configured.
            SealBroken: The organisation's key was altered or belongs to another one.
        """
        data_key = os.urandom(KEY_BYTES)
        wrapping = self._open_organisation_key(key, organisation_id)
        return DataKey(data_key, _wrap(wrapping, data_key, _data_key_context(organisation_id, document_id)))

    def open_data_key(
        self, wrapped: bytes, key: WrappedOrganisationKey, *, organisation_id: str, document_id: str
    ) -> DataKey:
        """A document's data key out of its stored form.

        Raises:
            KeyUnknown: The root key is not configured.
            SealBroken: A key was altered or belongs to another organisation or document.
        """
        wrapping = self._open_organisation_key(key, organisation_id)
        return DataKey(_unwrap(wrapping, wrapped, _data_key_context(organisation_id, document_id)), wrapped)

    def seal_secret(
        self, secret: bytes, key: WrappedOrganisationKey, *, purpose: str, organisation_id: str, owner_id: str
    ) -> bytes:
        """A small secret of an organisation, sealed for one purpose and one owner, such as a webhook.

        Raises:
            KeyUnknown: The root key is not configured.
            SealBroken: The organisation's key was altered or belongs to another one.
        """
        wrapping = self._open_organisation_key(key, organisation_id)
        return _wrap(wrapping, secret, _secret_context(purpose, organisation_id, owner_id))

    def open_secret(
        self, sealed: bytes, key: WrappedOrganisationKey, *, purpose: str, organisation_id: str, owner_id: str
    ) -> bytes:
        """The secret that ``seal_secret`` was given.

        Raises:
            KeyUnknown: The root key is not configured.
            SealBroken: It was altered, or sealed for another purpose, organisation or owner.
        """
        wrapping = self._open_organisation_key(key, organisation_id)
        return _unwrap(wrapping, sealed, _secret_context(purpose, organisation_id, owner_id))

    def audit_signer(self, key: WrappedOrganisationKey, organisation_id: str) -> AuditSigner:
        """The key that an organisation's audit log is signed with; a change of root keys does not change it.

        Raises:
            KeyUnknown: The root key is not configured.
            SealBroken: The organisation's key was altered or belongs to another one.
        """
        own = self._open_organisation_key(key, organisation_id)
        return AuditSigner(_derived(own, f"audit-signature/{organisation_id}"))

    def identity_key(self, key: WrappedOrganisationKey, organisation_id: str) -> bytes:
        """The key of the fingerprints of an organisation's documents; a change of root keys does not change it.

        Raises:
            KeyUnknown: The root key is not configured.
            SealBroken: The organisation's key was altered or belongs to another one.
        """
        return _derived(self._open_organisation_key(key, organisation_id), f"document-identity/{organisation_id}")

    def derive(self, purpose: str) -> bytes:
        """32 bytes that every process with the same first root key derives alike, and no other purpose shares."""
        return self.derive_each(purpose)[0]

    def derive_each(self, purpose: str) -> tuple[bytes, ...]:
        """The same of every root key, the first one's first: what was made before a rotation is still known by the others."""
        return tuple(_derived(key, purpose) for key in self._keys.values())

    def _wrap_organisation_key(
        self, key: bytes, organisation_id: str, root_key_id: str, start: SigningStart | None
    ) -> WrappedOrganisationKey:
        head = _START_MARK + start.unsigned.to_bytes(_COUNT_BYTES, "big") + start.hash if start else b""
        context = _organisation_context(root_key_id, organisation_id, head)
        return WrappedOrganisationKey(root_key_id, head + _wrap(self._keys[root_key_id], key, context))

    def _open_organisation_key(self, key: WrappedOrganisationKey, organisation_id: str) -> bytes:
        root = self._keys.get(key.root_key_id)
        if root is None:
            raise KeyUnknown
        head = key.wrapped[:_START_BYTES] if key.signing_start else b""
        context = _organisation_context(key.root_key_id, organisation_id, head)
        return _unwrap(root, key.wrapped[len(head) :], context)


def _derived(key: bytes, purpose: str) -> bytes:
    hkdf = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=b"berkas/" + purpose.encode())
    return hkdf.derive(key)


def new_root_key(key_id: str) -> str:
    """A random root key as the setting takes it."""
    return f"{key_id}:{base64.b64encode(os.urandom(KEY_BYTES)).decode()}"


def _parse(part: str) -> tuple[str, bytes]:
    key_id, _, encoded = part.strip().partition(":")
    try:
        key = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        key = b""
    if not _KEY_ID.fullmatch(key_id) or len(key) != KEY_BYTES:
        message = "a root key is `id:base64(32 bytes)`; `berkas keys new-root` makes one"
        raise RootKeyMalformed(message)
    return key_id, key


def _organisation_context(root_key_id: str, organisation_id: str, head: bytes) -> bytes:
    if not head:
        return f"berkas/organisation-key/{root_key_id}/{organisation_id}".encode()
    return f"berkas/organisation-key-and-signing-start/{root_key_id}/{organisation_id}/".encode() + head


def _data_key_context(organisation_id: str, document_id: str) -> bytes:
    return f"berkas/data-key/{organisation_id}/{document_id}".encode()


def _secret_context(purpose: str, organisation_id: str, owner_id: str) -> bytes:
    return f"berkas/secret/{purpose}/{organisation_id}/{owner_id}".encode()


def _wrap(wrapping: bytes, key: bytes, context: bytes) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(wrapping).encrypt(nonce, key, context)


def _unwrap(wrapping: bytes, wrapped: bytes, context: bytes) -> bytes:
    try:
        return AESGCM(wrapping).decrypt(wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:], context)
    except (InvalidTag, ValueError):
        raise SealBroken from None
