"""Reading documents."""

from typing import Any

from litestar import Controller, Request, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.auth import RequireScope, caller_of
from api.filters import include_of_document, parse_list_query
from api.openapi import ExtractionOperation, ListOperation, failures
from api.schemas import DocumentAnswer, DocumentListAnswer, place
from api.services import Services
from api.wire import document_detail, document_out
from berkas.refusals import NotFound
from tables.queries import documents, extractions
from tables.queries.document_lists import list_documents


class DocumentsController(Controller):
    """GET below /api/documents."""

    path = "/api/documents"
    tags = ["Documents"]
    guards = [RequireScope("documents:read")]

    @get(
        "/",
        operation_class=ListOperation,
        operation_id="listDocuments",
        summary="List documents",
        responses=failures(400),
    )
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
        data = [document_out(row) for row in page.documents]
        return DocumentListAnswer(data=data, **place(query, page.total, next_cursor=page.next_cursor))

    @get(
        "/{document_id:str}",
        operation_class=ExtractionOperation,
        operation_id="getDocument",
        summary="Read a document",
        responses=failures(400, 404),
    )
    async def get_document(
        self, request: Request[Any, Any, Any], document_id: FromPath[str], services: NamedDependency[Services]
    ) -> DocumentAnswer:
        """Read a document with its newest extraction."""
        organisation_id = caller_of(request).organisation_id
        include = include_of_document(request.query_params)
        row = await documents.find(organisation_id, document_id)
        if row is None:
            raise NotFound
        newest = await extractions.newest_extraction(organisation_id, document_id, has_evidence=include.evidence)
        ui_url = services.settings.prefect_ui_url
        return DocumentAnswer(data=document_detail(row, newest, ui_url=ui_url, include=include))
