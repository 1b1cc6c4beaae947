"""A run whose reading is dropped, because a person's values stay: its page says so, and nothing of that reading."""

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId

from berkas.extraction.checks.run import TemplateRules
from tables.engine import fetch
from tables.queries import corrections, documents, extractions
from tables.queries.corrections import Correction


async def test_a_run_that_keeps_a_persons_values_tells_no_reasons_of_what_it_read(run, store, paper, organisation):
    stored = await store(paper.pdf, type_hint="ktp")
    first = await run(stored.id)
    newest = await extractions.newest_extraction(organisation.id, stored.id)
    correction = Correction(
        fields={},
        rules=TemplateRules(()),
        template=(newest.template_id, newest.template_version),
        is_sign_off=True,
        note=None,
        actor="key_1",
    )
    signed = await corrections.correct(organisation.id, stored.id, correction)
    await fetch("update document set status = 'queued', attempt = 2 where id = $1", stored.id)

    state = await run(stored.id, 2)

    document = await documents.find(organisation.id, stored.id)
    wanted = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[document.flow_run_id]))
    async with get_client() as client:
        artifacts = {artifact.key for artifact in await client.read_artifacts(artifact_filter=wanted)}
    assert first.name == "Requires review"
    assert (state.name, state.is_completed()) == ("Kept verified values", True)
    assert artifacts == {"stage-timings"}
    assert (document.status, await extractions.newest_id(organisation.id, stored.id)) == ("extracted", signed.id)
