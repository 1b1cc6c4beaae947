"""Customers of an organisation."""

from piccolo.columns import Boolean, Timestamptz, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from tables.engine import ENGINE

MAX_FOLDED_NAME = 1024
"""Characters of a folded name; compatibility characters may stand for many."""

MAX_FOLDED_NAME_BYTES = 2000
"""Of its UTF-8: what a row of an index holds."""


class Customer(Table, db=ENGINE):
    """Whom documents are about; one per name, however it is written."""

    id = Varchar(length=30, primary_key=True, default=None)
    organisation_id = Varchar(length=30, default=None)
    name = Varchar(length=255, default=None, help_text="As first given.")
    folded_name = Varchar(
        length=MAX_FOLDED_NAME, default=None, help_text="Trimmed, one space between words, case-folded."
    )
    from_upload = Boolean(default=False, help_text="An upload made it; goes with the last document that names it.")
    created_at = Timestamptz()

    customer_of_organisation = Unique(["organisation_id", "id"])
    name_is_unique = Unique(["organisation_id", "folded_name"])
