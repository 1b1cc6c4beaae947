"""Why a document needs a person, as an operator sees it on the page of its run: names of fields and codes, never a value."""

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId

from tables.queries import documents, extractions


@pytest.fixture
def artifacts(prefect_place):
    """Markdown of the artifacts of the run that read a document, by key."""

    async def of(organisation_id, document_id):
        run_id = (await documents.find(organisation_id, document_id)).flow_run_id
        wanted = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[run_id]))
        async with get_client() as client:
            return {artifact.key: artifact.data for artifact in await client.read_artifacts(artifact_filter=wanted)}

    return of


async def test_a_run_tells_which_field_needs_a_person_and_why(run, store, paper, organisation, artifacts):
    stored = await store(paper.pdf, type_hint="ktp")

    state = await run(stored.id)

    shown = (await artifacts(organisation.id, stored.id))["review-reasons"]
    document = await documents.find(organisation.id, stored.id)
    assert state.name == "Requires review"
    assert state.message.startswith("required_field_missing: ")
    assert {"nik", "gender"} <= set(state.message.partition(": ")[2].partition(";")[0].split(", "))
    assert document.review_reasons[0] == "required_field_missing"
    assert shown.splitlines()[:2] == ["| field | reason |", "|---|---|"]
    assert "| nik | `required_field_missing` |" in shown.splitlines()


async def test_no_value_is_told(run, store, paper, organisation, artifacts):
    stored = await store(paper.pdf, type_hint="ktp")

    state = await run(stored.id)

    told = state.message + (await artifacts(organisation.id, stored.id))["review-reasons"]
    newest = await extractions.newest_extraction(organisation.id, stored.id)
    values = [*paper.truth.values(), *newest.fields.values()]
    assert not [value for value in values if value is not None and str(value) in told]


async def test_a_document_that_nobody_has_to_look_at_tells_no_reason(run, store, paper, organisation, artifacts):
    stored = await store(paper.pdf)

    state = await run(stored.id)

    assert (state.name, state.message) == ("Extracted", None)
    assert "review-reasons" not in await artifacts(organisation.id, stored.id)
    assert (await documents.find(organisation.id, stored.id)).review_reasons == ()
