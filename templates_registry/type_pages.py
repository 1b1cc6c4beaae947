"""The pages docs/types/<group>.md: each type of a group with what it is, its fields, its checks and traps: ``make fields``."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from berkas.model.rules import Check
from berkas.model.template import Template, TemplateField
from berkas.model.type_definition import TypeDefinition, TypeGroup
from berkas.values.identifiers.rules import RULES
from templates_registry import registry
from templates_registry.field_guide import guided_fields
from templates_registry.fields_page import table_of_fields

DOCS: Final = Path(__file__).parent.parent / "docs"
FOLDER: Final = DOCS / "types"
PICTURES: Final = "images/types"

TITLES: Final[Mapping[TypeGroup, str]] = {
    TypeGroup.IDENTITY: "Identity documents",
    TypeGroup.BUSINESS: "Documents about businesses",
    TypeGroup.CIVIL: "Civil registration",
    TypeGroup.COMMERCE: "Commerce and tax",
    TypeGroup.EMPLOYMENT: "Employment",
    TypeGroup.FINANCE: "Banking and finance",
    TypeGroup.GENERIC: "Everything else",
}

_MADE: Final = (
    "Written from the types and templates by `make fields`; a test fails when it is out of date. How accurately each is read: "
    "[accuracy](../accuracy.md). Every type on one page: [fields](../fields.md)."
)


def pages() -> dict[str, str]:
    """Every page by its file name."""
    return {f"{group}.md": "\n".join(_page(group)) for group in TITLES}


def write() -> None:
    """Write the pages where they belong."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


def _page(group: TypeGroup) -> Iterator[str]:
    yield f"# {TITLES[group]}\n\n{_MADE}\n"
    for name, one in registry.types().items():
        if one.group is group:
            yield from _section(name, one)


def _section(name: str, one: TypeDefinition) -> Iterator[str]:
    yield f"## {name}\n"
    yield f"**{one.names.en}**, {one.names.id}. {one.guide.about if one.guide else ''}\n"
    if (DOCS / PICTURES / f"{name}.jpg").is_file():
        yield f"![A SPECIMEN of the type {name}](../{PICTURES}/{name}.jpg)\n"
    if one.guide and one.guide.known:
        yield "**Known:**\n"
        yield from (f"- {text}" for text in one.guide.known)
        yield ""
    if name in guided_fields():
        yield from table_of_fields(name, guided_fields()[name])
        yield from _checks(registry.latest(name))
    if one.guide and one.guide.traps:
        yield "**Traps:**\n"
        yield from (f"- {text}" for text in one.guide.traps)
        yield ""


def _checks(template: Template) -> Iterator[str]:
    """What is checked: of single values by the words of the rule, of several by the kind of the check and its names."""
    lines = [*_rules(template.fields), *map(_check, template.checks)]
    if lines:
        yield "**Checks** ([all of them](../templates.md#checks), [their findings](../errors.md#findings)):\n"
        yield from lines
        yield ""


def _rules(fields: tuple[TemplateField, ...], table: str = "") -> Iterator[str]:
    for field in fields:
        if field.validator is not None:
            rule = RULES[field.validator]
            kind = "error" if rule.is_law else "warning"
            yield f"- `{table}{field.name}`, else a finding of severity {kind}: {rule.message}"
        if field.items is not None:
            yield from _rules(field.items.fields, f"{field.name}.")


def _check(check: Check) -> str:
    said = check.arguments.model_dump(exclude_defaults=True)
    shown = ", ".join(f"{key} {_named(value)}" for key, value in said.items())
    return f"- `{check.kind}`: {shown}"


def _named(value: object) -> str:
    return ", ".join(f"`{one}`" for one in value) if isinstance(value, list | tuple) else f"`{value}`"


if __name__ == "__main__":
    write()
