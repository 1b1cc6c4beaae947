"""Nothing that was typed is lost, when a key ends, a page is reloaded or the connection is lost; and nothing stays too long."""

import datetime

import pytest
from playwright.sync_api import expect
from review_page import revoke

from berkas.clock import utc_now
from tables.engine import fetch

STORED = "JSON.stringify(sessionStorage)"


def name_of(client, document_id):
    return client.get(f"/api/documents/{document_id}").json()["data"]["extraction"]["fields"]["name"]


def reload(person, document_id):
    """Reload the page, and confirm that it may be left."""
    person.page.once("dialog", lambda dialog: dialog.accept())
    person.page.reload()
    person.opened(document_id)


def save_whatever_is_shown(person):
    """Save also where the renewal of the lease was the first to notice the end of a key, and the button is hidden."""
    person.page.locator("#save").evaluate("button => button.click()")


@pytest.mark.parametrize("how", ["revoked", "expired"])
def test_a_key_that_ends_while_somebody_types_loses_nothing(npwp, analyst, new_key, installation, client, how):
    document_id = npwp()
    person = analyst(document_id)
    person.field("Name").fill("SATU")
    person.field("Address").fill("JALAN CONTOH 1")
    if how == "revoked":
        revoke(installation, "Sinta")
    else:
        installation.run(
            fetch, "update api_key set expires_at = $1 where name = 'Sinta'", utc_now() - datetime.timedelta(seconds=1)
        )

    save_whatever_is_shown(person)
    person.page.get_by_text("What you typed is kept: sign in again to go on.").wait_for()
    expect(person.page.locator("#workspace")).to_be_hidden()
    person.give_key(new_key("Sinta, again"))
    person.said("Signed in again; what you typed is still here.")
    expect(person.field("Name")).to_have_value("SATU")
    expect(person.field("Address")).to_have_value("JALAN CONTOH 1")
    person.field("Address").press("Control+z")
    expect(person.field("Address")).to_have_value("")
    person.press("Save correction")
    person.said("Saved.")

    assert name_of(client, document_id) == "SATU"


def test_work_is_not_shown_to_a_key_of_another_organisation(npwp, analyst, installation, stranger):
    person = analyst(npwp())
    person.field("Name").fill("RAHASIA")
    revoke(installation, "Sinta")
    save_whatever_is_shown(person)
    foreign = stranger.headers["Authorization"].removeprefix("Bearer ")

    person.page.get_by_text("sign in again").wait_for()
    person.give_key(foreign)
    person.page.get_by_text("This key does not open the document").wait_for()
    expect(person.page.locator("#workspace")).to_be_hidden()
    person.press("Discard that work")
    expect(person.page.locator("#entry-error")).to_be_empty()

    assert "RAHASIA" not in person.page.evaluate(STORED)
    assert "RAHASIA" not in person.page.content()


def test_a_reload_keeps_what_was_typed_and_its_undo(npwp, analyst):
    document_id = npwp()
    person = analyst(document_id)
    person.field("Name").fill("SATU")
    person.field("Name").press("Tab")
    person.field("Name").fill("DUA")
    person.page.get_by_label("Note", exact=True).fill("Read from the stamp.")

    reload(person, document_id)
    person.said("What you typed before is here again")
    expect(person.field("Name")).to_have_value("DUA")
    expect(person.page.get_by_label("Note", exact=True)).to_have_value("Read from the stamp.")
    person.page.keyboard.press("Control+z")

    expect(person.field("Name")).to_have_value("SATU")


def test_a_reload_keeps_rows_that_came_and_went(statement, analyst):
    document_id = statement(rows=4)
    person = analyst(document_id)
    person.press("Remove row 2")
    person.press("Add row")
    person.cell("Debit", 4).fill("5")

    reload(person, document_id)

    rows = person.page.locator(".grid tbody tr")
    expect(person.cell("Debit", 4)).to_have_value("5")
    expect(rows).to_have_count(4)
    person.page.locator("#said").focus()
    for _ in range(3):
        person.page.keyboard.press("Control+z")
    expect(person.cell("Description", 2)).to_have_value("TRANSFER CONTOH 2 PT SPECIMEN SEJAHTERA")
    expect(rows).to_have_count(4)


def test_a_lost_connection_loses_nothing(npwp, analyst, client):
    document_id = npwp()
    person = analyst(document_id)
    person.field("Name").fill("SATU")
    person.page.context.set_offline(True)
    person.press("Save correction")
    person.page.get_by_text(
        "The server does not answer. What you typed stays here; save again when it does."
    ).wait_for()
    expect(person.field("Name")).to_have_value("SATU")

    person.page.context.set_offline(False)
    person.press("Save correction")
    person.said("Saved.")

    assert name_of(client, document_id) == "SATU"


def test_an_answer_that_is_lost_on_the_way_is_no_second_correction(npwp, analyst, client):
    document_id = npwp()
    person = analyst(document_id)
    person.field("Name").fill("SATU")

    def lose(route):
        route.fetch()
        route.abort()

    person.page.route("**/extractions", lose, times=1)
    person.press("Save correction")
    person.page.get_by_text("The server does not answer.").wait_for()
    person.press("Save correction")
    person.said("Saved.")

    extractions = client.get(f"/api/documents/{document_id}/extractions").json()
    assert (extractions["total"], name_of(client, document_id)) == (2, "SATU")


def test_a_draft_ends_with_saving_leaving_and_signing_out(npwp, analyst):
    first, second = npwp(), npwp()
    person = analyst(first)
    stored = []

    def type_and(doing, value):
        person.field("Name").fill(value)
        person.field("Name").press("Tab")
        person.write_draft()
        assert value in person.page.evaluate(STORED)
        doing()
        stored.append(value in person.page.evaluate(STORED))

    def save():
        person.press("Save correction")
        person.said("Saved.")

    def leave():
        person.page.once("dialog", lambda dialog: dialog.accept())
        person.page.locator(f"#documents [data-id={second}]").click()
        person.opened(second)

    def sign_out():
        person.page.once("dialog", lambda dialog: dialog.accept())
        person.press("Sign out")
        person.page.locator("#entry:visible").wait_for()

    type_and(save, "NILAI SATU")
    type_and(leave, "NILAI DUA")
    type_and(sign_out, "NILAI TIGA")

    assert stored == [False, False, False]
    person.write_draft()
    assert person.page.evaluate("[sessionStorage.length, localStorage.length]") == [0, 0]


def test_somebody_who_would_lose_what_was_typed_is_asked(npwp, analyst):
    first, second = npwp(), npwp()
    person = analyst(first)
    person.field("Name").fill("SATU")
    questions = []

    def stay(dialog):
        questions.append(dialog.message)
        dialog.dismiss()

    person.page.on("dialog", stay)
    person.page.locator(f"#documents [data-id={second}]").click()
    person.page.locator("#said").focus()

    expect(person.field("Name")).to_have_value("SATU")
    assert questions == ["Leave this document? What you changed is not saved."]
