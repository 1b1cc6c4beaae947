"""Templates of organisations: drafts that may change, published versions that never do."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import asyncpg

from berkas.clock import utc_now
from berkas.ids import IdPrefix, new_id
from berkas.model.document_types import DocumentType
from berkas.refusals import Conflict, NotFound
from tables.engine import Row, fetch, fetch_one, transaction
from tables.queries.storable import from_json, to_json
from tables.templates import CustomTemplate, TemplateVersion, VersionState

SLUG_TAKEN: Final = "A template of this slug exists."

_SELECT = """
select id, organisation_id, name, slug, document_type_hint, active, created_at, updated_at from template
"""
_SELECT_VERSIONS = """
select template_id, version, state, definition, created_at, published_at from template_version
where organisation_id = $1 and template_id = $2
"""


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A template of an organisation.

    Attributes:
        id: tpl_…
        organisation_id: Whose.
        name: For people.
        slug: For URLs; unique in the organisation.
        document_type_hint: Type of the documents that it is for; None for any.
        active: Whether it may be applied.
        created_at: When it was made.
        updated_at: Last change, of its versions too.
    """

    id: str
    organisation_id: str
    name: str
    slug: str
    document_type_hint: DocumentType | None
    active: bool
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class TemplateVersionRow:
    """One version of a template.

    Attributes:
        template_id: tpl_…
        version: From 1.
        state: A published one never changes.
        definition: The template document, as on the wire.
        created_at: When it was made.
        published_at: None for a draft.
    """

    template_id: str
    version: int
    state: VersionState
    definition: dict[str, Any]
    created_at: datetime
    published_at: datetime | None


async def create_template(
    organisation_id: str,
    *,
    name: str,
    slug: str,
    document_type_hint: DocumentType | None,
    definition: dict[str, Any],
) -> TemplateRow:
    """Make a template with a draft of version 1.

    Raises:
        Conflict: The organisation has a template of that slug.
    """
    now = utc_now()
    template = CustomTemplate(
        id=new_id(IdPrefix.TEMPLATE),
        organisation_id=organisation_id,
        name=name,
        slug=slug,
        document_type_hint=document_type_hint,
        created_at=now,
        updated_at=now,
    )
    async with transaction():
        made = (
            await CustomTemplate.insert(template)
            .on_conflict(target=(CustomTemplate.organisation_id, CustomTemplate.slug), action="DO NOTHING")
            .returning(CustomTemplate.id)
        )
        if not made:
            raise Conflict(SLUG_TAKEN)
        await _insert_version(organisation_id, template.id, 1, definition)
    return TemplateRow(
        id=template.id,
        organisation_id=organisation_id,
        name=name,
        slug=slug,
        document_type_hint=document_type_hint,
        active=True,
        created_at=now,
        updated_at=now,
    )


async def find_template(organisation_id: str, template_id: str) -> TemplateRow | None:
    """A template of the organisation, or None."""
    row = await fetch_one(f"{_SELECT} where organisation_id = $1 and id = $2", organisation_id, template_id)
    return template_row(row) if row else None


async def list_versions(
    organisation_id: str, template_id: str, *, limit: int = 200, offset: int = 0
) -> tuple[list[TemplateVersionRow], int]:
    """Some versions of a template, newest first, and how many there are."""
    rows = await fetch(
        f"{_SELECT_VERSIONS} order by version desc limit $3 offset $4", organisation_id, template_id, limit, offset
    )
    counted = await fetch(
        "select count(*) from template_version where organisation_id = $1 and template_id = $2",
        organisation_id,
        template_id,
    )
    return [_version(row) for row in rows], int(counted[0][0])


async def find_version(organisation_id: str, template_id: str, version: int | None = None) -> TemplateVersionRow | None:
    """A version of a template; without a number the newest published one. None when there is none."""
    if version is None:
        sql = f"{_SELECT_VERSIONS} and state = 'published' order by version desc limit 1"
        row = await fetch_one(sql, organisation_id, template_id)
    else:
        row = await fetch_one(f"{_SELECT_VERSIONS} and version = $3", organisation_id, template_id, version)
    return _version(row) if row else None


async def newest_version(organisation_id: str, template_id: str) -> TemplateVersionRow | None:
    """The newest version of a template, a draft or not; None when there is no such template."""
    row = await fetch_one(f"{_SELECT_VERSIONS} order by version desc limit 1", organisation_id, template_id)
    return _version(row) if row else None


