"""Who has a document open: leases that end by themselves and lock nothing."""

import pytest

from berkas.ids import IdPrefix, new_id
from berkas.model.statuses import DocumentStatus
from tables.engine import fetch
from tables.erasures import ErasureKind
from tables.queries import api_keys, erasures, viewers
from tables.queries.erasures import Wanted


@pytest.fixture
def view(access):
    async def put(document_id, client=None, **more):
        return await (client or access.http).put(f"/api/documents/{document_id}/viewers", **more)

    return put


@pytest.fixture
async def opened(access):
    return (await access.upload())["id"]


async def pass_seconds(seconds):
    await fetch("update document_viewer set expires_at = expires_at - make_interval(secs => $1)", float(seconds))


async def test_who_opens_a_document_sees_everybody_who_has_it_open(access, view, opened):
    await viewers.renew(access.organisation_id, opened, await another_key(access, "Sinta, review"))

    answer = await view(opened, json={})

    assert answer.status_code == 200
    sinta, me = answer.json()["data"]["viewers"]
    assert (sinta["name"], sinta["isYou"]) == ("Sinta, review", False)
    assert (me["keyId"], me["name"], me["isYou"]) == (access.key_id, "test", True)
    assert sinta["since"] <= me["since"]


async def test_a_lease_is_renewed_and_ends_by_itself(access, view, opened):
    other = await another_key(access, "Sinta, review")
    await viewers.renew(access.organisation_id, opened, other)
    [first] = [one["since"] for one in (await view(opened)).json()["data"]["viewers"] if one["isYou"]]
    await pass_seconds(viewers.LEASE_SECONDS - 5)

    renewed = (await view(opened)).json()["data"]["viewers"]
    await pass_seconds(6)
    later = (await view(opened)).json()["data"]["viewers"]

    assert [one["isYou"] for one in renewed] == [False, True]
    assert [(one["isYou"], one["since"]) for one in later] == [(True, first)]


async def test_who_comes_back_after_the_end_begins_anew(access, view, opened):
    [first] = (await view(opened)).json()["data"]["viewers"]
    await pass_seconds(viewers.LEASE_SECONDS + 1)

    [again] = (await view(opened)).json()["data"]["viewers"]

    assert again["since"] > first["since"]


async def test_who_leaves_is_no_longer_seen(access, view, opened):
    await view(opened)

    left = await access.http.delete(f"/api/documents/{opened}/viewers")
    again = await access.http.delete(f"/api/documents/{opened}/viewers")

    assert (left.status_code, again.status_code) == (204, 204)
    assert await fetch("select 1 from document_viewer") == []


async def test_a_lease_locks_nothing(access, view, read_npwp):
    document_id = await access.read(ending=read_npwp(DocumentStatus.REQUIRES_REVIEW))
    await viewers.renew(access.organisation_id, document_id, await another_key(access, "Sinta, review"))

    answer = await access.http.post(f"/api/documents/{document_id}/extractions", json={"fields": {"name": "X"}})

    assert answer.status_code == 201


async def test_leases_go_with_the_document_and_when_they_are_over(access, view, opened):
    second = await access.read()
    await view(opened)
    await view(second)
    await pass_seconds(viewers.LEASE_SECONDS + 1)
    await view(second)

    await viewers.forget_expired()
    left = await fetch("select document_id from document_viewer")
    await erasures.begin(
        Wanted(
            organisation_id=access.organisation_id,
            document_id=second,
            kind=ErasureKind.ERASE,
            reason="test",
            actor="test",
        )
    )

    assert [row["document_id"] for row in left] == [second]
    assert await fetch("select 1 from document_viewer") == []
    assert (await view(second)).status_code == 410


async def test_documents_of_others_and_bodies_with_content_are_refused(access, stranger, view, opened):
    answers = [await view(opened, stranger), await view(new_id(IdPrefix.DOCUMENT)), await view(opened, json={"x": 1})]

    assert [answer.status_code for answer in answers] == [404, 404, 400]


async def another_key(access, name):
    row = await api_keys.create_key(
        organisation_id=access.organisation_id, name=name, sha256="0" * 64, hint="", scopes=("read",)
    )
    return row.id
