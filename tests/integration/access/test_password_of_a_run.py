"""How long a password stays in memory: until the end of its document is stored, and not a run longer or shorter."""

from dataclasses import replace

import pytest

from berkas.errors import ObjectStoreUnavailable, SlotMissing
from berkas.evaluation.specimens import papers, variants
from berkas.model.statuses import DocumentStatus
from flows import resources as run_resources
from flows.outcomes import UNAVAILABLE
from flows.process_document import process_document
from flows.tasks import intake
from tables.queries import documents


@pytest.fixture
def resources(prefect_place, access, installation, monkeypatch):
    """What a worker has, in this process: it reaches the same server, store and keys."""
    worker = installation.model_copy(update={"api_internal_url": str(access.http.base_url)})
    monkeypatch.setenv("BERKAS_DATA_DIR", str(worker.data_dir))
    monkeypatch.setenv("BERKAS_ROOT_KEY", worker.root_key.get_secret_value())
    monkeypatch.setenv("BERKAS_API_INTERNAL_URL", worker.api_internal_url)
    run_resources.resources.cache_clear()
    found = run_resources.resources()
    yield found
    found.reader.close()
    run_resources.resources.cache_clear()


@pytest.fixture
async def locked(access):
    """A locked PDF that was sent with its password: its id and the handle of the slot."""
    specimen = papers.make("npwp", layout="card", seed=81)
    content, _ = variants.render(specimen, "locked_pdf", seed=81)
    document_id = (await access.upload(content, pdfPassword=variants.PASSWORD))["id"]
    [handle] = access.services.slots._held
    return document_id, handle


async def test_a_password_is_forgotten_once_the_document_is_read(access, resources, locked):
    document_id, handle = locked

    await process_document(document_id, 1, handle)

    row = await documents.find(access.organisation_id, document_id)
    assert row.status is DocumentStatus.EXTRACTED
    with pytest.raises(SlotMissing):
        await access.services.slots.take(handle)


async def test_a_password_outlives_a_run_that_could_not_reach_the_store(access, resources, locked, monkeypatch):
    document_id, handle = locked

    class Away:
        def read(self, name, start=0, length=None):
            raise ObjectStoreUnavailable

    with monkeypatch.context() as patch:
        patch.setattr(intake, "resources", lambda: replace(resources, blobs=Away()))
        patch.setattr(intake.unseal, "retry_delay_seconds", [0.0, 0.0, 0.0])
        assert (await process_document(document_id, 1, handle, return_state=True)).name == UNAVAILABLE

    await process_document(document_id, 2, handle)

    row = await documents.find(access.organisation_id, document_id)
    assert (row.status, row.attempt) == (DocumentStatus.EXTRACTED, 2)
