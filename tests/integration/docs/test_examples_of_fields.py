"""Values of fields in the documentation and in the OpenAPI document are as the API gives them: their names, their formats."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from berkas.corrections.typed_values import mistakes
from berkas.settings import Settings
from berkas.storage.keyring import new_root_key
from berkas.values.context import NormaliseContext
from berkas.values.identifiers import npwp
from berkas.values.normalise import NORMALISERS
from templates_registry import registry

ROOT = Path(__file__).parents[3]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
CONTEXT = NormaliseContext(today=date(2026, 11, 26))
TEMPLATES = [template for template in registry.newest_versions() if template.fields]


def fields_in(value: Any) -> Iterator[dict[str, Any]]:
    """Every object of values by field name."""
    if isinstance(value, dict):
        for name, child in value.items():
            if name == "fields" and isinstance(child, dict):
                yield child
            yield from fields_in(child)
    elif isinstance(value, list):
        for child in value:
            yield from fields_in(child)


def examples_of_pages() -> list[tuple[str, dict[str, Any]]]:
    """From JSON blocks, and from bodies of curl; schemas and templates have fields of another kind."""
    found = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for block in re.findall(r"^```json\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
            found += [(page.name, fields) for fields in fields_in(json.loads(block))]
        for body in re.findall(r"-d '(\{.*?\})'", text, re.DOTALL):
            found += [(page.name, fields) for fields in fields_in(json.loads(body))]
    return [(page, fields) for page, fields in found if page != "evaluation.md"]


def examples_of_openapi(document: Any) -> Iterator[dict[str, Any]]:
    """From every example of the document."""
    if isinstance(document, dict):
        for name, child in document.items():
            if name in {"examples", "example"}:
                yield from fields_in(child)
            if (name == "fields" or name.endswith("Fields")) and isinstance(child, dict):
                yield from (example for example in child.get("examples", []) if isinstance(example, dict))
            yield from examples_of_openapi(child)
    elif isinstance(document, list):
        for child in document:
            yield from examples_of_openapi(child)


@pytest.fixture(scope="module")
def document(tmp_path_factory):
    from api.app import create_app
    from api.http.openapi_document import completed

    settings = Settings(
        _env_file=None, root_key=new_root_key("k1"), database_url="postgresql://nobody@127.0.0.1/none",
        data_dir=tmp_path_factory.mktemp("data"),
    )  # fmt: skip
    return completed(create_app(settings).openapi_schema.to_schema())


def complaint(fields: dict[str, Any]) -> str | None:
    """What is wrong with values by field name: no template has them, or they are not as it makes them."""
    for template in TEMPLATES:
        known = {field.name: field for field in template.fields}
        if set(fields) <= set(known) and not mistakes(template.fields, fields):
            wrong = {
                name: value
                for name, value in fields.items()
                if (normaliser := known[name].normaliser)
                and isinstance(value, str)
                and not normaliser.startswith("period_")  # of two dates, not of one
                and NORMALISERS[normaliser](value, CONTEXT) != value
            }
            return f"{template.slug}: {wrong}" if wrong else None
    return f"no template has all of {sorted(fields)}"


def test_every_example_of_fields_in_the_pages_is_as_the_api_gives_it():
    found = examples_of_pages()

    assert len(found) >= 3
    assert [(page, wrong) for page, fields in found if (wrong := complaint(fields))] == []


def test_every_example_of_fields_in_the_openapi_document_is_as_the_api_gives_it(document):
    found = list(examples_of_openapi(document))

    assert len(found) >= 6
    assert [wrong for fields in found if (wrong := complaint(fields))] == []


def test_every_tax_number_of_the_pages_and_of_openapi_is_as_the_api_gives_it(document):
    texts = {page.name: page.read_text(encoding="utf-8") for page in PAGES} | {"openapi.json": json.dumps(document)}
    pattern = r'\\?"?\b\w*npwp\w*\\?"?(?:: ?|,,,)\\?"?(\d[\d.-]{13,19}\d)'
    found = [(name, number) for name, text in texts.items() for number in re.findall(pattern, text, re.IGNORECASE)]

    assert len(found) >= 4
    assert [(name, number) for name, number in found if NORMALISERS["npwp"](number, CONTEXT) != number] == []
    assert [number for _, number in found if not npwp.is_valid(number)] == []


def test_an_example_of_another_form_is_noticed():
    """A check that cannot fail is none."""
    assert complaint({"npwp_number": "091234567890000"}) == "npwp: {'npwp_number': '091234567890000'}"
    assert complaint({"tax_number": "09.254.294.3-407.000"}) == "no template has all of ['tax_number']"
    assert complaint({"npwp_number": "09.254.294.3-407.000"}) is None
