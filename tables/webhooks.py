"""Webhooks, what is to be delivered to them, and every try."""

from enum import StrEnum

from piccolo.columns import Array, BigSerial, Boolean, Bytea, Integer, SmallInt, Text, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from berkas.model.events import EventKind
from tables.checks import one_of
from tables.engine import ENGINE


class DeliveryStatus(StrEnum):
    """How far a delivery is."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"


class Webhook(Table, db=ENGINE):
    """Where an organisation wants to hear of events. Its secret signs; for a day after a change the one before signs, too."""

    id = Varchar(length=30, primary_key=True, default=None)
    organisation_id = Varchar(length=30, default=None)
    url = Varchar(length=2048, default=None)
    events = Array(base_column=Varchar(length=64), default=[])
    active = Boolean(default=True)
    sealed_secret = Bytea(default=None, help_text="Sealed by the organisation's key.")
    previous_sealed_secret = Bytea(null=True, default=None)
    previous_valid_until = Timestamptz(null=True, default=None)
    failures = Integer(default=0, help_text="Attempts that failed since the last one that did not.")
    paused_until = Timestamptz(
        null=True,
        default=None,
        help_text="Nothing is sent before: its deliveries wait together for a receiver that fails.",
    )
    created_at = Timestamptz()
    updated_at = Timestamptz()

    webhook_of_organisation = Unique(["organisation_id", "id"])


class WebhookDelivery(Table, db=ENGINE):
    """One event for one webhook."""

    id = Varchar(length=30, primary_key=True, default=None)
    organisation_id = Varchar(length=30, default=None)
    webhook_id = Varchar(length=30, default=None)
    url = Varchar(
        length=2048,
        null=True,
        default=None,
        help_text="Where it goes: the webhook's address when it was made. Null in rows of the release before: the webhook's.",
    )
    event_id = Varchar(length=30, default=None)
    event = Varchar(length=64, default=None)
    document_id = Varchar(length=30, null=True, default=None)
    body = Text(null=True, default=None, help_text="As sent, to the byte; null once its document is erased.")
    status = Varchar(length=16, default=DeliveryStatus.PENDING.value)
    attempts = Integer(default=0, help_text="How often it was tried.")
    last_attempt = Integer(default=11, help_text="After that one it is given up; a redelivery moves it.")
    next_attempt_at = Timestamptz(
        null=True,
        default=None,
        help_text="While pending: when the next one is due, or by when the running one has ended.",
    )
    give_up_at = Timestamptz(
        null=True,
        default=None,
        help_text="No attempt begins later; null in deliveries of versions that counted attempts only.",
    )
    flow_run_id = Varchar(
        length=64, null=True, default=None, help_text="Its run, from when it is asked for until it ends."
    )
    created_at = Timestamptz()
    finished_at = Timestamptz(null=True, default=None)

    delivery_of_organisation = Unique(["organisation_id", "id"])
    event_once = Unique(["webhook_id", "event_id"])
    event_is_known = Check(f"{one_of('event', EventKind)} or event = 'webhook.test'")
    delivery_status_is_known = Check(one_of("status", DeliveryStatus))


class WebhookAttempt(Table, db=ENGINE):
    """One try of a delivery."""

    id = BigSerial(primary_key=True)
    organisation_id = Varchar(length=30, default=None)
    delivery_id = Varchar(length=30, default=None)
    number = Integer(default=None, help_text="From 1.")
    attempted_at = Timestamptz()
    duration_ms = Integer(default=0)
    status_code = SmallInt(null=True, default=None, help_text="HTTP status of the answer; null when there was none.")
    error_code = Varchar(length=64, null=True, default=None, help_text="Why there was none.")
    response_body = Text(null=True, default=None, help_text="Its beginning; null once the document is erased.")

    number_once = Unique(["delivery_id", "number"])
