"""Piccolo runs statements of our own before it makes a migration's tables: hence a migration of their own."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from tables.engine import fetch

ID = "2026-11-24T09:45:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Let files on their way in belong to an organisation"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="tables", description=DESCRIPTION)

    async def run() -> None:
        await fetch("alter table blob_draft add foreign key (organisation_id) references organisation (id)")

    manager.add_raw(run)
    return manager
