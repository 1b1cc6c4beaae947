"""What the guide says of fields is what the templates make: examples, formats, the page."""

from datetime import date

import pytest

from berkas.corrections.typed_values import mistakes
from berkas.values.context import NormaliseContext
from berkas.values.normalise import NORMALISERS
from templates_registry import fields_page, registry
from templates_registry.field_guide import FORMATS, guided_fields, type_of_fields

CONTEXT = NormaliseContext(today=date(2026, 11, 26))
TEMPLATES = [template for template in registry.newest_versions() if template.fields]
every_template = pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.slug)


def examples(template):
    """Every field and column that has a value, with its example."""
    for field, guided in zip(template.fields, guided_fields()[template.slug], strict=True):
        if not field.items:
            yield field, guided.example
            continue
        columns = [column for column in field.items.fields if not column.internal]
        yield from zip(columns, (column.example for column in guided.columns), strict=True)


@every_template
def test_every_field_has_an_example_of_its_type(template):
    values = {guided.name: guided.example for guided in guided_fields()[template.slug]}

    assert mistakes(template.fields, values) == {}
    assert [field.name for field, example in examples(template) if example is None] == []


@every_template
def test_every_example_is_what_reading_it_gives(template):
    for field, example in examples(template):
        if field.normaliser and isinstance(example, str) and not field.normaliser.startswith("period_"):
            assert NORMALISERS[field.normaliser](example, CONTEXT) == example, field.name


@every_template
def test_every_value_has_a_format(template):
    used = {field.normaliser for field, _ in examples(template) if field.normaliser}

    assert used <= set(FORMATS)


def test_every_format_is_of_a_normaliser_that_exists():
    assert set(FORMATS) == set(NORMALISERS)


def test_the_page_of_fields_is_up_to_date():
    assert fields_page.PAGE.read_text(encoding="utf-8") == fields_page.page(), "run: make fields"


def test_the_page_names_every_field_and_marks_the_required_ones():
    page = fields_page.page()

    for template in TEMPLATES:
        section = page.partition(f"## {template.slug}\n")[2].partition("\n## ")[0]
        for field in template.fields:
            [row] = [
                line for line in section.partition("###")[0].splitlines() if line.startswith(f"| `{field.name}` |")
            ]
            assert ("**required**" in row) == field.required, field.name


def test_fields_of_another_template_are_custom_whatever_the_type():
    ktp = registry.latest("ktp")

    assert type_of_fields(ktp.id) == "ktp"
    assert type_of_fields(registry.latest("generic_ocr").id) == "generic_ocr"
    assert type_of_fields("tpl_01HXYJ8Q4Z5N7T2B9C6D3E8F2H") == "custom"
    assert type_of_fields(None) == "custom"
