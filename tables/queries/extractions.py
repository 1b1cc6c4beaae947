"""Extractions: stored once, read often, never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from berkas.clock import utc_now
from berkas.ids import IdPrefix, new_id
from berkas.model.extraction import (
    Boxes,
    CellBoxes,
    ExtractionResult,
    FieldEvidence,
    FieldValue,
    Finding,
    Flag,
    Method,
    Value,
)
from berkas.model.geometry import BoundingBox, Code
from berkas.model.qualities import PageQualities
from berkas.model.sources import ExtractionSource
from tables.engine import Row, fetch, fetch_one
from tables.extractions import Extraction
from tables.queries.storable import from_json, storable_text, to_json, to_sparse_json
from templates_registry import registry

SHOWN = """
not exists (
    select from erasure e
    where e.organisation_id = extraction.organisation_id and e.document_id = extraction.document_id
        and (e.status = 'requested' or not e.keep_fields)
)
"""
"""Nothing of a document whose erasure is still under way, however long its run has to wait."""

_TICK: Final = timedelta(microseconds=1)

PAGE_BYTES = 8 * 1024 * 1024
"""Of the values, boxes and texts on a page: an answer takes several times as much memory."""

_COLUMNS = """
id, organisation_id, document_id, attempt, method, model_used, confidence_score, fields, field_confidences, cell_confidences,
field_bounding_boxes, cell_bounding_boxes, findings, flags, review_reasons, source, qualities, codes, template_id, template_version,
previous_extraction_id, actor, note, created_at
"""
_ALL = "select"
_NEWEST_OF_EACH = "select distinct on (document_id)"
_NO_EVIDENCE = "null::jsonb as evidence"
_OF_DOCUMENT = f"from extraction where organisation_id = $1 and document_id = $2 and {SHOWN}"
_SELECT = f"{_ALL} {_COLUMNS}, raw_text, {_NO_EVIDENCE} {_OF_DOCUMENT}"
_SELECT_WITH_EVIDENCE = f"{_ALL} {_COLUMNS}, raw_text, evidence {_OF_DOCUMENT}"
_NEWEST_FIRST = "order by created_at desc, id desc"
_NEWEST_ID = (
    f"{_ALL} id from extraction where organisation_id = $1 and document_id = $2 and {SHOWN} {_NEWEST_FIRST} limit 1"
)
_COUNT = f"{_ALL} count(*) from extraction where organisation_id = $1 and document_id = $2 and {SHOWN}"
_IS_ITS_TEXT = "(fields::text = '{{}}' or template_id = any({types}))"
"""Whether the text belongs to what an extraction says by itself: it has no fields of its own."""

_PAGE = f"""
with page as (
    {_ALL} {_COLUMNS}, case when $5 or {_IS_ITS_TEXT.format(types="$8")} then raw_text end as raw_text,
        case when $6 then evidence end as evidence
    from extraction where organisation_id = $1 and document_id = $2 and {SHOWN} {_NEWEST_FIRST} limit $3 offset $4
), weighed as (
    {_ALL} *, row_number() over ({_NEWEST_FIRST}) as position,
        sum(
            octet_length(fields::text) + octet_length(field_bounding_boxes::text) + octet_length(cell_confidences::text)
            + octet_length(cell_bounding_boxes::text) + octet_length(codes::text) + coalesce(octet_length(evidence::text), 0)
            + coalesce(octet_length(raw_text), 0)
        )
            over ({_NEWEST_FIRST} rows unbounded preceding) as weight
    from page
)
{_ALL} {_COLUMNS}, raw_text, evidence from weighed where position = 1 or weight <= $7 order by position
"""


@dataclass(frozen=True, slots=True)
class ExtractionRow:
    """One extraction.

    Attributes:
        id: ext_…
        organisation_id: Whose.
        document_id: Of which document.
        attempt: Of the document when it was made.
        method: How it came to be.
        model_used: Recogniser that read the pages; None for a text layer.
        confidence_score: 0-100.
        fields: Values by wire name, in the template's order; None where not found.
        field_confidences: 0-100 by wire name, in the same order.
        cell_confidences: By wire name of a table, 0-100 by column for each row, of cells that are more or less sure than the table.
        field_bounding_boxes: By wire name, in the same order, of the fields that were found; for a table one per row.
        cell_bounding_boxes: By wire name of a table, the boxes of its printed cells by column for each row.
        evidence: By wire name, in the same order, why fields have their values; None when it was not asked for, is not known (of
            an older release) or is erased.
        findings: Observations for the analyst.
        flags: What a consumer should know.
        review_reasons: Why an analyst should look, as stable codes.
        source: How the pages were read; None for one that was stored before that was noted.
        qualities: Faults of the pictures of the pages that were read by OCR.
        codes: QR codes, bar codes and the like; none in extractions of older releases and when erased.
        raw_text: Text of the document, pages separated by form feeds; None when erased.
        template_id: What made it.
        template_version: Its version.
        previous_extraction_id: What a correction corrects.
        actor: Who corrected: the id of a key; None for a run.
        note: What who corrected said about it.
        created_at: When it was stored.
    """

    id: str
    organisation_id: str
    document_id: str
    attempt: int
    method: Method
    model_used: str | None
    confidence_score: int
    fields: dict[str, Value]
    field_confidences: dict[str, int]
    cell_confidences: dict[str, tuple[dict[str, int], ...]]
    field_bounding_boxes: dict[str, Boxes]
    cell_bounding_boxes: dict[str, tuple[CellBoxes, ...]]
    evidence: dict[str, FieldEvidence] | None
    findings: tuple[Finding, ...]
    flags: tuple[Flag, ...]
    review_reasons: tuple[str, ...]
    source: ExtractionSource | None
    qualities: tuple[PageQualities, ...]
    codes: tuple[Code, ...]
    raw_text: str | None
    template_id: str | None
    template_version: int | None
    previous_extraction_id: str | None
    actor: str | None
    note: str | None
    created_at: datetime

    @property
    def is_verified(self) -> bool:
        """Whether a person wrote or signed off these values, so that no reading may replace them by itself."""
        return self.method is Method.MANUAL_CORRECTION or Flag.ANALYST_VERIFIED in self.flags


NEWEST_IS_VERIFIED = """
coalesce((
    select x.method = 'manual_correction' or x.flags ? 'analyst_verified' from extraction x
    where x.organisation_id = d.organisation_id and x.document_id = d.id order by x.created_at desc, x.id desc limit 1
), false)
"""
"""Whether a person wrote or signed off the newest values of the document ``d``."""


@dataclass(frozen=True, slots=True)
class ReadBy:
    """How the pages of an extraction were read.

    Attributes:
        model_used: Recogniser; None for a text layer.
        source: Text layers, OCR or both.
        qualities: Faults of the pictures of the pages that were read by OCR.
    """

    model_used: str | None = None
    source: ExtractionSource | None = None
    qualities: tuple[PageQualities, ...] = ()


async def add_result(
    result: ExtractionResult, *, organisation_id: str, document_id: str, attempt: int, reading: ReadBy
) -> str:
    """Store what a run found, within the caller's transaction; its id. A second one of the same attempt is refused."""
    extraction_id = new_id(IdPrefix.EXTRACTION)
    last = await fetch_one(
        "select max(created_at) from extraction where organisation_id = $1 and document_id = $2",
        organisation_id,
        document_id,
    )
    await Extraction.insert(
        Extraction(
            id=extraction_id,
            organisation_id=organisation_id,
            document_id=document_id,
            attempt=attempt,
            method=Method.RULE_TEMPLATE.value,
            model_used=reading.model_used,
            source=reading.source.value if reading.source else None,
            qualities=to_json(reading.qualities),
            confidence_score=result.confidence_score,
            fields=to_json({field.name: field.value for field in result.fields}),
            field_confidences=to_json({field.name: field.confidence for field in result.fields}),
            cell_confidences=to_json({f.name: f.cell_confidences for f in result.fields if f.cell_confidences}),
            field_bounding_boxes=to_json({field.name: _boxes(field) for field in result.fields if _boxes(field)}),
            cell_bounding_boxes=to_json({f.name: f.cell_boxes for f in result.fields if f.cell_boxes}),
            codes=to_json(result.codes),
            evidence=to_sparse_json(result.evidence),
            findings=to_json(result.findings),
            flags=to_json(result.flags),
            review_reasons=to_json(result.review_reasons),
            raw_text=storable_text(result.raw_text),
            template_id=result.template_id,
            template_version=result.template_version,
            created_at=after(last[0] if last else None),
        )
    )
    return extraction_id


