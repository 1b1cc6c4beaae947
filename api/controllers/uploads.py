"""Uploads: a form that streams, and a JSON body for small files."""

import base64
import binascii
from typing import Any, Final

import msgspec
from litestar import Controller, Request, Response, post
from litestar.di import NamedDependency

from api.auth import RequireScope, caller_of, holds_key
from api.multipart import FormShape, boundary_of, read_form
from api.openapi import UploadJsonOperation, UploadOperation, failures
from api.services import Services
from api.upload_fields import TEXT_FIELDS, check_fields, check_filename
from api.uploading import answer_upload, checked_idempotency_key, receiving
from berkas.errors import PayloadTooLarge, Refused, UnsupportedMediaType, ValidationFailed
from berkas.extraction.filetypes import HEAD_BYTES, sniff

_SHAPE: Final = FormShape(file_field="file", text_fields=TEXT_FIELDS)
_JSON_FIELDS: Final = frozenset({"filename", "contentType", "contentBase64", *TEXT_FIELDS})
_MEDIA_TYPES: Final = {"image/heif": "image/heic", "image/jpg": "image/jpeg"}
_FAILURES: Final = failures(400, 409, 413, 415)


class UploadsController(Controller):
    """POST /api/documents/upload and its JSON sister."""

    path = "/api/documents"
    tags = ["Uploads"]  # noqa: RUF012 - the framework's way
    guards = [RequireScope("documents:write")]  # noqa: RUF012
    request_max_body_size = None  # counted by ourselves, while it streams

    @post("/upload", operation_class=UploadOperation, operation_id="uploadDocument", responses=_FAILURES)
    async def upload(self, request: Request[Any, Any, Any], services: NamedDependency[Services]) -> Response[bytes]:
        """Upload a paper as multipart/form-data. It is sealed while it streams in; the answer does not wait for reading."""
        key = checked_idempotency_key(request.headers.get("idempotency-key"))
        boundary = boundary_of(request.headers.get("content-type", ""))
        async with receiving(services, caller_of(request)) as draft:
            form = await read_form(request.stream(), boundary, _SHAPE, draft.file)
            fields = check_fields(form.texts, form.blame)
            filename = check_filename(form.filename, "file", form.blame)
            if form.filename is not None and not draft.file.size_bytes:
                form.blame("file", "must not be empty")
            if form.errors:
                raise ValidationFailed(form.errors)
            if any(holds_key(text) for name, text in form.texts.items() if name != "pdfPassword"):
                raise Refused(
                    "Send the API key in the Authorization header only; treat this one as leaked and revoke it."
                )
            return await answer_upload(
                services, caller_of(request), draft, filename=filename, fields=fields, idempotency_key=key
            )

    @post("/upload-json", operation_class=UploadJsonOperation, operation_id="uploadDocumentJson", responses=_FAILURES)
    async def upload_json(
        self, request: Request[Any, Any, Any], services: NamedDependency[Services]
    ) -> Response[bytes]:
        """Upload a small paper as base64 in JSON; the body has at most 16 MB."""
        key = checked_idempotency_key(request.headers.get("idempotency-key"))
        if request.content_type[0] != "application/json":
            raise UnsupportedMediaType("Send the document as application/json.")
        body = _decoded(await _read_body(request, services.settings.max_json_body_bytes))
        errors: dict[str, list[str]] = {name: ["is unknown"] for name in body if name not in _JSON_FIELDS}

        def blame(name: str, message: str) -> None:
            errors.setdefault(name, []).append(message)

        fields = check_fields(body, blame)
        filename = check_filename(body.get("filename"), "filename", blame)
        declared = body.get("contentType")
        if not isinstance(declared, str):
            blame("contentType", "is required")
        content = _content(body.pop("contentBase64", None), blame)
        if errors:
            raise ValidationFailed(errors)
        _check_declared(str(declared), content)
        async with receiving(services, caller_of(request)) as draft:
            await draft.file.write(content)
            return await answer_upload(
                services, caller_of(request), draft, filename=filename, fields=fields, idempotency_key=key
            )


async def _read_body(request: Request[Any, Any, Any], most: int) -> bytearray:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise PayloadTooLarge(f"The body is larger than {most} bytes.")
    return body


def _decoded(body: bytearray) -> dict[str, Any]:
    try:
        return msgspec.json.decode(body, type=dict[str, Any])
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        raise Refused("The body is not a JSON object.") from None


def _check_declared(declared: str, content: bytes) -> None:
    found = sniff(content[:HEAD_BYTES])
    if _MEDIA_TYPES.get(declared.lower(), declared.lower()) != found.value:
        raise UnsupportedMediaType("contentType contradicts the bytes of the file.")


def _content(given: object, blame: Any) -> bytes:  # noqa: ANN401 - a callable
    if not isinstance(given, str) or not given:
        blame("contentBase64", "is required")
        return b""
    try:
        return base64.b64decode(given, validate=True)
    except (binascii.Error, ValueError):
        blame("contentBase64", "must be standard base64")
        return b""
