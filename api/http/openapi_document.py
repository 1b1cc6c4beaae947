"""The OpenAPI document as it is served: what the framework makes of the handlers, and what no handler says."""

import json
from typing import Any

from litestar import Request
from litestar.openapi.plugins import JsonRenderPlugin

from api.access_schemas import StatusEvent
from api.documents.field_schemas import typed_extractions
from api.webhooks.event_schemas import event_webhooks

_REFERENCES = "#/components/schemas/{model}"


class CompleteDocument(JsonRenderPlugin):
    """Serves the complete document at ``/schema/openapi.json``."""

    def __init__(self) -> None:
        super().__init__(path="/openapi.json")
        self._rendered: bytes | None = None

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        """The document in JSON; made once."""
        if self._rendered is None:
            self._rendered = json.dumps(completed(openapi_schema), separators=(",", ":"), default=str).encode()
        return self._rendered


def completed(document: dict[str, Any]) -> dict[str, Any]:
    """The document with the fields of each type, the events of streams, and webhooks.

    Args:
        document: As the framework makes it; it is not changed.
    """
    schemas, hoisted = dict(document["components"]["schemas"]), dict[str, Any]()
    whole = _without_definitions(document, hoisted)
    schemas |= {name: schema for name, schema in hoisted.items() if name not in schemas}
    schemas |= typed_extractions(schemas["ExtractionOut"])
    schemas["StatusEvent"] = _status_event()
    return {**whole, "components": {**whole["components"], "schemas": schemas}, "webhooks": event_webhooks()}


def _without_definitions(node: Any, hoisted: dict[str, Any]) -> Any:  # noqa: ANN401 - any JSON value
    """The same, its ``$defs`` moved out: bodies that are decoded by hand refer to components, and some are nowhere else."""
    if isinstance(node, dict):
        hoisted |= node.get("$defs", {})
        return {name: _without_definitions(child, hoisted) for name, child in node.items() if name != "$defs"}
    return [_without_definitions(child, hoisted) for child in node] if isinstance(node, list) else node


def _status_event() -> dict[str, Any]:
    schema = StatusEvent.model_json_schema(by_alias=True, ref_template=_REFERENCES)
    schema.pop("$defs", None)  # the enumeration of statuses is a component already
    return schema
