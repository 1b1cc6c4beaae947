"""Exports: one document, or all that the filters of the list let through, as a file that streams."""

import contextlib
from collections.abc import AsyncGenerator
from typing import Any, Final, TypeVar

from litestar import Controller, Request, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Stream

from api.access_openapi import ExportOneOperation, ExportOperation
from api.auth import RequireScope, caller_of
from api.csv_rows import COLUMNS, MARK, lines_of, rows_of
from api.file_headers import INERT, attachment
from api.filters import EXPORT_ONE_PARAMETERS, EXPORT_PARAMETERS, ExportFormat, ExportQuery, parse_export_query
from api.openapi import failures
from api.schemas import DocumentAnswer
from api.services import Services
from api.streaming import begun
from api.wire import document_detail
from berkas.clock import utc_now
from berkas.errors import NotFound
from tables.queries import audit, documents, exports, extractions
from tables.queries.exports import Exported

T = TypeVar("T")

_MEDIA_TYPES: Final = {
    ExportFormat.JSON: "application/json",
    ExportFormat.JSONL: "application/jsonl",
    ExportFormat.CSV: "text/csv",
}


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
        responses=failures(400),
    )
    async def export_documents(self, request: Request[Any, Any, Any], services: NamedDependency[Services]) -> Stream:
        """Export every document that the filters let through, with its newest extraction, as CSV or JSON lines."""
        query = parse_export_query(request.query_params, EXPORT_PARAMETERS)
        caller = caller_of(request)
        batches = exports.export(caller.organisation_id, query.filters, sort=query.sort)
        await audit.append(
            caller.organisation_id,
            actor=caller.key_id,
            action="documents.export",
            subject=caller.organisation_id,
            details={"format": query.format},
        )
        lines = _lines(batches, query, ui_url=services.settings.prefect_ui_url)
        return await _file(lines, query.format, f"documents-{utc_now():%Y%m%d-%H%M%S}")

    @get(
        "/{document_id:str}/export",
        operation_id="exportDocument",
        summary="Export a document",
        operation_class=ExportOneOperation,
        responses=failures(400, 404),
    )
    async def export_document(
        self, request: Request[Any, Any, Any], document_id: FromPath[str], services: NamedDependency[Services]
    ) -> Stream:
        """Export a document with its newest extraction as JSON or CSV."""
        query = parse_export_query(request.query_params, EXPORT_ONE_PARAMETERS)
        organisation_id = caller_of(request).organisation_id
        row = await documents.find(organisation_id, document_id)
        if row is None:
            raise NotFound
        newest = await extractions.newest_extraction(organisation_id, document_id)
        ui_url = services.settings.prefect_ui_url
        if query.format is ExportFormat.JSON:
            answer = DocumentAnswer(data=document_detail(row, newest, ui_url=ui_url))
            return await _file(_once(answer.model_dump_json(by_alias=True, indent=2)), query.format, document_id)
        return await _file(_lines(_once([(row, newest)]), query, ui_url=ui_url), query.format, document_id)


async def _lines(
    batches: AsyncGenerator[list[Exported], None], query: ExportQuery, *, ui_url: str | None
) -> AsyncGenerator[str, None]:
    """The file, a batch of documents at a time; never empty."""
    head = (MARK if query.has_mark else "") + lines_of([COLUMNS]) if query.format is ExportFormat.CSV else ""
    async with contextlib.aclosing(batches):
        # with the head comes the first batch: a database that is away is told by a status, not by a file without rows
        yield head + _batch(await anext(batches, []), query.format, ui_url)
        async for batch in batches:
            yield _batch(batch, query.format, ui_url)


def _batch(batch: list[Exported], form: ExportFormat, ui_url: str | None) -> str:
    if form is ExportFormat.CSV:
        return "".join(lines_of(rows_of(document, extraction)) for document, extraction in batch)
    details = (document_detail(document, extraction, ui_url=ui_url) for document, extraction in batch)
    return "".join(f"{detail.model_dump_json(by_alias=True)}\n" for detail in details)


async def _once(piece: T) -> AsyncGenerator[T, None]:
    yield piece


async def _file(content: AsyncGenerator[str, None], form: ExportFormat, name: str) -> Stream:
    headers = {**INERT, "Content-Disposition": attachment(f"{name}.{form}")}
    return await begun(content, media_type=_MEDIA_TYPES[form], headers=headers)
