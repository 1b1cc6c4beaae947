"""Templates as lists show them and as runs choose among them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from berkas.extraction.template_matching import Candidate
from berkas.model.document_types import DocumentType
from tables.engine import Row, fetch, fetch_one
from tables.queries.storable import fold, from_json
from tables.queries.templates import TemplateRow, template_row
from tables.templates import VersionState

_SHOWN = """
select t.id, t.organisation_id, t.name, t.slug, t.document_type_hint, t.active, t.created_at, t.updated_at,
    v.version, v.state, v.definition, v.published_at, draft.version as draft_version
from template t
join lateral (
    select version, state, definition, published_at from template_version
    where organisation_id = t.organisation_id and template_id = t.id
    order by (state = 'published') desc, version desc limit 1
) v on true
left join template_version draft
    on draft.organisation_id = t.organisation_id and draft.template_id = t.id and draft.state = 'draft'
"""
_FILTERED = """
t.organisation_id = $1 and ($2::text[] is null or t.document_type_hint = any($2)) and ($3::bool is null or t.active = $3)
and not exists (
    select from unnest($4::text[]) word where position(word in lower(t.name)) = 0 and position(word in t.slug) = 0
)
"""
_OF_TEMPLATE = ("id", "organisation_id", "name", "slug", "document_type_hint", "active", "created_at", "updated_at")


@dataclass(frozen=True, slots=True)
class ShownTemplate:
    """A template with the version that people see: the newest published one, or the draft of one that never was.

    Attributes:
        template: The template.
        version: Number of the version.
        state: Whether it is published.
        definition: Its document.
        published_at: None for a draft.
        draft_version: Number of the draft that waits to be published; None without one.
    """

    template: TemplateRow
    version: int
    state: VersionState
    definition: dict[str, Any]
    published_at: datetime | None
    draft_version: int | None


@dataclass(frozen=True, slots=True)
class TemplateFilters:
    """Which templates to list; a filter that is None or empty lets all through.

    Attributes:
        hints: Types that they are for.
        active: Whether they may be applied.
        q: Words in name or slug.
    """

    hints: Collection[DocumentType] = ()
    active: bool | None = None
    q: str | None = None


async def find_shown(organisation_id: str, template_id: str) -> ShownTemplate | None:
    """A template of the organisation as people see it, or None."""
    row = await fetch_one(f"{_SHOWN} where t.organisation_id = $1 and t.id = $2", organisation_id, template_id)
    return _shown(row) if row else None


async def list_shown(
    organisation_id: str, filters: TemplateFilters, *, limit: int, offset: int
) -> tuple[list[ShownTemplate], int]:
    """One page of templates by name, and how many there are in all."""
    values = (
        organisation_id,
        list(filters.hints) or None,
        filters.active,
        fold(filters.q or "").split(),
    )
    count = await fetch_one(f"select count(*) from template t where {_FILTERED}", *values)  # noqa: S608 - a constant
    rows = await fetch(
        f"{_SHOWN} where {_FILTERED} order by lower(t.name), t.id limit $5 offset $6", *values, limit, offset
    )
    return [_shown(row) for row in rows], int(count[0]) if count else 0


async def count_templates(organisation_id: str) -> int:
    """How many templates the organisation has, inactive ones included; until the caller's transaction ends nobody else counts."""
    # two requests at once must not both make the last one
    await fetch("select pg_advisory_xact_lock(hashtextextended('templates ' || $1::text, 0))", organisation_id)
    row = await fetch_one("select count(*) from template where organisation_id = $1", organisation_id)
    return int(row[0]) if row else 0


async def matchable(organisation_id: str) -> list[Candidate]:
    """The newest published version of every active template that has phrases to be matched by, the newest first."""
    rows = await fetch(
        """select t.id, v.version, t.document_type_hint, v.phrases
        from template t
        join lateral (
            select version, definition -> 'match' as phrases, published_at from template_version
            where organisation_id = t.organisation_id and template_id = t.id and state = 'published'
            order by version desc limit 1
        ) v on json_typeof(v.phrases) = 'array' and json_array_length(v.phrases) > 0
        where t.organisation_id = $1 and t.active
        order by v.published_at desc, t.id desc""",
        organisation_id,
    )
    return [
        Candidate(row["id"], row["version"], row["document_type_hint"], tuple(_phrases(row["phrases"]))) for row in rows
    ]


async def find_applicable(
    organisation_id: str, template_id: str, version: int | None = None
) -> tuple[int, dict[str, Any]] | None:
    """Number and definition of a published version of an active template; without a number the newest. None when there is none."""
    row = await fetch_one(
        """select v.version, v.definition
        from template t
        join template_version v on v.organisation_id = t.organisation_id and v.template_id = t.id
        where t.organisation_id = $1 and t.id = $2 and t.active and v.state = 'published' and ($3::int is null or v.version = $3)
        order by v.version desc limit 1""",
        organisation_id,
        template_id,
        version,
    )
    return (int(row["version"]), from_json(row["definition"], dict[str, Any])) if row else None


def _phrases(text: str) -> list[str]:
    return from_json(text, list[str])


def _shown(row: Row) -> ShownTemplate:
    return ShownTemplate(
        template=template_row({name: row[name] for name in _OF_TEMPLATE}),
        version=row["version"],
        state=VersionState(row["state"]),
        definition=from_json(row["definition"], dict[str, Any]),
        published_at=row["published_at"],
        draft_version=row["draft_version"],
    )
