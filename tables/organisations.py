"""Organisations: the tenants."""

from piccolo.columns import JSONB, Bytea, Integer, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from tables.engine import ENGINE


class Organisation(Table, db=ENGINE):
    """A tenant; every other row belongs to one."""

    id = Varchar(length=30, primary_key=True, default=None)
    name = Varchar(length=255, default=None)
    requires_review_threshold = Integer(default=70)
    settings = JSONB(default="{}")
    wrapped_key = Bytea(default=None, help_text="Key that wraps its documents' keys, itself wrapped by the root key.")
    root_key_id = Varchar(length=64, default=None, help_text="Which root key wraps it.", index=True)
    created_at = Timestamptz()
    updated_at = Timestamptz()

    threshold_is_percent = Check("requires_review_threshold between 0 and 100")
