"""Nothing that was typed is lost, when a key ends, a page is reloaded or the connection is lost; and nothing stays too long."""

import datetime

import pytest
from review_page import revoke

from berkas.clock import utc_now
from tables.engine import fetch

STORED = "JSON.stringify(sessionStorage)"


def name_of(client, document_id):
    return client.get(f"/api/documents/{document_id}").json()["data"]["extraction"]["fields"]["name"]


def reload(person):
    """Reload the page; the browser asks whether to leave, and is told to."""
    person.page.once("dialog", lambda dialog: dialog.accept())
    person.page.reload()
    person.page.locator("#facts h2").wait_for()


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

    person.press("Save correction")
    person.page.get_by_text("What you typed is kept: sign in again to go on.").wait_for()
    hidden = person.page.locator("#workspace").is_hidden()
    person.give_key(new_key("Sinta, again"))
    person.said("Signed in again; what you typed is still here.")
    kept = person.field("Name").input_value(), person.field("Address").input_value()
    person.field("Address").press("Control+z")
    undone = person.field("Address").input_value()
    person.press("Save correction")
    person.said("Saved.")

    assert hidden
    assert kept == ("SATU", "JALAN CONTOH 1")
    assert undone == ""
    assert name_of(client, document_id) == "SATU"


def test_work_is_not_shown_to_a_key_of_another_organisation(npwp, analyst, installation, stranger):
    person = analyst(npwp())
    person.field("Name").fill("RAHASIA")
    revoke(installation, "Sinta")
    # whatever notices first, the renewal of the lease or the saving: where it is the former, the button is no longer shown
    person.page.locator("#save").evaluate("button => button.click()")
    foreign = stranger.headers["Authorization"].removeprefix("Bearer ")

    person.page.get_by_text("sign in again").wait_for()
    person.give_key(foreign)
    person.page.get_by_text("This key does not open the document").wait_for()
    hidden = person.page.locator("#workspace").is_hidden()
    person.press("Discard that work")

    assert hidden
    assert "RAHASIA" not in person.page.evaluate(STORED)
    assert "RAHASIA" not in person.page.content()


def test_a_reload_keeps_what_was_typed_and_its_undo(npwp, analyst):
    person = analyst(npwp())
    person.field("Name").fill("SATU")
    person.field("Name").press("Tab")
    person.field("Name").fill("DUA")
    person.page.get_by_label("Note", exact=True).fill("Read from the stamp.")

    reload(person)
    person.said("What you typed before is here again")
    again = person.field("Name").input_value(), person.page.get_by_label("Note", exact=True).input_value()
    person.page.keyboard.press("Control+z")

    assert again == ("DUA", "Read from the stamp.")
    assert person.field("Name").input_value() == "SATU"


def test_a_reload_keeps_rows_that_came_and_went(statement, analyst):
    person = analyst(statement(rows=4))
    person.press("Remove row 2")
    person.press("Add row")
    person.cell("Debit", 4).fill("5")

    reload(person)

    rows = person.page.locator(".grid tbody tr")
    assert rows.count() == 4
    assert person.cell("Debit", 4).input_value() == "5"
    person.page.locator("#said").focus()
    for _ in range(3):
        person.page.keyboard.press("Control+z")
    assert (rows.count(), person.cell("Description", 2).input_value()) == (4, "TRANSFER CONTOH 2 PT SPECIMEN SEJAHTERA")


def test_a_lost_connection_loses_nothing(npwp, analyst, client):
    document_id = npwp()
    person = analyst(document_id)
    person.field("Name").fill("SATU")
    person.page.context.set_offline(True)
    person.press("Save correction")
    person.page.get_by_text(
        "The server does not answer. What you typed stays here; save again when it does."
    ).wait_for()
    kept = person.field("Name").input_value()

    person.page.context.set_offline(False)
    person.press("Save correction")
    person.said("Saved.")

    assert kept == "SATU"
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
        for _ in range(100):  # written a moment after typing
            if value in person.page.evaluate(STORED):
                break
            person.page.wait_for_timeout(50)
        person.page.wait_for_timeout(500)  # until nothing is waiting to be written any more
        assert value in person.page.evaluate(STORED)
        doing()
        stored.append(value in person.page.evaluate(STORED))

    def save():
        person.press("Save correction")
        person.said("Saved.")

    def leave():
        person.page.once("dialog", lambda dialog: dialog.accept())
        person.page.locator(f"#documents [data-id={second}]").click()
        person.page.locator("#facts").get_by_text(second).wait_for()

    def sign_out():
        person.page.once("dialog", lambda dialog: dialog.accept())
        person.press("Sign out")
        person.page.locator("#entry:visible").wait_for()

    type_and(save, "NILAI SATU")
    type_and(leave, "NILAI DUA")
    type_and(sign_out, "NILAI TIGA")

    assert stored == [False, False, False]
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

    assert questions == ["Leave this document? What you changed is not saved."]
    assert person.field("Name").input_value() == "SATU"
