"""What an upload that was interrupted for good leaves in the object store."""

import pytest

from flows.abandoned_uploads import remove_abandoned
from flows.resources import resources
from tables.engine import fetch
from tables.queries import blob_drafts

PDF = b"%PDF-1.7 contoh"


@pytest.fixture
def interrupted(worker, organisation):
    """A file whose upload began so many hours ago and never came to its end."""

    async def make(name, *, hours, is_committed):
        await blob_drafts.begin(organisation.id, name)
        await fetch(
            "update blob_draft set created_at = now() - make_interval(hours => $2) where blob_name = $1", name, hours
        )
        writer = resources().blobs.writer(name)
        writer.write(b"sealed")
        if is_committed:
            writer.commit()
        return name

    return make


@pytest.mark.parametrize("is_committed", [True, False])
async def test_it_is_removed_after_a_day_and_not_before(interrupted, is_committed):
    old = await interrupted(f"old-{is_committed}", hours=25, is_committed=is_committed)
    young = await interrupted(f"young-{is_committed}", hours=23, is_committed=is_committed)
    assert [resources().blobs.count(name) for name in (old, young)] == [1, 1]

    assert await remove_abandoned() == 1

    assert [resources().blobs.count(name) for name in (old, young)] == [0, 1]
    assert [row["blob_name"] for row in await fetch("select blob_name from blob_draft")] == [young]


async def test_the_original_of_a_document_is_never_taken_for_one(store):
    document = await store(PDF)
    await blob_drafts.begin(document.organisation_id, document.id)
    await fetch("update blob_draft set created_at = now() - interval '1 year'")

    assert await remove_abandoned() == 0

    assert resources().blobs.exists(document.id)


async def test_a_store_that_is_away_keeps_it_for_the_next_time(interrupted, replace_resources):
    from berkas.errors import ObjectStoreUnavailable

    await interrupted("kept", hours=25, is_committed=True)

    class Away:
        def delete(self, name):
            raise ObjectStoreUnavailable

    replace_resources(blobs=Away())

    assert await remove_abandoned() == 0

    assert len(await fetch("select 1 from blob_draft")) == 1
