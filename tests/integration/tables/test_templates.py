"""Templates of organisations: a published version never changes."""

import asyncio

import asyncpg
import pytest

from berkas.extraction.template_matching import Candidate
from berkas.refusals import Conflict, NotFound
from tables.engine import fetch
from tables.queries import template_views, templates
from tables.queries.template_views import TemplateFilters
from tables.templates import VersionState


@pytest.fixture
async def template(organisation):
    return await templates.create_template(
        organisation.id,
        name="Faktur Contoh",
        slug="faktur-contoh",
        document_type_hint="invoice",
        definition={"z": 1, "a": 2},
    )


async def test_a_new_template_has_a_draft(template, organisation):
    assert await templates.find_template(organisation.id, template.id) == template
    [shown], total = await template_views.list_shown(organisation.id, TemplateFilters(), limit=10, offset=0)
    assert (shown.template, shown.state, shown.draft_version, total) == (template, VersionState.DRAFT, 1, 1)
    [version], _ = await templates.list_versions(organisation.id, template.id)
    assert (version.version, version.state, list(version.definition)) == (1, VersionState.DRAFT, ["z", "a"])
    assert await templates.find_version(organisation.id, template.id) is None
    assert await templates.find_version(organisation.id, template.id, 1) == version


async def test_a_slug_is_used_once_per_organisation(template, organisation, other_organisation):
    same = {"name": "x", "slug": "faktur-contoh", "document_type_hint": "invoice", "definition": {}}

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
    assert [v.version for v in (await templates.list_versions(organisation.id, template.id))[0]] == [2, 1]


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
    changed = await templates.set_active(organisation.id, template.id, active=False)
    changed_again = await templates.set_active(organisation.id, template.id, active=False)
    stopped = await templates.find_template(organisation.id, template.id)
    await templates.set_active(organisation.id, template.id, active=True)

    assert (changed, changed_again, stopped.active) == (True, False, False)
    assert (await templates.find_template(organisation.id, template.id)).active is True


async def make(organisation, slug, *, hint="invoice", match=("PT CONTOH",), publish=True, name=None):
    template = await templates.create_template(
        organisation.id,
        name=name or slug.title(),
        slug=slug,
        document_type_hint=hint,
        definition={"name": name or slug.title(), "slug": slug, "match": list(match)},
    )
    if publish:
        await templates.publish(organisation.id, template.id)
    return template


async def test_a_published_template_has_the_name_slug_and_hint_of_its_newest_published_version(organisation):
    template = await make(organisation, "lama")
    changed = {"name": "Baru", "slug": "baru", "documentTypeHint": None}

    await templates.save_draft(organisation.id, template.id, changed)
    before = await templates.find_template(organisation.id, template.id)
    await templates.publish(organisation.id, template.id)
    after = await templates.find_template(organisation.id, template.id)

    assert (before.name, before.slug, before.document_type_hint) == ("Lama", "lama", "invoice")
    assert (after.name, after.slug, after.document_type_hint) == ("Baru", "baru", None)


async def test_a_draft_that_was_never_published_takes_its_new_slug_at_once(organisation):
    template = await make(organisation, "lama", publish=False)

    await templates.save_draft(organisation.id, template.id, {"slug": "baru"})

    assert (await templates.find_template(organisation.id, template.id)).slug == "baru"
    assert (await make(organisation, "lama")).slug == "lama"


@pytest.mark.parametrize("is_published", [True, False])
async def test_a_slug_that_another_template_has_is_refused_in_drafts(organisation, is_published):
    await make(organisation, "satu")
    second = await make(organisation, "dua", publish=is_published)

    with pytest.raises(Conflict, match="slug"):
        await templates.save_draft(organisation.id, second.id, {"slug": "satu"})

    assert (await templates.newest_version(organisation.id, second.id)).definition["slug"] == "dua"


async def test_a_slug_that_was_taken_meanwhile_is_refused_when_publishing(organisation):
    first = await make(organisation, "satu")
    await templates.save_draft(organisation.id, first.id, {"slug": "baru"})
    await make(organisation, "baru")

    with pytest.raises(Conflict, match="slug"):
        await templates.publish(organisation.id, first.id)

    assert (await templates.newest_version(organisation.id, first.id)).state is VersionState.DRAFT


async def test_lists_show_the_published_version_filter_and_page(organisation, other_organisation):
    invoice = await make(organisation, "faktur", name="Faktur Contoh")
    await templates.save_draft(organisation.id, invoice.id, {"slug": "faktur"})
    card = await make(organisation, "kartu", hint=None, publish=False)
    await templates.set_active(organisation.id, card.id, active=False)
    await make(other_organisation, "asing")

    async def listed(limit=10, offset=0, **filters):
        rows, total = await template_views.list_shown(
            organisation.id, TemplateFilters(**filters), limit=limit, offset=offset
        )
        return [row.template.slug for row in rows], total

    assert await listed() == (["faktur", "kartu"], 2)
    assert await listed(limit=1, offset=1) == (["kartu"], 2)
    assert await listed(hints=["invoice"]) == (["faktur"], 1)
    assert await listed(active=False) == (["kartu"], 1)
    assert await listed(q="CONTOH fak") == (["faktur"], 1)
    assert await listed(q="100%") == ([], 0)
    shown = await template_views.find_shown(organisation.id, invoice.id)
    assert (shown.version, shown.state, shown.draft_version) == (1, VersionState.PUBLISHED, 2)
    assert await template_views.count_templates(organisation.id) == 2


async def test_only_active_published_templates_with_phrases_can_match_the_newest_first(
    organisation, other_organisation
):
    old = await make(organisation, "lama", match=("LAMA LAMA",))
    new = await make(organisation, "baru", hint=None, match=("BARU", "SEKALI"))
    await make(organisation, "konsep", publish=False)
    await make(organisation, "tanpa", match=())
    stopped = await make(organisation, "henti")
    await templates.set_active(organisation.id, stopped.id, active=False)
    await make(other_organisation, "asing")
    await templates.save_draft(organisation.id, old.id, {"slug": "lama", "match": ["DRAFT"]})

    found = await template_views.matchable(organisation.id)

    assert found == [
        Candidate(new.id, 1, None, ("BARU", "SEKALI")),
        Candidate(old.id, 1, "invoice", ("LAMA LAMA",)),
    ]


async def test_runs_apply_published_versions_of_active_templates_only(organisation, other_organisation):
    template = await make(organisation, "faktur")
    await templates.save_draft(organisation.id, template.id, {"slug": "faktur", "second": True})

    assert (await template_views.find_applicable(organisation.id, template.id))[0] == 1
    assert await template_views.find_applicable(organisation.id, template.id, 2) is None
    assert await template_views.find_applicable(other_organisation.id, template.id) is None
    await templates.publish(organisation.id, template.id)
    assert await template_views.find_applicable(organisation.id, template.id) == (2, {"slug": "faktur", "second": True})
    assert (await template_views.find_applicable(organisation.id, template.id, 1))[0] == 1
    await templates.set_active(organisation.id, template.id, active=False)
    assert await template_views.find_applicable(organisation.id, template.id, 1) is None
