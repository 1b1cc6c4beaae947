"""API keys: only their hashes."""

from piccolo.columns import JSONB, Array, Char, Timestamptz, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from tables.engine import ENGINE


class ApiKey(Table, db=ENGINE):
    """A key of an organisation; the key itself is shown once and stored nowhere."""

    id = Varchar(length=30, primary_key=True, default=None)
    organisation_id = Varchar(length=30, default=None, index=True)
    name = Varchar(length=255, default=None)
    sha256 = Char(length=64, default=None, help_text="Hex; of the whole key.")
    hint = Varchar(length=16, default=None, help_text="Its last characters, so that a person can tell keys apart.")
    scopes = Array(base_column=Varchar(length=64), default=[])
    rate_limits = JSONB(default="{}", help_text="Its own limits by bucket name.")
    expires_at = Timestamptz(null=True, default=None)
    revoked_at = Timestamptz(null=True, default=None)
    created_at = Timestamptz()
    last_used_at = Timestamptz(null=True, default=None, help_text="To the minute.")

    hash_is_unique = Unique(["sha256"])
