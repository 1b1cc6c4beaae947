"""The wire of what clients do with a document after its upload."""

from typing import Any

from pydantic import ConfigDict, Field
from pydantic.alias_generators import to_camel

from api.schemas import EXAMPLE_DOCUMENT, EXAMPLE_TEMPLATE, EXAMPLE_TIME, DocumentOut, Timestamp, Wire
from berkas.ids import IdPrefix, id_pattern
from berkas.model.sources import WantedSource
from berkas.model.statuses import DocumentStatus
from templates_registry.document_types import KnownType


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
    type: KnownType | None = Field(default=None, description="What to read it as, from now on.")
    pdf_password: str | None = Field(
        default=None, max_length=1024, description="Opens an encrypted PDF; held in memory only."
    )
    source: WantedSource = Field(
        default=WantedSource.AUTO,
        description="`ocr` reads the pages by OCR, whatever text layers they have; `auto` believes those that their pages confirm.",
    )
    replace_verified: bool = Field(
        default=False,
        description="Also when a person verified or corrected the newest values; without it such a document is refused.",
    )


class FindingAccepted(_Body):
    """A finding that is accepted: that very one, in that row and column."""

    code: str = Field(examples=["balance_mismatch"])
    fields: list[str] = Field(examples=[["transactions"]])
    row: int | None = Field(default=None, examples=[3])
    column: str | None = Field(default=None, examples=["balance"])
    document_id: str | None = Field(
        default=None,
        description="Of probable_duplicate: the other document; needed where the refusal of this correction named it first.",
        pattern=id_pattern(IdPrefix.DOCUMENT),
        examples=[None],
    )


class Correction(_Body):
    """Body of a correction; described here, decoded by hand."""

    fields: dict[str, Any] = Field(
        description="New values by field name; null empties a field, fields that are not sent stay.",
        examples=[{"name": "PT CONTOH SEJAHTERA", "registered_at": "2024-03-01"}],
    )
    note: str | None = Field(default=None, max_length=1000, examples=["Read from the stamp."])
    verify: bool = Field(
        default=False,
        description="Sign off: a document that requires review becomes extracted. Then `fields` may be empty.",
    )
    previous_extraction_id: str | None = Field(
        default=None,
        description="The extraction that you saw; when it is not the newest one any more, nothing is recorded (409).",
        pattern=id_pattern(IdPrefix.EXTRACTION),
        examples=["ext_01HXYJ8Q4Z5N7T2B9C6D3E8F4K"],
    )
    accept_findings: list[FindingAccepted] = Field(
        default=[],
        max_length=500,
        description="Findings that you saw and accept: the values are right although the rule is broken.",
    )


class ViewerOut(Wire):
    """Somebody who has the document open."""

    key_id: str = Field(examples=["key_01HXYJ8Q4Z5N7T2B9C6D3E8F9R"])
    name: str = Field(description="Of the key.", examples=["Sinta, review"])
    since: Timestamp = Field(examples=[EXAMPLE_TIME])
    is_you: bool


class ViewersOut(Wire):
    """Everybody who has the document open, longest first."""

    viewers: list[ViewerOut]


class ViewersAnswer(Wire):
    """Answer with who has the document open."""

    data: ViewersOut


class LockedPage(_Body):
    """Body of a request for a page of a locked PDF; described here, decoded by hand."""

    pdf_password: str | None = Field(
        default=None, max_length=1024, description="Opens an encrypted PDF; held in memory only."
    )


class PageReadEvent(Wire):
    """Data of a server-sent event about a page that was just read."""

    document_id: str = Field(examples=[EXAMPLE_DOCUMENT])
    attempt: int = Field(examples=[1])
    page: int = Field(description="Number of the page, from 1.", examples=[3])
    pages: int = Field(description="How many pages the document has.", examples=[12])


class StatusEvent(Wire):
    """Data of a server-sent event."""

    document_id: str = Field(examples=[EXAMPLE_DOCUMENT])
    status: DocumentStatus
    attempt: int = Field(examples=[1])
