"""Reading a document again, and ending what it waits for."""

import contextlib
from typing import Any, Final

from litestar import Controller, Request, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.access_openapi import ReextractOperation
from api.access_schemas import AcceptedAnswer, AcceptedOut
from api.auth import Caller, RequireScope, caller_of
from api.idempotency import HEADER, Answer, answer_once, as_response, checked_key
from api.json_bodies import JsonBody, read_json
from api.openapi import RepeatableOperation, failures
from api.request_ids import request_id_of
from api.services import Services
from api.template_choice import choose, type_for
from api.upload_fields import check_fields
from api.wire import document_out
from berkas.errors import Unavailable
from berkas.ids import IdPrefix, is_id
from berkas.model.document_types import DocumentType
from berkas.model.sources import WantedSource
from berkas.reading.filetypes import FileType
from berkas.refusals import NotFound, Refused
from tables.queries import cancelling, documents
from tables.queries.document_rows import DocumentRow

_FIELDS: Final = ("templateId", "type", "pdfPassword", "replaceVerified", "source")


class RerunsController(Controller):
    """POST …/reextract and …/cancel."""

    path = "/api/documents/{document_id:str}"
    tags = ["Documents"]
    guards = [RequireScope("documents:write")]
    request_max_body_size = None  # counted by ourselves

    @post(
        "/reextract",
        status_code=202,
        operation_id="reextractDocument",
        summary="Read a document again",
        operation_class=ReextractOperation,
        responses=failures(400, 404, 409, 410, 413, 415, 422),
    )
    async def reextract(
        self, request: Request[Any, Any, Any], document_id: FromPath[str], services: NamedDependency[Services]
    ) -> Response[AcceptedAnswer]:
        """Read a finished document again; earlier extractions stay. The body may be left out."""
        caller = caller_of(request)
        key = checked_key(request.headers.get(HEADER))
        body = await read_json(request, _FIELDS, secret="pdfPassword", is_optional=True)  # noqa: S106 - a field's name
        wish = _Wish(body)
        request_id = request_id_of(request.scope)

        async def make() -> Answer:
            return await _reextract(services, caller, document_id, wish, request_id)

        fingerprint = services.fingerprints.of(["reextract", document_id, body.canonical])
        return as_response(await answer_once(caller, key, fingerprint, make, request_id=request_id))

    @post(
        "/cancel",
        status_code=202,
        operation_id="cancelDocument",
        summary="Cancel the reading of a document",
        operation_class=RepeatableOperation,
        responses=failures(400, 404, 409, 410, 413, 415),
    )
    async def cancel(
        self, request: Request[Any, Any, Any], document_id: FromPath[str], services: NamedDependency[Services]
    ) -> Response[AcceptedAnswer]:
        """End a document that is queued or parsing as `failed` with `run_cancelled`; its run is stopped as soon as may be."""
        caller = caller_of(request)
        key = checked_key(request.headers.get(HEADER))
        (await read_json(request, (), is_optional=True)).refuse_mistakes()

        async def make() -> Answer:
            cancelled = await cancelling.cancel(caller.organisation_id, document_id, actor=caller.key_id)
            # the row is the truth by now: a run that cannot be reached stores nothing, a slot that cannot ends by itself
            with contextlib.suppress(Unavailable):
                if cancelled.password_handle is not None:
                    await services.slots.forget(cancelled.password_handle)
            with contextlib.suppress(Unavailable):
                if cancelled.flow_run_id is not None:
                    await services.orchestrator.cancel(cancelled.flow_run_id)
            return _accepted(cancelled.document)

        fingerprint = services.fingerprints.of(["cancel", document_id])
        return as_response(await answer_once(caller, key, fingerprint, make, request_id=request_id_of(request.scope)))


class _Wish:
    """What a re-extract shall do otherwise than the run before.

    Raises:
        ValidationFailed: Fields are unknown or invalid; every mistake at once.
    """

    def __init__(self, body: JsonBody) -> None:
        fields = check_fields({name: body.values.get(name) for name in ("type", "pdfPassword")}, body.blame)
        self.template_id = body.text("templateId", 64)
        if self.template_id is not None and not is_id(self.template_id, IdPrefix.TEMPLATE):
            body.blame("templateId", "is not an id of a template")
        self.replaces_verified = body.flag("replaceVerified")
        self.source = _source(body)
        body.refuse_mistakes()
        self.type: DocumentType | None = fields.type
        self.password = fields.pdf_password


def _source(body: JsonBody) -> WantedSource:
    given = body.text("source", 16)
    if given is not None and given not in set(WantedSource):
        body.blame("source", f"must be one of: {', '.join(WantedSource)}")
        return WantedSource.AUTO
    return WantedSource(given or WantedSource.AUTO)


async def _reextract(services: Services, caller: Caller, document_id: str, wish: _Wish, request_id: str) -> Answer:
    row = await documents.find(caller.organisation_id, document_id)
    if row is None:
        raise NotFound
    chosen = await choose(caller.organisation_id, wish.template_id) if wish.template_id else None
    type_hint = type_for(chosen, sent=wish.type, found=row.type) if chosen else wish.type
    handle = None
    if wish.password is not None and row.content_type == FileType.PDF:
        handle = await services.slots.put(wish.password)
    try:
        again = await documents.reextract(
            caller.organisation_id,
            document_id,
            type_hint=type_hint,
            template_id=chosen.id if chosen else None,
            template_version=chosen.version if chosen else None,
            password_handle=handle,
            request_id=request_id,
            actor=caller.key_id,
            replace_verified=wish.replaces_verified,
            source=wish.source,
        )
    except Refused:
        if handle is not None:
            with contextlib.suppress(Unavailable):  # then its slot ends by itself
                await services.slots.forget(handle)
        raise
    services.dispatcher.wake()
    return _accepted(again)


def _accepted(row: DocumentRow) -> Answer:
    body = AcceptedAnswer(data=AcceptedOut(document=document_out(row)))
    return Answer(202, body.model_dump_json(by_alias=True).encode(), row.id)
