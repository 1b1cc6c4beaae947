"""A template's way through the whole stack: tried on a paper, published, matched by itself, changed."""

import io
import os

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

pytestmark = pytest.mark.e2e

TEMPLATE = {
    "name": "Kartu anggota",
    "match": ["KOPERASI CONTOH SEJAHTERA"],
    "fields": [
        {"name": "memberNumber", "label": "No. Anggota", "required": True, "regex": "KC-[0-9]{6}"},
        {"name": "memberSince", "label": "Anggota sejak", "type": "date", "required": True},
    ],
}


def card(number: str) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.setFont("Courier", 12)
    lines = [
        "KOPERASI CONTOH SEJAHTERA",
        "KARTU ANGGOTA - SPECIMEN",
        f"No. Anggota     : {number}",
        "Anggota sejak   : 17 Agustus 2019",
        "Golongan        : EMAS",
    ]
    for place, line in enumerate(lines):
        canvas.drawString(60, 700 - 24 * place, line)
    canvas.setTitle(os.urandom(8).hex())
    canvas.save()
    return buffer.getvalue()


def test_a_template_is_tried_published_matched_and_changed(stack, api) -> None:
    before = api.read(card("KC-000001"))
    template = api.http.post("/api/templates", json=TEMPLATE).json()["data"]
    path = f"/api/templates/{template['id']}"

    tried = api.http.post(f"{path}/dry-run", json={"documentId": before["id"]})
    unpublished = api.read(card("KC-000002"))
    api.http.post(f"{path}/publish").raise_for_status()
    first = api.read(card("KC-000003"))
    level = {"name": "level", "label": "Golongan", "type": "enum", "values": ["BIASA", "EMAS"]}
    api.http.patch(path, json={"fields": [*TEMPLATE["fields"], level]}).raise_for_status()
    api.http.post(f"{path}/publish").raise_for_status()
    second = api.read(card("KC-000004"))
    api.http.delete(path).raise_for_status()
    after = api.read(card("KC-000005"))

    assert tried.status_code == 200, tried.text
    assert {one["name"]: one["value"] for one in tried.json()["data"]["fields"]} == {
        "memberNumber": "KC-000001",
        "memberSince": "2019-08-17",
    }
    assert (before["type"], "memberNumber" in before["extraction"]["fields"]) == ("generic_ocr", False)
    assert unpublished["templateId"] == before["templateId"]
    assert (first["status"], first["templateId"], first["templateVersion"]) == ("extracted", template["id"], 1)
    assert first["extraction"]["fields"] == {"memberNumber": "KC-000003", "memberSince": "2019-08-17"}
    assert second["templateVersion"] == 2
    assert second["extraction"]["fields"] == {
        "memberNumber": "KC-000004",
        "memberSince": "2019-08-17",
        "level": "EMAS",
    }
    assert after["templateId"] == before["templateId"]


@pytest.mark.stacks("local", "cluster")
def test_prefect_keeps_nothing_of_a_dry_run_but_a_handle(stack, api) -> None:
    document = api.read(card("KC-000777"))
    body = {**TEMPLATE, "slug": "kartu-anggota-2", "match": []}
    template = api.http.post("/api/templates", json=body).json()["data"]

    answer = api.http.post(f"/api/templates/{template['id']}/dry-run", json={"documentId": document["id"]})

    with stack.prefect() as prefect:
        [run] = prefect.post("/flow_runs/filter", json={"flow_runs": {"tags": {"all_": [template["id"]]}}}).json()
        logs = prefect.post("/logs/filter", json={"logs": {"flow_run_id": {"any_": [run["id"]]}}}).json()
    assert answer.status_code == 200, answer.text
    assert "KC-000777" in answer.text
    assert set(run["parameters"]) == {"handle"}
    assert "KC-000777" not in str(run) + str(logs)
