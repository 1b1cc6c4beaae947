"""Reading more pages of a paper that lies open in the sandbox, and how long it may take to understand them."""

from contextlib import AbstractContextManager

from berkas.extraction.deadline import stopped_after
from flows.papers import Paper
from flows.resources import resources


def read_up_to(paper: Paper, count: int) -> None:
    """Read the first pages, so many, as far as they have not been read."""
    missing = range(len(paper.pages), min(count, paper.page_count or 0))
    if missing:
        paper.pages += resources().reader.read_pages(missing)


def within_limits() -> AbstractContextManager[None]:
    """One step of understanding what was read: it has as long as a step of the sandbox.

    Raises:
        ReadingLimitExceeded: It took longer; doing it again would not help.
    """
    return stopped_after(resources().settings.reader_wall_seconds)
