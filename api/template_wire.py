"""Templates and dry runs into wire models."""

from typing import Any, Final

from api import template_schemas as wire
from api.schemas import CandidateOut, ClassificationOut
from api.wire import box_out, code_out, evidence_out, finding_out
from berkas.dry_runs import DryRunFindings, DryRunRequest
from berkas.extraction.template_matching import is_for
from berkas.extraction.trace import Sighting
from berkas.model.document_types import DocumentType
from berkas.model.extraction import FieldEvidence, FieldValue
from berkas.model.statuses import DocumentStatus
from berkas.model.template import Template
from tables.queries.template_views import ShownTemplate
from tables.queries.templates import TemplateRow, TemplateVersionRow
from templates_registry import document_types

_CONTENT: Final = ("name", "slug", "document_type_hint", "fields", "other_labels", "match", "checks")


def shown_template(shown: ShownTemplate) -> wire.TemplateOut:
    """A template of an organisation with the version that people see."""
    template = Template.of(shown.template.id, shown.version, shown.definition)
    return _template_out(shown.template, template, wire.TemplateState(shown.state.value), shown.draft_version)


def draft_of(row: TemplateRow, draft: TemplateVersionRow) -> wire.TemplateOut:
    """A template with the content of its draft."""
    template = Template.of(row.id, draft.version, draft.definition)
    return _template_out(row, template, wire.TemplateState(draft.state.value), draft.version)


def built_in_template(template: Template) -> wire.TemplateOut:
    """A template of ours."""
    return wire.TemplateOut(
        **_content(template),
        id=template.id,
        version=template.version,
        state=wire.TemplateState.PUBLISHED,
        draft_version=None,
        active=True,
        built_in=True,
        created_at=None,
        updated_at=None,
    )


def template_version(row: TemplateVersionRow) -> wire.TemplateVersionOut:
    """One version of a template of an organisation."""
    return wire.TemplateVersionOut(
        **_content(Template.of(row.template_id, row.version, row.definition)),
        template_id=row.template_id,
        version=row.version,
        state=wire.TemplateState(row.state.value),
        created_at=row.created_at,
        published_at=row.published_at,
    )


def built_in_version(template: Template) -> wire.TemplateVersionOut:
    """One version of a template of ours."""
    return wire.TemplateVersionOut(
        **_content(template),
        template_id=template.id,
        version=template.version,
        state=wire.TemplateState.PUBLISHED,
        created_at=None,
        published_at=None,
    )


def dry_run_out(
    request: DryRunRequest, hint: DocumentType | None, found: DryRunFindings, *, threshold: int
) -> wire.DryRunOut:
    """What a dry run found.

    Args:
        request: What was asked.
        hint: The type that the template is for.
        found: By the worker.
        threshold: Least confidence of a match.
    """
    result, kind = found.result, found.classification
    return wire.DryRunOut(
        template_id=result.template_id,
        template_version=result.template_version,
        document_id=request.document_id,
        classification=ClassificationOut(
            type=kind.type,
            confidence=kind.confidence,
            candidates=[CandidateOut(type=c.type, confidence=c.confidence) for c in kind.candidates],
        ),
        match=wire.MatchOut(
            confidence=found.match_confidence,
            threshold=threshold,
            would_match=found.match_confidence >= threshold
            and is_for(hint, kind.type, free_text=document_types.free_text()),
            phrases=[wire.PhraseOut(phrase=one.phrase, likeness=round(one.likeness)) for one in found.phrases],
        ),
        status=DocumentStatus.REQUIRES_REVIEW if result.review_reasons else DocumentStatus.EXTRACTED,
        review_reasons=list(result.review_reasons),
        confidence_score=result.confidence_score,
        flags=list(result.flags),
        findings=[finding_out(finding) for finding in result.findings],
        fields=[
            _field(value, found.seen.get(value.name, []), result.evidence.get(value.name)) for value in result.fields
        ],
        codes=[code_out(code) for code in result.codes],
        page_texts=result.raw_text.split("\f"),
    )


def _template_out(
    row: TemplateRow, template: Template, state: wire.TemplateState, draft_version: int | None
) -> wire.TemplateOut:
    return wire.TemplateOut(
        **_content(template),
        id=row.id,
        version=template.version,
        state=state,
        draft_version=draft_version,
        active=row.active,
        built_in=False,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def _content(template: Template) -> dict[str, Any]:
    content = template.model_dump(include=set(_CONTENT))
    # no table holds tables, so columns have no items on the wire
    for field in content["fields"]:
        for column in field["items"]["fields"] if field["items"] else ():
            del column["items"]
    return content


def _field(value: FieldValue, sightings: list[Sighting], evidence: FieldEvidence | None) -> wire.DryRunField:
    return wire.DryRunField(
        name=value.name,
        value=value.value,
        raw=value.raw,
        confidence=value.confidence,
        box=box_out(value.box) if value.box else None,
        row_boxes=list(map(box_out, value.row_boxes)),
        cell_confidences=[dict(row) for row in value.cell_confidences],
        cell_boxes=[{name: box_out(box) for name, box in row.items()} for row in value.cell_boxes],
        evidence=evidence_out(evidence, value.row_boxes or value.box) if evidence is not None else None,
        sightings=[
            wire.SightingOut(
                way=seen.way,
                label=seen.label,
                label_box=box_out(seen.label_box) if seen.label_box else None,
                label_likeness=seen.label_likeness,
                side=seen.side,
                printed=seen.printed,
                matched=seen.matched,
                value=seen.value,
                box=box_out(seen.box) if seen.box else None,
            )
            for seen in sightings
        ],
    )
