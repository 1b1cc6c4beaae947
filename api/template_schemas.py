"""Templates and dry runs on the wire."""

from enum import StrEnum
from typing import Any, Literal

from pydantic import ConfigDict, Field
from pydantic.alias_generators import to_camel

from api.documents.evidence_schemas import EvidenceOut
from api.schemas import (
    EXAMPLE_DOCUMENT,
    EXAMPLE_TEMPLATE,
    EXAMPLE_TIME,
    BoxOut,
    ClassificationOut,
    CodeOut,
    FindingOut,
    PageAnswer,
    Percent,
    Timestamp,
    Wire,
)
from berkas.extraction.propose.layout import Way
from berkas.model.extraction import Flag
from berkas.model.gathering import Gather
from berkas.model.patterns import MAX_PATTERN_LENGTH
from berkas.model.rules import Check, RowRule
from berkas.model.statuses import DocumentStatus
from berkas.model.strategies import Find, Role
from berkas.model.template import (
    MOST_CHECKS,
    MOST_FIELDS,
    FieldName,
    FieldType,
    Fraction,
    Grids,
    ItemSchema,
    Label,
    Near,
    Prefer,
    TemplateDefinition,
    TemplateField,
)
from templates_registry.document_types import KnownType


class TemplateState(StrEnum):
    """Whether a version may still change."""

    DRAFT = "draft"
    PUBLISHED = "published"


def _told(name: str) -> str | None:
    return TemplateField.model_fields[name].description


class AreaSpec(Wire):
    """A part of a page in fractions, origin top left."""

    x: Fraction = 0
    y: Fraction = 0
    w: Fraction = 1
    h: Fraction = 1


class ColumnSpec(Wire):
    """A field, or a column of a table. The same as the model of templates, in shapes that the OpenAPI document can say."""

    name: FieldName = Field(description=_told("name"), examples=["memberNumber"])
    label: str = Field(min_length=1, max_length=200, description=_told("label"), examples=["No. Anggota"])
    type: FieldType = Field(FieldType.STRING, description=_told("type"))
    required: bool = Field(False, description=_told("required"))
    identifies: bool = Field(False, description=_told("identifies"))
    usually_printed: bool = Field(False, description=_told("usually_printed"))
    require_confidence_above: Percent | None = Field(None, description=_told("require_confidence_above"))
    values: list[str | int | float] = Field([], max_length=500, description=_told("values"))
    regex: str | None = Field(None, max_length=MAX_PATTERN_LENGTH, description=_told("regex"))
    hint: str | None = Field(None, max_length=500, description=_told("hint"))
    labels: list[Label] = Field([], max_length=100, description=_told("labels"))
    near: list[Near] = Field([Near.RIGHT, Near.BELOW], description=_told("near"))
    page: int | None = Field(None, ge=-1, description=_told("page"))
    area: AreaSpec | None = Field(None, description=_told("area"))
    lines: int = Field(1, ge=1, le=10, description=_told("lines"))
    normaliser: str | None = Field(None, description=_told("normaliser"))
    validator: str | None = Field(None, description=_told("validator"))
    find: Find | None = Field(None, description=_told("find"))
    role: Role | None = Field(None, description=_told("role"))
    prefer: Prefer = Field(Prefer.FIRST, description=_told("prefer"))
    internal: bool = Field(False, description=_told("internal"))


class GridsSpec(Wire):
    """A table that is printed in several grids, in which numbers tell which rows belong together."""

    number: FieldName = Field(description=Grids.model_fields["number"].description)
    further: list[list[FieldName]] = Field([], max_length=5, description=Grids.model_fields["further"].description)


