"""The flows that a warm slot runs, and why it refuses others.

Whoever can make a deployment on the Prefect server could otherwise have a slot run code of theirs: an entrypoint, steps that fetch
code, storage. A slot holds keys and originals, so it runs the catalogue's flows, by their module path, and nothing else.
"""

from typing import Final

from prefect.client.schemas.objects import FlowRun
from prefect.client.schemas.responses import DeploymentResponse

from berkas.jobs import (
    BULK_REEXTRACT,
    DELIVER_WEBHOOK,
    DRAW_PAGE,
    DRY_RUN_TEMPLATE,
    ERASE_DOCUMENT,
    PROCESS_DOCUMENT,
    PURGE_EXPIRED,
    SWEEP_QUEUED,
)

REFUSED: Final = "Refused"
"""Name of the final state of a run that a slot does not take."""


def entrypoint_of(path: str) -> str:
    """The module path of a deployment's flow; flow, file, function and deployment have one name."""
    name = path.partition("/")[0].replace("-", "_")
    return f"flows.{name}.{name}"


ENTRYPOINTS: Final = frozenset(
    entrypoint_of(path)
    for path in (
        BULK_REEXTRACT,
        DELIVER_WEBHOOK,
        DRAW_PAGE,
        DRY_RUN_TEMPLATE,
        ERASE_DOCUMENT,
        PROCESS_DOCUMENT,
        PURGE_EXPIRED,
        SWEEP_QUEUED,
    )
)
"""Written without importing a flow: the Prefect server imports this module, too, and must not load them."""


def reason_to_refuse(flow_run: FlowRun, deployment: DeploymentResponse | None) -> str | None:
    """Why a slot does not run this, in words for the Prefect UI; None where it does.

    The words quote nothing of the deployment: whoever made it may have written anything into it.
    """
    if deployment is None:
        return "it belongs to no deployment"
    if deployment.entrypoint not in ENTRYPOINTS:
        return "its entrypoint is not one of Berkas's flows"
    if deployment.pull_steps:
        return "its deployment has pull steps"
    if deployment.path or deployment.storage_document_id or deployment.infrastructure_document_id:
        return "its deployment names a folder, a storage or an infrastructure block"
    if deployment.job_variables or flow_run.job_variables:
        return "it has job variables, which a slot cannot apply"
    return None
