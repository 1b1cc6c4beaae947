from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from tables.engine import fetch

ID = "2026-11-26T19:55:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Deliveries that exist go where their webhook points today"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="tables", description=DESCRIPTION)

    async def run() -> None:
        await fetch(
            """update webhook_delivery d set url = w.url from webhook w
            where w.organisation_id = d.organisation_id and w.id = d.webhook_id and d.url is null"""
        )

    manager.add_raw(run)
    return manager