async def save_draft(organisation_id: str, template_id: str, definition: dict[str, Any]) -> int:
    """Keep a definition as the draft: in place of the present draft, or as the next version; its number.

    Raises:
        NotFound: The organisation has no such template.
        Conflict: Another template of the organisation has the definition's slug.
    """
    async with transaction():
        await _touch(organisation_id, template_id)
        newest = await newest_version(organisation_id, template_id)
        if newest is not None and newest.state is VersionState.DRAFT:
            version = newest.version
            await TemplateVersion.update({TemplateVersion.definition: to_json(definition)}).where(
                TemplateVersion.organisation_id == organisation_id,
                TemplateVersion.template_id == template_id,
                TemplateVersion.version == version,
            )
        else:
            version = newest.version + 1 if newest else 1
            await _insert_version(organisation_id, template_id, version, definition)
        if await find_version(organisation_id, template_id) is None:
            await _show(organisation_id, template_id, version)
        elif await _is_slug_taken(organisation_id, template_id, definition.get("slug")):
            raise Conflict(SLUG_TAKEN)
    return version


async def change_draft(
    organisation_id: str, template_id: str, change: Callable[[dict[str, Any]], dict[str, Any]]
) -> int:
    """Keep a change of the newest version as the draft; its number. Changes happen one after another.

    Raises:
        NotFound: The organisation has no such template.
        Conflict: Another template of the organisation has the new slug.
    """
    async with transaction():
        await _touch(organisation_id, template_id)
        newest = await newest_version(organisation_id, template_id)
        return await save_draft(organisation_id, template_id, change(newest.definition if newest else {}))


async def publish(organisation_id: str, template_id: str) -> int:
    """Publish the draft; its version. From now on the template has the draft's name, slug and hint.

    Raises:
        NotFound: The organisation has no such template.
        Conflict: It has no draft, or another template has taken the draft's slug.
    """
    async with transaction():
        await _touch(organisation_id, template_id)
        row = await fetch_one(
            """update template_version set state = 'published', published_at = now()
            where organisation_id = $1 and template_id = $2 and state = 'draft' returning version""",
            organisation_id,
            template_id,
        )
        if row is None:
            raise Conflict("The template has no draft to publish.")
        await _show(organisation_id, template_id, row["version"])
    return int(row["version"])


async def set_active(organisation_id: str, template_id: str, *, active: bool) -> bool:
    """Allow or stop the use of a template; whether that changed anything.

    Raises:
        NotFound: The organisation has no such template.
    """
    template = await find_template(organisation_id, template_id)
    if template is None:
        raise NotFound
    changed = await fetch_one(
        """update template set active = $3, updated_at = $4
        where organisation_id = $1 and id = $2 and active <> $3 returning id""",
        organisation_id,
        template_id,
        active,
        utc_now(),
    )
    return changed is not None


async def _touch(organisation_id: str, template_id: str) -> None:
    """Lock the template until the end of the transaction, so that versions are counted one after another."""
    row = await fetch_one(
        "update template set updated_at = $3 where organisation_id = $1 and id = $2 returning id",
        organisation_id,
        template_id,
        utc_now(),
    )
    if row is None:
        raise NotFound


async def _show(organisation_id: str, template_id: str, version: int) -> None:
    """Give the template the name, slug and hint of a version, where its definition has them.

    Raises:
        Conflict: Another template of the organisation has the slug.
    """
    try:
        await fetch(
            """update template t set name = coalesce(v.definition ->> 'name', t.name),
                slug = coalesce(v.definition ->> 'slug', t.slug),
                document_type_hint = case when v.definition::jsonb ? 'documentTypeHint'
                    then v.definition ->> 'documentTypeHint' else t.document_type_hint end
            from template_version v
            where t.organisation_id = $1 and t.id = $2
                and v.organisation_id = t.organisation_id and v.template_id = t.id and v.version = $3""",
            organisation_id,
            template_id,
            version,
        )
    except asyncpg.UniqueViolationError:
        raise Conflict(SLUG_TAKEN) from None


async def _is_slug_taken(organisation_id: str, template_id: str, slug: str | None) -> bool:
    row = await fetch_one(
        "select 1 from template where organisation_id = $1 and slug = $3 and id <> $2",
        organisation_id,
        template_id,
        slug,
    )
    return row is not None


async def _insert_version(organisation_id: str, template_id: str, version: int, definition: dict[str, Any]) -> None:
    await TemplateVersion.insert(
        TemplateVersion(
            id=new_id(IdPrefix.TEMPLATE),
            organisation_id=organisation_id,
            template_id=template_id,
            version=version,
            state=VersionState.DRAFT.value,
            definition=to_json(definition),
            created_at=utc_now(),
        )
    )


def template_row(row: Row) -> TemplateRow:
    """The template in a row of its own columns."""
    return TemplateRow(**dict(row))


def _version(row: Row) -> TemplateVersionRow:
    return TemplateVersionRow(
        **dict(row) | {"state": VersionState(row["state"]), "definition": from_json(row["definition"], dict[str, Any])}
    )
