"""What a slot runs: the catalogue's flows as `berkas deploy` registers them, and nothing else."""

from types import SimpleNamespace
from typing import Any

import pytest

from deployments.entrypoints import ENTRYPOINTS, entrypoint_of, reason_to_refuse

FLOW = "flows.process_document.process_document"


def deployment(**changes: Any) -> Any:
    """One as ours are, with some things changed."""
    plain: dict[str, Any] = {
        "entrypoint": FLOW,
        "pull_steps": [],
        "path": None,
        "storage_document_id": None,
        "infrastructure_document_id": None,
        "job_variables": {},
    }
    return SimpleNamespace(**plain | changes)


def run(**changes: Any) -> Any:
    return SimpleNamespace(**{"job_variables": None} | changes)


def test_the_entrypoints_are_those_of_the_catalogue() -> None:
    from deployments.catalogue import CATALOGUE

    assert {f"{plan.flow.fn.__module__}.{plan.flow.fn.__name__}" for plan in CATALOGUE} == ENTRYPOINTS
    assert {entrypoint_of(plan.path) for plan in CATALOGUE} == ENTRYPOINTS


def test_our_own_deployment_runs() -> None:
    assert reason_to_refuse(run(), deployment()) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"entrypoint": None},
        {"entrypoint": "foreign.py:flow"},
        {"entrypoint": "os.system"},
        {"entrypoint": FLOW.replace(".", "/", 1)},
        {"entrypoint": "flows/process_document.py:process_document"},
        {"entrypoint": f"{FLOW}.fn"},
        {"pull_steps": [{"prefect.deployments.steps.run_shell_script": {"script": "id"}}]},
        {"path": "/tmp/foreign"},
        {"storage_document_id": "7f3b"},
        {"infrastructure_document_id": "7f3b"},
        {"job_variables": {"command": "id"}},
        {"job_variables": {"env": {"PYTHONPATH": "/tmp/foreign"}}},
    ],
    ids=str,
)
def test_a_deployment_that_is_another_one_is_refused(changes) -> None:
    assert reason_to_refuse(run(), deployment(**changes))


def test_a_run_with_job_variables_or_without_a_deployment_is_refused() -> None:
    assert reason_to_refuse(run(job_variables={"command": "id"}), deployment())
    assert reason_to_refuse(run(), None)


def test_a_reason_quotes_nothing_of_a_foreign_deployment() -> None:
    reason = reason_to_refuse(run(), deployment(entrypoint="Budi-CONTOH.py:flow"))

    assert reason
    assert "Budi" not in reason
