from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Column
from piccolo.columns.column_types import Timestamptz, Varchar
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-24T09:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Name files on their way in, so that what an interrupted upload leaves can be found"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="tables", description=DESCRIPTION)
    manager.add_table(class_name="BlobDraft", tablename="blob_draft", schema=None, columns=None)

    def add(name: str, kind: type[Column], **params: Any) -> None:
        manager.add_column(
            table_class_name="BlobDraft",
            tablename="blob_draft",
            column_name=name,
            db_column_name=name,
            column_class_name=kind.__name__,
            column_class=kind,
            params={
                "null": False,
                "primary_key": False,
                "unique": False,
                "index": False,
                "index_method": IndexMethod.btree,
                "choices": None,
                "db_column_name": None,
                "secret": False,
                **params,
            },
            schema=None,
        )

    add("blob_name", Varchar, length=255, default=None, primary_key=True)
    add("organisation_id", Varchar, length=30, default=None)
    add("created_at", Timestamptz, default=TimestamptzNow())
    return manager
