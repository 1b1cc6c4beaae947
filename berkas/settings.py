"""Settings, read once from the environment (prefix ``BERKAS_``) and passed inwards. docs/settings.md explains each."""

from pathlib import Path
from typing import Literal, get_args

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

MEBIBYTE = 1024 * 1024


class Settings(BaseSettings):
    """Everything that an installation may decide."""

    model_config = SettingsConfigDict(env_prefix="BERKAS_", extra="ignore", frozen=True, populate_by_name=True)

    data_dir: Path = Field(
        Path(".berkas"), description="Folder of the embedded database, local blobs, models and keys."
    )
    environment: Literal["live", "sandbox"] = Field(
        "live", description="Goes into API keys: bk_live_… or bk_sandbox_…."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="Least severity that is logged."
    )

    database_url: SecretStr = Field(
        SecretStr("postgresql://localhost/berkas"), description="PostgreSQL 15 or newer; `berkas up` sets it by itself."
    )
    migration_database_url: SecretStr | None = Field(
        None,
        description="The same database for the role that owns its tables; read by `berkas migrate` alone. None: the one above.",
    )
    database_pool_size: int = Field(10, ge=2, le=200, description="Most connections of one process.")

    root_key: SecretStr = Field(
        SecretStr(""),
        description="Root keys `id:base64(32 bytes)`, comma-separated; the first seals, all unseal. `berkas up` makes one.",
    )
    blob_url: str = Field(
        "", description="file:///folder or s3://bucket/prefix; empty means blobs/ in the data folder."
    )
    s3_endpoint_url: str | None = Field(None, description="Endpoint of an S3 server other than AWS.")
    s3_access_key_id: str | None = Field(None, description="Access key of the S3 server.")
    s3_secret_access_key: SecretStr | None = Field(None, description="Secret key of the S3 server.")
    s3_region: str | None = Field(None, description="Region of the bucket.")

    api_host: str = Field("127.0.0.1", description="Address on which the API listens.")
    api_port: int = Field(8700, ge=0, le=65535, description="Port on which the API listens.")
    api_internal_url: str = Field(
        "http://127.0.0.1:8700",
        description="Where workers reach the API to take passwords and errands out of its memory.",
    )
    public_url: str = Field(
        "",
        pattern=r"^(https?://[^\s/?#]+(/[^\s?#]*)?)?$",
        description="Where clients reach the API; links begin with it. Empty: what each request says of itself.",
    )
    max_upload_bytes: int = Field(20 * MEBIBYTE, ge=1, description="Largest file, in bytes.")
    max_json_body_bytes: int = Field(16 * MEBIBYTE, ge=1, description="Largest body of upload-json, in bytes.")
    header_seconds: float = Field(
        15, gt=0, description="How long the head of a request may take to arrive; then its connection is closed."
    )
    body_seconds: float = Field(
        300, gt=0, description="How long a whole body may take to arrive, however steadily; then it is refused."
    )
    trusted_proxies: str = Field(
        "",
        description="Addresses of reverse proxies whose X-Forwarded-For is believed, comma-separated; empty for none.",
    )
    rate_limit_reads: int = Field(600, ge=1, description="GET requests per key and minute.")
    rate_limit_writes: int = Field(120, ge=1, description="Other requests per key and minute.")
    rate_limit_uploads: int = Field(60, ge=1, description="Uploads per key and 10 minutes.")
    rate_limit_failed_auth: int = Field(30, ge=1, description="Failed authentications per client address and minute.")
    max_keys: int = Field(
        200, ge=1, description="Most API keys of one organisation that work at once; the operator may make more."
    )
    event_streams_per_key: int = Field(
        20, ge=1, description="Streams of events that one key may hold open at one API process."
    )
    redis_url: SecretStr | None = Field(
        None, description="Valkey or Redis that several API processes share for limits and memory slots."
    )
    prefect_api_url: str = Field(
        "http://127.0.0.1:4200/api",
        validation_alias="PREFECT_API_URL",
        description="REST API of the Prefect server; the name is Prefect's own.",
    )
    prefect_api_auth_string: SecretStr = Field(
        SecretStr(""),
        validation_alias="PREFECT_API_AUTH_STRING",
        description="`user:password` of the Prefect server; the name is Prefect's own.",
    )
    prefect_ui_url: str | None = Field(
        None, validation_alias="PREFECT_UI_URL", description="Where people see Prefect; links to runs begin with it."
    )
    password_slot_seconds: int = Field(3600, ge=1, description="How long a PDF password is held in memory at most.")

    requires_review_threshold: int = Field(
        70, ge=0, le=100, description="Default of an organisation: below it, review."
    )
    template_match_threshold: int = Field(
        60, ge=1, le=99, description="Least confidence at which a template of an organisation is chosen by itself."
    )
    dry_run_seconds: int = Field(30, ge=1, le=300, description="How long a dry run of a template may take.")
    picture_seconds: int = Field(
        30, ge=1, le=300, description="How long the picture of a page may take, waiting for a worker included."
    )
    max_templates: int = Field(200, ge=1, description="Most templates of one organisation.")
    max_attempts: int = Field(
        5, ge=1, le=100, description="Runs that may die while they read a document before it ends as failed."
    )
    sweep_after_seconds: int = Field(
        120, ge=5, description="A document that waits longer is looked after by the sweep."
    )

    webhook_allowed_hosts: str = Field(
        "",
        description="`host` or `host:port`, comma-separated: webhooks may go there over http and to private addresses.",
    )
    deliveries_per_organisation: int = Field(
        2, ge=1, le=64, description="Deliveries of one organisation that are on their way at once."
    )
    webhook_log_days: int = Field(30, ge=1, le=3650, description="Days after which finished deliveries are forgotten.")

    worker_slots: int = Field(2, ge=1, le=256, description="Documents that one warm worker reads at once.")
    worker_side_slots: int = Field(
        3,
        ge=2,
        le=64,
        description="Runs that read no document at once, beside those; long ones (purge, bulk) take all but one at most.",
    )
    bulk_slots: int = Field(1, ge=1, le=256, description="Documents of bulk re-extraction read at once by all workers.")
    worker_recycle_runs: int = Field(200, ge=1, description="Runs after which a worker slot is replaced.")
    worker_recycle_mib: int = Field(2000, ge=200, description="Resident MiB above which a worker slot is replaced.")
    side_deadline_seconds: int = Field(86_400, ge=60, description="Hard wall time of a run that reads no document.")
    run_deadline_seconds: int = Field(900, ge=10, description="Hard wall time of one run; then its slot is killed.")

    reader_memory_mib: int = Field(1536, ge=512, description="Address space of the reading sandbox, in MiB.")
    reader_cpu_seconds: int = Field(300, ge=1, description="CPU time that reading one document may take.")
    reader_wall_seconds: int = Field(
        60,
        ge=1,
        description="Wall time of one step of reading (opening, a page, a table) or understanding (type, template).",
    )
    reader_unconfined: bool = Field(
        False,
        description="Read documents even where this machine offers nothing that confines a parser: for development only.",
    )
    max_pages: int = Field(200, ge=1, description="Most pages of a document.")
    max_pixels: int = Field(50_000_000, ge=1, description="Most pixels of an image.")
    ocr_recogniser: Literal["auto", "small", "cascade", "tiny"] = Field(
        "auto",
        description="Recognition model: cascade is tiny, and small where tiny is unsure; auto is cascade.",
    )

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, path: Path) -> Path:
        return path.expanduser().resolve()

    @property
    def effective_blob_url(self) -> str:
        """Where blobs are, the default resolved."""
        return self.blob_url or f"file://{self.data_dir / 'blobs'}"

    @property
    def models_dir(self) -> Path:
        """Folder of the prepared recognition models."""
        return self.data_dir / "models"


def secret_variables() -> frozenset[str]:
    """Names of the variables that hold keys and passwords; only processes that use them get them."""
    return frozenset(
        str(field.validation_alias or f"BERKAS_{name.upper()}")
        for name, field in Settings.model_fields.items()
        if SecretStr in (field.annotation, *get_args(field.annotation))
    )
