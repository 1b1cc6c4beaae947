"""Tenants, their wrapped keys and their API keys."""

import asyncio
from datetime import timedelta

import asyncpg
import pytest

from berkas.clock import utc_now
from tables.queries import api_keys, customers, organisations


async def test_an_organisation_is_found_as_it_was_made(database):
    made = await organisations.create_organisation(
        name="CONTOH",
        wrapped_key=b"\x00w",
        root_key_id="k1",
        organisation_id="org_01HXYJ8Q4Z5N7T2B9C6D3E8F1G",
        requires_review_threshold=80,
    )

    assert made.id == "org_01HXYJ8Q4Z5N7T2B9C6D3E8F1G"
    assert await organisations.find_organisation(made.id) == made
    assert await organisations.list_organisations() == [made]
    assert await organisations.find_organisation("org_none") is None


async def test_the_shown_form_of_an_organisation_hides_its_key(organisation):
    assert "wrapped" not in repr(organisation)


async def test_a_threshold_is_a_percentage(organisation):
    with pytest.raises(asyncpg.CheckViolationError):
        await organisations.set_threshold(organisation.id, 101)


async def test_a_rotation_finds_what_is_left_and_rewraps_each_key_once(organisation, other_organisation):
    left = await organisations.not_wrapped_by("k2")
    assert {row.id for row in left} == {organisation.id, other_organisation.id}

    done = await asyncio.gather(
        *(
            organisations.rewrap(row.id, expected=row.wrapped_key, wrapped_key=f"new {n}".encode(), root_key_id="k2")
            for row in left
            for n in range(5)
        )
    )

    assert sum(done) == 2
    assert await organisations.not_wrapped_by("k2") == []
    assert len(await organisations.not_wrapped_by("k1")) == 2


async def new_key(organisation_id: str, sha256: str = "a" * 64, **values):
    return await api_keys.create_key(
        organisation_id=organisation_id,
        name="CONTOH",
        sha256=sha256,
        hint="Q7ZA",
        scopes=["documents:write", "read"],
        **values,
    )


async def test_a_key_is_found_by_its_hash_with_all_that_it_may(organisation):
    made = await new_key(organisation.id, rate_limits={"documents.upload": 5}, expires_at=utc_now() + timedelta(days=1))

    found = await api_keys.find_key("a" * 64)

    assert found == made
    assert found.scopes == {"documents:write", "read"}
    assert found.rate_limits == {"documents.upload": 5}
    assert await api_keys.find_key("b" * 64) is None


async def test_an_expired_key_is_not_found(organisation):
    await new_key(organisation.id, expires_at=utc_now() - timedelta(seconds=1))

    assert await api_keys.find_key("a" * 64) is None


async def test_a_revoked_key_is_not_found_but_listed(organisation, other_organisation):
    key = await new_key(organisation.id)

    assert await api_keys.revoke_key(other_organisation.id, key.id) is False
    assert await api_keys.find_key("a" * 64) == key
    assert await api_keys.revoke_key(organisation.id, key.id)

    assert await api_keys.find_key("a" * 64) is None
    [listed] = await api_keys.list_keys(organisation.id)
    assert listed.revoked_at is not None
    await api_keys.revoke_key(organisation.id, key.id)
    assert await api_keys.list_keys(organisation.id) == [listed]
    assert await api_keys.list_keys(other_organisation.id) == []


async def test_two_keys_never_share_a_hash(organisation, other_organisation):
    await new_key(organisation.id)

    with pytest.raises(asyncpg.UniqueViolationError):
        await new_key(other_organisation.id)


async def test_a_customer_is_found_by_its_organisation_only(organisation, other_organisation):
    customer = await customers.name_customer(organisation.id, "PT Contoh")

    assert await customers.find_customer(organisation.id, customer.id) == customer
    assert await customers.find_customer(other_organisation.id, customer.id) is None
    assert (await customers.name_customer(other_organisation.id, "PT Contoh")).id != customer.id


async def test_thirty_simultaneous_namings_make_one_customer(organisation):
    found = await asyncio.gather(*(customers.name_customer(organisation.id, "PT Contoh") for _ in range(30)))

    assert len({customer.id for customer in found}) == 1


async def test_customers_are_listed_by_name(organisation):
    for name in ("Budi CONTOH", "ani CONTOH", "Citra CONTOH"):
        await customers.name_customer(organisation.id, name)

    rows, total = await customers.list_customers(organisation.id, limit=2, offset=1)

    assert ([row.name for row in rows], total) == (["Budi CONTOH", "Citra CONTOH"], 3)
