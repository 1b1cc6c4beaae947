"""What Piccolo's table classes cannot say of the lifecycle: tenancy of references, indexes, new kinds of outbox entries."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from tables.engine import fetch

ID = "2026-11-24T08:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Keep tenants apart and index erasures, downloads and webhooks; let the outbox ask for erasures and deliveries"

# a row can only refer to a row of its own organisation
OWN_ROWS = [
    ("erasure", "organisation_id", "organisation", "id", ""),
    ("erasure", "organisation_id, document_id", "document", "organisation_id, id", ""),
    ("used_download", "organisation_id, document_id", "document", "organisation_id, id", ""),
    ("webhook", "organisation_id", "organisation", "id", ""),
    ("webhook_delivery", "organisation_id, webhook_id", "webhook", "organisation_id, id", "on delete cascade"),
    ("webhook_delivery", "organisation_id, document_id", "document", "organisation_id, id", ""),
    ("webhook_attempt", "organisation_id, delivery_id", "webhook_delivery", "organisation_id, id", "on delete cascade"),
]

INDEXES = [
    "create index erasure_unfinished on erasure (requested_at) where status = 'requested'",
    "create index webhook_of_organisation_newest on webhook (organisation_id, created_at desc, id desc)",
    "create index delivery_newest on webhook_delivery (organisation_id, webhook_id, created_at desc, id desc)",
    "create index delivery_of_document on webhook_delivery (organisation_id, document_id) where document_id is not null",
    "create index delivery_pending on webhook_delivery (next_attempt_at) where status = 'pending'",
    "create index document_retained on document (retain_until)"
    " where retain_until is not null and not legal_hold and status not in ('erased', 'purged')",
    "create index document_of_bulk_run on document (bulk_run_id) where bulk_run_id is not null",
]

KINDS = [
    "alter table outbox_entry drop constraint kind_is_known",
    "alter table outbox_entry add constraint kind_is_known"
    " check (kind in ('process_document', 'erase_document', 'deliver_webhook', 'document_event'))",
]


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="tables", description=DESCRIPTION)

    async def run() -> None:
        for table, columns, target, target_columns, rule in OWN_ROWS:
            await fetch(
                f"alter table {table} add foreign key ({columns}) references {target} ({target_columns}) {rule}"
            )
        for statement in (*INDEXES, *KINDS):
            await fetch(statement)

    manager.add_raw(run)
    return manager
