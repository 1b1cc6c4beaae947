"""The outbox: what must happen because of a committed change."""

from enum import StrEnum

from piccolo.columns import JSONB, BigSerial, Integer, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from tables.checks import one_of
from tables.engine import ENGINE


class OutboxKind(StrEnum):
    """What an entry asks for."""

    PROCESS_DOCUMENT = "process_document"
    ERASE_DOCUMENT = "erase_document"
    DELIVER_WEBHOOK = "deliver_webhook"


class OutboxEntry(Table, db=ENGINE):
    """One thing to do, stored in the transaction that made it necessary. The payload holds ids and handles only."""

    id = BigSerial(primary_key=True)
    organisation_id = Varchar(length=30, default=None)
    kind = Varchar(length=32, default=None)
    document_id = Varchar(length=30, null=True, default=None, help_text="Null for what is about no document.")
    payload = JSONB(default="{}")
    attempts = Integer(default=0, help_text="How often it was taken.")
    due_at = Timestamptz()
    leased_until = Timestamptz(null=True, default=None, help_text="Somebody is at it until then.")
    done_at = Timestamptz(null=True, default=None)
    created_at = Timestamptz()

    kind_is_known = Check(one_of("kind", OutboxKind))
