"""What reading and understanding find out about a document."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from berkas.model.document_types import DocumentType
from berkas.model.geometry import BoundingBox, Code
from berkas.model.template import Near

Scalar = str | int | float | None
"""A value on the wire: text, whole rupiah or quantity, ISO date as text, or nothing."""

Value = Scalar | list[dict[str, Scalar]]
"""A scalar, or the rows of a table."""


Boxes = BoundingBox | tuple[BoundingBox | None, ...]
"""Around a value; for a table one per row, None where a person added the row."""

CellBoxes = Mapping[str, BoundingBox]
"""Around the cells of a row, by column; a cell that is printed nowhere has none."""


class Method(StrEnum):
    """How an extraction came to be."""

    RULE_TEMPLATE = "rule_template"
    MANUAL_CORRECTION = "manual_correction"
    VISION = "vision"


class Flag(StrEnum):
    """What a consumer should know about an extraction as a whole."""

    LOW_CONFIDENCE = "low_confidence"
    PHOTO_QUALITY_POOR = "photo_quality_poor"
    ANALYST_VERIFIED = "analyst_verified"
    TEMPLATE_PARTIAL = "template_partial"


class Severity(StrEnum):
    """How much a finding weighs."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Segment:
    """A document within a file that holds several.

    Attributes:
        type: What it is; None where nothing tells.
        boxes: Its pages in order, each as the part of it that belongs to the document.
        is_read: Whether the fields are those of this one.
    """

    type: DocumentType | None
    boxes: tuple[BoundingBox, ...]
    is_read: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """One observation about the values, for the analyst.

    Attributes:
        code: Stable name of the rule, such as ``nik_birth_date_mismatch``.
        severity: ``error`` lowers the field's confidence below any floor, ``warning`` lowers it, ``info`` does not.
        fields: Names of the fields it is about.
        message: A sentence for a person, without field values.
        row: Index of the row of a table, 0-based; None when it is about no single row.
        column: Name of the column of a table; None when it is about no single column.
        accepted_by: Id of the key that accepted it: the value is right although the rule is broken. None while it is open.
        accepted_at: When that was.
        segments: The documents that the file holds, where it is about several; else empty.
        document_id: Another document that it is about; None where it is about none.
    """

    code: str
    severity: Severity
    fields: tuple[str, ...]
    message: str
    row: int | None = None
    column: str | None = None
    accepted_by: str | None = None
    accepted_at: datetime | None = None
    segments: tuple[Segment, ...] = ()
    document_id: str | None = None

    @property
    def is_accepted(self) -> bool:
        """Whether a person said that it does not matter here."""
        return self.accepted_by is not None


@dataclass(frozen=True, slots=True)
class FieldValue:
    """One field as found.

    Attributes:
        name: The field's wire name.
        value: Canonical value; None when not found.
        raw: Text as printed, None when not found or for tables.
        confidence: 0-100.
        box: Around the words that gave the value; None when not found.
        row_boxes: For tables, one box per row; empty otherwise.
        cell_confidences: For tables, 0-100 by column for each row, of the cells that are more or less sure than the table; empty
            when there are none.
        cell_boxes: For tables, the boxes of the cells of each row; empty when there are none.
    """

    name: str
    value: Value
    raw: str | None
    confidence: int
    box: BoundingBox | None
    row_boxes: tuple[BoundingBox, ...] = ()
    cell_confidences: tuple[Mapping[str, int], ...] = ()
    cell_boxes: tuple[CellBoxes, ...] = ()


MOST_EVIDENCE_CHARACTERS: Final = 200
"""Of a text of evidence; a longer one ends with an ellipsis. A withheld value is no such text: it is whole."""


class Corroboration(StrEnum):
    """What speaks for a value beside the place where it was found."""

    LABEL = "label"
    POSITION = "position"
    CHECK = "check"
    SUM = "sum"
    VALIDATOR = "validator"
    REPETITION = "repetition"
    ACCOUNT = "account"
    DOMAIN = "domain"


@dataclass(frozen=True, slots=True)
class Rival:
    """The most probable other value of a field.

    Attributes:
        value: Canonical; a long text is cut.
        confidence: How likely that one is the field, 0-100.
        box: Around the words that give it; None when nobody knows.
    """

    value: Scalar
    confidence: int
    box: BoundingBox | None = None


@dataclass(frozen=True, slots=True)
class FieldEvidence:
    """Why a field has its value, or has none; long texts are cut.

    Attributes:
        read: How surely its characters were read, 0-100; of a table its worst cell; None without a value.
        meant: How likely it is this field and no other, 0-100; None without a value, and for tables.
        way: Why its place was looked at: a ``Way`` of the trace.
        label: The label that led there, as printed; None without one.
        label_box: Around the label.
        label_likeness: How alike it is to the template's label, 0-100.
        side: Where the value stands, seen from the label.
        printed: The text that gave the value, or that can be no value of the field.
        corroborated_by: What else speaks for the value.
        rival: The strongest other value.
        withheld: The value that was too unsure to be stated, whole; its box is the field's.
    """

    read: int | None = None
    meant: int | None = None
    way: str | None = None
    label: str | None = None
    label_box: BoundingBox | None = None
    label_likeness: int | None = None
    side: Near | None = None
    printed: str | None = None
    corroborated_by: tuple[Corroboration, ...] = ()
    rival: Rival | None = None
    withheld: Scalar = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A type that a document may be, with its confidence 0-100."""

    type: DocumentType
    confidence: int


@dataclass(frozen=True, slots=True)
class Classification:
    """The type of a document.

    Attributes:
        type: The most likely type; ``generic_ocr`` or ``other`` when none is likely enough.
        confidence: 0-100.
        candidates: The best few, most likely first.
    """

    type: DocumentType
    confidence: int
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class ReviewCause:
    """Why an analyst should look at a field, or at the document.

    Attributes:
        reason: Stable code.
        fields: Names of the fields that it is about; empty when it is about the document.
    """

    reason: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExtractionResult:
    """The outcome of applying one template version to one document.

    Attributes:
        template_id: The template that made it.
        template_version: Its version, from 1.
        fields: Every field of the template in its order, found or not.
        confidence_score: 0-100 over the whole document.
        flags: What a consumer should know.
        findings: Observations for the analyst.
        raw_text: Text of the whole document, pages separated by form feeds.
        review_reasons: Why an analyst should look, as stable codes; empty when the values can be trusted.
        review_causes: The same with the fields that each reason is about.
        evidence: Why fields have their values, by name; nothing for fields of which there is nothing to say.
        codes: QR codes, bar codes and the like of the whole file, by page.
    """

    template_id: str
    template_version: int
    fields: tuple[FieldValue, ...]
    confidence_score: int
    flags: tuple[Flag, ...]
    findings: tuple[Finding, ...]
    raw_text: str
    review_reasons: tuple[str, ...]
    review_causes: tuple[ReviewCause, ...] = ()
    evidence: Mapping[str, FieldEvidence] = field(default_factory=dict)
    codes: tuple[Code, ...] = ()
