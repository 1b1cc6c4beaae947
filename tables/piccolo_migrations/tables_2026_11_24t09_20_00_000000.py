from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Varchar

ID = "2026-11-24T09:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Let a template be for documents of any type"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="tables", description=DESCRIPTION)
    manager.alter_column(
        table_class_name="CustomTemplate",
        tablename="template",
        column_name="document_type_hint",
        db_column_name="document_type_hint",
        params={"null": True},
        old_params={"null": False},
        column_class=Varchar,
        old_column_class=Varchar,
        schema=None,
    )
    return manager
