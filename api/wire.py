"""Rows into wire models."""

from datetime import datetime
from typing import Final

from api import schemas
from api.documents.evidence_schemas import WORDS, CorroborationOut, EvidenceOut, PlaceOut, RivalOut, WithheldOut
from api.filters import Include
from berkas.extraction.propose.layout import Way
from berkas.model.extraction import Boxes, FieldEvidence, Finding, Segment
from berkas.model.geometry import BoundingBox, Code
from berkas.model.qualities import PageQualities
from tables.queries.customers import CustomerRow
from tables.queries.document_rows import DocumentRow
from tables.queries.extractions import ExtractionRow
from templates_registry.field_guide import type_of_fields
from templates_registry.registry import free_text_templates

PLAIN: Final = Include()
"""What every answer holds, and no more."""

_PAGES_IN_LISTS: Final = 20
"""Qualities of further pages are in the document itself: a list has 200 documents of 200 pages."""


def document_out(row: DocumentRow, *, external_ref: str | None = None) -> schemas.DocumentOut:
    """A document as lists and uploads show it; an upload shows the reference that was just sent."""
    known = _common(row) | ({"external_ref": external_ref} if external_ref else {})
    if row.qualities is not None:
        known["qualities"] = [qualities_out(page) for page in row.qualities[:_PAGES_IN_LISTS]]
    return schemas.DocumentOut(**known)


def document_detail(
    row: DocumentRow, extraction: ExtractionRow | None, *, ui_url: str | None, include: Include = PLAIN
) -> schemas.DocumentDetail:
    """A document with everything that is known of it.

    Args:
        row: The document.
        extraction: Its newest extraction.
        ui_url: Base URL of the orchestrator's UI, if it has one.
        include: What more of the extraction.
    """
    found = row.classification
    return schemas.DocumentDetail(
        **_common(row),
        attempt=row.attempt,
        extraction=extraction_out(extraction, include) if extraction else None,
        classification=schemas.ClassificationOut(
            type=found.type,
            confidence=found.confidence,
            candidates=[schemas.CandidateOut(type=c.type, confidence=c.confidence) for c in found.candidates],
        )
        if found
        else None,
        template_id=row.template_id,
        template_version=row.template_version,
        external_refs=list(row.external_refs),
        requires_review_threshold=row.requires_review_threshold,
        retain_until=row.retain_until,
        legal_hold=row.legal_hold,
        flow_run_url=f"{ui_url}/runs/flow-run/{row.flow_run_id}" if ui_url and row.flow_run_id else None,
        timings=schemas.TimingsOut(
            queued_at=row.queued_at,
            parsing_at=row.parsing_at,
            finished_at=row.finished_at,
            queued_seconds=_seconds(row.queued_at, row.parsing_at),
            parsing_seconds=_seconds(row.parsing_at, row.finished_at),
        ),
    )


def extraction_out(row: ExtractionRow, include: Include = PLAIN) -> schemas.ExtractionOut:
    """An extraction; of one without fields of its own the text is shown, too."""
    evidence = (row.evidence or {}) if include.evidence else None
    return schemas.ExtractionOut(
        id=row.id,
        document_id=row.document_id,
        type=type_of_fields(row.template_id),
        method=row.method,
        model_used=row.model_used,
        source=row.source,
        qualities=[qualities_out(page) for page in row.qualities],
        codes=[code_out(code) for code in row.codes],
        confidence_score=row.confidence_score,
        fields=dict(row.fields),
        field_confidences=row.field_confidences,
        cell_confidences={name: list(rows) for name, rows in row.cell_confidences.items()},
        field_bounding_boxes={
            name: [box_out(box) if box else None for box in boxes] if isinstance(boxes, tuple) else box_out(boxes)
            for name, boxes in row.field_bounding_boxes.items()
        },
        cell_bounding_boxes={
            name: [{column: box_out(box) for column, box in cells.items()} for cells in rows]
            for name, rows in row.cell_bounding_boxes.items()
        },
        field_evidence=None
        if evidence is None
        else {name: evidence_out(found, row.field_bounding_boxes.get(name)) for name, found in evidence.items()},
        raw_text=row.raw_text if include.text or not row.fields or row.template_id in free_text_templates() else None,
        flags=list(row.flags),
        findings=[finding_out(finding) for finding in row.findings],
        template_id=row.template_id,
        template_version=row.template_version,
        previous_extraction_id=row.previous_extraction_id,
        actor=row.actor,
        note=row.note,
        created_at=row.created_at,
    )


