"""The flow that removes what is left of one document after its erasure began: original, what was made of it, runs; then the proof.

The request that asked for it has made the document unusable. Whatever kills a run, another one follows: the sweep asks for it.
"""

from typing import Annotated

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed

from berkas.jobs import ERASE_DOCUMENT, EraseDocument
from flows import retries
from flows.run_form import shown
from flows.tasks.removal import certify, remove_derived, remove_original, remove_runs
from tables.engine import connected
from tables.queries import erasures

FIELDS = EraseDocument.model_fields


@flow(name=ERASE_DOCUMENT.partition("/")[0], flow_run_name="{erasure_id}", persist_result=False)
async def erase_document(
    erasure_id: Annotated[str, shown("Erasure", FIELDS["erasure_id"].description)],
    attempt: Annotated[int, shown("Attempt", FIELDS["attempt"].description, ge=1)] = 1,
) -> State[None]:
    """Remove one document and complete its receipt, once."""
    async with connected():
        erasure = await erasures.claim(erasure_id, attempt, str(flow_run.get_id()))
        if erasure is None:
            return await retries.state_before() or Completed(
                name="Superseded", message="Nothing to do: completed, or another attempt was asked for."
            )
        await remove_original(erasure)
        await remove_derived(erasure)
        await remove_runs(erasure)
        await certify(erasure)
    return Completed(name="Certified")
