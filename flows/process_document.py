"""The flow that reads one document: queued → parsing → a final status.

The order of the steps is the table of contents of the product. The database row is the truth: the run claims it by attempt, and
whatever a step raises, the row ends in exactly one final status. Failing to read a damaged paper is a completed run; a failed run
means that something of ours needs attention.
"""

import contextlib
from typing import Annotated

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed, Failed

from berkas.errors import Unavailable
from berkas.jobs import PROCESS_DOCUMENT, Loss, ProcessDocument
from flows import outcomes, retries
from flows.outcomes import UNAVAILABLE, Verdict
from flows.papers import Paper
from flows.resources import resources
from flows.run_form import shown
from flows.tasks.extraction import classify, extract
from flows.tasks.intake import claim, put_away, unseal
from flows.tasks.notify import announce, publish_reasons, publish_timings
from flows.tasks.persistence import record
from flows.tasks.templates import apply_template, choose_template, has_choice
from tables.engine import connected
from tables.queries import lost_runs

FIELDS = ProcessDocument.model_fields


@flow(
    name=PROCESS_DOCUMENT.partition("/")[0],
    flow_run_name="{document_id}",
    persist_result=False,
)
async def process_document(
    document_id: Annotated[str, shown("Document", FIELDS["document_id"].description)],
    attempt: Annotated[int, shown("Attempt", FIELDS["attempt"].description, ge=1)] = 1,
    password_handle: Annotated[str | None, shown("Password handle", FIELDS["password_handle"].description)] = None,
) -> State[None]:
    """Read one document and record what was found, once."""
    job = ProcessDocument(document_id=document_id, attempt=attempt, password_handle=password_handle)
    async with connected():
        document = await claim(job, flow_run_id=str(flow_run.get_id()))
        if document is None and (retried := await retries.claim_again(job)):
            job, document = retried
        if document is None:
            return await retries.state_before() or Completed(
                name="Superseded", message="Nothing to do: the document is not queued for this attempt."
            )
        paper = Paper(job, document)
        announce(paper, "parsing")
        finished = None
        try:
            verdict = await _read(paper)
            finished = await record(paper, verdict)
            if finished is not None:
                verdict = outcomes.as_stored(verdict, finished.status, finished.causes)
                announce(paper, finished.status)
        except Unavailable as error:
            return await _put_off(job, error)
        finally:
            await put_away(paper, is_stored=finished is not None)
        await publish_timings(paper)
        if finished is not None and finished.has_kept_values:
            # reasons of what was read are none of the document, which is what a person made of it
            return Completed(name="Kept verified values", message="What was read was dropped.")
        await publish_reasons(paper, verdict)
    return _state(verdict)


async def _read(paper: Paper) -> Verdict:
    """All steps up to the values; an error of any of them is a verdict too, unless waiting may cure it."""
    try:
        await unseal(paper)
        await classify(paper)
        if has_choice(paper):
            await choose_template(paper)
        await extract(paper)
        apply_template(paper)
    except Unavailable:
        raise
    except Exception as error:  # noqa: BLE001 - the boundary of the flow: every document reaches a final status
        return outcomes.of_error(error, paper.stage)
    return outcomes.of_result(paper.result)


async def _put_off(job: ProcessDocument, error: Unavailable) -> State[None]:
    """Ask for another attempt in a while; where not even that can be stored, the sweep does it."""
    with contextlib.suppress(Unavailable):
        most_deaths = resources().settings.max_attempts
        await lost_runs.replace(job.document_id, job.attempt, Loss.UNAVAILABLE, most_deaths=most_deaths)
    return Failed(name=UNAVAILABLE, message=f"{error.code}; the document is read again later")


def _state(verdict: Verdict) -> State[None]:
    name = verdict.status.replace("_", " ").capitalize()
    if verdict.is_our_fault:
        return Failed(name=name, message=f"{verdict.error_code} at {verdict.stage}")
    if verdict.error_code:
        return Completed(name=f"Document {name.lower()}", message=f"{verdict.error_code} at {verdict.stage}")
    return Completed(name=name, message=verdict.reasons)
