"""The flow that tries a template on a document for its author. Nothing is stored: the answer goes back to the API's memory."""

from typing import Annotated

import msgspec
from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from berkas.dry_runs import DryRunRequest
from berkas.errors import SlotMissing
from berkas.jobs import DRY_RUN_TEMPLATE, DryRunTemplate
from flows.dry_runs import answer_of
from flows.resources import resources
from flows.run_form import shown
from tables.engine import connected
from tables.queries.storable import to_json

FIELDS = DryRunTemplate.model_fields
NOBODY_WAITS = "Nobody waits for it any more."


@flow(name=DRY_RUN_TEMPLATE.partition("/")[0], flow_run_name="dry-run", persist_result=False)
async def dry_run_template(
    handle: Annotated[str, shown("Handle", FIELDS["handle"].description)],
) -> State[None]:
    """Do one errand: apply a template to a document and give the answer to who waits for it."""
    job = DryRunTemplate(handle=handle)
    errands = resources().errands
    try:
        request = msgspec.json.decode(await errands.take(job.handle), type=DryRunRequest)
        async with connected():
            answer = await answer_of(request)
        await errands.answer(job.handle, to_json(answer).encode())
    except SlotMissing:
        return Completed(name="Superseded", message=NOBODY_WAITS)
    failure = answer.failure
    if failure is None:
        return Completed()
    if failure.place is not None:
        return Failed(message=f"{failure.code} at {failure.stage}: {failure.place}")
    return Completed(name="Not readable", message=f"{failure.code} at {failure.stage}")
