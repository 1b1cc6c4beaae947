"""Reading more pages of a document that lies open in the sandbox, and how long it may take to understand them."""

import contextlib
from contextlib import AbstractContextManager

from berkas.errors import Unavailable
from berkas.extraction.deadline import stopped_after
from berkas.model.qualities import qualities_of
from berkas.model.sources import WantedSource
from flows.papers import Paper
from flows.resources import resources
from tables.queries import page_facts, status_moves


def read_up_to(paper: Paper, count: int) -> None:
    """Read the first pages up to a count, as far as they have not been read."""
    for index in _missing(paper, count):
        _read(paper, index)


async def read_and_tell(paper: Paper, count: int) -> None:
    """The same, telling after each page how far the reading is, and in the end what is wrong with the pictures of the pages.

    Whoever follows the document can ask for a better picture before any value is read. Progress is no reason to fail: while the
    database is away, nothing is told.
    """
    missing = _missing(paper, count)
    document_id, attempt = paper.job.document_id, paper.job.attempt
    for index in missing:
        _read(paper, index)
        with contextlib.suppress(Unavailable):
            await status_moves.tell_page(document_id, attempt, page=index + 1, pages=paper.page_count or 0)
    qualities = qualities_of(paper.pages)
    if missing and qualities:
        with contextlib.suppress(Unavailable):
            await page_facts.note_qualities(document_id, attempt, qualities)


def within_limits() -> AbstractContextManager[None]:
    """One step of understanding what was read: it has as long as a step of the sandbox.

    Raises:
        ReadingLimitExceeded: It took longer; doing it again would not help.
    """
    return stopped_after(resources().settings.reader_wall_seconds)


def _missing(paper: Paper, count: int) -> range:
    return range(len(paper.pages), min(count, paper.page_count or 0))


def _read(paper: Paper, index: int) -> None:
    by_ocr = paper.document.source is WantedSource.OCR
    paper.pages += resources().reader.read_pages([index], by_ocr=by_ocr)