def after(moment: datetime | None) -> datetime:
    """Now, or the moment after another one that lies ahead: that of an extraction which another machine's clock dated."""
    return utc_now() if moment is None else max(utc_now(), moment + _TICK)


async def newest_id(organisation_id: str, document_id: str) -> str | None:
    """The id of the newest extraction of a document, or None."""
    row = await fetch_one(_NEWEST_ID, organisation_id, document_id)
    return row["id"] if row else None


async def list_extractions(organisation_id: str, document_id: str) -> list[ExtractionRow]:
    """Every extraction of a document, newest first."""
    rows = await fetch(f"{_SELECT} {_NEWEST_FIRST}", organisation_id, document_id)
    return [_row(row) for row in rows]


async def list_page(
    organisation_id: str, document_id: str, *, limit: int, offset: int, has_text: bool, has_evidence: bool = False
) -> tuple[list[ExtractionRow], int]:
    """Some extractions of a document, newest first, and how many there are.

    Args:
        organisation_id: Whose.
        document_id: Of which document.
        limit: At most so many; fewer when their values fill ``PAGE_BYTES``, but one at least.
        offset: How many to skip.
        has_text: With the text of the document.
        has_evidence: With the evidence of fields.
    """
    rows = await fetch(
        _PAGE, organisation_id, document_id, limit, offset, has_text, has_evidence, PAGE_BYTES, _free_text_templates()
    )
    counted = await fetch(_COUNT, organisation_id, document_id)
    return [_row(row) for row in rows], int(counted[0][0])


