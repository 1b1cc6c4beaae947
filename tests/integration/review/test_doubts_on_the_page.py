"""The page doubts what the server doubts: by the floor of a field, or the threshold of the organisation."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from api.controllers.review import FOLDER
from berkas.model.geometry import BoundingBox, Code, CodeKind
from tables.queries import organisations


@pytest.fixture
def threshold(installation, organisation):
    """Sets from which confidence on the organisation trusts a required field."""
    return lambda percent: installation.run(organisations.set_threshold, organisation, percent)


@pytest.mark.parametrize(
    ("percent", "number", "address"),
    [(98, "97 · unsure", "97"), (97, "97", "97"), (40, "97", "97")],
)
def test_a_required_field_below_the_threshold_is_in_doubt(npwp, analyst, threshold, percent, number, address):
    threshold(percent)

    person = analyst(npwp(values={"address": "JALAN CONTOH 1"}))

    expect(person.page.locator("#field-npwp_number-state")).to_have_text(number)
    expect(person.page.locator("#field-address-state")).to_have_text(address)


def test_f_leads_to_the_field_for_which_the_document_is_in_review(npwp, analyst, threshold):
    threshold(98)
    person = analyst(npwp(values={"name": None}))

    seen = set()
    for _ in range(3):
        person.page.keyboard.press("f")
        seen.add(person.page.evaluate("document.activeElement.id"))
        person.page.keyboard.press("Escape")

    assert "field-npwp_number" in seen


def test_the_answer_gives_the_threshold_by_which_its_fields_are_judged(npwp, client, threshold):
    document_id = npwp()
    before = client.get(f"/api/documents/{document_id}").json()["data"]["requiresReviewThreshold"]
    threshold(95)

    assert before == 70
    assert client.get(f"/api/documents/{document_id}").json()["data"]["requiresReviewThreshold"] == 95


def test_codes_are_outlined_and_what_they_say_is_text_and_no_link(npwp, analyst, client):
    place = BoundingBox(0, 0.6, 0.7, 0.2, 0.15)
    said = '<a href="https://contoh.invalid/x"><img src=x onerror="document.title=1">'
    codes = (Code(CodeKind.QR_CODE, said, len(said), place), Code(CodeKind.DATA_MATRIX, None, 7, replace(place, y=0.1)))
    document_id = npwp(codes=codes)

    boxes = analyst(document_id).page.locator("#boxes .box.code")
    boxes.first.wait_for()

    titles = [boxes.nth(number).get_attribute("title") for number in range(2)]
    assert [said in titles[0], "7 bytes" in titles[1]] == [True, True]
    assert boxes.locator("a, img").count() == 0
    answered = client.get(f"/api/documents/{document_id}").json()["data"]["extraction"]["codes"]
    assert answered == [
        {"kind": "qr_code", "content": said, "byteCount": len(said), "page": 0,
         "box": {"page": 0, "x": 0.6, "y": 0.7, "w": 0.2, "h": 0.15}},
        {"kind": "data_matrix", "content": None, "byteCount": 7, "page": 0,
         "box": {"page": 0, "x": 0.6, "y": 0.1, "w": 0.2, "h": 0.15}},
    ]  # fmt: skip


def test_the_page_names_one_limit_of_its_own_and_once():
    scripts = "".join(path.read_text() for path in FOLDER.glob("*.js"))

    assert len(re.findall(r"UNSURE_BELOW = ", scripts)) == 1
