"""What an operator sees of a run beside its states: events and timings, never a value."""

from prefect.artifacts import acreate_markdown_artifact, acreate_table_artifact
from prefect.events import emit_event
from prefect.runtime import flow_run

from flows.outcomes import Verdict
from flows.papers import Paper
from flows.resources import resources


def announce(paper: Paper, status: str) -> None:
    """Emit the event `berkas.document.<status>`, for automations."""
    document_id = paper.job.document_id
    emit_event(
        event=f"berkas.document.{status}",
        resource={"prefect.resource.id": f"berkas.document.{document_id}", "prefect.resource.name": document_id},
        related=[{"prefect.resource.id": f"prefect.flow-run.{flow_run.get_id()}", "prefect.resource.role": "flow-run"}],
        payload={"attempt": paper.job.attempt},
    )


async def publish_timings(paper: Paper) -> None:
    """Publish where the time went, as a table on the run's page; it leads to the document."""
    document_id = paper.job.document_id
    rows = [{"stage": stage, "seconds": round(seconds, 3)} for stage, seconds in paper.timings.items()]
    await acreate_table_artifact(
        table=rows,
        key="stage-timings",
        description=(
            f"[{document_id}]({_address_of(document_id)}): seconds per stage;"
            f" {paper.page_count or 'no'} pages, {len(paper.pages)} read."
        ),
    )


async def publish_reasons(paper: Paper, verdict: Verdict) -> None:
    """Publish why a person should look at the document, as a table of fields and reasons; nothing where nobody has to."""
    if not verdict.causes:
        return
    lines = [f"| {name} | `{cause.reason}` |" for cause in verdict.causes for name in cause.fields or ("–",)]
    await acreate_markdown_artifact(
        markdown="\n".join(("| field | reason |", "|---|---|", *lines)),
        key="review-reasons",
        description=f"Why {paper.job.document_id} needs a person",
    )


def _address_of(document_id: str) -> str:
    """Where a person sees the document, beside its pages; where the settings do not say where that is, where workers do."""
    settings = resources().settings
    return f"{(settings.public_url or settings.api_internal_url).rstrip('/')}/review#{document_id}"
