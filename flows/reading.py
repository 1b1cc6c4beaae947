"""Reading more pages of a paper that lies open in the sandbox."""

from flows.papers import Paper
from flows.resources import resources


def read_up_to(paper: Paper, count: int) -> None:
    """Read the first pages, so many, as far as they have not been read."""
    missing = range(len(paper.pages), min(count, paper.page_count or 0))
    if missing:
        paper.pages += resources().reader.read_pages(missing)
