"""What was typed is given up when the analyst says so, and never because the server could not answer."""

import json

import pytest
from playwright.sync_api import expect

TYPED = "NAMA SAYA"
STORED = "JSON.stringify(sessionStorage)"


@pytest.fixture
def typing(npwp, analyst):
    """Somebody who typed a name into a document, which is not saved."""

    def start():
        document_id = npwp()
        person = analyst(document_id)
        person.field("Name").fill(TYPED)
        person.write_draft()
        return person, document_id

    return start


@pytest.fixture
def correct(client):
    """Somebody else's correction, over the API."""

    def send(document_id, **fields):
        assert client.post(f"/api/documents/{document_id}/extractions", json={"fields": fields}).status_code == 201

    return send


def answering(how):
    """A route that lets nothing through: no connection, or a status of the server."""

    def refuse(route):
        if how == 0:
            return route.abort()
        return route.fulfill(status=how, json={"error": "Not now.", "code": "not_now"})

    return refuse


def reload(person):
    person.page.once("dialog", lambda dialog: dialog.accept())
    person.page.reload()


def is_stored(person):
    """Whether the tab keeps what was typed, once all is written that waits to be."""
    person.write_draft()
    return TYPED in person.page.evaluate(STORED)


def asked(person, *, accept):
    """Questions of the page from now on, as they are answered."""
    questions = []

    def answer(dialog):
        questions.append(dialog.message)
        if accept:
            dialog.accept()
        else:
            dialog.dismiss()

    person.page.on("dialog", answer)
    return questions


@pytest.mark.parametrize("how", [0, 429, 503])
def test_a_draft_over_older_values_is_kept_when_those_cannot_be_fetched(typing, correct, how):
    person, document_id = typing()
    correct(document_id, name="NAMA DIA")
    person.page.route("**/extractions/ext_*", answering(how))

    reload(person)
    person.page.get_by_text("What you typed before cannot be shown now").wait_for()
    for name in ("Save correction", "Verify"):
        expect(person.page.get_by_role("button", name=name)).to_be_disabled()
    kept = is_stored(person)
    person.page.unroute("**/extractions/ext_*")
    person.press("Try again")
    person.page.locator("#conflict").wait_for()
    person.press("Decide later")

    assert kept
    expect(person.field("Name")).to_have_value(TYPED)
    expect(person.page.locator("#kept")).to_be_hidden()


def test_a_draft_outlives_a_reload_while_the_older_values_are_still_fetched(typing, correct):
    person, document_id = typing()
    correct(document_id, name="NAMA DIA")
    held = []

    def hold_the_first(route):
        held.append(route)
        if len(held) > 1:
            route.continue_()

    person.page.route("**/extractions/ext_*", hold_the_first)

    reload(person)
    person.opened(document_id)
    kept = is_stored(person)
    reload(person)
    person.page.locator("#conflict").wait_for()
    person.press("Decide later")

    assert kept
    assert len(held) == 2
    expect(person.field("Name")).to_have_value(TYPED)


def test_a_draft_that_cannot_be_shown_is_discarded_when_that_is_meant(typing, correct):
    person, document_id = typing()
    correct(document_id, name="NAMA DIA")
    person.page.route("**/extractions/ext_*", answering(503))
    reload(person)
    person.page.locator("#kept:visible").wait_for()

    questions = asked(person, accept=True)
    person.press("Discard it")
    person.opened(document_id)
    expect(person.page.locator("#kept")).to_be_hidden()
    person.field("Name").fill("BETUL")
    person.press("Save correction")
    person.said("Saved.")

    assert questions == ["Discard what you typed? It cannot be brought back."]
    assert not is_stored(person)


