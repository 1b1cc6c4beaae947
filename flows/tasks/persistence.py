"""Recording how a run ended: the only task that writes."""

from prefect import task
from prefect.cache_policies import NO_CACHE

from berkas.model.qualities import qualities_of
from berkas.model.sources import source_of
from berkas.reading.reader import TEXT_LAYER
from flows.outcomes import Verdict
from flows.papers import Paper
from flows.resources import resources
from flows.tasks.retrying import RETRY_DELAYS, is_transient
from tables.queries import documents
from tables.queries.documents import Ending
from tables.queries.verified_values import Finished


@task(
    name="record",
    retries=len(RETRY_DELAYS),
    retry_delay_seconds=RETRY_DELAYS,
    retry_condition_fn=is_transient,
    persist_result=False,
    cache_policy=NO_CACHE,
)
async def record(paper: Paper, verdict: Verdict) -> Finished | None:
    """Store status, extraction and event in one transaction; None when another attempt has taken over meanwhile."""
    model_used = resources().reader.model_used
    ending = Ending(
        status=verdict.status,
        error_code=verdict.error_code,
        error_message=verdict.message,
        stage=verdict.stage,
        result=None if verdict.error_code else paper.result,
        matched=paper.matched,
        classification=paper.classification,
        page_count=paper.page_count,
        page_rotations=tuple(page.rotation for page in paper.pages),
        model_used=None if model_used == TEXT_LAYER else model_used,
        source=source_of(paper.pages) if paper.pages else None,
        qualities=qualities_of(paper.pages) if paper.pages else None,
    )
    with paper.at("record"):
        return await documents.finish(paper.job.document_id, paper.job.attempt, ending)
