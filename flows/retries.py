"""What a run does that an operator retries: read a failed document again, or end as it had ended."""

from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run

from berkas.jobs import ProcessDocument
from tables.queries import retries
from tables.queries.documents import DocumentToProcess


async def claim_again(job: ProcessDocument) -> tuple[ProcessDocument, DocumentToProcess] | None:
    """The next attempt of a document that failed in this run, claimed for it; None for any other document."""
    document = await retries.claim_failed(job.document_id, str(flow_run.get_id()))
    return None if document is None else (job.model_copy(update={"attempt": document.attempt}), document)


async def state_before() -> State[None] | None:
    """How this run ended before it was retried, name and message; None where it did not, and runs for the first time.

    A run that has nothing to do must not write over the reason of a failure.
    """
    async with get_client() as client:
        states = await client.read_flow_run_states(UUID(str(flow_run.get_id())))
    ended = [state for state in states if state.is_final()]
    if not ended:
        return None
    last = max(ended, key=lambda state: state.timestamp)
    return State(type=last.type, name=last.name, message=last.message)
