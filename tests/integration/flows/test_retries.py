"""An operator presses Retry on a run: a failed document is read again, and nothing else changes how the run had ended."""

from typing import Any

import pytest

from berkas.errors import RunCancelled
from berkas.jobs import Loss
from tables.engine import fetch
from tables.erasures import ErasureKind
from tables.queries import audit, documents, erasures, extractions, lost_runs, outbox
from tables.queries.erasures import Wanted

SECRET = "rahasia-3171234567890123"


class Away:
    """A store that does not answer or has lost everything, until it is there again."""

    def __init__(self, store: Any, error: type[Exception]) -> None:
        self.store, self.error, self.is_away = store, error, True

    def read(self, name: str) -> bytes:
        if self.is_away:
            raise self.error(SECRET)
        return bytes(self.store.read(name))


@pytest.fixture
def retry(prefect_place, worker):
    """Retries a run as the UI does and runs it as a slot does; its final state."""
    from prefect.client.orchestration import get_client
    from prefect.flow_engine import run_flow
    from prefect.states import AwaitingRetry

    from flows.process_document import process_document

    async def again(run_id: str) -> Any:
        async with get_client() as client:
            await client.set_flow_run_state(run_id, AwaitingRetry(), force=True)
            flow_run = await client.read_flow_run(run_id)
        return await run_flow(process_document, flow_run=flow_run, return_type="state")

    return again


@pytest.fixture
def read(organisation):
    async def find(document_id: str):
        document = await documents.find(organisation.id, document_id)
        assert document is not None
        return document, len(await extractions.list_extractions(organisation.id, document_id))

    return find


@pytest.fixture
def store_of_runs(replace_resources, worker):
    """The store that runs read originals from, away for a while."""
    from flows.resources import resources

    def with_error(error: type[Exception]) -> Away:
        away = Away(resources().blobs, error)
        replace_resources(blobs=away)
        return away

    return with_error


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch):
    """A step that is repeated does not wait for it."""
    from flows.tasks.intake import unseal

    monkeypatch.setattr(unseal, "retries", 0)


async def run_of(document_id: str) -> str:
    [row] = await fetch("select flow_run_id from document where id = $1", document_id)
    return str(row["flow_run_id"])


async def test_retry_reads_a_failed_document_again_as_a_new_attempt(
    run, retry, store, read, paper, store_of_runs, organisation
) -> None:
    from berkas.errors import BlobMissing

    away = store_of_runs(BlobMissing)
    document = await store(paper.pdf)
    failed = await run(document.id)
    run_id = await run_of(document.id)
    away.is_away = False

    state = await retry(run_id)

    found, count = await read(document.id)
    assert (failed.is_failed(), failed.message) == (True, "blob_missing at unseal")
    assert (state.name, state.is_completed()) == ("Extracted", True)
    assert (found.status, found.attempt, found.error_code, count) == ("extracted", 2, None, 1)
    [entry] = [each for each in await audit.list_entries(organisation.id) if each.action == "document.retry"]
    assert (entry.subject, entry.details) == (document.id, {"attempt": 2})


async def test_retry_that_fails_again_fails_with_the_reason_of_now(
    run, retry, store, read, paper, store_of_runs
) -> None:
    from berkas.errors import BlobMissing, SealBroken

    away = store_of_runs(BlobMissing)
    document = await store(paper.pdf)
    await run(document.id)
    away.error = SealBroken

    first = await retry(await run_of(document.id))
    second = await retry(await run_of(document.id))

    found, _ = await read(document.id)
    assert [(state.is_failed(), state.message) for state in (first, second)] == [(True, "seal_broken at unseal")] * 2
    assert (found.status, found.attempt, found.error_code) == ("failed", 3, "seal_broken")


async def test_retry_of_a_run_that_was_put_off_leaves_its_state_and_the_next_attempt_alone(
    run, retry, store, read, paper, store_of_runs
) -> None:
    from berkas.errors import ObjectStoreUnavailable

    store_of_runs(ObjectStoreUnavailable)
    document = await store(paper.pdf)
    before = await run(document.id)
    [row] = await fetch("select id from document where attempt = 2 and status = 'queued'")

    state = await retry(await _newest_run(document.id))

    found, _ = await read(document.id)
    assert row["id"] == document.id
    assert (state.type, state.name, state.message) == (before.type, before.name, before.message)
    assert before.name == "Unavailable"
    assert (found.status, found.attempt) == ("queued", 2)


