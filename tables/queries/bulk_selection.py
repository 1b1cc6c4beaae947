"""Which documents a bulk run reads again: the parameter of its flow, as its form shows it."""

from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from berkas.model.statuses import DocumentStatus
from templates_registry.document_types import KnownType

ReadableAgain = Literal[DocumentStatus.EXTRACTED, DocumentStatus.REQUIRES_REVIEW, DocumentStatus.FAILED]
"""Statuses from which reading again may change something by itself; ``password_required`` needs a person's password."""


def _in_order(schema: dict[str, Any]) -> None:
    """Number the fields: the orchestrator keeps them in no order, and its form sorts them by that."""
    for position, shown in enumerate(schema["properties"].values()):
        shown["position"] = position


class BulkSelection(BaseModel):
    """Which documents are read again; all conditions must hold."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra=_in_order)

    organisation_id: str | None = Field(
        default=None, title="Organisation", description="Id of one organisation, org_…; empty for all"
    )
    types: tuple[KnownType, ...] = Field(default=(), title="Types", description="None for all")
    statuses: tuple[ReadableAgain, ...] = Field(
        default=(DocumentStatus.EXTRACTED, DocumentStatus.REQUIRES_REVIEW),
        title="Statuses",
        description="At least one; a document that waits for its password is not read again",
        min_length=1,
    )
    template_id: str | None = Field(
        default=None,
        title="Template",
        description="Id of the template that made the newest extraction, tpl_…; empty for all",
    )
    template_version_below: int | None = Field(
        default=None, title="Template version older than", description="Of the newest extraction; empty for all", ge=2
    )
    created_from: AwareDatetime | None = Field(
        default=None, title="Uploaded from", description="This moment or later; empty for all"
    )
    created_to: AwareDatetime | None = Field(
        default=None, title="Uploaded before", description="Before this moment; empty for all"
    )
    include_verified: bool = Field(
        default=False,
        title="Verified ones too",
        description="Also documents whose values a person verified or corrected: a new reading replaces those",
    )
    limit: int | None = Field(
        default=None, title="Most documents", description="The oldest of them; empty for all", ge=1
    )
