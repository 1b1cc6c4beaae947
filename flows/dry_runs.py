"""Applying a template to a document for its author: everything that a run finds, nothing of it stored."""

import time
from dataclasses import replace

from berkas.clock import utc_now
from berkas.dry_runs import MOST_TEXT, DryRunAnswer, DryRunFindings, DryRunRequest
from berkas.errors import ReadingLimitExceeded, TemplateNotFound
from berkas.extraction.apply import Known, apply_template
from berkas.extraction.classify import CLASSIFIED_PAGES
from berkas.extraction.deadline import stopped_after
from berkas.extraction.template_matching import confidence_of, phrases_in
from berkas.extraction.trace import Sighting
from berkas.jobs import ProcessDocument
from berkas.model.template import Template
from berkas.reading.drawn_tables import drawn_tables
from flows.errands import failure_of, open_original
from flows.papers import Paper
from flows.reading import read_up_to
from flows.resources import resources
from tables.queries import templates
from templates_registry import registry


async def answer_of(request: DryRunRequest) -> DryRunAnswer:
    """What the template finds in the document, or why it cannot be said."""
    stage = "unseal"
    try:
        template = await _template(request)
        paper = await _opened(request)
        stage = "extract"
        try:
            _read(paper, template, until=time.monotonic() + request.seconds)
            stage = "apply_template"
            with stopped_after(request.seconds):
                return DryRunAnswer(findings=_findings(paper, template))
        finally:
            resources().reader.close()
    except Exception as error:  # noqa: BLE001 - the boundary of the errand: whoever waits gets an answer
        return DryRunAnswer(failure=failure_of(error, stage))


async def _template(request: DryRunRequest) -> Template:
    if registry.is_built_in(request.template_id):
        return registry.get(request.template_id, request.version)
    found = await templates.find_version(request.organisation_id, request.template_id, request.version)
    if found is None:
        raise TemplateNotFound
    return Template.of(request.template_id, found.version, found.definition)


async def _opened(request: DryRunRequest) -> Paper:
    document, info = await open_original(request)
    paper = Paper(ProcessDocument(document_id=document.document_id, attempt=document.attempt), document)
    paper.page_count = info.page_count
    return paper


def _read(paper: Paper, template: Template, *, until: float) -> None:
    """Read every page, unless nobody will wait for the end of it."""
    for count in range(1, (paper.page_count or 0) + 1):
        if time.monotonic() > until:
            raise ReadingLimitExceeded
        read_up_to(paper, count)
    if template.wants_tables:
        paper.ruled = drawn_tables(resources().reader, paper.pages)


def _findings(paper: Paper, template: Template) -> DryRunFindings:
    first = paper.pages[:CLASSIFIED_PAGES]
    phrases = phrases_in(template.match, first)
    seen: dict[str, list[Sighting]] = {}
    result = apply_template(
        template,
        paper.pages,
        threshold=paper.document.requires_review_threshold,
        today=utc_now().date(),
        known=Known(classifier=registry.classifier(), stated=template.document_type_hint, ruled=paper.ruled),
        seen=seen,
    )
    return DryRunFindings(
        classification=registry.classifier().classify(first),
        phrases=phrases,
        match_confidence=confidence_of(phrases),
        page_count=paper.page_count or 0,
        result=replace(result, raw_text=result.raw_text[:MOST_TEXT]),
        seen=seen,
    )
