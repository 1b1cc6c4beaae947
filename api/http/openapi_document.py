"""The OpenAPI document as it is served: what the framework makes of the handlers, and what no handler says."""

import json
from datetime import datetime
from typing import Any

from litestar import Request
from litestar.openapi.plugins import JsonRenderPlugin

from api.access_schemas import PageReadEvent, StatusEvent
from api.documents.example_documents import example_document
from api.documents.field_schemas import typed_extractions
from api.schemas import Wire, wire_time
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
            self._rendered = json.dumps(completed(openapi_schema), separators=(",", ":")).encode()
        return self._rendered


def completed(document: dict[str, Any]) -> dict[str, Any]:
    """The document with the fields of each type, the events of streams, and webhooks.

    Args:
        document: As the framework makes it; it is not changed.
    """
    hoisted: dict[str, Any] = {}
    whole = _plain(document, hoisted)
    schemas = dict(whole["components"]["schemas"])
    schemas |= {name: schema for name, schema in hoisted.items() if name not in schemas}
    schemas |= typed_extractions(schemas["ExtractionOut"])
    schemas["DocumentDetail"] = {**schemas["DocumentDetail"], "examples": [example_document()]}
    schemas |= {model.__name__: _event(model) for model in (StatusEvent, PageReadEvent)}
    return {**whole, "components": {**whole["components"], "schemas": schemas}, "webhooks": event_webhooks()}


def _plain(node: Any, hoisted: dict[str, Any]) -> Any:  # noqa: ANN401 - any JSON value
    """The same with times as the API writes them, and its ``$defs`` moved out.

    Bodies that are decoded by hand refer to components, and some of these are nowhere else.
    """
    if isinstance(node, dict):
        hoisted |= {name: _plain(child, hoisted) for name, child in node.get("$defs", {}).items()}
        return {name: _plain(child, hoisted) for name, child in node.items() if name != "$defs"}
    if isinstance(node, list):
        return [_plain(child, hoisted) for child in node]
    return wire_time(node) if isinstance(node, datetime) else node


def _event(model: type[Wire]) -> dict[str, Any]:
    schema = model.model_json_schema(by_alias=True, ref_template=_REFERENCES)
    schema.pop("$defs", None)  # the enumeration of statuses is a component already
    return schema
