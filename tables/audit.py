"""The audit log: appended to, never changed."""

from piccolo.columns import JSONB, BigInt, BigSerial, Bytea, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from tables.engine import ENGINE


class AuditEntry(Table, db=ENGINE):
    """Who did what to what; each entry of an organisation carries the hash of the one before, and a signature over its own.

    Triggers refuse every change, and an entry without a signature behind one that has it.
    """

    id = BigSerial(primary_key=True)
    organisation_id = Varchar(length=30, default=None)
    sequence = BigInt(default=None, help_text="From 1, without gaps, per organisation.")
    occurred_at = Timestamptz()
    actor = Varchar(length=255, default=None)
    action = Varchar(length=64, default=None)
    subject = Varchar(length=64, default=None)
    details = JSONB(default="{}")
    previous_hash = Bytea(default=None)
    hash = Bytea(default=None)
    signature = Bytea(null=True, default=None, help_text="None in entries of versions that did not sign.")

    sequence_once = Unique(["organisation_id", "sequence"])
    sequence_counts_from_one = Check("sequence >= 1")
