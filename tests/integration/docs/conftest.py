"""A real API on a loopback port, with an organisation and a key; runs are asked of nobody, for no example waits for one."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import httpx
import pytest
from served_api import RunRecorder, served_in_thread

from api.app import create_app
from berkas.evaluation.specimens import papers, variants
from berkas.model.extraction import Candidate, Classification, ExtractionResult, FieldValue
from berkas.model.geometry import BoundingBox
from berkas.model.statuses import DocumentStatus
from berkas.settings import Settings
from deployments.key_making import EVERYTHING, make_key, make_organisation
from tables.engine import connected
from tables.queries import documents
from tables.queries.documents import Ending

T = TypeVar("T")


@dataclass
class Installation:
    """A running API and what a client of it holds."""

    settings: Settings
    url: str
    key: str
    uploads: int = 0

    def in_database(self, work: Callable[[], Awaitable[T]]) -> T:
        async def inside() -> T:
            async with connected(self.settings):
                return await work()

        return asyncio.run(inside())

    def upload(self) -> str:
        """A document of its own, not yet read: its id."""
        self.uploads += 1
        paper = papers.make("npwp", layout="card", seed=5000 + self.uploads)
        answer = httpx.post(
            f"{self.url}/api/documents/upload", headers={"Authorization": f"Bearer {self.key}"},
            files={"file": ("npwp-specimen.pdf", paper.pdf)}, trust_env=False,
        )  # fmt: skip
        return str(answer.raise_for_status().json()["data"]["document"]["id"])

    def read_document(self) -> str:
        """A document of its own that has been read: its id."""
        document_id = self.upload()
        self.in_database(lambda: _finish(document_id))
        return document_id


async def _finish(document_id: str) -> None:
    assert await documents.claim(document_id, 1, "run")
    value = FieldValue(
        "npwp_number", "09.254.294.3-407.000", "09.254.294.3-407.000", 97, BoundingBox(0, 0.1, 0.1, 0.3, 0.1)
    )
    result = ExtractionResult(
        template_id="tpl_01K0000000000000000000001N", template_version=1, fields=(value,), confidence_score=97,
        flags=(), findings=(), raw_text="NPWP SPECIMEN", review_reasons=(),
    )  # fmt: skip
    classification = Classification("npwp", 99, (Candidate("npwp", 99),))
    assert await documents.finish(
        document_id,
        1,
        Ending(status=DocumentStatus.EXTRACTED, result=result, classification=classification, page_count=1),
    )


@pytest.fixture
def installation(clean_database: None, settings: Settings) -> Iterator[Installation]:
    roomy = settings.model_copy(
        update={"rate_limit_uploads": 10_000, "rate_limit_writes": 10_000, "webhook_allowed_hosts": "127.0.0.1"}
    )
    with served_in_thread(create_app(roomy, orchestrator=RunRecorder())) as url:
        installation = Installation(roomy, url, "")
        installation.key = installation.in_database(lambda: _new_key(roomy))
        yield installation


async def _new_key(settings: Settings) -> str:
    return await make_key(settings, await make_organisation(settings, "CONTOH"), "Docs", scopes=EVERYTHING)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with the papers that examples name."""
    folder = tmp_path / "papers"
    folder.mkdir()
    ktp = papers.make("ktp", layout="current", seed=1)
    npwp = papers.make("npwp", layout="card", seed=1)
    (folder / "ktp.jpg").write_bytes(variants.render(ktp, "photo", seed=1)[0])
    (folder / "npwp.pdf").write_bytes(npwp.pdf)
    (folder / "locked.pdf").write_bytes(variants.render(npwp, "locked_pdf", seed=1)[0])
    return folder
