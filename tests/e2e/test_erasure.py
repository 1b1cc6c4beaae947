"""After an erasure nothing of a paper is found: not in any table of either database, not in blobs, logs or Prefect's home."""

import io
import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from built_wheel import ROOT
from locked_papers import locked
from reportlab.pdfgen.canvas import Canvas
from traces import held_in, rows_of

pytestmark = [pytest.mark.e2e, pytest.mark.stacks("local", "cluster")]

PASSWORD = "Rahas1a-Melati-4521"
FILENAME = "surat-penting-melati.pdf"
REFERENCES = ("pinjaman-melati-4521", "kontrak-melati-4522")
CUSTOMER = "PT CONTOH MELATI HARUM"
METADATA = "cabang-melati-4523"
REASON = "CONTOH: subject asked, ticket 4521"
[RECIPE] = re.findall(r"```sql\n(.*?)```", (ROOT / "docs" / "lifecycle.md").read_text(), re.DOTALL)
REMARKS = [f"Lampiran-{name}-463" for name in (
    "anggrek", "mawar", "dahlia", "seruni", "teratai", "bougenville", "kantil", "cempaka", "soka", "wijaya", "asoka",
    "sedapmalam", "tapakdara", "pacar", "puspa",
)]  # fmt: skip
"""Words of a paper that are in none of its fields."""
SHORT = 8
"""Shorter values may stand anywhere by chance."""


def values_in(truth: Any) -> list[str]:
    """Every value of a paper as text."""
    if isinstance(truth, dict):
        return [text for value in truth.values() for text in values_in(value)]
    if isinstance(truth, list):
        return [text for value in truth for text in values_in(value)]
    return [str(truth)] if truth is not None and len(str(truth)) >= SHORT else []


def everything(stack) -> dict[str, str]:
    """Whatever the installation holds, outside of the files of PostgreSQL itself, by place."""
    places = {place: _readable(content) for place, content in stack.elsewhere().items()} | {
        "application database": rows_of(stack.info.database_url).lower(),
        "prefect database": rows_of(stack.prefect_database_url).lower(),
        "output": stack.said.lower(),
    }
    for folder in (stack.folder, stack.temporary):
        for path in folder.rglob("*"):
            if path.is_file() and path.relative_to(folder).parts[0] not in {"postgres", "models"}:
                places[str(path)] = _text(path)
    return places


def _text(path: Path) -> str:
    try:
        return _readable(path.read_bytes())
    except OSError:  # gone meanwhile
        return ""


def _readable(content: bytes) -> str:
    return content.decode("latin-1").lower()


def with_page(paper: bytes, lines: Sequence[str]) -> bytes:
    """A paper with a page behind it on which these lines stand."""
    page, whole = io.BytesIO(), io.BytesIO()
    canvas = Canvas(page)
    for number, line in enumerate(lines):
        canvas.drawString(60, 780 - 20 * number, line)
    canvas.save()
    with pikepdf.open(io.BytesIO(paper)) as pdf, pikepdf.open(page) as more:
        pdf.pages.extend(more.pages)
        pdf.save(whole)
    return whole.getvalue()


def found_in(places: dict[str, str], values: list[str]) -> list[tuple[str, str]]:
    return [(value, place) for place, text in places.items() for value in values if value.lower() in text]


def erase(api, document_id: str, **body: Any) -> dict[str, Any]:
    answer = api.http.post(f"/api/documents/{document_id}/erase", json={"reason": REASON, **body})
    assert answer.status_code == 202, answer.text
    return dict(answer.json()["data"])


def receipt_of(http, document_id: str, *, seconds: float = 60) -> dict[str, Any]:
    """The receipt once it is completed."""
    deadline = time.monotonic() + seconds
    while (receipt := http.get(f"/api/documents/{document_id}/erasure").json()["data"])["status"] != "completed":
        assert time.monotonic() < deadline, receipt
        time.sleep(0.2)
    return dict(receipt)


