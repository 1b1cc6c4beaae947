"""From the body of a request to an erasure, and from its rows to the wire."""

import base64
import contextlib
import unicodedata
from collections.abc import Collection, Mapping
from typing import Any, Final

from litestar import Request
from pydantic.alias_generators import to_camel

from api import json_reader
from api.erasure_schemas import MAX_REASON, MIN_REASON, AuditEntryOut, CertificateOut, ErasureOut
from api.json_reader import Mistakes
from api.services import Services
from berkas.errors import Unavailable
from tables.queries import erasures
from tables.queries.audit import AuditRow
from tables.queries.erasures import Wanted
from tables.queries.receipts import ErasureRow

VERIFICATION: Final = (
    "hash = SHA-256(the 32 bytes of previousHash, then hashedText in UTF-8); previousHash is the hash of the entry before. "
    "signature is Ed25519 by publicKey over the text `berkas/audit-entry/1:` followed by hash in hex. "
    "docs/lifecycle.md shows the commands, and `berkas audit export` writes the whole chain."
)

_BODY_BYTES: Final = 16 * 1024
_LINE_CHARACTERS: Final = "\n\r\t"


async def read_object(request: Request[Any, Any, Any], fields: Collection[str]) -> "Body":
    """The JSON object of a body.

    Raises:
        UnsupportedMediaType: It is not said to be JSON.
        Refused: It is not a JSON object, or an API key stands in it.
        PayloadTooLarge: It has more than 16 KB.
    """
    return Body(await json_reader.read_object(request, most_bytes=_BODY_BYTES), fields)


class Body(Mistakes):
    """Reads fields and collects mistakes by wire name."""

    def __init__(self, values: Mapping[str, Any], fields: Collection[str]) -> None:
        super().__init__()
        self._values = values
        self.blame_unknown(values, fields)

    def reason(self) -> str:
        """The reason, trimmed."""
        given = self._values.get("reason")
        if given is None:
            self.blame("reason", "is required")
            return ""
        text = given.strip() if isinstance(given, str) else ""
        if not isinstance(given, str):
            self.blame("reason", "must be text")
        elif not MIN_REASON <= len(text) <= MAX_REASON:
            self.blame("reason", f"must be {MIN_REASON}-{MAX_REASON} characters")
        elif any(unicodedata.category(char) in {"Cc", "Cs"} and char not in _LINE_CHARACTERS for char in text):
            self.blame("reason", "must not contain control characters")
        return text

    def flag(self, name: str) -> bool:
        """A field that is true or false; false when left out."""
        given = self._values.get(name)
        if given is None:
            return False
        if not isinstance(given, bool):
            self.blame(name, "must be true or false")
            return False
        return given

    def check(self) -> None:
        """Raise every mistake at once.

        Raises:
            ValidationFailed: There are mistakes.
        """
        self.refuse()


async def erase(services: Services, wanted: Wanted) -> ErasureRow:
    """Begin an erasure, have its run asked for, and empty the memory slot of a password that no run will take."""
    begun = await erasures.begin(wanted)
    services.dispatcher.wake()
    if begun.password_handle is not None:
        with contextlib.suppress(Unavailable):  # then the slot ends by itself
            await services.slots.forget(begun.password_handle)
    return begun.erasure


def erasure_out(row: ErasureRow) -> ErasureOut:
    """A receipt."""
    return ErasureOut(
        id=row.id,
        document_id=row.document_id,
        kind=row.kind,
        status=row.status,
        reason=row.reason,
        actor=row.actor,
        keep_fields=row.keep_fields,
        requested_at=row.requested_at,
        completed_at=row.completed_at,
        removed={to_camel(name): count for name, count in sorted(row.removed.items())},
    )


def certificate_out(row: ErasureRow, entry: AuditRow, public_key: str) -> CertificateOut:
    """A certificate: the receipt, the entry that ends it, and the key that signed that."""
    return CertificateOut(
        erasure=erasure_out(row),
        audit_entry=AuditEntryOut(
            organisation_id=entry.organisation_id,
            sequence=entry.sequence,
            occurred_at=entry.occurred_at,
            actor=entry.actor,
            action=entry.action,
            subject=entry.subject,
            details=dict(entry.details),
            previous_hash=entry.previous_hash.hex(),
            hash=entry.hash.hex(),
            hashed_text=entry.hashed.decode(),
            signature=base64.b64encode(entry.signature).decode() if entry.signature else None,
        ),
        public_key=public_key,
        verification=VERIFICATION,
    )
