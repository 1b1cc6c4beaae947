"""The contract between who asks for a run (API, sweep) and what runs: deployment names and their parameters.

Parameters hold ids and handles only: the orchestrator stores and shows them.
"""

from pydantic import BaseModel, ConfigDict, Field

PROCESS_DOCUMENT = "process-document/on-upload"
SWEEP_QUEUED = "sweep-queued/every-minute"

NUDGE_CHANNEL = "berkas_nudge"
"""PostgreSQL NOTIFY channel of the application database: new runs wait, workers need not sleep until their next poll."""

OUTBOX_CHANNEL = "berkas_outbox"
"""PostgreSQL NOTIFY channel of the application database: the outbox has a new entry, the dispatcher need not sleep."""


class ProcessDocument(BaseModel):
    """Parameters of ``process_document``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    document_id: str = Field(title="Document", description="Id of the document, doc_…")
    attempt: int = Field(title="Attempt", description="Counts from 1; a run of an older attempt cannot store", ge=1)
    password_handle: str | None = Field(
        default=None, title="Password handle", description="Names a memory slot of the API; never the password itself"
    )

    @property
    def idempotency_key(self) -> str:
        """Asking twice for the same attempt gives one run."""
        return f"{self.document_id}:{self.attempt}"
