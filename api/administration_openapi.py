"""What the OpenAPI document says of webhooks, keys and the organisation: bodies, headers, filters."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from litestar.openapi.spec import OpenAPIMediaType, Operation, RequestBody

from api.administration_schemas import NewKeyBody, OrganisationChange
from api.filters import DELIVERY_PARAMETERS
from api.openapi import IDEMPOTENCY_KEY, parameter_of
from api.schemas import Wire
from api.webhook_schemas import NewWebhookBody, RedeliverBody, WebhookChange


@dataclass
class _BodyOperation(Operation):
    """A body that is decoded by hand, so that every mistake is told at once."""

    model: ClassVar[type[Wire]]
    is_repeatable: ClassVar[bool] = False
    is_required: ClassVar[bool] = True

    parameters: Any = field(default=None)

    def __post_init__(self) -> None:
        """Describe body and header."""
        body: Any = self.model.model_json_schema(by_alias=True, ref_template="#/components/schemas/{model}")
        content = {"application/json": OpenAPIMediaType(schema=body)}
        self.request_body = RequestBody(required=self.is_required, content=content)
        if self.is_repeatable:
            self.parameters = [*(self.parameters or []), IDEMPOTENCY_KEY]


@dataclass
class NewWebhookOperation(_BodyOperation):
    """Making a webhook."""

    model = NewWebhookBody
    is_repeatable = True


@dataclass
class WebhookChangeOperation(_BodyOperation):
    """Changing a webhook."""

    model = WebhookChange


@dataclass
class RedeliverOperation(_BodyOperation):
    """Delivering an event again; the body may be left out."""

    model = RedeliverBody
    is_repeatable = True
    is_required = False


@dataclass
class NewKeyOperation(_BodyOperation):
    """Making a key."""

    model = NewKeyBody
    is_repeatable = True


@dataclass
class OrganisationChangeOperation(_BodyOperation):
    """Changing the organisation."""

    model = OrganisationChange


@dataclass
class DeliveriesOperation(Operation):
    """The list of deliveries; its filters are parsed by hand so that an unknown one is refused."""

    parameters: Any = field(default=None)

    def __post_init__(self) -> None:
        """Add the filters to the parameters of the path."""
        self.parameters = [*(self.parameters or []), *map(parameter_of, DELIVERY_PARAMETERS)]
