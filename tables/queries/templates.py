"""Templates of organisations: drafts that may change, published versions that never do."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from berkas.clock import utc_now
from berkas.errors import Conflict, NotFound
from berkas.ids import IdPrefix, new_id
from berkas.model.document_types import DocumentType
from tables.engine import Row, fetch, fetch_one, transaction
from tables.queries.storable import from_json, to_json
from tables.templates import CustomTemplate, TemplateVersion, VersionState

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
        document_type_hint: Type of the documents that it is for.
        active: Whether it may be applied.
        created_at: When it was made.
        updated_at: Last change, of its versions too.
    """

    id: str
    organisation_id: str
    name: str
    slug: str
    document_type_hint: DocumentType
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
        definition: The template document.
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
    document_type_hint: DocumentType,
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
        document_type_hint=document_type_hint.value,
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
            raise Conflict("A template of this slug exists.")
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
    return _template(row) if row else None


async def list_templates(organisation_id: str) -> list[TemplateRow]:
    """Every template of the organisation by name, inactive ones included."""
    rows = await fetch(f"{_SELECT} where organisation_id = $1 order by name, id", organisation_id)
    return [_template(row) for row in rows]


async def list_versions(organisation_id: str, template_id: str) -> list[TemplateVersionRow]:
    """Every version of a template, newest first."""
    rows = await fetch(f"{_SELECT_VERSIONS} order by version desc", organisation_id, template_id)
    return [_version(row) for row in rows]


async def find_version(organisation_id: str, template_id: str, version: int | None = None) -> TemplateVersionRow | None:
    """A version of a template; without a number the newest published one. None when there is none."""
    if version is None:
        sql = f"{_SELECT_VERSIONS} and state = 'published' order by version desc limit 1"
        row = await fetch_one(sql, organisation_id, template_id)
    else:
        row = await fetch_one(f"{_SELECT_VERSIONS} and version = $3", organisation_id, template_id, version)
    return _version(row) if row else None


async def save_draft(organisation_id: str, template_id: str, definition: dict[str, Any]) -> int:
    """Keep a definition as the draft: in place of the present draft, or as the next version; its number.

    Raises:
        NotFound: The organisation has no such template.
    """
    async with transaction():
        await _touch(organisation_id, template_id)
        newest = await fetch_one(
            f"{_SELECT_VERSIONS} order by version desc limit 1",
            organisation_id,
            template_id,
        )
        if newest is not None and newest["state"] == VersionState.DRAFT:
            await TemplateVersion.update({TemplateVersion.definition: to_json(definition)}).where(
                TemplateVersion.organisation_id == organisation_id,
                TemplateVersion.template_id == template_id,
                TemplateVersion.version == newest["version"],
            )
            return int(newest["version"])
        version = newest["version"] + 1 if newest else 1
        await _insert_version(organisation_id, template_id, version, definition)
    return int(version)


async def publish(organisation_id: str, template_id: str) -> int:
    """Publish the draft; its version.

    Raises:
        NotFound: The organisation has no such template.
        Conflict: It has no draft.
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
    return int(row["version"])


async def set_active(organisation_id: str, template_id: str, *, active: bool) -> None:
    """Allow or stop the use of a template.

    Raises:
        NotFound: The organisation has no such template.
    """
    async with transaction():
        await _touch(organisation_id, template_id)
        await CustomTemplate.update({CustomTemplate.active: active}).where(
            CustomTemplate.organisation_id == organisation_id, CustomTemplate.id == template_id
        )


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


def _template(row: Row) -> TemplateRow:
    return TemplateRow(**dict(row) | {"document_type_hint": DocumentType(row["document_type_hint"])})


def _version(row: Row) -> TemplateVersionRow:
    return TemplateVersionRow(
        **dict(row) | {"state": VersionState(row["state"]), "definition": from_json(row["definition"], dict[str, Any])}
    )