def test_of_everything_planted_nothing_is_found_after_the_erasure(stack, api, draw) -> None:
    known = everything(stack)
    card, card_truth = draw("ktp", "current", 461)
    bill, bill_truth = draw("invoice", "taxable", 462)
    fields = {"externalRef": REFERENCES[0], "customerName": CUSTOMER, "metadata": f'{{"branch": "{METADATA}"}}'}
    first = api.upload(locked(card, PASSWORD), FILENAME, pdfPassword=PASSWORD, **fields)["document"]
    answer = api.http.post(
        "/api/documents/upload",
        files={"file": (FILENAME, bill)},
        data={"externalRef": REFERENCES[0]},
        headers={"Idempotency-Key": "melati-once"},
    )
    second = answer.json()["data"]["document"]
    assert api.upload(bill, FILENAME, externalRef=REFERENCES[1])["deduped"]
    for document in (first, second):
        assert api.settled(document["id"])["status"] in {"extracted", "requires_review"}
    hashes = [first["sha256"], second["sha256"]]
    planted = [FILENAME, *REFERENCES, CUSTOMER, METADATA, *hashes, *values_in(card_truth), *values_in(bill_truth)]
    # what other papers of this session say, too, proves nothing
    planted = [value for value in dict.fromkeys(planted) if not found_in(known, [value])]
    held = {value for value, _ in found_in(everything(stack), planted)}
    assert len(held) >= 20
    assert {first["id"], second["id"]} <= stack.originals()

    for document in (first, second):
        erase(api, document["id"])
        receipt = receipt_of(api.http, document["id"])
        assert (
            receipt["removed"]["dataKeys"]
            == receipt["removed"]["originalCopies"]
            == receipt["removed"]["flowRuns"]
            == 1
        )
    _wait_for_logs_to_go(stack, first["id"])

    assert found_in(everything(stack), [*planted, PASSWORD]) == []
    assert not [name for name in stack.originals() if name.startswith((first["id"], second["id"]))]


@pytest.mark.stacks("local")
def test_what_the_docs_say_removes_it_from_the_files_of_postgresql_as_well(stack, api, draw) -> None:
    content, truth = draw("ktp", "current", 465)
    planted = ["surat-flamboyan", "pinjaman-flamboyan", "PT FLAMBOYAN", *values_in(truth)]
    # what other papers of this session say, too, proves nothing
    known = held_in(stack.folder / "postgres", planted)
    planted = [value for value in planted if value not in known]
    assert {"surat-flamboyan", "pinjaman-flamboyan", "PT FLAMBOYAN", truth["nik"]} <= set(planted)
    document = api.read(content, "surat-flamboyan.pdf", externalRef="pinjaman-flamboyan", customerName="PT FLAMBOYAN")
    stack.ask("analyze")
    held = held_in(stack.folder / "postgres", planted)

    erase(api, document["id"])
    receipt_of(api.http, document["id"])
    for statement in RECIPE.split(";"):
        if statement.strip():
            stack.ask(statement)

    assert {"surat-flamboyan", "pinjaman-flamboyan", "PT FLAMBOYAN", truth["nik"]} <= set(held)
    assert held_in(stack.folder / "postgres", planted) == []


