"""What becomes of webhook deliveries whose run was lost, and of those that ended long ago."""

from berkas.settings import Settings
from flows.tasks.lost import find_lost
from tables.queries import deliveries, delivery_ends, webhooks


async def tend_deliveries(settings: Settings) -> int:
    """Ask for the next attempt of every delivery whose run is lost, and forget what is old; how many were asked for."""
    waiting = await deliveries.waiting(settings.sweep_after_seconds)
    lost = await find_lost(waiting) if waiting else []
    again = [one for one in lost if await deliveries.replace_lost(one.waiting.delivery_id, one.waiting.attempt)]
    await delivery_ends.end_overdue()
    await delivery_ends.forget_finished(settings.webhook_log_days)
    await webhooks.forget_previous_secrets()
    return len(again)
