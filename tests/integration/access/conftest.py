"""A real API server on loopback in the test's own event loop, with real sealed files; runs are noted, and ended by the tests."""

import contextlib
import json
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from litestar import Litestar
from served_api import NO_TLS, RunRecorder, served_in_loop

from api.app import create_app
from api.auth import hash_of
from api.services import Services
from berkas.ids import IdPrefix, new_id
from berkas.model.events import EventKind
from berkas.model.extraction import Candidate, Classification, ExtractionResult, FieldValue, Finding, Flag, Severity
from berkas.model.geometry import BoundingBox
from berkas.model.statuses import DocumentStatus
from berkas.settings import Settings
from berkas.storage.keyring import Keyring
from tables.engine import fetch
from tables.queries import api_keys, documents, organisations, webhooks
from tables.queries.documents import Ending
from tables.queries.webhooks import NewWebhook
from templates_registry import registry

PDF = b"%PDF-1.7\n% SPECIMEN CONTOH\n"
BOX = BoundingBox(0, 0.25, 0.125, 0.5, 0.0625)


@dataclass
class Access:
    """The server as a client sees it, and what is behind it."""

    http: httpx.AsyncClient
    services: Services
    runs: RunRecorder
    organisation_id: str
    key_id: str

    async def upload(self, content: bytes = PDF, filename: str = "npwp-contoh.pdf", **fields: str) -> dict[str, Any]:
        """Upload a file; its document."""
        answer = await self.http.post("/api/documents/upload", files={"file": (filename, content)}, data=fields)
        assert answer.status_code in {200, 201}, answer.text
        return dict(answer.json()["data"]["document"])

    async def get(self, document_id: str) -> dict[str, Any]:
        return dict((await self.http.get(f"/api/documents/{document_id}")).json()["data"])

    async def end(self, document_id: str, ending: Ending, *, attempt: int = 1) -> None:
        """Let a run of the document end so."""
        assert await documents.claim(document_id, attempt, f"run-{attempt}")
        assert await documents.finish(document_id, attempt, ending)

    async def read(self, content: bytes | None = None, *, ending: Ending | None = None, **fields: str) -> str:
        """Upload a file of its own and let its run end; its document's id."""
        document = await self.upload(content or PDF + uuid.uuid4().bytes, **fields)
        await self.end(document["id"], ending or extracted())
        return str(document["id"])


def npwp_result(**changes: Any) -> ExtractionResult:
    template = registry.latest("npwp")
    values: dict[str, Any] = {
        "npwp_number": FieldValue("npwp_number", "091234567890000", "09.123.456.7-890.000", 99, BOX),
        "name": FieldValue("name", "CONTOH SEJAHTERA", "CONTOH SEJAHTERA", 60, BOX),
    }
    fields = tuple(values.get(f.name, FieldValue(f.name, None, None, 0, None)) for f in template.fields)
    result: dict[str, Any] = {
        "template_id": template.id,
        "template_version": template.version,
        "fields": fields,
        "confidence_score": 64,
        "flags": (Flag.LOW_CONFIDENCE, Flag.PHOTO_QUALITY_POOR, Flag.TEMPLATE_PARTIAL),
        "findings": (
            Finding("npwp_check_digit", Severity.WARNING, ("npwp_number",), "The check digit does not fit."),
            Finding("line_sum_mismatch", Severity.INFO, ("name",), "An invented finding."),
        ),
        "raw_text": "NOMOR POKOK WAJIB PAJAK\nCONTOH SEJAHTERA",
        "review_reasons": ("low_confidence",),
    }
    return ExtractionResult(**{**result, **changes})


def extracted(status: DocumentStatus = DocumentStatus.EXTRACTED, **changes: Any) -> Ending:
    """A run that read an NPWP."""
    npwp = "npwp"
    return Ending(
        status=status,
        result=npwp_result(**changes),
        classification=Classification(npwp, 97, (Candidate(npwp, 97),)),
        page_count=1,
        model_used="small",
    )


def statement(rows: int) -> Ending:
    """A run that read a bank statement with so many transactions."""
    template = registry.latest("rekening_koran")
    transactions = [
        {"date": "2026-05-01", "description": f"CONTOH {n}", "debit": 1000 + n, "credit": None, "balance": -n}
        for n in range(rows)
    ]
    fields = tuple(
        FieldValue(f.name, transactions, None, 90, BOX, (BOX,) * rows)
        if f.name == "transactions"
        else FieldValue(f.name, None, None, 0, None)
        for f in template.fields
    )
    kind = "rekening_koran"
    return Ending(
        status=DocumentStatus.EXTRACTED,
        result=npwp_result(template_id=template.id, template_version=template.version, fields=fields, findings=()),
        classification=Classification(kind, 97, (Candidate(kind, 97),)),
        page_count=1,
    )


