"""The analyst's page in a browser, and documents for it that were read as a test wants them."""

import io
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import pytest
from browser import WAIT_SECONDS, chromium, page_of
from playwright.sync_api import Browser, Locator, Page
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from workshop import PLENTY, Installation

from berkas.model.document_types import DocumentType
from berkas.model.extraction import (
    Candidate,
    Classification,
    Corroboration,
    ExtractionResult,
    FieldEvidence,
    FieldValue,
    Finding,
    Rival,
    Scalar,
    Severity,
)
from berkas.model.geometry import BoundingBox, Code, PageQuality, PageSource
from berkas.model.geometry import Page as ReadPage
from berkas.model.qualities import qualities_of
from berkas.model.statuses import DocumentStatus
from berkas.model.template import Near
from deployments.key_making import make_key
from tables.engine import fetch
from tables.queries import documents
from tables.queries.documents import Ending
from templates_registry import registry

ROWS = 92
Row = dict[str, Scalar]


@dataclass
class Analyst:
    """Somebody at the page with a key of their own."""

    page: Page
    key: str

    def sign_in(self, url: str, document_id: str = "") -> None:
        """Open the page, perhaps at a document, and give the key."""
        self.page.goto(f"{url}/review" + (f"#{document_id}" if document_id else ""))
        self.give_key(self.key)

    def give_key(self, key: str) -> None:
        self.page.get_by_label("API key").fill(key)
        self.page.get_by_role("button", name="Begin").click()
        self.page.locator("#workspace:visible, #entry-error:not(:empty)").first.wait_for()

    def field(self, label: str) -> Locator:
        return self.page.locator("#fields").get_by_label(label, exact=True)

    def cell(self, label: str, row: int) -> Locator:
        """A cell of a table; rows count from 1, as on the page."""
        return self.page.locator("#fields").get_by_label(f"{label}, row {row}", exact=True)

    def press(self, name: str) -> None:
        """Press a button of the page by its name."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def until(self, script: str, *given: Any) -> None:
        """Wait until a script in the page gives true; the page's own policy forbids what would wait inside of it."""
        deadline = time.monotonic() + WAIT_SECONDS
        while not self.page.evaluate(script, *given):
            assert time.monotonic() < deadline, script
            self.page.wait_for_timeout(50)

    def said(self, text: str) -> None:
        """Wait until the page says something."""
        self.page.locator("#said").get_by_text(text).wait_for()

    def opened(self, document_id: str) -> None:
        """Wait until the page shows a document and its fields."""
        self.page.locator("#facts").get_by_text(document_id).first.wait_for()

    def drawn(self, number: int = 1) -> None:
        """Wait until the picture of a page is there in its full size; pages count from 1, as on the page."""
        self.page.locator("#page-number").get_by_text(f"Page {number} of").wait_for()
        self.until("""() => {
            const picture = document.getElementById("picture");
            return !picture.hidden && picture.complete && picture.naturalWidth > 0;
        }""")

    def write_draft(self) -> None:
        """Let the page write or remove now the draft that it would in a moment, as where its tab is left."""
        self.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def new_key(installation: Installation, organisation: str) -> Callable[..., str]:
    """Makes a key of the organisation."""

    def make(name: str = "Sinta", **more: Any) -> str:
        return str(installation.run(make_key, installation.settings, organisation, name, rate_limits=PLENTY, **more))

    return make


@pytest.fixture
def analyst(
    browser: Browser, installation: Installation, new_key: Callable[..., str]
) -> Iterator[Callable[..., Analyst]]:
    """Opens the page for somebody: a key and a tab of their own, signed in where a document is named."""
    opened: list[AbstractContextManager[Page]] = []

    def start(document_id: str | None = None, *, name: str = "Sinta", width: int = 1280, height: int = 800) -> Analyst:
        context = page_of(browser, width=width, height=height)
        page = context.__enter__()
        opened.append(context)
        somebody = Analyst(page, new_key(name))
        if document_id is not None:
            # that somebody looks on is reported once the fields are shown; only the picture comes later
            with page.expect_response("**/viewers"):
                somebody.sign_in(installation.url, document_id)
            somebody.opened(document_id)
        return somebody

    yield start
    for context in reversed(opened):
        context.__exit__(None, None, None)


@pytest.fixture
def statement(installation: Installation, upload: Callable[..., str]) -> Callable[..., str]:
    """A statement of account that a run read, with findings as given: its document's id."""

    def make(*findings: Finding, rows: int = ROWS, **fields: str) -> str:
        document_id = upload(statement_pdf(transactions(rows)), **fields)
        installation.run(_end, document_id, statement_ending(rows, findings))
        return document_id

    return make


@pytest.fixture
def npwp(installation: Installation, upload: Callable[..., str]) -> Callable[..., str]:
    """An NPWP card that a run read, with values as given: its document's id."""

    def make(
        *findings: Finding,
        values: Mapping[str, Scalar] | None = None,
        evidence: Mapping[str, FieldEvidence] | None = None,
        unstated: Mapping[str, tuple[int, BoundingBox]] | None = None,
        quality: PageQuality | None = None,
        codes: tuple[Code, ...] = (),
        **fields: str,
    ) -> str:
        document_id = upload(statement_pdf([]), **fields)
        given = {"npwp_number": "091234567890000", "name": "CONTOH SEJAHTERA"} | dict(values or {})
        ending = _ending("npwp", given, findings)
        page = ReadPage(0, 1240, 1754, 0, PageSource.OCR, (), quality)
        read = [
            replace(one, confidence=unstated[one.name][0], box=unstated[one.name][1])
            if unstated and one.name in unstated
            else one
            for one in ending.result.fields
        ]
        result = replace(ending.result, fields=tuple(read), evidence=evidence or {}, codes=codes)
        ending = replace(ending, result=result, qualities=qualities_of([page]))
        installation.run(_end, document_id, ending)
        return document_id

    return make


