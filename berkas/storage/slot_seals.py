"""Sealing what several API processes share through Valkey or Redis, so that its server sees nothing of it."""

import base64
import secrets
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from berkas.errors import SlotMissing

_NONCE_BYTES: Final = 12


class SlotSeal:
    """AES-256-GCM; what is sealed under one name cannot be passed off under another."""

    def __init__(self, key: bytes) -> None:
        """Seal with a key of 32 bytes, derived from the root key."""
        self._cipher = AESGCM(key)

    def seal(self, name: str, content: bytes) -> bytes:
        """The content, sealed, as text in ASCII."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return base64.b64encode(nonce + self._cipher.encrypt(nonce, content, name.encode()))

    def open(self, name: str, sealed: bytes | str) -> bytes:
        """The content in clear.

        Raises:
            SlotMissing: It was sealed by another installation, under another name, or altered.
        """
        try:
            raw = base64.b64decode(sealed)
            return self._cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], name.encode())
        except (InvalidTag, ValueError):
            raise SlotMissing from None
