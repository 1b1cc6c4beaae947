"""Typing, undoing and finding one's way on the analyst's page, in a real browser."""

import re

import pytest

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
    taken = person.page.get_by_text(f"Taken as {shown}", exact=True).is_visible()
    person.page.keyboard.press("Tab")

    assert taken
    assert person.field("Closing balance").input_value() == shown


@pytest.mark.parametrize("typed", ["21/02/2026", "21 Feb 2026", "21 Februari 2026"])
def test_a_date_is_taken_as_printed(statement, analyst, typed):
    person = analyst(statement(rows=1))

    person.field("Period from").fill(typed)
    taken = person.page.get_by_text("Taken as 2026-02-21, 21 February 2026").is_visible()
    person.page.keyboard.press("Tab")

    assert taken
    assert person.field("Period from").input_value() == "2026-02-21"


def test_what_may_mean_two_numbers_is_asked_and_not_saved_before(statement, analyst):
    person = analyst(statement(rows=1))
    sent = []
    person.page.on("request", lambda request: sent.append(request.method))
    person.field("Closing balance").fill("1.500")
    person.press("Save correction")
    question = person.page.get_by_text("may be 1500 or 1,50. Which is meant?").first.is_visible()
    invalid = person.field("Closing balance").get_attribute("aria-invalid")

    person.press("1500")

    assert (question, invalid, "POST" in sent) == (True, "true", False)
    assert person.field("Closing balance").input_value() == "1500"
    assert person.field("Closing balance").get_attribute("aria-invalid") is None


def test_edits_are_undone_and_redone_one_place_at_a_time(npwp, analyst):
    person = analyst(npwp())
    person.field("Name").fill("SATU")
    person.field("Address").fill("JALAN CONTOH 1")
    person.field("Address").press("Control+z")
    undone_one = person.field("Name").input_value(), person.field("Address").input_value()
    person.page.keyboard.press("Control+z")
    undone_both = person.field("Name").input_value()
    no_more = person.page.get_by_role("button", name="Undo").is_disabled()

    person.page.keyboard.press("Control+y")
    person.page.keyboard.press("Control+Shift+z")

    assert undone_one == ("SATU", "")
    assert (undone_both, no_more) == ("CONTOH SEJAHTERA", True)
    assert (person.field("Name").input_value(), person.field("Address").input_value()) == ("SATU", "JALAN CONTOH 1")


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
    person.page.locator("#span").get_by_text("1–25").wait_for()

    person.page.keyboard.press("j")
    person.page.wait_for_url(f"**/review#{made[25]}")
    second_page = person.page.locator("#span").inner_text()
    person.page.keyboard.press("k")
    person.page.wait_for_url(f"**/review#{made[24]}")

    assert second_page == "26–27"
    assert person.page.locator("#span").inner_text() == "1–25"
    assert person.page.locator("#documents [aria-current=true]").count() == 1


def test_a_document_is_opened_by_its_address(npwp, analyst, installation):
    made = [npwp(), npwp()]
    person = analyst()

    person.page.goto(f"{installation.url}/review#{made[1]}")
    person.give_key(person.key)
    person.page.locator("#facts").get_by_text(made[1]).wait_for()
    person.page.evaluate("id => { location.hash = id; }", made[0])
    person.page.locator("#facts").get_by_text(made[0]).wait_for()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_long_reference_hides_neither_the_customer_nor_the_document(npwp, analyst, width):
    person = analyst(npwp(externalRef="9" * 250, customerName="PT CONTOH SEJAHTERA"), width=width)

    facts = person.page.locator("#facts")

    assert facts.get_by_text("PT CONTOH SEJAHTERA").is_visible()
    assert facts.bounding_box()["height"] < 260
    assert person.page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_telephone_the_chosen_document_is_in_view_and_the_list_is_one_button_away(npwp, analyst):
    made = [npwp(), npwp()]
    person = analyst(made[0], width=390, height=780)
    hidden = person.page.locator("#documents").is_hidden()

    person.press("Queue")
    listed = person.page.locator("#documents li").count()
    person.page.locator(f"#documents [data-id={made[1]}]").click()
    person.page.wait_for_url(f"**/review#{made[1]}")

    assert (hidden, listed) == (True, 2)
    assert person.page.locator("#documents").is_hidden()
    assert person.page.evaluate("scrollY") == 0
    assert person.page.locator("#pane").bounding_box()["y"] < 200
    assert person.page.locator("#document-name").is_visible()


def test_zoom_keeps_the_point_under_the_pointer_and_loads_a_finer_picture(statement, analyst):
    person = analyst(statement())
    page = person.page
    page.locator("#picture:visible").wait_for()
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
    after = page.evaluate(UNDER, [x, y])

    assert finer.value.status == 200
    assert (
        page.evaluate("document.getElementById('sheet').clientWidth / document.getElementById('pane').clientWidth") > 2
    )
    assert after == pytest.approx(before, abs=0.01)


def take_by_click(person):
    person.press("Take JALAN CONTOH 7 for Address")


def take_by_key(person):
    person.field("Address").focus()
    person.page.keyboard.press("ArrowDown")


@pytest.mark.parametrize("take", [take_by_click, take_by_key])
def test_a_withheld_value_is_offered_and_taken_as_if_it_was_typed(withheld, analyst, client, take):
    person = analyst(withheld)
    offer = person.page.locator(".withheld")
    before = person.field("Address").input_value(), offer.inner_text().split("\n")[0]

    take(person)
    taken = person.field("Address").input_value(), focused(person), offer.is_visible()
    person.page.keyboard.press("Control+z")
    undone = person.field("Address").input_value(), offer.is_visible()
    take(person)
    person.press("Save correction")
    person.said("Saved.")

    assert before == ("", "Withheld, probably JALAN CONTOH 7 (61\u00a0%)")
    assert taken == ("JALAN CONTOH 7", "field-address", False)
    assert undone == ("", True)
    saved = client.get(f"/api/documents/{withheld}?include=evidence").json()["data"]["extraction"]
    assert (saved["fields"]["address"], saved["fieldConfidences"]["address"]) == ("JALAN CONTOH 7", 100)
    assert (saved["findings"], list(saved["fieldEvidence"])) == ([], ["npwp_number"])
    offer.wait_for(state="detached")


def test_why_a_value_is_sure_and_what_else_it_might_be_is_one_key_or_click_away(withheld, analyst):
    person = analyst(withheld)
    person.page.locator("#picture:visible").wait_for()
    why = person.page.locator("#field-npwp_number-why")
    before = why.is_visible()

    person.field("NPWP").focus()
    person.page.keyboard.press("Alt+w")
    lines = why.inner_text().replace("\u00a0", " ").splitlines()
    why.get_by_text("It might also be").hover()
    pointed = person.page.locator(".pointed").evaluate("one => [one.style.left, one.style.top]")
    person.page.locator("#field-npwp_number-state").click()

    assert (before, why.is_visible()) == (False, False)
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
    assert "Page 1 is blurred and too dark." in analyst(withheld).page.locator(".faults").inner_text()
    assert analyst(npwp()).page.locator(".faults").count() == 0


def test_a_withheld_value_is_a_doubt_that_f_leads_to(withheld, analyst):
    person = analyst(withheld)

    seen = []
    for _ in range(2):
        person.page.keyboard.press("f")
        seen.append(focused(person))
        person.page.keyboard.press("Escape")

    assert seen == ["field-name", "field-address"]
    assert person.page.locator("#field-address-state").inner_text() == "61 · withheld"
