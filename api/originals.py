"""Originals on their way out: unsealed segment by segment while they stream; never whole in memory, never in clear on a disk."""

import asyncio
from collections.abc import AsyncGenerator

from api.services import Services
from berkas.storage.keyring import WrappedOrganisationKey
from berkas.storage.sealing import SealedFile
from tables.queries.sealed_blobs import SealedBlob


async def open_original(services: Services, blob: SealedBlob, *, organisation_id: str, document_id: str) -> SealedFile:
    """The sealed original, its header read and its size checked.

    Args:
        services: Of the application.
        blob: Where it is.
        organisation_id: Whose document.
        document_id: Whose original.

    Raises:
        BlobMissing: It is not in the store.
        SealBroken: It was cut or replaced.
        KeyUnknown: Its root key is not configured.
        ObjectStoreUnavailable: The store does not answer.
    """
    key = services.keyring.open_data_key(
        blob.wrapped_data_key,
        WrappedOrganisationKey(blob.root_key_id, blob.wrapped_organisation_key),
        organisation_id=organisation_id,
        document_id=document_id,
    )

    def opened() -> SealedFile:
        return SealedFile(
            lambda offset, length: services.blobs.read(blob.blob_name, offset, length),
            sealed_bytes=services.blobs.size(blob.blob_name),
            size_bytes=blob.size_bytes,
            data_key=key.key,
            document_id=document_id,
        )

    return await asyncio.to_thread(opened)


async def pieces(file: SealedFile, start: int, end: int) -> AsyncGenerator[bytes, None]:
    """Plaintext from ``start`` to before ``end``, at most one segment at a time.

    Raises:
        SealBroken: A segment was altered; what was given before it is genuine.
        ObjectStoreUnavailable: The store stopped answering.
    """
    segments = file.stream(start, end)
    while (piece := await asyncio.to_thread(next, segments, None)) is not None:
        yield piece
