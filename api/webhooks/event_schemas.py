"""Every event that webhooks receive, for the section ``webhooks`` of the OpenAPI document."""

from collections.abc import Mapping
from typing import Any, Final

from api.schemas import EXAMPLE_DOCUMENT, EXAMPLE_SHA256, EXAMPLE_TEMPLATE
from api.webhook_schemas import EXAMPLE_WEBHOOK
from berkas.ids import IdPrefix, id_pattern
from berkas.model.events import EventKind
from berkas.model.extraction import Flag, Severity
from berkas.model.geometry import CodeKind
from berkas.webhooks import DATA, TEST_EVENT, wire_name
from templates_registry import document_types

_EXTRACTION: Final = "ext_01HXYJ8Q4Z5N7T2B9C6D3E8F4K"
_EVENT: Final = "evt_01HXYJ8Q4Z5N7T2B9C6D3E8F8Q"
_DELIVERY: Final = "whd_01HXYJ8Q4Z5N7T2B9C6D3E8F7P"
_SIGNATURE: Final = "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4="
_TIME: Final = "2026-05-24T03:15:42.118Z"

_WHEN: Final[Mapping[str, str]] = {
    EventKind.UPLOADED: "A document is stored; not when the same bytes come again.",
    EventKind.CLASSIFIED: "Its type was recognised; not when the sender named it.",
    EventKind.EXTRACTED: "Its fields can be trusted. Holds the fields, hence personal data.",
    EventKind.REQUIRES_REVIEW: "An analyst should look.",
    EventKind.PASSWORD_REQUIRED: "It is locked, or the password was wrong.",
    EventKind.FAILED: "It could not be read.",
    EventKind.ERASED: "It was removed on request.",
    EventKind.PURGED: "It was removed because its retention ended.",
    EventKind.CORRECTED: "A person recorded values.",
    EventKind.TEMPLATE_MATCHED: "A template of the organisation was applied by itself.",
    TEST_EVENT: "Somebody asked for a test.",
}

Schema = dict[str, Any]


def _id(prefix: IdPrefix) -> Schema:
    return {"type": "string", "pattern": id_pattern(prefix)}


def _or_null(schema: Schema) -> Schema:
    return {"oneOf": [schema, {"type": "null"}]}


_TEXT: Final[Schema] = {"type": "string"}
_PERCENT: Final[Schema] = {"type": "integer", "minimum": 0, "maximum": 100}
_FINDING: Final[Schema] = {
    "type": "object",
    "required": ["code", "severity", "fields", "row", "column", "message"],
    "properties": {
        "code": _TEXT,
        "severity": {"type": "string", "enum": list(Severity)},
        "fields": {"type": "array", "items": _TEXT},
        "row": _or_null({"type": "integer", "minimum": 0}),
        "column": _or_null(_TEXT),
        "message": _TEXT,
    },
}
_CODE: Final[Schema] = {
    "type": "object",
    "required": ["kind", "content", "byteCount", "page"],
    "properties": {
        "kind": {"type": "string", "enum": list(CodeKind)},
        "content": _or_null(_TEXT),
        "byteCount": {"type": "integer", "minimum": 0},
        "page": {"type": "integer", "minimum": 0},
    },
}
_DATA: Final[Mapping[str, tuple[Schema, Any]]] = {
    "document_id": (_id(IdPrefix.DOCUMENT), EXAMPLE_DOCUMENT),
    "type": (_or_null({"type": "string", "enum": list(document_types.names())}), "npwp"),
    "filename": (_or_null(_TEXT), "npwp-contoh.pdf"),
    "sha256": (_or_null(_TEXT), EXAMPLE_SHA256),
    "external_ref": (_or_null(_TEXT), "loan-app-2026-05-24-001"),
    "classification_confidence": (_or_null(_PERCENT), 97),
    "extraction_id": (_id(IdPrefix.EXTRACTION), _EXTRACTION),
    "confidence_score": (_PERCENT, 97),
    "fields": (
        {
            "type": "object",
            "additionalProperties": {},
            "description": "As in the extraction; docs/fields.md has every field.",
        },
        {"npwp_number": "09.254.294.3-407.000", "name": "PT CONTOH SEJAHTERA"},
    ),
    "field_confidences": (
        {"type": "object", "additionalProperties": _PERCENT, "description": "As in the extraction."},
        {"npwp_number": 99, "name": 97},
    ),
    "cell_confidences": (
        {
            "type": "object",
            "additionalProperties": {"type": "array", "items": {"type": "object", "additionalProperties": _PERCENT}},
            "description": "As in the extraction: of the cells that are more or less sure than their table.",
        },
        {},
    ),
    "codes": ({"type": "array", "items": _CODE, "description": "As in the extraction, without boxes."}, []),
    "flags": ({"type": "array", "items": {"type": "string", "enum": list(Flag)}}, ["low_confidence"]),
    "review_reasons": ({"type": "array", "items": _TEXT}, ["field_below_floor"]),
    "findings": ({"type": "array", "items": _FINDING}, []),
    "error_message": (_or_null(_TEXT), "The file is damaged or incomplete and could not be opened."),
    "stage": (_or_null(_TEXT), "unseal"),
    "actor_user_id": (_or_null(_TEXT), "key_01HXYJ8Q4Z5N7T2B9C6D3E8F9R"),
    "previous_extraction_id": (_or_null(_TEXT), _EXTRACTION),
    "template_id": (_id(IdPrefix.TEMPLATE), EXAMPLE_TEMPLATE),
    "match_confidence": (_or_null(_PERCENT), 96),
    "webhook_id": (_id(IdPrefix.WEBHOOK), EXAMPLE_WEBHOOK),
    "message": (_TEXT, "This is a test."),
}
"""Of each name in ``data``: what it may be, and an example."""

