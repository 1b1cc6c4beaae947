"""Heads of audit logs: the end of each chain, signed, to be kept outside of the database and compared with it later."""

import base64
from collections.abc import Mapping
from pathlib import Path

import msgspec

from berkas.clock import utc_now, wire_time
from berkas.refusals import NotFound, Refused
from berkas.storage.audit_signing import GENESIS, AuditSigner, head_text
from tables.queries import audit


class Head(msgspec.Struct, frozen=True, rename="camel"):
    """The end of a chain as it was when it was exported.

    Attributes:
        organisation_id: Whose chain.
        sequence: How many entries it had.
        hash: Of the last one, in hex; zeros where there was none.
        exported_at: When that was so.
        signed_text: What the signature covers.
        signature: Ed25519 of the organisation, in base64.
        public_key: Checks it; PEM.
    """

    organisation_id: str
    sequence: int
    hash: str
    exported_at: str
    signed_text: str
    signature: str
    public_key: str

    @property
    def text(self) -> str:
        """What must have been signed for these values."""
        return head_text(
            organisation_id=self.organisation_id,
            sequence=self.sequence,
            entry_hash=bytes.fromhex(self.hash),
            exported_at=self.exported_at,
        )


async def export_head(organisation_id: str) -> Head:
    """The head of a chain, signed now.

    Raises:
        NotFound: There is no such organisation.
        KeyUnknown: The root key that wraps its key is not configured here.
    """
    signer, last = await audit.signer(organisation_id), await audit.head(organisation_id)
    sequence, entry_hash = (last.sequence, last.hash) if last else (0, GENESIS)
    moment = wire_time(utc_now())
    text = head_text(organisation_id=organisation_id, sequence=sequence, entry_hash=entry_hash, exported_at=moment)
    signature = base64.b64encode(signer.sign(text)).decode()
    return Head(organisation_id, sequence, entry_hash.hex(), moment, text, signature, signer.public_pem)


def read_heads(path: Path) -> Mapping[str, Head]:
    """The heads of a file, one a line, by organisation.

    Raises:
        Refused: It cannot be read, or is no such file.
    """
    try:
        heads = [msgspec.json.decode(line, type=Head) for line in path.read_bytes().splitlines() if line.strip()]
        [head.text for head in heads]
    except (OSError, ValueError, msgspec.DecodeError):
        raise Refused(f"{path} cannot be read, or is no file that `berkas audit head` wrote.") from None
    return {head.organisation_id: head for head in heads}


async def why_not(head: Head) -> str | None:
    """Why a chain does not continue what a head says of it; None when it does.

    Raises:
        KeyUnknown: The root key that wraps the organisation's key is not configured here.
    """
    try:
        signer = await audit.signer(head.organisation_id)
    except NotFound:
        return "the organisation of this head is gone"
    if not _is_signed(head, signer):
        return "the head was altered, or signed by another installation"
    if head.sequence == 0:
        return None
    entry = await audit.find_entry(head.organisation_id, head.sequence)
    if entry is None:
        return f"cut off: entry {head.sequence}, which was there at {head.exported_at}, is gone"
    if entry.hash.hex() != head.hash:
        return f"rewritten: entry {head.sequence} is another one than at {head.exported_at}"
    return None


def _is_signed(head: Head, signer: AuditSigner) -> bool:
    try:
        signature = base64.b64decode(head.signature, validate=True)
    except ValueError:
        return False
    return head.signed_text == head.text and signer.has_signed(head.text, signature)
