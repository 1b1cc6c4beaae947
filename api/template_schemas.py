"""Templates and dry runs on the wire."""

from enum import StrEnum
from typing import Any

from pydantic import ConfigDict, Field
from pydantic.alias_generators import to_camel

from api.schemas import (
    EXAMPLE_DOCUMENT,
    EXAMPLE_TEMPLATE,
    EXAMPLE_TIME,
    BoxOut,
    ClassificationOut,
    FindingOut,
    Percent,
    Timestamp,
    Wire,
)
from berkas.extraction.layout import Way
from berkas.extraction.template import Near, TemplateDefinition, TemplateField
from berkas.model.document_types import DocumentType
from berkas.model.extraction import Flag
from berkas.model.statuses import DocumentStatus


class TemplateState(StrEnum):
    """Whether a version may still change."""

    DRAFT = "draft"
    PUBLISHED = "published"


class TemplateContent(Wire):
    """What an author decides."""

    name: str = Field(examples=["Kartu anggota"])
    slug: str = Field(examples=["kartu-anggota"])
    document_type_hint: DocumentType | None = Field(
        description="The type of documents that it is for; null, generic_ocr and other mean any."
    )
    fields: list[TemplateField]
    match: list[str] = Field(examples=[["KOPERASI CONTOH SEJAHTERA"]])
    checks: list[str]


class TemplateVersionOut(TemplateContent):
    """One version of a template."""

    template_id: str = Field(examples=[EXAMPLE_TEMPLATE])
    version: int = Field(examples=[2])
    state: TemplateState
    created_at: Timestamp | None = Field(description="Null for built-in templates.", examples=[EXAMPLE_TIME])
    published_at: Timestamp | None = Field(
        description="Null for drafts and built-in templates.", examples=[EXAMPLE_TIME]
    )


class TemplateOut(TemplateContent):
    """A template with the content of one of its versions: the newest published one, unless the answer is about a draft."""

    id: str = Field(examples=[EXAMPLE_TEMPLATE])
    version: int = Field(description="Whose content this is.", examples=[1])
    state: TemplateState
    draft_version: int | None = Field(description="The draft that waits to be published.", examples=[2])
    active: bool = Field(description="Whether it may be applied.")
    built_in: bool = Field(description="Part of Berkas, and read-only.")
    created_at: Timestamp | None = Field(description="Null for built-in templates.", examples=[EXAMPLE_TIME])
    updated_at: Timestamp | None = Field(description="Null for built-in templates.", examples=[EXAMPLE_TIME])


class TemplateAnswer(Wire):
    """Answer with one template."""

    data: TemplateOut


class TemplateListAnswer(Wire):
    """Answer with one page of templates: the organisation's by name, then the built-in ones."""

    data: list[TemplateOut]
    total: int = Field(examples=[23])
    limit: int = Field(examples=[50])
    offset: int = Field(examples=[0])


class TemplateVersionAnswer(Wire):
    """Answer with one version."""

    data: TemplateVersionOut


class TemplateVersionListAnswer(Wire):
    """Answer with every version of a template, newest first."""

    data: list[TemplateVersionOut]
    total: int
    limit: int
    offset: int


class NewTemplate(TemplateDefinition):
    """Body that makes a template."""

    slug: str | None = Field(  # type: ignore[assignment]  # made of the name when left out
        None, description="Short name, unique in the organisation; made of the name when left out."
    )
    publish: bool = Field(False, description="Publish version 1 at once; else it is a draft.")


class TemplateChange(Wire):
    """Body that changes a template: what is left out stays."""

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid")

    name: str | None = None
    slug: str | None = None
    document_type_hint: DocumentType | None = None
    fields: list[TemplateField] | None = None
    match: list[str] | None = None
    checks: list[str] | None = None
    active: bool | None = Field(None, description="Whether it may be applied; takes effect at once, without a version.")


class SightingOut(Wire):
    """One place that was looked at for a field."""

    way: Way = Field(description="Why: by a label, a finder, the pattern alone, the area alone; or a row of the table.")
    label: str | None = Field(description="The label that led there, as printed.", examples=["No. Anggota"])
    label_box: BoxOut | None
    label_likeness: Percent | None = Field(description="How alike it is to the template's label.", examples=[100])
    side: Near | None = Field(description="Where the place is, seen from the label.")
    printed: str = Field(description="The text that the rule saw.", examples=["KC-000123 Jakarta"])
    matched: str | None = Field(
        description="What the pattern took of it, all without a pattern; null when it does not match.",
        examples=["KC-000123"],
    )
    value: Any = Field(
        description="What the normaliser made of that; null when it can be no value.", examples=["KC-000123"]
    )
    box: BoxOut | None


class DryRunField(Wire):
    """What was found for a field, and what was looked at for it."""

    name: str = Field(examples=["memberNumber"])
    value: Any = Field(examples=["KC-000123"])
    raw: str | None = Field(examples=["KC-000123"])
    confidence: Percent
    box: BoxOut | None
    row_boxes: list[BoxOut]
    sightings: list[SightingOut] = Field(description="In the order of trying; the last one gave the value.")


class PhraseOut(Wire):
    """A phrase of `match`."""

    phrase: str = Field(examples=["KOPERASI CONTOH SEJAHTERA"])
    likeness: Percent = Field(description="Of the line that holds it best; 0 when none does.")


class MatchOut(Wire):
    """Whether the document asks for the template by itself."""

    confidence: Percent
    threshold: Percent
    would_match: bool = Field(description="Unless another template of yours matches better.")
    phrases: list[PhraseOut]


class DryRunOut(Wire):
    """What a template finds in a document. Nothing of it is stored."""

    template_id: str = Field(examples=[EXAMPLE_TEMPLATE])
    template_version: int
    document_id: str = Field(examples=[EXAMPLE_DOCUMENT])
    classification: ClassificationOut
    match: MatchOut
    status: DocumentStatus = Field(description="How the document would end: `extracted` or `requires_review`.")
    review_reasons: list[str] = Field(examples=[["required_field_missing"]])
    confidence_score: Percent
    flags: list[Flag]
    findings: list[FindingOut]
    fields: list[DryRunField]
    page_texts: list[str] = Field(description="The text of every page, cut at 500 000 characters together.")


class DryRunAnswerOut(Wire):
    """Answer to a dry run."""

    data: DryRunOut
