"""Reading documents and their extractions."""

from typing import Any, Final

from litestar import Controller, Request, get
from litestar.di import NamedDependency

from api.auth import RequireScope, caller_of
from api.filters import parse_list_query
from api.openapi import ExtractionOperation, ListOperation, failures
from api.schemas import (
    DocumentAnswer,
    DocumentListAnswer,
    ExtractionAnswer,
    ExtractionListAnswer,
    PageMeta,
)
from api.services import Services
from api.wire import document_detail, document_out, extraction_out
from berkas.errors import NotFound, ValidationFailed
from tables.queries import documents, extractions
from tables.queries.document_lists import list_documents

_RAW_TEXT: Final = "rawText"


class DocumentsController(Controller):
    """GET below /api/documents."""

    path = "/api/documents"
    tags = ["Documents"]  # noqa: RUF012 - the framework's way
    guards = [RequireScope("documents:read")]  # noqa: RUF012

    @get("/", operation_class=ListOperation, operation_id="listDocuments", responses=failures(400))
    async def list_documents(self, request: Request[Any, Any, Any]) -> DocumentListAnswer:
        """List documents, newest first, with filters and paging."""
        query = parse_list_query(request.query_params)
        page = await list_documents(
            caller_of(request).organisation_id,
            query.filters,
            limit=query.limit,
            offset=query.offset,
            cursor=query.cursor,
            sort=query.sort,
        )
        return DocumentListAnswer(
            data=[document_out(row) for row in page.documents],
            total=page.total,
            limit=query.limit,
            offset=query.offset,
            page=query.offset // query.limit + 1,
            meta=PageMeta(pages=-(-page.total // query.limit), next_cursor=page.next_cursor),
        )

    @get("/{document_id:str}", operation_id="getDocument", responses=failures(404))
    async def get_document(
        self, request: Request[Any, Any, Any], document_id: str, services: NamedDependency[Services]
    ) -> DocumentAnswer:
        """Read a document with its newest extraction."""
        organisation_id = caller_of(request).organisation_id
        row = await documents.find(organisation_id, document_id)
        if row is None:
            raise NotFound
        newest = await extractions.newest_extraction(organisation_id, document_id)
        return DocumentAnswer(data=document_detail(row, newest, ui_url=services.settings.prefect_ui_url))

    @get(
        "/{document_id:str}/extractions",
        operation_class=ExtractionOperation,
        operation_id="listExtractions",
        responses=failures(400, 404),
    )
    async def list_extractions(self, request: Request[Any, Any, Any], document_id: str) -> ExtractionListAnswer:
        """Every extraction of a document, newest first."""
        organisation_id = caller_of(request).organisation_id
        show_text = _shows_text(request)
        if await documents.find(organisation_id, document_id) is None:
            raise NotFound
        rows = await extractions.list_extractions(organisation_id, document_id)
        data = [extraction_out(row, show_text=show_text) for row in rows]
        return ExtractionListAnswer(data=data, total=len(data), limit=len(data), offset=0)

    @get(
        "/{document_id:str}/extractions/{extraction_id:str}",
        operation_class=ExtractionOperation,
        operation_id="getExtraction",
        responses=failures(400, 404),
    )
    async def get_extraction(
        self, request: Request[Any, Any, Any], document_id: str, extraction_id: str
    ) -> ExtractionAnswer:
        """One extraction of a document."""
        show_text = _shows_text(request)
        row = await extractions.get_extraction(caller_of(request).organisation_id, document_id, extraction_id)
        if row is None:
            raise NotFound
        return ExtractionAnswer(data=extraction_out(row, show_text=show_text))


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
