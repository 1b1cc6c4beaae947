"""The page docs/fields.md, written from the built-in templates: ``make fields``."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from berkas.model.template import FieldType
from templates_registry import registry
from templates_registry.field_guide import GuidedField, guided_fields

PAGE: Final = Path(__file__).parent.parent / "docs" / "fields.md"

_HEAD: Final = """# Fields

Every field of every type that has fields, as the API gives it: in `extraction.fields`, in webhooks and in exports. Written from the
templates by `make fields`; a test fails when it is out of date.

- A field that was not found is `null`. A required field that is missing or unsure sends its document to an analyst.
- Text is one line. Dates are ISO 8601. Numbers are JSON numbers: money in the currency of the document, without separators, with
  decimals only where they are printed.
- Identifiers and account numbers are text, for they begin with zeros and have more digits than numbers keep.
- How long documents are [kept](lifecycle.md#retention) is where an organisation says nothing.
- `type` of an extraction names these tables; it is `custom` for [templates of your own](custom-templates.md), whose fields are
  yours. `other` has no fields, for [nothing is read out of it](api.md#documents-of-no-known-type).
"""
_TYPE_TABLE: Final = "| type | Indonesian | English | group | read as | kept |\n|---|---|---|---|---|---|"
_TABLE: Final = "| field | | type | format | example |\n|---|---|---|---|---|"
_TYPES: Final = {FieldType.ENUM: "text", FieldType.STRING: "text", FieldType.ARRAY: "table"}


def page() -> str:
    """The whole page."""
    sections = (line for kind, fields in guided_fields().items() for line in _section(kind, fields))
    return "\n".join([_HEAD, *_types(), *sections])


def _types() -> Iterator[str]:
    """Every type in the order of lists."""
    yield f"## Types\n\n{_TYPE_TABLE}"
    for name, one in registry.types().items():
        read_as = f"[its fields](#{name})" if name in guided_fields() else "free text" if one.is_read else "not read"
        days = f"{one.retention_days} days" if one.retention_days else "`default`"
        yield f"| `{name}` | {one.names.id} | {one.names.en} | {one.group} | {read_as} | {days} |"
    yield ""


def write() -> None:
    """Write the page where it belongs."""
    PAGE.write_text(page(), encoding="utf-8")


def _section(kind: str, fields: tuple[GuidedField, ...]) -> Iterator[str]:
    yield f"## {kind}\n"
    yield from table_of_fields(kind, fields)


def table_of_fields(kind: str, fields: tuple[GuidedField, ...]) -> Iterator[str]:
    """The fields of a type as a table, then the columns of each table of rows."""
    yield _TABLE
    yield from map(_row, fields)
    yield ""
    for table in (field for field in fields if field.columns):
        yield f"### {kind}: rows of {table.name}\n\n{_TABLE}"
        yield from map(_row, table.columns)
        yield ""


def _row(field: GuidedField) -> str:
    label = f"{field.label}; **required**" if field.is_required else field.label
    form = ", ".join(f"`{value}`" for value in field.values) or field.format
    example = "" if field.columns else f"`{json.dumps(field.example, ensure_ascii=False)}`"
    if field.columns:
        form = "rows, as below"
    return f"| `{field.name}` | {label} | {_TYPES.get(field.type, field.type.value)} | {form} | {example} |"


if __name__ == "__main__":
    write()