def evidence_out(found: FieldEvidence, place: Boxes | None) -> EvidenceOut:
    """Why a field has its value.

    Args:
        found: What is kept of it.
        place: Of the field.
    """
    box = box_out(place) if isinstance(place, BoundingBox) else None
    rival, withheld = found.rival, found.withheld
    return EvidenceOut(
        read=found.read,
        meant=found.meant,
        label=found.label,
        place=PlaceOut(
            way=Way(found.way),
            side=found.side,
            label_box=box_out(found.label_box) if found.label_box else None,
            label_likeness=found.label_likeness,
            box=box,
        )
        if found.way
        else None,
        printed=found.printed,
        corroborated_by=[CorroborationOut(reason=one, message=WORDS[one]) for one in found.corroborated_by],
        rival=RivalOut(value=rival.value, confidence=rival.confidence, box=box_out(rival.box) if rival.box else None)
        if rival
        else None,
        withheld=WithheldOut(value=withheld, raw=found.printed, box=box) if withheld is not None else None,
    )


def qualities_out(page: PageQualities) -> schemas.QualitiesOut:
    """The faults of the picture of a page."""
    return schemas.QualitiesOut.model_validate(page, from_attributes=True)


def code_out(code: Code) -> schemas.CodeOut:
    """A QR code, bar code or the like."""
    return schemas.CodeOut(
        kind=code.kind,
        content=code.content,
        byte_count=code.byte_count,
        page=code.box.page,
        box=box_out(code.box),
    )


def finding_out(finding: Finding) -> schemas.FindingOut:
    """A finding, open or accepted."""
    return schemas.FindingOut(
        code=finding.code,
        severity=finding.severity,
        fields=list(finding.fields),
        row=finding.row,
        column=finding.column,
        message=finding.message,
        accepted=finding.is_accepted,
        accepted_by=finding.accepted_by,
        accepted_at=finding.accepted_at,
        segments=[segment_out(segment) for segment in finding.segments],
        document_id=finding.document_id,
    )


def segment_out(segment: Segment) -> schemas.SegmentOut:
    """A document within a file."""
    return schemas.SegmentOut(type=segment.type, boxes=[box_out(box) for box in segment.boxes], read=segment.is_read)


def customer_out(row: CustomerRow) -> schemas.CustomerOut:
    """A customer."""
    return schemas.CustomerOut(id=row.id, name=row.name)


def customer_detail(
    row: CustomerRow, documents: list[schemas.DocumentOut], document_count: int
) -> schemas.CustomerDetail:
    """A customer with its newest documents and the count of all of them."""
    return schemas.CustomerDetail(id=row.id, name=row.name, documents=documents, document_count=document_count)


def _common(row: DocumentRow) -> dict[str, object]:
    names = (
        "id", "type", "status", "filename", "size_bytes", "content_type", "sha256", "page_count", "external_ref", "metadata",
        "confidence_score", "error_code", "error_message", "stage", "created_at", "updated_at",
    )  # fmt: skip
    return {name: getattr(row, name) for name in names} | {
        "customer": customer_out(row.customer) if row.customer else None,
        "review_reasons": list(row.review_reasons),
        "qualities": None if row.qualities is None else [qualities_out(page) for page in row.qualities],
    }


def box_out(box: BoundingBox) -> schemas.BoxOut:
    """A box as shown: its fractions to five places, finer than a pixel of any page we read."""
    shown = box.rounded()
    return schemas.BoxOut(page=shown.page, x=shown.x, y=shown.y, w=shown.w, h=shown.h)


def _seconds(start: datetime | None, end: datetime | None) -> float | None:
    return round((end - start).total_seconds(), 3) if start and end else None