@pytest.fixture
def withheld(npwp: Callable[..., str]) -> str:
    """An NPWP card of whose fields one was withheld; of another it is known why it is sure, and what else it might be."""
    label, rival, place = (BoundingBox(0, x, 0.05, 0.2, 0.015) for x in (0.06, 0.5, 0.3))
    number = FieldEvidence(
        read=98,
        meant=97,
        way="label",
        label="NPWP",
        label_box=label,
        label_likeness=100,
        side=Near.RIGHT,
        printed="09.123.456.7-890.000",
        corroborated_by=(Corroboration.LABEL, Corroboration.VALIDATOR),
        rival=Rival("099999999990000", 12, rival),
    )
    address = FieldEvidence(read=94, meant=61, way="strategy", printed="JL. CONTOH 7", withheld="JALAN CONTOH 7")
    unsure = Finding("value_withheld", Severity.INFO, ("address",), "A value was too unsure to be stated.")
    blurred = PageQuality(0.1, 60.0, 28.0, 0.0, 0, 96.0)
    return npwp(
        unsure,
        evidence={"npwp_number": number, "address": address},
        unstated={"address": (61, place)},
        quality=blurred,
    )


async def _end(document_id: str, ending: Ending) -> None:
    assert await documents.claim(document_id, 1, "run-1")
    assert await documents.finish(document_id, 1, ending)


def transactions(rows: int) -> list[Row]:
    """Rows of a statement with amounts of nine digits and more."""
    balance, found = Decimal(113_000_000), []
    for number in range(rows):
        amount = Decimal(100_000_000 + 1_234_567 * number)
        is_debit = number % 3 == 2
        balance += -amount if is_debit else amount
        found.append({
            "date": f"2026-05-{number % 28 + 1:02}",
            "time": None,
            "value_date": None,
            "description": f"TRANSFER CONTOH {number + 1} PT SPECIMEN SEJAHTERA",
            "branch": "0123",
            "debit": int(amount) if is_debit else None,
            "credit": None if is_debit else int(amount),
            "balance": int(balance),
        })  # fmt: skip
    return found


def statement_ending(rows: int, findings: tuple[Finding, ...]) -> Ending:
    """A run that read a statement of account."""
    values = {"account_number": "0123456789", "currency": "IDR", "opening_balance": 113_000_000}
    return _ending("rekening_koran", values, findings, table=("transactions", transactions(rows)))


def _ending(
    kind: DocumentType,
    values: Mapping[str, Scalar],
    findings: tuple[Finding, ...],
    *,
    table: tuple[str, list[Row]] = ("", []),
) -> Ending:
    template = registry.latest(kind)
    name, rows = table
    boxes = tuple(BoundingBox(n // 40, 0.06, 0.1 + 0.02 * (n % 40), 0.88, 0.015) for n in range(len(rows)))

    def field(at: int, wanted: str) -> FieldValue:
        if wanted == name:
            return FieldValue(
                wanted,
                rows,
                None,
                95,
                boxes[0] if boxes else None,
                boxes,
                cell_boxes=tuple(map(_cell_boxes, rows, boxes)),
            )
        if values.get(wanted) is None:
            return FieldValue(wanted, None, None, 0, None)
        return FieldValue(
            wanted,
            values[wanted],
            None,
            60 if wanted == "name" else 97,
            BoundingBox(0, 0.06, 0.02 + 0.02 * (at % 4), 0.3, 0.015),
        )

    fields = tuple(field(at, one.name) for at, one in enumerate(template.fields) if not one.internal)
    return Ending(
        status=DocumentStatus.REQUIRES_REVIEW,
        result=ExtractionResult(
            template_id=template.id,
            template_version=template.version,
            fields=fields,
            confidence_score=88,
            flags=(),
            findings=findings,
            raw_text="SPECIMEN CONTOH",
            review_reasons=("field_below_floor",),
        ),
        classification=Classification(kind, 97, (Candidate(kind, 97),)),
        page_count=max(1, -(-len(rows) // 40)),
        model_used="small",
    )


def _cell_boxes(row: Row, around: BoundingBox) -> dict[str, BoundingBox]:
    """Where `statement_pdf` prints the cells of a row."""
    places = {"date": (0.06, 0.091), "description": (0.169, 0.218), "debit": (0.405, 0.127), "credit": (0.405, 0.127)}
    places["balance"] = (0.55, 0.146)
    return {
        name: BoundingBox(around.page, x, around.y, w, around.h)
        for name, (x, w) in places.items()
        if row[name] is not None
    }


def statement_pdf(rows: list[Row]) -> bytes:
    """Pages of a statement, 40 rows each; no two files of the tests are the same bytes."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    width, height = A4
    canvas.setTitle(os.urandom(8).hex())
    for start in range(0, max(1, len(rows)), 40):
        canvas.setFont("Courier", 9)
        canvas.drawString(0.06 * width, 0.95 * height, "BANK CONTOH - SPECIMEN")
        for place, row in enumerate(rows[start : start + 40]):
            line = f"{row['date']}  {str(row['description'])[:24]:24}  {row['debit'] or row['credit']:>14,}  {row['balance']:>16,}"
            canvas.drawString(0.06 * width, height * (1 - 0.112 - 0.02 * place), line)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def revoke(installation: Installation, key_name: str) -> None:
    """What an administrator does with a key."""
    installation.run(fetch, "update api_key set revoked_at = now() where name = $1", key_name)
