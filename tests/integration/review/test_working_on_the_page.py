"""Typing, undoing and finding one's way on the analyst's page, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from berkas.model.extraction import Finding, Severity

UNDER = """([x, y]) => {
    const sheet = document.getElementById('sheet').getBoundingClientRect();
    return [(x - sheet.left) / sheet.width, (y - sheet.top) / sheet.height];
}"""


def focused(person):
    return person.page.evaluate("document.activeElement.getAttribute('aria-label') || document.activeElement.id")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("1.500.000,50", "1.500.000,50"),
        ("Rp 1.500.000", "1.500.000"),
        ("1,500,000.50", "1.500.000,50"),
        ("(25)", "-25"),
    ],
)
def test_a_number_is_taken_as_printed_and_shown_as_it_will_be_saved(statement, analyst, typed, shown):
    person = analyst(statement(rows=1))

    person.field("Closing balance").fill(typed)
    expect(person.page.get_by_text(f"Taken as {shown}", exact=True)).to_be_visible()
    person.page.keyboard.press("Tab")

    expect(person.field("Closing balance")).to_have_value(shown)


@pytest.mark.parametrize("typed", ["21/02/2026", "21 Feb 2026", "21 Februari 2026"])
def test_a_date_is_taken_as_printed(statement, analyst, typed):
    person = analyst(statement(rows=1))

    person.field("Period from").fill(typed)
    expect(person.page.get_by_text("Taken as 2026-02-21, 21 February 2026")).to_be_visible()
    person.page.keyboard.press("Tab")

    expect(person.field("Period from")).to_have_value("2026-02-21")


def test_what_may_mean_two_numbers_is_asked_and_not_saved_before(statement, analyst):
    person = analyst(statement(rows=1))
    sent = []
    person.page.on("request", lambda request: sent.append(request.method))
    person.field("Closing balance").fill("1.500")
    person.press("Save correction")
    expect(person.page.get_by_text("may be 1500 or 1,50. Which is meant?").first).to_be_visible()
    expect(person.field("Closing balance")).to_have_attribute("aria-invalid", "true")

    person.press("1500")

    expect(person.field("Closing balance")).to_have_value("1500")
    expect(person.field("Closing balance")).not_to_have_attribute("aria-invalid", re.compile(""))
    assert "POST" not in sent


def test_edits_are_undone_and_redone_one_place_at_a_time(npwp, analyst):
    person = analyst(npwp())
    person.field("Name").fill("SATU")
    person.field("Address").fill("JALAN CONTOH 1")
    person.field("Address").press("Control+z")
    expect(person.field("Address")).to_have_value("")
    expect(person.field("Name")).to_have_value("SATU")
    person.page.keyboard.press("Control+z")
    expect(person.field("Name")).to_have_value("CONTOH SEJAHTERA")
    expect(person.page.get_by_role("button", name="Undo")).to_be_disabled()

    person.page.keyboard.press("Control+y")
    person.page.keyboard.press("Control+Shift+z")

    expect(person.field("Address")).to_have_value("JALAN CONTOH 1")
    expect(person.field("Name")).to_have_value("SATU")


def test_f_goes_from_one_doubtful_field_to_the_next_and_round_again(npwp, analyst):
    finding = Finding("npwp_unlikely", Severity.WARNING, ("npwp_number",), "An invented doubt.")
    person = analyst(npwp(finding))
    seen = []

    for _ in range(4):
        person.page.keyboard.press("f")
        seen.append(focused(person))
        person.page.keyboard.press("Escape")

    assert seen[0] == seen[2]
    assert seen[1] == seen[3]
    assert {seen[0], seen[1]} == {"field-name", "field-npwp_number"}


def test_f_goes_to_the_cells_in_doubt(statement, analyst):
    wrong = [
        Finding("balance_mismatch", Severity.ERROR, ("transactions",), "Wrong.", row=row, column="balance")
        for row in (3, 60)
    ]
    person = analyst(statement(*wrong))
    seen = set()

    for _ in range(8):
        person.page.keyboard.press("f")
        seen.add(focused(person))
        person.page.keyboard.press("Escape")

    assert {"Balance, row 4", "Balance, row 61"} <= seen


def test_j_and_k_go_over_the_page_of_the_list(npwp, analyst, installation):
    made = [npwp() for _ in range(27)]
    person = analyst(made[24])
    span, current = person.page.locator("#span"), person.page.locator("#documents [aria-current=true]")
    expect(span).to_have_text("1–25")

    person.page.keyboard.press("j")
    person.opened(made[25])
    expect(span).to_have_text("26–27")
    expect(current).to_have_attribute("data-id", made[25])
    person.page.keyboard.press("k")
    person.opened(made[24])

    expect(person.page).to_have_url(f"{installation.url}/review#{made[24]}")
    expect(span).to_have_text("1–25")
    expect(current).to_have_attribute("data-id", made[24])


def test_a_document_is_opened_by_its_address(npwp, analyst, installation):
    made = [npwp(), npwp()]
    person = analyst()

    person.page.goto(f"{installation.url}/review#{made[1]}")
    person.give_key(person.key)
    person.opened(made[1])
    person.page.evaluate("id => { location.hash = id; }", made[0])
    person.opened(made[0])


@pytest.mark.parametrize("width", [1280, 390])
def test_a_long_reference_hides_neither_the_customer_nor_the_document(npwp, analyst, width):
    person = analyst(npwp(externalRef="9" * 250, customerName="PT CONTOH SEJAHTERA"), width=width)

    facts = person.page.locator("#facts")
    person.drawn()

    expect(facts.get_by_text("PT CONTOH SEJAHTERA")).to_be_visible()
    assert facts.bounding_box()["height"] < 260
    assert person.page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_telephone_the_chosen_document_is_in_view_and_the_list_is_one_button_away(npwp, analyst):
    made = [npwp(), npwp()]
    person = analyst(made[0], width=390, height=780)
    documents, name = person.page.locator("#documents"), person.page.locator("#document-name")
    expect(documents).to_be_hidden()

    person.press("Queue")
    expect(documents.locator("li:visible")).to_have_count(2)
    documents.locator(f"[data-id={made[1]}]").click()
    person.opened(made[1])
    person.drawn()

    expect(documents).to_be_hidden()
    expect(name).to_be_in_viewport()
    expect(person.page.locator("#picture")).to_be_in_viewport()
    assert person.page.evaluate("scrollY") == 0
    assert person.page.locator("#pane").bounding_box()["y"] < 200


def test_zoom_keeps_the_point_under_the_pointer_and_loads_a_finer_picture(statement, analyst):
    person = analyst(statement())
    page = person.page
    person.drawn()
    pane = page.locator("#pane").bounding_box()
    x, y = pane["x"] + pane["width"] * 0.7, pane["y"] + pane["height"] * 0.6
    page.mouse.move(x, y)
    before = page.evaluate(UNDER, [x, y])

    with page.expect_response(re.compile("longestPx=3200")) as finer:
        page.keyboard.down("Control")
        for _ in range(6):
            page.mouse.wheel(0, -160)
        page.keyboard.up("Control")
    person.until("document.getElementById('picture').naturalHeight > 3000")
    person.until("document.getElementById('sheet').clientWidth / document.getElementById('pane').clientWidth > 2")
    after = page.evaluate(UNDER, [x, y])

    assert finer.value.status == 200
    assert after == pytest.approx(before, abs=0.01)


def take_by_click(person):
    person.press("Take JALAN CONTOH 7 for Address")


def take_by_key(person):
    person.field("Address").focus()
    person.page.keyboard.press("ArrowDown")


@pytest.mark.parametrize("take", [take_by_click, take_by_key])
def test_a_withheld_value_is_offered_and_taken_as_if_it_was_typed(withheld, analyst, client, take):
    person = analyst(withheld)
    address, offer = person.field("Address"), person.page.locator(".withheld")
    expect(address).to_have_value("")
    expect(offer.locator("span")).to_have_text("Withheld, probably JALAN CONTOH 7 (61\u00a0%)")

    take(person)
    expect(address).to_have_value("JALAN CONTOH 7")
    expect(address).to_be_focused()
    expect(offer).to_be_hidden()
    person.page.keyboard.press("Control+z")
    expect(address).to_have_value("")
    expect(offer).to_be_visible()
    take(person)
    person.press("Save correction")
    person.said("Saved.")

    saved = client.get(f"/api/documents/{withheld}?include=evidence").json()["data"]["extraction"]
    assert (saved["fields"]["address"], saved["fieldConfidences"]["address"]) == ("JALAN CONTOH 7", 100)
    assert (saved["findings"], list(saved["fieldEvidence"])) == ([], ["npwp_number"])
    expect(offer).to_have_count(0)


def test_why_a_value_is_sure_and_what_else_it_might_be_is_one_key_or_click_away(withheld, analyst):
    person = analyst(withheld)
    person.drawn()
    why = person.page.locator("#field-npwp_number-why")
    expect(why).to_be_hidden()

    person.field("NPWP").focus()
    person.page.keyboard.press("Alt+w")
    expect(why).to_be_visible()
    lines = why.inner_text().replace("\u00a0", " ").splitlines()
    why.get_by_text("It might also be").hover()
    pointed = person.page.locator(".pointed").evaluate("one => [one.style.left, one.style.top]")
    person.page.locator("#field-npwp_number-state").click()

    expect(why).to_be_hidden()
    assert lines == [
        "Right of the label “NPWP”.",
        "Printed: 09.123.456.7-890.000",
        "It passes the validator of the field: its shape, its check digit or a register.",
        "The characters: 98 % sure. The right field: 97 %.",
        "It might also be 099999999990000 (12 %).",
    ]
    assert pointed == ["50%", "5%"]
    assert person.page.locator("#field-name-state").evaluate("one => one.tagName") == "SPAN"


def test_a_poor_picture_is_named_in_plain_words(withheld, analyst, npwp):
    expect(analyst(withheld).page.locator(".faults")).to_contain_text("Page 1 is blurred and too dark.")
    expect(analyst(npwp()).page.locator(".faults")).to_have_count(0)


def test_a_withheld_value_is_a_doubt_that_f_leads_to(withheld, analyst):
    person = analyst(withheld)

    seen = []
    for _ in range(2):
        person.page.keyboard.press("f")
        seen.append(focused(person))
        person.page.keyboard.press("Escape")

    assert seen == ["field-name", "field-address"]
    expect(person.page.locator("#field-address-state")).to_have_text("61 · withheld")
