"""An API with a worker that does errands."""

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