class TableSpec(Wire):
    """The rows of a table."""

    type: Literal["object"] = "object"
    fields: list[ColumnSpec] = Field(min_length=1, max_length=40)
    row_start: list[FieldName] = Field([], description=ItemSchema.model_fields["row_start"].description)
    titles: list[Label] = Field([], description=ItemSchema.model_fields["titles"].description)
    stop_labels: list[Label] = Field([], description=ItemSchema.model_fields["stop_labels"].description)
    skip_labels: list[Label] = Field([], description=ItemSchema.model_fields["skip_labels"].description)
    grids: GridsSpec | None = Field(None, description=ItemSchema.model_fields["grids"].description)
    gather: Gather | None = Field(None, description=ItemSchema.model_fields["gather"].description)
    rules: list[RowRule] = Field([], max_length=20, description=ItemSchema.model_fields["rules"].description)


class FieldSpec(ColumnSpec):
    """A field of a template."""

    items: TableSpec | None = Field(None, description=_told("items"))


class TemplateContent(Wire):
    """What an author decides."""

    name: str = Field(examples=["Kartu anggota"])
    slug: str = Field(examples=["kartu-anggota"])
    document_type_hint: KnownType | None = Field(
        description="The type of documents that it is for; null, generic_ocr and other mean any."
    )
    fields: list[FieldSpec]
    other_labels: list[str] = Field(
        description=TemplateDefinition.model_fields["other_labels"].description, examples=[["Tanggal cetak"]]
    )
    match: list[str] = Field(examples=[["KOPERASI CONTOH SEJAHTERA"]])
    checks: list[Check]


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


class TemplateListAnswer(PageAnswer[TemplateOut]):
    """Answer with one page of templates: the organisation's by name, then the built-in ones."""


class TemplateVersionAnswer(Wire):
    """Answer with one version."""

    data: TemplateVersionOut


class TemplateVersionListAnswer(PageAnswer[TemplateVersionOut]):
    """Answer with one page of a template's versions, newest first."""


class NewTemplate(Wire):
    """Body that makes a template; described here, checked by the model of templates."""

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid")

    name: str = Field(min_length=1, max_length=200, examples=["Kartu anggota"])
    slug: str | None = Field(
        None, description="Short name, unique in the organisation; made of the name when left out."
    )
    document_type_hint: KnownType | None = None
    fields: list[FieldSpec] = Field(min_length=1, max_length=MOST_FIELDS)
    other_labels: list[Label] = Field(
        [], max_length=300, description=TemplateDefinition.model_fields["other_labels"].description
    )
    match: list[Label] = Field([], max_length=50, description=TemplateDefinition.model_fields["match"].description)
    checks: list[Check] = Field(
        [], max_length=MOST_CHECKS, description=TemplateDefinition.model_fields["checks"].description
    )
    publish: bool = Field(False, description="Publish version 1 at once; else it is a draft.")


class TemplateChange(Wire):
    """Body that changes a template: what is left out stays."""

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid")

    name: str | None = None
    slug: str | None = None
    document_type_hint: KnownType | None = None
    fields: list[FieldSpec] | None = None
    other_labels: list[Label] | None = None
    match: list[Label] | None = None
    checks: list[Check] | None = None
    active: bool | None = Field(None, description="Whether it may be applied; takes effect at once, without a version.")


class SightingOut(Wire):
    """One place that was looked at for a field."""

    way: Way = Field(
        description="Why: by a label, a strategy, the pattern alone, the area alone, the kind of its text; or a row of the table."
    )
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
    cell_confidences: list[dict[str, Percent]] = Field(
        description="Of a table, by row and column, the cells that are more or less sure than the table."
    )
    cell_boxes: list[dict[str, BoxOut]] = Field(description="Of a table, by row and column, of its printed cells.")
    evidence: EvidenceOut | None = Field(description="Why it has its value; null when nothing was seen for it.")
    sightings: list[SightingOut] = Field(
        description="Every place that was looked at; of all that gave a value, the most probable one was taken."
    )


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
    codes: list[CodeOut] = Field(description="QR codes, bar codes and the like of all pages, with what they say.")
    page_texts: list[str] = Field(description="The text of every page, cut at 500 000 characters together.")


class DryRunAnswerOut(Wire):
    """Answer to a dry run."""

    data: DryRunOut