async def test_retry_of_a_completed_run_whose_document_was_asked_for_again_changes_nothing(
    run, retry, store, read, paper, organisation
) -> None:
    document = await store(paper.pdf)
    before = await run(document.id)
    run_id = await run_of(document.id)
    await documents.reextract(organisation.id, document.id)

    state = await retry(run_id)

    found, count = await read(document.id)
    assert (state.type, state.name, before.name) == (before.type, before.name, "Extracted")
    assert (found.status, found.attempt, count) == ("queued", 2, 1)


async def test_retry_after_an_erasure_reads_nothing_and_keeps_the_reason(
    run, retry, store, read, paper, store_of_runs, organisation
) -> None:
    from berkas.errors import BlobMissing

    away = store_of_runs(BlobMissing)
    document = await store(paper.pdf)
    await run(document.id)
    run_id = await run_of(document.id)
    away.is_away = False
    wanted = Wanted(
        organisation_id=organisation.id,
        document_id=document.id,
        kind=ErasureKind.ERASE,
        reason="CONTOH: subject asked",
        keep_fields=False,
        actor="key_test",
    )
    await erasures.begin(wanted)

    state = await retry(run_id)

    found, count = await read(document.id)
    assert (state.is_failed(), state.message) == (True, "blob_missing at unseal")
    assert (found.status, count) == ("erased", 0)


async def test_retry_of_a_run_whose_document_another_run_failed_since_leaves_both_alone(
    run, retry, store, read, paper, store_of_runs, organisation
) -> None:
    from berkas.errors import BlobMissing

    store_of_runs(BlobMissing)
    document = await store(paper.pdf)
    await run(document.id)
    first = await run_of(document.id)
    await documents.reextract(organisation.id, document.id)
    await run(document.id, 2)

    state = await retry(first)

    found, _ = await read(document.id)
    assert (state.is_failed(), state.message) == (True, "blob_missing at unseal")
    assert (found.status, found.attempt) == ("failed", 2)


async def test_a_document_whose_retried_run_dies_is_asked_for_again(
    run, retry, store, read, paper, store_of_runs
) -> None:
    """The parameters of a retried run name the attempt that failed, not the one it reads."""
    from berkas.errors import BlobMissing
    from flows.lost_runs import settle
    from tables.queries import retries

    store_of_runs(BlobMissing)
    document = await store(paper.pdf)
    await run(document.id)
    run_id = await run_of(document.id)
    assert await retries.claim_failed(document.id, run_id)

    await settle({"document_id": document.id, "attempt": 1}, Loss.DIED, flow_run_id=run_id)

    found, _ = await read(document.id)
    assert (found.status, found.attempt) == ("queued", 3)


async def test_a_cancelled_document_is_read_when_its_run_is_retried(
    run, retry, store, read, paper, prefect_place
) -> None:
    from prefect.client.orchestration import get_client
    from prefect.states import Cancelled

    from flows.process_document import process_document

    document = await store(paper.pdf)
    async with get_client() as client:
        made = await client.create_flow_run(
            process_document, parameters={"document_id": document.id, "attempt": 1}, state=Cancelled()
        )
    await documents.note_flow_run(document.id, 1, str(made.id))
    await outbox.close_runs(document.id)
    assert await lost_runs.give_up(document.id, 1, RunCancelled)

    state = await retry(str(made.id))

    found, _ = await read(document.id)
    assert state.name == "Extracted"
    assert (found.status, found.attempt) == ("extracted", 2)


async def _newest_run(document_id: str) -> str:
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import FlowRunFilter

    async with get_client() as client:
        wanted = FlowRunFilter.model_validate({"state": {"name": {"any_": ["Unavailable"]}}})
        runs = await client.read_flow_runs(flow_run_filter=wanted)
    [found] = [each for each in runs if each.parameters["document_id"] == document_id]
    return str(found.id)
