"""From words to fields, by the newest template of the type."""

from prefect import task
from prefect.cache_policies import NO_CACHE

from berkas.clock import utc_now
from berkas.extraction.fields import apply_template as apply_to_pages
from berkas.extraction.template import Template
from flows.papers import Paper
from templates_registry import registry


def template_of(paper: Paper) -> Template:
    """The template that was asked for, else the newest of the type."""
    document = paper.document
    if document.template_id is not None:
        return registry.get(document.template_id, document.template_version)
    if paper.classification is None:
        message = "a document without a type has no template"
        raise ValueError(message)
    return registry.latest(paper.classification.type)


@task(name="apply_template", persist_result=False, cache_policy=NO_CACHE)
def apply_template(paper: Paper) -> None:
    """Find, normalise and check every field."""
    with paper.at("apply_template"):
        paper.result = apply_to_pages(
            template_of(paper),
            paper.pages,
            paper.tables,
            threshold=paper.document.requires_review_threshold,
            today=utc_now().date(),
        )
