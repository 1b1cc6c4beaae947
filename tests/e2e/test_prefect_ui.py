"""The pages of the Prefect server in a real browser: a log-in that is nothing else, one UI, and no request to anybody else."""

import re
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import httpx
import pytest
from browser import WAIT_SECONDS, chromium, page_of
from playwright.sync_api import Browser, Page, Request, expect

pytestmark = pytest.mark.e2e

PAGES = (
    "Dashboard", "Runs", "Flows", "Deployments", "Work Pools", "Blocks", "Variables", "Automations", "Event Feed", "Concurrency",
    "Settings",
)  # fmt: skip
TEMPTATIONS = ("V2", "Try it now", "Prefect Cloud", "went wrong", "Upgrade", "Authentication failed")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def elsewhere() -> list[str]:
    """Requests of a page to any other server than Prefect's."""
    return []


@pytest.fixture
def page(stack, browser, elsewhere) -> Iterator[Page]:
    own = urlsplit(stack.info.prefect_url).netloc
    with page_of(browser) as found:

        def note(url: str) -> None:
            parts = urlsplit(url.removeprefix("blob:"))
            if parts.scheme != "data" and parts.netloc != own:
                elsewhere.append(url)

        found.context.on("request", lambda request: note(request.url))
        found.on("websocket", lambda socket: note(socket.url))
        yield found


def temptations_in(text: str) -> list[str]:
    """Whole words: an id of a document may hold the two characters of V2."""
    return [words for words in TEMPTATIONS if re.search(rf"\b{words}\b", text)]


def log_in(page: Page, stack) -> None:
    user, _, password = stack.prefect_auth.partition(":")
    page.get_by_label("User").fill(user)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()


@pytest.fixture
def settled(page) -> Callable[[], str]:
    """What the page says once it has asked for nothing for half a second.

    Playwright's own "networkidle" is reached once for a document, and is not waited for where a click only changes the view.
    """
    under_way: set[Request] = set()
    page.on("request", lambda request: under_way.add(request))
    for end in ("requestfinished", "requestfailed"):
        page.on(end, lambda request: under_way.discard(request))

    def wait() -> str:
        deadline, quiet = time.monotonic() + WAIT_SECONDS, 0
        while quiet < 10:
            assert time.monotonic() < deadline, [request.url for request in under_way]
            page.wait_for_timeout(50)
            quiet = 0 if under_way else quiet + 1
        return page.inner_text("body")

    return wait


@pytest.mark.parametrize("path", ["/", "/login", "/runs", "/v2", "/v2/login"])
def test_who_is_not_logged_in_sees_a_log_in_and_nothing_else(stack, page, settled, elsewhere, path) -> None:
    page.goto(f"{stack.info.prefect_url}{path}")

    expect(page.get_by_role("button", name="Log in")).to_be_visible()
    shown = settled().split("\n")
    assert urlsplit(page.url).path == "/login"
    assert [line for line in shown if line.strip()] == ["Log in to Prefect", "User", "Password", "Log in"]
    expect(page.locator("a")).to_have_count(0)
    assert elsewhere == []


def test_a_wrong_password_is_said_and_the_right_one_leads_where_one_wanted_to_go(stack, page) -> None:
    page.goto(f"{stack.info.prefect_url}/automations")
    page.get_by_label("User").fill("berkas")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("alert")).to_have_text("User or password is wrong.")

    log_in(page, stack)

    expect(page.get_by_text("berkas-lost-runs")).to_be_visible()
    assert urlsplit(page.url).path == "/automations"


def test_a_password_that_is_no_longer_right_leads_to_the_log_in(stack, page, settled) -> None:
    page.goto(f"{stack.info.prefect_url}/login")
    page.evaluate("localStorage.setItem('prefect-password', btoa('berkas:an-earlier-password'))")

    page.goto(f"{stack.info.prefect_url}/flows")

    expect(page.get_by_role("heading")).to_have_text("Log in to Prefect")
    shown = settled()
    assert temptations_in(shown) == []


@pytest.mark.parametrize(
    "redirect", ["//prefect.example/", "/\\prefect.example", "https://prefect.example", "javascript:0"]
)
def test_the_log_in_leads_to_no_other_server(stack, page, elsewhere, redirect) -> None:
    page.goto(f"{stack.info.prefect_url}/login?redirect={redirect}")

    log_in(page, stack)

    expect(page.get_by_text("Active Work Pools")).to_be_visible()
    assert elsewhere == []


def test_no_page_speaks_of_a_second_ui_or_advertises_or_calls_out(stack, page, settled, elsewhere) -> None:
    page.goto(stack.info.prefect_url)
    log_in(page, stack)
    shown = {}
    for name in PAGES:
        page.get_by_text(name, exact=True).first.click()
        shown[name] = settled()
    page.goto(f"{stack.info.prefect_url}/v2/dashboard")
    expect(page.get_by_text("Active Work Pools")).to_be_visible()
    shown["/v2"] = settled()

    assert urlsplit(page.url).path == "/dashboard"
    # a look at a page that is not there yet would find nothing on any of them
    assert len({shown[name] for name in PAGES}) == len(PAGES)
    found = {name: temptations_in(text) for name, text in shown.items() if name != "Settings"}
    assert {name: words for name, words in found.items() if words} == {}
    assert elsewhere == []


def test_the_saved_filter_shows_documents_and_no_housekeeping(stack, page, settled, api, draw) -> None:
    document = api.read(draw("npwp", "card", 64)[0])
    assert api.http.get(f"/api/documents/{document['id']}/pages/0").status_code == 200
    page.goto(f"{stack.info.prefect_url}/runs")
    log_in(page, stack)
    expect(page.get_by_text("draw-page").first).to_be_visible()

    # what choosing the filter leads to; the UI names it where it knows one of these conditions
    page.goto(f"{stack.info.prefect_url}/runs?tag=document&type=span&seconds=-604800")

    expect(page.get_by_text("Documents", exact=True)).to_be_visible()
    expect(page.get_by_text(document["id"]).first).to_be_visible()
    shown = settled()
    assert not [name for name in ("draw-page", "sweep-queued") if name in shown]


def test_the_server_offers_one_ui(stack) -> None:
    settings = httpx.get(f"{stack.info.prefect_url}/ui-settings", trust_env=False).json()

    assert settings["available_uis"] == ["v1"]
    assert settings["v2_base_url"] is None