@pytest.mark.parametrize("how", [0, 429, 503])
def test_a_document_that_could_not_be_loaded_is_not_left_behind_without_a_question(npwp, typing, how):
    person, document_id = typing()
    other = npwp()
    person.page.route(f"**/api/documents/{document_id}*", answering(how))
    reload(person)
    person.page.locator("#kept:visible").wait_for()

    questions = asked(person, accept=False)
    person.page.locator(f"#documents [data-id={other}]").click()
    kept = is_stored(person)
    person.page.unroute(f"**/api/documents/{document_id}*")
    person.page.locator(f"#documents [data-id={document_id}]").click()
    person.said("What you typed before is here again")

    assert questions == ["Leave this document? What you changed is not saved."]
    assert kept
    expect(person.field("Name")).to_have_value(TYPED)


def test_a_document_that_could_not_be_loaded_is_left_after_a_yes(npwp, typing):
    person, document_id = typing()
    other = npwp()
    person.page.route(f"**/api/documents/{document_id}*", answering(503))
    reload(person)
    person.page.locator("#kept:visible").wait_for()

    questions = asked(person, accept=True)
    person.page.locator("#said").focus()
    person.page.keyboard.press("j")
    person.opened(other)

    assert questions == ["Leave this document? What you changed is not saved."]
    assert not is_stored(person)


def test_nothing_is_asked_where_nothing_was_typed_or_all_was_undone(npwp, analyst):
    first, second = npwp(), npwp()
    person = analyst(first)
    questions = asked(person, accept=True)
    person.field("Name").fill(TYPED)
    person.write_draft()
    person.field("Name").press("Control+z")

    person.page.locator(f"#documents [data-id={second}]").click()
    person.opened(second)

    assert questions == []


def test_somebody_who_typed_is_asked_before_a_document_is_read_again(typing, client):
    person, document_id = typing()
    person.page.get_by_text("Read again", exact=True).first.click()
    questions = asked(person, accept=False)

    person.page.locator("#again-send").click()

    expect(person.field("Name")).to_have_value(TYPED)
    assert questions == ["Read the document again? What you typed is not saved and would be dropped."]
    assert is_stored(person)
    assert client.get(f"/api/documents/{document_id}").json()["data"]["status"] == "requires_review"


def test_a_document_is_read_again_after_a_yes(typing, client):
    person, document_id = typing()
    person.page.get_by_text("Read again", exact=True).first.click()
    questions = asked(person, accept=True)

    person.page.locator("#again-send").click()
    person.said("It is read again.")

    assert len(questions) == 1
    assert not is_stored(person)
    assert client.get(f"/api/documents/{document_id}").json()["data"]["status"] == "queued"


def test_findings_are_listed_and_accepted_when_a_correction_needs_that_too(statement, analyst, client):
    """A document that is extracted stays so only when every finding of a correction is accepted."""
    document_id = statement(rows=2)
    person = analyst(document_id)
    finding = {
        "code": "balance_mismatch", "severity": "error", "fields": ["transactions"], "row": 1, "column": "balance",
        "message": "The balance does not follow.", "accepted": False, "acceptedBy": None, "acceptedAt": None,
    }  # fmt: skip
    sent = []

    def answer(route):
        sent.append(json.loads(route.request.post_data))
        if "acceptFindings" in sent[-1]:
            return route.continue_()
        refusal = {"error": "Findings are open.", "code": "findings_not_accepted", "details": {"findings": [finding]}}
        return route.fulfill(status=422, json=refusal)

    person.page.route("**/extractions", answer)
    person.cell("Balance", 2).fill("7")

    person.press("Save correction")
    dialog = person.page.locator("#accept")
    dialog.wait_for()
    for box in dialog.get_by_role("checkbox").all():
        box.check()
    person.press("Accept & save")
    person.said("Saved.")

    newest = client.get(f"/api/documents/{document_id}").json()["data"]["extraction"]
    assert [one["verify"] for one in sent] == [False, False]
    assert sent[1]["acceptFindings"] == [
        {"code": "balance_mismatch", "fields": ["transactions"], "row": 1, "column": "balance"}
    ]
    assert "analyst_verified" not in newest["flags"]
    assert newest["fields"]["transactions"][1]["balance"] == 7
