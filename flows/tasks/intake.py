"""From a queued row to bytes that lie open in the sandbox."""

from prefect import task
from prefect.cache_policies import NO_CACHE

from berkas.errors import PasswordRequired
from berkas.jobs import ProcessDocument
from flows.papers import Paper
from flows.resources import resources
from flows.tasks.retrying import RETRY_DELAYS, is_transient
from tables.queries import documents
from tables.queries.documents import DocumentToProcess


async def claim(job: ProcessDocument, *, flow_run_id: str) -> DocumentToProcess | None:
    """Move the row from queued to parsing for this attempt; None when another one has it or it is done."""
    return await documents.claim(job.document_id, job.attempt, flow_run_id)


@task(
    name="unseal",
    retries=len(RETRY_DELAYS),
    retry_delay_seconds=RETRY_DELAYS,
    retry_condition_fn=is_transient,
    persist_result=False,
    cache_policy=NO_CACHE,
)
async def unseal(paper: Paper) -> None:
    """Open the sealed original in the sandbox, with its password if it needs one."""
    with paper.at("unseal"):
        content = await resources().original(paper.document)
        reader = resources().reader
        try:
            info = reader.open(content, organisation_id=paper.document.organisation_id)
        except PasswordRequired:
            if paper.job.password_handle is None:
                raise
            password = await resources().passwords.take(paper.job.password_handle)
            info = reader.open(content, password=password, organisation_id=paper.document.organisation_id)
        paper.page_count = info.page_count


async def put_away(paper: Paper, *, is_stored: bool = False) -> None:
    """Make the sandbox forget the document and, once its end is stored, the API its password.

    Until then another attempt may need the password.
    """
    resources().reader.close()
    if is_stored and paper.job.password_handle is not None:
        await resources().passwords.forget(paper.job.password_handle)
