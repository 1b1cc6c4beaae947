"""Deployments that somebody with Prefect's password made on our pool: nothing of them runs in a slot, which holds keys."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

pytestmark = pytest.mark.e2e

OURS = "process-document/on-upload"
FLOW = "flows.process_document.process_document"


@pytest.fixture
def trace(stack, tmp_path) -> Path:
    """A file that foreign code makes when it runs; a worker's user may write to its folder."""
    return stack.temporary / f"{tmp_path.name}-ran"


@pytest.fixture
def foreign(trace) -> Path:
    """A flow in a file of its own, which leaves a trace when it runs or is only loaded."""
    script = trace.with_suffix(".py")
    script.write_text(
        f"import pathlib\nfrom prefect import flow\npathlib.Path({str(trace)!r}).touch()\n"
        "@flow(name='foreign')\ndef foreign():\n    return 1\n"
    )
    return script


@pytest.fixture
def deploy(stack) -> Callable[..., dict[str, Any]]:
    """Makes a deployment on our pool over Prefect's REST API, runs it, and gives the run's end."""

    def make_and_run(*, run: dict[str, Any] | None = None, **deployment: Any) -> dict[str, Any]:
        with stack.prefect() as prefect:
            flow = prefect.post("/flows/", json={"name": "foreign"}).json()
            name = f"foreign-{time.monotonic_ns()}"
            body = {"name": name, "flow_id": flow["id"], "work_pool_name": "berkas", **deployment}
            answer = prefect.post("/deployments/", json=body)
            assert answer.status_code == 201, answer.text
            made = answer.json()["id"]
            answer = prefect.post(
                f"/deployments/{made}/create_flow_run", json={"state": {"type": "SCHEDULED"}, **(run or {})}
            )
            assert answer.status_code == 201, answer.text
            ended: dict[str, Any] = stack.ended_run(prefect, answer.json()["id"])
            # other tests look at every deployment of the server
            assert prefect.delete(f"/deployments/{made}").is_success
            return ended

    return make_and_run


def is_refused(run: dict[str, Any]) -> bool:
    state = run["state"]
    return (state["type"], state["name"]) == ("FAILED", "Refused") and "Berkas's own deployments only" in state[
        "message"
    ]


def test_a_foreign_entrypoint_does_not_run(deploy, foreign, trace) -> None:
    run = deploy(entrypoint=f"{foreign}:foreign")

    assert is_refused(run)
    assert "entrypoint" in run["state"]["message"]
    assert not trace.exists()


def test_a_module_path_outside_of_the_catalogue_does_not_run(deploy) -> None:
    run = deploy(entrypoint="deployments.commands.prepare.prepare")

    assert is_refused(run)


def test_pull_steps_do_not_run_even_for_a_flow_of_ours(deploy, trace) -> None:
    steps = [{"prefect.deployments.steps.run_shell_script": {"script": f"touch {trace}"}}]

    runs = [
        deploy(entrypoint=FLOW, pull_steps=steps, run={"parameters": {"document_id": "doc_none"}}),
        deploy(entrypoint="none.py:foreign", pull_steps=steps),
    ]

    assert all(is_refused(run) for run in runs)
    assert "pull steps" in runs[0]["state"]["message"]
    assert not trace.exists()


def test_job_variables_that_change_the_command_are_refused(deploy, trace) -> None:
    command = {"command": f"touch {trace}"}
    parameters = {"document_id": "doc_none"}

    runs = [
        deploy(entrypoint=FLOW, job_variables=command, run={"parameters": parameters}),
        deploy(entrypoint=FLOW, run={"parameters": parameters, "job_variables": command}),
    ]

    assert all(is_refused(run) for run in runs)
    assert not trace.exists()


def test_a_changed_deployment_of_ours_is_refused_until_it_is_registered_again(stack, api, draw, foreign, trace) -> None:
    with stack.prefect() as prefect:
        ours = prefect.get(f"/deployments/name/{OURS}").json()
        _change(prefect, ours, f"{foreign}:foreign")
        try:
            document_id = api.upload(draw("npwp", "card", 771)[0])["document"]["id"]
            run_id = _run_of(stack, document_id)
            run = stack.ended_run(prefect, run_id)
            status = api.document(document_id)["status"]
        finally:
            _change(prefect, ours, ours["entrypoint"])
        stack.sweep_until(lambda: api.document(document_id)["status"] == "extracted")

    assert is_refused(run)
    assert status == "queued"
    assert not trace.exists()


def _change(prefect: httpx.Client, deployment: dict[str, Any], entrypoint: str) -> None:
    answer = prefect.patch(f"/deployments/{deployment['id']}", json={"entrypoint": entrypoint})
    assert answer.status_code == 204, answer.text


def _run_of(stack: Any, document_id: str) -> str:
    deadline = time.monotonic() + 60
    while not (
        found := stack.ask("select flow_run_id from document where id = $1 and flow_run_id is not null", document_id)
    ):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return str(found[0]["flow_run_id"])
