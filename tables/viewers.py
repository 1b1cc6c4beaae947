"""Who has a document open."""

from piccolo.columns import BigSerial, Timestamptz, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from tables.engine import ENGINE


class DocumentViewer(Table, db=ENGINE):
    """A short lease of a key on a document: somebody looks at it. It locks nothing and goes with the document."""

    id = BigSerial(primary_key=True)
    organisation_id = Varchar(length=30, default=None)
    document_id = Varchar(length=30, default=None)
    key_id = Varchar(length=30, default=None)
    since = Timestamptz(default=None)
    expires_at = Timestamptz(default=None, index=True)

    once_per_key = Unique(["document_id", "key_id"])
