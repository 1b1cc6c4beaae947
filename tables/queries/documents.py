"""Documents: uploaded once, claimed and finished by the attempt that may, found by their organisation."""

from dataclasses import dataclass, field, replace
from typing import Any, Final

from berkas.clock import utc_now
from berkas.extraction.template_matching import TemplateMatch
from berkas.model.document_types import DocumentType
from berkas.model.events import EventKind
from berkas.model.extraction import Classification, ExtractionResult, Finding, ReviewCause
from berkas.model.qualities import PageQualities
from berkas.model.sources import ExtractionSource, WantedSource
from berkas.model.statuses import FINAL_STATUSES, GONE_STATUSES, DocumentStatus
from berkas.refusals import Conflict, Gone, NotFound, VerifiedByAnalyst
from tables.documents import Document
from tables.engine import Row, fetch_one, transaction
from tables.outbox import OutboxKind
from tables.queries import audit, duplicates, events, extractions, outbox, retention, verified_values
from tables.queries.document_rows import SELECT_DOCUMENTS, DocumentRow, document_row
from tables.queries.search_content import searched
from tables.queries.status_moves import move
from tables.queries.storable import to_json
from tables.queries.verified_values import Finished


@dataclass(frozen=True, slots=True)
class DocumentToProcess:
    """What a run needs to know.

    Attributes:
        document_id: doc_…
        organisation_id: org_…
        attempt: The attempt that claimed it.
        blob_name: Of the sealed original.
        wrapped_data_key: Wrapped by the organisation's key.
        wrapped_organisation_key: Wrapped by the root key.
        root_key_id: Which root key.
        size_bytes: Of the original, in clear.
        sha256: Of the original, in clear, in hex.
        content_type: Media type by content.
        type_hint: What the sender called it; None to classify.
        template_id: A template that was asked for; None for the newest of the type.
        template_version: Its version; None for the newest.
        requires_review_threshold: 0-100; a lower confidence is for an analyst.
        has_templates: Whether the organisation has templates of its own that may match.
        source: How its pages are to be read.
    """

    document_id: str
    organisation_id: str
    attempt: int
    blob_name: str
    wrapped_data_key: bytes = field(repr=False)
    wrapped_organisation_key: bytes = field(repr=False)
    root_key_id: str
    size_bytes: int
    sha256: str
    content_type: str
    type_hint: DocumentType | None
    template_id: str | None
    template_version: int | None
    requires_review_threshold: int
    has_templates: bool = False
    source: WantedSource = WantedSource.AUTO


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a run ends a document.

    Attributes:
        status: A final status.
        error_code: Stable code; None when fields were extracted.
        error_message: A sentence for a person, without personal data.
        stage: Name of the step that failed.
        result: What was extracted; None when it failed.
        matched: The template that the document asked for by what is printed on it.
        classification: None when it failed before.
        page_count: None when it could not be opened.
        page_rotations: Degrees clockwise that were undone, of the pages that were read, by index.
        model_used: Recogniser that read the pages; None for a text layer.
        source: How the pages were read; None when they were not.
        qualities: Faults of the pictures of the pages that were read by OCR; None when none was read.
    """

    status: DocumentStatus
    error_code: str | None = None
    error_message: str | None = None
    stage: str | None = None
    result: ExtractionResult | None = None
    matched: TemplateMatch | None = None
    classification: Classification | None = None
    page_count: int | None = None
    page_rotations: tuple[int, ...] = ()
    model_used: str | None = None
    source: ExtractionSource | None = None
    qualities: tuple[PageQualities, ...] | None = None


async def find(organisation_id: str, document_id: str) -> DocumentRow | None:
    """A document of the organisation, or None."""
    row = await fetch_one(
        f"{SELECT_DOCUMENTS} where d.organisation_id = $1 and d.id = $2", organisation_id, document_id
    )
    return document_row(row) if row else None


_SELECT_TO_PROCESS = """
select d.id as document_id, d.organisation_id, d.attempt, b.blob_name, b.wrapped_key as wrapped_data_key,
    o.wrapped_key as wrapped_organisation_key, o.root_key_id, d.size_bytes, d.sha256, d.content_type, d.type_hint,
    d.wanted_template_id as template_id, d.wanted_template_version as template_version,
    o.requires_review_threshold, d.wanted_source as source,
    exists (select from template t where t.organisation_id = d.organisation_id and t.active) as has_templates
