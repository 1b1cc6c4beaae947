"""Sealed originals: where they are and what opens them."""

from dataclasses import dataclass, field

from tables.engine import fetch_one


@dataclass(frozen=True, slots=True)
class SealedBlob:
    """Where a sealed original is and what opens it.

    Attributes:
        blob_name: Of the sealed original.
        wrapped_data_key: Wrapped by the organisation's key.
        wrapped_organisation_key: Wrapped by the root key.
        root_key_id: Which root key.
        size_bytes: Of the original, in clear.
        content_type: Media type by content.
        filename: As sent.
    """

    blob_name: str
    wrapped_data_key: bytes = field(repr=False)
    wrapped_organisation_key: bytes = field(repr=False)
    root_key_id: str
    size_bytes: int
    content_type: str
    filename: str | None


async def find_blob(organisation_id: str, document_id: str) -> SealedBlob | None:
    """The sealed original of a document; None when there is no such document or its original is gone."""
    row = await fetch_one(
        """select b.blob_name, b.wrapped_key as wrapped_data_key, o.wrapped_key as wrapped_organisation_key, o.root_key_id,
            d.size_bytes, d.content_type, d.filename
        from document d
        join blob_key b on b.organisation_id = d.organisation_id and b.document_id = d.id
        join organisation o on o.id = d.organisation_id
        where d.organisation_id = $1 and d.id = $2 and d.status not in ('erased', 'purged')""",
        organisation_id,
        document_id,
    )
    return SealedBlob(**dict(row)) if row else None
