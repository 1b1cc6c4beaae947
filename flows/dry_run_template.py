"""The flow that tries a template on a document for its author. Nothing is stored: the answer goes back to the API's memory."""

from typing import Annotated

from prefect import flow
from prefect.client.schemas.objects import State

from berkas.dry_runs import DryRunRequest
from berkas.jobs import DRY_RUN_TEMPLATE, DoErrand
from flows.dry_runs import answer_of
from flows.errands import do_errand
from flows.run_form import shown

FIELDS = DoErrand.model_fields


@flow(name=DRY_RUN_TEMPLATE.partition("/")[0], flow_run_name="dry-run", persist_result=False)
async def dry_run_template(
    handle: Annotated[str, shown("Handle", FIELDS["handle"].description)],
) -> State[None]:
    """Do one errand: apply a template to a document and give the answer to who waits for it."""
    return await do_errand(DoErrand(handle=handle).handle, DryRunRequest, answer_of)
