"""The files of exports as streams of bytes or text, a batch of documents at a time."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Sequence
from typing import Final, TypeVar

from api.documents.csv_rows import CsvForm
from api.documents.export_rows import DateLookup, ExportedDocument
from api.documents.export_turns import WorkbookTurns
from api.documents.workbook import DocumentBook
from api.wire import document_detail
from tables.queries.exports import Exported

T = TypeVar("T")
Batches = AsyncGenerator[list[Exported], None]

TURNS: Final = WorkbookTurns()


async def once(piece: T) -> AsyncGenerator[T, None]:
    """One piece alone."""
    yield piece


async def json_lines(batches: Batches, *, ui_url: str | None) -> AsyncGenerator[str, None]:
    """A document per line; the first piece may be empty."""
    async with contextlib.aclosing(batches):
        # the first piece comes with the first batch: a database that does not answer is a status then, not an empty file
        yield _json(await anext(batches, []), ui_url)
        async for batch in batches:
            yield _json(batch, ui_url)


async def csv_lines(
    batches: Batches, form: CsvForm, *, organisation_id: str, fields: Sequence[str]
) -> AsyncGenerator[str, None]:
    """CSV with its head.

    Args:
        batches: What to write.
        form: How.
        organisation_id: Whose documents.
        fields: Every field that they have, for the wide layout.
    """
    dates, piece = DateLookup(organisation_id), form.head(fields)
    async with contextlib.aclosing(batches):
        async for batch in batches:
            documents = await dates.add_to(batch)
            yield piece + await asyncio.to_thread(_csv, documents, form, fields)
            piece = ""
    if piece:
        yield piece


async def workbook(batches: Batches, *, organisation_id: str) -> AsyncGenerator[bytes, None]:
    """An Excel workbook; it is complete before its first piece.

    Raises:
        ExportTooLarge: The documents do not fit; before the first piece.
        TooManyRequests: The organisation has too many of them open; before the first piece.
    """
    dates, book = DateLookup(organisation_id), DocumentBook()
    with TURNS.turn(organisation_id):
        async with contextlib.aclosing(batches):
            async for batch in batches:
                await asyncio.to_thread(book.add, await dates.add_to(batch))
        pieces = book.content()
        while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
            yield piece


def _csv(documents: Sequence[ExportedDocument], form: CsvForm, fields: Sequence[str]) -> str:
    return "".join(form.document(document, fields) for document in documents)


def _json(batch: Sequence[Exported], ui_url: str | None) -> str:
    details = (document_detail(document, extraction, ui_url=ui_url) for document, extraction in batch)
    return "".join(f"{detail.model_dump_json(by_alias=True)}\n" for detail in details)
