"""The contract between who asks for a run (API, sweep) and what runs: deployment names and their parameters.

Parameters hold ids and handles only: the orchestrator stores and shows them.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

PROCESS_DOCUMENT = "process-document/on-upload"
ERASE_DOCUMENT = "erase-document/on-request"
DELIVER_WEBHOOK = "deliver-webhook/on-event"
SWEEP_QUEUED = "sweep-queued/every-minute"
PURGE_EXPIRED = "purge-expired/nightly"
DRY_RUN_TEMPLATE = "dry-run-template/on-request"
DRAW_PAGE = "draw-page/on-request"
BULK_REEXTRACT = "bulk-reextract/on-demand"

ERRANDS_QUEUE = "errands"
"""Work queue of what somebody sits and waits for: dry runs and pictures of pages go before documents."""

DEFAULT_QUEUE = "default"
"""Work queue of documents that were just uploaded; every pool has it."""

BULK_QUEUE = "bulk"
"""Work queue of documents that are read again in bulk: fresh uploads go before them."""

SIDE_QUEUE = "side"
"""Work queue of runs that read no document and are over soon: erasures, sweeps."""

LONG_QUEUE = "long"
"""Work queue of runs that read no document and may last for hours: the purge, bulk re-extraction."""

WEBHOOKS_QUEUE = "webhooks"
"""Work queue of deliveries: they take side slots, too, but a pile of slow receivers keeps no erasure waiting."""

READING_TAG = "document"
"""Tag of runs that read a document; on a warm worker all others take side slots."""

WORKER_CALL_TAG = "worker-call"
"""Tag of runs that somebody waits for, dry runs and pictures of pages: a reading slot, and no run of a document."""

LONG_TAG = "long"
"""Tag of runs that may last for hours; a warm worker keeps one side slot free of them."""

_TAKEN_BY = "Taken by "


def taken_by(worker: str) -> str:
    """Message of the state by which a warm worker takes a run: with it, and not a moment later, the run has its name."""
    return _TAKEN_BY + worker


def taker_of(message: str | None, labels: Mapping[str, object]) -> str | None:
    """Name of the worker that has a run.

    Args:
        message: Of the run's state. It counts first: labels name who had the run before, until a new worker writes its own.
        labels: Of the run.
    """
    if message is not None and message.startswith(_TAKEN_BY):
        return message.removeprefix(_TAKEN_BY)
    worker = labels.get("prefect.worker.name")
    return str(worker) if worker is not None else None


NUDGE_CHANNEL = "berkas_nudge"
"""PostgreSQL NOTIFY channel of the application database: new runs wait, workers need not sleep until their next poll."""

OUTBOX_CHANNEL = "berkas_outbox"
"""PostgreSQL NOTIFY channel of the application database: the outbox has a new entry, the dispatcher need not sleep."""

STATUS_CHANNEL = "berkas_status"
"""PostgreSQL NOTIFY channel of the application database: a document moved; the payload is its id, status and attempt as JSON."""


class Job(BaseModel):
    """Parameters of a run that somebody asks for.

    Attributes:
        deployment: `flow-name/deployment-name`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    deployment: ClassVar[str]

    attempt: int = Field(title="Attempt", description="Counts from 1; a run of an older attempt cannot store", ge=1)

    @property
    def run_name(self) -> str:
        """What people call the run."""
        raise NotImplementedError

    @property
    def idempotency_key(self) -> str:
        """Asking twice for the same attempt gives one run."""
        return f"{self.run_name}:{self.attempt}"


class ProcessDocument(Job):
    """Parameters of ``process_document``."""

    deployment = PROCESS_DOCUMENT

    document_id: str = Field(title="Document", description="Id of the document, doc_…")
    password_handle: str | None = Field(
        default=None, title="Password handle", description="Names a memory slot of the API; never the password itself"
    )

    @property
    def run_name(self) -> str:
        """The document's id."""
        return self.document_id


class EraseDocument(Job):
    """Parameters of ``erase_document``."""

    deployment = ERASE_DOCUMENT

    erasure_id: str = Field(title="Erasure", description="Id of the erasure, era_…")

    @property
    def run_name(self) -> str:
        """The erasure's id."""
        return self.erasure_id


class DeliverWebhook(Job):
    """Parameters of ``deliver_webhook``."""

    deployment = DELIVER_WEBHOOK

    delivery_id: str = Field(title="Delivery", description="Id of the delivery, whd_…")

    @property
    def run_name(self) -> str:
        """The delivery's id."""
        return self.delivery_id


class DoErrand(BaseModel):
    """Parameters of ``dry_run_template`` and ``draw_page``; everything else of an errand travels in memory."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    handle: str = Field(title="Handle", description="Names an errand in the API's memory; it says nothing about it")


class Loss(StrEnum):
    """How a run ended without an end for its document.

    Attributes:
        DIED: Its slot, worker or machine died, or was killed at the deadline. While it read, that may be the document's doing.
        STOPPED: Its worker was stopped and gave it back.
        UNAVAILABLE: A server that it needs did not answer.
        CANCELLED: An operator cancelled it.
    """

    DIED = "died"
    STOPPED = "stopped"
    UNAVAILABLE = "unavailable"
    CANCELLED = "cancelled"
