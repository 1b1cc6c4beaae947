"""Exports: one document, or all that the filters of the list let through, as a file that streams."""

from collections.abc import AsyncGenerator
from typing import Any, TypeVar

from litestar import Controller, Request, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Stream

from api.access_openapi import ExportOneOperation, ExportOperation
from api.auth import RequireScope, caller_of
from api.documents.export_files import Batches, csv_lines, json_lines, once, workbook
from api.documents.export_query import (
    EXPORT_ONE_PARAMETERS,
    EXPORT_PARAMETERS,
    MEDIA_TYPES,
    ExportFormat,
    ExportQuery,
    parse_export_query,
)
from api.file_headers import INERT, attachment
from api.openapi import failures
from api.schemas import DocumentAnswer
from api.services import Services
from api.streaming import begun
from api.wire import document_detail
from berkas.clock import utc_now
from berkas.refusals import NotFound
from tables.queries import audit, documents, exports, extractions

T = TypeVar("T", bytes, str)


class ExportsController(Controller):
    """GET /api/documents/export and …/{id}/export."""

    path = "/api/documents"
    tags = ["Documents"]
    guards = [RequireScope("documents:read")]

    @get(
        "/export",
        operation_id="exportDocuments",
        summary="Export documents",
        operation_class=ExportOperation,
        responses=failures(400, 422),
    )
    async def export_documents(self, request: Request[Any, Any, Any], services: NamedDependency[Services]) -> Stream:
        """Export every document that the filters let through, with its newest extraction, as CSV, JSON lines or XLSX."""
        query = parse_export_query(request.query_params, EXPORT_PARAMETERS)
        caller = caller_of(request)
        # the names of columns come before the rows, which must not have other fields by then
        until = utc_now() if query.format is ExportFormat.CSV and query.csv.is_wide else None
        batches = exports.export(caller.organisation_id, query.filters, sort=query.sort, until=until)
        await audit.append(
            caller.organisation_id,
            actor=caller.key_id,
            action="documents.export",
            subject=caller.organisation_id,
            details={"format": query.format},
        )
        name = f"documents-{utc_now():%Y%m%d-%H%M%S}"
        if query.format is ExportFormat.JSONL:
            return await _file(json_lines(batches, ui_url=services.settings.prefect_ui_url), query.format, name)
        fields = await exports.field_names(caller.organisation_id, query.filters, until=until) if until else []
        return await _sheet(batches, query, name, organisation_id=caller.organisation_id, fields=fields)

    @get(
        "/{document_id:str}/export",
        operation_id="exportDocument",
        summary="Export a document",
        operation_class=ExportOneOperation,
        responses=failures(400, 404, 422),
    )
    async def export_document(
        self, request: Request[Any, Any, Any], document_id: FromPath[str], services: NamedDependency[Services]
    ) -> Stream:
        """Export a document with its newest extraction as JSON, CSV or XLSX."""
        query = parse_export_query(request.query_params, EXPORT_ONE_PARAMETERS)
        organisation_id = caller_of(request).organisation_id
        row = await documents.find(organisation_id, document_id)
        if row is None:
            raise NotFound
        newest = await extractions.newest_extraction(organisation_id, document_id)
        if query.format is ExportFormat.JSON:
            answer = DocumentAnswer(data=document_detail(row, newest, ui_url=services.settings.prefect_ui_url))
            return await _file(once(answer.model_dump_json(by_alias=True, indent=2)), query.format, document_id)
        fields = list(newest.fields) if newest else []
        return await _sheet(once([(row, newest)]), query, document_id, organisation_id=organisation_id, fields=fields)


async def _sheet(batches: Batches, query: ExportQuery, name: str, *, organisation_id: str, fields: list[str]) -> Stream:
    """CSV or a workbook."""
    if query.format is ExportFormat.XLSX:
        return await _file(workbook(batches, organisation_id=organisation_id), query.format, name)
    lines = csv_lines(batches, query.csv, organisation_id=organisation_id, fields=fields)
    return await _file(lines, query.format, name)


async def _file(content: AsyncGenerator[T, None], form: ExportFormat, name: str) -> Stream:
    headers = {**INERT, "Content-Disposition": attachment(f"{name}.{form}")}
    return await begun(content, media_type=MEDIA_TYPES[form], headers=headers)
