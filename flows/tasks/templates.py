"""From words to fields: by the template that was asked for, by one that matches, or by the newest built-in one of the type."""

from prefect import task
from prefect.cache_policies import NO_CACHE

from berkas.clock import utc_now
from berkas.errors import TemplateNotFound
from berkas.extraction.apply import Known
from berkas.extraction.apply import apply_template as apply_to_pages
from berkas.extraction.classify import CLASSIFIED_PAGES
from berkas.extraction.confidence import type_doubts
from berkas.extraction.template_matching import best_match
from berkas.model.document_types import DocumentType
from berkas.model.template import Template
from flows.papers import Paper
from flows.reading import read_and_tell, within_limits
from flows.resources import resources
from flows.tasks.retrying import RETRY_DELAYS, is_transient
from tables.queries import template_views
from tables.queries.documents import DocumentToProcess
from templates_registry import document_types, registry


def has_choice(paper: Paper) -> bool:
    """Whether another template than the newest built-in one may be wanted."""
    return paper.document.template_id is not None or (paper.document.has_templates and not is_left_unread(paper))


def is_left_unread(paper: Paper) -> bool:
    """Whether its sender calls it by a type whose documents are not read, and asked for no template."""
    hint = paper.document.type_hint
    known = registry.types().get(hint) if hint is not None else None
    return known is not None and not known.is_read and paper.document.template_id is None


@task(
    name="choose_template",
    retries=len(RETRY_DELAYS),
    retry_delay_seconds=RETRY_DELAYS,
    retry_condition_fn=is_transient,
    persist_result=False,
    cache_policy=NO_CACHE,
)
async def choose_template(paper: Paper) -> None:
    """Load the template that was asked for, or the organisation's own one that matches what is printed on the first pages."""
    with paper.at("choose_template"):
        if paper.document.template_id is not None:
            paper.template = await wanted_template(paper.document)
        else:
            await _match(paper)


async def wanted_template(document: DocumentToProcess) -> Template:
    """The template that was asked for.

    Raises:
        TemplateNotFound: There is none of that id or version, it is no published one, or the template is inactive.
        TemplateError: It says something that this release does not know.
    """
    wanted, version = document.template_id or "", document.template_version
    if registry.is_built_in(wanted):
        return registry.get(wanted, version)
    found = await template_views.find_applicable(document.organisation_id, wanted, version)
    if found is None:
        raise TemplateNotFound
    return Template.of(wanted, *found)


async def _match(paper: Paper) -> None:
    candidates = await template_views.matchable(paper.document.organisation_id)
    if not candidates or paper.classification is None:
        return
    await read_and_tell(paper, CLASSIFIED_PAGES)
    threshold = resources().settings.template_match_threshold
    with within_limits():
        match = best_match(
            candidates,
            paper.pages,
            paper.classification.type,
            threshold=threshold,
            free_text=document_types.free_text(),
        )
    if match is None:
        return
    found = await template_views.find_applicable(paper.document.organisation_id, match.template_id, match.version)
    if found is not None:  # else it was deactivated this moment
        paper.template, paper.matched = Template.of(match.template_id, *found), match


def template_of(paper: Paper) -> Template:
    """The template that was chosen, else the newest built-in one of the type."""
    if paper.template is not None:
        return paper.template
    if paper.classification is None:
        message = "a document without a type has no template"
        raise ValueError(message)
    return registry.latest(paper.classification.type)


@task(name="apply_template", persist_result=False, cache_policy=NO_CACHE)
def apply_template(paper: Paper) -> None:
    """Find, normalise and check every field."""
    with paper.at("apply_template"), within_limits():
        threshold = paper.document.requires_review_threshold
        is_found = paper.classification is not None and paper.document.type_hint is None and paper.template is None
        paper.result = apply_to_pages(
            template_of(paper),
            paper.pages,
            threshold=threshold,
            today=utc_now().date(),
            known=Known(
                type_doubts(paper.classification, threshold=threshold) if is_found and paper.classification else (),
                registry.classifier(),
                _stated_type(paper),
                paper.ruled,
            ),
        )


def _stated_type(paper: Paper) -> DocumentType | None:
    """The type that the template in use is for, else what the sender called the document; None where the type was found."""
    hint = paper.template.document_type_hint if paper.template is not None else None
    return paper.document.type_hint if hint is None or hint in document_types.free_text() else hint
