"""Documents, the references they were uploaded under, and the keys of their originals."""

from piccolo.columns import (
    JSON,
    JSONB,
    BigInt,
    BigSerial,
    Boolean,
    Bytea,
    Char,
    Integer,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from berkas.model.sources import WantedSource
from berkas.model.statuses import DocumentStatus
from tables.checks import one_of
from tables.engine import ENGINE
from templates_registry import document_types


class Document(Table, db=ENGINE):
    """One upload of one file; the same bytes again meet the same row."""

    id = Varchar(length=30, primary_key=True, default=None)
    organisation_id = Varchar(length=30, default=None)
    customer_id = Varchar(length=30, null=True, default=None, help_text="The latest; all are in document_reference.")
    status = Varchar(length=32, default=None)
    type = Varchar(length=32, null=True, default=None, help_text="The hint, or what it was classified as.")
    type_hint = Varchar(length=32, null=True, default=None)
    wanted_template_id = Varchar(length=64, null=True, default=None, help_text="Asked for by a re-extract.")
    wanted_template_version = Integer(null=True, default=None)
    wanted_source = Varchar(length=16, default=WantedSource.AUTO.value, help_text="How its pages are to be read.")
    filename = Varchar(length=255, null=True, default=None)
    content_type = Varchar(length=64, default=None)
    size_bytes = BigInt(default=None)
    sha256 = Char(length=64, null=True, default=None, help_text="Hex; of the original; null when erased.")
    dedupe_key = Char(length=64, null=True, default=None, help_text="The hash while the original is kept, else null.")
    attempt = Integer(default=1, help_text="Which run may claim and store.")
    deaths = Integer(default=0, help_text="Runs that died while they read it, since it was last asked for.")
    replaces_verified = Boolean(default=False, help_text="Whether this attempt may replace what a person verified.")
    external_ref = Varchar(length=255, null=True, default=None, help_text="The latest; all are in document_reference.")
    metadata = JSON(null=True, default=None, help_text="As sent; json, not jsonb, keeps its order.")
    page_count = Integer(null=True, default=None)
    page_rotations = JSONB(null=True, default=None, help_text="Degrees clockwise that reading undid, by page index.")
    qualities = JSONB(
        null=True, default=None, help_text="Faults of the pictures of its pages; null until they are read."
    )
    classification = JSONB(null=True, default=None)
    template_id = Varchar(length=64, null=True, default=None, help_text="What made the newest extraction.")
    template_version = Integer(null=True, default=None)
    confidence_score = Integer(null=True, default=None, help_text="Of the newest extraction.")
    error_code = Varchar(length=64, null=True, default=None)
    error_message = Varchar(length=500, null=True, default=None)
    stage = Varchar(length=64, null=True, default=None)
    flow_run_id = Varchar(length=64, null=True, default=None)
    queued_at = Timestamptz()
    parsing_at = Timestamptz(null=True, default=None)
    finished_at = Timestamptz(null=True, default=None)
    bulk_run_id = Varchar(length=64, null=True, default=None, help_text="The bulk run that last queued it.")
    legal_hold = Boolean(default=False)
    retain_until = Timestamptz(null=True, default=None)
    search_names = Text(default="", help_text="Folded filename, references and customers.")
    search_content = Text(default="", help_text="Folded values and text of the newest extraction, cut.")
    identity = Char(
        length=64, null=True, default=None, help_text="Keyed fingerprint of what identifies it by its newest values."
    )
    identity_apart = JSONB(
        null=True, default=None, help_text="Keyed fingerprints, by field, of what tells two with that identity apart."
    )
    created_at = Timestamptz()
    updated_at = Timestamptz()

    document_of_organisation = Unique(["organisation_id", "id"])
    same_bytes_once = Unique(["organisation_id", "dedupe_key"])
    status_is_known = Check(one_of("status", DocumentStatus))
    type_is_known = Check(one_of("type", document_types.names()))
    type_hint_is_known = Check(one_of("type_hint", document_types.names()))
    wanted_source_is_known = Check(one_of("wanted_source", WantedSource))
    attempt_counts_from_one = Check("attempt >= 1")
    size_is_positive = Check("size_bytes > 0")
    score_is_percent = Check("confidence_score between 0 and 100")
    gone_is_not_deduped_onto = Check("dedupe_key is null or status not in ('erased', 'purged')")


class DocumentReference(Table, db=ENGINE):
    """A reference and a customer that a document was ever uploaded under."""

    id = BigSerial(primary_key=True)
    organisation_id = Varchar(length=30, default=None)
    document_id = Varchar(length=30, default=None)
    external_ref = Varchar(length=255, null=True, default=None)
    customer_id = Varchar(length=30, null=True, default=None)
    created_at = Timestamptz()

    reference_once = Unique(["document_id", "external_ref", "customer_id"], nulls_distinct=False)


class BlobKey(Table, db=ENGINE):
    """Where the sealed original is and the wrapped key that opens it; without this row nobody can."""

    document_id = Varchar(length=30, primary_key=True, default=None)
    organisation_id = Varchar(length=30, default=None)
    blob_name = Varchar(length=255, default=None)
    wrapped_key = Bytea(default=None, help_text="The document's data key, wrapped by its organisation's key.")
    created_at = Timestamptz()


class BlobDraft(Table, db=ENGINE):
    """A sealed file that is on its way in; the transaction that records its document takes the row away."""

    blob_name = Varchar(length=255, primary_key=True, default=None)
    organisation_id = Varchar(length=30, default=None)
    created_at = Timestamptz()
