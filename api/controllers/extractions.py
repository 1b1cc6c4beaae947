"""Extractions: reading them, and writing what analysts say over them."""

from typing import Any, Final

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.access_openapi import CorrectionOperation
from api.auth import RequireScope, caller_of
from api.filters import parse_extraction_query
from api.idempotency import HEADER, Answer, answer_once, as_response, checked_key
from api.json_bodies import JsonBody, read_json
from api.openapi import ExtractionListOperation, ExtractionOperation, failures
from api.request_ids import request_id_of
from api.schemas import ExtractionAnswer, ExtractionListAnswer, place
from api.services import Services
from api.template_choice import schema_of
from api.wire import extraction_out
from berkas.errors import Conflict, Gone, NotFound, ValidationFailed
from berkas.extraction.corrections import mistakes, names_of
from berkas.model.statuses import FINAL_STATUSES, GONE_STATUSES
from tables.queries import corrections, documents, extractions
from tables.queries.corrections import Correction

BODY_BYTES: Final = 4 * 1024 * 1024
"""A statement of thousands of rows may be corrected as a whole."""

MAX_NOTE: Final = 1000

_RAW_TEXT: Final = "rawText"


class ExtractionsController(Controller):
    """/api/documents/{id}/extractions."""

    path = "/api/documents/{document_id:str}/extractions"
    tags = ["Documents"]
    request_max_body_size = None  # counted by ourselves

    @get(
        "/",
        guards=[RequireScope("documents:read")],
        operation_class=ExtractionListOperation,
        operation_id="listExtractions",
        summary="List the extractions of a document",
        responses=failures(400, 404),
    )
    async def list_extractions(
        self, request: Request[Any, Any, Any], document_id: FromPath[str]
    ) -> ExtractionListAnswer:
        """The extractions of a document, newest first."""
        organisation_id = caller_of(request).organisation_id
        paging, shows_text = parse_extraction_query(request.query_params)
        if await documents.find(organisation_id, document_id) is None:
            raise NotFound
        rows, total = await extractions.list_page(
            organisation_id, document_id, limit=paging.limit, offset=paging.offset, has_text=shows_text
        )
        data = [extraction_out(row, show_text=shows_text) for row in rows]
        return ExtractionListAnswer(data=data, **place(paging, total))

    @get(
        "/{extraction_id:str}",
        guards=[RequireScope("documents:read")],
        operation_class=ExtractionOperation,
        operation_id="getExtraction",
        summary="Read an extraction",
        responses=failures(400, 404),
    )
    async def get_extraction(
        self, request: Request[Any, Any, Any], document_id: FromPath[str], extraction_id: FromPath[str]
    ) -> ExtractionAnswer:
        """One extraction of a document."""
        show_text = _shows_text(request)
        row = await extractions.get_extraction(caller_of(request).organisation_id, document_id, extraction_id)
        if row is None:
            raise NotFound
        return ExtractionAnswer(data=extraction_out(row, show_text=show_text))

    @post(
        "/",
        guards=[RequireScope("documents:write")],
        operation_id="correctDocument",
        summary="Correct or sign off a document",
        operation_class=CorrectionOperation,
        responses=failures(400, 404, 409, 410, 413, 415),
    )
    async def correct(
        self, request: Request[Any, Any, Any], document_id: FromPath[str], services: NamedDependency[Services]
    ) -> Response[ExtractionAnswer]:
        """Record corrected values as a new extraction over the newest one; with `verify` also sign the document off."""
        caller = caller_of(request)
        key = checked_key(request.headers.get(HEADER))
        body = await read_json(request, ("fields", "note", "verify"), most_bytes=BODY_BYTES)

        async def make() -> Answer:
            correction = await _checked(body, caller.organisation_id, document_id, actor=caller.key_id)
            row = await corrections.correct(caller.organisation_id, document_id, correction)
            answer = ExtractionAnswer(data=extraction_out(row, show_text=False))
            return Answer(201, answer.model_dump_json(by_alias=True).encode(), document_id)

        request_id = request_id_of(request.scope)
        fingerprint = services.fingerprints.of(["correct", document_id, body.canonical])
        return as_response(await answer_once(caller, key, fingerprint, make, request_id=request_id))


async def _checked(body: JsonBody, organisation_id: str, document_id: str, *, actor: str) -> Correction:
    """The correction in a body, checked against the template that made the newest extraction.

    Raises:
        NotFound: The organisation has no such document.
        Gone: It is erased or purged.
        Conflict: It is being processed, or was never extracted.
        ValidationFailed: Fields are unknown or invalid; every mistake at once.
    """
    document = await documents.find(organisation_id, document_id)
    if document is None:
        raise NotFound
    if document.status in GONE_STATUSES:
        raise Gone
    if document.status not in FINAL_STATUSES:
        raise Conflict("The document is being processed. Wait until it is finished.")
    newest = await extractions.newest_extraction(organisation_id, document_id)
    if newest is None:
        raise Conflict("The document has no extraction to correct. Re-extract it.")
    schema = await schema_of(organisation_id, newest.template_id, newest.template_version)
    note, is_sign_off = body.text("note", MAX_NOTE), body.flag("verify")
    if note is not None and "\x00" in note:
        body.blame("note", "must not contain NUL characters")
    fields = body.values.get("fields")
    if not isinstance(fields, dict):
        body.blame("fields", "is required" if fields is None else "must be an object")
        fields = {}
    elif not fields and not is_sign_off:
        body.blame("fields", "must name a field, unless verify is true")
    for name, messages in mistakes(schema, fields).items():
        for message in messages:
            body.blame(name, message)
    body.refuse_mistakes()
    return Correction(
        fields=fields,
        order=names_of(schema),
        template=(newest.template_id, newest.template_version),
        is_sign_off=is_sign_off,
        note=note,
        actor=actor,
    )


def _shows_text(request: Request[Any, Any, Any]) -> bool:
    """Whether `?include=rawText` was asked.

    Raises:
        ValidationFailed: Something else was asked.
    """
    for name, value in request.query_params.multi_items():
        if name != "include":
            raise ValidationFailed({name[:64]: ["is unknown"]})
        if value != _RAW_TEXT:
            raise ValidationFailed({"include": [f"must be {_RAW_TEXT}"]})
    return "include" in request.query_params
