"""Idempotency keys and the answers that they replay."""

from piccolo.columns import BigSerial, Bytea, Char, SmallInt, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from tables.engine import ENGINE


class IdempotencyKey(Table, db=ENGINE):
    """One request that a client may repeat; kept for a day."""

    id = BigSerial(primary_key=True)
    organisation_id = Varchar(length=30, default=None)
    key = Varchar(length=255, default=None)
    fingerprint = Char(length=64, default=None, help_text="SHA-256 in hex of what was asked.")
    leased_until = Timestamptz(null=True, default=None, help_text="In flight until then; null when answered.")
    status = SmallInt(null=True, default=None, help_text="HTTP status of the answer.")
    body = Bytea(null=True, default=None, help_text="Body of the answer.")
    subject = Varchar(length=64, null=True, default=None, help_text="What the answer is about, to erase it with it.")
    expires_at = Timestamptz(default=None, index=True)

    key_once = Unique(["organisation_id", "key"])
    answered_or_in_flight = Check("(status is null) = (leased_until is not null)")