_HEADERS: Final = (
    ("webhook-id", "Id of the event; the same for every attempt.", _EVENT),
    ("webhook-timestamp", "Unix seconds of this attempt.", "1779592542"),
    ("webhook-signature", "One or two signatures `v1,<base64>`: HMAC-SHA256 over `id.timestamp.body`.", _SIGNATURE),
    ("X-Berkas-Event", "Name of the event.", None),
    ("X-Berkas-Delivery", "Id of the delivery.", _DELIVERY),
    ("X-Berkas-Attempt", "Number of the attempt, from 1.", "1"),
    ("X-Berkas-Signature", "`sha256=<hex>`: HMAC-SHA256 over the raw body.", None),
)  # fmt: skip


def event_webhooks() -> Schema:
    """Path items by the name of the event."""
    names = {kind.value: DATA[kind] for kind in EventKind} | {TEST_EVENT: ("webhook_id", "message")}
    return {event: {"post": _operation(event, data)} for event, data in names.items()}


def _operation(event: str, names: tuple[str, ...]) -> Schema:
    headers = [
        {
            "name": name, "in": "header", "required": True, "description": description, "schema": _TEXT,
            **({"example": example} if example else {}),
        }
        for name, description, example in _HEADERS
    ]  # fmt: skip
    return {
        "operationId": "on" + "".join(part.capitalize() for part in event.replace(".", "_").split("_")),
        "tags": ["Webhooks"],
        "summary": event,
        "description": f"{_WHEN[event]} docs/webhooks.md tells how to verify and how often it is tried.",
        "parameters": headers,
        "requestBody": {"required": True, "content": {"application/json": _body(event, names)}},
        "responses": {
            "2XX": {"description": "It arrived; answer within ten seconds."},
            "410": {"description": "Nothing more is wanted: this delivery is not tried again."},
            "default": {"description": "It is tried again, eleven times within a day."},
        },
        "security": [],
    }


def _body(event: str, names: tuple[str, ...]) -> Schema:
    wired = {wire_name(name): _DATA[name] for name in names}
    envelope: dict[str, tuple[Schema, Any]] = {
        "id": (_id(IdPrefix.EVENT), _EVENT),
        "event": ({"type": "string", "const": event}, event),
        "occurredAt": ({"type": "string", "format": "date-time"}, _TIME),
        "orgId": (_id(IdPrefix.ORGANISATION), "org_01HXYJ8Q4Z5N7T2B9C6D3E8FAS"),
        "data": (_object(wired), {name: example for name, (_, example) in wired.items()}),
    }
    example = {name: value for name, (_, value) in envelope.items()}
    return {"schema": _object(envelope), "examples": {"event": {"value": example}}}


def _object(properties: Mapping[str, tuple[Schema, Any]]) -> Schema:
    """New names may come; a receiver ignores what it does not know."""
    schemas = {name: schema for name, (schema, _) in properties.items()}
    return {"type": "object", "required": list(schemas), "properties": schemas, "additionalProperties": {}}
