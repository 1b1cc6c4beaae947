"""The analyst's page: served without a key, from this server alone, under a policy that runs nothing that a document says."""

import re

import httpx
import pytest
from served_api import NO_TLS

from api.controllers.review import FOLDER, page
from berkas.model.statuses import DocumentStatus
from templates_registry import document_types

PAGE = page().decode()
SCRIPTS = {path.name: path.read_text() for path in sorted(FOLDER.glob("*.js"))}
SCRIPT = "".join(SCRIPTS.values())
STYLE = (FOLDER / "review.css").read_text()


@pytest.fixture
def anybody(installation):
    with httpx.Client(base_url=installation.url, trust_env=False, verify=NO_TLS) as http:
        yield http


def policy_of(answer):
    """A content security policy as its sources by directive."""
    parts = (part.split() for part in answer.headers["Content-Security-Policy"].split(";"))
    return {name: set(sources) for name, *sources in parts}


def test_the_page_needs_no_key_and_its_policy_lets_nothing_in(anybody):
    answer = anybody.get("/review")

    policy = policy_of(answer)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert answer.text == PAGE
    assert (
        policy["default-src"] == policy["form-action"] == policy["frame-ancestors"] == policy["base-uri"] == {"'none'"}
    )
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == {"'self'"}
    assert policy["img-src"] == {"'self'", "blob:"}
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_every_file_of_the_page_is_ours_and_is_there(anybody):
    named = re.findall(r'\b(?:src|href)="([^"]*)"', PAGE)
    imported = {f"/review/assets/{name}" for name in re.findall(r'from "\./(\w+\.js)"', SCRIPT)}

    assert set(named) == imported | {f"/review/assets/{name}" for name in ("app.js", "review.css", "icon.svg")}
    for path in named:
        answer = anybody.get(path)
        assert path.startswith("/review/assets/")
        assert answer.status_code == 200
        assert policy_of(answer)["default-src"] == {"'none'"}
    for text in (PAGE, SCRIPT, STYLE):
        assert not re.search(
            r"(?:https?:)?//[a-z0-9]|@import|url\(", re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE)
        )
    assert all(one.startswith("./") for one in re.findall(r'(?:from|import) "([^"]*)"', SCRIPT))


@pytest.mark.parametrize("name", ["index.html", "other.js", "__init__.py", "..%2fapp.py", "%2e%2e%2fapp.py"])
def test_nothing_else_is_served_beside_it(anybody, name):
    assert anybody.get(f"/review/assets/{name}").status_code in {404, 405}


def test_no_script_is_longer_than_a_file_may_be():
    assert max(text.count("\n") for text in SCRIPTS.values()) <= 400


def test_nothing_in_the_page_is_run_but_its_script():
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\bon\w+=|\bstyle=|javascript:", PAGE)


def test_no_value_of_a_document_becomes_markup_and_the_key_no_part_of_an_address():
    for sink in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "Function(",
        "srcdoc",
        "DOMParser",
    ):
        assert sink not in SCRIPT
    assert "export let key" not in SCRIPTS["api.js"]
    assert SCRIPT.count("${key}") == 1  # sent in a header
    assert "Authorization: `Bearer ${key}`" in SCRIPTS["api.js"]
    assert "localStorage" not in SCRIPT
    assert {name for name, text in SCRIPTS.items() if "sessionStorage" in text} == {"login.js", "drafts.js"}
    assert "document.cookie" not in SCRIPT


def test_every_type_and_status_can_be_chosen():
    def choices(name):
        return set(re.findall(r'value="(\w*)"', re.search(rf'<select id="{name}">(.*?)</select>', PAGE, re.DOTALL)[1]))

    assert choices("type") == choices("again-type") == {"", *document_types.names()}
    assert choices("status") == {"", *DocumentStatus}


def test_every_control_has_a_name_for_who_does_not_see_it():
    fields = re.findall(r"<(?:input|select)[^>]*\bid=\"([\w-]+)\"", PAGE)
    labelled = set(re.findall(r'<label for="([\w-]+)"', PAGE))
    for label in re.findall(r"<label>(.*?)</label>", PAGE, re.DOTALL):
        labelled |= set(re.findall(r'id="([\w-]+)"', label))

    assert set(fields) == labelled
    for inner, text in re.findall(r"<button([^>]*)>([^<]*)</button>", PAGE):
        assert "aria-label" in inner or re.search(r"\w", text), text


def test_every_element_that_the_script_uses_is_in_the_page():
    ids = re.findall(r'\bid="([\w-]+)"', PAGE)
    used = {one or other for one, other in re.findall(r'\bui\.(\w+)|\bui\["([\w-]+)"\]', SCRIPT)}
    clicked = re.findall(
        r'^  "?([\w-]+)"?[:,]', SCRIPT.partition("const clicks = {")[2].partition("\n}")[0], re.MULTILINE
    )

    assert len(ids) == len(set(ids))
    assert len(clicked) > 10
    assert used | set(clicked) <= set(ids)
