"""Signatures of the audit log, so that who can write the database, but has no root key, cannot forge an entry that passes.

Each organisation signs with an Ed25519 key (RFC 8032) that is derived from its own key, which a root key wraps: it is the same for
the organisation's life, also after a change of root keys, and anybody who has the public half can check what it signed.
Whoever holds a root key and the organisation's row can sign what they like.
"""

from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ENTRY: Final = "berkas/audit-entry/1"
HEAD: Final = "berkas/audit-head/1"
"""What a signed text begins with, so that a signature for one purpose is none for another."""


GENESIS: Final = bytes(32)
"""What the first entry of a chain carries as the hash of the one before."""


@dataclass(frozen=True, slots=True)
class SigningStart:
    """Where the signatures of a chain begin; entries before them are accepted only if they end in this hash.

    Attributes:
        unsigned: How many entries at the beginning have no signature, 0 or more.
        hash: Of the last one of them, 32 bytes; ``GENESIS`` when there are none.
    """

    unsigned: int
    hash: bytes


FROM_THE_FIRST: Final = SigningStart(0, GENESIS)
"""Every entry is signed."""


def entry_text(entry_hash: bytes) -> str:
    """What is signed of an entry: its hash in hex, which covers the entry and all before it."""
    return f"{ENTRY}:{entry_hash.hex()}"


def head_text(*, organisation_id: str, sequence: int, entry_hash: bytes, exported_at: str) -> str:
    """What is signed of the end of a chain: whose, how long, the last hash in hex, and when that was so."""
    return f"{HEAD}:{organisation_id}:{sequence}:{entry_hash.hex()}:{exported_at}"


class AuditSigner:
    """The signing key of one organisation."""

    def __init__(self, seed: bytes) -> None:
        """Take the 32 bytes that the key is made of."""
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self._public = self._key.public_key()

    @property
    def public_pem(self) -> str:
        """The public half, as programs such as OpenSSL take it."""
        return self._public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")

    def sign(self, text: str) -> bytes:
        """64 bytes over a text in UTF-8; the same for the same text."""
        return self._key.sign(text.encode())

    def has_signed(self, text: str, signature: bytes) -> bool:
        """Whether this organisation signed that text."""
        try:
            self._public.verify(signature, text.encode())
        except InvalidSignature:
            return False
        return True
