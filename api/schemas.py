"""The wire: camelCase names, times as ISO-8601 UTC with milliseconds and ``Z``. Python and wire names meet nowhere else."""

from datetime import UTC, datetime
from typing import Any, Generic, Literal, Protocol, TypeVar

from pydantic import ConfigDict, Field
from pydantic.alias_generators import to_camel

from api.documents.evidence_schemas import EvidenceOut
from api.wire_model import BoxOut as BoxOut
from api.wire_model import Percent as Percent
from api.wire_model import Timestamp as Timestamp
from api.wire_model import Wire as Wire
from berkas.clock import wire_time as wire_time
from berkas.model.extraction import Flag, Method, Severity
from berkas.model.geometry import CodeKind
from berkas.model.qualities import Verdict
from berkas.model.sources import ExtractionSource
from berkas.model.statuses import DocumentStatus
from templates_registry.document_types import KnownType

EXAMPLE_TIME = datetime(2026, 5, 24, 3, 15, 42, 118000, tzinfo=UTC)
EXAMPLE_DOCUMENT = "doc_01HXYJ8Q4Z5N7T2B9C6D3E8F1G"
EXAMPLE_TEMPLATE = "tpl_01HXYJ8Q4Z5N7T2B9C6D3E8F2H"
EXAMPLE_SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

T = TypeVar("T")


class PageMeta(Wire):
    """How many pages there are."""

    pages: int = Field(description="At this limit.", examples=[3])


class PageAnswer(Wire, Generic[T]):
    """Answer with one page of a list."""

    data: list[T]
    total: int = Field(examples=[118])
    limit: int = Field(examples=[50])
    offset: int = Field(examples=[0])
    page: int = Field(description="From 1.", examples=[1])
    meta: PageMeta


class Paged(Protocol):
    """What asked for a page."""

    @property
    def limit(self) -> int:
        """At most so many on a page."""

    @property
    def offset(self) -> int:
        """How many to skip."""


