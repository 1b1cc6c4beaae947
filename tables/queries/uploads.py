"""Recording an upload: one transaction, one document per file and organisation, every reference kept."""

from dataclasses import dataclass, field
from typing import Any

from berkas.clock import utc_now
from berkas.errors import DatabaseUnavailable
from berkas.model.document_types import DocumentType
from berkas.model.events import EventKind
from berkas.model.statuses import DocumentStatus
from tables.documents import BlobKey, Document, DocumentReference
from tables.engine import fetch_one, transaction
from tables.queries import blob_drafts, documents, events, retention
from tables.queries.customers import CustomerRow, resolve_customer
from tables.queries.document_rows import DocumentRow
from tables.queries.status_moves import tell
from tables.queries.storable import fold, storable_text, to_json

MEETINGS = 5
"""How often to try again when the document of the same bytes is erased between two statements."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUpload:
    """A sealed file that waits to be recorded.

    Attributes:
        document_id: The id that it was sealed for.
        organisation_id: Whose.
        filename: As sent.
        content_type: Media type by content.
        size_bytes: Of the original.
        sha256: Of the original, in hex.
        blob_name: Of the sealed original.
        wrapped_key: Its data key, wrapped by the organisation's key.
        type_hint: What the sender calls it.
        external_ref: The sender's reference.
        customer_name: Of a customer, made at need.
        customer_id: Of a customer that exists.
        metadata: The sender's JSON object.
        password_handle: Names the memory slot of the PDF password; never the password.
        request_id: Of the request, for the tags of the run.
    """

    document_id: str
    organisation_id: str
    filename: str
    content_type: str
    size_bytes: int
    sha256: str
    blob_name: str
    wrapped_key: bytes = field(repr=False)
    type_hint: DocumentType | None = None
    external_ref: str | None = None
    customer_name: str | None = None
    customer_id: str | None = None
    metadata: dict[str, Any] | None = None
    password_handle: str | None = field(default=None, repr=False)
    request_id: str | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What an upload made or met.

    Attributes:
        document: The document; its latest reference is the one just sent, if one was.
        deduped: The same bytes were here already; the caller drops its blob and forgets its password slot.
    """

    document: DocumentRow
    deduped: bool


async def record_upload(upload: NewUpload) -> Recorded:
    """Store a document with its key, reference, customer and the request for a run, or meet the one of the same bytes.

    Raises:
        ValidationFailed: The customer's id is not one of the organisation's, or contradicts the name.
        DatabaseUnavailable: The server does not answer, or the same bytes are erased as fast as they come; nothing was stored.
    """
    async with transaction():
        customer = await resolve_customer(
            upload.organisation_id, name=upload.customer_name, customer_id=upload.customer_id
        )
        for _ in range(MEETINGS):
            made = await _insert(upload, customer)
            if made:
                await _insert_companions(upload)
            document_id = upload.document_id if made else await _meet(upload, customer)
            if document_id is None:
                continue
            await _keep_reference(upload, document_id, customer)
            document = await documents.find(upload.organisation_id, document_id)
            if document is not None:
                return Recorded(document, deduped=not made)
    raise DatabaseUnavailable


async def _insert(upload: NewUpload, customer: CustomerRow | None) -> bool:
    """Insert the document; False when one of the same bytes exists. Waits for one that is just being inserted."""
    now = utc_now()
    hint = upload.type_hint
    rows = (
        await Document.insert(
            Document(
                id=upload.document_id,
                organisation_id=upload.organisation_id,
                customer_id=customer.id if customer else None,
                status=DocumentStatus.QUEUED.value,
                type=hint,
                type_hint=hint,
                filename=storable_text(upload.filename),
                content_type=upload.content_type,
                size_bytes=upload.size_bytes,
                sha256=upload.sha256,
                dedupe_key=upload.sha256,
                external_ref=upload.external_ref,
                metadata=to_json(upload.metadata) if upload.metadata is not None else None,
                queued_at=now,
                retain_until=await retention.first_end(upload.organisation_id, upload.type_hint, now),
                search_names=_names(upload.filename, *_named(upload, customer)),
                created_at=now,
                updated_at=now,
            )
        )
        .on_conflict(target=(Document.organisation_id, Document.dedupe_key), action="DO NOTHING")
        .returning(Document.id)
    )
    return bool(rows)


async def _insert_companions(upload: NewUpload) -> None:
    await BlobKey.insert(
        BlobKey(
            document_id=upload.document_id,
            organisation_id=upload.organisation_id,
            blob_name=upload.blob_name,
            wrapped_key=upload.wrapped_key,
            created_at=utc_now(),
        )
    )
    await blob_drafts.end(upload.blob_name)
    await documents.ask_for_run(
        upload.organisation_id,
        upload.document_id,
        1,
        password_handle=upload.password_handle,
        request_id=upload.request_id,
    )
    await events.emit(
        EventKind.UPLOADED, organisation_id=upload.organisation_id, document_id=upload.document_id, attempt=1
    )
    await tell(upload.document_id, DocumentStatus.QUEUED, 1)


async def _meet(upload: NewUpload, customer: CustomerRow | None) -> str | None:
    """The document of the same bytes, now also known by what this upload calls it."""
    names = _names(*_named(upload, customer))
    row = await fetch_one(
        """update document set
            external_ref = coalesce($3, external_ref),
            customer_id = coalesce($4, customer_id),
            search_names = case
                when position($5 in search_names) > 0 then search_names
                else search_names || ' ' || $5
            end,
            updated_at = $6
        where organisation_id = $1 and dedupe_key = $2 returning id""",
        upload.organisation_id,
        upload.sha256,
        upload.external_ref,
        customer.id if customer else None,
        names,
        utc_now(),
    )
    return row["id"] if row else None


async def _keep_reference(upload: NewUpload, document_id: str, customer: CustomerRow | None) -> None:
    if upload.external_ref is None and customer is None:
        return
    await DocumentReference.insert(
        DocumentReference(
            organisation_id=upload.organisation_id,
            document_id=document_id,
            external_ref=upload.external_ref,
            customer_id=customer.id if customer else None,
            created_at=utc_now(),
        )
    ).on_conflict(action="DO NOTHING")


def _named(upload: NewUpload, customer: CustomerRow | None) -> tuple[str | None, ...]:
    return upload.external_ref, customer.name if customer else None


def _names(*names: str | None) -> str:
    return " ".join(fold(name) for name in names if name)
