"""A statement of 92 rows on the page, on a laptop, a desktop and a telephone: whole numbers, heads in view, rows removed."""

import re

import pytest
from browser import WIDTHS
from playwright.sync_api import expect
from review_page import ROWS

from berkas.model.extraction import Finding, Severity

BROKEN = 40
"""Row of a wrong balance, from 0."""

CLIPPED = """table => [...table.querySelectorAll('td.number input')]
    .filter(input => input.value && input.scrollWidth > input.clientWidth).map(input => input.value)"""
PLACES = """grid => {
    const at = element => { const box = element.getBoundingClientRect(); return [box.left, box.top]; };
    const [left, top] = at(grid);
    const places = [grid.querySelector('thead th:nth-child(2)'), grid.querySelectorAll('tbody th')[60]].map(at);
    return {head: places[0][1] - top, number: places[1][0] - left};
}"""
IS_SEEN = """element => {
    const box = element.getBoundingClientRect();
    return element.contains(document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2));
}"""


def wrong_balance(row=BROKEN):
    return Finding(
        "balance_mismatch", Severity.ERROR, ("transactions",), "The balance does not follow.", row=row, column="balance"
    )


@pytest.mark.parametrize("width", WIDTHS)
def test_every_number_is_whole_and_the_heads_stay_in_view(statement, analyst, width):
    person = analyst(statement(), width=width)
    grid = person.page.locator(".grid")
    person.drawn()

    grid.evaluate("grid => grid.scrollTo(300, 1200)")

    expect(grid.locator("tbody tr")).to_have_count(ROWS)
    expect(person.cell("Balance", 1)).to_have_value("213.000.000")
    expect(person.cell("Balance", ROWS)).to_have_value("5.110.529.552")
    expect(grid.locator("td.number input").first).to_have_css("text-align", "right")
    assert grid.locator("table").evaluate(CLIPPED) == []
    places = grid.evaluate(PLACES)
    assert abs(places["head"]) <= 2
    assert abs(places["number"]) <= 2
    assert person.page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_longer_number_that_is_typed_is_whole_too(statement, analyst):
    person = analyst(statement())
    person.cell("Balance", 3).fill("-123.456.789.012,50")

    assert person.page.locator(".grid table").evaluate(CLIPPED) == []


def test_columns_without_a_value_are_folded_and_one_button_away(statement, analyst):
    person = analyst(statement())
    expect(person.cell("Value date", 1)).to_be_hidden()

    person.press("Show empty columns: Time, Value date")
    person.cell("Value date", 1).fill("21/02/2026")

    expect(person.cell("Value date", 1)).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_finding_leads_to_its_cell_and_marks_no_other(statement, analyst, width):
    person = analyst(statement(wrong_balance()), width=width)

    person.press(f"Row {BROKEN + 1}, Balance: The balance does not follow.")

    # the page of that row is shown, and of its boxes one is marked
    person.drawn(2)
    expect(person.page.locator("#boxes .box.bad")).to_have_count(1)
    cell = person.cell("Balance", BROKEN + 1)
    expect(cell).to_be_focused()
    assert person.page.locator(".grid thead th").last.evaluate(IS_SEEN)
    assert cell.evaluate(IS_SEEN)
    expect(person.page.locator(".grid td.bad, .grid td.check")).to_have_count(1)
    expect(cell.locator("..")).to_have_class(re.compile(r"\bbad\b"))
    expect(person.page.locator("tbody th.bad, tbody th.check")).to_have_count(1)
    expect(person.page.locator(".field.table")).to_have_css("background-color", "rgba(0, 0, 0, 0)")


def test_rows_go_and_come_back_without_an_error(statement, analyst):
    person = analyst(statement())
    second = person.cell("Description", 2).input_value()
    rows = person.page.locator(".grid tbody tr")

    person.cell("Balance", 1).focus()
    person.page.hover(".grid tbody tr:nth-child(1)")
    for _ in range(3):
        person.press("Remove row 1")
    expect(rows).to_have_count(ROWS - 3)
    expect(person.cell("Description", 1)).to_have_value("TRANSFER CONTOH 4 PT SPECIMEN SEJAHTERA")
    for _ in range(2):
        person.page.keyboard.press("Control+z")
    expect(rows).to_have_count(ROWS - 1)
    expect(person.cell("Description", 1)).to_have_value(second)
    person.page.keyboard.press("Control+Shift+z")

    expect(rows).to_have_count(ROWS - 2)


def test_a_table_may_lose_all_its_rows_and_get_new_ones(statement, analyst):
    person = analyst(statement(rows=2))
    for _ in range(2):
        person.press("Remove row 1")
    person.press("Add row")
    person.cell("Debit", 1).fill("Rp 1.500.000")
    person.page.keyboard.press("Enter")
    person.page.keyboard.press("Escape")

    expect(person.cell("Debit", 1)).to_have_value("1.500.000")
    expect(person.page.locator(".grid tbody tr")).to_have_count(1)


def test_enter_and_arrows_go_down_and_up_a_column(statement, analyst):
    person = analyst(statement(rows=3))
    person.cell("Balance", 1).focus()

    for key in ("Enter", "ArrowDown", "ArrowUp"):
        person.page.keyboard.press(key)

    expect(person.cell("Balance", 2)).to_be_focused()


def test_a_selected_cell_is_marked_at_its_own_box_and_leads_back_from_there(statement, analyst):
    person = analyst(statement(rows=5))
    person.drawn()
    mark, said = person.page.locator("#boxes .pointed"), person.page.locator(".cell-said")

    person.cell("Balance", 2).focus()
    expect(mark).to_have_attribute("style", re.compile("left: 55%"))
    expect(said).to_have_text("Row 2, Balance: 95\u00a0% sure")
    person.cell("Description", 2).focus()
    expect(mark).to_have_attribute("style", re.compile(r"left: 16\.9%"))
    person.cell("Debit", 2).focus()
    expect(mark).to_have_count(0)
    expect(said).to_have_text("")
    person.page.keyboard.press("Escape")
    sheet = person.page.locator("#sheet").bounding_box()
    person.page.mouse.click(sheet["x"] + 0.6 * sheet["width"], sheet["y"] + 0.1675 * sheet["height"])

    expect(person.cell("Balance", 4)).to_be_focused()
