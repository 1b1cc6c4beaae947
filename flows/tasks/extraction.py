"""Reading: from an open document to its type and words."""

from prefect import task
from prefect.cache_policies import NO_CACHE

from berkas.extraction.classify import CLASSIFIED_PAGES
from berkas.model.extraction import Candidate, Classification
from berkas.reading.drawn_tables import drawn_tables
from flows.papers import Paper
from flows.reading import read_and_tell, within_limits
from flows.resources import resources
from flows.tasks.templates import is_left_unread, template_of
from templates_registry import registry


@task(name="classify", persist_result=False, cache_policy=NO_CACHE)
async def classify(paper: Paper) -> None:
    """Decide the type from the first pages, unless the sender named it."""
    with paper.at("classify"):
        hint = paper.document.type_hint
        if hint is not None:
            paper.classification = Classification(hint, 100, (Candidate(hint, 100),))
            return
        await read_and_tell(paper, CLASSIFIED_PAGES)
        with within_limits():
            paper.classification = registry.classifier().classify(paper.pages)


@task(name="extract", persist_result=False, cache_policy=NO_CACHE)
async def extract(paper: Paper) -> None:
    """Read the other pages, and the drawn lines of tables where the template asks for every table.

    A document of which its sender says that it is not to be read stays unread.
    """
    with paper.at("extract"):
        if is_left_unread(paper):
            return
        await read_and_tell(paper, paper.page_count or 0)
        if template_of(paper).wants_tables:
            paper.ruled = drawn_tables(resources().reader, paper.pages)
