from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from tables.engine import fetch

ID = "2026-11-27T16:51:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Find the same document in other bytes by an index"

INDEX = """
create index document_identity on document (organisation_id, identity, created_at, id) where identity is not null
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="tables", description=DESCRIPTION)

    async def run() -> None:
        await fetch(INDEX)

    manager.add_raw(run)
    return manager
