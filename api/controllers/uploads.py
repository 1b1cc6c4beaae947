"""Uploads: a form that streams, and a JSON body for small files."""

import asyncio
from typing import Any, Final

from litestar import Controller, Request, Response, post
from litestar.di import NamedDependency

from api.auth import KEY_MISPLACED, RequireScope, caller_of, holds_key
from api.bodies import read_body, stream_body
from api.idempotency import HEADER, as_response, checked_key
from api.json_reader import unescaped
from api.json_upload import check_agreement, decode_body
from api.multipart import Form, FormShape, boundary_of, read_form
from api.openapi import UploadJsonOperation, UploadOperation, failures, uploaded
from api.ratelimit import BUCKET, Bucket
from api.request_ids import request_id_of
from api.schemas import UploadAnswer
from api.services import Services
from api.upload_fields import TEXT_FIELDS, UploadFields, check_fields, check_filename
from api.uploading import UploadRequest, receiving, record
from berkas.reading.filetypes import HEAD_BYTES, sniff
from berkas.refusals import Refused, UnsupportedMediaType, ValidationFailed
from berkas.settings import MEBIBYTE, Settings

_SHAPE: Final = FormShape(file_field="file", text_fields=TEXT_FIELDS)

_BODIES_PER_FILE: Final = 2
"""A form may be so many times as large as a file, so that one with a second file is read and gets a fitting answer."""

_COUNTED: Final = {BUCKET: Bucket.UPLOAD}
_FAILURES: Final = {**uploaded(), **failures(400, 409, 413, 415)}


class UploadsController(Controller):
    """POST /api/documents/upload and its JSON sister."""

    path = "/api/documents"
    tags = ["Uploads"]
    guards = [RequireScope("documents:write")]
    request_max_body_size = None  # counted by ourselves, while it streams

    @post(
        "/upload",
        operation_class=UploadOperation,
        operation_id="uploadDocument",
        summary="Upload a document",
        responses=_FAILURES,
        opt=_COUNTED,
    )
    async def upload(
        self, request: Request[Any, Any, Any], services: NamedDependency[Services]
    ) -> Response[UploadAnswer]:
        """Upload a paper as multipart/form-data. It is sealed while it streams in; the answer does not wait for reading."""
        key = checked_key(request.headers.get(HEADER))
        boundary = boundary_of(request.headers.get("content-type", ""))
        body = stream_body(request, largest_form(services.settings))
        async with receiving(services, caller_of(request)) as draft:
            form = await read_form(body, boundary, _SHAPE, draft.file)
            filename, fields = _checked(form, size_bytes=draft.file.size_bytes)
            upload = UploadRequest(caller_of(request), request_id_of(request.scope), key, filename, fields)
            return as_response(await record(services, draft, upload))

    @post(
        "/upload-json",
        operation_class=UploadJsonOperation,
        operation_id="uploadDocumentJson",
        summary="Upload a document as JSON",
        responses=_FAILURES,
        opt=_COUNTED,
    )
    async def upload_json(
        self, request: Request[Any, Any, Any], services: NamedDependency[Services]
    ) -> Response[UploadAnswer]:
        """Upload a small paper as base64 in JSON; the body has at most 16 MB."""
        key = checked_key(request.headers.get(HEADER))
        if request.content_type[0] != "application/json":
            raise UnsupportedMediaType("Send the document as application/json.")
        body = await read_body(request, services.settings.max_json_body_bytes)
        given = await asyncio.to_thread(decode_body, body)
        del body
        check_agreement(given.content_types, sniff(given.content[:HEAD_BYTES]))
        async with receiving(services, caller_of(request)) as draft:
            await draft.file.write(given.content)
            upload = UploadRequest(caller_of(request), request_id_of(request.scope), key, given.filename, given.fields)
            return as_response(await record(services, draft, upload))


def largest_form(settings: Settings) -> int:
    """Bytes that a body of an upload may have; a proxy before the API has to let them pass."""
    return _BODIES_PER_FILE * settings.max_upload_bytes + MEBIBYTE


def _checked(form: Form, *, size_bytes: int) -> tuple[str, UploadFields]:
    """Filename and fields of a form.

    Raises:
        Refused: A field, its name or the filename holds an API key.
        ValidationFailed: Fields are wrong; every mistake at once.
    """
    shown = [text for name, text in form.texts.items() if name != "pdfPassword"]
    if any(holds_key(unescaped(text)) for text in [*shown, *form.errors, form.filename or ""]):
        raise Refused(KEY_MISPLACED)
    fields = check_fields(form.texts, form.blame)
    filename = ""
    if form.filename is not None:
        filename = check_filename(form.filename, "file", form.blame)
        if not size_bytes:
            form.blame("file", "must not be empty")
    elif "file" not in form.errors:
        form.blame("file", "is required")
    if form.errors:
        raise ValidationFailed(form.errors)
    return filename, fields
