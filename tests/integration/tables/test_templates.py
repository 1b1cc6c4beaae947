"""Templates of organisations: a published version never changes."""

import asyncio

import asyncpg
import pytest

from berkas.errors import Conflict, NotFound
from berkas.model.document_types import DocumentType
from tables.engine import fetch
from tables.queries import templates
from tables.templates import VersionState


@pytest.fixture
async def template(organisation):
    return await templates.create_template(
        organisation.id,
        name="Faktur Contoh",
        slug="faktur-contoh",
        document_type_hint=DocumentType.INVOICE,
        definition={"z": 1, "a": 2},
    )


async def test_a_new_template_has_a_draft(template, organisation):
    assert await templates.find_template(organisation.id, template.id) == template
    assert await templates.list_templates(organisation.id) == [template]
    [version] = await templates.list_versions(organisation.id, template.id)
    assert (version.version, version.state, list(version.definition)) == (1, VersionState.DRAFT, ["z", "a"])
    assert await templates.find_version(organisation.id, template.id) is None
    assert await templates.find_version(organisation.id, template.id, 1) == version


async def test_a_slug_is_used_once_per_organisation(template, organisation, other_organisation):
    same = {"name": "x", "slug": "faktur-contoh", "document_type_hint": DocumentType.INVOICE, "definition": {}}

    with pytest.raises(Conflict):
        await templates.create_template(organisation.id, **same)

    assert (await templates.create_template(other_organisation.id, **same)).slug == "faktur-contoh"


async def test_drafts_are_replaced_until_published_and_then_versions_follow(template, organisation):
    assert await templates.save_draft(organisation.id, template.id, {"a": 1}) == 1
    assert await templates.publish(organisation.id, template.id) == 1
    assert await templates.save_draft(organisation.id, template.id, {"a": 2}) == 2

    newest_published = await templates.find_version(organisation.id, template.id)
    assert (newest_published.version, newest_published.definition) == (1, {"a": 1})
    assert newest_published.published_at is not None
    assert [v.version for v in await templates.list_versions(organisation.id, template.id)] == [2, 1]


async def test_without_a_draft_there_is_nothing_to_publish(template, organisation):
    await templates.publish(organisation.id, template.id)

    with pytest.raises(Conflict):
        await templates.publish(organisation.id, template.id)


async def test_simultaneous_edits_make_one_next_version(template, organisation):
    await templates.publish(organisation.id, template.id)

    numbers = await asyncio.gather(
        *(templates.save_draft(organisation.id, template.id, {"edit": n}) for n in range(10))
    )

    assert set(numbers) == {2}


@pytest.mark.parametrize(
    "statement",
    [
        "update template_version set definition = '{}'",
        "update template_version set state = 'draft'",
        "delete from template_version",
    ],
)
async def test_the_database_keeps_published_versions(template, organisation, statement):
    await templates.publish(organisation.id, template.id)

    with pytest.raises(asyncpg.RestrictViolationError, match="never changes"):
        await fetch(statement)


async def test_strangers_see_and_change_nothing(template, other_organisation):
    assert await templates.find_template(other_organisation.id, template.id) is None
    assert await templates.find_version(other_organisation.id, template.id, 1) is None
    for attempt in (
        templates.save_draft(other_organisation.id, template.id, {}),
        templates.publish(other_organisation.id, template.id),
        templates.set_active(other_organisation.id, template.id, active=False),
    ):
        with pytest.raises(NotFound):
            await attempt


async def test_a_template_is_stopped_and_allowed_again(template, organisation):
    await templates.set_active(organisation.id, template.id, active=False)
    stopped = await templates.find_template(organisation.id, template.id)
    await templates.set_active(organisation.id, template.id, active=True)

    assert stopped.active is False
    assert (await templates.find_template(organisation.id, template.id)).active is True
