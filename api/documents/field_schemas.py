"""The fields of each type in the OpenAPI document, made from the built-in templates.

An extraction is one of several schemas that its ``type`` tells apart. Of a built-in template's fields the document knows name, type
and form. It requires none, for a field may come with a later version, and allows others, for the same reason. Enumerations are no
closed lists: what is read may be of a value that a client of today does not know.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from api.documents.example_documents import example_extraction
from berkas.model.template import FieldType
from templates_registry import document_types
from templates_registry.field_guide import CUSTOM, GuidedField, guided_fields

Schemas = dict[str, dict[str, Any]]

_NAME: Final = "ExtractionOut"
_NO_FIELDS: Final = tuple(sorted(document_types.free_text() - guided_fields().keys()))
_OPEN: Final = {"type": "object", "additionalProperties": {}}


def typed_extractions(extraction: Mapping[str, Any]) -> Schemas:
    """Components in place of the one that describes every extraction alike.

    Args:
        extraction: The schema of an extraction whose fields may be anything.
    """
    found: Schemas = {}
    mapping: dict[str, str] = {}
    for kind, fields in guided_fields().items():
        prefix = _pascal(kind)
        found |= _object(f"{prefix}Fields", fields, f"Fields of the type `{kind}`: docs/fields.md explains each.")
        name = f"{prefix}Extraction"
        found[name] = _extraction(extraction, name, {"type": "string", "const": kind}, _reference(f"{prefix}Fields"))
        found[name]["examples"] = [example_extraction(kind)]
        mapping[kind] = name
    for name, kinds in (("FreeTextExtraction", _NO_FIELDS), ("CustomExtraction", (CUSTOM,))):
        kind_schema = {"type": "string", "const": kinds[0]} if len(kinds) == 1 else {"type": "string", "enum": [*kinds]}
        found[name] = _extraction(extraction, name, kind_schema, dict(_OPEN))
        mapping |= dict.fromkeys(kinds, name)
    found[_NAME] = {
        "title": _NAME,
        "description": "The fields of a document, as found by one run or corrected by one person; `type` says which they are.",
        "oneOf": [_reference(name) for name in dict.fromkeys(mapping.values())],
        "discriminator": {
            "propertyName": "type",
            "mapping": {kind: f"#/components/schemas/{name}" for kind, name in mapping.items()},
        },
    }
    return found


def _extraction(base: Mapping[str, Any], name: str, kind: dict[str, Any], fields: dict[str, Any]) -> dict[str, Any]:
    own = {"type": kind | {"description": base["properties"]["type"]["description"]}, "fields": fields}
    return {**base, "title": name, "properties": {**base["properties"], **own}}


def _object(name: str, fields: Sequence[GuidedField], description: str) -> Schemas:
    """A component with these properties, and those of their rows."""
    found: Schemas = {}
    properties = {}
    for field in fields:
        if field.columns:
            row = f"{name.removesuffix('Fields')}{_pascal(field.name)}Row"
            found |= _object(row, field.columns, f"A row of `{field.name}`.")
            properties[field.name] = _nullable({"type": "array", "items": _reference(row)}, field)
        else:
            properties[field.name] = _nullable(_scalar(field), field)
    example = {field.name: field.example for field in fields}
    found[name] = {
        "title": name, "description": description, "type": "object", "properties": properties, "additionalProperties": {},
        "examples": [example],
    }  # fmt: skip
    return found


def _scalar(field: GuidedField) -> dict[str, Any]:
    if field.type is FieldType.NUMBER:
        return {"type": "number"}
    return {"type": "string", "format": "date"} if field.is_iso_date else {"type": "string"}


def _nullable(schema: dict[str, Any], field: GuidedField) -> dict[str, Any]:
    values = ", ".join(f"`{value}`" for value in field.values)
    parts = [field.label, "required" if field.is_required else "", values or field.format]
    return {
        "oneOf": [schema, {"type": "null"}],
        "description": f"{'; '.join(filter(None, parts))}.",
        "examples": [field.example],
    }


def _reference(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _pascal(name: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))
