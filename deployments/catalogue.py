"""Every deployment: what runs, under which name, when, and how often at once."""

from dataclasses import dataclass, field
from typing import Any

from prefect import Flow
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.exceptions import ObjectAlreadyExists
from prefect.schedules import Cron, Schedule
from prefect.types.entrypoint import EntrypointType
from prefect.workers.base import BaseWorker

from berkas.jobs import (
    BULK_QUEUE,
    BULK_REEXTRACT,
    DEFAULT_QUEUE,
    DELIVER_WEBHOOK,
    DRAW_PAGE,
    DRY_RUN_TEMPLATE,
    ERASE_DOCUMENT,
    ERRANDS_QUEUE,
    LONG_QUEUE,
    LONG_TAG,
    PROCESS_DOCUMENT,
    PURGE_EXPIRED,
    READING_TAG,
    SIDE_QUEUE,
    SWEEP_QUEUED,
    WEBHOOKS_QUEUE,
    WORKER_CALL_TAG,
)
from berkas.settings import Settings
from deployments.automations import register_automations
from deployments.saved_filters import register_filters
from flows.bulk_reextract import bulk_reextract
from flows.deliver_webhook import deliver_webhook
from flows.draw_page import draw_page
from flows.dry_run_template import dry_run_template
from flows.erase_document import erase_document
from flows.process_document import process_document
from flows.purge_expired import purge_expired
from flows.sweep_queued import sweep_queued

TIME_ZONE = "Asia/Jakarta"

ONE_AT_A_TIME = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)


@dataclass(frozen=True, slots=True)
class DeploymentPlan:
    """One deployment.

    Attributes:
        flow: What runs.
        path: `flow-name/deployment-name`, as in ``berkas.jobs``.
        description: Shown in the UI.
        tags: Of every run.
        queue: Work queue of its runs, where who asks for one names no other.
        schedule: When it runs by itself.
        concurrency: How many runs at once, and what happens to one more.
    """

    flow: Flow[..., Any]
    path: str
    description: str
    tags: tuple[str, ...] = field(default=("berkas",))
    queue: str = SIDE_QUEUE
    schedule: Schedule | None = None
    concurrency: ConcurrencyLimitConfig | None = None


CATALOGUE = (
    DeploymentPlan(
        flow=process_document,
        path=PROCESS_DOCUMENT,
        description="Reads one uploaded document: unseal, classify, extract, apply the template, record. Asked for by the API.",
        tags=("berkas", READING_TAG),
        queue=DEFAULT_QUEUE,
    ),
    DeploymentPlan(
        flow=dry_run_template,
        path=DRY_RUN_TEMPLATE,
        description="Tries a template on a document for its author; stores nothing. Asked for by the API.",
        tags=("berkas", WORKER_CALL_TAG),
        queue=ERRANDS_QUEUE,
    ),
    DeploymentPlan(
        flow=draw_page,
        path=DRAW_PAGE,
        description="Draws a page for who reviews a document; stores nothing. Asked for by the API.",
        tags=("berkas", WORKER_CALL_TAG),
        queue=ERRANDS_QUEUE,
    ),
    DeploymentPlan(
        flow=deliver_webhook,
        path=DELIVER_WEBHOOK,
        description="Makes one attempt to deliver one event to one webhook. Asked for by the API; a retry is a run that waits.",
        tags=("berkas", "webhook"),
        queue=WEBHOOKS_QUEUE,
    ),
    DeploymentPlan(
        flow=erase_document,
        path=ERASE_DOCUMENT,
        description="Removes what is left of an erased document, and certifies it. Asked for by the API and by the sweep.",
        tags=("berkas", "erasure"),
    ),
    DeploymentPlan(
        flow=purge_expired,
        path=PURGE_EXPIRED,
        description="Purges the documents whose retention is over; a dry run only counts them.",
        tags=("berkas", "maintenance", LONG_TAG),
        queue=LONG_QUEUE,
        schedule=Cron("0 2 * * *", timezone=TIME_ZONE),
        concurrency=ONE_AT_A_TIME,
    ),
    DeploymentPlan(
        flow=sweep_queued,
        path=SWEEP_QUEUED,
        description="Finds documents and erasures whose run was lost and asks for the next attempt.",
        tags=("berkas", "maintenance"),
        schedule=Cron("* * * * *", timezone=TIME_ZONE),
        concurrency=ONE_AT_A_TIME,
    ),
    DeploymentPlan(
        flow=bulk_reextract,
        path=BULK_REEXTRACT,
        description="Reads chosen documents again, a few at a time and after fresh uploads. Begin with a dry run: it only counts.",
        tags=("berkas", "maintenance", LONG_TAG),
        queue=LONG_QUEUE,
        concurrency=ONE_AT_A_TIME,
    ),
)


async def register(*, pool: str, pool_type: str) -> list[str]:
    """Make the work pool, every deployment, automation and saved filter, or bring them up to date; the deployments' paths."""
    async with get_client() as client:
        await _make_pool(client, pool, pool_type)
        for queue in _queues():
            await _make_queue(client, pool, queue)
    for plan in CATALOGUE:
        await _register(plan, pool)
    await register_automations()
    async with get_client() as client:
        await register_filters(client)
    return [plan.path for plan in CATALOGUE]


async def _make_pool(client: PrefectClient, name: str, pool_type: str) -> None:
    worker = BaseWorker.get_worker_class_from_type(pool_type)
    template = worker.get_default_base_job_template() if worker else {}
    try:
        await client.create_work_pool(WorkPoolCreate(name=name, type=pool_type, base_job_template=template))
    except ObjectAlreadyExists:
        return


@dataclass(frozen=True, slots=True)
class _Queue:
    """A work queue: runs of a lower priority number are taken first."""

    name: str
    priority: int
    description: str
    concurrency_limit: int | None = None


def _queues() -> tuple[_Queue, ...]:
    return (
        _Queue(ERRANDS_QUEUE, 1, "Dry runs and pictures of pages, which somebody waits for."),
        _Queue(DEFAULT_QUEUE, 2, "Documents that were just uploaded."),
        _Queue(SIDE_QUEUE, 3, "Runs that read no document and are over soon."),
        # before the deliveries, of which there may be no end; they keep the side slot that no long run gets
        _Queue(LONG_QUEUE, 4, "Runs that read no document and may last for hours."),
        _Queue(WEBHOOKS_QUEUE, 5, "Deliveries of webhooks."),
        _Queue(BULK_QUEUE, 9, "Documents that are read again in bulk.", Settings().bulk_slots),
    )


async def _make_queue(client: PrefectClient, pool: str, queue: _Queue) -> None:
    wanted: dict[str, Any] = {
        "description": queue.description,
        "priority": queue.priority,
        "concurrency_limit": queue.concurrency_limit,
    }
    try:
        await client.create_work_queue(name=queue.name, work_pool_name=pool, **wanted)
    except ObjectAlreadyExists:
        known = await client.read_work_queue_by_name(queue.name, work_pool_name=pool)
        await client.update_work_queue(known.id, **wanted)


async def _register(plan: DeploymentPlan, pool: str) -> None:
    deployment = await plan.flow.ato_deployment(
        name=plan.path.partition("/")[2],
        description=plan.description,
        tags=list(plan.tags),
        schedules=[plan.schedule] if plan.schedule else None,
        concurrency_limit=plan.concurrency,
        work_pool_name=pool,
        work_queue_name=plan.queue,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    await deployment.aapply()
