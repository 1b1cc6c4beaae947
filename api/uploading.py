"""From a sealed incoming file and its fields to a recorded document, the same for both ways of upload."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final

import msgspec

from api import schemas
from api.auth import Caller
from api.idempotency import Answer, answer_once
from api.incoming import IncomingFile
from api.services import Services
from api.upload_fields import UploadFields
from api.wire import document_out
from berkas.errors import Unavailable
from berkas.ids import IdPrefix, new_id
from berkas.reading.filetypes import FileType
from berkas.refusals import AuthenticationFailed
from berkas.storage.keyring import DataKey, WrappedOrganisationKey
from berkas.storage.sealing import Sealer
from tables.queries import blob_drafts, organisations
from tables.queries.uploads import NewUpload, record_upload

OPERATION: Final = "POST /api/documents/upload"
"""What fingerprints call an upload, by whichever way: the same file with the same fields is the same request."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A document that is on its way in.

    Attributes:
        document_id: The id that its file is sealed for.
        blob_name: Of the sealed file.
        key: Its data key.
        file: Takes the bytes.
    """

    document_id: str
    blob_name: str
    key: DataKey
    file: IncomingFile


@dataclass(frozen=True, slots=True)
class UploadRequest:
    """What came with the file.

    Attributes:
        caller: Who uploads.
        request_id: Of the request.
        idempotency_key: As sent and checked, or None.
        filename: Cleaned.
        fields: Checked.
    """

    caller: Caller
    request_id: str
    idempotency_key: str | None
    filename: str
    fields: UploadFields


@contextlib.asynccontextmanager
async def receiving(services: Services, caller: Caller) -> AsyncIterator[Draft]:
    """A draft to stream a file into; when the block fails before the file is recorded, nothing of it is left behind."""
    organisation = await organisations.find_organisation(caller.organisation_id)
    if organisation is None:  # the key's row refers to it, so it can only have been removed this moment
        raise AuthenticationFailed
    document_id = new_id(IdPrefix.DOCUMENT)
    blob_name = f"{caller.organisation_id}/{document_id}"
    wrapped = WrappedOrganisationKey(organisation.root_key_id, organisation.wrapped_key)
    key = services.keyring.new_data_key(wrapped, caller.organisation_id, document_id)
    file = IncomingFile(
        services.blobs, blob_name, Sealer(key.key, document_id), max_bytes=services.settings.max_upload_bytes
    )
    await blob_drafts.begin(caller.organisation_id, blob_name)
    try:
        yield Draft(document_id, blob_name, key, file)
    finally:
        # what cannot be removed now is unreadable, for its key was never stored, and the sweep removes it a day later
        with contextlib.suppress(Unavailable):
            if await file.abort():
                await blob_drafts.end(blob_name)


async def record(services: Services, draft: Draft, request: UploadRequest) -> Answer:
    """Record the upload: 201 for a new document, 200 for one that was here already, or the first answer again.

    Raises:
        UnsupportedFile: Not one of the six types by content.
        ValidationFailed: The customer is not one of the organisation's.
        IdempotencyConflict: The key was used with another request, or its first request is still running.
        Unavailable: The database or the object store does not answer.
    """
    file_type = await draft.file.finish()

    async def make() -> Answer:
        await draft.file.commit()
        return await _record(services, draft, request, file_type)

    fingerprint = services.fingerprints.of(_asked(draft, request))
    return await answer_once(request.caller, request.idempotency_key, fingerprint, make, request_id=request.request_id)


async def _record(services: Services, draft: Draft, request: UploadRequest, file_type: FileType) -> Answer:
    fields = request.fields
    handle = await _keep_password(services, fields, file_type)
    upload = NewUpload(
        document_id=draft.document_id,
        organisation_id=request.caller.organisation_id,
        filename=request.filename,
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
        request_id=request.request_id,
    )
    # from here on the row may exist although it is not said (a connection lost while committing): then its blob must exist, too
    draft.file.keep()
    try:
        recorded = await record_upload(upload)
    except Unavailable:
        raise
    except Exception:
        await _forget(services, draft, handle)
        raise
    if recorded.deduped:
        await _forget(services, draft, handle)
    else:
        services.dispatcher.wake()
    services.metrics.count_upload(draft.file.size_bytes, is_deduped=recorded.deduped)
    document = document_out(recorded.document, external_ref=fields.external_ref)
    body = schemas.UploadAnswer(data=schemas.UploadResult(document=document, deduped=recorded.deduped))
    return Answer(200 if recorded.deduped else 201, body.model_dump_json(by_alias=True).encode(), recorded.document.id)


async def _keep_password(services: Services, fields: UploadFields, file_type: FileType) -> str | None:
    """The handle of a slot with the password; None where none was sent, or none can be needed."""
    if fields.pdf_password is None or file_type is not FileType.PDF:
        return None
    return await services.slots.put(fields.pdf_password)


async def _forget(services: Services, draft: Draft, handle: str | None) -> None:
    draft.file.let_go()
    if handle is not None:
        with contextlib.suppress(Unavailable):  # then its slot ends by itself
            await services.slots.forget(handle)


def _asked(draft: Draft, request: UploadRequest) -> list[str]:
    fields = request.fields
    said = [
        fields.type, fields.external_ref, fields.customer_name, fields.customer_id, fields.metadata, fields.pdf_password,
    ]  # fmt: skip
    return [OPERATION, draft.file.sha256, request.filename, msgspec.json.encode(said, order="sorted").decode()]
