"""The wire of what clients do with a document after its upload."""

from typing import Any

from pydantic import ConfigDict, Field
from pydantic.alias_generators import to_camel

from api.schemas import EXAMPLE_DOCUMENT, EXAMPLE_TEMPLATE, EXAMPLE_TIME, DocumentOut, Timestamp, Wire
from berkas.ids import IdPrefix, id_pattern
from berkas.model.document_types import DocumentType
from berkas.model.statuses import DocumentStatus


class DownloadOut(Wire):
    """A link to the original that works once and carries its own authority."""

    url: str = Field(examples=["https://berkas.example/d/AQGP3pJcQ0hN2Ww5b1tLxg"])
    expires_at: Timestamp = Field(examples=[EXAMPLE_TIME])


class DownloadAnswer(Wire):
    """Answer with a link."""

    data: DownloadOut


class AcceptedOut(Wire):
    """A document that goes on."""

    document: DocumentOut


class AcceptedAnswer(Wire):
    """Answer to a request that changed where a document is."""

    data: AcceptedOut


class _Body(Wire):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")


class Reextract(_Body):
    """Body of a re-extract; described here, decoded by hand."""

    template_id: str | None = Field(
        default=None,
        description="Which template to apply: a built-in one or a published one of yours; without it the newest of the type.",
        pattern=id_pattern(IdPrefix.TEMPLATE),
        examples=[EXAMPLE_TEMPLATE],
    )
    type: DocumentType | None = Field(default=None, description="What to read it as, from now on.")
    pdf_password: str | None = Field(
        default=None, max_length=1024, description="Opens an encrypted PDF; held in memory only."
    )


class Correction(_Body):
    """Body of a correction; described here, decoded by hand."""

    fields: dict[str, Any] = Field(
        description="New values by field name; null empties a field, fields that are not sent stay.",
        examples=[{"name": "CONTOH SEJAHTERA", "issue_date": "2024-03-01"}],
    )
    note: str | None = Field(default=None, max_length=1000, examples=["Read from the stamp."])
    verify: bool = Field(
        default=False,
        description="Sign off: a document that requires review becomes extracted. Then `fields` may be empty.",
    )


class LockedPage(_Body):
    """Body of a request for a page of a locked PDF; described here, decoded by hand."""

    pdf_password: str | None = Field(
        default=None, max_length=1024, description="Opens an encrypted PDF; held in memory only."
    )


class StatusEvent(Wire):
    """Data of a server-sent event."""

    document_id: str = Field(examples=[EXAMPLE_DOCUMENT])
    status: DocumentStatus
    attempt: int = Field(examples=[1])
