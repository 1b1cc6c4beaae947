"""The flow that makes one attempt to deliver one event to one webhook.

The row is the truth: the attempt is claimed by its number before anything is sent. When it fails, the next attempt is a run of its
own that is asked for when it is due: no slot waits. docs/webhooks.md tells more.
"""

from typing import Annotated

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed

from berkas.clock import utc_now, wire_time
from berkas.jobs import DELIVER_WEBHOOK, DeliverWebhook
from berkas.outbound import OutboundPolicy
from berkas.outbound_http import post
from berkas.storage.keyring import WrappedOrganisationKey
from berkas.webhooks import SECRET_PURPOSE, Signing, headers
from flows import retries
from flows.resources import resources
from flows.run_form import shown
from tables.engine import connected
from tables.queries import deliveries
from tables.queries.deliveries import Attempt, DeliveryToSend, Standing
from tables.webhooks import DeliveryStatus

FIELDS = DeliverWebhook.model_fields
GONE = 410
"""By this status a receiver says that it wants nothing any more (Standard Webhooks, "Delivery")."""


class Parcel:
    """A delivery and how its attempt ended; a plain object, so that the orchestrator looks at neither body nor secret."""

    __slots__ = ("delivery", "outcome")

    def __init__(self, delivery: DeliveryToSend) -> None:
        self.delivery = delivery
        self.outcome: Attempt | None = None

    def __repr__(self) -> str:
        return f"Parcel({self.delivery.id}, attempt {self.delivery.attempt})"


@flow(name=DELIVER_WEBHOOK.partition("/")[0], flow_run_name="{delivery_id}", persist_result=False)
async def deliver_webhook(
    delivery_id: Annotated[str, shown("Delivery", FIELDS["delivery_id"].description)],
    attempt: Annotated[int, shown("Attempt", FIELDS["attempt"].description, ge=1)] = 1,
) -> State[None]:
    """Send one event to one webhook, once, and record how it went."""
    async with connected():
        delivery = await deliveries.claim(delivery_id, attempt, str(flow_run.get_id()))
        if delivery is None:
            return await retries.state_before() or Completed(
                name="Superseded", message="Nothing to do: this attempt was made, or the delivery has ended."
            )
        parcel = Parcel(delivery)
        await send(parcel)
        outcome = parcel.outcome or Attempt(is_success=False, error_code=deliveries.RUN_LOST)
        standing = await deliveries.record(delivery_id, attempt, outcome)
    return _state(outcome, standing)


@task(name="send", persist_result=False, cache_policy=NO_CACHE)
async def send(parcel: Parcel) -> None:
    """Sign the body and send it to a judged address; a receiver that fails is an outcome, not an error."""
    delivery, moment = parcel.delivery, utc_now()
    body = delivery.body.encode()
    signed = headers(
        body,
        _signing(delivery),
        event=delivery.event,
        event_id=delivery.event_id,
        delivery_id=delivery.id,
        attempt=delivery.attempt,
        moment=moment,
    )
    policy = OutboundPolicy(resources().settings.webhook_allowed_hosts)
    sent = await post(delivery.url, body, signed, policy=policy)
    parcel.outcome = Attempt(
        is_success=sent.is_success,
        is_final=sent.status_code == GONE,
        duration_ms=sent.duration_ms,
        status_code=sent.status_code,
        error_code=sent.error_code,
        response_body=sent.response_body,
    )


def _signing(delivery: DeliveryToSend) -> Signing:
    """The secrets in clear.

    Raises:
        KeyUnknown: The root key is not configured.
        SealBroken: A secret was altered or belongs to another webhook.
    """
    key = WrappedOrganisationKey(delivery.root_key_id, delivery.wrapped_organisation_key)

    def opened(sealed: bytes) -> str:
        return (
            resources()
            .keyring.open_secret(
                sealed,
                key,
                purpose=SECRET_PURPOSE,
                organisation_id=delivery.organisation_id,
                owner_id=delivery.webhook_id,
            )
            .decode()
        )

    previous = delivery.previous_sealed_secret
    return Signing(opened(delivery.sealed_secret), opened(previous) if previous is not None else None)


def _state(outcome: Attempt, standing: Standing | None) -> State[None]:
    """What an operator reads; a receiver that does not take the event is nothing of ours that failed."""
    how = outcome.error_code or f"HTTP {outcome.status_code}"
    if standing is None:
        return Completed(name="Superseded", message="The delivery has moved on meanwhile.")
    if standing.status is DeliveryStatus.DELIVERED:
        return Completed(name="Delivered", message=how)
    if standing.next_attempt_at is not None:
        return Completed(
            name="Will be retried", message=f"{how}; next attempt at {wire_time(standing.next_attempt_at)}"
        )
    return Completed(name="Given up", message=how)
