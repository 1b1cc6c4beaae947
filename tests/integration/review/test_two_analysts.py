"""Two analysts on one document: neither undoes the other's work; findings are accepted one by one at the sign-off."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from api.controllers.review import FOLDER
from berkas.model.extraction import Finding, Severity

DOCS = Path(__file__).parents[3] / "docs"


def newest(client, document_id):
    return client.get(f"/api/documents/{document_id}").json()["data"]["extraction"]


@pytest.fixture
def correct(client):
    """Somebody else's correction, over the API."""

    def send(document_id, fields, **more):
        answer = client.post(f"/api/documents/{document_id}/extractions", json={"fields": fields, **more})
        assert answer.status_code == 201, answer.text

    return send


def test_a_save_over_anothers_change_shows_both_and_takes_either(npwp, analyst, correct, client):
    document_id = npwp()
    person = analyst(document_id)
    person.field("Name").fill("NAMA SAYA")
    person.field("Address").fill("JALAN SAYA 1")
    correct(document_id, {"name": "NAMA DIA", "kpp_name": "KPP DIA"})
    person.press("Save correction")
    dialog = person.page.locator("#conflict")
    dialog.wait_for()

    for mine_or_theirs in ("NAMA SAYA", "NAMA DIA", "KPP DIA"):
        expect(dialog.get_by_text(mine_or_theirs, exact=True)).to_be_visible()
    expect(dialog.get_by_role("button", name="Go on with these")).to_be_disabled()
    dialog.get_by_role("group", name="Name").get_by_label("Yours").check()
    dialog.get_by_role("button", name="Go on with these").click()
    before_saving = newest(client, document_id)["fields"]["name"]
    person.press("Save correction")
    person.said("Saved.")

    fields = newest(client, document_id)["fields"]
    assert before_saving == "NAMA DIA"
    assert (fields["name"], fields["address"], fields["kpp_name"]) == ("NAMA SAYA", "JALAN SAYA 1", "KPP DIA")


def test_theirs_may_be_taken_and_what_else_was_typed_stays(npwp, analyst, correct, client):
    document_id = npwp()
    person = analyst(document_id)
    person.field("Name").fill("NAMA SAYA")
    person.field("Address").fill("JALAN SAYA 1")
    correct(document_id, {"name": "NAMA DIA"})
    person.press("Save correction")

    person.press("Take all theirs")
    person.press("Go on with these")
    person.press("Save correction")
    person.said("Saved.")

    fields = newest(client, document_id)["fields"]
    assert (fields["name"], fields["address"]) == ("NAMA DIA", "JALAN SAYA 1")


def test_who_decides_later_keeps_what_was_typed(npwp, analyst, correct):
    document_id = npwp()
    person = analyst(document_id)
    person.field("Name").fill("NAMA SAYA")
    correct(document_id, {"name": "NAMA DIA"})
    person.press("Save correction")

    person.press("Decide later")
    expect(person.field("Name")).to_have_value("NAMA SAYA")
    person.press("Compare")

    person.page.locator("#conflict").get_by_text("NAMA DIA").wait_for()


def test_rows_of_both_are_kept_row_by_row(statement, analyst, correct, client):
    """One changed row 2 and added one, the other changed rows 2 and 4, removed row 3 and put one at the top."""
    document_id = statement(rows=5)
    person = analyst(document_id)
    given = newest(client, document_id)["fields"]["transactions"]
    person.cell("Description", 2).fill("BARIS SAYA")
    person.press("Add row")
    person.cell("Description", 6).fill("TAMBAHAN SAYA")
    theirs = [{**given[0], "description": "TAMBAHAN DIA"}, given[0], {**given[1], "description": "BARIS DIA"}]
    theirs += [{**given[3], "balance": 7}, given[4]]
    correct(document_id, {"transactions": theirs})

    person.press("Save correction")
    dialog = person.page.locator("#conflict")
    dialog.wait_for()
    shown = dialog.inner_text()
    dialog.get_by_role("group", name="Transactions, row 3", exact=True).get_by_label("Yours").check()
    person.press("Go on with these")
    person.press("Save correction")
    person.said("Saved.")

    rows = newest(client, document_id)["fields"]["transactions"]
    assert "BARIS SAYA" in shown
    assert "BARIS DIA" in shown
    assert [row["description"] for row in rows] == [
        "TAMBAHAN DIA", given[0]["description"], "BARIS SAYA", given[3]["description"], given[4]["description"], "TAMBAHAN SAYA",
    ]  # fmt: skip
    assert [row["balance"] for row in rows[1:5]] == [given[0]["balance"], given[1]["balance"], 7, given[4]["balance"]]


def test_cells_apart_in_one_row_are_both_kept(statement, analyst, correct, client):
    document_id = statement(rows=3)
    person = analyst(document_id)
    given = newest(client, document_id)["fields"]["transactions"]
    person.cell("Description", 2).fill("BARIS SAYA")
    correct(document_id, {"transactions": [given[0], {**given[1], "balance": 7}, given[2]]})

    person.press("Save correction")
    person.press("Go on with these")
    person.press("Save correction")
    person.said("Saved.")

    [_, row, _] = newest(client, document_id)["fields"]["transactions"]
    assert (row["description"], row["balance"]) == ("BARIS SAYA", 7)


