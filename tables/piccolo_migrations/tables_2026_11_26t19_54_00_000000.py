"""A lease on a document belongs to the organisation of the document."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from tables.engine import fetch

ID = "2026-11-26T19:54:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Keep leases of viewers apart by organisation"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="tables", description=DESCRIPTION)

    async def run() -> None:
        await fetch(
            """alter table document_viewer
            add foreign key (organisation_id, document_id) references document (organisation_id, id)"""
        )

    manager.add_raw(run)
    return manager
