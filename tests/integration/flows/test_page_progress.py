"""While a document is read: what each page tells, what is known of its pictures before its values, and OCR on request."""

import asyncio
import json

import asyncpg
import pytest

from berkas.evaluation.specimens import papers, variants
from berkas.jobs import STATUS_CHANNEL
from berkas.model.sources import ExtractionSource, WantedSource
from tables.queries import documents, extractions


@pytest.fixture
async def heard(database_url):
    """The status messages of all documents, as listeners hear them."""
    found = []
    connection = await asyncpg.connect(database_url)
    await connection.add_listener(STATUS_CHANNEL, lambda *notice: found.append(json.loads(notice[-1])))
    yield found
    await connection.close()


@pytest.fixture(scope="module")
def photo() -> bytes:
    return variants.render(papers.make("npwp", layout="card", seed=3), "blurred", seed=3)[0]


async def newest(organisation, document_id):
    return (await extractions.list_extractions(organisation.id, document_id))[0]


async def test_every_page_is_told_while_the_document_is_parsed(run, store, heard):
    specimen = papers.make("rekening_koran", layout=papers.LAYOUTS["rekening_koran"][0], seed=2)
    count = variants.page_count(specimen.pdf)
    stored = await store(specimen.pdf)

    await run(stored.id)

    await asyncio.sleep(0.2)
    own = [told for told in heard if told["document_id"] == stored.id]
    pages = [(told["page"], told["pages"]) for told in own if told.get("page")]
    assert pages == [(number + 1, count) for number in range(count)]
    assert [told["status"] for told in own if not told.get("page")] == ["queued", "parsing", own[-1]["status"]]


async def test_a_photo_s_qualities_are_with_its_document_and_extraction(run, store, organisation, photo):
    stored = await store(photo)

    await run(stored.id)

    document, extraction = await documents.find(organisation.id, stored.id), await newest(organisation, stored.id)
    assert [page.page for page in document.qualities] == [0]
    assert extraction.qualities == document.qualities
    assert extraction.source is ExtractionSource.OCR


async def test_a_text_layer_has_no_qualities_until_it_is_read_by_ocr(run, store, organisation, paper):
    stored = await store(paper.pdf)
    await run(stored.id)
    by_text = await newest(organisation, stored.id)
    document = await documents.find(organisation.id, stored.id)

    await documents.reextract(organisation.id, stored.id, source=WantedSource.OCR)
    await run(stored.id, 2)

    by_ocr = await newest(organisation, stored.id)
    assert (by_text.source, by_text.qualities, document.qualities) == (ExtractionSource.TEXT_LAYER, (), ())
    assert (by_ocr.source, len(by_ocr.qualities)) == (ExtractionSource.OCR, 1)
    assert by_ocr.model_used.startswith("ppocr")
    assert by_ocr.fields["npwp_number"] == by_text.fields["npwp_number"]
