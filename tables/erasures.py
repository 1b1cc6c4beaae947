"""Erasures: what was removed, why, and the proof of it."""

from enum import StrEnum

from piccolo.columns import JSONB, BigInt, Boolean, Bytea, Integer, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from tables.checks import one_of
from tables.engine import ENGINE


class ErasureKind(StrEnum):
    """Who wanted it: a request (erase) or the end of the retention (purge)."""

    ERASE = "erase"
    PURGE = "purge"


class ErasureStatus(StrEnum):
    """How far it is; from ``requested`` on nobody can use the document any more."""

    REQUESTED = "requested"
    COMPLETED = "completed"


class Erasure(Table, db=ENGINE):
    """The removal of one document; stays as its tombstone, without personal data."""

    id = Varchar(length=30, primary_key=True, default=None)
    organisation_id = Varchar(length=30, default=None)
    document_id = Varchar(length=30, default=None)
    kind = Varchar(length=16, default=ErasureKind.ERASE.value)
    status = Varchar(length=16, default=ErasureStatus.REQUESTED.value)
    reason = Varchar(length=1000, default=None)
    actor = Varchar(length=255, default=None, help_text="Id of a key, or the name of a part of Berkas.")
    keep_fields = Boolean(default=False)
    attempt = Integer(default=1, help_text="Which run may go on with it.")
    flow_run_id = Varchar(length=64, null=True, default=None)
    pending = JSONB(default="{}", help_text="What is still to be removed and no other row names: blob, customers.")
    removed = JSONB(default="{}", help_text="Counts by what was removed; grows with every step.")
    requested_at = Timestamptz()
    completed_at = Timestamptz(null=True, default=None)
    audit_sequence = BigInt(null=True, default=None, help_text="Of the audit entry that ends it.")
    audit_hash = Bytea(null=True, default=None, help_text="Of that entry.")

    erasure_of_organisation = Unique(["organisation_id", "id"])
    document_once = Unique(["organisation_id", "document_id"])
    erasure_kind_is_known = Check(one_of("kind", ErasureKind))
    erasure_status_is_known = Check(one_of("status", ErasureStatus))
    attempt_counts_from_one = Check("attempt >= 1")
