"""What the OpenAPI document says about the end of a document's life beyond what handlers' signatures tell."""

from dataclasses import dataclass, field
from typing import Any

from litestar.openapi.spec import OpenAPIMediaType, Operation, RequestBody

from api.erasure_schemas import EraseRequest, HoldRequest
from api.openapi import IDEMPOTENCY_KEY
from api.schemas import Wire


def _body(model: type[Wire]) -> RequestBody:
    """A JSON body that is decoded by hand, so that every mistake is named at once."""
    schema: Any = model.model_json_schema(by_alias=True)
    return RequestBody(required=True, content={"application/json": OpenAPIMediaType(schema=schema)})


@dataclass
class EraseOperation(Operation):
    """Erasing a document."""

    parameters: Any = field(default=None)

    def __post_init__(self) -> None:
        """Describe the body, and add the header to the parameters of the path."""
        self.request_body = _body(EraseRequest)
        self.parameters = [*(self.parameters or []), IDEMPOTENCY_KEY]


@dataclass
class HoldOperation(Operation):
    """Holding a document."""

    def __post_init__(self) -> None:
        """Describe the body."""
        self.request_body = _body(HoldRequest)
