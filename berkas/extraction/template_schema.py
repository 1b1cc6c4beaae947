"""The JSON Schema of templates, for authors and their editors: made from the model, with every name that a template may use."""

from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema

from berkas.extraction.template_rules import KNOWN_NAMES, MOST_LABELS
from berkas.model.template import TemplateDefinition

_DIALECT: Final = GenerateJsonSchema.schema_dialect

_DESCRIPTION: Final = (
    "What a template says of a type of paper: its fields and how to find them. Beyond this schema, names of fields differ, "
    "checks and rules name fields and columns of the template, "
    f"rowStart names columns, a table holds no tables, and all labels together are at most {MOST_LABELS}."
)


def template_schema(definition: type[TemplateDefinition] = TemplateDefinition) -> dict[str, Any]:
    """JSON Schema (2020-12) of what POST /api/templates takes beside ``publish``.

    Args:
        definition: The model of what is sent; one that knows the types names them all.
    """
    schema = definition.model_json_schema(by_alias=True)
    definitions = schema["$defs"]
    field = definitions["TemplateField"]
    for key in ("normaliser", "validator"):
        _name_choices(field["properties"][key], key)
    schema["properties"]["fields"]["minItems"] = 1
    schema["required"] = sorted({*schema["required"], "fields"} - {"slug"})
    field["allOf"] = [
        {
            "if": {"properties": {"type": {"const": "array"}}, "required": ["type"]},
            "then": {"required": ["items"]},
            "else": {"properties": {"items": {"type": "null"}}},
        },
        {
            "if": {"properties": {"type": {"const": "enum"}}, "required": ["type"]},
            "then": {"properties": {"values": {"minItems": 1}}, "required": ["values"]},
        },
    ]
    for described in (schema, *definitions.values()):
        for name, property_schema in described.get("properties", {}).items():
            property_schema.setdefault("title", name.capitalize())  # what refers to a definition has none yet
    schema["title"] = "Berkas template"
    schema["description"] = _DESCRIPTION
    return {"$schema": _DIALECT, **schema}


def _name_choices(property_schema: dict[str, Any], key: str) -> None:
    for choice in property_schema["anyOf"]:
        if choice.get("type") == "string":
            choice.clear()
            choice["enum"] = sorted(KNOWN_NAMES[key])
