"""The wire models of webhooks and their deliveries."""

from pydantic import ConfigDict, Field
from pydantic.alias_generators import to_camel

from api.schemas import EXAMPLE_DOCUMENT, EXAMPLE_TIME, PageAnswer, Timestamp, Wire
from berkas.model.events import EventKind
from tables.webhooks import DeliveryStatus

EXAMPLE_WEBHOOK = "whk_01HXYJ8Q4Z5N7T2B9C6D3E8F6N"
EXAMPLE_URL = "https://hooks.contoh.co.id/berkas"

_STRICT = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")


class WebhookOut(Wire):
    """A webhook: where events of the organisation go."""

    id: str = Field(examples=[EXAMPLE_WEBHOOK])
    url: str = Field(examples=[EXAMPLE_URL])
    events: list[EventKind]
    active: bool
    secret: str | None = Field(
        description="Shown once: when it is made and when it is changed; null everywhere else and in replays.",
        examples=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo="],
    )
    previous_secret_until: Timestamp | None = Field(description="Until when the secret before signs, too.")
    last_delivered_at: Timestamp | None = Field(description="When an event last arrived.")
    failing_since: Timestamp | None = Field(description="When the first event came about that has not arrived since.")
    created_at: Timestamp = Field(examples=[EXAMPLE_TIME])
    updated_at: Timestamp = Field(examples=[EXAMPLE_TIME])


class WebhookAnswer(Wire):
    """Answer with one webhook."""

    data: WebhookOut


class WebhookListAnswer(PageAnswer[WebhookOut]):
    """Answer with one page of webhooks, newest first."""


class AttemptOut(Wire):
    """One try to deliver."""

    number: int = Field(description="From 1; X-Berkas-Attempt of the request.", examples=[1])
    attempted_at: Timestamp = Field(examples=[EXAMPLE_TIME])
    duration_ms: int = Field(examples=[184])
    status_code: int | None = Field(description="HTTP status of the answer; null when there was none.", examples=[500])
    error_code: str | None = Field(description="Why there was none; docs/webhooks.md lists them.", examples=[None])
    response_body: str | None = Field(
        description="The first 4 KB of the answer; null once the document is erased, and, where the event holds personal data, "
        "for a key without `documents:read`."
    )


class DeliveryOut(Wire):
    """One event for one webhook, with every try."""

    id: str = Field(examples=["whd_01HXYJ8Q4Z5N7T2B9C6D3E8F7P"])
    webhook_id: str = Field(examples=[EXAMPLE_WEBHOOK])
    url: str | None = Field(
        description="Where it goes: the webhook's URL when the event happened; null for one made before this was kept.",
        examples=[EXAMPLE_URL],
    )
    event_id: str = Field(examples=["evt_01HXYJ8Q4Z5N7T2B9C6D3E8F8Q"])
    event: str = Field(examples=[EventKind.EXTRACTED.value])
    document_id: str | None = Field(description="Null for a test.", examples=[EXAMPLE_DOCUMENT])
    status: DeliveryStatus
    next_attempt_at: Timestamp | None = Field(description="While pending: when it is tried again.")
    erased: bool = Field(description="Its body was erased with the document; it cannot be delivered again.")
    attempts: list[AttemptOut] = Field(description="Oldest first.")
    created_at: Timestamp = Field(examples=[EXAMPLE_TIME])
    finished_at: Timestamp | None = Field(description="When it arrived or was given up.")


class DeliveryAnswer(Wire):
    """Answer with one delivery."""

    data: DeliveryOut


class DeliveryListAnswer(PageAnswer[DeliveryOut]):
    """Answer with one page of deliveries, newest first."""


class NewWebhookBody(Wire):
    """Body that makes a webhook."""

    model_config = _STRICT

    url: str = Field(
        max_length=2048,
        description="https, and public addresses only; hosts of BERKAS_WEBHOOK_ALLOWED_HOSTS may use http and private ones.",
        examples=[EXAMPLE_URL],
    )
    events: list[EventKind] = Field(min_length=1)
    active: bool = True


class WebhookChange(Wire):
    """Body that changes a webhook; what is left out stays."""

    model_config = _STRICT

    url: str | None = Field(default=None, max_length=2048, examples=[EXAMPLE_URL])
    events: list[EventKind] | None = Field(default=None, min_length=1)
    active: bool | None = Field(default=None, examples=[False])


class RedeliverBody(Wire):
    """Body that may come with a redelivery."""

    model_config = _STRICT

    to_current_url: bool = Field(
        default=False,
        description="Send it to the webhook's present URL although it was made for another one; where the event holds personal "
        "data, this needs `documents:read`, too.",
    )
