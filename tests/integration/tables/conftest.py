"""An organisation in an empty database, and makers of uploads and results."""

import hashlib
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from berkas.ids import IdPrefix, new_id
from berkas.model.events import EventKind
from berkas.model.extraction import (
    Candidate,
    Classification,
    Corroboration,
    ExtractionResult,
    FieldEvidence,
    FieldValue,
    Finding,
    Flag,
    Rival,
    Severity,
)
from berkas.model.geometry import BoundingBox, Code, CodeKind
from berkas.model.statuses import DocumentStatus
from berkas.model.template import Near
from berkas.settings import Settings
from deployments.key_making import make_organisation
from tables.queries import documents, organisations, uploads, webhooks
from tables.queries.document_rows import DocumentRow
from tables.queries.documents import Ending
from tables.queries.organisations import OrganisationRow
from tables.queries.uploads import NewUpload
from tables.queries.webhooks import NewWebhook, WebhookRow

MakeUpload = Callable[..., NewUpload]
Store = Callable[..., Awaitable[DocumentRow]]

BOX = BoundingBox(0, 0.25, 0.125, 0.5, 0.0625)


@pytest.fixture
async def organisation(database: None, settings: Settings) -> OrganisationRow:
    return await _new_organisation(settings, "CONTOH SATU")


@pytest.fixture
async def other_organisation(database: None, settings: Settings) -> OrganisationRow:
    return await _new_organisation(settings, "CONTOH DUA")


async def _new_organisation(settings: Settings, name: str) -> OrganisationRow:
    """An organisation whose key opens, so that its audit log can be signed."""
    row = await organisations.find_organisation(await make_organisation(settings, name))
    assert row is not None
    return row


@pytest.fixture
async def webhook(organisation: OrganisationRow) -> WebhookRow:
    """A webhook of the organisation that hears of every event."""
    return await webhooks.create_webhook(
        NewWebhook(
            id=new_id(IdPrefix.WEBHOOK),
            organisation_id=organisation.id,
            url="https://contoh.example/hook",
            events=[kind.value for kind in EventKind],
            active=True,
            sealed_secret=b"sealed",
        ),
        actor="key_test",
    )


@pytest.fixture
def make_upload(organisation: OrganisationRow) -> MakeUpload:
    """An upload of ``content``, by default of one that no other upload has."""

    def make(content: str | None = None, **values: Any) -> NewUpload:
        document_id = new_id(IdPrefix.DOCUMENT)
        defaults: dict[str, Any] = {
            "organisation_id": organisation.id,
            "filename": "npwp-contoh.pdf",
            "content_type": "application/pdf",
            "size_bytes": 1000,
            "sha256": hashlib.sha256((content or document_id).encode()).hexdigest(),
            "blob_name": f"{document_id}.sealed",
            "wrapped_key": b"wrapped-data-key",
        }
        return NewUpload(document_id=document_id, **{**defaults, **values})

    return make


@pytest.fixture
def store(make_upload: MakeUpload) -> Store:
    """Record an upload and give its document."""

    async def make(content: str | None = None, **values: Any) -> DocumentRow:
        return (await uploads.record_upload(make_upload(content, **values))).document

    return make


@pytest.fixture
def parsing(store: Store) -> Store:
    """Record an upload and claim it for the run ``run-1``."""

    async def make(content: str | None = None, **values: Any) -> DocumentRow:
        document = await store(content, **values)
        assert await documents.claim(document.id, 1, "run-1")
        return document

    return make


@pytest.fixture
def make_result() -> Callable[..., ExtractionResult]:
    return _result


@pytest.fixture
def extracted() -> Ending:
    """A run that found everything that it wanted."""
    candidates = (Candidate("npwp", 97), Candidate("ktp", 3))
    return Ending(
        status=DocumentStatus.EXTRACTED,
        result=_result(),
        classification=Classification("npwp", 97, candidates),
        page_count=2,
        model_used="small",
    )


def _result(**changes: Any) -> ExtractionResult:
    values: dict[str, Any] = {
        "template_id": "npwp",
        "template_version": 1,
        "fields": (
            FieldValue("npwp_number", "091234567890000", "09.123.456.7-890.000", 99, BOX),
            FieldValue("name", "CONTOH SEJAHTERA", "CONTOH SEJAHTERA", 97, BOX),
            FieldValue(
                "items",
                [{"no": 1, "code": None, "amount": 12.5}],
                None,
                80,
                BOX,
                (BOX,),
                ({"amount": 47},),
                ({"no": BOX, "amount": BOX},),
            ),
            FieldValue("address", None, None, 0, None),
        ),
        "confidence_score": 91,
        "flags": (Flag.TEMPLATE_PARTIAL,),
        "findings": (Finding("field_missing", Severity.WARNING, ("address",), "The address was not found."),),
        "codes": (
            Code(CodeKind.QR_CODE, "https://contoh.invalid/KODE-RAHASIA", 35, BOX),
            Code(CodeKind.DATA_MATRIX, None, 7, BOX),
        ),
        "raw_text": "NOMOR POKOK WAJIB PAJAK\nCONTOH SEJAHTERA\fHalaman dua",
        "review_reasons": (),
        "evidence": {
            "address": FieldEvidence(read=94, meant=61, way="kind", printed="JL. LEMAH 7", withheld="JALAN LEMAH 7"),
            "npwp_number": FieldEvidence(
                read=98,
                meant=97,
                way="label",
                label="NOMOR POKOK",
                label_box=BOX,
                label_likeness=100,
                side=Near.RIGHT,
                printed="09.123.456.7-890.000",
                corroborated_by=(Corroboration.LABEL, Corroboration.VALIDATOR),
                rival=Rival("09.999.RIVAL", 12, BOX),
            ),
        },
    }
    return ExtractionResult(**{**values, **changes})
