"""Tables with drawn lines of a document that lies open, as far as they can be had: they help, and are never a reason to fail."""

import time
from collections.abc import Sequence
from typing import Final

from berkas.errors import DocumentError
from berkas.model.geometry import Page, PageSource, RuledTable
from berkas.reading.reader import DocumentReader

MOST_PAGES: Final = 20
"""Pages that are looked at: each takes some tenths of a second where lines are drawn."""

MOST_TABLES: Final = 100

MOST_SECONDS: Final = 15.0
"""After it no further page is looked at; one page has as long as every step of the sandbox."""


def drawn_tables(reader: DocumentReader, pages: Sequence[Page]) -> tuple[RuledTable, ...]:
    """The tables with drawn lines on pages that have a text layer; those before the first failure where one comes.

    Args:
        reader: In which the document is open; after a failure it may be closed.
        pages: Of the document.
    """
    found: list[RuledTable] = []
    end = time.monotonic() + MOST_SECONDS
    try:
        for page in [page for page in pages if page.source is PageSource.TEXT_LAYER][:MOST_PAGES]:
            found += reader.find_ruled_tables([page.index])
            if len(found) >= MOST_TABLES or time.monotonic() > end:
                break
    except DocumentError:
        pass  # the words of the pages were read; what a parser of drawings makes of them is no reason to lose those
    return tuple(found[:MOST_TABLES])