def place(asked: Paged, total: int, **way: str | None) -> dict[str, Any]:
    """Where a page stands among all, and the way to the next one, as fields of a ``PageAnswer``."""
    return {
        "total": total,
        "limit": asked.limit,
        "offset": asked.offset,
        "page": asked.offset // asked.limit + 1,
        "meta": {"pages": -(-total // asked.limit), **way},
    }


class CustomerOut(Wire):
    """The customer whom a document belongs to."""

    id: str = Field(examples=["cus_01HXYJ8Q4Z5N7T2B9C6D3E8F3J"])
    name: str = Field(examples=["PT CONTOH SEJAHTERA"])


class CandidateOut(Wire):
    """A type that the document may be."""

    type: KnownType
    confidence: Percent


class ClassificationOut(Wire):
    """What the document was taken for, and what else it might be."""

    type: KnownType
    confidence: Percent
    candidates: list[CandidateOut]


class SegmentOut(Wire):
    """A document within a file that holds several."""

    type: KnownType | None = Field(description="What it is; null where nothing tells.", examples=["ktp"])
    boxes: list[BoxOut] = Field(description="Its pages in order, each as the part of it that belongs to the document.")
    read: bool = Field(description="Whether the fields of the extraction are those of this document.")


class FindingOut(Wire):
    """One observation about the values."""

    code: str = Field(examples=["balance_mismatch"])
    severity: Severity
    fields: list[str] = Field(examples=[["transactions"]])
    row: int | None = Field(
        default=None,
        ge=0,
        description="Index of the row of a table, 0-based; null when it is about no single row.",
        examples=[3],
    )
    column: str | None = Field(
        default=None, description="Name of the column of a table; null when it is about none.", examples=["balance"]
    )
    message: str
    accepted: bool = Field(default=False, description="Whether a person said that the value is right all the same.")
    accepted_by: str | None = Field(default=None, description="Id of the key that accepted it.", examples=[None])
    accepted_at: Timestamp | None = Field(default=None, examples=[None])
    segments: list[SegmentOut] = Field(
        default_factory=list,
        description="Of several_papers: the documents that the file holds; else empty.",
        examples=[[]],
    )
    document_id: str | None = Field(
        default=None,
        description="Of probable_duplicate: the other document that states the same; else null.",
        examples=[None],
    )


class QualityOut(Wire):
    """One fault of a picture."""

    value: float = Field(ge=0, le=1, description="0 for none to 1 for the worst.", examples=[0.21])
    verdict: Verdict


class QualitiesOut(Wire):
    """The faults of the picture of one page; null where a fault cannot be measured."""

    page: int = Field(ge=0, description="Page index, 0-based.", examples=[0])
    verdict: Verdict = Field(description="The worst of the faults, apart from `copy`.")
    blur: QualityOut | None = Field(description="Out of focus or moved.")
    darkness: QualityOut | None = Field(description="Too little light.")
    glare: QualityOut = Field(description="Washed out by reflected light.")
    resolution: QualityOut | None = Field(description="Too few pixels for its letters.")
    cropped: QualityOut | None = Field(description="Lines of text are cut by the edge of the picture.")
    copy_: QualityOut | None = Field(
        alias="copy",
        description="Without colour, as photocopies and black-and-white prints are; at worst acceptable.",
    )


class CodeOut(Wire):
    """A QR code, bar code or the like; what it says is stated, never followed."""

    kind: CodeKind
    content: str | None = Field(
        description="What it says, whole; null where it holds bytes that are no text.",
        examples=["http://svc.efaktur.pajak.go.id/validasi/faktur/092542943407000/0022412345678/3031300d"],
    )
    byte_count: int = Field(ge=0, description="How many bytes it holds.", examples=[80])
    page: int = Field(ge=0, description="Page index, 0-based.", examples=[0])
    box: BoxOut


class ExtractionOut(Wire):
    """The fields of a document, as found by one run or corrected by one person."""

    id: str = Field(examples=["ext_01HXYJ8Q4Z5N7T2B9C6D3E8F4K"])
    document_id: str = Field(examples=[EXAMPLE_DOCUMENT])
    type: str = Field(
        description="Whose fields these are: a type with a built-in template, or `custom` for a template of yours.",
        examples=["npwp"],
    )
    method: Method
    model_used: str | None = Field(description="Recogniser that read the pages; null for a text layer.")
    source: ExtractionSource | None = Field(
        description="How the pages were read; null for extractions of releases that did not note it."
    )
    qualities: list[QualitiesOut] = Field(
        description="Of the pages that were read by OCR: what is wrong with their pictures."
    )
    confidence_score: Percent
    fields: dict[str, Any] = Field(examples=[{"npwp_number": "09.254.294.3-407.000", "name": "PT CONTOH SEJAHTERA"}])
    field_confidences: dict[str, Percent] = Field(examples=[{"npwp_number": 99, "name": 97}])
    cell_confidences: dict[str, list[dict[str, Percent]]] = Field(
        description="For a table, by row and column, the cells that are more or less sure than their table.",
        examples=[{"transactions": [{}, {"balance": 47}]}],
    )
    field_bounding_boxes: dict[str, BoxOut | list[BoxOut | None]] = Field(
        description="A box per found field; for a table, a list with a box per row, null where a person added the row."
    )
    cell_bounding_boxes: dict[str, list[dict[str, BoxOut]]] = Field(
        description="For a table, by row and column, the boxes of its printed cells; empty for extractions of older releases.",
        examples=[{"transactions": [{"balance": {"page": 0, "x": 0.7, "y": 0.21, "w": 0.12, "h": 0.016}}]}],
    )
    field_evidence: dict[str, EvidenceOut] | None = Field(
        default=None,
        exclude_if=lambda value: value is None,
        description=(
            "Only with ?include=evidence: why fields have their values. A field of which there is nothing to say, or that a person "
            "wrote, has none; extractions of older releases have none at all."
        ),
    )
    codes: list[CodeOut] = Field(
        description="QR codes, bar codes and the like of all pages; empty for extractions of older releases and when erased."
    )
    raw_text: str | None = Field(
        description="Text of the document, pages separated by form feeds; for generic_ocr, or with ?include=rawText."
    )
    flags: list[Flag]
    findings: list[FindingOut]
    template_id: str | None = Field(examples=[EXAMPLE_TEMPLATE])
    template_version: int | None = Field(examples=[1])
    previous_extraction_id: str | None = Field(description="What a correction corrects.", examples=[None])
    actor: str | None = Field(description="Id of the key that corrected; null for a run.", examples=[None])
    note: str | None = Field(description="What came with the correction.", examples=[None])
    created_at: Timestamp = Field(examples=[EXAMPLE_TIME])


class DocumentOut(Wire):
    """A document as lists and uploads show it."""

    id: str = Field(examples=[EXAMPLE_DOCUMENT])
    type: KnownType | None = Field(description="The hint, or what it was classified as; null until then.")
    status: DocumentStatus
    filename: str | None = Field(examples=["npwp-contoh.pdf"])
    size_bytes: int = Field(examples=[184392])
    content_type: str = Field(examples=["application/pdf"])
    sha256: str | None = Field(description="Of the original, in hex; null when erased.", examples=[EXAMPLE_SHA256])
    page_count: int | None = Field(examples=[1])
    qualities: list[QualitiesOut] | None = Field(
        description="What is wrong with the pictures of pages; null until they are read, in lists of the first 20 pages."
    )
    external_ref: str | None = Field(
        description="On upload, the reference just sent; elsewhere the latest.", examples=["loan-app-2026-05-24-001"]
    )
    customer: CustomerOut | None
    metadata: dict[str, Any] | None = Field(examples=[{"branch": "JKT-01"}])
    confidence_score: Percent | None = Field(description="Of the newest extraction.")
    review_reasons: list[str] = Field(
        description="Why a person should look, as stable codes: docs/errors.md lists cause and remedy; empty when nobody has to.",
        examples=[["field_below_floor"]],
    )
    error_code: str | None = Field(examples=[None])
    error_message: str | None = Field(examples=[None])
    stage: str | None = Field(description="Where it failed.", examples=[None])
    created_at: Timestamp = Field(examples=[EXAMPLE_TIME])
    updated_at: Timestamp = Field(examples=[EXAMPLE_TIME])


class TimingsOut(Wire):
    """When a document came into each phase of its present attempt, and the seconds that it spent there."""

    queued_at: Timestamp | None
    parsing_at: Timestamp | None
    finished_at: Timestamp | None
    queued_seconds: float | None = Field(examples=[0.4])
    parsing_seconds: float | None = Field(examples=[1.9])


class DocumentDetail(DocumentOut):
    """A document with its newest extraction and all that is known of it."""

    attempt: int = Field(description="Which run of the pipeline this is, from 1.", examples=[1])
    extraction: ExtractionOut | None
    classification: ClassificationOut | None
    template_id: str | None = Field(examples=[EXAMPLE_TEMPLATE])
    template_version: int | None = Field(examples=[1])
    external_refs: list[str] = Field(description="Every reference it was ever uploaded under, oldest first.")
    requires_review_threshold: Percent = Field(
        description="Of the organisation, now: a required field without a floor of its own is in doubt below it.",
        examples=[70],
    )
    retain_until: Timestamp | None
    legal_hold: bool
    flow_run_url: str | None = Field(description="The run in the orchestrator's UI.")
    timings: TimingsOut


class UploadResult(Wire):
    """What an upload made, or met."""

    document: DocumentOut
    deduped: bool = Field(description="The same bytes were here already; nothing is read again.")


class UploadAnswer(Wire):
    """Answer to an upload."""

    data: UploadResult


class DocumentAnswer(Wire):
    """Answer with one document."""

    data: DocumentDetail


class ExtractionAnswer(Wire):
    """Answer with one extraction."""

    data: ExtractionOut


class ExtractionListAnswer(PageAnswer[ExtractionOut]):
    """Answer with one page of a document's extractions, newest first; it ends early when its values fill eight megabytes."""


class CursorMeta(PageMeta):
    """How many pages there are, and the way to the next one."""

    next_cursor: str | None = Field(description="Send it back as `cursor` for the next page; null on the last.")


class DocumentListAnswer(PageAnswer[DocumentOut]):
    """Answer with one page of documents."""

    meta: CursorMeta


class CustomerAnswer(Wire):
    """Answer with one customer."""

    data: CustomerOut


class CustomerListAnswer(PageAnswer[CustomerOut]):
    """Answer with one page of customers, by name."""


class CustomerDetail(CustomerOut):
    """A customer with its documents."""

    documents: list[DocumentOut] = Field(description="The newest ones, 50 at most; the list of documents has all.")
    document_count: int = Field(examples=[118])


class CustomerDetailAnswer(Wire):
    """Answer with one customer and its documents."""

    data: CustomerDetail


class NewCustomer(Wire):
    """Body that names a customer."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")

    name: str = Field(max_length=255, examples=["PT CONTOH SEJAHTERA"])


class HealthOut(Wire):
    """Whether the process answers."""

    status: Literal["ok"]


class ReadinessOut(Wire):
    """Each server that is needed: `ok` or the code of what is wrong."""

    status: Literal["ok", "unavailable"]
    database: str = Field(examples=["ok"])
    object_store: str = Field(examples=["ok"])
    prefect: str = Field(examples=["ok"])
