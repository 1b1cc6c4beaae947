"""Extractions: reading them, and writing what analysts say over them."""

from typing import Any, Final

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.access_openapi import CorrectionOperation
from api.auth import RequireScope, caller_of
from api.documents.corrections import FIELDS, IF_MATCH, checked, explain_change, explain_findings
from api.filters import parse_extraction_query, parse_include
from api.idempotency import HEADER, Answer, answer_once, as_response, checked_key
from api.json_bodies import read_json
from api.openapi import ExtractionListOperation, ExtractionOperation, failures
from api.request_ids import request_id_of
from api.schemas import ExtractionAnswer, ExtractionListAnswer, place
from api.services import Services
from api.wire import extraction_out
from berkas.errors import TemplateError
from berkas.refusals import Conflict, NotFound
from tables.queries import corrections, documents, extractions
from tables.queries.corrections import OpenFindings, StaleCorrection

BODY_BYTES: Final = 4 * 1024 * 1024
"""A statement of thousands of rows may be corrected as a whole."""


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
        paging, include = parse_extraction_query(request.query_params)
        if await documents.find(organisation_id, document_id) is None:
            raise NotFound
        rows, total = await extractions.list_page(
            organisation_id,
            document_id,
            limit=paging.limit,
            offset=paging.offset,
            has_text=include.text,
            has_evidence=include.evidence,
        )
        data = [extraction_out(row, include) for row in rows]
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
        include = parse_include(request.query_params)
        row = await extractions.get_extraction(
            caller_of(request).organisation_id, document_id, extraction_id, has_evidence=include.evidence
        )
        if row is None:
            raise NotFound
        return ExtractionAnswer(data=extraction_out(row, include))

    @post(
        "/",
        guards=[RequireScope("documents:write")],
        operation_id="correctDocument",
        summary="Correct or sign off a document",
        operation_class=CorrectionOperation,
        responses=failures(400, 404, 409, 410, 413, 415, 422),
    )
    async def correct(
        self, request: Request[Any, Any, Any], document_id: FromPath[str], services: NamedDependency[Services]
    ) -> Response[ExtractionAnswer]:
        """Record corrected values as a new extraction over the newest one; with `verify` also sign the document off.

        With `previousExtractionId`, or `If-Match`, nothing is recorded when somebody else was faster.
        """
        caller = caller_of(request)
        key = checked_key(request.headers.get(HEADER))
        body = await read_json(request, FIELDS, most_bytes=BODY_BYTES)
        if_match = request.headers.get(IF_MATCH)

        async def make() -> Answer:
            try:
                correction = await checked(body, if_match, caller.organisation_id, document_id, actor=caller.key_id)
                row = await corrections.correct(caller.organisation_id, document_id, correction)
            except StaleCorrection as refusal:
                explain_change(refusal, shows_values=caller.may("documents:read"))
                raise
            except OpenFindings as refusal:
                explain_findings(refusal)
                raise
            except TemplateError:
                message = "The template that made the extraction cannot be applied any more. Re-extract the document."
                raise Conflict(message) from None
            answer = ExtractionAnswer(data=extraction_out(row))
            return Answer(201, answer.model_dump_json(by_alias=True).encode(), document_id)

        fingerprint = services.fingerprints.of(["correct", document_id, if_match or "", body.canonical])
        return as_response(await answer_once(caller, key, fingerprint, make, request_id=request_id_of(request.scope)))
