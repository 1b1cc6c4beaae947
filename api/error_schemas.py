"""Answers that refuse: their bodies and what they tell."""

from typing import Any, Literal

from pydantic import Field

from api.schemas import EXAMPLE_TIME, FindingOut
from api.wire_model import Timestamp, Wire


class ErrorDetails(Wire):
    """What is wrong, field by field."""

    field_errors: dict[str, list[str]] = Field(examples=[{"type": ["must be one of: ktp, npwp, …"]}])


class ChangeOut(Wire):
    """One value that is another one than the client saw."""

    field: str = Field(examples=["transactions"])
    row: int | None = Field(
        default=None, description="Index in the newest table, 0-based; null without rows, or when the row was removed."
    )
    column: str | None = Field(
        default=None, description="Null without rows, or when a row was added or removed as a whole."
    )
    before: Any = Field(default=None, description="What the client saw; null where a row was added.")
    theirs: Any = Field(default=None, description="What it is now; null where a row was removed.")
    yours: Any = Field(
        default=None, description="What the client sent for it; left out when it did not send the field."
    )


class ChangedDetails(Wire):
    """What somebody else changed; values only for keys with documents:read."""

    newest_extraction_id: str = Field(examples=["ext_01HXYJ8Q4Z5N7T2B9C6D3E8F4K"])
    changed_by: str | None = Field(description="Name of the key; null for a run.", examples=["Sinta, review"])
    changed_at: Timestamp = Field(examples=[EXAMPLE_TIME])
    changes: list[ChangeOut]


class FindingsDetails(Wire):
    """The findings that stand in the way."""

    findings: list[FindingOut]


class ErrorOut(Wire):
    """Every failure except 429."""

    error: str = Field(description="A sentence for a person.")
    code: str = Field(description="Stable; docs/errors.md lists cause and remedy.")
    request_id: str = Field(examples=["req_01HXYJ8Q4Z5N7T2B9C6D3E8F5M"])
    details: ErrorDetails | ChangedDetails | FindingsDetails | None = Field(
        default=None, description="Only for validation_failed, extraction_changed and findings_not_accepted."
    )


class RateLimitedOut(Wire):
    """Body of 429."""

    error: str = Field(description="A sentence for a person.", examples=["rate limit exceeded"])
    code: Literal["rate_limited", "too_many_at_once"]
    bucket: str = Field(description="What was counted together.", examples=["documents.upload"])
    limit: int = Field(description="Of requests per window, or at once.", examples=[60])
