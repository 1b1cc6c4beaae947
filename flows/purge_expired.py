"""The flow that purges, every night, the documents whose retention is over.

It begins each removal itself and goes on with it by the steps of an erasure. What is due is asked of the database batch by batch:
a run that is killed is followed by the next one without doing anything twice; a removal that it had begun is seen to by the sweep.
"""

import time
from typing import Annotated, Final

from prefect import flow
from prefect.artifacts import acreate_progress_artifact, aupdate_progress_artifact
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed

from berkas.jobs import PURGE_EXPIRED
from berkas.settings import Settings
from flows.run_form import shown
from flows.tasks.purging import (
    apply_policy,
    count_due,
    count_kept_fields,
    find_due,
    publish_summary,
    purge_batch,
    remove_kept_fields,
)
from tables.engine import connected

SHARE_OF_DEADLINE: Final = 0.8
"""Of a run's hard deadline; what is still due then is left to the next run."""


@flow(name=PURGE_EXPIRED.partition("/")[0], persist_result=False)
async def purge_expired(
    dry_run: Annotated[bool, shown("Dry run", "Count what would be purged, and purge nothing")] = False,
    batch_size: Annotated[int, shown("Batch size", "Documents between two looks at the database", ge=1, le=1000)] = 100,
    limit: Annotated[int | None, shown("Limit", "Most documents of this run; empty for all", ge=1)] = None,
    organisation_id: Annotated[
        str | None, shown("Organisation", "Id of one organisation, org_…; empty for all")
    ] = None,
) -> State[None]:
    """Purge every document whose retention is over, unless it is under legal hold or being read; and fields kept so long."""
    run_id = str(flow_run.get_id())
    ends_at = time.monotonic() + SHARE_OF_DEADLINE * Settings().side_deadline_seconds
    async with connected():
        await apply_policy(organisation_id)
        due = await count_due(organisation_id)
        due_count = sum(count.due for count in due)
        wanted = min(due_count, limit) if limit else due_count
        if dry_run:
            await publish_summary(due, kept_fields_of=await count_kept_fields(organisation_id), run_id=None)
            return Completed(name="Counted", message=f"{wanted} documents would be purged.")
        progress = await acreate_progress_artifact(0, key="purge-progress", description=f"{wanted} documents are due.")
        seen, after = 0, ""
        while seen < wanted and time.monotonic() < ends_at:
            batch = await find_due(organisation_id, after=after, limit=min(batch_size, wanted - seen))
            if not batch:
                break
            await purge_batch(batch, run_id=run_id)
            seen, after = seen + len(batch), batch[-1].document_id
            await aupdate_progress_artifact(progress, 100 * seen / wanted)
        kept_fields_of = await remove_kept_fields(
            organisation_id, limit=None if limit is None else limit - seen, until=ends_at
        )
        await publish_summary(due, kept_fields_of=kept_fields_of, run_id=run_id)
    return Completed(name="Purged", message=f"{seen} of {wanted} documents that are due.")
