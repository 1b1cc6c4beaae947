"""The steps of an erasure as tasks that one can watch; ``flows.removal`` has what they do."""

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.events import emit_event

from flows import removal
from flows.papers import without_messages
from flows.tasks.retrying import RETRY_DELAYS, is_transient
from tables.queries.erasures import STATUS_OF
from tables.queries.receipts import ErasureRow


@task(
    name="remove_original",
    retries=len(RETRY_DELAYS),
    retry_delay_seconds=RETRY_DELAYS,
    retry_condition_fn=is_transient,
    persist_result=False,
    cache_policy=NO_CACHE,
)
async def remove_original(erasure: ErasureRow) -> None:
    """Remove the sealed original in every copy and version."""
    with without_messages():
        await removal.remove_original(erasure)


@task(
    name="remove_derived",
    retries=len(RETRY_DELAYS),
    retry_delay_seconds=RETRY_DELAYS,
    retry_condition_fn=is_transient,
    persist_result=False,
    cache_policy=NO_CACHE,
)
async def remove_derived(erasure: ErasureRow) -> None:
    """Remove boxes, texts and fields, and what was said to others about the document."""
    with without_messages():
        await removal.remove_derived(erasure)


@task(
    name="remove_runs",
    retries=len(RETRY_DELAYS),
    retry_delay_seconds=RETRY_DELAYS,
    retry_condition_fn=is_transient,
    persist_result=False,
    cache_policy=NO_CACHE,
)
async def remove_runs(erasure: ErasureRow) -> None:
    """Remove the record of reading the document from the orchestrator."""
    with without_messages():
        await removal.remove_runs(erasure)


@task(
    name="certify",
    retries=len(RETRY_DELAYS),
    retry_delay_seconds=RETRY_DELAYS,
    retry_condition_fn=is_transient,
    persist_result=False,
    cache_policy=NO_CACHE,
)
async def certify(erasure: ErasureRow) -> None:
    """Complete the erasure in the audit log and in its receipt, and tell automations."""
    with without_messages():
        is_first = await removal.certify(erasure)
    if is_first:
        document_id = erasure.document_id
        emit_event(
            event=f"berkas.document.{STATUS_OF[erasure.kind]}",
            resource={"prefect.resource.id": f"berkas.document.{document_id}", "prefect.resource.name": document_id},
            payload={"erasure": erasure.id},
        )
