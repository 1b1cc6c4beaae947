"""Download links that were used: each works once."""

from piccolo.columns import Timestamptz, Varchar
from piccolo.table import Table

from tables.engine import ENGINE


class UsedDownload(Table, db=ENGINE):
    """A signed link after its one use; forgotten once the link would be over anyway."""

    token_id = Varchar(length=64, primary_key=True, default=None)
    organisation_id = Varchar(length=30, default=None)
    document_id = Varchar(length=30, default=None)
    used_at = Timestamptz()
    expires_at = Timestamptz(default=None, index=True)