from document d
join blob_key b on b.organisation_id = d.organisation_id and b.document_id = d.id
join organisation o on o.id = d.organisation_id
"""


async def claim(document_id: str, attempt: int, flow_run_id: str) -> DocumentToProcess | None:
    """Move a queued document to parsing for this attempt; the same run may claim again what it claimed before.

    Returns:
        None when it is not queued for this attempt: another run has it, it is finished, or it is gone.
    """
    await move(
        document_id,
        DocumentStatus.PARSING,
        sources=[DocumentStatus.QUEUED],
        where=Document.attempt == attempt,
        values={Document.flow_run_id: flow_run_id, Document.parsing_at: utc_now()},
    )
    row = await fetch_one(
        f"{_SELECT_TO_PROCESS} where d.id = $1 and d.attempt = $2 and d.status = 'parsing' and d.flow_run_id = $3",
        document_id,
        attempt,
        flow_run_id,
    )
    if row is None:
        return None
    return _to_process(row)


async def find_to_read(organisation_id: str, document_id: str) -> DocumentToProcess | None:
    """What reading a document needs, whatever its status; None when there is no such document or its original is gone."""
    row = await fetch_one(
        f"{_SELECT_TO_PROCESS} where d.organisation_id = $1 and d.id = $2 and d.status not in ('erased', 'purged')",
        organisation_id,
        document_id,
    )
    return _to_process(row) if row else None


async def finish(document_id: str, attempt: int, ending: Ending) -> Finished | None:
    """Store how a run ended: status, extraction and event, all or nothing.

    Values that a person verified or corrected stay the newest ones unless this attempt was asked to replace them: what was read
    is dropped, and the document goes back to what that person made of it.

    Returns:
        What the document is now; None when it is no longer being parsed in this attempt: a late twin stores nothing.

    Raises:
        ValueError: The status is not one that a run may end in.
    """
    async with transaction():
        if ending.result is not None and (kept := await verified_values.status_to_keep(document_id, attempt)):
            return await verified_values.keep(document_id, attempt, kept)
        duplicate = await duplicates.of_run(document_id, attempt, ending.classification, ending.result)
        if duplicate is not None:
            ending = _in_review(ending, duplicate)
        organisation_id = await move(
            document_id,
            ending.status,
            sources=[DocumentStatus.PARSING],
            where=Document.attempt == attempt,
            values=_values_of(ending),
        )
        if organisation_id is None:
            return None
        if ending.classification is not None:
            await retention.apply(organisation_id, document_id)
        facts: dict[str, Any] = {"attempt": attempt}
        if ending.result is not None:
            facts["extraction_id"] = await extractions.add_result(
                ending.result,
                organisation_id=organisation_id,
                document_id=document_id,
                attempt=attempt,
                reading=extractions.ReadBy(ending.model_used, ending.source, ending.qualities or ()),
            )
        await outbox.close_runs(document_id)
        whose = {"organisation_id": organisation_id, "document_id": document_id}
        if ending.classification is not None:
            await events.emit(EventKind.CLASSIFIED, **whose, **facts)
        if ending.result is not None and ending.matched is not None:
            await events.emit(
                EventKind.TEMPLATE_MATCHED,
                **whose,
                attempt=attempt,
                template_id=ending.matched.template_id,
                template_version=ending.matched.version,
                match_confidence=ending.matched.confidence,
            )
        await events.emit(EventKind(f"document.{ending.status}"), **whose, **facts)
    return Finished(ending.status, causes=(ReviewCause(duplicate.code),) if duplicate is not None else ())


async def note_flow_run(document_id: str, attempt: int, flow_run_id: str) -> None:
    """Note which run was made for a queued attempt, so that a lost one can be told from a waiting one."""
    await Document.update({Document.flow_run_id: flow_run_id}).where(
        Document.id == document_id,
        Document.attempt == attempt,
        Document.status == DocumentStatus.QUEUED.value,
    )


async def reextract(  # noqa: PLR0913 - one keyword per wish
    organisation_id: str,
    document_id: str,
    *,
    type_hint: DocumentType | None = None,
    template_id: str | None = None,
    template_version: int | None = None,
    password_handle: str | None = None,
    request_id: str | None = None,
    actor: str | None = None,
    replace_verified: bool = False,
    source: WantedSource = WantedSource.AUTO,
) -> DocumentRow:
    """Queue a finished document again, as the next attempt; earlier extractions stay.

    Args:
        organisation_id: Who asks.
        document_id: Which document.
        type_hint: What to read it as; None keeps what the sender called it.
        template_id: Which template to apply; None for the newest of the type.
        template_version: Which version of it; None for the newest.
        password_handle: Names the memory slot of a PDF password.
        request_id: Of the request, for the tags of the run.
        actor: Who asks, for the audit log; None where the caller writes there by itself.
        replace_verified: Whether values that a person verified or corrected may be replaced.
        source: How its pages are to be read.

    Raises:
        NotFound: The organisation has no such document.
        Gone: Its original is erased or purged.
        Conflict: It is queued or being parsed.
        VerifiedByAnalyst: A person verified or corrected its newest values, and they may not be replaced.
    """
    now = utc_now()
    values = {
        Document.attempt: Document.attempt + 1,
        Document.wanted_template_id: template_id,
        Document.wanted_template_version: template_version,
        Document.queued_at: now,
        Document.bulk_run_id: None,
        Document.replaces_verified: replace_verified,
        Document.wanted_source: source.value,
        **UNBEGUN,
    }
    if type_hint is not None:
        values |= {Document.type_hint: type_hint, Document.type: type_hint}
    async with transaction():
        moved = await move(
            document_id,
            DocumentStatus.QUEUED,
            sources=FINAL_STATUSES,
            where=Document.organisation_id == organisation_id,
            values=values,
        )
        document = await find(organisation_id, document_id)
        if document is None:
            raise NotFound
        if moved is None:
            if document.status in GONE_STATUSES:
                raise Gone
            raise Conflict("The document is being processed. Wait until it is finished.")
        if not replace_verified:
            # the row is locked by now, so nobody can correct it in between
            newest = await extractions.newest_extraction(organisation_id, document_id)
            if newest is not None and newest.is_verified:
                raise VerifiedByAnalyst
        await ask_for_run(
            organisation_id, document_id, document.attempt, password_handle=password_handle, request_id=request_id
        )
        if actor is not None:
            details = {"attempt": document.attempt, "type": type_hint, "template_id": template_id}
            if replace_verified:
                details["replace_verified"] = True
            if source is not WantedSource.AUTO:
                details["source"] = source
            await audit.append(
                organisation_id, actor=actor, action="document.reextract", subject=document_id, details=details
            )
    return document


async def ask_for_run(
    organisation_id: str, document_id: str, attempt: int, *, delay_seconds: float = 0, **known: object
) -> None:
    """Ask for a run of an attempt, within the caller's transaction.

    Args:
        organisation_id: Whose document it is.
        document_id: Which document.
        attempt: Which attempt.
        delay_seconds: How long to wait before.
        **known: What else the entry says where it is known: ``password_handle``, ``request_id``, ``queue``, and how often the
            document was ``put_off`` before.
    """
    payload = {"attempt": attempt, "password_handle": None} | {name: value for name, value in known.items() if value}
    await outbox.add(
        OutboxKind.PROCESS_DOCUMENT,
        organisation_id=organisation_id,
        document_id=document_id,
        payload=payload,
        delay_seconds=delay_seconds,
    )


def _to_process(row: Row) -> DocumentToProcess:
    known = {"type_hint": row["type_hint"], "source": WantedSource(row["source"])}
    return DocumentToProcess(**dict(row) | known)


UNBEGUN: Final[dict[Any, Any]] = {
    Document.deaths: 0,
    Document.parsing_at: None,
    Document.finished_at: None,
    Document.flow_run_id: None,
    Document.error_code: None,
    Document.error_message: None,
    Document.stage: None,
}
"""What a new attempt forgets of the one before."""


def _in_review(ending: Ending, finding: Finding) -> Ending:
    """The same end with a finding about the document, for which a person should look."""
    result = ending.result
    if result is not None:
        result = replace(
            result,
            findings=(*result.findings, finding),
            review_causes=(*result.review_causes, ReviewCause(finding.code)),
            review_reasons=(*result.review_reasons, finding.code),
        )
    return replace(ending, status=DocumentStatus.REQUIRES_REVIEW, result=result)


def _values_of(ending: Ending) -> dict[Any, Any]:
    values: dict[Any, Any] = {
        Document.finished_at: utc_now(),
        Document.error_code: ending.error_code,
        Document.error_message: ending.error_message,
        Document.stage: ending.stage,
    }
    if ending.page_count is not None:
        values[Document.page_count] = ending.page_count
    if ending.page_rotations:
        values[Document.page_rotations] = to_json(ending.page_rotations)
    if ending.qualities is not None:
        values[Document.qualities] = to_json(ending.qualities)
    if ending.classification is not None:
        values[Document.type] = ending.classification.type
        values[Document.classification] = to_json(ending.classification)
    if ending.result is not None:
        values[Document.template_id] = ending.result.template_id
        values[Document.template_version] = ending.result.template_version
        values[Document.confidence_score] = ending.result.confidence_score
        values[Document.search_content] = searched(
            (field.value for field in ending.result.fields), ending.result.raw_text
        )
    return values
