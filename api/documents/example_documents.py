"""Whole documents and extractions as the API gives them, for the OpenAPI document."""

from datetime import timedelta
from typing import Any

from api import schemas
from api.schemas import EXAMPLE_DOCUMENT, EXAMPLE_SHA256, EXAMPLE_TEMPLATE, EXAMPLE_TIME
from berkas.model.extraction import Method
from berkas.model.geometry import Page, PageQuality, PageSource
from berkas.model.qualities import qualities_of
from berkas.model.sources import ExtractionSource
from berkas.model.statuses import DocumentStatus
from templates_registry.field_guide import GuidedField, guided_fields


def example_extraction(kind: str) -> dict[str, Any]:
    """An extraction by the built-in template of a type."""
    return _extraction(kind).model_dump(mode="json", by_alias=True)


def example_document() -> dict[str, Any]:
    """A document that was read, with its extraction."""
    kind = "npwp"
    document = schemas.DocumentDetail(
        id=EXAMPLE_DOCUMENT,
        type=kind,
        status=DocumentStatus.EXTRACTED,
        filename="npwp-contoh.pdf",
        size_bytes=184392,
        content_type="application/pdf",
        sha256=EXAMPLE_SHA256,
        page_count=1,
        qualities=_qualities(),
        external_ref="loan-app-2026-05-24-001",
        customer=schemas.CustomerOut(id="cus_01HXYJ8Q4Z5N7T2B9C6D3E8F3J", name="PT CONTOH SEJAHTERA"),
        metadata={"branch": "JKT-01"},
        confidence_score=97,
        review_reasons=[],
        error_code=None,
        error_message=None,
        stage=None,
        created_at=EXAMPLE_TIME,
        updated_at=EXAMPLE_TIME + timedelta(seconds=2.3),
        attempt=1,
        extraction=_extraction(kind),
        classification=schemas.ClassificationOut(
            type=kind, confidence=98, candidates=[schemas.CandidateOut(type=kind, confidence=98)]
        ),
        template_id=EXAMPLE_TEMPLATE,
        template_version=1,
        external_refs=["loan-app-2026-05-24-001"],
        requires_review_threshold=70,
        retain_until=EXAMPLE_TIME + timedelta(days=1827),
        legal_hold=False,
        flow_run_url=None,
        timings=schemas.TimingsOut(
            queued_at=EXAMPLE_TIME,
            parsing_at=EXAMPLE_TIME + timedelta(seconds=0.4),
            finished_at=EXAMPLE_TIME + timedelta(seconds=2.3),
            queued_seconds=0.4,
            parsing_seconds=1.9,
        ),
    )
    return document.model_dump(mode="json", by_alias=True)


def _extraction(kind: str) -> schemas.ExtractionOut:
    fields = guided_fields()[kind]
    return schemas.ExtractionOut(
        id="ext_01HXYJ8Q4Z5N7T2B9C6D3E8F4K",
        document_id=EXAMPLE_DOCUMENT,
        type=kind,
        method=Method.RULE_TEMPLATE,
        model_used="ppocrv6-cascade-latin",
        source=ExtractionSource.OCR,
        qualities=_qualities(),
        confidence_score=97,
        fields={field.name: field.example for field in fields},
        field_confidences={field.name: 97 for field in fields},
        cell_confidences={},
        field_bounding_boxes={field.name: _box(field) for field in fields},
        cell_bounding_boxes={field.name: _cell_boxes(field) for field in fields if field.columns},
        codes=[],
        raw_text=None,
        flags=[],
        findings=[],
        template_id=EXAMPLE_TEMPLATE,
        template_version=1,
        previous_extraction_id=None,
        actor=None,
        note=None,
        created_at=EXAMPLE_TIME + timedelta(seconds=2.3),
    )


def _qualities() -> list[schemas.QualitiesOut]:
    page = Page(0, 1240, 1754, 0, PageSource.OCR, (), PageQuality(0.7, 236.0, 28.0, 0.0, 0, 96.0))
    return [schemas.QualitiesOut.model_validate(found, from_attributes=True) for found in qualities_of([page])]


def _cell_boxes(field: GuidedField) -> list[dict[str, schemas.BoxOut]]:
    box = schemas.BoxOut(page=0, x=0.3125, y=0.125, w=0.0625, h=0.03125)
    return [{name: box for name, value in row.items() if value is not None} for row in field.example]


def _box(field: GuidedField) -> schemas.BoxOut | list[schemas.BoxOut | None]:
    box = schemas.BoxOut(page=0, x=0.3125, y=0.125, w=0.25, h=0.03125)
    return [box] * len(field.example) if field.columns else box
