"""Webhooks on the wire: the body of each event, the headers that sign it, and when a failed delivery is tried again.

The signature follows Standard Webhooks (github.com/standard-webhooks/standard-webhooks, spec of 2023); the ``X-Berkas-`` headers
say the same to receivers that know no more than HMAC. docs/webhooks.md shows how both are verified.
"""

import base64
import binascii
import hashlib
import hmac
import json
import os
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from berkas.clock import wire_time
from berkas.model.events import EventKind

TEST_EVENT: Final = "webhook.test"
"""Not something that happens: only a person asks for it."""

SECRET_PREFIX: Final = "whsec_"  # noqa: S105 - how every secret begins
SECRET_PURPOSE: Final = "webhook-secret"  # noqa: S105 - what secrets are sealed for
_SECRET_BYTES: Final = 32

ROTATION_SECONDS: Final = 24 * 3600
"""How long the secret before signs, too."""

DELAYS_SECONDS: Final = (5, 30, 120, 600, 1800, 3600, 7200, 14400, 28800, 28800)
"""Between one attempt and the next; a little less than 24 hours in all."""

GIVE_UP_SECONDS: Final = 26 * 3600
"""After that no attempt begins, also where a receiver was paused meanwhile: a little longer than the delays with their jitter."""

MAX_ATTEMPTS: Final = len(DELAYS_SECONDS) + 1
JITTER: Final = 0.1
"""A delay is longer or shorter by up to this share, so that what failed together is not tried again together."""

DATA: Final[Mapping[EventKind, tuple[str, ...]]] = {
    EventKind.UPLOADED: ("document_id", "type", "filename", "sha256", "external_ref"),
    EventKind.CLASSIFIED: ("document_id", "type", "classification_confidence"),
    EventKind.EXTRACTED: (
        "document_id",
        "extraction_id",
        "type",
        "confidence_score",
        "fields",
        "field_confidences",
        "cell_confidences",
        "codes",
    ),
    EventKind.REQUIRES_REVIEW: (
        "document_id",
        "extraction_id",
        "confidence_score",
        "flags",
        "review_reasons",
        "findings",
    ),
    EventKind.PASSWORD_REQUIRED: ("document_id", "error_message"),
    EventKind.FAILED: ("document_id", "error_message", "stage"),
    EventKind.ERASED: ("document_id",),
    EventKind.PURGED: ("document_id",),
    EventKind.CORRECTED: ("document_id", "extraction_id", "actor_user_id", "previous_extraction_id"),
    EventKind.TEMPLATE_MATCHED: ("document_id", "template_id", "match_confidence"),
}
"""What ``data`` of each event holds, in this order."""

_PERSONAL: Final = frozenset({"fields", "codes", "filename", "external_ref"})
"""Facts that say something about a person; the rest are ids, states and sentences of ours."""

PERSONAL_EVENTS: Final = frozenset(kind.value for kind, facts in DATA.items() if _PERSONAL & set(facts))
"""Names of the events that may be sent on behalf of those only who may read documents."""


@dataclass(frozen=True, slots=True)
class Signing:
    """What a delivery is signed with.

    Attributes:
        secret: The webhook's, as it was shown: ``whsec_…``.
        previous: The one before, while it signs, too.
    """

    secret: str = field(repr=False)
    previous: str | None = field(default=None, repr=False)

    @property
    def secrets(self) -> tuple[str, ...]:
        """Both, the newer first."""
        return (self.secret, self.previous) if self.previous else (self.secret,)


def new_secret() -> str:
    """A random secret: ``whsec_`` and 32 bytes in base64."""
    return SECRET_PREFIX + base64.b64encode(os.urandom(_SECRET_BYTES)).decode()


def event_data(kind: EventKind, facts: Mapping[str, Any]) -> dict[str, Any]:
    """``data`` of an event out of facts in snake case: what is not known is null, what the event does not tell is left out."""
    return {wire_name(name): facts.get(name) for name in DATA[kind]}


def event_body(
    event: str, *, event_id: str, occurred_at: datetime, organisation_id: str, data: Mapping[str, Any]
) -> str:
    """The body of a delivery, as it is signed and sent; keys keep their order.

    Args:
        event: Name of the event on the wire.
        event_id: evt_…, the same for every webhook that hears of it.
        occurred_at: When it happened.
        organisation_id: org_…
        data: JSON values with names in camel case.
    """
    envelope = {
        "id": event_id,
        "event": event,
        "occurredAt": wire_time(occurred_at),
        "orgId": organisation_id,
        "data": data,
    }
    return json.dumps(envelope, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def headers(  # noqa: PLR0913 - one keyword per header
    body: bytes, signing: Signing, *, event: str, event_id: str, delivery_id: str, attempt: int, moment: datetime
) -> dict[str, str]:
    """The headers that identify and sign an attempt.

    Raises:
        ValueError: A secret is not ``whsec_`` and base64.
    """
    timestamp = int(moment.timestamp())
    signed = {
        "webhook-id": event_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(standard_signature(s, event_id, timestamp, body) for s in signing.secrets),
        "X-Berkas-Event": event,
        "X-Berkas-Delivery": delivery_id,
        "X-Berkas-Attempt": str(attempt),
        "X-Berkas-Timestamp": str(timestamp),
        "X-Berkas-Signature": plain_signature(signing.secret, body),
    }
    if signing.previous is not None:
        signed["X-Berkas-Signature-Previous"] = plain_signature(signing.previous, body)
    return signed


def standard_signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """``v1,`` and HMAC-SHA256 over ``id.timestamp.body`` in base64, by Standard Webhooks; the key is the decoded secret.

    Raises:
        ValueError: The secret is not ``whsec_`` and base64.
    """
    try:
        key = base64.b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
    except binascii.Error:
        message = "a webhook secret is whsec_ and base64"
        raise ValueError(message) from None
    signed = hmac.digest(key, f"{message_id}.{timestamp}.".encode() + body, hashlib.sha256)
    return f"v1,{base64.b64encode(signed).decode()}"


def plain_signature(secret: str, body: bytes) -> str:
    """``sha256=`` and HMAC-SHA256 over the raw body in hex; the key is the secret as it was shown, ``whsec_`` included."""
    return f"sha256={hmac.digest(secret.encode(), body, hashlib.sha256).hex()}"


def delay_seconds(failed_attempts: int, draw: random.Random | None = None) -> float | None:
    """How long to wait after so many failed attempts (from 1) of a round; None when it is given up.

    Args:
        failed_attempts: Of this round; a redelivery begins a new one.
        draw: Where the jitter comes from.
    """
    if failed_attempts > len(DELAYS_SECONDS):
        return None
    jitter = (draw or _DRAW).uniform(1 - JITTER, 1 + JITTER)
    return DELAYS_SECONDS[failed_attempts - 1] * jitter


def unknown_events(events: Sequence[str]) -> list[str]:
    """Those that no webhook can subscribe to, in the given order."""
    known = {kind.value for kind in EventKind}
    return [event for event in events if event not in known]


_DRAW: Final = random.SystemRandom()


def wire_name(name: str) -> str:
    """A name of ``data`` as it is sent: in camel case."""
    head, *rest = name.split("_")
    return head + "".join(word.capitalize() for word in rest)
