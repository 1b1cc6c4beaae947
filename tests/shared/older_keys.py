"""Keys of organisations as versions stored them that did not record where the signatures of an audit log begin."""

import base64
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM


def older_key(root_key: str, organisation_id: str) -> bytes:
    """A new key, wrapped by a root key (`id:base64`): a nonce, then AES-256-GCM over 32 bytes."""
    root_key_id, _, encoded = root_key.partition(":")
    nonce, context = os.urandom(12), f"berkas/organisation-key/{root_key_id}/{organisation_id}"
    return nonce + AESGCM(base64.b64decode(encoded)).encrypt(nonce, os.urandom(32), context.encode())
