"""The body of an upload in JSON."""

from typing import Any, Literal

from pydantic import ConfigDict, Field
from pydantic.alias_generators import to_camel

from api.schemas import Wire
from berkas.ids import IdPrefix, id_pattern
from templates_registry.document_types import KnownType

EXAMPLE_BASE64 = "/9j/4AAQSkZJRgABAQAAAQABAAD/2Q=="
"""Beginning and end of a JPEG without a picture."""


class UploadJson(Wire):
    """Body of upload-json; described here, decoded by msgspec because of its size."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")

    filename: str = Field(max_length=255, examples=["ktp-depan.jpg"])
    content_type: Literal[
        "application/pdf", "image/jpeg", "image/png", "image/heic", "image/heif", "image/webp", "image/tiff"
    ] = Field(description="Must agree with the bytes.", examples=["image/jpeg"])
    content_base64: str = Field(
        description="Base64, also with line breaks, URL-safe, without padding, or as a data URL.",
        examples=[EXAMPLE_BASE64],
    )
    type: KnownType | None = Field(default=None, description="Skips classification.")
    external_ref: str | None = Field(default=None, max_length=255, examples=["loan-app-2026-05-24-001"])
    customer_name: str | None = Field(default=None, max_length=255, examples=["PT CONTOH SEJAHTERA"])
    customer_id: str | None = Field(
        default=None, pattern=id_pattern(IdPrefix.CUSTOMER), examples=["cus_01HXYJ8Q4Z5N7T2B9C6D3E8F3J"]
    )
    pdf_password: str | None = Field(default=None, max_length=1024, description="Held in memory only.")
    metadata: dict[str, Any] | None = Field(default=None, description="At most 4 KB.", examples=[{"branch": "JKT-01"}])
