"""A document as other parts see it, and the columns that make it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from berkas.model.document_types import DocumentType
from berkas.model.extraction import Classification
from berkas.model.qualities import PageQualities
from berkas.model.statuses import DocumentStatus
from tables.engine import Row
from tables.queries.customers import CustomerRow
from tables.queries.storable import from_json

SELECT_DOCUMENTS = """
select d.id, d.organisation_id, d.status, d.type, d.type_hint, d.filename, d.content_type, d.size_bytes, d.sha256, d.attempt,
    d.external_ref, d.metadata, d.page_count, d.qualities, d.classification, d.template_id, d.template_version, d.confidence_score,
    d.error_code, d.error_message, d.stage, d.flow_run_id, d.queued_at, d.parsing_at, d.finished_at, d.legal_hold,
    d.retain_until, d.created_at, d.updated_at,
    case when d.status in ('requires_review', 'extracted') then (
        select x.review_reasons from extraction x
        where x.organisation_id = d.organisation_id and x.document_id = d.id order by x.created_at desc, x.id desc limit 1
    ) end as review_reasons,
    (select o.requires_review_threshold from organisation o where o.id = d.organisation_id) as requires_review_threshold,
    c.id as customer_id, c.name as customer_name, c.created_at as customer_since,
    array(
        select r.external_ref from document_reference r
        where r.organisation_id = d.organisation_id and r.document_id = d.id and r.external_ref is not null
        group by r.external_ref order by min(r.id)
    ) as external_refs
from document d left join customer c on c.organisation_id = d.organisation_id and c.id = d.customer_id
"""
"""Everything of ``DocumentRow``; the caller adds where, order and limit on ``d``."""


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document.

    Attributes:
        id: doc_…
        organisation_id: Whose document.
        status: Where it is.
        type: The hint, or what it was classified as; None until then.
        type_hint: What the sender called it; None when not said.
        filename: As sent; None when erased.
        content_type: Media type by content.
        size_bytes: Of the original.
        sha256: Of the original, in hex; None when erased.
        attempt: Which run may store, from 1.
        external_ref: The latest reference.
        external_refs: Every reference it was ever uploaded under, oldest first.
        customer: The latest customer.
        metadata: As sent.
        page_count: Known once it was opened.
        qualities: Faults of the pictures of its pages, as soon as they are read; None until then.
        classification: Of the newest run that got so far.
        template_id: What made the newest extraction.
        template_version: Its version.
        confidence_score: 0-100, of the newest extraction.
        review_reasons: Why a person should look at the newest extraction, as stable codes; empty when nobody has to.
        requires_review_threshold: 0-100, of its organisation, as it is now; a lower confidence is for an analyst.
        error_code: Stable code when it failed or needs a password.
        error_message: A sentence for a person.
        stage: Name of the step that failed.
        flow_run_id: The orchestrator's run of this attempt.
        queued_at: When this attempt was asked for.
        parsing_at: When a run claimed it.
        finished_at: When a run stored its end.
        legal_hold: Whether it must not be erased or purged.
        retain_until: When it may be purged; None for never.
        created_at: First upload.
        updated_at: Last change.
    """

    id: str
    organisation_id: str
    status: DocumentStatus
    type: DocumentType | None
    type_hint: DocumentType | None
    filename: str | None
    content_type: str
    size_bytes: int
    sha256: str | None
    attempt: int
    external_ref: str | None
    external_refs: tuple[str, ...]
    customer: CustomerRow | None
    metadata: dict[str, Any] | None
    page_count: int | None
    qualities: tuple[PageQualities, ...] | None
    classification: Classification | None
    template_id: str | None
    template_version: int | None
    confidence_score: int | None
    review_reasons: tuple[str, ...]
    requires_review_threshold: int
    error_code: str | None
    error_message: str | None
    stage: str | None
    flow_run_id: str | None
    queued_at: datetime
    parsing_at: datetime | None
    finished_at: datetime | None
    legal_hold: bool
    retain_until: datetime | None
    created_at: datetime
    updated_at: datetime


def document_row(row: Row) -> DocumentRow:
    """The document in a row of ``SELECT_DOCUMENTS``."""
    values = dict(row)
    customer_id = values.pop("customer_id")
    name, since = values.pop("customer_name"), values.pop("customer_since")
    customer = CustomerRow(customer_id, values["organisation_id"], name, since) if customer_id else None
    return DocumentRow(
        **values
        | {
            "status": DocumentStatus(values["status"]),
            "type": values["type"],
            "type_hint": values["type_hint"],
            "external_refs": tuple(values["external_refs"]),
            "customer": customer,
            "metadata": from_json(values["metadata"], dict[str, Any]) if values["metadata"] else None,
            "qualities": from_json(values["qualities"], tuple[PageQualities, ...]) if values["qualities"] else None,
            "classification": _classification(values["classification"]),
            "review_reasons": from_json(values["review_reasons"] or "[]", tuple[str, ...]),
        }
    )


def _classification(text: str | None) -> Classification | None:
    return from_json(text, Classification) if text else None