def test_with_kept_fields_the_fields_are_all_that_is_found(stack, api, draw) -> None:
    known = everything(stack)
    paper, truth = draw("invoice", "trade", 463)
    content = locked(with_page(paper, REMARKS), PASSWORD)
    filename, customer = "surat-kenanga.pdf", "PT CONTOH KENANGA"
    branch, note = "cabang-kenanga-463", "catatan-kenanga-463"
    references = ("pinjaman-kenanga-463", "kontrak-kenanga-463")
    fields = {"externalRef": references[0], "customerName": customer, "metadata": f'{{"branch": "{branch}"}}'}
    document = api.upload(content, filename, pdfPassword=PASSWORD, **fields)["document"]
    api.settled(document["id"])
    assert api.upload(content, filename, externalRef=references[1])["deduped"]
    corrected = {"fields": {"buyer_name": "KOPERASI CONTOH KENANGA"}, "note": note}
    api.http.post(f"/api/documents/{document['id']}/extractions", json=corrected).raise_for_status()
    before = api.extractions(document["id"])
    planted = [filename, *references, customer, branch, note, document["sha256"], *REMARKS]
    assert len(planted) >= 20
    assert not found_in(known, planted)
    assert {value for value, _ in found_in(everything(stack), planted)} == set(planted)
    kept = [value for value in values_in(truth) if not found_in(known, [value])]
    kept = sorted({value for value, _ in found_in({"fields": str(before).lower()}, kept)} | {"KOPERASI CONTOH KENANGA"})
    assert len(kept) >= 10
    assert before[0]["fieldBoundingBoxes"]
    assert before[0]["cellBoundingBoxes"]["line_items"][0]
    assert document["id"] in stack.originals()

    erase(api, document["id"], keepFields=True)
    receipt_of(api.http, document["id"])
    _wait_for_logs_to_go(stack, document["id"])

    after = api.extractions(document["id"])
    assert [extraction["fields"] for extraction in after] == [extraction["fields"] for extraction in before]
    assert len(after) == 2
    for extraction in after:
        gone = extraction["fieldBoundingBoxes"], extraction["cellBoundingBoxes"], extraction["rawText"]
        assert (*gone, extraction["findings"], extraction["note"]) == ({}, {}, None, [], None)
    path = f"/api/documents/{document['id']}"
    assert api.http.get(f"{path}?include=evidence").json()["data"]["extraction"]["fieldEvidence"] == {}
    places = everything(stack)
    assert found_in(places, [*planted, PASSWORD]) == []
    assert set(found_in(places, kept)) == {(value, "application database") for value in kept}
    assert not [name for name in stack.originals() if name.startswith(document["id"])]
    refused = [api.http.get(f"{path}/download"), api.http.post(f"{path}/reextract", json={})]
    assert [(answer.status_code, answer.json()["code"]) for answer in refused] == [(410, "gone")] * 2


def test_a_paper_that_is_erased_while_it_is_read_leaves_nothing(stack, api, draw) -> None:
    content, truth = draw("invoice", "taxable", 464, "photo")
    document_id = api.upload(content, "faktur-kamboja.jpg")["document"]["id"]
    while (status := api.document(document_id)["status"]) == "queued":
        pass
    assert status == "parsing"
    assert "faktur-kamboja" in rows_of(stack.info.database_url)

    erase(api, document_id)
    receipt = receipt_of(api.http, document_id, seconds=120)

    assert receipt["removed"]["flowRuns"] == 1
    assert api.document(document_id)["status"] == "erased"
    assert api.extractions(document_id) == []
    number = next(value for name, value in truth.items() if name.lower().endswith("number"))
    assert found_in(everything(stack), ["faktur-kamboja", str(number)]) == []


@pytest.mark.stacks("cluster")
def test_a_worker_killed_while_erasing_is_followed_by_one_that_completes_each_erasure_once(stack, api, draw) -> None:
    documents = [api.read(draw("npwp", "card", 470 + number)[0]) for number in range(5)]
    ids = [document["id"] for document in documents]
    with stack.prefect() as prefect:  # an erasure would wait for a run that reads on in a worker that hangs
        for document in documents:
            stack.finished_run(prefect, document["flowRunUrl"])

    with stack.losing_a_worker():
        for document_id in ids:
            erase(api, document_id)

    with stack.client() as http:
        receipts = [receipt_of(http, document_id, seconds=240) for document_id in ids]
        certificates = [
            http.get(f"/api/documents/{document_id}/erasure/certificate").json()["data"] for document_id in ids
        ]

    assert {receipt["removed"]["originalCopies"] for receipt in receipts} == {1}
    assert [certificate["auditEntry"]["action"] for certificate in certificates] == ["document.erased"] * 5
    entries = stack.ask("select subject from audit_entry where action = 'document.erased' and subject = any($1)", ids)
    assert sorted(entry["subject"] for entry in entries) == sorted(ids)


def _wait_for_logs_to_go(stack, document_id: str) -> None:
    """Prefect removes the logs of a removed run a moment later."""
    deadline = time.monotonic() + 30
    with stack.prefect() as prefect:
        while prefect.post("/flow_runs/filter", json={"flow_runs": {"name": {"any_": [document_id]}}}).json():
            assert time.monotonic() < deadline
            time.sleep(0.2)
