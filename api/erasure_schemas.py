"""The wire of a document's end: erasures, certificates, legal holds."""

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import ConfigDict, Field, PlainSerializer, WithJsonSchema
from pydantic.alias_generators import to_camel

from api.schemas import EXAMPLE_DOCUMENT, EXAMPLE_TIME, Timestamp, Wire
from tables.erasures import ErasureKind, ErasureStatus

MIN_REASON = 3
MAX_REASON = 1000
EXAMPLE_REASON = "Subject asked for deletion, ticket 4521"
EXAMPLE_HASH = "3f0a377ba0a4a460ecb616f6507ce0d8cfa3e704025d4fda3ed0c5ca05468728"


def exact_time(moment: datetime) -> str:
    """``2026-05-24T03:15:42.118000+00:00``: as the hash covers it, to the microsecond."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


ExactTime = Annotated[
    datetime,
    PlainSerializer(exact_time, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2026-05-24T03:15:42.118000+00:00"]}),
]


class EraseRequest(Wire):
    """Body that asks for an erasure."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")

    reason: str = Field(
        min_length=MIN_REASON,
        max_length=MAX_REASON,
        description="Kept for ever in the receipt and in the audit log: refer to a case, name no person.",
        examples=[EXAMPLE_REASON],
    )
    keep_fields: bool = Field(
        default=False,
        description="Keep the fields of the extractions, and nothing else, until the retention of the document would have ended.",
    )


class HoldRequest(Wire):
    """Body that places a legal hold."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")

    reason: str = Field(
        min_length=MIN_REASON,
        max_length=MAX_REASON,
        description="Kept for ever in the audit log.",
        examples=["Case 17/2026"],
    )


class ErasureOut(Wire):
    """The receipt of an erasure; it grows until it is completed and never changes afterwards."""

    id: str = Field(examples=["era_01HXYJ8Q4Z5N7T2B9C6D3E8F6N"])
    document_id: str = Field(examples=[EXAMPLE_DOCUMENT])
    kind: ErasureKind = Field(description="`erase` on request, `purge` because the retention ended.")
    status: ErasureStatus = Field(description="From `requested` on nobody can use the document.")
    reason: str = Field(examples=[EXAMPLE_REASON])
    actor: str = Field(
        description="Id of the key that asked, or a part of Berkas.", examples=["key_01HXYJ8Q4Z5N7T2B9C6D3E8F7P"]
    )
    keep_fields: bool
    requested_at: Timestamp = Field(examples=[EXAMPLE_TIME])
    completed_at: Timestamp | None = Field(examples=[EXAMPLE_TIME])
    removed: dict[str, int] = Field(
        description="Counts by what was removed.",
        examples=[
            {"dataKeys": 1, "originalCopies": 1, "extractions": 2, "fields": 34, "boundingBoxes": 31, "rawTexts": 2}
        ],
    )


class ErasureAnswer(Wire):
    """Answer with a receipt."""

    data: ErasureOut


class AuditEntryOut(Wire):
    """One entry of the audit log, with what is needed to check its hash."""

    organisation_id: str = Field(examples=["org_01HXYJ8Q4Z5N7T2B9C6D3E8F8Q"])
    sequence: int = Field(description="From 1, without gaps.", examples=[118])
    occurred_at: ExactTime = Field(examples=[EXAMPLE_TIME])
    actor: str
    action: str = Field(examples=["document.erased"])
    subject: str = Field(examples=[EXAMPLE_DOCUMENT])
    details: dict[str, Any] = Field(examples=[{"erasure_id": "era_01HXYJ8Q4Z5N7T2B9C6D3E8F6N", "fields": 34}])
    previous_hash: str = Field(description="Of the entry before, in hex; zeros for the first.", examples=[EXAMPLE_HASH])
    hash: str = Field(description="In hex.", examples=[EXAMPLE_HASH])
    hashed_text: str = Field(description="What the hash covers after the previous hash, to the byte.")
    signature: str | None = Field(
        description="Ed25519, by the organisation's key, over `berkas/audit-entry/1:` and the hash in hex; in base64. "
        "Null in entries of versions that did not sign."
    )


class CertificateOut(Wire):
    """The proof of an erasure."""

    erasure: ErasureOut
    audit_entry: AuditEntryOut
    public_key: str = Field(
        description="PEM. Checks the signature; the same for the organisation's life. Compare it with one that you got before."
    )
    verification: str = Field(description="How to check hash and signature, in a few sentences.")


class CertificateAnswer(Wire):
    """Answer with a certificate."""

    data: CertificateOut


class LegalHoldOut(Wire):
    """Whether a document is under legal hold."""

    document_id: str = Field(examples=[EXAMPLE_DOCUMENT])
    legal_hold: bool


class LegalHoldAnswer(Wire):
    """Answer to placing or releasing a hold."""

    data: LegalHoldOut
