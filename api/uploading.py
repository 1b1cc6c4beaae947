"""From a sealed incoming file and its fields to a recorded document, the same for both ways of upload."""

import contextlib
import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

import msgspec
from litestar import Response

from api import schemas
from api.auth import Caller
from api.incoming import IncomingFile
from api.services import Services
from api.upload_fields import UploadFields
from api.wire import document_out
from berkas.errors import AuthenticationFailed, Refused
from berkas.extraction.filetypes import FileType
from berkas.ids import IdPrefix, new_id
from berkas.storage.keyring import DataKey, WrappedOrganisationKey
from berkas.storage.sealing import Sealer
from tables.queries import idempotency, organisations
from tables.queries.uploads import NewUpload, Recorded, record_upload

_MAX_IDEMPOTENCY_KEY = 255


@dataclass(frozen=True, slots=True)
class Draft:
    """A document that is on its way in."""

    document_id: str
    blob_name: str
    key: DataKey
    file: IncomingFile


@contextlib.asynccontextmanager
async def receiving(services: Services, caller: Caller) -> AsyncIterator[Draft]:
    """A draft to stream a file into; whatever goes wrong in the block, nothing of the file is left behind."""
    organisation = await organisations.find_organisation(caller.organisation_id)
    if organisation is None:  # the key's row refers to it, so it can only have been removed this moment
        raise AuthenticationFailed
    document_id = new_id(IdPrefix.DOCUMENT)
    blob_name = f"{caller.organisation_id}/{document_id}"
    wrapped = WrappedOrganisationKey(organisation.root_key_id, organisation.wrapped_key)
    key = services.keyring.new_data_key(wrapped, caller.organisation_id, document_id)
    sealer = Sealer(key.key, document_id)
    file = IncomingFile(services.blobs, blob_name, sealer, services.settings.max_upload_bytes)
    try:
        yield Draft(document_id, blob_name, key, file)
    except BaseException:
        await file.abort()
        raise


async def answer_upload(
    services: Services,
    caller: Caller,
    draft: Draft,
    *,
    filename: str,
    fields: UploadFields,
    idempotency_key: str | None,
) -> Response[bytes]:
    """Record the upload and answer: 201 for a new document, 200 for one that was here already, or the first answer again.

    Raises:
        UnsupportedFile: Not one of the six types by content.
        ValidationFailed: The customer is not one of the organisation's.
        IdempotencyConflict: The key was used with another request, or its first request is still running.
    """
    file_type = await draft.file.commit()
    if idempotency_key is None:
        status, body, _ = await _record(services, caller, draft, filename, fields, file_type)
        return _response(status, body)
    fingerprint = _fingerprint(draft, filename, fields)
    stored = await idempotency.begin(caller.organisation_id, idempotency_key, fingerprint)
    if stored is not None:
        await draft.file.abort()
        return _response(stored.status, stored.body)
    try:
        status, body, document_id = await _record(services, caller, draft, filename, fields, file_type)
    except BaseException:
        await idempotency.abandon(caller.organisation_id, idempotency_key)
        raise
    await idempotency.finish(caller.organisation_id, idempotency_key, status=status, body=body, subject=document_id)
    return _response(status, body)


def checked_idempotency_key(given: str | None) -> str | None:
    """The header's value.

    Raises:
        Refused: It is empty, too long, or not printable ASCII.
    """
    if given is None:
        return None
    if not (0 < len(given) <= _MAX_IDEMPOTENCY_KEY and given.isascii() and given.isprintable()):
        raise Refused("Idempotency-Key must be 1-255 printable ASCII characters.")
    return given


async def _record(
    services: Services, caller: Caller, draft: Draft, filename: str, fields: UploadFields, file_type: FileType
) -> tuple[int, bytes, str]:
    handle = await services.slots.put(fields.pdf_password) if fields.pdf_password else None
    try:
        recorded = await record_upload(
            NewUpload(
                document_id=draft.document_id,
                organisation_id=caller.organisation_id,
                filename=filename,
                content_type=file_type.value,
                size_bytes=draft.file.size_bytes,
                sha256=draft.file.sha256,
                blob_name=draft.blob_name,
                wrapped_key=draft.key.wrapped,
                type_hint=fields.type,
                external_ref=fields.external_ref,
                customer_name=fields.customer_name,
                customer_id=fields.customer_id,
                metadata=fields.metadata,
                password_handle=handle,
            )
        )
    except BaseException:
        if handle is not None:
            await services.slots.forget(handle)
        raise
    await _after_recording(services, draft, recorded, handle)
    document = document_out(recorded.document, external_ref=fields.external_ref)
    answer = schemas.UploadAnswer(data=schemas.UploadResult(document=document, deduped=recorded.deduped))
    return 200 if recorded.deduped else 201, answer.model_dump_json(by_alias=True).encode(), recorded.document.id


async def _after_recording(services: Services, draft: Draft, recorded: Recorded, handle: str | None) -> None:
    if not recorded.deduped:
        services.dispatcher.wake()
        return
    await draft.file.abort()
    if handle is not None:
        await services.slots.forget(handle)


def _fingerprint(draft: Draft, filename: str, fields: UploadFields) -> str:
    """SHA-256 over all that was asked; the password only as far as its presence."""
    asked = [
        draft.file.sha256, filename, fields.type, fields.external_ref, fields.customer_name, fields.customer_id,
        fields.metadata, fields.pdf_password is not None,
    ]  # fmt: skip
    return hashlib.sha256(msgspec.json.encode(asked, order="sorted")).hexdigest()


def _response(status: int, body: bytes) -> Response[bytes]:
    return Response(body, status_code=status, media_type="application/json")
