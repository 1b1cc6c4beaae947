"""Runs of dry runs and pictures that went well leave the orchestrator's list; every other run stays."""

from datetime import timedelta

from berkas.jobs import READING_TAG, WORKER_CALL_TAG


async def test_only_worker_calls_that_went_well_a_while_ago_are_removed(prefect_place, monkeypatch) -> None:
    from prefect import flow
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import FlowRunFilter
    from prefect.states import Completed, Failed, Running

    from flows import past_calls

    @flow(name="contoh-calls")
    def contoh():
        """Never runs."""

    cases = {
        "went well": (WORKER_CALL_TAG, Completed()),
        "failed": (WORKER_CALL_TAG, Failed()),
        "runs": (WORKER_CALL_TAG, Running()),
        "document": (READING_TAG, Completed()),
    }
    async with get_client() as client:
        made = {
            name: (await client.create_flow_run(contoh, state=state, tags=[tag, "berkas"])).id
            for name, (tag, state) in cases.items()
        }

        too_early = await past_calls.forget_worker_calls()
        monkeypatch.setattr(past_calls, "_KEPT", timedelta(0))
        removed = await past_calls.forget_worker_calls()

        wanted = FlowRunFilter.model_validate({"id": {"any_": list(made.values())}})
        left = {run.id for run in await client.read_flow_runs(flow_run_filter=wanted)}
    assert (too_early, removed) == (0, 1)
    assert {name for name, run_id in made.items() if run_id not in left} == {"went well"}
