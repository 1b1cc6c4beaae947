"""Webhooks and typed fields of the OpenAPI document, held against the code that makes what they describe."""

import json
from datetime import UTC, datetime

import pytest
from jsonschema import Draft202012Validator

from api.documents.field_schemas import typed_extractions
from api.webhooks.event_schemas import event_webhooks
from berkas.model.events import EventKind
from berkas.model.template import FieldType
from berkas.webhooks import DATA, TEST_EVENT, event_body, wire_name
from templates_registry import registry

WEBHOOKS = event_webhooks()
BASE = {
    "properties": {"type": {"type": "string", "description": "Whose."}, "fields": {}},
    "required": ["type", "fields"],
}
SCHEMAS = typed_extractions(BASE)
ONE = {"$ref": "#/components/schemas/ExtractionOut", "components": {"schemas": SCHEMAS}}


def body_of(event):
    return WEBHOOKS[event]["post"]["requestBody"]["content"]["application/json"]


def is_valid(kind, fields):
    return Draft202012Validator(ONE, format_checker=Draft202012Validator.FORMAT_CHECKER).is_valid(
        {"type": kind, "fields": fields}
    )


def test_every_event_is_a_webhook():
    assert set(WEBHOOKS) == {kind.value for kind in EventKind} | {TEST_EVENT}


@pytest.mark.parametrize("event", sorted(WEBHOOKS))
def test_the_data_of_a_webhook_is_what_is_sent(event):
    names = [wire_name(name) for name in DATA[EventKind(event)]] if event != TEST_EVENT else ["webhookId", "message"]

    assert list(body_of(event)["schema"]["properties"]["data"]["properties"]) == names


@pytest.mark.parametrize("event", sorted(WEBHOOKS))
def test_the_example_of_a_webhook_is_a_body_as_it_is_sent(event):
    content = body_of(event)
    example = content["examples"]["event"]["value"]
    sent = event_body(
        event, event_id=example["id"], occurred_at=datetime(2026, 5, 24, 3, 15, 42, 118000, UTC),
        organisation_id=example["orgId"], data=example["data"],
    )  # fmt: skip

    Draft202012Validator.check_schema(content["schema"])
    Draft202012Validator(content["schema"]).validate(json.loads(sent))
    assert json.loads(sent) == example


@pytest.mark.parametrize("template", [t for t in registry.newest_versions() if t.fields], ids=lambda t: t.slug)
def test_each_type_has_a_schema_with_every_field_and_the_example_fits(template):
    name = "".join(part.capitalize() for part in template.slug.split("_"))
    fields = SCHEMAS[f"{name}Fields"]

    assert list(fields["properties"]) == [field.name for field in template.fields]
    assert "required" not in fields
    assert is_valid(template.slug, fields["examples"][0])
    assert is_valid(template.slug, dict.fromkeys(fields["properties"]))
    for field in template.fields:
        wrong = 12 if field.type is not FieldType.NUMBER else "12"
        assert not is_valid(template.slug, {field.name: wrong}), field.name


def test_fields_of_ones_own_templates_may_be_anything_also_under_known_names():
    assert is_valid("custom", {"nik": 12, "dateOfBirth": "kemarin", "lagi": [{"a": 1}]})
    assert is_valid("generic_ocr", {})
    assert is_valid("ktp", {"nik": "3273015802660001", "of_a_later_version": True})
    assert not is_valid("unknown", {})


def test_the_discriminator_names_a_schema_for_each_type():
    discriminator = SCHEMAS["ExtractionOut"]["discriminator"]

    assert discriminator["propertyName"] == "type"
    assert set(discriminator["mapping"]) == {template.slug for template in registry.newest_versions()} | {"custom"}
    assert {path.rpartition("/")[2] for path in discriminator["mapping"].values()} <= set(SCHEMAS)
