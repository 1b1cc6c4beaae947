"""Photos that lack their end: what is left of them is read, and whoever reads the values is told."""

import cv2
import numpy as np
import pypdfium2 as pdfium
import pytest

from berkas.evaluation.specimens import papers
from tables.queries import documents, extractions


@pytest.fixture
def read(organisation):
    """A document and its extractions."""

    async def find(document_id):
        document = await documents.find(organisation.id, document_id)
        return document, await extractions.list_extractions(organisation.id, document_id)

    return find


@pytest.fixture(scope="module")
def photo() -> bytes:
    """An NPWP card as JPEG."""
    specimen = papers.make("npwp", layout="card", seed=3)
    page = pdfium.PdfDocument(specimen.pdf)[0].render(scale=2.5).to_numpy()[:, :, :3]
    _, encoded = cv2.imencode(".jpg", np.ascontiguousarray(page))
    return encoded.tobytes()


async def test_a_photo_without_its_last_bytes_is_read_as_if_they_were_there(run, store, read, photo):
    whole, cut = await store(photo), await store(photo[:-2])

    for document in (whole, cut):
        await run(document.id)

    (of_whole, (expected,)), (_, (found,)) = await read(whole.id), await read(cut.id)
    # no two documents of an NPWP are said to be the same one: its card and its letter state the same
    assert (of_whole.status, found.review_reasons) == ("extracted", ())
    assert found.fields == expected.fields
    assert "image_truncated" not in [finding.code for finding in expected.findings]
    [told] = [finding for finding in found.findings if finding.code == "image_truncated"]
    assert (told.severity, tuple(told.fields)) == ("info", ())
    assert "image_truncated" not in found.review_reasons


async def test_a_photo_of_which_a_part_is_missing_goes_to_an_analyst(run, store, read, photo):
    stored = await store(photo[: int(len(photo) * 0.8)], type_hint="npwp")

    await run(stored.id)

    document, (extraction,) = await read(stored.id)
    [told] = [finding for finding in extraction.findings if finding.code == "image_truncated"]
    assert (document.status, told.severity) == ("requires_review", "warning")
    assert "image_truncated" in extraction.review_reasons


async def test_a_photo_of_which_nothing_came_fails(run, store, read, photo):
    stored = await store(photo[:200])

    await run(stored.id)

    document, found = await read(stored.id)
    assert (document.status, document.error_code, list(found)) == ("failed", "unreadable_file", [])
