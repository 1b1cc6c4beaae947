"""What Piccolo's table classes cannot say: tenancy of references, indexes, trigram search and triggers."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from tables.engine import fetch

ID = "2026-11-24T01:18:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Keep tenants apart, index lists and search, guard the audit log and published templates"

# a row can only refer to a row of its own organisation
OWN_ROWS = [
    ("api_key", "organisation_id", "organisation", "id"),
    ("customer", "organisation_id", "organisation", "id"),
    ("document", "organisation_id", "organisation", "id"),
    ("document", "organisation_id, customer_id", "customer", "organisation_id, id"),
    ("document_reference", "organisation_id, document_id", "document", "organisation_id, id"),
    ("document_reference", "organisation_id, customer_id", "customer", "organisation_id, id"),
    ("blob_key", "organisation_id, document_id", "document", "organisation_id, id"),
    ("extraction", "organisation_id, document_id", "document", "organisation_id, id"),
    ("outbox_entry", "organisation_id, document_id", "document", "organisation_id, id"),
    ("template", "organisation_id", "organisation", "id"),
    ("template_version", "organisation_id, template_id", "template", "organisation_id, id"),
    ("audit_entry", "organisation_id", "organisation", "id"),
    ("idempotency_key", "organisation_id", "organisation", "id"),
]

INDEXES = [
    "create index document_newest on document (organisation_id, created_at desc, id desc)",
    "create index document_by_status on document (organisation_id, status, created_at desc, id desc)",
    "create index document_by_type on document (organisation_id, type, created_at desc, id desc)",
    "create index document_of_customer on document (organisation_id, customer_id) where customer_id is not null",
    "create index document_names_trigrams on document using gin (search_names gin_trgm_ops)",
    "create index document_content_trigrams on document using gin (search_content gin_trgm_ops)",
    "create index document_waiting on document (queued_at) where status = 'queued'",
    "create index document_being_read on document (parsing_at) where status = 'parsing'",
    "create index reference_by_external_ref on document_reference (organisation_id, external_ref)"
    " where external_ref is not null",
    "create index reference_by_customer on document_reference (organisation_id, customer_id) where customer_id is not null",
    "create index extraction_newest on extraction (organisation_id, document_id, created_at desc, id desc)",
    "create unique index extraction_once_per_attempt on extraction (document_id, attempt) where method = 'rule_template'",
    "create index outbox_due on outbox_entry (kind, due_at, id) where done_at is null",
    "create index outbox_of_document on outbox_entry (organisation_id, document_id, kind)",
    "create index template_version_of_organisation on template_version (organisation_id, template_id, version desc)",
]

TRIGGERS = [
    """create function audit_is_append_only() returns trigger language plpgsql as $$
    begin
        raise exception 'the audit log is append-only' using errcode = 'restrict_violation';
    end $$""",
    """create trigger audit_entry_unchanged before update or delete on audit_entry
    for each row execute function audit_is_append_only()""",
    """create trigger audit_entry_kept before truncate on audit_entry
    for each statement execute function audit_is_append_only()""",
    """create function published_version_is_kept() returns trigger language plpgsql as $$
    begin
        if old.state = 'published' then
            raise exception 'a published template version never changes' using errcode = 'restrict_violation';
        end if;
        return case when tg_op = 'DELETE' then old else new end;
    end $$""",
    """create trigger template_version_unchanged before update or delete on template_version
    for each row execute function published_version_is_kept()""",
]


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="tables", description=DESCRIPTION)

    async def run() -> None:
        await fetch("create extension if not exists pg_trgm")
        for table, columns, target, target_columns in OWN_ROWS:
            await fetch(f"alter table {table} add foreign key ({columns}) references {target} ({target_columns})")
        for statement in (*INDEXES, *TRIGGERS):
            await fetch(statement)

    manager.add_raw(run)
    return manager
