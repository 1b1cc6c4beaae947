"""What Piccolo must know about the tables to compose and run migrations."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="tables",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=table_finder(
        modules=[
            "tables.api_keys",
            "tables.audit",
            "tables.customers",
            "tables.documents",
            "tables.downloads",
            "tables.erasures",
            "tables.extractions",
            "tables.idempotency",
            "tables.organisations",
            "tables.outbox",
            "tables.templates",
            "tables.viewers",
            "tables.webhooks",
        ],
        exclude_imported=True,
    ),
    migration_dependencies=[],
    commands=[],
)
