"""An API with a worker that does errands, and a browser at the analyst's page."""

from review_page import analyst, browser, new_key, npwp, statement, withheld  # noqa: F401 - fixtures
from workshop import (  # noqa: F401 - fixtures
    client,
    impatient,
    installation,
    organisation,
    paper,
    read,
    rows,
    stranger,
    upload,
)
