"""Download links that carry their own authority: whose original, until when, and a signature over both.

A token is ``version (1) ‖ document (16) ‖ organisation (16) ‖ link (16) ‖ milliseconds (6) ‖ HMAC-SHA256 (32)`` in base64url:
87 bytes are 116 characters without padding and without spare bits, so that no two spellings mean the same. The key is derived from
the root key for this purpose alone. That a link works once is not in it: who
serves it keeps the ids of used ones until they are over.
"""

import hashlib
import hmac
import os
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from ulid import ULID

from berkas.ids import IdPrefix
from berkas.refusals import LinkExpired, LinkInvalid

PURPOSE: Final = "downloads"
"""Of the derived key that links are signed with."""

VALID_SECONDS: Final = 300

_VERSION: Final = b"\x01"
_ID_BYTES: Final = 16
_TIME_BYTES: Final = 6
_SIGNATURE_BYTES: Final = 32
_SHAPE: Final = re.compile(r"[A-Za-z0-9_-]{116}")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class DownloadLink:
    """What a token says.

    Attributes:
        document_id: Whose original.
        organisation_id: Whose document.
        link_id: 32 hexadecimal digits, random; names the link in the audit log and among the used ones.
        expires_at: The link is over from then on; whole milliseconds.
    """

    document_id: str
    organisation_id: str
    link_id: str
    expires_at: datetime


class LinkSigner:
    """Makes tokens with its first key, and knows those of the others."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._keys = tuple(keys)

    def issue(self, *, document_id: str, organisation_id: str, now: datetime) -> tuple[str, DownloadLink]:
        """A new token for the original of a document, and what it says."""
        ends = (now - _EPOCH) // _MILLISECOND + VALID_SECONDS * 1000
        link_id = os.urandom(_ID_BYTES)
        facts = b"".join(
            (
                _VERSION,
                _packed(document_id, IdPrefix.DOCUMENT),
                _packed(organisation_id, IdPrefix.ORGANISATION),
                link_id,
                ends.to_bytes(_TIME_BYTES, "big"),
            )
        )
        token = urlsafe_b64encode(facts + _signature(self._keys[0], facts)).decode("ascii")
        return token, DownloadLink(document_id, organisation_id, link_id.hex(), _EPOCH + ends * _MILLISECOND)

    def check(self, token: str, *, now: datetime) -> DownloadLink:
        """What a token says, if it was issued with one of the keys and is not over.

        Raises:
            LinkInvalid: It was altered, or is none of ours.
            LinkExpired: It is over.
        """
        if not _SHAPE.fullmatch(token):
            raise LinkInvalid
        signed = urlsafe_b64decode(token)
        facts, signature = signed[:-_SIGNATURE_BYTES], signed[-_SIGNATURE_BYTES:]
        is_ours = any(hmac.compare_digest(signature, _signature(key, facts)) for key in self._keys)
        if not is_ours or not facts.startswith(_VERSION):
            raise LinkInvalid
        document, organisation, link_id = (facts[1 + n * _ID_BYTES : 1 + (n + 1) * _ID_BYTES] for n in range(3))
        link = DownloadLink(
            f"{IdPrefix.DOCUMENT}_{ULID.from_bytes(document)}",
            f"{IdPrefix.ORGANISATION}_{ULID.from_bytes(organisation)}",
            link_id.hex(),
            _EPOCH + int.from_bytes(facts[-_TIME_BYTES:], "big") * _MILLISECOND,
        )
        if now >= link.expires_at:
            raise LinkExpired
        return link


def _signature(key: bytes, facts: bytes) -> bytes:
    return hmac.new(key, facts, hashlib.sha256).digest()


def _packed(text: str, prefix: IdPrefix) -> bytes:
    return bytes(ULID.from_str(text.removeprefix(f"{prefix}_")))
