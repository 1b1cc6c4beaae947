"""What becomes of webhook deliveries whose run was lost, and of those that ended long ago."""

from uuid import UUID

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import get_client
from prefect.exceptions import ObjectNotFound

from berkas.settings import Settings
from tables.queries import deliveries, webhooks
from tables.queries.deliveries import WaitingDelivery


async def tend_deliveries(settings: Settings) -> int:
    """Ask for the next attempt of every delivery whose run is lost, and forget what is old; how many were asked for."""
    waiting = await deliveries.waiting(settings.sweep_after_seconds)
    lost = await find_lost_deliveries(waiting) if waiting else []
    again = [one for one in lost if await deliveries.replace_lost(one.delivery_id, one.attempt)]
    await deliveries.forget_finished(settings.webhook_log_days)
    await webhooks.forget_previous_secrets()
    return len(again)


@task(name="find_lost_deliveries", persist_result=False, cache_policy=NO_CACHE)
async def find_lost_deliveries(waiting: list[WaitingDelivery]) -> list[WaitingDelivery]:
    """Those whose run is over or does not exist."""
    async with get_client() as client:
        lost = []
        for delivery in waiting:
            if delivery.flow_run_id is None:
                lost.append(delivery)
                continue
            try:
                run = await client.read_flow_run(UUID(delivery.flow_run_id))
            except ObjectNotFound:
                lost.append(delivery)
                continue
            if run.state is None or run.state.is_final():
                lost.append(delivery)
        return lost
