"""From the body of a request to a webhook, and from its rows to the wire."""

import asyncio
from collections.abc import Sequence
from typing import Final

from api.auth import Caller
from api.json_fields import JsonFields
from api.services import Services
from api.webhook_schemas import AttemptOut, DeliveryOut, WebhookOut
from berkas.model.events import EventKind
from berkas.outbound import ALLOWING, MAX_URL, AddressRefused, NameNotResolved, OutboundPolicy
from berkas.refusals import AuthenticationFailed, MissingScope
from berkas.storage.keyring import WrappedOrganisationKey
from berkas.webhooks import PERSONAL_EVENTS, SECRET_PURPOSE, unknown_events
from tables.queries import organisations
from tables.queries.delivery_log import DeliveryRow
from tables.queries.webhooks import WebhookRow

FIELDS: Final = ("url", "events", "active")
DOCUMENTS_READ: Final = "documents:read"

_RESOLVING_SECONDS: Final = 5


async def checked_url(fields: JsonFields, allowed_hosts: str) -> str:
    """The URL, if events may go there today; every attempt asks again.

    Why a name is refused is not told: who asks must not learn what the names of this network mean.
    """
    url = fields.text("url", MAX_URL)
    if "url" in fields.errors:
        return url
    policy = OutboundPolicy(allowed_hosts)
    try:
        target = policy.judge(url)
    except AddressRefused as refusal:
        fields.blame("url", str(refusal))
        return url
    try:
        async with asyncio.timeout(_RESOLVING_SECONDS):
            await policy.resolve(target)
    except (AddressRefused, NameNotResolved, TimeoutError):
        fields.blame("url", f"The host name must resolve to public addresses only. {ALLOWING}")
    return url


def checked_events(fields: JsonFields) -> list[str]:
    """The events, each of them once."""
    events = fields.texts("events", 2 * len(EventKind))
    if unknown_events(events):
        fields.blame("events", f"must be of: {', '.join(EventKind)}")
    return events


def check_may_send(events: Sequence[str], caller: Caller) -> None:
    """See that a key has nothing sent that it must not read.

    Raises:
        MissingScope: An event holds personal data, and the key cannot read documents.
    """
    if PERSONAL_EVENTS & set(events) and not caller.may(DOCUMENTS_READ):
        raise MissingScope(f"missing scope: {DOCUMENTS_READ}")


async def sealed(services: Services, secret: str, *, organisation_id: str, webhook_id: str) -> bytes:
    """A webhook's secret as it is stored.

    Raises:
        AuthenticationFailed: The organisation was removed this moment.
    """
    organisation = await organisations.find_organisation(organisation_id)
    if organisation is None:
        raise AuthenticationFailed
    return services.keyring.seal_secret(
        secret.encode(),
        WrappedOrganisationKey(organisation.root_key_id, organisation.wrapped_key),
        purpose=SECRET_PURPOSE,
        organisation_id=organisation_id,
        owner_id=webhook_id,
    )


def webhook_out(row: WebhookRow, *, secret: str | None = None) -> WebhookOut:
    """A webhook; with its secret when that is new."""
    return WebhookOut(
        id=row.id,
        url=row.url,
        events=[EventKind(event) for event in row.events],
        active=row.active,
        secret=secret,
        previous_secret_until=row.previous_valid_until,
        last_delivered_at=row.last_delivered_at,
        failing_since=row.failing_since,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def delivery_out(row: DeliveryRow, reader: Caller | None) -> DeliveryOut:
    """A delivery with its attempts, as a caller may see it, or as anybody may.

    Answers of a receiver may quote what it got, so they are shown to those only who may read that.
    """
    may_read = reader is not None and reader.may(DOCUMENTS_READ)
    shows_answers = may_read or row.event not in PERSONAL_EVENTS
    return DeliveryOut(
        id=row.id,
        webhook_id=row.webhook_id,
        url=row.url,
        event_id=row.event_id,
        event=row.event,
        document_id=row.document_id,
        status=row.status,
        next_attempt_at=row.next_attempt_at,
        erased=row.is_erased,
        attempts=[
            AttemptOut(
                number=attempt.number,
                attempted_at=attempt.attempted_at,
                duration_ms=attempt.duration_ms,
                status_code=attempt.status_code,
                error_code=attempt.error_code,
                response_body=attempt.response_body if shows_answers else None,
            )
            for attempt in row.tries
        ],
        created_at=row.created_at,
        finished_at=row.finished_at,
    )