async def newest_extraction(
    organisation_id: str, document_id: str, *, has_evidence: bool = False
) -> ExtractionRow | None:
    """The newest extraction of a document, or None."""
    select = _SELECT_WITH_EVIDENCE if has_evidence else _SELECT
    row = await fetch_one(f"{select} {_NEWEST_FIRST} limit 1", organisation_id, document_id)
    return _row(row) if row else None


async def newest_extractions(
    organisation_id: str, document_ids: Sequence[str], *, until: datetime | None = None
) -> dict[str, ExtractionRow]:
    """The newest extraction of each of these documents that has one, by document; with its text where it has no fields of its own.

    Args:
        organisation_id: Whose.
        document_ids: Of which documents.
        until: What was stored later does not count.
    """
    rows = await fetch(
        f"""{_NEWEST_OF_EACH} {_COLUMNS}, case when {_IS_ITS_TEXT.format(types="$4")} then raw_text end as raw_text, {_NO_EVIDENCE}
        from extraction where organisation_id = $1 and document_id = any($2) and {SHOWN}
            and ($3::timestamptz is null or created_at <= $3)
        order by document_id, created_at desc, id desc""",
        organisation_id,
        list(document_ids),
        until,
        _free_text_templates(),
    )
    return {row["document_id"]: _row(row) for row in rows}


async def get_extraction(
    organisation_id: str, document_id: str, extraction_id: str, *, has_evidence: bool = False
) -> ExtractionRow | None:
    """One extraction of a document, or None."""
    select = _SELECT_WITH_EVIDENCE if has_evidence else _SELECT
    row = await fetch_one(f"{select} and id = $3", organisation_id, document_id, extraction_id)
    return _row(row) if row else None


def _free_text_templates() -> list[str]:
    """Ids of the built-in templates of free text."""
    return sorted(registry.free_text_templates())


def _boxes(field: FieldValue) -> Boxes | None:
    return field.row_boxes or field.box


def _row(row: Row) -> ExtractionRow:
    fields = from_json(row["fields"], dict[str, Any])
    confidences = from_json(row["field_confidences"], dict[str, int])
    boxes = from_json(row["field_bounding_boxes"], dict[str, BoundingBox | tuple[BoundingBox | None, ...]])
    evidence = from_json(row["evidence"], dict[str, FieldEvidence]) if row["evidence"] is not None else None
    return ExtractionRow(
        **dict(row)
        | {
            "method": Method(row["method"]),
            "fields": fields,
            # jsonb forgets the order of names; the fields keep it
            "field_confidences": {name: confidences[name] for name in fields if name in confidences},
            "cell_confidences": from_json(row["cell_confidences"], dict[str, tuple[dict[str, int], ...]]),
            "field_bounding_boxes": {name: boxes[name] for name in fields if name in boxes},
            "cell_bounding_boxes": from_json(row["cell_bounding_boxes"], dict[str, tuple[dict[str, BoundingBox], ...]]),
            "evidence": None if evidence is None else {name: evidence[name] for name in fields if name in evidence},
            "findings": from_json(row["findings"], tuple[Finding, ...]),
            "flags": from_json(row["flags"], tuple[Flag, ...]),
            "review_reasons": from_json(row["review_reasons"], tuple[str, ...]),
            "source": ExtractionSource(row["source"]) if row["source"] else None,
            "qualities": from_json(row["qualities"], tuple[PageQualities, ...]),
            "codes": from_json(row["codes"], tuple[Code, ...]),
        }
    )
