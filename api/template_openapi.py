"""What the OpenAPI document says of operations on templates; their bodies are decoded by hand."""

from dataclasses import dataclass, field
from typing import Any

from litestar.openapi.spec import OpenAPIMediaType, Operation, RequestBody
from pydantic import BaseModel

from api.filters import TEMPLATE_PARAMETERS
from api.openapi import IDEMPOTENCY_KEY, parameter_of
from api.template_bodies import DryRunBody
from api.template_schemas import NewTemplate, TemplateChange


def _body(model: type[BaseModel]) -> RequestBody:
    schema: Any = model.model_json_schema(by_alias=True, ref_template="#/components/schemas/{model}")
    return RequestBody(required=True, content={"application/json": OpenAPIMediaType(schema=schema)})


@dataclass
class TemplateListOperation(Operation):
    """The list of templates."""

    def __post_init__(self) -> None:
        """Describe the filters."""
        self.parameters = [parameter_of(parameter) for parameter in TEMPLATE_PARAMETERS]


@dataclass
class NewTemplateOperation(Operation):
    """Making a template."""

    def __post_init__(self) -> None:
        """Describe body and header."""
        self.request_body = _body(NewTemplate)
        self.parameters = [IDEMPOTENCY_KEY]


@dataclass
class TemplateChangeOperation(Operation):
    """Changing a template."""

    def __post_init__(self) -> None:
        """Describe the body."""
        self.request_body = _body(TemplateChange)


@dataclass
class PublishOperation(Operation):
    """Publishing a draft."""

    parameters: Any = field(default=None)

    def __post_init__(self) -> None:
        """Add the header to the parameters of the path."""
        self.parameters = [*(self.parameters or []), IDEMPOTENCY_KEY]


@dataclass
class DryRunOperation(Operation):
    """Trying a template."""

    def __post_init__(self) -> None:
        """Describe the body."""
        self.request_body = _body(DryRunBody)
