"""The real API and the real steps of a run, for what documents say of each other and of what was asked for."""

from collections.abc import Callable
from typing import Any

import pytest
from workshop import (  # noqa: F401 - fixtures
    client,
    installation,
    organisation,
    paper,
    read,
    rows,
    stranger,
    upload,
)

from berkas.evaluation.specimens import papers


@pytest.fixture(scope="session")
def draw() -> Callable[..., papers.Specimen]:
    """Draws a SPECIMEN document with a text layer."""

    def make(kind: str, layout: str | None = None, seed: int = 1) -> papers.Specimen:
        return papers.make(kind, layout=layout or papers.LAYOUTS[kind][0], seed=seed)

    return make


@pytest.fixture
def taken(request: pytest.FixtureRequest) -> Callable[..., dict[str, Any]]:
    """Uploads a document and reads it; the document as the API shows it."""
    send, process = request.getfixturevalue("upload"), request.getfixturevalue("read")

    def of(content: bytes, **fields: str) -> dict[str, Any]:
        document: dict[str, Any] = process(send(content, **fields))
        return document

    return of