def failed(status: DocumentStatus = DocumentStatus.FAILED, code: str = "unreadable_file") -> Ending:
    return Ending(status=status, error_code=code, error_message="An invented message.", stage="unseal")


@pytest.fixture
def read_npwp() -> Callable[..., Ending]:
    return extracted


@pytest.fixture
def read_statement() -> Callable[[int], Ending]:
    return statement


@pytest.fixture
def end_failed() -> Callable[..., Ending]:
    return failed


MakeKey = Callable[..., Awaitable[tuple[str, str, str]]]


@pytest.fixture
def make_key(database: None, settings: Settings) -> MakeKey:
    """Makes an organisation with a key: (organisation, key id, key)."""
    letters = iter("ABCDEFGH")

    async def make(*scopes: str) -> tuple[str, str, str]:
        keyring = Keyring(settings.root_key.get_secret_value())
        organisation_id = new_id(IdPrefix.ORGANISATION)
        wrapped = keyring.new_organisation_key(organisation_id)
        await organisations.create_organisation(
            name="CONTOH",
            wrapped_key=wrapped.wrapped,
            root_key_id=wrapped.root_key_id,
            organisation_id=organisation_id,
        )
        key = f"bk_live_{next(letters) * 32}"
        row = await api_keys.create_key(
            organisation_id=organisation_id,
            name="test",
            sha256=hash_of(key),
            hint="",
            scopes=scopes or ("read", "write"),
        )
        return organisation_id, row.id, key

    return make


@pytest.fixture
def serve() -> Callable[[Litestar], contextlib.AbstractAsyncContextManager[str]]:
    return served_in_loop


@pytest.fixture
def installation(settings: Settings) -> Settings:
    """Settings of the server; tests may ask for others."""
    return settings.model_copy(
        update={"rate_limit_failed_auth": 100, "rate_limit_uploads": 1000, "rate_limit_writes": 1000}
    )


@pytest.fixture
async def access(make_key: MakeKey, installation: Settings) -> AsyncIterator[Access]:
    organisation_id, key_id, key = await make_key()
    runs = RunRecorder()
    app = create_app(installation, orchestrator=runs)
    async with served_in_loop(app) as url:
        headers = {"Authorization": f"Bearer {key}"}
        limits = httpx.Limits(max_connections=60)
        async with httpx.AsyncClient(
            base_url=url, headers=headers, timeout=30, trust_env=False, limits=limits, verify=NO_TLS
        ) as http:
            yield Access(http, app.state.services, runs, organisation_id, key_id)


@pytest.fixture
async def stranger(make_key: MakeKey, access: Access) -> AsyncIterator[httpx.AsyncClient]:
    """A client of another organisation."""
    _, _, key = await make_key()
    headers = {"Authorization": f"Bearer {key}"}
    async with httpx.AsyncClient(
        base_url=access.http.base_url, headers=headers, trust_env=False, verify=NO_TLS
    ) as http:
        yield http


@pytest.fixture
async def anybody(access: Access) -> AsyncIterator[httpx.AsyncClient]:
    """A client without a key."""
    async with httpx.AsyncClient(
        timeout=60, trust_env=False, limits=httpx.Limits(max_connections=40), verify=NO_TLS
    ) as http:
        yield http


@pytest.fixture
async def webhook(access: Access) -> None:
    """A webhook of the organisation that hears of every event."""
    await webhooks.create_webhook(
        NewWebhook(
            id=new_id(IdPrefix.WEBHOOK),
            organisation_id=access.organisation_id,
            url="https://contoh.example/hook",
            events=[kind.value for kind in EventKind],
            active=True,
            sealed_secret=b"sealed",
        ),
        actor=access.key_id,
    )


@pytest.fixture
def announced() -> Callable[[], Awaitable[list[tuple[str, dict[str, Any]]]]]:
    """What the webhook is to hear, in order: names and data."""

    async def found() -> list[tuple[str, dict[str, Any]]]:
        rows = await fetch("select event, body from webhook_delivery order by created_at, id")
        return [(row["event"], json.loads(row["body"])["data"]) for row in rows]

    return found