def test_a_draft_from_before_a_reload_is_put_beside_a_newer_change(npwp, analyst, correct, client):
    document_id = npwp()
    person = analyst(document_id)
    person.field("Name").fill("NAMA SAYA")
    correct(document_id, {"name": "NAMA DIA"})

    person.page.once("dialog", lambda dialog: dialog.accept())
    person.page.reload()
    dialog = person.page.locator("#conflict")
    dialog.wait_for()
    person.press("Decide later")
    expect(person.field("Name")).to_have_value("NAMA SAYA")
    person.field("Address").fill("JALAN SAYA 1")
    person.press("Compare")
    dialog.get_by_label("Yours").check()
    person.press("Go on with these")

    expect(person.field("Name")).to_have_value("NAMA SAYA")
    expect(person.field("Address")).to_have_value("JALAN SAYA 1")
    assert newest(client, document_id)["fields"]["name"] == "NAMA DIA"


def test_who_else_has_the_document_open_is_shown_until_they_leave(npwp, analyst):
    first, _ = npwp(), npwp()
    sinta, budi = analyst(first, name="Sinta"), analyst(first, name="Budi")

    budi.page.locator("#viewers").get_by_text("Also open: Sinta").wait_for()
    with sinta.page.expect_response(lambda answer: answer.request.method == "DELETE"):
        sinta.page.keyboard.press("j")
    with budi.page.expect_response("**/viewers") as seen:
        budi.page.reload()
    budi.drawn()

    assert [one["name"] for one in seen.value.json()["data"]["viewers"]] == ["Budi"]
    expect(budi.page.locator("#viewers")).to_have_text("")


def test_who_has_the_document_open_hears_that_it_was_saved(npwp, analyst, correct):
    document_id = npwp()
    sinta = analyst(document_id, name="Sinta")
    analyst(document_id, name="Budi")
    correct(document_id, {"name": "NAMA DIA"})

    sinta.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    sinta.page.get_by_text("Somebody else changed this document.").wait_for()
    sinta.press("Compare")
    sinta.said("The newest values are shown.")
    expect(sinta.field("Name")).to_have_value("NAMA DIA")


def test_findings_are_accepted_one_by_one_at_the_sign_off_and_it_is_recorded(statement, analyst, client):
    wrong = Finding(
        "balance_mismatch", Severity.ERROR, ("transactions",), "The balance does not follow.", row=1, column="balance"
    )
    document_id = statement(wrong, rows=3)
    given = newest(client, document_id)["fields"]["transactions"]
    client.post(
        f"/api/documents/{document_id}/extractions",
        json={"fields": {"transactions": [given[0], {**given[1], "balance": 7}, given[2]]}},
    )
    person = analyst(document_id)
    person.press("Verify & sign off")
    dialog = person.page.locator("#accept")
    dialog.wait_for()
    status = client.get(f"/api/documents/{document_id}").json()["data"]["status"]
    expect(dialog.get_by_role("button", name="Accept & sign off")).to_be_disabled()

    for box in dialog.get_by_role("checkbox").all():
        box.check()
    person.press("Accept & sign off")
    person.said("Signed off.")

    document = client.get(f"/api/documents/{document_id}").json()["data"]
    assert status == "requires_review"
    assert document["status"] == "extracted"
    assert "analyst_verified" in document["extraction"]["flags"]
    assert all(one["accepted"] for one in document["extraction"]["findings"] if one["severity"] == "error")


def test_what_is_signed_off_is_not_signed_off_again(npwp, analyst, client):
    document_id = npwp()
    slow, quick = analyst(document_id, name="Sinta"), analyst(document_id, name="Budi")
    quick.press("Verify & sign off")
    quick.said("Signed off.")

    slow.press("Verify & sign off")

    expect(slow.page.get_by_role("button", name="Signed off")).to_be_disabled()
    assert client.get(f"/api/documents/{document_id}/extractions").json()["total"] == 2
    slow.field("Name").fill("BETUL")
    expect(slow.page.get_by_role("button", name="Verify & sign off")).to_be_enabled()


def test_a_verified_document_is_read_again_only_when_that_is_meant(npwp, analyst, client):
    document_id = npwp()
    client.post(f"/api/documents/{document_id}/extractions", json={"fields": {}, "verify": True})
    person = analyst(document_id)
    person.page.get_by_text("Read again", exact=True).first.click()
    questions = []

    def answer(dialog):
        questions.append(dialog.message)
        dialog.accept()

    person.page.on("dialog", answer)
    person.page.locator("#again-send").click()
    person.said("It is read again.")

    assert questions == ["An analyst verified these values. Read the document again, and replace them?"]
    assert client.get(f"/api/documents/{document_id}").json()["data"]["status"] == "queued"


def test_why_a_person_is_needed_stands_above_the_fields(npwp, analyst):
    person = analyst(npwp())

    expect(person.page.locator(".reasons > *")).to_have_text(
        ["Why a person is needed", "A field is less sure than it must be."]
    )


def test_every_reason_for_a_review_is_said_in_words():
    section = (DOCS / "errors.md").read_text().partition("## Reasons for a review")[2].partition("\n## ")[0]
    codes = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)

    script = (FOLDER / "findings.js").read_text()

    assert len(codes) >= 5
    assert [code for code in codes if f"  {code}: " not in script] == []
