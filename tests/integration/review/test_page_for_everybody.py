"""The analyst's page with a screen reader or a keyboard: axe-core finds nothing serious in any state of it."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from berkas.model.extraction import Finding, Severity

GRAVE = {"serious", "critical"}


def grave(page):
    """What axe-core finds serious or critical: rule and elements."""
    found = Axe().run(page).response["violations"]
    return [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found if one["impact"] in GRAVE]


@pytest.fixture
def wrong():
    return Finding(
        "balance_mismatch", Severity.ERROR, ("transactions",), "The balance does not follow.", row=1, column="balance"
    )


def test_before_the_log_in_nothing_grave_is_found(analyst, installation):
    person = analyst()
    person.page.goto(f"{installation.url}/review")

    first = grave(person.page)
    person.give_key("bk_live_" + "A" * 32)
    refused = grave(person.page)

    assert (first, refused) == ([], [])


@pytest.mark.parametrize("width", [1280, 390])
def test_queue_document_and_table_have_nothing_grave(statement, analyst, wrong, width):
    person = analyst(statement(wrong, rows=12, customerName="PT CONTOH"), width=width)
    person.drawn()
    person.cell("Balance", 3).fill("1,500")
    person.cell("Balance", 3).press("Tab")
    document = grave(person.page)

    person.press("Queue")
    queue = grave(person.page)

    assert (document, queue) == ([], [])


def test_comparison_and_acceptance_have_nothing_grave(statement, analyst, wrong, client):
    document_id = statement(wrong, rows=3)
    given = client.get(f"/api/documents/{document_id}").json()["data"]["extraction"]["fields"]["transactions"]
    person = analyst(document_id)
    person.cell("Balance", 1).fill("5")
    changed = {"fields": {"bank": "BANK DIA", "transactions": [{**given[0], "balance": 7}, *given[1:]]}}
    client.post(f"/api/documents/{document_id}/extractions", json=changed)
    person.press("Save correction")
    person.page.locator("#conflict").wait_for()
    comparison = grave(person.page)
    person.press("Take all theirs")
    person.press("Go on with these")
    person.press("Verify & sign off")
    person.page.locator("#accept").wait_for()

    acceptance = grave(person.page)

    assert (comparison, acceptance) == ([], [])
